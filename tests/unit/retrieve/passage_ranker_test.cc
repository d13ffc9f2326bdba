#include "service/retrieve/passage_ranker.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "service/understand/understand.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"

namespace needlepoint {
namespace {

struct RankCase {
  std::string text, best;  // passage id, "" for none
};
void PrintTo(const RankCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class PassageRankerTest : public testing::TestWithParam<RankCase> {
 protected:
  std::vector<RankedPassage> Rank(const std::string& text) const {
    const Question question = understander_->Read(text, {}, absl::UnixEpoch());
    const AskView view{text, question, question.asks.at(0)};
    return ranker_.Rank(view);
  }

  std::shared_ptr<const Snapshot> snapshot_ = SmallSnapshot();
  std::unique_ptr<Understander> understander_ =
      Understander::Create(snapshot_->knowledge()).value();
  PassageRanker ranker_{*snapshot_};
};

TEST_P(PassageRankerTest, PutsTheFittingPassageFirst) {
  const std::vector<RankedPassage> ranked = Rank(GetParam().text);
  const std::string best =
      ranked.empty() ? "" : snapshot_->knowledge().passages[ranked[0].passage].id;
  EXPECT_EQ(best, GetParam().best);
}

INSTANTIATE_TEST_SUITE_P(All, PassageRankerTest,
                         testing::ValuesIn(std::vector<RankCase>{
                             {"can I go out in the sun the next day", "aftercare/sun#1"},
                             {"sunbathing?", "aftercare/sun#1"},
                             {"may i wash my face", "aftercare/wash#1"},
                             {"how should the needles be cleaned", "needles/clean#1"},
                             {"is accutane a problem", "contraindications/isotretinoin#1"},
                             {"my roller, i take isotretinoin", "contraindications/isotretinoin#1"},
                             {"zinc and copper", ""},
                         }));

TEST_F(PassageRankerTest, ScoresFallAndPassagesAreDistinct) {
  const std::vector<RankedPassage> ranked = Rank("can i wash my roller in the sun on accutane");
  ASSERT_EQ(ranked.size(), 4u);
  for (size_t i = 1; i < ranked.size(); ++i) {
    EXPECT_GE(ranked[i - 1].score, ranked[i].score);
    for (size_t j = 0; j < i; ++j) EXPECT_NE(ranked[i].passage, ranked[j].passage);
  }
}

TEST_F(PassageRankerTest, SaysWhetherThePassageIsAboutIt) {
  for (const RankedPassage& r : Rank("sun")) {
    EXPECT_EQ(r.about_it, snapshot_->knowledge().passages[r.passage].id == "aftercare/sun#1");
  }
}

// A passage's own question leads to it, or at least near it: the wording of two
// passages may be close.
TEST(GuideRankerTest, OwnQuestionsLeadToTheirPassage) {
  const Knowledge& k = Guide()->knowledge();
  NP_ASSERT_OK_AND_ASSIGN(const auto understander, Understander::Create(k));
  const PassageRanker ranker(*Guide());
  int asked = 0, first = 0, ranked_at_all = 0;
  for (size_t p = 0; p < k.passages.size(); ++p) {
    const std::string& text = k.passages[p].questions[p % k.passages[p].questions.size()];
    const Question question = understander->Read(text, {}, absl::UnixEpoch());
    if (question.asks.size() != 1) continue;
    const auto ranked = ranker.Rank({text, question, question.asks[0]});
    EXPECT_LE(ranked.size(), 10u);
    ++asked;
    first += !ranked.empty() && ranked[0].passage == static_cast<int>(p) ? 1 : 0;
    ranked_at_all += std::any_of(ranked.begin(), ranked.end(), [&](const RankedPassage& r) {
      return r.passage == static_cast<int>(p);
    });
  }
  EXPECT_GT(asked, 200);
  EXPECT_GT(first, asked * 85 / 100) << first << " of " << asked;
  EXPECT_GT(ranked_at_all, asked * 98 / 100) << ranked_at_all << " of " << asked;
}

}  // namespace
}  // namespace needlepoint
