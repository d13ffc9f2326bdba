#include "service/condition/condition.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace needlepoint {
namespace {

Truth FromBool(bool value) { return value ? Truth::kTrue : Truth::kFalse; }

Truth Negate(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

// Present beats ruled out: a contradiction counts as the risk being there.
Truth Listed(bool present, bool ruled_out, bool answered) {
  if (present) return Truth::kTrue;
  return ruled_out || answered ? Truth::kFalse : Truth::kUnknown;
}

// "=code" asks for that code itself, not for a child of it.
bool Answers(absl::string_view held, absl::string_view wanted) {
  if (absl::ConsumePrefix(&wanted, "=")) return held == wanted;
  return CodeIs(held, wanted);
}

bool AnyAnswers(const std::vector<std::string>& held, absl::string_view wanted) {
  return std::any_of(held.begin(), held.end(),
                     [&](const std::string& code) { return Answers(code, wanted); });
}

bool AnyTimed(const std::vector<TimedCode>& held, absl::string_view code) {
  return std::any_of(held.begin(), held.end(),
                     [&](const TimedCode& t) { return Answers(t.code, code); });
}

// Ruling out a parent rules out its children.
bool RuledOut(const std::vector<std::string>& ruled_out, absl::string_view code) {
  return std::any_of(ruled_out.begin(), ruled_out.end(), [&](const std::string& held) {
    return CodeIs(absl::StripPrefix(code, "="), held);
  });
}

std::vector<const UsedProduct*> FindProducts(const Profile& profile, absl::string_view code) {
  std::vector<const UsedProduct*> found;
  for (const auto* list : {&profile.medications, &profile.skincare}) {
    for (const UsedProduct& product : *list) {
      if (CodeIs(product.code, code)) found.push_back(&product);
    }
  }
  return found;
}

bool IsUsed(const UsedProduct& product, Use use) {
  return (product.use == Use::kUnspecified ? Use::kCurrent : product.use) == use;
}

// Of a family one may be in use and another stopped; neither hides the other.
// `field`: the list that tells, once it is complete, that the product is absent.
Truth Uses(const Profile& profile, Field field, absl::string_view code, Use use) {
  const std::vector<const UsedProduct*> found = FindProducts(profile, code);
  const bool any = std::any_of(found.begin(), found.end(),
                               [&](const UsedProduct* product) { return IsUsed(*product, use); });
  return Listed(any, !found.empty(), profile.Answered(field));
}

std::optional<double> WeeksSince(const Profile& profile, absl::string_view code) {
  std::optional<double> weeks;
  for (const TimedCode& procedure : profile.recent_procedures) {
    if (CodeIs(procedure.code, code) && procedure.since.has_value()) {
      weeks = weeks.has_value() ? std::min(*weeks, *procedure.since) : *procedure.since;
    }
  }
  if (weeks.has_value()) return weeks;
  bool in_use = false;
  for (const UsedProduct* product : FindProducts(profile, code)) {
    in_use = in_use || IsUsed(*product, Use::kCurrent);
    if (product->use != Use::kPast || !product->weeks_since_stopped.has_value()) continue;
    const double stopped = *product->weeks_since_stopped;
    weeks = std::min(weeks.value_or(stopped), stopped);
  }
  return in_use ? 0 : weeks;  // in use: no time has passed
}

// Whether there is nothing since which weeks could have passed. `field`: the list
// that the code belongs to.
bool NeverWas(const Profile& profile, Field field, absl::string_view code) {
  const std::vector<const UsedProduct*> products = FindProducts(profile, code);
  const bool done = AnyTimed(profile.recent_procedures, code);
  if (products.empty()) return !done && profile.Answered(field);
  return !done && std::all_of(products.begin(), products.end(), [](const UsedProduct* product) {
    return IsUsed(*product, Use::kNever);
  });
}

std::optional<double> LongestNeedle(const Situation& situation) {
  std::optional<double> longest = situation.profile.needle_length_mm;
  if (situation.question != nullptr) {
    for (const double mm : situation.question->needle_lengths_mm) {
      longest = std::max(longest.value_or(mm), mm);
    }
  }
  return longest;
}

std::optional<double> NumberOf(const Atom& atom, const Situation& situation) {
  const Profile& p = situation.profile;
  if (atom.function == Function::kWeeksSince) return WeeksSince(p, atom.code);
  if (atom.function == Function::kLongestNeedleMm) return LongestNeedle(situation);
  switch (atom.field) {
    case Field::kAgeYears:
      return p.age_years;
    case Field::kFitzpatrick:
      return p.fitzpatrick;
    case Field::kNeedleLengthMm:
      return p.needle_length_mm;
    case Field::kHoursSinceLastSession:
      return p.hours_since_last_session;
    case Field::kSessionIntervalDays:
      return p.session_interval_days;
    case Field::kSessionsCompleted:
      return p.sessions_completed;
    default:
      return std::nullopt;
  }
}

// Whether there has been no session whose time or number could be known.
bool NoSessionYet(Field field, const Profile& p) {
  switch (field) {
    case Field::kHoursSinceLastSession:
    case Field::kSessionIntervalDays:
    case Field::kSessionsCompleted:
      return p.experience == "NONE" || p.Answered(field);
    default:
      return false;
  }
}

Truth CompareNumber(const Atom& atom, const Situation& situation) {
  const std::optional<double> value = NumberOf(atom, situation);
  if (!value.has_value()) {
    const bool never = atom.function == Function::kWeeksSince
                           ? NeverWas(situation.profile, atom.field, atom.code)
                           : NoSessionYet(atom.field, situation.profile);
    if (never) return Truth::kFalse;
  }
  if (!value.has_value() || std::isnan(*value)) return Truth::kUnknown;
  // Lengths such as 0.5 come from decimal text on both sides.
  const double difference = *value - atom.number;
  const bool equal = std::abs(difference) < 1e-9;
  switch (atom.comparison) {
    case Comparison::kEqual:
      return FromBool(equal);
    case Comparison::kNotEqual:
      return FromBool(!equal);
    case Comparison::kLess:
      return FromBool(difference < 0 && !equal);
    case Comparison::kLessOrEqual:
      return FromBool(difference < 0 || equal);
    case Comparison::kGreater:
      return FromBool(difference > 0 && !equal);
    case Comparison::kGreaterOrEqual:
      return FromBool(difference > 0 || equal);
    case Comparison::kIs:
      break;
  }
  return Truth::kUnknown;
}

const std::string* EnumOf(Field field, const Profile& p) {
  switch (field) {
    case Field::kSubject:
      return &p.subject;
    case Field::kSetting:
      return &p.setting;
    case Field::kDevice:
      return &p.device;
    case Field::kBudget:
      return &p.budget;
    case Field::kExperience:
      return &p.experience;
    case Field::kJurisdiction:
      return &p.jurisdiction;
    default:
      return nullptr;
  }
}

Truth HasCode(Field field, absl::string_view code, const Profile& p) {
  switch (field) {
    case Field::kConcerns:
      return Listed(AnyAnswers(p.concerns, code), false, p.Answered(field));
    case Field::kBodyAreas:
      return Listed(AnyAnswers(p.body_areas, code), false,
                    !p.body_areas.empty() || p.Answered(field));
    case Field::kConditions:
      return Listed(AnyAnswers(p.conditions, code), RuledOut(p.ruled_out_conditions, code),
                    p.Answered(field));
    case Field::kSymptoms:
      return Listed(AnyTimed(p.symptoms, code), RuledOut(p.ruled_out_symptoms, code),
                    p.Answered(field));
    case Field::kRecentProcedures:
      return Listed(AnyTimed(p.recent_procedures, code), false, p.Answered(field));
    case Field::kMedications:
    case Field::kSkincare:
      return Uses(p, field, code, Use::kCurrent);
    default:
      return Truth::kUnknown;
  }
}

}  // namespace

Truth Evaluate(const Atom& atom, const Situation& situation) {
  const Profile& p = situation.profile;
  switch (atom.function) {
    case Function::kWeeksSince:
    case Function::kLongestNeedleMm:
      return CompareNumber(atom, situation);
    case Function::kHas:
    case Function::kSymptom:
    case Function::kProcedure:
    case Function::kArea:
    case Function::kConcern:
      return HasCode(atom.field, atom.code, p);
    case Function::kTaking:
      return Uses(p, atom.field, atom.code, Use::kCurrent);
    case Function::kTook:
      return Uses(p, atom.field, atom.code, Use::kPast);
    case Function::kSays:
      return FromBool(situation.question != nullptr &&
                      AnyAnswers(situation.question->says, atom.code));
    case Function::kAsks: {
      // Of the part being answered; before there are parts, of any question.
      const Question* q = situation.question;
      if (situation.form != Form::kAny || q == nullptr)
        return FromBool(FormName(situation.form) == atom.code);
      return FromBool(std::any_of(q->asks.begin(), q->asks.end(),
                                  [&](const Ask& ask) { return FormName(ask.form) == atom.code; }));
    }
    case Function::kNone:
      break;
  }
  if (atom.comparison == Comparison::kIs) return Truth::kUnknown;
  if (!atom.value.empty()) {
    if (const std::string* value = EnumOf(atom.field, p)) {
      if (value->empty()) return Truth::kUnknown;
      return FromBool((*value == atom.value) == (atom.comparison == Comparison::kEqual));
    }
    return HasCode(atom.field, atom.value, p);
  }
  return CompareNumber(atom, situation);
}

namespace {

absl::string_view BecauseField(const Atom& atom) {
  switch (atom.function) {
    case Function::kSays:
      return "says";
    case Function::kAsks:
      return "asks";
    case Function::kWeeksSince:
      return "weeks_since";
    default:
      return FieldName(atom.field);
  }
}

std::string BecauseValue(const Atom& atom, const Situation& situation) {
  if (atom.function == Function::kWeeksSince) {
    return absl::StrCat(atom.code, " ", WeeksSince(situation.profile, atom.code).value_or(0));
  }
  if (!atom.code.empty()) return atom.code;
  if (const std::string* value = EnumOf(atom.field, situation.profile)) return *value;
  if (!atom.value.empty()) return atom.value;
  return absl::StrCat(NumberOf(atom, situation).value_or(0));
}

constexpr uint32_t kSaid = 1u << kFieldCount;  // reads the question only

uint32_t ReadsOf(const Atom& atom) {
  // A product is looked for in both lists, whichever of them is named.
  if (atom.function == Function::kNone &&
      (atom.field == Field::kMedications || atom.field == Field::kSkincare)) {
    return ReadsOf(Atom{.function = Function::kTaking});
  }
  switch (atom.function) {
    case Function::kSays:
    case Function::kAsks:
      return kSaid;
    case Function::kTaking:
    case Function::kTook:
      return 1u << static_cast<int>(Field::kMedications) | 1u << static_cast<int>(Field::kSkincare);
    case Function::kWeeksSince:
      return 1u << static_cast<int>(Field::kRecentProcedures) |
             1u << static_cast<int>(Field::kMedications) | 1u << static_cast<int>(Field::kSkincare);
    default:
      return 1u << static_cast<int>(atom.field);
  }
}

uint32_t KnownFields(const Situation& s) {
  const Profile& p = s.profile;
  uint32_t known = kSaid;
  const auto mark = [&](Field field, bool is_known) {
    if (is_known || p.Answered(field)) known |= 1u << static_cast<int>(field);
  };
  mark(Field::kSubject, !p.subject.empty());
  mark(Field::kAgeYears, p.age_years.has_value());
  mark(Field::kSetting, !p.setting.empty());
  mark(Field::kConcerns, !p.concerns.empty());
  mark(Field::kFitzpatrick, p.fitzpatrick.has_value());
  mark(Field::kDevice, !p.device.empty());
  mark(Field::kNeedleLengthMm, LongestNeedle(s).has_value());
  mark(Field::kBodyAreas, !p.body_areas.empty());
  mark(Field::kConditions, !p.conditions.empty() || !p.ruled_out_conditions.empty());
  mark(Field::kSymptoms, !p.symptoms.empty() || !p.ruled_out_symptoms.empty());
  mark(Field::kMedications, !p.medications.empty());
  mark(Field::kSkincare, !p.skincare.empty());
  mark(Field::kHoursSinceLastSession, p.hours_since_last_session.has_value());
  mark(Field::kSessionIntervalDays, p.session_interval_days.has_value());
  mark(Field::kSessionsCompleted, p.sessions_completed.has_value());
  mark(Field::kRecentProcedures, !p.recent_procedures.empty());
  mark(Field::kBudget, !p.budget.empty());
  mark(Field::kExperience, !p.experience.empty());
  mark(Field::kJurisdiction, !p.jurisdiction.empty());
  return known;
}

}  // namespace

Truth Condition::Evaluate(const Situation& situation) const {
  return EvaluateWith([&](size_t atom) { return needlepoint::Evaluate(atoms_[atom], situation); });
}

Truth Condition::EvaluateWith(absl::FunctionRef<Truth(size_t atom)> truth) const {
  if (code_.empty()) return Truth::kTrue;
  absl::InlinedVector<Truth, 32> stack;
  for (const int32_t op : code_) {
    if (op >= 0) {
      stack.push_back(truth(static_cast<size_t>(op)));
    } else if (op == kNot) {
      stack.back() = Negate(stack.back());
    } else {
      const Truth right = stack.back();
      stack.pop_back();
      stack.back() = op == kAnd ? std::min(stack.back(), right) : std::max(stack.back(), right);
    }
  }
  return stack.back();
}

std::vector<Because> Condition::Explain(const Situation& situation) const {
  std::vector<Because> reasons;
  if (Evaluate(situation) != Truth::kTrue) return reasons;
  for (const Atom& atom : atoms_) {
    if (atom.negated || needlepoint::Evaluate(atom, situation) != Truth::kTrue) continue;
    const bool of_question = atom.function == Function::kSays || atom.function == Function::kAsks;
    Because because{of_question ? Because::Kind::kQuestion : Because::Kind::kProfile,
                    std::string(BecauseField(atom)), BecauseValue(atom, situation)};
    if (std::find(reasons.begin(), reasons.end(), because) == reasons.end())
      reasons.push_back(std::move(because));
  }
  return reasons;
}

std::string Condition::InWords(const std::function<std::string(const Atom&)>& say) const {
  if (code_.empty()) return "always";
  constexpr int32_t kAtom = 0;
  std::vector<std::pair<std::string, int32_t>> stack;  // words, and what joins them
  const auto bracketed = [](const std::pair<std::string, int32_t>& part, int32_t within) {
    const bool plain = part.second == kAtom || part.second == within;
    return plain ? part.first : absl::StrCat("(", part.first, ")");
  };
  for (const int32_t op : code_) {
    if (op >= 0) {
      stack.emplace_back(say(atoms_[op]), kAtom);
    } else if (op == kNot) {
      stack.back() = {absl::StrCat("not ", bracketed(stack.back(), kNot)), kAtom};
    } else {
      const std::string right = bracketed(stack.back(), op);
      stack.pop_back();
      stack.back() = {
          absl::StrCat(bracketed(stack.back(), op), op == kAnd ? " and " : " or ", right), op};
    }
  }
  return stack.back().first;
}

ConditionIndex::ConditionIndex(const std::vector<const Condition*>& conditions) {
  reads_.reserve(conditions.size());
  for (const Condition* condition : conditions) {
    uint32_t reads = condition->always() ? kSaid : 0;
    for (const Atom& atom : condition->atoms()) reads |= ReadsOf(atom);
    reads_.push_back(reads);
  }
}

std::vector<int> ConditionIndex::Candidates(const Situation& situation) const {
  const uint32_t known = KnownFields(situation);
  std::vector<int> candidates;
  for (size_t i = 0; i < reads_.size(); ++i) {
    if ((reads_[i] & known) != 0) candidates.push_back(static_cast<int>(i));
  }
  return candidates;
}

}  // namespace needlepoint
