// Plans for people on a small pack: what a plan is made of.

#include "service/plan/planner.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/small_knowledge.h"
#include "tests/unit/answer/answer_text.h"
#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

const Planner& SmallPlanner() {
  static const Planner* const planner = PlannerOf(PlanSnapshot()).release();
  return *planner;
}

v1::Plan Small(Profile profile, std::string question = "") {
  return SmallPlanner().Plan(PlanInputOf(std::move(profile), std::move(question)));
}

std::vector<std::string> Ids(const google::protobuf::RepeatedPtrField<v1::Statement>& statements) {
  std::vector<std::string> ids;
  for (const v1::Statement& statement : statements) ids.push_back(statement.statement_id());
  return ids;
}

struct PlanCase {
  std::string name;
  Profile profile;
  std::string want;
};
void PrintTo(const PlanCase& c, std::ostream* os) { *os << c.name; }

class PlannerTest : public testing::TestWithParam<PlanCase> {};

TEST_P(PlannerTest, Plans) { EXPECT_EQ(PlanText(Small(GetParam().profile)), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    All, PlannerTest,
    testing::ValuesIn(std::vector<PlanCase>{
        {"OfNothing", {}, "NO_ANSWER |"},
        {"OfAnUnknownConcern", {.concerns = {"wings"}}, "NO_ANSWER |"},
        {"OfNothingWithAFinding", {.fitzpatrick = 5}, "CAUTION dark-skin |"},
        {"OfNothingWithAReferral",
         {.conditions = {"keloid-history"}},
         "CONSULT keloids | dermatologist-review*"},
        {"Inform",
         {.setting = "HOME", .concerns = {"texture"}},
         "INFORM | texture-roller* 0.25-0.5 mm; texture-clinic 0.5-1.5 mm"},
        {"CautionLeavesTheRecommendation",
         {.setting = "PROFESSIONAL", .fitzpatrick = 5, .concerns = {"texture"}},
         "CAUTION dark-skin | texture-clinic* 0.5-1.5 mm {dark-skin}"},
        {"AvoidAtHome",
         {.setting = "HOME", .concerns = {"texture"}, .conditions = {"keloid-history"}},
         "AVOID keloids | dermatologist-review*; texture-clinic 0.5-1.5 mm {keloids}"},
        {"UrgentHasNoWay",
         {.concerns = {"texture"}, .symptoms = {{"infection-signs.pus", std::nullopt}}},
         "URGENT infection |"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(PlannerReasonTest, TellsNotEnoughKnownFromNothingFound) {
  EXPECT_EQ(Small({}).no_answer_reason(), v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN);
  EXPECT_EQ(Small({.concerns = {"wings"}}).no_answer_reason(), v1::NO_ANSWER_REASON_NOTHING_FOUND);
  EXPECT_EQ(Small({.concerns = {"texture"}}).no_answer_reason(), v1::NO_ANSWER_REASON_UNSPECIFIED);
  EXPECT_THAT(AskedFields(Small({})), Contains("concerns"));
}

TEST(PlannerOptionTest, HoldsTheNumbersOfItsRowAndTheirCitations) {
  const v1::Plan plan = Small({.setting = "PROFESSIONAL", .concerns = {"acne-scar"}});
  const v1::PlanOption& clinic = plan.options(0);
  EXPECT_EQ(clinic.protocol_id(), "clinic");
  EXPECT_EQ(clinic.setting(), v1::SETTING_PROFESSIONAL);
  EXPECT_EQ(clinic.device(), v1::DEVICE_UNSPECIFIED);
  EXPECT_EQ(clinic.session_count().min(), 3);
  EXPECT_EQ(clinic.session_count().max(), 6);
  std::vector<std::string> facts;
  for (const int number : clinic.session_count().citation_numbers())
    facts.push_back(plan.citations(number - 1).fact_id());
  EXPECT_THAT(facts, ElementsAre("sun-72h", "wash-4h"));
  EXPECT_EQ(clinic.full_result_days().max(), 180);
  EXPECT_EQ(clinic.cost().currency_code(), "USD");
  EXPECT_EQ(clinic.cost().per(), v1::COST_PER_SESSION);
  EXPECT_FALSE(clinic.has_fits_budget());
  EXPECT_FALSE(clinic.has_fits_constraints());
  const v1::PlanOption& peel = plan.options(2);
  EXPECT_FALSE(peel.has_needle_length_mm());
  EXPECT_FALSE(peel.has_downtime_days());
}

// "at-home" holds at home alone, and what comes fifth is left out.
TEST(PlannerOptionTest, SaysWhatHoldsAndNotTooMuch) {
  const v1::Plan plan = Small({.setting = "PROFESSIONAL", .concerns = {"texture"}});
  EXPECT_THAT(Ids(plan.options(0).statements()),
              ElementsAre("guide/aftercare/sun/shade", "guide/aftercare/sun/sunscreen",
                          "guide/aftercare/wash/water", "guide/needles/clean/soak"));
  const v1::Plan home = Small({.setting = "HOME", .concerns = {"texture"}});
  EXPECT_EQ(OptionOf(home, "home-roller")->statements_size(), 3);
  EXPECT_EQ(OptionOf(home, "professional-microneedling")->statements_size(), 2);
}

TEST(PlannerOptionTest, RepeatsNothingOfTheOutlook) {
  const v1::Plan plan = Small({.setting = "PROFESSIONAL", .concerns = {"acne-scar"}});
  EXPECT_THAT(Ids(plan.options(0).statements()), Not(Contains("guide/aftercare/wash/water")));
  ASSERT_EQ(plan.sections_size(), 3);
  EXPECT_THAT(Ids(plan.sections(0).statements()), ElementsAre("guide/aftercare/wash/water"));
  EXPECT_THAT(Ids(plan.sections(1).statements()),
              ElementsAre("guide/contraindications/isotretinoin/wait"));
  EXPECT_EQ(plan.sections(2).kind(), v1::SECTION_KIND_ASK);
  EXPECT_EQ(plan.headline().statement_id(), "guide/aftercare/sun/in-general");
}

TEST(PlannerOutlookTest, AFindingThatDecidesSpeaksFirst) {
  const v1::Plan plan = Small({.concerns = {"acne-scar"}, .conditions = {"keloid-history"}});
  EXPECT_EQ(plan.headline().statement_id(), "guide/rule/isotretinoin/current/headline");
  EXPECT_THAT(Ids(plan.sections(2).statements()),
              Contains("guide/rule/isotretinoin/current/ask-1"));
}

TEST(PlannerBudgetTest, IsHeldAgainstThePriceOfTheCountry) {
  const auto fits = [](const std::string& budget, const std::string& country) {
    const v1::Plan plan = Small({.setting = "PROFESSIONAL",
                                 .budget = budget,
                                 .jurisdiction = country,
                                 .concerns = {"acne-scar"}});
    const v1::PlanOption& clinic = plan.options(0);
    return absl::StrCat(clinic.cost().jurisdiction(), " ",
                        !clinic.has_fits_budget() ? "?"
                        : clinic.fits_budget()    ? "fits"
                                                  : "over");
  };
  EXPECT_EQ(fits("", ""), "US ?");
  EXPECT_EQ(fits("LOW", ""), "US over");
  EXPECT_EQ(fits("MEDIUM", ""), "US fits");
  EXPECT_EQ(fits("MEDIUM", "GB"), "GB over");
  EXPECT_EQ(fits("HIGH", "GB"), "GB fits");
  EXPECT_EQ(fits("HIGH", "FR"), "US ?");
}

// "fits", "does not", or "?" where nothing was asked or it cannot be said.
std::string Fit(const v1::Plan& plan, const std::string& option) {
  const v1::PlanOption* found = OptionOf(plan, option);
  if (found == nullptr) return "no such option";
  if (!found->has_fits_constraints()) return "?";
  return found->fits_constraints() ? "fits" : "does not";
}

struct FitCase {
  std::string name;
  Constraints constraints;
  std::optional<absl::CivilDay> start;
  std::string clinic, rf;
};
void PrintTo(const FitCase& c, std::ostream* os) { *os << c.name; }

class PlannerConstraintsTest : public testing::TestWithParam<FitCase> {};

// The clinic's row: 3 to 6 sessions, 1 to 7 days of downtime, a first result after
// 60 to 180. That of radiofrequency: 4 sessions, and no more is known.
TEST_P(PlannerConstraintsTest, AreHeldAgainstTheNumbers) {
  PlanInput input = PlanInputOf({.setting = "PROFESSIONAL", .concerns = {"acne-scar"}});
  input.constraints = GetParam().constraints;
  input.start_day = GetParam().start;
  const v1::Plan plan = SmallPlanner().Plan(input);
  EXPECT_EQ(Fit(plan, "professional-microneedling"), GetParam().clinic);
  EXPECT_EQ(Fit(plan, "professional-rf-microneedling"), GetParam().rf);
  // What does not fit is not recommended.
  EXPECT_EQ(OptionOf(plan, "professional-microneedling")->recommended(),
            GetParam().clinic != "does not");
}

INSTANTIATE_TEST_SUITE_P(
    All, PlannerConstraintsTest,
    testing::ValuesIn(std::vector<FitCase>{
        {"None", {}, {}, "?", "?"},
        {"TheLongestDowntimeFits", {.max_downtime_days = 7}, {}, "fits", "?"},
        {"ADayLess", {.max_downtime_days = 6}, {}, "does not", "?"},
        {"TheFewestSessionsFit", {.max_session_count = 3}, {}, "fits", "does not"},
        {"OneLess", {.max_session_count = 2}, {}, "does not", "does not"},
        // 15 June 2026 and 60 days.
        {"ResultOnTheDay", {.event_day = absl::CivilDay(2026, 8, 14)}, {}, "fits", "?"},
        {"ADayTooEarly", {.event_day = absl::CivilDay(2026, 8, 13)}, {}, "does not", "?"},
        {"CountsFromTheFirstSession",
         {.event_day = absl::CivilDay(2026, 8, 14)},
         absl::CivilDay(2026, 6, 16),
         "does not",
         "?"},
        {"AnEventOfThePast", {.event_day = absl::CivilDay(2026, 6, 1)}, {}, "does not", "?"},
        {"OneThatDoesNotFitIsEnough",
         {.max_downtime_days = 10, .max_session_count = 1},
         {},
         "does not",
         "does not"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(PlannerConstraintsTest, AreReadFromTheTextAndShown) {
  const std::string text = "max 2 sessions. i can take 3 days off. wedding in five weeks";
  PlanInput input = PlanInputOf({.setting = "PROFESSIONAL", .concerns = {"acne-scar"}}, text);
  v1::Plan plan = SmallPlanner().Plan(input);
  EXPECT_EQ(plan.constraints().max_session_count(), 2);
  EXPECT_EQ(plan.constraints().max_downtime_days(), 3);
  EXPECT_EQ(plan.constraints().event_date(), "2026-07-20");
  EXPECT_EQ(Fit(plan, "professional-microneedling"), "does not");
  // The request's own count before those of the text.
  input.constraints = {
      .max_downtime_days = 9, .max_session_count = 8, .event_day = absl::CivilDay(2026, 12, 1)};
  plan = SmallPlanner().Plan(input);
  EXPECT_EQ(plan.constraints().max_session_count(), 8);
  EXPECT_EQ(plan.constraints().max_downtime_days(), 9);
  EXPECT_EQ(plan.constraints().event_date(), "2026-12-01");
  EXPECT_EQ(Fit(plan, "professional-microneedling"), "fits");
  EXPECT_FALSE(Small({.concerns = {"acne-scar"}}).has_constraints());
}

struct CourseCase {
  std::string name;
  Profile profile;
  std::string want;  // the option of the calendar
};
void PrintTo(const CourseCase& c, std::ostream* os) { *os << c.name; }

class PlannerCalendarTest : public testing::TestWithParam<CourseCase> {};

TEST_P(PlannerCalendarTest, IsThatOfOneOption) {
  const v1::Plan plan = Small(GetParam().profile);
  EXPECT_EQ(plan.calendar_option_code(), GetParam().want);
  EXPECT_EQ(plan.timeline().empty(), GetParam().want.empty());
  EXPECT_EQ(plan.aftercare().empty(), GetParam().want.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, PlannerCalendarTest,
    testing::ValuesIn(std::vector<CourseCase>{
        {"TheRecommendedOne", {.concerns = {"acne-scar"}}, "professional-microneedling"},
        {"OfTheSetting", {.setting = "HOME", .concerns = {"acne-scar"}}, "home-roller"},
        {"CreamsHaveNone", {.setting = "HOME", .concerns = {"dark-marks"}}, ""},
        {"NeedlesBehindCreams",
         {.setting = "PROFESSIONAL", .concerns = {"dark-marks"}},
         "professional-microneedling"},
        {"NoneWhereAClinicianIsAskedFirst",
         {.concerns = {"acne-scar"}, .conditions = {"keloid-history"}},
         ""},
        {"NoneWithoutAConcern", {}, ""},
    }),
    [](const auto& info) { return info.param.name; });

// "needle_length_mm 1 within 0.5-1.5".
std::vector<std::string> Proposed(const v1::Plan& plan) {
  std::vector<std::string> numbers;
  for (const v1::ProposedNumber& number : plan.proposed().numbers()) {
    std::string standing = v1::ProposalStanding_Name(number.standing());
    standing = standing.substr(sizeof("PROPOSAL_STANDING_") - 1);
    numbers.push_back(absl::StrCat(
        number.field(), " ", number.value(),
        number.has_max_value() ? absl::StrCat("-", number.max_value()) : "", " ", standing));
    if (number.has_source_min())
      absl::StrAppend(&numbers.back(), " ", number.source_min(), "-", number.source_max());
    EXPECT_EQ(number.citation_numbers().empty(), !number.has_source_min());
  }
  return numbers;
}

TEST(PlannerProposalTest, StandsBesideTheOptionItAmountsTo) {
  const v1::Plan plan = Small({.setting = "PROFESSIONAL", .concerns = {"acne-scar"}},
                              "derm suggests 2mm, 4 sessions, 2 weeks apart, $50 a session");
  EXPECT_THAT(Proposed(plan),
              ElementsAre("needle_length_mm 2 ABOVE 0.5-1.5", "session_count 4 WITHIN 3-6",
                          "interval_days 14 BELOW 28-42", "cost 50 BELOW 100-700"));
  EXPECT_EQ(plan.proposed().option_code(), "professional-microneedling");
  EXPECT_TRUE(plan.proposed().by_clinician());
  EXPECT_EQ(plan.proposed().numbers(1).text(), "4");
  EXPECT_EQ(plan.proposed().numbers(1).span().start(), 19);
}

TEST(PlannerProposalTest, ARangeStandsAsItsFarEnd) {
  const Profile profile{.setting = "PROFESSIONAL", .concerns = {"acne-scar"}};
  EXPECT_THAT(Proposed(Small(profile, "3-6 sessions")),
              ElementsAre("session_count 3-6 WITHIN 3-6"));
  EXPECT_THAT(Proposed(Small(profile, "4-8 sessions")), ElementsAre("session_count 4-8 ABOVE 3-6"));
  EXPECT_THAT(Proposed(Small(profile, "2-4 sessions")), ElementsAre("session_count 2-4 BELOW 3-6"));
}

TEST(PlannerProposalTest, ThePriceOfACourseIsNotHeldAgainstThatOfASession) {
  const Profile profile{.setting = "PROFESSIONAL", .concerns = {"acne-scar"}};
  EXPECT_THAT(Proposed(Small(profile, "$1200 in total")), ElementsAre("cost 1200 NO_NUMBER"));
  EXPECT_THAT(Proposed(Small(profile, "$1200 each")), ElementsAre("cost 1200 ABOVE 100-700"));
  EXPECT_THAT(Proposed(Small(profile, "$1200")), ElementsAre("cost 1200 ABOVE 100-700"));
}

TEST(PlannerProposalTest, AmountsToWhatIsDoneWithTheDevice) {
  const auto meant = [](Profile profile) {
    return Small(std::move(profile), "1 mm and 4 sessions").proposed().option_code();
  };
  EXPECT_EQ(meant({.setting = "PROFESSIONAL", .device = "RF", .concerns = {"acne-scar"}}),
            "professional-rf-microneedling");
  EXPECT_EQ(meant({.setting = "PROFESSIONAL", .device = "PEN", .concerns = {"acne-scar"}}),
            "professional-microneedling");
  EXPECT_EQ(meant({.device = "STAMP", .concerns = {"acne-scar"}}), "home-stamp");
  EXPECT_EQ(meant({}), "");
}

TEST(PlannerProposalTest, WithoutAnOptionThereIsNoNumberToCompare) {
  const v1::Plan plan = Small({}, "4 sessions");
  EXPECT_THAT(Proposed(plan), ElementsAre("session_count 4 NO_NUMBER"));
  EXPECT_FALSE(Small({.concerns = {"acne-scar"}}).has_proposed());
}

TEST(PlannerFollowUpTest, AsksWhatChangesTheOptions) {
  const v1::Plan plan = Small({.age_years = 30,
                               .fitzpatrick = 2,
                               .session_interval_days = 28,
                               .concerns = {"acne-scar"},
                               .answered_fields = {Field::kConditions}});
  EXPECT_THAT(AskedFields(plan), ElementsAre("setting", "device", "budget"));
  EXPECT_FALSE(plan.complete());
  // Where home and clinic lead: the one loses the clinic's recommendation, the
  // other the ways at home.
  const auto& outcomes = plan.follow_up_questions(0).outcomes();
  ASSERT_EQ(outcomes.size(), 3);
  const auto options = [&](int i) {
    return absl::StrCat(outcomes[i].values(0), ": ",
                        absl::StrJoin(outcomes[i].option_codes(), " "));
  };
  EXPECT_EQ(options(0), "SETTING_HOME: professional-microneedling");
  EXPECT_EQ(options(1), "SETTING_PROFESSIONAL: home-roller home-stamp");
  EXPECT_EQ(options(2), "SETTING_UNDECIDED: ");
}

TEST(PlannerFollowUpTest, IsCompleteWhenNothingUnknownMatters) {
  const v1::Plan plan = Small({.setting = "PROFESSIONAL",
                               .device = "PEN",
                               .budget = "HIGH",
                               .jurisdiction = "US",
                               .age_years = 30,
                               .fitzpatrick = 2,
                               .session_interval_days = 28,
                               .concerns = {"acne-scar"},
                               .answered_fields = {Field::kConditions}});
  EXPECT_THAT(AskedFields(plan), IsEmpty());
  EXPECT_TRUE(plan.complete());
}

TEST(PlannerFollowUpTest, NobodyIsAskedInAnEmergency) {
  const v1::Plan plan =
      Small({.concerns = {"acne-scar"}, .symptoms = {{"infection-signs.pus", std::nullopt}}});
  EXPECT_THAT(AskedFields(plan), IsEmpty());
}

// A pack need not declare every field; nobody is asked for what it does not.
TEST(PlannerFollowUpTest, AsksNothingThatThePackHasNoWordsFor) {
  const auto planner = PlannerOf(SmallSnapshot());
  EXPECT_THAT(AskedFields(planner->Plan(PlanInputOf({}))), Not(Contains("concerns")));
  EXPECT_THAT(AskedFields(planner->Plan(PlanInputOf({.concerns = {"acne-scar"}}))),
              Not(Contains("budget")));
}

TEST(PlannerTest, HasAPageOnlyIfOneIsAskedFor) {
  PlanInput input = PlanInputOf({.concerns = {"acne-scar"}});
  EXPECT_EQ(SmallPlanner().Plan(input).page(), "");
  input.with_page = true;
  EXPECT_NE(SmallPlanner().Plan(input).page(), "");
}

TEST(PlannerTest, CarriesWhatItWasMadeFrom) {
  PlanInput input =
      PlanInputOf({.setting = "HOME", .concerns = {"wings", "texture"}}, "texture, and my florbs");
  input.start_day = absl::CivilDay(2027, 1, 31);
  const v1::Plan plan = SmallPlanner().Plan(input);
  EXPECT_EQ(plan.start_date(), "2027-01-31");
  EXPECT_EQ(plan.reference_time().seconds(), absl::ToUnixSeconds(input.reference_time));
  EXPECT_EQ(plan.knowledge_version(), PlanSnapshot()->version());
  EXPECT_EQ(plan.profile().setting(), v1::SETTING_HOME);
  EXPECT_EQ(plan.warnings_size(), 1);  // wings
  EXPECT_FALSE(plan.not_understood().empty());
  EXPECT_FALSE(plan.clinician_reviewed());
}

TEST(PlannerTest, TheSameInputGivesTheSameBytes) {
  const auto again = PlannerOf(PlanSnapshot());
  for (const char* text : {"", "2mm, 4 sessions, max 3 days off, wedding in five weeks"}) {
    PlanInput input = PlanInputOf({.concerns = {"acne-scar", "texture"}}, text);
    input.with_page = true;
    EXPECT_EQ(SmallPlanner().Plan(input).SerializeAsString(),
              again->Plan(input).SerializeAsString());
  }
}

}  // namespace
}  // namespace needlepoint
