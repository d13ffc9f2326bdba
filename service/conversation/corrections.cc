#include "service/conversation/corrections.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"

#include "service/conversation/bearing.h"

namespace needlepoint {
namespace {

constexpr char kSuicidal[] = "crisis.suicidal";

// What is only about how it is done: a joke about it can be taken back.
bool IsAboutHow(Field field) {
  return field == Field::kSetting || field == Field::kDevice || field == Field::kNeedleLengthMm ||
         field == Field::kBodyAreas || field == Field::kSessionIntervalDays;
}

// What heals, and is not worth a mention later.
bool IsPassing(const Remembered& fact) {
  if (fact.standing != Standing::kPresent) return false;
  if (fact.field == Field::kSymptoms) return !CodeIs(fact.value, kCrisis);
  if (fact.field != Field::kConditions) return false;
  for (const char* code : {"sunburn", "broken-skin", "skin-infection", "active-acne"}) {
    if (CodeIs(fact.value, code)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> Corrections::Run() {
  const Cues& cues = alone_.cues;
  const int last = memory_.turns - 1;
  if (cues.forgets) ForgetWhatIsNamed(last);
  if (cues.takes_back) {
    memory_.Forget(
        [&](const Remembered& fact) { return fact.turn == last && IsAboutHow(fact.field); });
  }
  if (cues.recovered) {
    memory_.Forget([](const Remembered& fact) { return IsPassing(fact); });
  }
  if (cues.slip || cues.ago_hours.has_value()) PutRight(last);
  if (cues.supported) {
    // Somebody is with them: the worst of it, and not all of it, has passed.
    Remembered* crisis =
        memory_.FindLast([](const Remembered& fact) { return CodeIs(fact.value, kSuicidal); });
    if (crisis != nullptr) crisis->value = kCrisis;
  }
  // "No, it's my brother who takes it", "it's for my mum, she's the one on it".
  if (cues.not_mine && (!LearnsClinical() || IsHandedOver())) {
    memory_.Forget([&](const Remembered& fact) {
      return fact.turn == last && IsClinical(fact.field) && !fact.span.empty() &&
             !CodeIs(fact.value, kCrisis);
    });
  }
  TakeBackMentions();
  // A doctor has seen to it. What is said of it anew counts anew.
  if (cues.attended) {
    memory_.Forget([&](const Remembered& fact) {
      return fact.field == Field::kSymptoms && fact.standing == Standing::kPresent &&
             !CodeIs(fact.value, kCrisis);
    });
  }
  return struck_;
}

void Corrections::TakeBackMentions() {
  for (const Mention& mention : alone_.mentions) {
    const bool over =
        mention.experiencer == Experiencer::kTreated && mention.assertion == Assertion::kPast;
    const bool others = mention.experiencer == Experiencer::kSomebodyElse && alone_.cues.not_mine;
    // "Definitely not melasma, she says."
    if (mention.kind == "concern" && mention.assertion == Assertion::kNegated &&
        mention.experiencer == Experiencer::kTreated) {
      memory_.Forget([&](const Remembered& fact) {
        return fact.field == Field::kConcerns && CodeIs(fact.value, mention.code);
      });
    }
    if (mention.kind != "condition" && mention.kind != "symptom" && mention.kind != "medication")
      continue;
    if (!over && !others) continue;
    const Field field = FieldOfKind(mention.kind);
    if (over && field == Field::kMedications) continue;  // its standing is learnt
    // A lifelong condition is set although it is spoken of as past.
    if (over && AnyCodeIs(alone_.profile.conditions, mention.code)) continue;
    memory_.Forget([&](const Remembered& fact) {
      return fact.field == field && CodeIs(fact.value, mention.code) && fact.turn < memory_.turns;
    });
  }
}

// "26!! fat fingers", "9 HOURS, not days", "14 months ago to be exact": the last
// number or time that was said was another one.
void Corrections::PutRight(int last) {
  const Cues& cues = alone_.cues;
  if (cues.ago_hours.has_value()) {
    Remembered* timed = memory_.FindLast([&](const Remembered& fact) {
      const bool over = fact.standing == Standing::kPast &&
                        (fact.field == Field::kMedications || fact.field == Field::kSkincare);
      return fact.turn >= last && (fact.at.has_value() || over);
    });
    if (timed == nullptr || (!cues.slip && timed->at.has_value())) return;
    if (std::any_of(alone_.mentions.begin(), alone_.mentions.end(), IsSubject)) return;
    timed->at = memory_.now - absl::Hours(*cues.ago_hours);
    if (timed->field == Field::kHoursSinceLastSession) timed->value = absl::StrCat(*cues.ago_hours);
    // It was no session's.
    if (timed->field != Field::kHoursSinceLastSession)
      alone_.profile.hours_since_last_session.reset();
    return;
  }
  if (!cues.slip || !cues.number.has_value()) return;
  Remembered* number = memory_.FindLast([&](const Remembered& fact) {
    return fact.turn >= last && TakesNumber(knowledge_, fact.field, *cues.number);
  });
  if (number == nullptr || TellsField(number->field)) return;
  const bool whole = *cues.number == static_cast<int>(*cues.number);
  if (!whole && number->field != Field::kNeedleLengthMm) return;
  number->value = absl::StrCat(*cues.number);
}

// Whether the message itself says something of `field`.
bool Corrections::TellsField(Field field) const {
  return std::any_of(alone_.understood.begin(), alone_.understood.end(),
                     [&](const Understood& u) { return u.field == FieldName(field); });
}

// Whether somebody else than before is to be treated.
bool Corrections::IsHandedOver() const {
  const auto is_asker = [](const std::string& person) {
    return person.empty() || person == "SELF";
  };
  return !alone_.profile.subject.empty() &&
         is_asker(alone_.profile.subject) != is_asker(memory_.person);
}

bool Corrections::LearnsClinical() const {
  return std::any_of(alone_.understood.begin(), alone_.understood.end(), [](const Understood& u) {
    const std::optional<Field> field = ParseField(u.field);
    return field.has_value() && IsClinical(*field);
  });
}

// "Forget what I said about keloids", or all of the turn before.
void Corrections::ForgetWhatIsNamed(int last) {
  bool named = false;
  for (const Mention& mention : alone_.mentions) {
    if (!IsSubject(mention)) continue;
    named = true;
    memory_.Forget([&](const Remembered& fact) { return AreRelated(fact.value, mention.code); });
    // Nor is it said anew by being named.
    struck_.push_back(mention.code);
  }
  if (!named) memory_.Forget([&](const Remembered& fact) { return fact.turn == last; });
  // What was done or asked in those words goes with them.
  const Question before = understander_.Read(memory_.question, {}, memory_.now);
  for (const Mention& mention : before.mentions) {
    if (!IsAnyRelated(struck_, mention.code)) continue;
    std::fill(memory_.question.begin() + mention.span.start,
              memory_.question.begin() + mention.span.end, ' ');
  }
  std::erase_if(alone_.says, [&](const std::string& code) { return IsAnyRelated(struck_, code); });
  std::erase_if(alone_.understood,
                [&](const Understood& u) { return IsAnyRelated(struck_, u.value); });
}

}  // namespace needlepoint
