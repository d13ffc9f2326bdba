// A threshold is written once and read as direct answers: which wording is
// said on each side of the bound.

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "service/pack/lint.h"
#include "tests/support/matchers.h"
#include "tests/unit/pack/folder_for_test.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kFile[] = "passages/aftercare/wash.yaml";

// The passage whose threshold compares the hours since the last session as
// `bound` says ("at_least: 4").
Knowledge WithBound(const std::string& bound) {
  KnowledgeFolder folder;
  folder.Replace(kFile, "at_least: 4", bound);
  folder.Replace(
      kFile, "below: {text: Not yet.}",
      absl::StrCat(
          "below: {text: Not yet.}\n",
          absl::StrContains(bound, "near") ? "    near_wording: {text: Just about.}\n" : "",
          "    unknown: {text: It depends.}"));
  KnowledgeFiles files = folder.Read();
  EXPECT_THAT(Written(Lint(files)), IsEmpty());
  return std::move(files.knowledge);
}

// The last part of the id of the first variant that holds; "none" if none does.
std::string Said(const Knowledge& k, std::optional<double> hours) {
  const Profile profile{.hours_since_last_session = hours};
  for (const int variant : k.passages.at(1).answers.at(0).variants) {
    const Statement& statement = k.statements[variant];
    if (Condition::Parse(statement.when).value().Evaluate({profile}) == Truth::kTrue) {
      return statement.id.substr(statement.id.rfind('-') + 1);
    }
  }
  return "none";
}

struct ThresholdCase {
  std::string name, bound;
  std::optional<double> hours;
  std::string want;
};
void PrintTo(const ThresholdCase& c, std::ostream* os) {
  *os << c.bound << " of " << (c.hours.has_value() ? absl::StrCat(*c.hours) : "unknown");
}

class ThresholdTest : public testing::TestWithParam<ThresholdCase> {};

TEST_P(ThresholdTest, SaysTheWordingOfItsSide) {
  EXPECT_EQ(Said(WithBound(GetParam().bound), GetParam().hours), GetParam().want);
}

constexpr char kNearLeast[] = "at_least: 4\n    near: 1";
constexpr char kNearMost[] = "at_most: 4\n    near: 0.5";

INSTANTIATE_TEST_SUITE_P(All, ThresholdTest,
                         testing::ValuesIn(std::vector<ThresholdCase>{
                             // The bound itself satisfies the threshold.
                             {"LeastBelow", "at_least: 4", 3.99, "below"},
                             {"LeastAtTheBound", "at_least: 4", 4, "above"},
                             {"LeastAbove", "at_least: 4", 4.01, "above"},
                             {"LeastUnknown", "at_least: 4", std::nullopt, "unknown"},
                             {"MostBelow", "at_most: 4", 3.99, "below"},
                             {"MostAtTheBound", "at_most: 4", 4, "below"},
                             {"MostAbove", "at_most: 4", 4.01, "above"},
                             {"MostUnknown", "at_most: 4", std::nullopt, "unknown"},
                             {"NearLeastFarBelow", kNearLeast, 2.99, "below"},
                             {"NearLeastLowEnd", kNearLeast, 3, "near"},
                             {"NearLeastBound", kNearLeast, 4, "near"},
                             {"NearLeastHighEnd", kNearLeast, 5, "near"},
                             {"NearLeastFarAbove", kNearLeast, 5.01, "above"},
                             {"NearLeastUnknown", kNearLeast, std::nullopt, "unknown"},
                             {"NearMostFarBelow", kNearMost, 3.49, "below"},
                             {"NearMostLowEnd", kNearMost, 3.5, "near"},
                             {"NearMostHighEnd", kNearMost, 4.5, "near"},
                             {"NearMostFarAbove", kNearMost, 4.51, "above"},
                         }),
                         [](const auto& info) { return info.param.name; });

std::vector<std::string> Polarities(const Knowledge& k) {
  std::vector<std::string> names;
  for (const int variant : k.passages.at(1).answers.at(0).variants) {
    names.emplace_back(PolarityName(k.statements[variant].polarity));
  }
  return names;
}

TEST(ThresholdPolarityTest, IsOfTheSide) {
  EXPECT_THAT(Polarities(WithBound("at_least: 4")), ElementsAre("not-yet", "positive", "depends"));
  EXPECT_THAT(Polarities(WithBound("at_most: 4")), ElementsAre("positive", "negative", "depends"));
  EXPECT_THAT(Polarities(WithBound(kNearLeast)),
              ElementsAre("not-yet", "depends", "positive", "depends"));
}

TEST(ThresholdReadTest, KeepsTheRowAndItsFacts) {
  const Knowledge k = KnowledgeFolder().Read().knowledge;
  ASSERT_EQ(k.passages.at(1).thresholds.size(), 1u);
  const Threshold& threshold = k.passages[1].thresholds[0];
  EXPECT_EQ(threshold.id, "gap");
  EXPECT_EQ(threshold.value, "hours_since_last_session");
  EXPECT_TRUE(threshold.at_least);
  EXPECT_EQ(threshold.bound, 4);
  EXPECT_EQ(threshold.unit, "hours");
  EXPECT_THAT(threshold.facts, ElementsAre(1));
  for (const int variant : k.passages[1].answers.at(0).variants) {
    EXPECT_THAT(k.statements[variant].facts, ElementsAre(1)) << "as the threshold's unless given";
  }
}

// Where the number is known it decides, so these come before plain answers.
TEST(ThresholdReadTest, StandsBeforePlainAnswers) {
  const Knowledge k = KnowledgeFolder().Read().knowledge;
  const std::vector<DirectAnswer>& answers = k.passages.at(1).answers;
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(k.statements[answers[0].variants.at(0)].id, "aftercare/wash/gap-below");
  EXPECT_EQ(k.statements[answers[1].variants.at(0)].id, "aftercare/wash/water");
}

TEST(ThresholdReadTest, NothingIsSaidOfUnknownWithoutAWording) {
  EXPECT_EQ(Said(KnowledgeFolder().Read().knowledge, std::nullopt), "none");
}

}  // namespace
}  // namespace needlepoint
