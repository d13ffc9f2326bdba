#include "service/retrieve/search_plan.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/retrieve/search_desk.h"

namespace needlepoint {
namespace {

const NeverCross kNeverCross = {{"tretinoin", "isotretinoin"}, {"isotretinoin", "tretinoin"}};

// "acn scar*1.41 rolle~ treatment? | acn scar": stems with their weight, "~"
// behind a corrected one and "?" behind an intent; then the pairs.
std::string TextOf(const SearchPlan& plan) {
  const IndexView& index = SearchDesk().index();
  const auto stem = [&](int term) { return index.Text(index.terms()[plan.terms[term].term]); };
  std::vector<std::string> terms, pairs;
  for (size_t i = 0; i < plan.terms.size(); ++i) {
    const PlannedTerm& term = plan.terms[i];
    const bool intent = term.origin == RankingPart::kIntent;
    terms.push_back(
        absl::StrCat(stem(static_cast<int>(i)),
                     term.weight == 1 || intent ? "" : absl::StrFormat("*%.2f", term.weight),
                     term.origin == RankingPart::kSpelling ? "~" : "", intent ? "?" : ""));
  }
  for (const PlannedPair& pair : plan.pairs)
    pairs.push_back(absl::StrCat(stem(pair.first), " ", stem(pair.second)));
  return absl::StrCat(absl::StrJoin(terms, " "), pairs.empty() ? "" : " | ",
                      absl::StrJoin(pairs, ", "));
}

struct PlanCase {
  std::string query, want;
  RankingParts parts = RankingParts::All();
};
void PrintTo(const PlanCase& c, std::ostream* os) { *os << "`" << c.query << "`"; }

class SearchPlanTest : public testing::TestWithParam<PlanCase> {};

TEST_P(SearchPlanTest, LooksForTheseWords) {
  EXPECT_EQ(TextOf(SearchDesk().planner().Plan(GetParam().query, GetParam().parts, &kNeverCross)),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(Words, SearchPlanTest,
                         testing::ValuesIn(std::vector<PlanCase>{
                             {"sunscreen", "sunscreen"},
                             {"SUNSCREENS!", "sunscreen"},
                             {"is it the sunscreen of my", "sunscreen"},
                             {"what is it",
                              "what is | what is"},  // stop words alone are looked for
                             {"zinc", ""},
                             {"", ""},
                             {"?!", ""},
                         }));

INSTANTIATE_TEST_SUITE_P(Repeats, SearchPlanTest,
                         testing::ValuesIn(std::vector<PlanCase>{
                             {"sunscreen or sunscreens", "sunscreen*1.41"},
                             {"sunscreen sunscreen", "sunscreen",
                              RankingParts::All().Without(RankingPart::kRepeats)},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Pairs, SearchPlanTest,
    testing::ValuesIn(std::vector<PlanCase>{
        {"acne scars", "acn scar | acn scar"},
        {"acne of the scars", "acn scar | acn scar"},  // stop words do not part them
        {"acne zinc scars", "acn scar"},               // an unknown word does
        {"acne scars acne scars", "acn*1.41 scar*1.41 | acn scar, scar acn"},
        {"acne scars", "acn scar", RankingParts::All().Without(RankingPart::kPairs)},
    }));

INSTANTIATE_TEST_SUITE_P(Spelling, SearchPlanTest,
                         testing::ValuesIn(std::vector<PlanCase>{
                             {"sunscren", "sunscreen~"},
                             {"isotretinoim", "isotretinoin~"},
                             {"tretinoin", ""},  // near isotretinoin, and never taken for it
                             {"sunscren", "", RankingParts::All().Without(RankingPart::kSpelling)},
                             {"rollar alcohl", "roller~ alcohol~ | roller alcohol"},
                         }));

INSTANTIATE_TEST_SUITE_P(Intents, SearchPlanTest,
                         testing::ValuesIn(std::vector<PlanCase>{
                             {"causes", "caus"},
                             {"treat scars", "treat scar treatment? | treat scar"},
                             {"treat scars", "treat scar | treat scar",
                              RankingParts::All().Without(RankingPart::kIntent)},
                         }));

TEST(SearchPlanTest, CorrectsTheQueryInPlace) {
  const auto corrected = [](const std::string& query) {
    return SearchPlanner::Corrected(
        query, SearchDesk().planner().Plan(query, RankingParts::All(), &kNeverCross));
  };
  EXPECT_EQ(corrected("My ROLLAR, with alcohl?"), "My roller, with alcohol?");
  EXPECT_EQ(corrected("My roller"), "");
  EXPECT_EQ(corrected("tretinoin"), "");
  EXPECT_EQ(corrected("\xff rollar \xff"), "\xff roller \xff");
}

TEST(SearchPlanTest, KeepsTheMostTellingOfTooManyWords) {
  std::string query;
  for (const WordRecord& word : SearchDesk().index().words())
    absl::StrAppend(&query, SearchDesk().index().Text(word), " ");
  for (int i = 0; i < 3; ++i) query += query;
  const SearchPlan plan = SearchDesk().planner().Plan(query, RankingParts::All());
  EXPECT_LE(plan.terms.size(), kMostPlannedTerms);
  for (const PlannedPair& pair : plan.pairs) {
    EXPECT_LT(pair.first, static_cast<int>(plan.terms.size()));
    EXPECT_LT(pair.second, static_cast<int>(plan.terms.size()));
  }
}

TEST(SearchPlanTest, TellsNoWordsFromUnknownOnes) {
  EXPECT_FALSE(SearchDesk().planner().Plan("?!", RankingParts::All()).has_words);
  EXPECT_TRUE(SearchDesk().planner().Plan("zinc", RankingParts::All()).has_words);
}

}  // namespace
}  // namespace needlepoint
