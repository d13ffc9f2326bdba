#include "service/condition/variables.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace needlepoint {
namespace {

using Bounds = absl::btree_set<double>;

// Below, at and above each bound, inside the limits.
std::vector<double> CutPoints(const Bounds& bounds, bool whole_numbers, std::optional<double> min,
                              std::optional<double> max) {
  Bounds points;
  std::optional<double> before;
  for (const double bound : bounds) {
    if (whole_numbers) {
      points.insert({std::ceil(bound) - 1, std::floor(bound), std::ceil(bound)});
      points.insert(std::floor(bound) + 1);
      continue;
    }
    const double low = before.value_or(std::max(bound - 2, min.value_or(bound - 2)));
    points.insert({(low + bound) / 2, bound});
    before = bound;
  }
  if (before.has_value()) {
    points.insert((*before + std::min(*before + 2, max.value_or(*before + 2))) / 2);
  }
  std::vector<double> inside;
  for (const double point : points) {
    if (point >= min.value_or(point) && point <= max.value_or(point)) inside.push_back(point);
  }
  return inside;
}

template <typename T>
Choice Number(Field field, std::optional<T> Profile::*member, double value) {
  return {absl::StrCat(std::string(FieldName(field)), " ", value), [=](Question& q) {
            q.profile.*member = static_cast<T>(value);
            return true;
          }};
}

Choice NumberChoice(Field field, double value) {
  switch (field) {
    case Field::kAgeYears:
      return Number(field, &Profile::age_years, value);
    case Field::kFitzpatrick:
      return Number(field, &Profile::fitzpatrick, value);
    case Field::kSessionsCompleted:
      return Number(field, &Profile::sessions_completed, value);
    case Field::kHoursSinceLastSession:
      return Number(field, &Profile::hours_since_last_session, value);
    case Field::kSessionIntervalDays:
      return Number(field, &Profile::session_interval_days, value);
    default:
      return Number(field, &Profile::needle_length_mm, value);
  }
}

std::string Profile::*WordField(Field field) {
  switch (field) {
    case Field::kSetting:
      return &Profile::setting;
    case Field::kDevice:
      return &Profile::device;
    case Field::kBudget:
      return &Profile::budget;
    case Field::kExperience:
      return &Profile::experience;
    case Field::kJurisdiction:
      return &Profile::jurisdiction;
    default:
      return &Profile::subject;
  }
}

// A code of the conditions or the symptoms: present or ruled out.
template <typename Held, typename Add>
std::vector<Choice> CodeChoices(const std::string& name, const std::string& code,
                                const std::string& child, Held held,
                                std::vector<std::string> Profile::*ruled_out, Add add) {
  std::vector<Choice> choices;
  for (const std::string& present : {code, child}) {
    if (present.empty()) continue;
    choices.push_back({absl::StrCat(name, present), [=](Question& q) {
                         for (const std::string& out : q.profile.*ruled_out) {
                           if (CodeIs(present, out)) return false;
                         }
                         add(q.profile, present);
                         return true;
                       }});
  }
  choices.push_back({absl::StrCat("no ", name, code), [=](Question& q) {
                       for (const std::string& present : held(q.profile)) {
                         if (CodeIs(present, code)) return false;
                       }
                       (q.profile.*ruled_out).push_back(code);
                       return true;
                     }});
  return choices;
}

Choice ProductChoice(const std::string& code, bool skincare, Use use, std::optional<double> weeks) {
  const char* const words = use == Use::kCurrent ? "taking "
                            : use == Use::kPast  ? "stopped "
                                                 : "never ";
  std::string text = absl::StrCat(words, code);
  if (weeks.has_value()) absl::StrAppend(&text, " ", *weeks, " weeks ago");
  return {std::move(text), [=](Question& q) {
            for (const auto* list : {&q.profile.medications, &q.profile.skincare}) {
              for (const UsedProduct& held : *list) {
                if (AreRelated(held.code, code) &&
                    (held.use != use || held.weeks_since_stopped != weeks))
                  return false;
              }
            }
            (skincare ? q.profile.skincare : q.profile.medications).push_back({code, use, weeks});
            return true;
          }};
}

class VariableFinder {
 public:
  explicit VariableFinder(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  void Read(const Atom& atom) {
    switch (atom.function) {
      case Function::kSays:
        return Name(atom.code, says_);
      case Function::kAsks:
        forms_.insert(atom.code);
        return;
      case Function::kLongestNeedleMm:
        planned_.insert(atom.number);
        numbers_[Field::kNeedleLengthMm].insert(atom.number);
        return;
      case Function::kWeeksSince:
        (vocabulary_.KindOf(atom.code) == "procedure" ? procedures_ : products_)[atom.code].insert(
            atom.number);
        return;
      default:
        break;
    }
    const std::string& value = atom.function == Function::kNone ? atom.value : atom.code;
    switch (atom.field) {
      case Field::kConditions:
        return Name(value, conditions_);
      case Field::kSymptoms:
        return Name(value, symptoms_);
      case Field::kMedications:
      case Field::kSkincare:
        products_[value];
        return;
      case Field::kRecentProcedures:
        procedures_[Plain(value)];
        return;
      case Field::kConcerns:
        return Name(value, concerns_);
      case Field::kBodyAreas:
        return Name(value, areas_);
      default:
        break;
    }
    if (value.empty()) {
      numbers_[atom.field].insert(atom.number);
    } else {
      words_[atom.field].insert(value);
    }
  }

  std::vector<Variable> Take() {
    AddMessage();
    for (const auto& [field, bounds] : numbers_) AddNumber(field, bounds);
    for (const auto& [field, named] : words_) AddWords(field, named);
    for (const auto& [code, exact] : conditions_) {
      Add(Field::kConditions, code,
          CodeChoices(
              "condition ", code, OtherChild("condition", code, conditions_),
              [](const Profile& p) { return p.conditions; }, &Profile::ruled_out_conditions,
              [](Profile& p, const std::string& c) { p.conditions.push_back(c); }));
    }
    for (const auto& [code, exact] : symptoms_) {
      Add(Field::kSymptoms, code,
          CodeChoices(
              "symptom ", code, OtherChild("symptom", code, symptoms_),
              [](const Profile& p) {
                std::vector<std::string> codes;
                for (const TimedCode& symptom : p.symptoms) codes.push_back(symptom.code);
                return codes;
              },
              &Profile::ruled_out_symptoms,
              [](Profile& p, const std::string& c) { p.symptoms.push_back({c, std::nullopt}); }));
    }
    for (const auto& [code, bounds] : products_) AddProduct(code, bounds);
    for (const auto& [code, bounds] : procedures_) AddProcedure(code, bounds);
    AddListed(Field::kConcerns, "concern", concerns_, &Profile::concerns);
    AddListed(Field::kBodyAreas, "body-area", areas_, &Profile::body_areas);
    return std::move(variables_);
  }

 private:
  // Whether a code is asked for by itself ("=code"), and whether also with its
  // children.
  struct Asked {
    bool exact = false, family = false;
  };
  using Codes = absl::btree_map<std::string, Asked>;  // a parent before its children

  static std::string Plain(absl::string_view code) {
    return std::string(absl::StripPrefix(code, "="));
  }

  static void Name(const std::string& code, Codes& codes) {
    Asked& asked = codes[Plain(code)];
    (absl::StartsWith(code, "=") ? asked.exact : asked.family) = true;
  }

  void Add(Field field, std::string code, std::vector<Choice> choices) {
    variables_.push_back({false, field, std::move(code), std::move(choices)});
  }

  void AddSaid(std::vector<Choice> choices) {
    variables_.push_back({true, Field::kSubject, "", std::move(choices)});
  }

  // A child that no condition names tells `code` itself from its family.
  std::string OtherChild(absl::string_view kind, const std::string& code,
                         const Codes& named) const {
    const Asked asked = named.at(code);
    if (!asked.exact || !asked.family) return "";
    for (const std::string& child : vocabulary_.Around(kind, code)) {
      if (child != code && CodeIs(child, code) && !named.contains(child)) return child;
    }
    return "";
  }

  void AddMessage() {
    for (const auto& [code, asked] : says_) {
      std::vector<Choice> choices;
      for (const std::string& said : {code, OtherChild("act", code, says_)}) {
        if (said.empty()) continue;
        choices.push_back({absl::StrCat("says ", said), [said = said](Question& q) {
                             q.says.push_back(said);
                             return true;
                           }});
      }
      AddSaid(std::move(choices));
    }
    for (const std::string& name : forms_) {
      const Form form = ParseForm(name).value_or(Form::kAny);
      AddSaid({{absl::StrCat("asks ", name), [form](Question& q) {
                  Ask ask;
                  ask.form = form;
                  q.asks.push_back(ask);
                  return true;
                }}});
    }
    if (planned_.empty()) return;
    std::vector<Choice> choices;
    for (const double mm : CutPoints(planned_, false, 0, std::nullopt)) {
      choices.push_back({absl::StrCat("plans ", mm, " mm"), [mm](Question& q) {
                           q.needle_lengths_mm.push_back(mm);
                           return true;
                         }});
    }
    AddSaid(std::move(choices));
  }

  void AddNumber(Field field, const Bounds& bounds) {
    const ProfileField* declared = vocabulary_.Declared(field);
    std::vector<Choice> choices;
    for (const double point : CutPoints(bounds, declared != nullptr && declared->type == "integer",
                                        declared != nullptr ? declared->min : std::nullopt,
                                        declared != nullptr ? declared->max : std::nullopt)) {
      choices.push_back(NumberChoice(field, point));
    }
    Add(field, "", std::move(choices));
  }

  void AddWords(Field field, absl::btree_set<std::string> values) {
    const ProfileField* declared = vocabulary_.Declared(field);
    if (declared != nullptr && declared->type == "enum") {
      values.insert(declared->values.begin(), declared->values.end());
    } else {
      values.insert("another");
    }
    std::vector<Choice> choices;
    for (const std::string& value : values) {
      choices.push_back({absl::StrCat(std::string(FieldName(field)), " ", value),
                         [value = value, member = WordField(field)](Question& q) {
                           q.profile.*member = value;
                           return true;
                         }});
    }
    Add(field, "", std::move(choices));
  }

  void AddProduct(const std::string& code, const Bounds& bounds) {
    const bool skincare = vocabulary_.KindOf(code) == "skincare";
    std::vector<Choice> choices = {ProductChoice(code, skincare, Use::kCurrent, std::nullopt),
                                   ProductChoice(code, skincare, Use::kPast, std::nullopt)};
    for (const double weeks : CutPoints(bounds, false, 0, std::nullopt))
      choices.push_back(ProductChoice(code, skincare, Use::kPast, weeks));
    choices.push_back(ProductChoice(code, skincare, Use::kNever, std::nullopt));
    Add(skincare ? Field::kSkincare : Field::kMedications, code, std::move(choices));
  }

  void AddProcedure(const std::string& code, const Bounds& bounds) {
    std::vector<std::optional<double>> times = {std::nullopt};
    for (const double weeks : CutPoints(bounds, false, 0, std::nullopt)) times.push_back(weeks);
    std::vector<Choice> choices;
    for (const std::optional<double>& weeks : times) {
      std::string text = absl::StrCat("procedure ", code);
      if (weeks.has_value()) absl::StrAppend(&text, " ", *weeks, " weeks ago");
      choices.push_back({std::move(text), [code = code, weeks](Question& q) {
                           q.profile.recent_procedures.push_back({code, weeks});
                           return true;
                         }});
    }
    Add(Field::kRecentProcedures, code, std::move(choices));
  }

  void AddListed(Field field, const std::string& kind, const Codes& codes,
                 std::vector<std::string> Profile::*member) {
    for (const auto& [code, asked] : codes) {
      std::vector<Choice> choices;
      for (const std::string& held : {code, OtherChild(kind, code, codes)}) {
        if (held.empty()) continue;
        choices.push_back({absl::StrCat(kind, " ", held), [held = held, member](Question& q) {
                             (q.profile.*member).push_back(held);
                             return true;
                           }});
      }
      Add(field, code, std::move(choices));
    }
  }

  const Vocabulary& vocabulary_;
  std::vector<Variable> variables_;
  absl::btree_map<Field, Bounds> numbers_;
  absl::btree_map<Field, absl::btree_set<std::string>> words_;
  absl::btree_map<std::string, Bounds> products_, procedures_;
  absl::btree_set<std::string> forms_;
  Bounds planned_;
  Codes says_, conditions_, symptoms_, concerns_, areas_;
};

}  // namespace

std::vector<Variable> VariablesOf(const std::vector<const Atom*>& atoms,
                                  const Vocabulary& vocabulary) {
  VariableFinder finder(vocabulary);
  for (const Atom* atom : atoms) finder.Read(*atom);
  return finder.Take();
}

}  // namespace needlepoint
