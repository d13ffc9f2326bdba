#include "service/understand/profile_builder.h"

#include <algorithm>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace needlepoint {
namespace {

// Conditions that stay true once they have been.
bool IsLifelong(absl::string_view code) {
  for (const absl::string_view lifelong :
       {"keloid-history", "herpes-simplex", "skin-cancer", "radiotherapy-history", "diabetes",
        "bleeding-disorder", "metal-allergy", "implanted-device", "hiv", "hepatitis", "lupus",
        "vitiligo"}) {
    if (CodeIs(code, lifelong)) return true;
  }
  return false;
}

// Symptoms that count even in a message about something else.
bool IsAcute(absl::string_view code) {
  for (const absl::string_view acute :
       {"anaphylaxis", "crisis", "eye-injury", "persistent-bleeding", "lidocaine-toxicity",
        "vascular-block"}) {
    if (CodeIs(code, acute)) return true;
  }
  return false;
}

bool AddTimed(std::vector<TimedCode>& list, const std::string& code) {
  for (const TimedCode& held : list) {
    if (CodeIs(held.code, code)) return false;
  }
  list.push_back({code, std::nullopt});
  return true;
}

}  // namespace

ProfileBuilder::ProfileBuilder(const Message& message, const std::vector<EntryReading>& readings,
                               const Triggers& triggers, const Context& context,
                               const Stages& stages, Question& out)
    : message_(message),
      readings_(readings),
      triggers_(triggers),
      context_(context),
      stages_(stages),
      out_(out),
      given_(out.profile),
      timed_(FindTimed()) {}

void ProfileBuilder::Note(int first, int last, absl::string_view field, std::string value) {
  out_.understood.push_back({message_.SpanOf(first, last), std::string(field), std::move(value)});
}

UsedProduct* ProfileBuilder::FindProduct(const std::string& code) {
  for (auto* list : {&out_.profile.medications, &out_.profile.skincare}) {
    for (UsedProduct& product : *list) {
      if (product.code == code) return &product;
    }
  }
  return nullptr;
}

void ProfileBuilder::SetCondition(const EntryReading& reading, Assertion assertion) {
  const std::string& code = reading.entry->code;
  Profile& p = out_.profile;
  switch (assertion) {
    case Assertion::kNegated:
      if (!AnyCodeIs(p.conditions, code) && RuleOut(p.ruled_out_conditions, code))
        Note(reading.first, reading.last, "ruled_out_conditions", code);
      return;
    case Assertion::kPast:
      if (!IsLifelong(code)) return;
      break;
    case Assertion::kHypothetical:
      return;
    case Assertion::kPresent:
    case Assertion::kPlanned:
      break;
  }
  if (AddCode(p.conditions, code)) Note(reading.first, reading.last, "conditions", code);
}

// A child that was born or weaned is somebody else, and says it of the mother.
void ProfileBuilder::SetOver(const EntryReading& reading, Assertion assertion) {
  if (assertion == Assertion::kNegated || assertion == Assertion::kPlanned) return;
  std::vector<std::string>& conditions = out_.profile.conditions;
  std::erase_if(conditions,
                [&](const std::string& code) { return CodeIs(code, reading.entry->code); });
  SetCondition(reading, Assertion::kNegated);
}

void ProfileBuilder::SetProduct(const EntryReading& reading, Assertion assertion,
                                bool is_medication) {
  const std::string& code = reading.entry->code;
  std::optional<Use> use;
  if (context_.NeverUsed(reading.first, reading.last)) {
    use = Use::kNever;
  } else if (assertion == Assertion::kNegated || assertion == Assertion::kHypothetical) {
    return;
  } else if (context_.Stopped(reading.first, reading.last) || assertion == Assertion::kPast) {
    use = Use::kPast;
  } else if (context_.InUse(reading.first, reading.last) ||
             (is_medication &&
              (!context_.InQuestion(reading.first) || context_.AsksForSelf(reading.first))) ||
             (!context_.InQuestion(reading.first) && assertion == Assertion::kPresent)) {
    use = Use::kCurrent;
  }
  if (!use.has_value()) return;
  if (FindProduct(code) != nullptr) return;  // what is known stands
  UsedProduct product;
  product.code = code;
  product.use = *use;
  Note(reading.first, reading.last, is_medication ? "medications" : "skincare", code);
  (is_medication ? out_.profile.medications : out_.profile.skincare).push_back(std::move(product));
}

void ProfileBuilder::SetSymptom(const EntryReading& reading, Assertion assertion) {
  const std::string& code = reading.entry->code;
  if (assertion == Assertion::kNegated) {
    const bool present = std::any_of(out_.profile.symptoms.begin(), out_.profile.symptoms.end(),
                                     [&](const TimedCode& s) { return CodeIs(s.code, code); });
    if (!present && RuleOut(out_.profile.ruled_out_symptoms, code))
      Note(reading.first, reading.last, "ruled_out_symptoms", code);
    return;
  }
  if (assertion == Assertion::kHypothetical || assertion == Assertion::kPast) return;
  if (AddTimed(out_.profile.symptoms, code)) Note(reading.first, reading.last, "symptoms", code);
}

void ProfileBuilder::SetFromValues(const EntryReading& reading) {
  Profile& p = out_.profile;
  for (const auto& [field, value] : reading.entry->values) {
    const auto set = [&](std::string& slot) {
      if (!slot.empty()) return;
      slot = value;
      Note(reading.first, reading.last, field, value);
    };
    if (field == "setting") set(p.setting);
    if (field == "device") set(p.device);
    if (field == "budget") set(p.budget);
    if (field == "experience") set(p.experience);
    if (field == "jurisdiction") set(p.jurisdiction);
    if (field == "fitzpatrick" && !p.fitzpatrick.has_value()) {
      // A list such as [5,6]: the middle, rounded down.
      std::vector<int> types;
      for (absl::string_view part :
           absl::StrSplit(value, absl::ByAnyChar("[], "), absl::SkipEmpty())) {
        int type = 0;
        if (absl::SimpleAtoi(part, &type)) types.push_back(type);
      }
      if (types.empty()) continue;
      p.fitzpatrick = types[(types.size() - 1) / 2];
      Note(reading.first, reading.last, field, absl::StrCat(*p.fitzpatrick));
    }
  }
}

void ProfileBuilder::AddMention(const EntryReading& reading, bool off_topic) {
  const LexiconEntry& entry = *reading.entry;
  Mention mention;
  mention.code = entry.code;
  mention.kind = entry.kind;
  mention.span = message_.SpanOf(reading.first, reading.last);
  mention.sentence = message_.words[reading.first].sentence;
  mention.corrected = reading.corrected;
  mention.assertion = context_.AssertionOf(reading.first, reading.last, entry.kind);
  mention.experiencer = context_.ExperiencerOf(reading.first, reading.last);
  const bool owned = entry.kind == "condition" || entry.kind == "symptom" ||
                     entry.kind == "medication" || entry.kind == "skincare";
  if (owned && context_.IsOwnedByOther(reading.first))
    mention.experiencer = Experiencer::kSomebodyElse;
  const bool deniable =
      entry.kind == "condition" || entry.kind == "medication" || entry.kind == "concern";
  if (deniable && context_.DeniedForSelf(reading.first, reading.last, "denied-all"))
    mention.assertion = Assertion::kNegated;
  out_.mentions.push_back(mention);
  if (entry.kind == "over" && !off_topic) SetOver(reading, mention.assertion);
  if (mention.experiencer == Experiencer::kSomebodyElse && entry.kind != "act") {
    const bool denied = context_.DeniedForSelf(reading.first, reading.last, "denied-for-self") ||
                        context_.DeniedForSelf(reading.first, reading.last, "denied-all");
    if (entry.kind == "condition" && !off_topic && denied)
      SetCondition(reading, Assertion::kNegated);
    // Whoever is in danger now, the one who asks has to be told what to do.
    const bool in_danger = IsAcute(entry.code) && !CodeIs(entry.code, "crisis") &&
                           mention.assertion == Assertion::kPresent;
    if (in_danger && entry.kind == "symptom") SetSymptom(reading, mention.assertion);
    return;
  }
  if (mention.assertion != Assertion::kNegated) {
    AddCode(out_.says, entry.code);
    for (const std::string& code : entry.implies) AddCode(out_.says, code);
  }
  if (off_topic && !IsAcute(entry.code)) return;
  Profile& p = out_.profile;
  const bool negated = mention.assertion == Assertion::kNegated;
  if (entry.kind == "condition") {
    const bool over =
        mention.assertion == Assertion::kPresent && context_.Stopped(reading.first, reading.last);
    SetCondition(reading, over ? Assertion::kPast : mention.assertion);
  }
  if (entry.kind == "medication") SetProduct(reading, mention.assertion, true);
  if (entry.kind == "skincare") SetProduct(reading, mention.assertion, false);
  if (entry.kind == "symptom") SetSymptom(reading, mention.assertion);
  if (negated) return;
  if (entry.kind == "concern" && mention.assertion != Assertion::kHypothetical &&
      AddCode(p.concerns, entry.code))
    Note(reading.first, reading.last, "concerns", entry.code);
  if (entry.kind == "body-area" && AddCode(p.body_areas, entry.code))
    Note(reading.first, reading.last, "body_areas", entry.code);
  // A procedure that is only compared or planned has not been.
  if (entry.kind == "procedure" && mention.assertion != Assertion::kHypothetical &&
      context_.WasDone(reading.first, reading.last) && AddTimed(p.recent_procedures, entry.code)) {
    Note(reading.first, reading.last, "recent_procedures", entry.code);
  }
  // "What if a clinic does it?" asks about a clinic.
  const bool asked = entry.kind == "setting" && context_.AsksWhatIf(reading.first);
  if (mention.assertion != Assertion::kHypothetical || asked) SetFromValues(reading);
}

// Redness that is still there after a week is more than the expected redness.
void ProfileBuilder::SetProlongedRedness() {
  Profile& p = out_.profile;
  if (p.hours_since_last_session.value_or(0) <= kHoursInWeek) return;
  for (const Mention& mention : out_.mentions) {
    const bool now = mention.code == "redness" && mention.kind == "symptom" &&
                     mention.assertion == Assertion::kPresent &&
                     mention.experiencer == Experiencer::kTreated;
    if (!now || !AddTimed(p.symptoms, "prolonged-redness")) continue;
    out_.understood.push_back({mention.span, "symptoms", "prolonged-redness"});
    return;
  }
}

void ProfileBuilder::Run(absl::Time reference_time, bool off_topic) {
  if (out_.profile.subject.empty() && !context_.subject().empty())
    out_.profile.subject = context_.subject();
  for (const EntryReading& reading : readings_) AddMention(reading, off_topic);
  if (off_topic) return;
  if (stages_.numbers) {
    SetLengths();
    SetCounts();
  }
  if (stages_.times) {
    SetTimes(reference_time);
    SetProlongedRedness();
  }
  std::sort(out_.understood.begin(), out_.understood.end(),
            [](const Understood& a, const Understood& b) {
              return std::make_pair(a.span.start, a.field) < std::make_pair(b.span.start, b.field);
            });
}

}  // namespace needlepoint
