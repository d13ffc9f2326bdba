// Which ways to go are open to whom, and which of them are recommended.

#include "service/plan/ways.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Question QuestionOf(const Profile& profile) {
  Question question;
  question.profile = profile;
  if (profile.needle_length_mm.has_value())
    question.needle_lengths_mm = {*profile.needle_length_mm};
  return question;
}

std::vector<Way> WaysOf(const Profile& profile) {
  const Question question = QuestionOf(profile);
  return FindWays(*PlanSnapshot(), question,
                  Screen(*PlanSnapshot(), {question.profile, &question}));
}

// "clinic*; roller {keloids}": rows, with * if recommended, and findings.
std::string Text(const std::vector<Way>& ways) {
  const Knowledge& k = PlanSnapshot()->knowledge();
  return absl::StrJoin(ways, "; ", [&](std::string* out, const Way& way) {
    const std::string rows = absl::StrJoin(
        way.rows, "+", [&](std::string* to, int row) { absl::StrAppend(to, k.protocols[row].id); });
    absl::StrAppend(out, rows.empty() ? way.option : rows, way.recommended ? "*" : "");
    if (way.screening.findings.empty()) return;
    absl::StrAppend(out, " {",
                    absl::StrJoin(way.screening.findings, " ",
                                  [&](std::string* to, const Finding& finding) {
                                    absl::StrAppend(to, k.rules[finding.rule].code);
                                  }),
                    "}");
  });
}

struct WaysCase {
  std::string name;
  Profile profile;
  std::string want;
};
void PrintTo(const WaysCase& c, std::ostream* os) { *os << c.name; }

class WaysTest : public testing::TestWithParam<WaysCase> {};

TEST_P(WaysTest, AreFound) { EXPECT_EQ(Text(WaysOf(GetParam().profile)), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    All, WaysTest,
    testing::ValuesIn(std::vector<WaysCase>{
        {"NoConcernNoWay", {.setting = "HOME"}, ""},
        {"UnknownConcernNoWay", {.concerns = {"wings"}}, ""},
        {"RecommendedFirstThenInTheOrderOfTheRows",
         {.concerns = {"acne-scar"}},
         "clinic*; roller; stamp; rf; peel"},
        {"ThoseOfTheSettingFirst",
         {.setting = "HOME", .concerns = {"acne-scar"}},
         "roller; stamp; clinic; rf; peel"},
        {"NothingAtHomeForWhoGoesToAProfessional",
         {.setting = "PROFESSIONAL", .concerns = {"acne-scar"}},
         "clinic*; rf; peel"},
        {"UndecidedIsOpenToBoth",
         {.setting = "UNDECIDED", .concerns = {"texture"}},
         "texture-clinic*; texture-roller*"},
        {"RecommendedInTheSettingOnly",
         {.setting = "HOME", .concerns = {"texture"}},
         "texture-roller*; texture-clinic"},
        {"TheDeviceAtHandAtHome",
         {.setting = "HOME", .device = "STAMP", .concerns = {"acne-scar"}},
         "stamp; clinic; rf; peel"},
        {"ADeviceThatHomeHasNoRowFor",
         {.setting = "HOME", .device = "PEN", .concerns = {"acne-scar"}},
         "roller; stamp; clinic; rf; peel"},
        {"TheClosestRowOfAnOption",
         {.concerns = {"acne-scar.boxcar"}},
         "boxcar*; roller; stamp; rf; peel"},
        {"TheFirstOfEquallyCloseRowsThatHolds",
         {.setting = "HOME", .device = "ROLLER", .experience = "NONE", .concerns = {"acne-scar"}},
         "roller-first; clinic; rf; peel"},
        {"AConditionThatIsUnknownDoesNotHold",
         {.setting = "HOME", .device = "ROLLER", .concerns = {"acne-scar"}},
         "roller; clinic; rf; peel"},
        {"SeveralConcernsJoinTheirRows",
         {.setting = "PROFESSIONAL", .concerns = {"texture", "acne-scar"}},
         "texture-clinic+clinic*; rf; peel"},
        {"ACloseRowCountsOnceForTwoConcerns",
         {.setting = "PROFESSIONAL", .concerns = {"acne-scar.ice-pick", "acne-scar"}},
         "clinic*; review*; rf; peel"},
        {"AUsualReviewIsRecommended",
         {.setting = "PROFESSIONAL", .concerns = {"acne-scar.ice-pick"}},
         "clinic*; review*; rf; peel"},
        {"AnUnusualReviewIsOffered",
         {.setting = "HOME", .concerns = {"dark-marks"}},
         "marks-creams*; marks-review; marks-clinic"},
        {"ConsultRecommendsAReviewAlone",
         {.setting = "PROFESSIONAL", .concerns = {"acne-scar"}, .conditions = {"keloid-history"}},
         "dermatologist-review*; clinic {keloids}; rf {keloids}; peel {keloids}"},
        {"ConsultRecommendsTheReviewOfTheConcern",
         {.setting = "PROFESSIONAL", .concerns = {"dark-marks"}, .conditions = {"keloid-history"}},
         "marks-review*; marks-clinic {keloids}; marks-creams"},
        {"AnAvoidAtHomeBarsTheWaysAtHomeAlone",
         {.concerns = {"texture"}, .conditions = {"keloid-history"}},
         "dermatologist-review*; texture-clinic {keloids}"},
        {"WhatAvoidsTheAskersOwnPlanBarsNoBetterOne",
         {.setting = "HOME", .needle_length_mm = 1.5, .concerns = {"texture"}},
         "dermatologist-review*; texture-roller; texture-clinic"},
        {"ADeviceIsBarredByItsOwnRule",
         {.setting = "PROFESSIONAL", .fitzpatrick = 6, .concerns = {"acne-scar"}},
         "clinic* {dark-skin}; peel {dark-skin}"},
        {"AnIntervalIsTheRowsAndNotTheAskers",
         {.setting = "HOME", .session_interval_days = 2, .concerns = {"texture"}},
         "texture-roller*; texture-clinic"},
        {"NoRuleIsAboutCreams",
         {.setting = "HOME", .fitzpatrick = 6, .concerns = {"dark-marks"}},
         "marks-creams*; marks-review; marks-clinic {dark-skin}"},
        {"UrgencyIsUnderEveryWay",
         {.setting = "PROFESSIONAL",
          .concerns = {"acne-scar"},
          .symptoms = {{"infection-signs.pus", std::nullopt}}},
         "dermatologist-review*"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(WayTermsTest, AreWhatTheRowIsDoneWith) {
  Question question = QuestionOf({.setting = "HOME",
                                  .device = "RF",
                                  .age_years = 30,
                                  .needle_length_mm = 2,
                                  .session_interval_days = 1,
                                  .concerns = {"acne-scar"}});
  question.needle_lengths_mm = {0.5, 2};
  const std::vector<Way> ways = FindWays(*PlanSnapshot(), question, {});
  const auto terms = [&](const std::string& option) {
    for (const Way& way : ways) {
      if (way.option == option) return way.terms;
    }
    ADD_FAILURE() << "no " << option;
    return Question();
  };
  const Question roller = terms("home-roller");
  EXPECT_EQ(roller.profile.setting, "HOME");
  EXPECT_EQ(roller.profile.device, "ROLLER");
  EXPECT_EQ(roller.profile.needle_length_mm, 0.5);
  EXPECT_THAT(roller.needle_lengths_mm, ElementsAre(0.5));
  EXPECT_EQ(roller.profile.session_interval_days, 7);
  EXPECT_EQ(roller.profile.age_years, 30);
  // A row with needles and no device is not done with radiofrequency.
  EXPECT_EQ(terms("professional-microneedling").profile.device, "");
  const Question rf = terms("professional-rf-microneedling");
  EXPECT_EQ(rf.profile.device, "RF");
  EXPECT_EQ(rf.profile.session_interval_days, std::nullopt);  // the row has none
  const Question peel = terms("chemical-peel");
  EXPECT_EQ(peel.profile.device, "");
  EXPECT_EQ(peel.profile.needle_length_mm, std::nullopt);
  EXPECT_THAT(peel.needle_lengths_mm, IsEmpty());
}

TEST(LeadingConcernsTest, OneThatAFindingRestsOnComesFirst) {
  const Profile profile{.concerns = {"texture", "dark-marks"}, .conditions = {"eczema"}};
  EXPECT_THAT(LeadingConcerns(profile, Screen(*PlanSnapshot(), {profile})),
              ElementsAre("dark-marks", "texture"));
  EXPECT_THAT(LeadingConcerns(profile, {}), ElementsAre("texture", "dark-marks"));
}

TEST(HasNeedlesTest, ByTheirLengthOrTheDevice) {
  const Knowledge k = PlanKnowledge();
  EXPECT_TRUE(HasNeedles(RowOf(k, "clinic")));
  EXPECT_TRUE(HasNeedles(RowOf(k, "rf")));
  EXPECT_FALSE(HasNeedles(RowOf(k, "peel")));
  EXPECT_FALSE(HasNeedles(RowOf(k, "review")));
}

}  // namespace
}  // namespace needlepoint
