#include "service/retrieve/passage_search.h"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/unit/retrieve/search_desk.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// "scars#1 sun#1", with ":2" behind a document of which two passages match.
std::string TextOf(const PassageSearchResult& result) {
  return absl::StrJoin(result.hits, " ", [](std::string* out, const SearchedPassage& hit) {
    absl::StrAppend(out, SearchDesk().index().Key(hit.passage));
    if (hit.document_passages > 0) absl::StrAppend(out, ":", hit.document_passages);
  });
}

struct SearchCase {
  std::string name;
  std::string filter;
  SearchRequest request;
  std::string want;
};
void PrintTo(const SearchCase& c, std::ostream* os) { *os << c.name; }

class PassageSearchTest : public testing::TestWithParam<SearchCase> {};

TEST_P(PassageSearchTest, Finds) {
  SearchRequest request = GetParam().request;
  NP_ASSERT_OK_AND_ASSIGN(const Filter filter, Filter::Parse(GetParam().filter));
  request.filter = &filter;
  request.exact_total = true;
  NP_ASSERT_OK_AND_ASSIGN(const PassageSearchResult result, SearchDesk().Search(request, 10));
  EXPECT_EQ(TextOf(result), GetParam().want);
  EXPECT_TRUE(result.total_exact);
  EXPECT_EQ(result.total, static_cast<int>(result.hits.size()));
  // A shorter list is the beginning of the longer one.
  for (size_t most = 1; most < result.hits.size(); ++most) {
    NP_ASSERT_OK_AND_ASSIGN(const PassageSearchResult shorter, SearchDesk().Search(request, most));
    EXPECT_THAT(GetParam().want, testing::StartsWith(TextOf(shorter)));
    EXPECT_EQ(shorter.total, result.total);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, PassageSearchTest,
    testing::ValuesIn(std::vector<SearchCase>{
        {"BestFirst", "", {.query = "acne scars treatment"}, "scars#1 scars#2 hygiene#1 sun#1"},
        {"ByAlias", "", {.query = "needle cleaning"}, "hygiene#1 scars#1"},
        {"Documents",
         "",
         {.query = "acne scars", .by_document = true},
         "scars#1:2 hygiene#1:1 sun#1:1"},
        {"Newest",
         "",
         {.query = "acne scars", .order = SearchOrder::kNewestFirst},
         "hygiene#1 scars#1 scars#2 sun#1"},
        {"Oldest",
         "",
         {.query = "acne scars", .order = SearchOrder::kOldestFirst},
         "scars#1 scars#2 hygiene#1 sun#1"},
        {"NewestDocuments",
         "",
         {.query = "acne scars", .order = SearchOrder::kNewestFirst, .by_document = true},
         "hygiene#1:1 scars#1:2 sun#1:1"},
        {"FilterAlone", "meta.team:*", {}, "hygiene#1 scars#1 scars#2"},
        {"FilterAloneByDocument", "meta.team:*", {.by_document = true}, "hygiene#1:1 scars#1:2"},
        {"FilterAloneByDate",
         "date:*",
         {.order = SearchOrder::kOldestFirst},
         "medicine#1 scars#1 scars#2 hygiene#1"},
        {"FilterAndWords", "meta.team = b", {.query = "acne"}, "hygiene#1"},
        {"ContradictedRule", "contradicted_rule = \"CLEANING/soap\"", {}, "hygiene#1"},
        {"Collection", "collection = desk AND date > 2024", {}, "hygiene#1"},
        {"OtherCollection", "collection = guide", {.query = "acne"}, ""},
        {"Phrase", "", {.phrases = {"treating acne scar"}}, "scars#1"},
        {"PhraseAcrossFieldsIsNone", "", {.phrases = {"hygiene clean"}}, ""},
        {"Prefix", "", {.prefixes = {"Alco"}}, "hygiene#1"},
        {"PrefixOfAnAlias", "", {.query = "acne", .prefixes = {"clea"}}, "hygiene#1"},
        {"Exclusion", "", {.query = "scars", .exclusions = {"acne scars"}}, "sun#1"},
        {"Nothing", "", {}, ""},
    }),
    [](const auto& info) { return info.param.name; });

TEST(PassageSearchTest, FindsNoWordInAPhraseWithout) {
  SearchRequest request;
  request.phrases = {"?!"};
  EXPECT_THAT(SearchDesk().Search(request, 10),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("letter or digit")));
}

TEST(PassageSearchTest, CountsFacetsOfPassagesAndOfDocuments) {
  SearchRequest request;
  request.query = "acne scars isotretinoin";
  request.keep_matching = true;
  NP_ASSERT_OK_AND_ASSIGN(const PassageSearchResult result, SearchDesk().Search(request, 1));
  const auto counted = [&](absl::string_view field, bool by_document, size_t most) {
    std::vector<std::string> buckets;
    const auto facet = SearchDesk().CountFacet(field, *result.matching, by_document, most);
    for (const FacetCount& value : facet.value())
      buckets.push_back(absl::StrCat(value.value, " ", value.count));
    return buckets;
  };
  EXPECT_THAT(counted("meta.team", false, 10), ElementsAre("a 2", "b 1"));
  EXPECT_THAT(counted("meta.team", true, 10), ElementsAre("a 1", "b 1"));
  EXPECT_THAT(counted("meta.team", false, 1), ElementsAre("a 2"));
  EXPECT_THAT(counted("collection", true, 10), ElementsAre("desk 4"));
  EXPECT_THAT(counted("contradicted_rule", false, 10), ElementsAre("cleaning/soap 1"));
  EXPECT_THAT(counted("topic", false, 10), ElementsAre());
}

TEST(PassageSearchTest, KnowsTheRangeOfADocument) {
  const auto range = [](uint32_t passage) {
    const PassageRange document = SearchDesk().DocumentOf(passage);
    return absl::StrCat(document.first, "-", document.end);
  };
  EXPECT_EQ(range(0), "0-1");
  EXPECT_EQ(range(2), "2-4");
  EXPECT_EQ(range(3), "2-4");
  EXPECT_EQ(range(4), "4-5");
}

// Whatever is left out, the explanation is of the score that the hit has.
TEST(ExplainTest, AddsUpToTheScoreWithAnyPartsLeftOut) {
  const IndexView& index = SearchDesk().index();
  for (int bits = 0; bits < 1 << kRankingPartCount; ++bits) {
    RankingParts parts = RankingParts::All();
    for (int part = 0; part < kRankingPartCount; ++part) {
      if ((bits >> part & 1) != 0) parts = parts.Without(static_cast<RankingPart>(part + 1));
    }
    SearchRequest request;
    request.query = "how to treat acne scars, acne and needle cleaning with a rollar";
    request.parts = parts;
    NP_ASSERT_OK_AND_ASSIGN(const PassageSearchResult result, SearchDesk().Search(request, 10));
    for (const SearchedPassage& hit : result.hits) {
      int32_t sum = 0, before = INT32_MAX;
      for (const Contribution& part : ExplainScore(index, result.plan, parts, hit.passage)) {
        EXPECT_TRUE(parts.Has(part.part)) << static_cast<int>(part.part);
        EXPECT_LE(part.value, before);
        before = part.value;
        sum += part.value;
      }
      EXPECT_EQ(sum, hit.score) << bits << ": " << index.Key(hit.passage);
    }
  }
}

}  // namespace
}  // namespace needlepoint
