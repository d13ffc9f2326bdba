#include "service/plan/planner.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "service/answer/citations.h"
#include "service/answer/compose.h"
#include "service/answer/describe.h"
#include "service/answer/echo.h"
#include "service/answer/profile_proto.h"
#include "service/answer/refuse.h"
#include "service/answer/tailor.h"
#include "service/answer/verify.h"
#include "service/plan/calendar.h"
#include "service/plan/numbers.h"
#include "service/plan/plan_enums.h"
#include "service/plan/plan_page.h"
#include "service/plan/prices.h"
#include "service/plan/proposed.h"
#include "service/plan/render_plan.h"
#include "service/plan/verify_plan.h"
#include "service/plan/ways.h"

namespace needlepoint {
namespace {

// Most statements of an option that is recommended or done with needles in the
// person's setting, and of any other.
constexpr size_t kStatementsOfFirst = 4;
constexpr size_t kStatementsOfOthers = 2;

// The entry for `concern`, or for the closest of its ancestors; null if none.
const Outlook* OutlookOf(const Knowledge& knowledge, const std::string& concern) {
  const Outlook* best = nullptr;
  for (const Outlook& outlook : knowledge.outlooks) {
    if (!CodeIs(concern, outlook.concern)) continue;
    if (best == nullptr || outlook.concern.size() > best->concern.size()) best = &outlook;
  }
  return best;
}

class PlanBuilder {
 public:
  PlanBuilder(const Answerer& answerer, const PlanInput& input)
      : answerer_(answerer),
        snapshot_(answerer.snapshot()),
        k_(snapshot_.knowledge()),
        input_(input),
        question_(
            answerer.understander().Read(input.question, input.profile, input.reference_time)),
        screening_(Screen(snapshot_, {question_.profile, &question_})),
        citations_(snapshot_, answerer.collection()),
        constraints_(JoinedConstraints()),
        outlook_(LeadingOutlook()) {}

  v1::Plan Run() {
    Describe(snapshot_, answerer_.collection(), input_.reference_time, plan_);
    *plan_.mutable_profile() = ProfileToProto(question_.profile);
    EchoUnderstanding(input_.question, question_, plan_.mutable_understood(),
                      plan_.mutable_not_understood());
    EchoWarnings(question_, plan_.mutable_warnings());
    SetConstraints();
    if (input_.start_day.has_value())
      plan_.set_start_date(absl::FormatCivilTime(*input_.start_day));
    plan_.set_disposition(ToProto(screening_.disposition));
    Composer composer(snapshot_, question_, screening_, citations_, answerer_.collection(),
                      kStatementsPerPart);
    for (const Finding& finding : screening_.findings)
      *plan_.add_findings() = composer.ComposeFinding(finding);
    const bool acute = screening_.disposition >= Disposition::kUrgent;
    if (!acute) AddWays();
    if (!acute) AddFollowUps();
    if (std::optional<v1::Handoff> handoff =
            HandoffOf(snapshot_, question_, plan_.disposition(), plan_.findings()))
      *plan_.mutable_handoff() = *std::move(handoff);
    for (v1::Citation& citation : citations_.Build()) *plan_.add_citations() = std::move(citation);
    return std::move(plan_);
  }

  const Screening& screening() const { return screening_; }

 private:
  const Outlook* LeadingOutlook() const {
    const std::vector<std::string> concerns = LeadingConcerns(question_.profile, screening_);
    return concerns.empty() ? nullptr : OutlookOf(k_, concerns.front());
  }

  Constraints JoinedConstraints() const {
    Constraints joined = question_.constraints;
    const Constraints& given = input_.constraints;
    if (given.max_downtime_days.has_value()) joined.max_downtime_days = given.max_downtime_days;
    if (given.max_session_count.has_value()) joined.max_session_count = given.max_session_count;
    if (given.event_day.has_value()) joined.event_day = given.event_day;
    return joined;
  }

  void SetConstraints() {
    if (constraints_ == Constraints()) return;
    v1::PlanConstraints& out = *plan_.mutable_constraints();
    if (constraints_.max_downtime_days.has_value())
      out.set_max_downtime_days(*constraints_.max_downtime_days);
    if (constraints_.max_session_count.has_value())
      out.set_max_session_count(*constraints_.max_session_count);
    if (constraints_.event_day.has_value())
      out.set_event_date(absl::FormatCivilTime(*constraints_.event_day));
  }

  void AddWays() {
    const std::vector<Way> ways = FindWays(snapshot_, question_, screening_);
    for (const Way& way : ways) *plan_.add_options() = OptionOf(way);
    std::stable_partition(plan_.mutable_options()->begin(), plan_.mutable_options()->end(),
                          [](const v1::PlanOption& option) { return option.recommended(); });
    AddProposed(input_.question, question_, plan_);
    AddOutlook();
    AddCourse(ways);
    if (screening_.disposition == Disposition::kInform && plan_.options().empty()) {
      plan_.set_disposition(v1::DISPOSITION_NO_ANSWER);
      plan_.set_no_answer_reason(question_.profile.concerns.empty()
                                     ? v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN
                                     : v1::NO_ANSWER_REASON_NOTHING_FOUND);
    }
  }

  v1::PlanOption OptionOf(const Way& way) {
    v1::PlanOption option;
    option.set_code(way.option);
    option.set_title(snapshot_.Label(absl::StrCat("option.", way.option)));
    for (const Finding& finding : way.screening.findings) {
      if (finding.disposition >= Disposition::kCaution)
        option.add_finding_codes(k_.rules[finding.rule].code);
    }
    option.set_recommended(way.recommended);
    option.set_disposition(ToProto(way.screening.disposition));
    if (way.rows.empty()) return option;
    const Protocol& row = k_.protocols[way.rows.front()];
    const Situation situation{way.terms.profile, &way.terms};
    Tailor tailor(snapshot_, situation, citations_, answerer_.collection());
    option.set_protocol_id(row.id);
    option.set_setting(SettingOf(row.setting));
    option.set_device(DeviceOf(row.device));
    for (const NumberField& field : kPlanNumbers) {
      const auto number = row.numbers.find(field.name);
      if (number != row.numbers.end())
        *(option.*field.mutable_)() = RangeOf(number->second, tailor);
    }
    AddCost(row, option);
    if (const std::optional<bool> fits = Fits(row); fits.has_value()) {
      option.set_fits_constraints(*fits);
      if (!*fits) option.set_recommended(false);
    }
    const size_t most = IsFirst(way, row) ? kStatementsOfFirst : kStatementsOfOthers;
    absl::flat_hash_set<int> said;
    for (const int index : way.rows) {
      for (const int statement : k_.protocols[index].statements) {
        if (said.size() == most) break;
        if (tailor.Holds(statement) == Truth::kFalse || IsInOutlook(statement) ||
            !said.insert(statement).second)
          continue;
        *option.add_statements() = tailor.Dress(statement);
      }
    }
    return option;
  }

  bool IsFirst(const Way& way, const Protocol& row) const {
    const std::string& setting = question_.profile.setting;
    const bool there = setting.empty() || setting == "UNDECIDED" || setting == row.setting;
    return way.recommended || (there && HasNeedles(row));
  }

  // What can and cannot be expected is said apart from the options.
  bool IsInOutlook(int statement) const {
    if (outlook_ == nullptr) return false;
    const auto in = [&](const std::vector<int>& list) {
      return std::find(list.begin(), list.end(), statement) != list.end();
    };
    return in(outlook_->can) || in(outlook_->cannot);
  }

  v1::NumberRange RangeOf(const Range& range, const Tailor& tailor) {
    v1::NumberRange out;
    out.set_min(range.min);
    out.set_max(range.max);
    for (const int number : citations_.Numbers(range.facts, -1)) out.add_citation_numbers(number);
    v1::PopulationMismatch mismatch = v1::POPULATION_MISMATCH_UNSPECIFIED;
    out.set_population(tailor.Population(range.facts, mismatch));
    out.set_strength(StrengthOfFacts(range.facts, snapshot_));
    return out;
  }

  void AddCost(const Protocol& row, v1::PlanOption& option) {
    const Price* price = PriceOf(k_, row, question_.profile.jurisdiction);
    if (price == nullptr) return;
    v1::Cost& cost = *option.mutable_cost();
    cost.set_currency_code(price->currency);
    cost.set_min(price->range.min);
    cost.set_max(price->range.max);
    cost.set_per(CostPerOf(price->per));
    cost.set_jurisdiction(price->jurisdiction);
    for (const int number : citations_.Numbers(price->range.facts, -1))
      cost.add_citation_numbers(number);
    const std::optional<bool> fits =
        FitsBudget(k_, row, *price, question_.profile.budget, question_.profile.jurisdiction);
    if (fits.has_value()) option.set_fits_budget(*fits);
  }

  // Whether `row` can be done within what the person asked for; nothing if they
  // asked for nothing, or the row's numbers do not say.
  std::optional<bool> Fits(const Protocol& row) const {
    const auto number = [&](const char* name) -> const Range* {
      const auto it = row.numbers.find(name);
      return it == row.numbers.end() ? nullptr : &it->second;
    };
    std::optional<bool> fits;
    const auto require = [&](bool holds) { fits = fits.value_or(true) && holds; };
    const Range* downtime = number("downtime_days");
    const Range* sessions = number("session_count");
    const Range* first_result = number("first_result_days");
    if (constraints_.max_downtime_days.has_value() && downtime != nullptr)
      require(downtime->max <= *constraints_.max_downtime_days);
    if (constraints_.max_session_count.has_value() && sessions != nullptr)
      require(sessions->min <= *constraints_.max_session_count);
    if (constraints_.event_day.has_value()) {
      const absl::CivilDay start =
          input_.start_day.value_or(absl::ToCivilDay(input_.reference_time, absl::UTCTimeZone()));
      const auto days = static_cast<double>(*constraints_.event_day - start);
      if (first_result != nullptr) require(first_result->min <= days);
      if (downtime != nullptr) require(downtime->max <= days);
    }
    return fits;
  }

  void AddSection(v1::SectionKind kind, const char* title, const std::vector<int>& statements,
                  Tailor& tailor, absl::flat_hash_set<int>& said) {
    v1::Section section;
    section.set_kind(kind);
    section.set_title(snapshot_.Label(title));
    for (const int statement : statements) {
      if (tailor.Holds(statement) == Truth::kFalse || !said.insert(statement).second) continue;
      *section.add_statements() = tailor.Dress(statement);
    }
    if (!section.statements().empty()) *plan_.add_sections() = std::move(section);
  }

  // Candidacy in one sentence, what can and cannot be expected, and what to ask.
  void AddOutlook() {
    const Situation situation{question_.profile, &question_};
    Tailor tailor(snapshot_, situation, citations_, answerer_.collection());
    int headline = outlook_ == nullptr ? -1 : outlook_->headline;
    std::vector<int> ask = outlook_ == nullptr ? std::vector<int>() : outlook_->ask;
    for (const Finding& finding : screening_.findings) {
      const Rule& rule = k_.rules[finding.rule];
      if (rule.mode != RuleMode::kEnforce || finding.disposition != screening_.disposition)
        continue;
      headline = rule.headline;
      break;
    }
    for (const Finding& finding : screening_.findings) {
      const std::vector<int>& asks = k_.rules[finding.rule].ask;
      ask.insert(ask.end(), asks.begin(), asks.end());
    }
    if (headline >= 0) *plan_.mutable_headline() = tailor.Dress(headline);
    absl::flat_hash_set<int> said = {headline};
    if (outlook_ != nullptr) {
      AddSection(v1::SECTION_KIND_EXPECT, "plan.can", outlook_->can, tailor, said);
      AddSection(v1::SECTION_KIND_EXPECT, "plan.cannot", outlook_->cannot, tailor, said);
    }
    AddSection(v1::SECTION_KIND_ASK, "section.ask", ask, tailor, said);
  }

  // The calendar of the first way that is recommended or, if none is and nothing
  // stands against needling, of the first with needles.
  void AddCourse(const std::vector<Way>& ways) {
    if (screening_.disposition > Disposition::kCaution) return;
    const auto course = [&](const v1::PlanOption& option) {
      const auto way = std::find_if(ways.begin(), ways.end(),
                                    [&](const Way& w) { return w.option == option.code(); });
      return !way->rows.empty() && HasNeedles(k_.protocols[way->rows.front()]) &&
                     way->screening.disposition <= Disposition::kCaution
                 ? &*way
                 : nullptr;
    };
    for (const v1::PlanOption& option : plan_.options()) {
      const Way* way = course(option);
      const v1::Setting setting = plan_.profile().setting();
      const bool elsewhere = option.setting() != setting &&
                             (setting == v1::SETTING_HOME || setting == v1::SETTING_PROFESSIONAL);
      if (way == nullptr || (elsewhere && !option.recommended())) continue;
      const Situation situation{way->terms.profile, &way->terms};
      Tailor tailor(snapshot_, situation, citations_, answerer_.collection());
      plan_.set_calendar_option_code(option.code());
      AddTimeline(snapshot_, *way, input_.start_day, tailor, plan_);
      AddAftercare(snapshot_, *way, tailor, plan_);
      return;
    }
  }

  // What a way comes to, as one line: two that are equal are shown the same, but for
  // what is said of concerns that do not lead.
  std::string Gist(const Way& way, const Profile& profile) const {
    const bool fits_in = way.rows.empty() || Fits(k_.protocols[way.rows.front()]).value_or(true);
    std::string gist = absl::StrCat(way.option, way.recommended && fits_in ? " recommended" : "");
    for (const Finding& finding : way.screening.findings) absl::StrAppend(&gist, " ", finding.rule);
    if (way.rows.empty()) return gist;
    const Protocol& row = k_.protocols[way.rows.front()];
    absl::StrAppend(&gist, " ", row.id);
    const Price* price = PriceOf(k_, row, profile.jurisdiction);
    if (price == nullptr) return gist;
    const std::optional<bool> fits =
        FitsBudget(k_, row, *price, profile.budget, profile.jurisdiction);
    absl::StrAppend(&gist, " ", price->jurisdiction, fits.has_value() ? (*fits ? " y" : " n") : "");
    return gist;
  }

  absl::flat_hash_set<std::string> GistsOf(const Question& question) const {
    absl::flat_hash_set<std::string> gists;
    const Screening screening = Screen(snapshot_, {question.profile, &question});
    for (const Way& way : FindWays(snapshot_, question, screening))
      gists.insert(Gist(way, question.profile));
    return gists;
  }

  // What `value` would make of the options, all else as it is.
  template <typename Set>
  void Try(Field field, const std::string& value, const std::string& label, Set set,
           const absl::flat_hash_set<std::string>& now, PlanToAsk& out) const {
    Question question = question_;
    set(question.profile);
    const absl::flat_hash_set<std::string> then = GistsOf(question);
    OptionEffect effect{field, value, label, {}};
    const auto add = [&](const auto& from, const auto& but) {
      for (const std::string& gist : from) {
        if (!but.contains(gist)) effect.options.push_back(gist.substr(0, gist.find(' ')));
      }
    };
    add(then, now);
    add(now, then);
    if (!effect.options.empty()) out.effects.push_back(std::move(effect));
  }

  PlanToAsk WhatOptionsAsk() const {
    PlanToAsk out;
    const Profile& p = question_.profile;
    for (Way& way : FindWays(snapshot_, question_, screening_)) {
      if (!way.rows.empty()) out.ways.push_back({way.option, std::move(way.terms)});
    }
    const absl::flat_hash_set<std::string> now = GistsOf(question_);
    const auto try_word = [&](Field field, std::string Profile::*member,
                              std::initializer_list<const char*> words) {
      if (!(p.*member).empty()) return;
      std::string prefix = absl::AsciiStrToUpper(FieldName(field));
      for (const char* word : words)
        Try(
            field, field == Field::kJurisdiction ? word : absl::StrCat(prefix, "_", word), "",
            [&](Profile& profile) { profile.*member = word; }, now, out);
    };
    if (p.concerns.empty()) {
      absl::flat_hash_set<std::string> seen;
      for (const Protocol& row : k_.protocols) {
        if (seen.insert(row.concern).second)
          Try(
              Field::kConcerns, row.concern, LabelOfConcern(row.concern),
              [&](Profile& profile) { profile.concerns = {row.concern}; }, now, out);
      }
      return out;
    }
    try_word(Field::kSetting, &Profile::setting, {"HOME", "PROFESSIONAL"});
    try_word(Field::kDevice, &Profile::device, {"ROLLER", "PEN", "STAMP", "RF"});
    if (p.budget.empty()) {
      // What a budget changes is what it does not reach: a high one reaches all.
      Question rich = question_;
      rich.profile.budget = "HIGH";
      const absl::flat_hash_set<std::string> all = GistsOf(rich);
      for (const char* word : {"LOW", "MEDIUM"})
        Try(
            Field::kBudget, absl::StrCat("BUDGET_", word), "",
            [&](Profile& profile) { profile.budget = word; }, all, out);
    }
    try_word(Field::kExperience, &Profile::experience, {"NONE", "SOME"});
    absl::flat_hash_set<std::string> countries;
    for (const Price& price : k_.prices) {
      if (countries.insert(price.jurisdiction).second)
        try_word(Field::kJurisdiction, &Profile::jurisdiction, {price.jurisdiction.c_str()});
    }
    return out;
  }

  std::string LabelOfConcern(const std::string& code) const {
    for (const LexiconEntry& entry : k_.lexicon) {
      if (entry.kind == "concern" && entry.code == code) return entry.label;
    }
    return code;
  }

  // Nobody is asked in an emergency.
  void AddFollowUps() {
    ToAsk to_ask = answerer_.follow_ups().Find(question_, WhatOptionsAsk());
    plan_.set_complete(to_ask.complete);
    for (v1::FollowUpQuestion& asked : to_ask.questions)
      *plan_.add_follow_up_questions() = std::move(asked);
  }

  const Answerer& answerer_;
  const Snapshot& snapshot_;
  const Knowledge& k_;
  const PlanInput& input_;
  const Question question_;
  const Screening screening_;
  Citations citations_;
  const Constraints constraints_;
  const Outlook* const outlook_;  // of the leading concern; null if it has none
  v1::Plan plan_;
};

// What is left of a plan that broke an invariant: its warnings.
v1::Plan Degrade(const Snapshot& snapshot, const v1::Plan& plan) {
  v1::Plan safe;
  safe.set_disposition(std::max(
      plan.disposition() == v1::DISPOSITION_NO_ANSWER ? v1::DISPOSITION_INFORM : plan.disposition(),
      v1::DISPOSITION_CONSULT));
  *safe.mutable_findings() = plan.findings();
  *safe.mutable_citations() = plan.citations();
  *safe.mutable_profile() = plan.profile();
  *safe.mutable_collection_versions() = plan.collection_versions();
  safe.set_knowledge_version(plan.knowledge_version());
  *safe.mutable_reference_time() = plan.reference_time();
  safe.set_clinician_reviewed(plan.clinician_reviewed());
  safe.set_review_notice(plan.review_notice());
  if (!VerifyPlan(snapshot, safe).ok()) {
    safe.clear_findings();
    safe.clear_citations();
  }
  return safe;
}

}  // namespace

v1::Plan Planner::Plan(const PlanInput& input) const {
  PlanBuilder builder(*answerer_, input);
  v1::Plan plan = builder.Run();
  const Snapshot& snapshot = answerer_->snapshot();
  absl::Status verified = VerifyPlan(snapshot, plan);
  if (verified.ok()) verified = VerifyWarnings(snapshot, builder.screening(), plan.findings());
  if (!verified.ok()) {
    degraded_.fetch_add(1);
    plan = Degrade(snapshot, plan);
  }
  RenderPlan(snapshot, input.citation_mode, plan);
  if (input.with_page) plan.set_page(PlanPage(snapshot, plan));
  return plan;
}

}  // namespace needlepoint
