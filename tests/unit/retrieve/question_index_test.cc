#include "service/retrieve/question_index.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/support/small_knowledge.h"

namespace needlepoint {
namespace {

std::string StemsText(const std::vector<QuestionTerm>& terms) {
  return absl::StrJoin(terms, " ",
                       [](std::string* out, const QuestionTerm& t) { out->append(t.stem); });
}

struct PlanCase {
  std::string query, want;
};
void PrintTo(const PlanCase& c, std::ostream* os) { *os << "`" << c.query << "`"; }

class QuestionTermsTest : public testing::TestWithParam<PlanCase> {};

TEST_P(QuestionTermsTest, KeepsContentWordsOnce) {
  EXPECT_EQ(StemsText(QuestionTerms(GetParam().query)), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, QuestionTermsTest,
                         testing::ValuesIn(std::vector<PlanCase>{
                             {"", ""},
                             {"?!\" * ()", ""},
                             {"rolling and rolled", "roll"},
                             {"can i roll in the sun", "roll sun"},
                             {"should i do this", "should i do this"},  // nothing else to go by
                             {"NOT roller", "not roller"},
                             {"0.5mm, 0,5 mm", "0.5 mm"},
                             {"S\xC3\xBCn", "sun"},
                         }));

TEST(QuestionIndexTest, RarerWordsWeighMore) {
  const QuestionIndex index(*SmallSnapshot());
  EXPECT_GT(index.Weight("accutan"), index.Weight("needl"));
  EXPECT_GE(index.Weight("zinc"), index.Weight("accutan"));
  EXPECT_GT(index.Weight("needl"), 0);
}

TEST(QuestionIndexTest, QuestionMatchIsOneForItsOwnQuestionsAndZeroForNoWord) {
  const auto snapshot = SmallSnapshot();
  const QuestionIndex index(*snapshot);
  const std::vector<Passage>& passages = snapshot->knowledge().passages;
  for (size_t p = 0; p < passages.size(); ++p) {
    const int passage = static_cast<int>(p);
    for (const std::string& question : passages[p].questions)
      EXPECT_NEAR(index.QuestionMatch(passage, QuestionTerms(question)), 1, 1e-9) << question;
    EXPECT_EQ(index.QuestionMatch(passage, QuestionTerms("zinc")), 0);
    EXPECT_EQ(index.QuestionMatch(passage, {}), 0);
  }
}

}  // namespace
}  // namespace needlepoint
