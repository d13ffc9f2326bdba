#include "service/retrieve/passage_index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/retrieve/searching.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct PlanCase {
  std::string query, want;
};
void PrintTo(const PlanCase& c, std::ostream* os) { *os << "`" << c.query << "`"; }

class PlanQueryTest : public testing::TestWithParam<PlanCase> {};

TEST_P(PlanQueryTest, KeepsContentWordsOnce) {
  EXPECT_EQ(StemsText(PlanQuery(GetParam().query)), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, PlanQueryTest,
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

struct SearchCase {
  std::string name, query;
  std::vector<std::string> want;  // passage ids, best first
};
void PrintTo(const SearchCase& c, std::ostream* os) { *os << "`" << c.query << "`"; }

class PassageIndexSearchTest : public testing::TestWithParam<SearchCase> {};

TEST_P(PassageIndexSearchTest, ReturnsBestFirst) {
  const auto snapshot = SmallSnapshot();
  const PassageIndex index(*snapshot);
  NP_ASSERT_OK_AND_ASSIGN(const auto hits, index.Search(PlanQuery(GetParam().query), {}));
  EXPECT_EQ(PassageIds(*snapshot, hits), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, PassageIndexSearchTest,
    testing::ValuesIn(std::vector<SearchCase>{
        {"Title", "isotretinoin", {"contraindications/isotretinoin#1"}},
        {"Question", "accutane", {"contraindications/isotretinoin#1"}},
        {"Body", "prescriber shade sunscreen", {"aftercare/sun#1"}},
        {"Alias", "sunbathing", {"aftercare/sun#1"}},
        {"Inflected", "cleaned", {"needles/clean#1"}},
        {"Number", "SPF 30", {"aftercare/sun#1"}},
        // In the title of one, in the body of the other.
        {"TitleBeatsBody", "washing", {"aftercare/wash#1"}},
        {"MoreWordsBeatFewer",
         "soak the roller in the sun",
         {"needles/clean#1", "aftercare/sun#1"}},
        {"NoMatchIsEmpty", "zinc", {}},
        {"NoWordIsEmpty", "?!", {}},
        {"NothingIsEmpty", "", {}},
        {"NotIsAWord",
         "NOT accutane",  // "Not yet ..." is said of the other two
         {"contraindications/isotretinoin#1", "aftercare/wash#1", "aftercare/sun#1"}},
        {"AndIsAWord", "accutane AND zinc", {"contraindications/isotretinoin#1"}},
        {"MinusIsNoOperator", "-accutane", {"contraindications/isotretinoin#1"}},
        {"ColumnIsNoFilter", "title:accutane", {"contraindications/isotretinoin#1"}},
        {"Quote", "\"accutane", {"contraindications/isotretinoin#1"}},
        {"QuotedPhrase", "\"accutane zinc\"", {"contraindications/isotretinoin#1"}},
        {"Star", "accutane* acc*", {"contraindications/isotretinoin#1"}},
        {"Near", "NEAR(accutane", {"contraindications/isotretinoin#1"}},
        {"Brackets", ")) accutane ((", {"contraindications/isotretinoin#1"}},
        {"Caret", "^ + { } accutane", {"contraindications/isotretinoin#1"}},
        {"Semicolon",
         "accutane'; DROP TABLE passage_fts; --",
         {"contraindications/isotretinoin#1"}},
        {"ZeroByte", std::string("accutane\0x", 10), {"contraindications/isotretinoin#1"}},
        {"IllFormed", "\xFF accutane \xC3", {"contraindications/isotretinoin#1"}},
    }),
    [](const auto& info) { return info.param.name; });

TEST(PassageIndexTest, TiesAreOrderedByPassage) {
  // Four passages of the same words.
  Knowledge k = SmallKnowledge();
  for (Passage& passage : k.passages) {
    passage.title = "Same";
    passage.aliases.clear();
    passage.questions = {"what is the same"};
  }
  for (Statement& statement : k.statements) {
    if (statement.passage >= 0) statement.text = "Nothing.";
  }
  // Equal lengths of the body need equal numbers of statements.
  const TempFolder folder;
  const std::string path = folder.Path("ties.snapshot");
  std::vector<int> count(k.passages.size());
  for (Statement& statement : k.statements) {
    if (statement.passage >= 0 && ++count[statement.passage] > 1) statement.text = ".";
  }
  NP_ASSERT_OK_AND_ASSIGN(const auto snapshot, WrittenSnapshot(k, path));
  const PassageIndex index(*snapshot);
  NP_ASSERT_OK_AND_ASSIGN(const auto hits, index.Search(PlanQuery("same"), {}));
  ASSERT_THAT(hits, SizeIs(4));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(hits[i].passage, i);
    EXPECT_EQ(hits[i].score, hits[0].score);
  }
}

TEST(PassageIndexTest, ReturnsAtMostAsManyAsAsked) {
  const auto snapshot = SmallSnapshot();
  const PassageIndex index(*snapshot);
  const std::vector<SearchTerm> terms = PlanQuery("sun water roller isotretinoin");
  NP_ASSERT_OK_AND_ASSIGN(const auto all, index.Search(terms, {.max_hits = 100}));
  NP_ASSERT_OK_AND_ASSIGN(const auto two, index.Search(terms, {.max_hits = 2}));
  ASSERT_THAT(all, SizeIs(4));
  ASSERT_THAT(two, SizeIs(2));
  EXPECT_EQ(two[0].passage, all[0].passage);
  EXPECT_EQ(two[1].passage, all[1].passage);
}

TEST(PassageIndexTest, AHigherTitleWeightLiftsTitles) {
  const auto snapshot = SmallSnapshot();
  const PassageIndex index(*snapshot);
  const std::vector<SearchTerm> terms = PlanQuery("roller");  // a title; elsewhere in bodies
  NP_ASSERT_OK_AND_ASSIGN(const auto low, index.Search(terms, {.title_weight = 1}));
  NP_ASSERT_OK_AND_ASSIGN(const auto high, index.Search(terms, {.title_weight = 50}));
  EXPECT_GT(high[0].score, low[0].score);
}

struct OptionCase {
  std::string name;
  SearchOptions options;
  std::string message;  // "" is fine
};
void PrintTo(const OptionCase& c, std::ostream* os) { *os << c.name; }

class SearchOptionsTest : public testing::TestWithParam<OptionCase> {};

TEST_P(SearchOptionsTest, AreHeldToTheirRange) {
  const auto snapshot = SmallSnapshot();
  const PassageIndex index(*snapshot);
  const auto result = index.Search(PlanQuery("sun"), GetParam().options);
  if (GetParam().message.empty()) {
    EXPECT_THAT(result, IsOkAndHolds(SizeIs(1)));
  } else {
    EXPECT_THAT(result,
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(GetParam().message)));
  }
}

INSTANTIATE_TEST_SUITE_P(All, SearchOptionsTest,
                         testing::ValuesIn(std::vector<OptionCase>{
                             {"OneHit", {.max_hits = 1}, ""},
                             {"HundredHits", {.max_hits = 100}, ""},
                             {"NoHits", {.max_hits = 0}, "1 to 100"},
                             {"NegativeHits", {.max_hits = -1}, "1 to 100"},
                             {"TooManyHits", {.max_hits = 101}, "1 to 100"},
                             {"NoTitleWeight", {.title_weight = 0}, ""},
                             {"NegativeTitleWeight", {.title_weight = -0.1}, "negative"},
                             {"NegativeQuestionWeight", {.question_weight = -1}, "negative"},
                             {"TitleWeightIsNoNumber",
                              {.title_weight = std::numeric_limits<double>::quiet_NaN()},
                              "negative"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(PassageIndexTest, RejectsOptionsEvenWithoutWords) {
  const PassageIndex index(*SmallSnapshot());
  EXPECT_THAT(index.Search({}, {.max_hits = 0}), StatusIs(absl::StatusCode::kInvalidArgument));
}

// More words than a search may hold: the ones that find something are kept.
TEST(PassageIndexTest, ManyUnknownWordsDoNotHideAKnownOne) {
  const auto snapshot = SmallSnapshot();
  const PassageIndex index(*snapshot);
  std::string query = "accutane";
  for (int i = 0; i < 200; ++i) query += " qx" + std::to_string(i) + "z";
  EXPECT_THAT(index.Search(PlanQuery(query), {}), IsOkAndHolds(SizeIs(1)));
}

TEST(PassageIndexTest, RarerWordsWeighMore) {
  const PassageIndex index(*SmallSnapshot());
  EXPECT_GT(index.Weight("accutan"), index.Weight("needl"));
  EXPECT_GE(index.Weight("zinc"), index.Weight("accutan"));
  EXPECT_GT(index.Weight("needl"), 0);
}

TEST(PassageIndexTest, QuestionMatchIsOneForItsOwnQuestionsAndZeroForNoWord) {
  const auto snapshot = SmallSnapshot();
  const PassageIndex index(*snapshot);
  const std::vector<Passage>& passages = snapshot->knowledge().passages;
  for (size_t p = 0; p < passages.size(); ++p) {
    const int passage = static_cast<int>(p);
    for (const std::string& question : passages[p].questions)
      EXPECT_NEAR(index.QuestionMatch(passage, PlanQuery(question)), 1, 1e-9) << question;
    EXPECT_EQ(index.QuestionMatch(passage, PlanQuery("zinc")), 0);
    EXPECT_EQ(index.QuestionMatch(passage, {}), 0);
  }
}

}  // namespace
}  // namespace needlepoint
