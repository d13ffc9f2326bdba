#include "service/model/evidence.h"

#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

struct StrengthCase {
  std::string name, grade, issuer_type, want;
};
void PrintTo(const StrengthCase& c, std::ostream* os) { *os << c.grade << ", " << c.issuer_type; }

class StrengthTest : public testing::TestWithParam<StrengthCase> {};

TEST_P(StrengthTest, ComesFromTheGrade) {
  const StrengthCase& c = GetParam();
  const std::optional<Grade> grade = ParseGrade(c.grade);
  ASSERT_TRUE(grade.has_value());
  EXPECT_EQ(GradeName(*grade), c.grade);
  EXPECT_EQ(StrengthName(StrengthOf(*grade, c.issuer_type)), c.want);
}

INSTANTIATE_TEST_SUITE_P(All, StrengthTest,
                         testing::ValuesIn(std::vector<StrengthCase>{
                             {"Regulator", "regulator", "", "strong"},
                             {"Guideline", "guideline", "", "strong"},
                             {"SystematicReview", "systematic-review", "", "strong"},
                             {"MetaAnalysis", "meta-analysis", "", "strong"},
                             {"Trial", "rct", "", "strong"},
                             {"Consensus", "consensus", "", "moderate"},
                             {"SplitFace", "split-face", "", "moderate"},
                             {"Cohort", "cohort", "", "moderate"},
                             {"Series", "case-series", "", "limited"},
                             {"Case", "case-report", "", "limited"},
                             {"Review", "review", "", "limited"},
                             {"Animals", "animal-study", "", "limited"},
                             {"Expert", "expert", "", "opinion"},
                             {"ExpertOpinion", "expert-opinion", "", "opinion"},
                             {"PageOfAHospital", "patient-page",
                              "hospital or public health service", "moderate"},
                             {"PageOfARegulator", "patient-page", "regulator", "moderate"},
                             {"PageOfASociety", "patient-page", "professional-society", "moderate"},
                             {"PageOfAClinic", "patient-page", "clinic", "opinion"},
                             {"PageOfNobody", "patient-page", "", "opinion"},
                             // The issuer lifts pages for patients only.
                             {"ExpertOfAHospital", "expert", "hospital", "opinion"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(ParseGradeTest, RefusesOtherNames) {
  EXPECT_EQ(ParseGrade("RCT"), std::nullopt);
  EXPECT_EQ(ParseGrade(""), std::nullopt);
}

}  // namespace
}  // namespace needlepoint
