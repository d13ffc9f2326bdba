#include "service/conversation/memory.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

constexpr absl::Duration kSymptomLasts = absl::Hours(24 * 7);
constexpr absl::Duration kInjuryLasts = absl::Hours(24 * 28);
constexpr double kHoursInWeek = 168;
constexpr int kAdultYears = 18;
constexpr char kRedness[] = "redness";
constexpr char kProlongedRedness[] = "prolonged-redness";

// Skin that was hurt and heals.
bool IsPassing(absl::string_view condition) {
  return CodeIs(condition, "sunburn") || CodeIs(condition, "broken-skin");
}

bool IsScalar(Field field) { return !IsListField(field); }

// Fields of a person: of somebody else they are other ones.
bool IsPersonal(Field field) {
  switch (field) {
    case Field::kSubject:
    case Field::kSetting:
    case Field::kDevice:
    case Field::kBudget:
    case Field::kJurisdiction:
    case Field::kNeedleLengthMm:
      return false;
    default:
      return true;
  }
}

// The asker, or somebody else: a child who turns out to be grown up is the same.
bool IsSamePerson(const std::string& a, const std::string& b) {
  const auto is_asker = [](const std::string& person) {
    return person.empty() || person == "SELF";
  };
  return is_asker(a) == is_asker(b);
}

// Whether `later`, of a later turn, takes the place of `fact`.
bool Corrects(const Remembered& later, const Remembered& fact) {
  if (later.field != fact.field || later.turn == fact.turn) return false;
  if (IsPersonal(later.field) && !IsSamePerson(later.person, fact.person)) return false;
  if (later.value.empty() || fact.value.empty()) return later.value == fact.value;
  if (IsScalar(later.field)) return true;
  switch (later.field) {
    case Field::kConcerns:
    case Field::kBodyAreas:
      return CodeIs(later.value, fact.value);  // the closer one stays
    case Field::kConditions:
    case Field::kSymptoms: {
      const bool both_present =
          later.standing == Standing::kPresent && fact.standing == Standing::kPresent;
      // A child that is present, and an absence of another child, stay.
      if (both_present) return CodeIs(later.value, fact.value);
      if (later.standing == Standing::kAbsent) return CodeIs(fact.value, later.value);
      return AreRelated(later.value, fact.value);
    }
    default:
      return AreRelated(later.value, fact.value);
  }
}

double Weeks(absl::Duration duration) {
  return std::max(0.0, absl::ToDoubleHours(duration) / kHoursInWeek);
}

double NumberOf(const Remembered& fact) {
  double number = 0;
  (void)absl::SimpleAtod(fact.value, &number);
  return number;
}

class ProfileMaker {
 public:
  ProfileMaker(absl::Time now, Profile& out) : now_(now), out_(out) {}

  void Add(const Remembered& fact) {
    if (fact.value.empty()) {
      if (!out_.Answered(fact.field)) out_.answered_fields.push_back(fact.field);
      return;
    }
    if (IsScalar(fact.field)) {
      AddScalar(fact);
    } else {
      AddCodeOf(fact);
    }
  }

 private:
  void AddScalar(const Remembered& fact) {
    switch (fact.field) {
      case Field::kSubject:
        out_.subject = fact.value;
        break;
      case Field::kSetting:
        out_.setting = fact.value;
        break;
      case Field::kDevice:
        out_.device = fact.value;
        break;
      case Field::kBudget:
        out_.budget = fact.value;
        break;
      case Field::kExperience:
        out_.experience = fact.value;
        break;
      case Field::kJurisdiction:
        out_.jurisdiction = fact.value;
        break;
      case Field::kAgeYears:
        out_.age_years = static_cast<int>(NumberOf(fact));
        break;
      case Field::kFitzpatrick:
        out_.fitzpatrick = static_cast<int>(NumberOf(fact));
        break;
      case Field::kSessionsCompleted:
        out_.sessions_completed = static_cast<int>(NumberOf(fact));
        break;
      case Field::kNeedleLengthMm:
        out_.needle_length_mm = NumberOf(fact);
        break;
      case Field::kSessionIntervalDays:
        out_.session_interval_days = NumberOf(fact);
        break;
      case Field::kHoursSinceLastSession:
        if (fact.at.has_value())
          out_.hours_since_last_session = std::max(0.0, absl::ToDoubleHours(now_ - *fact.at));
        break;
      default:
        break;
    }
  }

  void AddCodeOf(const Remembered& fact) {
    const bool absent = fact.standing == Standing::kAbsent;
    switch (fact.field) {
      case Field::kConcerns:
        AddCode(out_.concerns, fact.value);
        break;
      case Field::kBodyAreas:
        AddCode(out_.body_areas, fact.value);
        break;
      case Field::kConditions:
        if (!absent && IsPassing(fact.value) && now_ - fact.said >= kInjuryLasts) break;
        if (absent) {
          RuleOut(out_.ruled_out_conditions, fact.value);
        } else {
          AddCode(out_.conditions, fact.value);
        }
        break;
      case Field::kSymptoms:
        if (now_ - fact.said >= kSymptomLasts) break;
        if (absent) {
          RuleOut(out_.ruled_out_symptoms, fact.value);
        } else {
          out_.symptoms.push_back({fact.value, HoursSince(fact)});
        }
        break;
      case Field::kRecentProcedures:
        out_.recent_procedures.push_back({fact.value, WeeksSince(fact)});
        break;
      case Field::kMedications:
      case Field::kSkincare: {
        const Use use = fact.standing == Standing::kPast    ? Use::kPast
                        : fact.standing == Standing::kNever ? Use::kNever
                                                            : Use::kCurrent;
        (fact.field == Field::kMedications ? out_.medications : out_.skincare)
            .push_back({fact.value, use, WeeksSince(fact)});
        break;
      }
      default:
        break;
    }
  }

  std::optional<double> HoursSince(const Remembered& fact) const {
    if (!fact.at.has_value()) return std::nullopt;
    return std::max(0.0, absl::ToDoubleHours(now_ - *fact.at));
  }
  std::optional<double> WeeksSince(const Remembered& fact) const {
    if (!fact.at.has_value()) return std::nullopt;
    return Weeks(now_ - *fact.at);
  }

  absl::Time now_;
  Profile& out_;
};

class FactMaker {
 public:
  explicit FactMaker(absl::Time now) : now_(now) {}

  std::vector<Remembered> Run(const Profile& p) {
    Word(Field::kSubject, p.subject);
    Number(Field::kAgeYears, p.age_years);
    Word(Field::kSetting, p.setting);
    Codes(Field::kConcerns, p.concerns);
    Number(Field::kFitzpatrick, p.fitzpatrick);
    Word(Field::kDevice, p.device);
    Number(Field::kNeedleLengthMm, p.needle_length_mm);
    Codes(Field::kBodyAreas, p.body_areas);
    Codes(Field::kConditions, p.conditions);
    Codes(Field::kConditions, p.ruled_out_conditions, Standing::kAbsent);
    const bool red = std::any_of(p.symptoms.begin(), p.symptoms.end(),
                                 [](const TimedCode& s) { return s.code == kRedness; });
    for (const TimedCode& s : p.symptoms) {
      if (s.code != kProlongedRedness || !red) Timed(Field::kSymptoms, s, 1);
    }
    Codes(Field::kSymptoms, p.ruled_out_symptoms, Standing::kAbsent);
    for (const UsedProduct& m : p.medications) Product(Field::kMedications, m);
    for (const UsedProduct& s : p.skincare) Product(Field::kSkincare, s);
    if (p.hours_since_last_session.has_value()) {
      Add(Field::kHoursSinceLastSession, absl::StrCat(*p.hours_since_last_session)).at =
          now_ - absl::Hours(*p.hours_since_last_session);
    }
    Number(Field::kSessionIntervalDays, p.session_interval_days);
    Number(Field::kSessionsCompleted, p.sessions_completed);
    for (const TimedCode& t : p.recent_procedures) Timed(Field::kRecentProcedures, t, kHoursInWeek);
    Word(Field::kBudget, p.budget);
    Word(Field::kExperience, p.experience);
    Word(Field::kJurisdiction, p.jurisdiction);
    for (const Field field : p.answered_fields) Add(field, "");
    return std::move(facts_);
  }

 private:
  Remembered& Add(Field field, std::string value) {
    Remembered fact;
    fact.field = field;
    fact.value = std::move(value);
    fact.said = now_;
    facts_.push_back(std::move(fact));
    return facts_.back();
  }
  void Word(Field field, const std::string& word) {
    if (!word.empty()) Add(field, word);
  }
  template <typename T>
  void Number(Field field, const std::optional<T>& number) {
    if (number.has_value()) Add(field, absl::StrCat(*number));
  }
  void Codes(Field field, const std::vector<std::string>& codes,
             Standing standing = Standing::kPresent) {
    for (const std::string& code : codes) Add(field, code).standing = standing;
  }
  void Timed(Field field, const TimedCode& code, double hours) {
    Remembered& fact = Add(field, code.code);
    if (code.since.has_value()) fact.at = now_ - absl::Hours(*code.since * hours);
  }
  void Product(Field field, const UsedProduct& product) {
    Remembered& fact = Add(field, product.code);
    if (product.use == Use::kPast) fact.standing = Standing::kPast;
    if (product.use == Use::kNever) fact.standing = Standing::kNever;
    if (product.weeks_since_stopped.has_value())
      fact.at = now_ - absl::Hours(*product.weeks_since_stopped * kHoursInWeek);
  }

  absl::Time now_;
  std::vector<Remembered> facts_;
};

}  // namespace

void Memory::Drop(size_t index) {
  // What fell away must not come back with the message it stood in.
  const Remembered& fact = facts_[index];
  if (fact.turn == question_turn && fact.span.end <= static_cast<int>(question.size())) {
    for (int i = fact.span.start; i < fact.span.end; ++i) question[i] = ' ';
  }
  facts_.erase(facts_.begin() + static_cast<std::ptrdiff_t>(index));
}

void Memory::Learn(Remembered fact) {
  if (fact.value.size() > kMostValueBytes) return;
  for (size_t i = facts_.size(); i-- > 0;) {
    if (!Corrects(fact, facts_[i])) continue;
    // "Still red": it began when it began, and was never another time's.
    if (!fact.at.has_value() && facts_[i].at.has_value() && fact.standing == facts_[i].standing)
      fact.at = facts_[i].at;
    Drop(i);
  }
  facts_.push_back(std::move(fact));
  if (facts_.size() > kMostFacts) Drop(0);
}

int Memory::Forget(absl::FunctionRef<bool(const Remembered&)> should) {
  int forgotten = 0;
  for (size_t i = facts_.size(); i-- > 0;) {
    if (!should(facts_[i])) continue;
    Drop(i);
    ++forgotten;
  }
  return forgotten;
}

Remembered* Memory::FindLast(absl::FunctionRef<bool(const Remembered&)> is) {
  const auto it = std::find_if(facts_.rbegin(), facts_.rend(), is);
  return it == facts_.rend() ? nullptr : &*it;
}

Profile Memory::ProfileAt(absl::Time at) const {
  Profile profile;
  ProfileMaker maker(at, profile);
  for (const Remembered& fact : facts_) {
    // Who despairs has to be answered, whoever else is spoken of since.
    const bool theirs = !IsPersonal(fact.field) || IsSamePerson(fact.person, person) ||
                        (fact.field == Field::kSymptoms && CodeIs(fact.value, kCrisis));
    if (theirs) maker.Add(fact);
  }
  AddProlongedRedness(profile);
  // A son of nineteen is no child.
  if (profile.subject == "CHILD" && profile.age_years.value_or(0) >= kAdultYears)
    profile.subject = "OTHER";
  return profile;
}

// Redness that was spoken of more than a week after the session, as
// Understander::Read() takes it. It is made anew, so that a session that was put
// right puts it right as well.
void Memory::AddProlongedRedness(Profile& profile) const {
  const auto find = [&](Field field, absl::string_view value) {
    return std::find_if(facts_.rbegin(), facts_.rend(), [&](const Remembered& fact) {
      return fact.field == field && (value.empty() || fact.value == value) &&
             fact.standing == Standing::kPresent && IsSamePerson(fact.person, person);
    });
  };
  const auto redness = find(Field::kSymptoms, kRedness);
  const auto session = find(Field::kHoursSinceLastSession, "");
  if (redness == facts_.rend() || session == facts_.rend() || !session->at.has_value()) return;
  if (std::none_of(profile.symptoms.begin(), profile.symptoms.end(),
                   [](const TimedCode& symptom) { return symptom.code == kRedness; }))
    return;
  if (redness->said - *session->at > absl::Hours(kHoursInWeek))
    profile.symptoms.push_back({kProlongedRedness, std::nullopt});
}

std::vector<Remembered> FactsOf(const Profile& profile, absl::Time now) {
  return FactMaker(now).Run(profile);
}

}  // namespace needlepoint
