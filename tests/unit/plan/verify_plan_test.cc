// The last gate of a plan refuses whatever the snapshot does not say, and what
// nobody may be told.

#include "service/plan/verify_plan.h"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/plan/ways.h"
#include "tests/support/matchers.h"
#include "tests/unit/answer/answer_text.h"
#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;

// With a finding, a headline, sections, numbers, a price, a calendar and a proposal.
v1::Plan Sound() {
  static const Planner* const planner = PlannerOf(PlanSnapshot()).release();
  return planner->Plan(
      PlanInputOf({.setting = "PROFESSIONAL", .fitzpatrick = 5, .concerns = {"acne-scar"}},
                  "derm suggests 1 mm, 4 sessions"));
}

// The option that comes first: clinic, with all numbers.
v1::PlanOption& First(v1::Plan& plan) { return *plan.mutable_options(0); }

TEST(VerifyPlanTest, ASoundPlanHasAllThatIsBrokenBelow) {
  const v1::Plan plan = Sound();
  NP_EXPECT_OK(VerifyPlan(*PlanSnapshot(), plan));
  EXPECT_EQ(PlanText(plan),
            "CAUTION dark-skin | clinic* 0.5-1.5 mm {dark-skin}; rf 0.5-2 mm {dark-skin}; "
            "peel {dark-skin}");
  EXPECT_TRUE(plan.has_headline());
  EXPECT_EQ(plan.sections_size(), 3);
  EXPECT_EQ(plan.options(0).statements_size(), 3);
  EXPECT_TRUE(plan.options(0).has_cost());
  EXPECT_EQ(plan.proposed().numbers_size(), 2);
  EXPECT_GT(plan.timeline(0).statements_size(), 0);
  EXPECT_GT(plan.aftercare(0).statements_size(), 0);
}

struct BreakCase {
  std::string name;
  std::function<void(v1::Plan&)> harm;
  std::string message;
};
void PrintTo(const BreakCase& c, std::ostream* os) { *os << c.name; }

class VerifyPlanBreakTest : public testing::TestWithParam<BreakCase> {};

TEST_P(VerifyPlanBreakTest, IsRefused) {
  v1::Plan plan = Sound();
  NP_ASSERT_OK(VerifyPlan(*PlanSnapshot(), plan));
  GetParam().harm(plan);
  EXPECT_THAT(VerifyPlan(*PlanSnapshot(), plan),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    AsAnswers, VerifyPlanBreakTest,
    testing::ValuesIn(std::vector<BreakCase>{
        {"OtherVersion", [](v1::Plan& p) { p.set_knowledge_version("0"); }, "version"},
        {"CitationOfNoFact", [](v1::Plan& p) { p.mutable_citations(0)->set_fact_id("no-such"); },
         "fact"},
        {"CitationsOutOfOrder", [](v1::Plan& p) { p.mutable_citations()->SwapElements(0, 1); },
         "stands where"},
        {"OtherHeadline", [](v1::Plan& p) { p.mutable_headline()->set_text("Yes."); },
         "not what the snapshot says"},
        {"UncitedHeadline", [](v1::Plan& p) { p.mutable_headline()->clear_citation_numbers(); },
         "cite"},
        {"OtherSection",
         [](v1::Plan& p) { p.mutable_sections(0)->mutable_statements(0)->set_text("Yes."); },
         "not what the snapshot says"},
        {"OtherFinding", [](v1::Plan& p) { p.mutable_findings(0)->set_message("Fine."); },
         "message"},
        {"MilderThanItsFinding", [](v1::Plan& p) { p.set_disposition(v1::DISPOSITION_INFORM); },
         "milder"},
        {"OtherStatementOfAnOption",
         [](v1::Plan& p) { First(p).mutable_statements(0)->set_text("Yes."); },
         "not what the snapshot says"},
        {"UncitedStatementOfAnOption",
         [](v1::Plan& p) { First(p).mutable_statements(0)->clear_citation_numbers(); }, "cite"},
        {"OtherStatementOfTheTimeline",
         [](v1::Plan& p) {
           p.mutable_timeline(0)->mutable_statements(0)->set_statement_id("guide/no/such");
         },
         "not in the snapshot"},
        {"OtherStatementOfTheAftercare",
         [](v1::Plan& p) { p.mutable_aftercare(0)->mutable_statements(0)->set_text("Yes."); },
         "not what the snapshot says"},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Numbers, VerifyPlanBreakTest,
    testing::ValuesIn(std::vector<BreakCase>{
        {"Lower", [](v1::Plan& p) { First(p).mutable_needle_length_mm()->set_min(0.4); },
         "needle_length_mm of professional-microneedling"},
        {"Higher", [](v1::Plan& p) { First(p).mutable_session_count()->set_max(7); },
         "session_count"},
        {"Interval", [](v1::Plan& p) { First(p).mutable_interval_days()->set_min(7); },
         "interval_days"},
        {"FirstResult", [](v1::Plan& p) { First(p).mutable_first_result_days()->set_min(1); },
         "first_result_days"},
        {"FullResult", [](v1::Plan& p) { First(p).mutable_full_result_days()->set_max(1); },
         "full_result_days"},
        {"Downtime", [](v1::Plan& p) { First(p).mutable_downtime_days()->set_max(0); },
         "downtime_days"},
        {"Uncited", [](v1::Plan& p) { First(p).mutable_session_count()->clear_citation_numbers(); },
         "cite"},
        {"CitesOneOfTwo",
         [](v1::Plan& p) {
           First(p).mutable_session_count()->mutable_citation_numbers()->RemoveLast();
         },
         "cite"},
        {"CitesAnother",
         [](v1::Plan& p) { First(p).mutable_needle_length_mm()->set_citation_numbers(0, 1); },
         "another fact"},
        {"CitesWhatIsNotThere",
         [](v1::Plan& p) { First(p).mutable_needle_length_mm()->set_citation_numbers(0, 99); },
         "not there"},
        {"TheRowHasNone",
         [](v1::Plan& p) {
           *p.mutable_options(1)->mutable_interval_days() = First(p).interval_days();
         },
         "interval_days of professional-rf-microneedling"},
        {"OfNoRow", [](v1::Plan& p) { First(p).set_protocol_id("no-such"); }, "no row"},
        {"OfAnothersRow", [](v1::Plan& p) { First(p).set_protocol_id("rf"); }, "no row"},
        {"WithoutARow", [](v1::Plan& p) { First(p).clear_protocol_id(); }, "no row"},
        {"InAnotherSetting", [](v1::Plan& p) { First(p).set_setting(v1::SETTING_HOME); },
         "another setting"},
        {"WithAnotherDevice", [](v1::Plan& p) { First(p).set_device(v1::DEVICE_RF); },
         "another setting or device"},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Prices, VerifyPlanBreakTest,
    testing::ValuesIn(std::vector<BreakCase>{
        {"Lower", [](v1::Plan& p) { First(p).mutable_cost()->set_min(99); }, "the cost of"},
        {"Higher", [](v1::Plan& p) { First(p).mutable_cost()->set_max(701); }, "the cost of"},
        {"OtherCurrency", [](v1::Plan& p) { First(p).mutable_cost()->set_currency_code("EUR"); },
         "the cost of"},
        {"OtherCountry", [](v1::Plan& p) { First(p).mutable_cost()->set_jurisdiction("FR"); },
         "the cost of"},
        {"ForOtherThings",
         [](v1::Plan& p) { First(p).mutable_cost()->set_per(v1::COST_PER_COURSE); }, "the cost of"},
        {"Uncited", [](v1::Plan& p) { First(p).mutable_cost()->clear_citation_numbers(); },
         "the cost of"},
        {"OfAnotherOption",
         [](v1::Plan& p) { *p.mutable_options(2)->mutable_cost() = First(p).cost(); },
         "the cost of chemical-peel"},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Proposals, VerifyPlanBreakTest,
    testing::ValuesIn(std::vector<BreakCase>{
        {"OtherSourceNumber",
         [](v1::Plan& p) { p.mutable_proposed()->mutable_numbers(0)->set_source_max(3); },
         "proposed needle_length_mm"},
        {"UncitedSourceNumber",
         [](v1::Plan& p) { p.mutable_proposed()->mutable_numbers(1)->clear_citation_numbers(); },
         "proposed session_count"},
        {"OfAnOptionThatIsNotThere",
         [](v1::Plan& p) { p.mutable_proposed()->set_option_code("laser"); },
         "proposed needle_length_mm"},
    }),
    [](const auto& info) { return info.param.name; });

// Rows of a pack that no rule guards: the gate holds where the knowledge fails.
TEST(VerifyPlanTest, RefusesALongNeedleAtHome) {
  Knowledge k = PlanKnowledge();
  std::erase_if(k.rules, [](const Rule& rule) { return rule.id == "long"; });
  for (Protocol& row : k.protocols) {
    if (row.id == "texture-roller") row.numbers["needle_length_mm"].max = 0.6;
  }
  const auto snapshot = SnapshotOf(k);
  const auto planner = PlannerOf(snapshot);
  const v1::Plan plan = planner->Plan(PlanInputOf({.setting = "HOME", .concerns = {"texture"}}));
  EXPECT_EQ(planner->degraded_count(), 1);
  EXPECT_EQ(PlanText(plan), "CONSULT |");
}

struct AdviceCase {
  std::string name;
  Profile profile;
  std::function<void(v1::Plan&)> harm;
  std::string message;
};
void PrintTo(const AdviceCase& c, std::ostream* os) { *os << c.name; }

class VerifyAdviceTest : public testing::TestWithParam<AdviceCase> {};

TEST_P(VerifyAdviceTest, IsRefused) {
  v1::Plan plan = PlannerOf(PlanSnapshot())->Plan(PlanInputOf(GetParam().profile));
  NP_ASSERT_OK(VerifyPlan(*PlanSnapshot(), plan));
  GetParam().harm(plan);
  EXPECT_THAT(VerifyPlan(*PlanSnapshot(), plan),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(GetParam().message)));
}

const Profile kWithKeloids{
    .setting = "PROFESSIONAL", .concerns = {"acne-scar"}, .conditions = {"keloid-history"}};

INSTANTIATE_TEST_SUITE_P(All, VerifyAdviceTest,
                         testing::ValuesIn(std::vector<AdviceCase>{
                             {"RecommendedAgainstAFindingOfThePerson", kWithKeloids,
                              [](v1::Plan& p) { p.mutable_options(1)->set_recommended(true); },
                              "professional-microneedling is recommended against a finding"},
                             {"RecommendedAgainstAFindingOfItsOwn",
                              {.concerns = {"acne-scar"}},
                              [](v1::Plan& p) {
                                p.mutable_options(0)->set_disposition(v1::DISPOSITION_CONSULT);
                              },
                              "recommended against a finding"},
                             {"OfferedAlthoughAdvisedAgainst",
                              {.concerns = {"acne-scar"}},
                              [](v1::Plan& p) {
                                p.mutable_options(0)->set_recommended(false);
                                p.mutable_options(0)->set_disposition(v1::DISPOSITION_AVOID);
                              },
                              "is offered although it is advised against"},
                             {"OptionsInAnEmergency",
                              {.concerns = {"acne-scar"}},
                              [](v1::Plan& p) { p.set_disposition(v1::DISPOSITION_EMERGENCY); },
                              "where care comes first"},
                             {"ACalendarAgainstAFinding",
                              {.concerns = {"acne-scar"}},
                              [](v1::Plan& p) {
                                p.mutable_options(0)->set_recommended(false);
                                p.set_disposition(v1::DISPOSITION_CONSULT);
                              },
                              "a calendar against a finding"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(VerifyPlanTest, AReviewMayBeRecommendedAgainstAFinding) {
  const v1::Plan plan = PlannerOf(PlanSnapshot())->Plan(PlanInputOf(kWithKeloids));
  EXPECT_TRUE(plan.options(0).recommended());
  EXPECT_EQ(plan.options(0).code(), kReview);
  NP_EXPECT_OK(VerifyPlan(*PlanSnapshot(), plan));
}

}  // namespace
}  // namespace needlepoint
