// What careful readers expect of the plans of the guide, one expectation a test.

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/plan/planner.h"
#include "tests/support/guide.h"
#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

const Planner& GuidePlanner() {
  static const Planner* const planner = PlannerOf(Guide()).release();
  return *planner;
}

v1::Plan FromGuide(Profile profile, std::string question = "") {
  return GuidePlanner().Plan(PlanInputOf(std::move(profile), std::move(question)));
}

std::vector<std::string> Codes(const v1::Plan& plan, bool recommended_only = false) {
  std::vector<std::string> codes;
  for (const v1::PlanOption& option : plan.options()) {
    if (option.recommended() || !recommended_only) codes.push_back(option.code());
  }
  return codes;
}

// Crusts are a sign of infection in the weeks after a session.
TEST(GuidePlanTest, WhoHasCrustsIsAskedForTheLastSession) {
  Profile profile{.setting = "HOME", .experience = "SOME", .concerns = {"texture"}};
  profile.symptoms = {{"infection-signs.crusting", std::nullopt}};
  for (int i = 0; i < kFieldCount; ++i) {
    if (const Field field = static_cast<Field>(i); field != Field::kHoursSinceLastSession)
      profile.answered_fields.push_back(field);
  }
  const v1::Plan plan = FromGuide(profile);
  EXPECT_FALSE(plan.complete());
  EXPECT_THAT(AskedFields(plan), Contains("hours_since_last_session"));
  profile.hours_since_last_session = 500;
  EXPECT_EQ(FromGuide(profile).disposition(), v1::DISPOSITION_URGENT);
  profile.hours_since_last_session = 2000;
  EXPECT_NE(FromGuide(profile).disposition(), v1::DISPOSITION_URGENT);
}

TEST(GuidePlanTest, HomeNeedlesAreShorterForWhoBegins) {
  const Profile begins{.setting = "HOME", .experience = "NONE", .concerns = {"texture"}};
  EXPECT_EQ(OptionOf(FromGuide(begins), "home-roller")->needle_length_mm().max(), 0.25);
  const Profile has{.setting = "HOME", .experience = "SOME", .concerns = {"texture"}};
  EXPECT_EQ(OptionOf(FromGuide(has), "home-roller")->needle_length_mm().max(), 0.5);
}

TEST(GuidePlanTest, AScarIsNotSentToARollerFirst) {
  const v1::Plan plan = FromGuide({.setting = "HOME", .concerns = {"acne-scar"}});
  EXPECT_THAT(Codes(plan, true), IsEmpty());
  EXPECT_THAT(Codes(plan), IsSupersetOf({"home-roller", "professional-microneedling"}));
}

TEST(GuidePlanTest, ALongNeedleAtHomeIsAdvisedAgainstAndAShortOneOffered) {
  const v1::Plan plan = FromGuide({.setting = "HOME",
                                   .device = "ROLLER",
                                   .needle_length_mm = 1.5,
                                   .concerns = {"acne-scar.rolling"}});
  EXPECT_EQ(plan.disposition(), v1::DISPOSITION_AVOID);
  ASSERT_NE(OptionOf(plan, "home-roller"), nullptr);
  EXPECT_LE(OptionOf(plan, "home-roller")->needle_length_mm().max(), 0.5);
  EXPECT_THAT(Codes(plan, true), ElementsAre("dermatologist-review"));
}

TEST(GuidePlanTest, MelasmaHasNoNeedlesAtHome) {
  const v1::Plan plan = FromGuide({.setting = "HOME", .concerns = {"melasma"}});
  EXPECT_EQ(plan.disposition(), v1::DISPOSITION_AVOID);
  EXPECT_THAT(Codes(plan), Not(Contains("home-roller")));
  EXPECT_THAT(Codes(plan), IsSupersetOf({"dermatologist-review", "skincare-only"}));
}

TEST(GuidePlanTest, ActiveAcneBarsAllNeedles) {
  const v1::Plan plan = FromGuide({.concerns = {"acne-scar"}, .conditions = {"active-acne"}});
  EXPECT_EQ(plan.disposition(), v1::DISPOSITION_AVOID);
  for (const v1::PlanOption& option : plan.options())
    EXPECT_FALSE(option.has_needle_length_mm()) << option.code();
  EXPECT_THAT(Codes(plan), Contains("dermatologist-review"));
}

TEST(GuidePlanTest, IsotretinoinKeepsNeedlesForTheClinic) {
  const v1::Plan plan =
      FromGuide({.concerns = {"acne-scar"}, .medications = {{"isotretinoin", Use::kCurrent, {}}}});
  EXPECT_EQ(plan.disposition(), v1::DISPOSITION_CONSULT);
  EXPECT_THAT(Codes(plan), Not(Contains("home-roller")));
  EXPECT_THAT(Codes(plan, true), ElementsAre("dermatologist-review"));
  EXPECT_EQ(plan.calendar_option_code(), "");
}

TEST(GuidePlanTest, AMinorIsNotPlannedForAtHome) {
  const v1::Plan plan = FromGuide({.setting = "HOME", .age_years = 15, .concerns = {"acne-scar"}});
  EXPECT_EQ(plan.disposition(), v1::DISPOSITION_AVOID);
  EXPECT_THAT(Codes(plan), Not(Contains("home-roller")));
}

TEST(GuidePlanTest, IcePickScarsAreLookedAtFirst) {
  const v1::Plan plan = FromGuide({.setting = "PROFESSIONAL", .concerns = {"acne-scar.ice-pick"}});
  EXPECT_THAT(Codes(plan, true), ElementsAre("dermatologist-review"));
}

TEST(GuidePlanTest, ACourseThatTakesMonthsDoesNotFitAWeddingInFiveWeeks) {
  const v1::Plan plan = FromGuide({.setting = "PROFESSIONAL", .concerns = {"acne-scar"}},
                                  "my wedding is in five weeks");
  EXPECT_EQ(plan.constraints().event_date(), "2026-07-20");
  const v1::PlanOption* clinic = OptionOf(plan, "professional-microneedling");
  ASSERT_NE(clinic, nullptr);
  EXPECT_TRUE(clinic->has_fits_constraints());
  EXPECT_FALSE(clinic->fits_constraints());
  EXPECT_FALSE(clinic->recommended());
}

TEST(GuidePlanTest, TheFirstQuestionsAreOfHealth) {
  const v1::Plan plan = FromGuide({.setting = "PROFESSIONAL",
                                   .age_years = 30,
                                   .fitzpatrick = 2,
                                   .concerns = {"acne-scar.boxcar"}});
  EXPECT_THAT(AskedFields(plan), IsSupersetOf({"conditions", "medications"}));
}

}  // namespace
}  // namespace needlepoint
