#include "tests/unit/plan/people.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "service/answer/profile_proto.h"
#include "service/plan/numbers.h"

namespace needlepoint {
namespace {

constexpr Field kLists[] = {Field::kConditions, Field::kSymptoms,         Field::kMedications,
                            Field::kSkincare,   Field::kRecentProcedures, Field::kBodyAreas};
constexpr Field kSessions[] = {Field::kHoursSinceLastSession, Field::kSessionIntervalDays,
                               Field::kSessionsCompleted};

const std::vector<double> kNeedles = {0.2, 0.25, 0.3, 0.5, 0.75, 1, 1.5, 2, 2.5};
const std::vector<double> kIntervals = {0.5, 1, 3, 6, 7, 10, 13, 14, 28, 42};
const std::vector<double> kHours = {2, 12, 48, 71, 100, 150, 200, 300, 340, 600, 2000};
const std::vector<double> kWeeks = {0.2, 0.9, 1.5, 2.5, 5, 8, 12.5, 20, 25, 30, 60, 200};
const std::vector<int> kAges = {8, 12, 15, 17, 18, 21, 22, 30, 45, 65, 70, 85};

void MarkAnswered(Profile& p, Field field) {
  if (!p.Answered(field)) p.answered_fields.push_back(field);
}

template <typename T>
bool Holds(const std::vector<T>& list, const std::string& code) {
  return std::any_of(list.begin(), list.end(),
                     [&](const T& item) { return AreRelated(item.code, code); });
}

bool IsRuledOut(const std::vector<std::string>& ruled_out, const std::string& code) {
  return std::any_of(ruled_out.begin(), ruled_out.end(),
                     [&](const std::string& held) { return CodeIs(code, held); });
}

// A number that "> 0.5 and <= 1" allows; nothing if none of a few does.
std::optional<double> NumberWithin(const std::string& bounds, bool whole) {
  std::vector<std::pair<std::string, double>> parts;
  std::vector<double> candidates;
  for (const auto part : absl::StrSplit(bounds, " and ")) {
    const std::vector<std::string> words = absl::StrSplit(part, ' ');
    double number = 0;
    if (words.size() != 2 || !absl::SimpleAtod(words[1], &number)) return std::nullopt;
    parts.emplace_back(words[0], number);
    const double step = whole ? 1 : 0.01;
    candidates.insert(candidates.end(), {number, number + step, number - step});
  }
  for (const double candidate : candidates) {
    const bool fits =
        candidate >= 0 && std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
          const auto& [sign, bound] = part;
          return sign == ">"    ? candidate > bound
                 : sign == ">=" ? candidate >= bound
                 : sign == "<"  ? candidate < bound
                 : sign == "<=" ? candidate <= bound
                                : candidate == bound;
        });
    if (fits) return candidate;
  }
  return std::nullopt;
}

void SetNumber(Field field, double value, Profile& p) {
  switch (field) {
    case Field::kAgeYears:
      p.age_years = static_cast<int>(value);
      break;
    case Field::kFitzpatrick:
      p.fitzpatrick = static_cast<int>(value);
      break;
    case Field::kSessionsCompleted:
      p.sessions_completed = static_cast<int>(value);
      break;
    case Field::kHoursSinceLastSession:
      p.hours_since_last_session = value;
      break;
    case Field::kSessionIntervalDays:
      p.session_interval_days = value;
      break;
    default:
      p.needle_length_mm = value;
  }
}

// Says of `code`, wherever `known` holds it without a time, how long ago it was. What
// `p` holds begins with what `known` does.
void SetWeeks(const std::string& code, double weeks, const Profile& known, Profile& p) {
  for (size_t i = 0; i < known.recent_procedures.size(); ++i) {
    const TimedCode& done = known.recent_procedures[i];
    if (CodeIs(done.code, code) && !done.since.has_value()) p.recent_procedures[i].since = weeks;
  }
  for (auto list : {&Profile::medications, &Profile::skincare}) {
    for (size_t i = 0; i < (known.*list).size(); ++i) {
      const UsedProduct& used = (known.*list)[i];
      const bool open = used.use == Use::kPast && !used.weeks_since_stopped.has_value();
      if (open && CodeIs(used.code, code)) (p.*list)[i].weeks_since_stopped = weeks;
    }
  }
}

std::string* WordOf(Field field, Profile& p) {
  switch (field) {
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

// Puts what `known` holds of a list back into `p`.
void Reset(Field field, const Profile& known, Profile& p) {
  switch (field) {
    case Field::kConditions:
      p.conditions = known.conditions;
      p.ruled_out_conditions = known.ruled_out_conditions;
      break;
    case Field::kSymptoms:
      p.symptoms = known.symptoms;
      p.ruled_out_symptoms = known.ruled_out_symptoms;
      break;
    case Field::kMedications:
      p.medications = known.medications;
      break;
    case Field::kSkincare:
      p.skincare = known.skincare;
      break;
    case Field::kRecentProcedures:
      p.recent_procedures = known.recent_procedures;
      break;
    case Field::kBodyAreas:
      p.body_areas = known.body_areas;
      break;
    default:
      p.concerns = known.concerns;
  }
}

// The profiles in which `code` of a list is there: a product in use, or stopped a
// while ago; a procedure some time ago.
std::vector<Profile> WithCode(Field field, const std::string& code, const Profile& p) {
  std::vector<Profile> with;
  const auto each_time = [&](auto set) {
    for (const double weeks : kWeeks) set(with.emplace_back(p), weeks);
  };
  const auto product = [&](std::vector<UsedProduct> Profile::*list) {
    const auto known = std::find_if((p.*list).begin(), (p.*list).end(),
                                    [&](const UsedProduct& u) { return u.code == code; });
    if (known != (p.*list).end()) {
      const auto at = known - (p.*list).begin();
      each_time([&](Profile& q, double weeks) { (q.*list)[at].weeks_since_stopped = weeks; });
      return;
    }
    (with.emplace_back(p).*list).push_back({code, Use::kCurrent, std::nullopt});
    each_time([&](Profile& q, double weeks) { (q.*list).push_back({code, Use::kPast, weeks}); });
  };
  switch (field) {
    case Field::kConditions:
      with.emplace_back(p).conditions.push_back(code);
      break;
    case Field::kSymptoms:
      with.emplace_back(p).symptoms.push_back({code, std::nullopt});
      break;
    case Field::kMedications:
      product(&Profile::medications);
      break;
    case Field::kSkincare:
      product(&Profile::skincare);
      break;
    case Field::kRecentProcedures: {
      const auto known = std::find_if(p.recent_procedures.begin(), p.recent_procedures.end(),
                                      [&](const TimedCode& t) { return t.code == code; });
      const auto at = known - p.recent_procedures.begin();
      each_time([&](Profile& q, double weeks) {
        if (known == p.recent_procedures.end()) q.recent_procedures.push_back({code, {}});
        q.recent_procedures[at].since = weeks;
      });
      break;
    }
    case Field::kBodyAreas:
      with.emplace_back(p).body_areas.push_back(code);
      break;
    default:
      with.emplace_back(p).concerns.push_back(code);
  }
  return with;
}

}  // namespace

People::People(const Knowledge& knowledge, unsigned seed) : knowledge_(knowledge), random_(seed) {
  const auto all = [&](const char* kind) {
    std::set<std::string> codes;
    for (const LexiconEntry& entry : knowledge.lexicon) {
      if (entry.kind == kind) codes.insert(entry.code);
    }
    return std::vector<std::string>(codes.begin(), codes.end());
  };
  concerns_ = all("concern");
  conditions_ = all("condition");
  symptoms_ = all("symptom");
  medications_ = all("medication");
  skincare_ = all("skincare");
  procedures_ = all("procedure");
  body_areas_ = all("body-area");
  std::set<std::string> countries = {"FR", "AU"};
  for (const Price& price : knowledge.prices) countries.insert(price.jurisdiction);
  countries_.assign(countries.begin(), countries.end());
}

Profile People::Somebody() {
  Profile p;
  const bool much = Chance(35);  // much is known: nearly all that is asked for
  const auto known = [&](int percent) { return Chance(much ? 95 : percent); };
  const size_t concerns = Chance(4) ? 0 : Chance(70) ? 1 : 2 + random_() % 2;
  while (p.concerns.size() < concerns) {
    // Those with a way to go more often.
    const std::string& code = Chance(70) ? Pick(knowledge_.protocols).concern : Pick(concerns_);
    AddCode(p.concerns, code);
    if (Chance(20)) break;
  }
  if (known(70))
    p.setting = Pick<std::string>({"HOME", "HOME", "PROFESSIONAL", "PROFESSIONAL", "UNDECIDED"});
  if (known(40)) p.device = Pick<std::string>({"ROLLER", "PEN", "STAMP", "RF"});
  if (known(45)) p.budget = Pick<std::string>({"LOW", "MEDIUM", "HIGH"});
  if (known(45)) p.experience = Pick<std::string>({"NONE", "SOME"});
  if (known(40)) p.jurisdiction = Pick(countries_);
  if (known(65)) p.age_years = Chance(70) ? 30 : Pick(kAges);
  if (known(65)) p.fitzpatrick = 1 + static_cast<int>(random_() % 6);
  if (known(30)) p.needle_length_mm = Pick(kNeedles);
  if (p.experience != "NONE") {
    if (known(20)) p.session_interval_days = Pick(kIntervals);
    if (known(20)) p.hours_since_last_session = Pick(kHours);
    if (Chance(15)) p.sessions_completed = static_cast<int>(1 + random_() % 6);
  }
  if (Chance(30)) AddCode(p.conditions, Pick(conditions_));
  if (Chance(20)) AddCode(p.ruled_out_conditions, Pick(conditions_));
  if (Chance(10)) AddCode(p.ruled_out_conditions, "keloid-history");
  if (Chance(20))
    p.medications.push_back({Pick(medications_), Chance(60) ? Use::kCurrent : Use::kPast, {}});
  if (Chance(20))
    p.skincare.push_back({Pick(skincare_), Chance(70) ? Use::kCurrent : Use::kPast, {}});
  if (Chance(15)) p.recent_procedures.push_back({Pick(procedures_), {}});
  for (auto* list : {&p.medications, &p.skincare}) {
    for (UsedProduct& used : *list) {
      if (used.use == Use::kPast && Chance(60)) used.weeks_since_stopped = Pick(kWeeks);
    }
  }
  for (TimedCode& procedure : p.recent_procedures) {
    if (Chance(60)) procedure.since = Pick(kWeeks);
  }
  if (Chance(25)) AddCode(p.body_areas, Pick(body_areas_));
  if (Chance(6)) p.symptoms.push_back({Pick(symptoms_), {}});
  for (const Field list : kLists) {
    if (known(25)) MarkAnswered(p, list);
  }
  return p;
}

std::string People::Words() {
  return Pick<std::string>({"", "", "", "", "can i do it?", "derm suggests 2mm, 4 sessions",
                            "my wedding is in five weeks", "max 3 days off work",
                            "no more than 3 sessions", "how much would it cost?"});
}

const std::vector<std::string>& People::Codes(const std::string& kind) const {
  if (kind == "condition") return conditions_;
  if (kind == "medication") return medications_;
  if (kind == "skincare") return skincare_;
  if (kind == "procedure") return procedures_;
  return kind == "symptom" ? symptoms_ : body_areas_;
}

// Adds a code to a list that may hold more; false if this one may not.
bool People::AddUnknownCode(Profile& p) {
  const std::string kind = Pick<std::string>(
      {"condition", "condition", "medication", "skincare", "procedure", "body-area", "symptom"});
  const std::string code = Pick(Codes(kind));
  const auto product = [&](Field field, std::vector<UsedProduct>& list) {
    if (p.Answered(field) || Holds(p.medications, code) || Holds(p.skincare, code)) return false;
    const bool current = Chance(60);
    list.push_back({code, current ? Use::kCurrent : Use::kPast,
                    current ? std::nullopt : std::optional(Pick(kWeeks))});
    return true;
  };
  if (kind == "medication") return product(Field::kMedications, p.medications);
  if (kind == "skincare") return product(Field::kSkincare, p.skincare);
  if (kind == "condition")
    return !p.Answered(Field::kConditions) && !IsRuledOut(p.ruled_out_conditions, code) &&
           AddCode(p.conditions, code);
  // Areas that were named are all there are.
  if (kind == "body-area")
    return !p.Answered(Field::kBodyAreas) && p.body_areas.empty() && AddCode(p.body_areas, code);
  if (kind == "procedure") {
    if (p.Answered(Field::kRecentProcedures) || Holds(p.recent_procedures, code)) return false;
    p.recent_procedures.push_back({code, Pick(kWeeks)});
    return true;
  }
  // Nobody without a complaint is asked for one.
  if (p.symptoms.empty() || p.Answered(Field::kSymptoms) ||
      IsRuledOut(p.ruled_out_symptoms, code) || Holds(p.symptoms, code))
    return false;
  p.symptoms.push_back({code, {}});
  return true;
}

Profile People::Completed(const Profile& known, int risks) {
  Profile p = known;
  if (p.setting.empty()) p.setting = Pick<std::string>({"HOME", "PROFESSIONAL", "UNDECIDED"});
  if (p.device.empty()) p.device = Pick<std::string>({"ROLLER", "PEN", "STAMP", "RF"});
  if (p.budget.empty()) p.budget = Pick<std::string>({"LOW", "MEDIUM", "HIGH"});
  if (p.jurisdiction.empty()) p.jurisdiction = Pick(countries_);
  const bool has_had = p.hours_since_last_session.has_value() ||
                       p.session_interval_days.has_value() || p.sessions_completed.has_value();
  if (p.experience.empty()) p.experience = has_had || Chance(50) ? "SOME" : "NONE";
  if (!p.age_years.has_value()) p.age_years = Pick(kAges);
  if (!p.fitzpatrick.has_value()) p.fitzpatrick = 1 + static_cast<int>(random_() % 6);
  if (!p.needle_length_mm.has_value()) p.needle_length_mm = Pick(kNeedles);
  if (p.experience != "NONE") {
    const auto open = [&](Field field, bool is_known) { return !is_known && !p.Answered(field); };
    if (open(Field::kSessionIntervalDays, p.session_interval_days.has_value()))
      p.session_interval_days = Pick(kIntervals);
    if (open(Field::kHoursSinceLastSession, p.hours_since_last_session.has_value()))
      p.hours_since_last_session = Pick(kHours);
    if (open(Field::kSessionsCompleted, p.sessions_completed.has_value()))
      p.sessions_completed = static_cast<int>(1 + random_() % 6);
  }
  for (auto* list : {&p.medications, &p.skincare}) {
    for (UsedProduct& used : *list) {
      if (used.use == Use::kPast && !used.weeks_since_stopped.has_value())
        used.weeks_since_stopped = Pick(kWeeks);
    }
  }
  for (TimedCode& procedure : p.recent_procedures) {
    if (!procedure.since.has_value()) procedure.since = Pick(kWeeks);
  }
  // Concerns that were named are all there are.
  if (p.concerns.empty() && !p.Answered(Field::kConcerns) && Chance(60))
    p.concerns.push_back(Pick(concerns_));
  constexpr int kTries = 30;  // some lists take no more
  for (int i = 0, tries = 0; i < risks && tries < kTries; ++tries) i += AddUnknownCode(p) ? 1 : 0;
  for (const Field list : kLists) MarkAnswered(p, list);
  for (const Field field : kSessions) MarkAnswered(p, field);
  MarkAnswered(p, Field::kConcerns);
  return p;
}

std::vector<Profile> People::Answered(const v1::FollowUpQuestion& asked, const Profile& known,
                                      const Profile& rest, bool sets) {
  std::vector<Profile> answered;
  const std::vector<std::string> name = absl::StrSplit(asked.field(), ':');
  const std::optional<Field> field = ParseField(name[0]);
  if (!field.has_value()) return answered;
  Profile base = rest;
  if (name.size() == 2 && asked.input() == v1::FOLLOW_UP_INPUT_NUMBER) {  // how long ago
    for (const v1::FollowUpOutcome& outcome : asked.outcomes()) {
      for (const std::string& bounds : outcome.values()) {
        const std::optional<double> weeks = NumberWithin(bounds, false);
        if (weeks.has_value()) SetWeeks(name[1], *weeks, known, answered.emplace_back(base));
      }
    }
    return answered;
  }
  if (name.size() == 2) {  // both said and denied: one of the two is so
    base.conditions = known.conditions;
    base.ruled_out_conditions = known.ruled_out_conditions;
    const auto about = [&](const std::string& code) { return CodeIs(code, name[1]); };
    std::erase_if(answered.emplace_back(base).conditions, about);
    std::erase_if(answered.emplace_back(base).ruled_out_conditions,
                  [&](const std::string& code) { return AreRelated(code, name[1]); });
    return answered;
  }
  if (WordOf(*field, base) != nullptr) {
    const std::string prefix = absl::StrCat(absl::AsciiStrToUpper(name[0]), "_");
    std::set<std::string> values;
    for (const v1::FollowUpChoice& choice : asked.choices()) values.insert(choice.value());
    if (asked.choices().empty()) {  // a text: those of the outcomes, and another
      values.insert("NZ");
      for (const v1::FollowUpOutcome& outcome : asked.outcomes())
        values.insert(outcome.values().begin(), outcome.values().end());
    }
    for (const std::string& value : values)
      *WordOf(*field, answered.emplace_back(base)) = std::string(absl::StripPrefix(value, prefix));
    return answered;
  }
  if (!IsListField(*field)) {
    const bool whole = *field == Field::kAgeYears || *field == Field::kFitzpatrick ||
                       *field == Field::kSessionsCompleted;
    // Who has had no session yet has no time since the last.
    const bool of_sessions =
        std::find(std::begin(kSessions), std::end(kSessions), *field) != std::end(kSessions);
    if (of_sessions && known.experience.empty()) base.experience = "SOME";
    for (const v1::FollowUpOutcome& outcome : asked.outcomes()) {
      for (const std::string& bounds : outcome.values()) {
        const std::optional<double> value = NumberWithin(bounds, whole);
        if (value.has_value()) SetNumber(*field, *value, answered.emplace_back(base));
      }
    }
    return answered;
  }
  Reset(*field, known, base);
  answered.push_back(base);
  MarkAnswered(answered.back(), *field);  // none
  const bool whole_list = rest.Answered(*field);
  std::vector<std::string> codes;
  for (const v1::FollowUpChoice& choice : asked.choices()) {
    if (!choice.none_of_these()) codes.push_back(choice.value());
  }
  for (const std::string& code : codes) {
    for (Profile& with : WithCode(*field, code, base)) {
      if (whole_list) MarkAnswered(with, *field);
      answered.push_back(std::move(with));
    }
  }
  for (size_t i = 0; sets && i < codes.size(); ++i) {
    const std::vector<Profile> one = WithCode(*field, codes[i], base);
    const std::vector<Profile> two = WithCode(*field, Pick(codes), Pick(one));
    answered.push_back(Pick(two));
    if (whole_list) MarkAnswered(answered.back(), *field);
  }
  return answered;
}

Profile People::Shuffled(const Profile& profile) {
  Profile p = profile;
  const auto shuffle = [&](auto& list) { std::shuffle(list.begin(), list.end(), random_); };
  shuffle(p.body_areas);
  shuffle(p.conditions);
  shuffle(p.ruled_out_conditions);
  shuffle(p.ruled_out_symptoms);
  shuffle(p.symptoms);
  shuffle(p.recent_procedures);
  shuffle(p.medications);
  shuffle(p.skincare);
  shuffle(p.answered_fields);
  return p;
}

std::string GistOf(const v1::Plan& plan) {
  std::set<std::string> findings, options;
  for (const v1::Finding& finding : plan.findings())
    findings.insert(absl::StrCat(finding.code(), " ", v1::Disposition_Name(finding.disposition())));
  for (const v1::PlanOption& option : plan.options()) {
    std::string text = absl::StrCat(option.code(), option.recommended() ? "*" : "");
    for (const NumberField& field : kPlanNumbers) {
      if (!(option.*field.has)()) continue;
      absl::StrAppend(&text, " ", field.name, " ", (option.*field.get)().min(), "-",
                      (option.*field.get)().max());
    }
    if (option.has_cost())
      absl::StrAppend(&text, " ", option.cost().min(), option.cost().currency_code());
    if (option.has_fits_budget()) absl::StrAppend(&text, option.fits_budget() ? " fits" : " over");
    std::set<std::string> codes(option.finding_codes().begin(), option.finding_codes().end());
    options.insert(absl::StrCat(text, " {", absl::StrJoin(codes, " "), "}"));
  }
  return absl::StrCat(v1::Disposition_Name(plan.disposition()), " ",
                      v1::NoAnswerReason_Name(plan.no_answer_reason()), "\n  ",
                      absl::StrJoin(findings, ", "), "\n  ", absl::StrJoin(options, "\n  "));
}

std::string ProfileLine(const Profile& profile) {
  return ProfileToProto(profile).ShortDebugString();
}

}  // namespace needlepoint
