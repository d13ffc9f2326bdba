// SearchPassages over a pack and a desk's documents: each option's effect, and
// each fault.

#include <functional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "tests/unit/api/search_fixture.h"
#include "tests/unit/api/status_codes.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// "field: value count, value count" of each facet.
std::vector<std::string> Facets(const v1::SearchPassagesResponse& response) {
  std::vector<std::string> facets;
  for (const v1::Facet& facet : response.facets()) {
    facets.push_back(
        absl::StrCat(facet.field(), ": ",
                     absl::StrJoin(facet.buckets(), ", ", [](std::string* out, const auto& bucket) {
                       absl::StrAppend(out, bucket.value(), " ", bucket.count());
                     })));
  }
  return facets;
}

std::vector<std::string> Marked(const std::string& text,
                                const google::protobuf::RepeatedPtrField<v1::Span>& spans) {
  std::vector<std::string> marked;
  for (const v1::Span& span : spans)
    marked.push_back(text.substr(span.start(), span.end() - span.start()));
  return marked;
}

TEST_F(SearchApiTest, FindsPassages) {
  const v1::SearchPassagesResponse response = Search("accutane");
  ASSERT_EQ(response.hits_size(), 1);
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_EQ(hit.passage_id(), "guide/contraindications/isotretinoin#1");
  EXPECT_EQ(hit.document_id(), "guide/contraindications/isotretinoin");
  EXPECT_EQ(hit.collection(), "guide");
  EXPECT_EQ(hit.title(), "Isotretinoin");
  EXPECT_EQ(hit.topic_id(), "contraindications");
  EXPECT_EQ(hit.grade(), v1::GRADE_CONSENSUS);
  EXPECT_GT(hit.score(), 0);
  EXPECT_EQ(response.total_size(), 1);
  EXPECT_TRUE(response.total_size_exact());
  EXPECT_EQ(response.knowledge_version(), VersionOf(kGuide));
}

TEST_F(SearchApiTest, FindsDocuments) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  request.set_query("refund");
  request.set_collection("desk");
  const v1::SearchPassagesResponse response = Search(request);
  ASSERT_EQ(response.hits_size(), 1);
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_EQ(hit.passage_id(), "desk/faq/returns#2");
  EXPECT_EQ(hit.document_id(), "desk/faq/returns");
  EXPECT_EQ(hit.collection(), "desk");
  EXPECT_EQ(hit.title(), "Returning a roller: Refund");
  EXPECT_EQ(hit.snippet(), "The refund for it comes after 5 days.");
  EXPECT_THAT(Marked(hit.snippet(), hit.highlights()), ElementsAre("refund"));
  EXPECT_THAT(Marked(hit.title(), hit.title_highlights()), ElementsAre("Refund"));
  EXPECT_EQ(hit.uri(), "https://desk.example/returns");
  EXPECT_EQ(hit.document_time().seconds(), 1714521600);  // 2024-05-01
  EXPECT_EQ(hit.issuer_type(), v1::ISSUER_TYPE_OWN_DOCUMENT);
  EXPECT_EQ(response.knowledge_version(), VersionOf("desk"));
}

TEST_F(SearchApiTest, MarksTheWordsInASnippet) {
  const v1::SearchPassagesResponse response = Search("sunscreen");
  ASSERT_EQ(response.hits_size(), 1);
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_EQ(hit.snippet(), "Then use a sunscreen of SPF 30. This comes from clinic treatment.");
  EXPECT_THAT(Marked(hit.snippet(), hit.highlights()), ElementsAre("sunscreen"));
}

struct OptionCase {
  std::string name;
  std::function<void(v1::SearchPassagesRequest&)> set;
  std::string want;  // ids, in order
};
void PrintTo(const OptionCase& c, std::ostream* os) { *os << c.name; }

class SearchOptionTest : public SearchApiTest, public testing::WithParamInterface<OptionCase> {};

TEST_P(SearchOptionTest, DecidesWhatIsFound) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  GetParam().set(request);
  EXPECT_EQ(Ids(Search(request)), GetParam().want);
}

// What is searched for, where the order is by id.
v1::SearchPassagesRequest& Query(v1::SearchPassagesRequest& request, const char* query) {
  request.set_query(query);
  return request;
}

INSTANTIATE_TEST_SUITE_P(
    Conditions, SearchOptionTest,
    testing::ValuesIn(std::vector<OptionCase>{
        {"Collection", [](auto& r) { Query(r, "sun").set_collection("desk"); },
         "desk/faq/sun-cream#1"},
        {"FilterByCollection", [](auto& r) { Query(r, "sun").set_filter("collection = desk"); },
         "desk/faq/sun-cream#1"},
        {"FilterByTopic", [](auto& r) { Query(r, "water sun").set_filter("topic = needles"); },
         "guide/needles/clean#1"},
        {"FilterByMetadata", [](auto& r) { Query(r, "sun").set_filter("meta.product = CREAM"); },
         "desk/faq/sun-cream#1"},
        {"FilterByAnyOfItsValues",
         [](auto& r) { Query(r, "refund").set_filter("meta.team = south"); }, "desk/faq/returns#2"},
        {"FilterByDate", [](auto& r) { Query(r, "roller sun").set_filter("date > 2024-05-01"); },
         "desk/faq/sun-cream#1"},
        {"FilterByLanguage", [](auto& r) { Query(r, "roller").set_filter("language = de"); },
         "desk/post#1#1"},
        {"FilterWithoutWords", [](auto& r) { r.set_filter("meta.product:*"); },
         "desk/faq/returns#1 desk/faq/returns#2 desk/faq/returns#3 desk/faq/sun-cream#1"},
        {"Phrase", [](auto& r) { Query(r, "roller").add_phrases("the roller BACK"); },
         "desk/faq/returns#1"},
        {"PhraseIsStemmed", [](auto& r) { r.add_phrases("opening rollers"); },
         "desk/faq/returns#3"},
        {"PhrasesMustAllOccur",
         [](auto& r) {
           r.add_phrases("sun");
           r.add_phrases("hours");
         },
         "guide/aftercare/sun#1 desk/faq/sun-cream#1"},
        {"PhraseKnowsNoOperators",
         [](auto& r) { r.add_phrases("\"roller\" OR NEAR(sun*) NOT -x:"); }, ""},
        {"Prefix", [](auto& r) { Query(r, "sun").add_prefixes("crea"); }, "desk/faq/sun-cream#1"},
        {"PrefixWithoutWords", [](auto& r) { r.add_prefixes("REFU"); }, "desk/faq/returns#2"},
        {"PrefixesMustAllOccur",
         [](auto& r) {
           r.add_prefixes("rol");
           r.add_prefixes("exc");
         },
         "desk/faq/returns#3"},
        {"Exclusion", [](auto& r) { Query(r, "sun").add_exclusions("72 hours"); },
         "desk/faq/sun-cream#1"},
        {"ExclusionAloneLooksForNothing", [](auto& r) { r.add_exclusions("sun"); }, ""},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Orders, SearchOptionTest,
    testing::ValuesIn(std::vector<OptionCase>{
        {"Newest", [](auto& r) { Query(r, "returning cream").set_order_by("date desc"); },
         "desk/faq/sun-cream#1 desk/faq/returns#1 desk/faq/returns#2 desk/faq/returns#3"},
        {"Oldest", [](auto& r) { Query(r, "returning cream").set_order_by("date"); },
         "desk/faq/returns#1 desk/faq/returns#2 desk/faq/returns#3 desk/faq/sun-cream#1"},
        {"UndatedComesLast",
         [](auto& r) {
           r.set_filter("collection = desk");
           r.set_order_by("date desc");
           r.set_group_by(v1::GROUP_BY_DOCUMENT);
         },
         "desk/faq/sun-cream#1 desk/faq/returns#1 desk/post#1#1"},
        {"Documents",
         [](auto& r) { Query(r, "returning refund cream").set_group_by(v1::GROUP_BY_DOCUMENT); },
         "desk/faq/returns#2 desk/faq/sun-cream#1"},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(SearchApiTest, CountsThePassagesOfADocumentThatMatch) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  request.set_query("roller back");
  request.set_collection("desk");
  request.set_group_by(v1::GROUP_BY_DOCUMENT);
  const v1::SearchPassagesResponse response = Search(request);
  ASSERT_EQ(Ids(response), "desk/faq/returns#1 desk/post#1#1");
  EXPECT_EQ(response.hits(0).document_passage_count(), 3);
  EXPECT_EQ(response.hits(1).document_passage_count(), 1);
  EXPECT_EQ(response.total_size(), 2);
  EXPECT_TRUE(response.total_size_exact());
}

TEST_F(SearchApiTest, CountsFacetsOverAllThatIsFound) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  request.set_query("roller sun");
  request.set_page_size(1);
  for (const char* field : {"collection", "topic", "language", "meta.team", "meta.none"})
    request.add_facets(field);
  EXPECT_THAT(Facets(Search(request)),
              ElementsAre("collection: desk 5, guide 2", "topic: aftercare 1, needles 1",
                          "language: en 6, de 1", "meta.team: north 3, south 3", "meta.none: "));
  request.set_group_by(v1::GROUP_BY_DOCUMENT);
  EXPECT_THAT(Facets(Search(request)),
              ElementsAre("collection: desk 3, guide 2", "topic: aftercare 1, needles 1",
                          "language: en 4, de 1", "meta.team: north 1, south 1", "meta.none: "));
}

TEST_F(SearchApiTest, TheTotalIsExactWhenAskedFor) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  request.set_query("roller sun");
  request.set_page_size(2);
  EXPECT_GE(Search(request).total_size(), 2);
  EXPECT_FALSE(Search(request).total_size_exact());
  request.set_exact_total(true);
  EXPECT_EQ(Search(request).total_size(), 7);
  EXPECT_TRUE(Search(request).total_size_exact());
}

TEST_F(SearchApiTest, CutsASnippetToItsSize) {
  v1::SearchPassagesRequest request;
  request.set_query("soak roller");
  request.set_max_snippet_chars(40);
  const v1::SearchPassagesResponse response = Search(request);
  ASSERT_GT(response.hits_size(), 0);
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_LE(hit.snippet().size(), 40u);
  EXPECT_THAT(Marked(hit.snippet(), hit.highlights()), ElementsAre("Soak", "roller"));
}

TEST_F(SearchApiTest, CorrectsMisspelledWordsButTakesNoNameForAnother) {
  EXPECT_EQ(Search("sunscren for the rollar").corrected_query(), "sunscreen for the roller");
  EXPECT_EQ(Search("sunscreen").corrected_query(), "");
  const v1::SearchPassagesResponse crossed = Search("tretinoin");
  EXPECT_EQ(crossed.corrected_query(), "");
  EXPECT_EQ(crossed.hits_size(), 0);
}

TEST_F(SearchApiTest, PartsOfTheExplanationAddUpToTheScore) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  request.set_query("how do I clean my rollar roller after sun needling");
  const v1::SearchPassagesResponse plain = Search(request);
  request.set_explain(true);
  const v1::SearchPassagesResponse explained = Search(request);
  ASSERT_EQ(Ids(explained), Ids(plain));
  for (const v1::SearchHit& hit : plain.hits()) EXPECT_FALSE(hit.has_explanation());
  request.set_order_by("date");
  const v1::SearchPassagesResponse by_date = Search(request);
  for (const v1::SearchHit& hit : by_date.hits()) EXPECT_GT(hit.score(), 0);
  std::set<int> parts;
  for (const v1::SearchHit& hit : explained.hits()) {
    double sum = 0, before = 1e9;
    for (const v1::ScoreContribution& part : hit.explanation().contributions()) {
      sum += part.value();
      EXPECT_LE(part.value(), before) << "the largest comes first";
      before = part.value();
      parts.insert(part.part());
    }
    EXPECT_NEAR(sum, hit.score(), 1e-9) << hit.passage_id();
  }
  EXPECT_THAT(parts, testing::IsSupersetOf({1, 2, 3, 4, 5}));
}

TEST_F(SearchApiTest, LeavesOutDisabledPartsOfTheRanking) {
  v1::SearchPassagesRequest request;
  request.set_query("rollar");
  EXPECT_GT(Search(request).hits_size(), 0);
  request.add_disabled_ranking_parts(v1::RANKING_PART_SPELLING);
  EXPECT_EQ(Search(request).hits_size(), 0);
  request.set_query("roller cleaning");
  request.add_disabled_ranking_parts(v1::RANKING_PART_HEADING_COVERAGE);
  request.set_explain(true);
  const v1::SearchPassagesResponse response = Search(request);
  for (const v1::SearchHit& hit : response.hits()) {
    for (const v1::ScoreContribution& part : hit.explanation().contributions())
      EXPECT_NE(part.part(), v1::RANKING_PART_HEADING_COVERAGE);
  }
}

struct EmptyCase {
  std::string name, query, filter, exclusion;
  v1::EmptyResultReason want;
};
void PrintTo(const EmptyCase& c, std::ostream* os) { *os << c.name; }

class EmptyResultTest : public SearchApiTest, public testing::WithParamInterface<EmptyCase> {};

TEST_P(EmptyResultTest, SaysWhy) {
  ServeDesk();
  v1::SearchPassagesRequest request;
  request.set_query(GetParam().query);
  request.set_filter(GetParam().filter);
  if (!GetParam().exclusion.empty()) request.add_exclusions(GetParam().exclusion);
  EXPECT_EQ(Search(request).empty_result_reason(), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, EmptyResultTest,
    testing::ValuesIn(std::vector<EmptyCase>{
        {"Found", "sun", "", "", v1::EMPTY_RESULT_REASON_UNSPECIFIED},
        {"NoQuery", "", "", "", v1::EMPTY_RESULT_REASON_NO_WORDS},
        {"NoWord", "?!", "", "", v1::EMPTY_RESULT_REASON_NO_WORDS},
        {"OnlyAnExclusion", "", "", "sun", v1::EMPTY_RESULT_REASON_NO_WORDS},
        {"UnknownWord", "zinc", "", "", v1::EMPTY_RESULT_REASON_NO_MATCH},
        {"UnknownWordAndFilter", "zinc", "topic = x", "", v1::EMPTY_RESULT_REASON_NO_MATCH},
        {"Filtered", "sun", "topic = needles AND language = de", "",
         v1::EMPTY_RESULT_REASON_FILTERED_OUT},
        {"Excluded", "refund", "", "days", v1::EMPTY_RESULT_REASON_FILTERED_OUT},
        {"FilterAlone", "", "topic = x", "", v1::EMPTY_RESULT_REASON_FILTERED_OUT},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(SearchApiTest, AnAbsentCollectionIsNotFound) {
  v1::SearchPassagesRequest request;
  request.set_query("sun");
  request.set_collection("absent");
  v1::SearchPassagesResponse response;
  EXPECT_THAT(api_.SearchPassages(request, response),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("guide")));
}

struct SearchFault {
  std::string name;
  std::function<void(v1::SearchPassagesRequest&)> make;
  std::string reason, field, message;
};
void PrintTo(const SearchFault& c, std::ostream* os) { *os << c.name; }

class SearchFaultTest : public SearchApiTest, public testing::WithParamInterface<SearchFault> {};

TEST_P(SearchFaultTest, IsNamedWithItsLimit) {
  v1::SearchPassagesRequest request;
  request.set_query("secret");
  GetParam().make(request);
  v1::SearchPassagesResponse response;
  EXPECT_THAT(api_.SearchPassages(request, response),
              IsError(kInvalid, GetParam().reason, GetParam().field,
                      AllOf(HasSubstr(GetParam().message), Not(HasSubstr("secret")))));
}

template <typename Add>
void Times(int count, Add add) {
  for (int i = 0; i < count; ++i) add("word");
}

INSTANTIATE_TEST_SUITE_P(
    Limits, SearchFaultTest,
    testing::ValuesIn(std::vector<SearchFault>{
        {"QueryTooLarge", [](auto& r) { r.set_query(std::string(20001, 'a')); }, "QUERY_TOO_LARGE",
         "query", "20001 bytes; the limit is 20000"},
        {"FilterTooLarge", [](auto& r) { r.set_filter(std::string(2001, 'a')); },
         "FILTER_TOO_LARGE", "filter", "2001 bytes; the limit is 2000"},
        {"NegativePage", [](auto& r) { r.set_page_size(-1); }, "PAGE_SIZE_OUT_OF_RANGE",
         "page_size", "1 to 100"},
        {"ShortSnippet", [](auto& r) { r.set_max_snippet_chars(39); }, "SNIPPET_SIZE_OUT_OF_RANGE",
         "max_snippet_chars", "40 to 1000"},
        {"NegativeSnippet", [](auto& r) { r.set_max_snippet_chars(-1); },
         "SNIPPET_SIZE_OUT_OF_RANGE", "max_snippet_chars", "40 to 1000"},
        {"LongSnippet", [](auto& r) { r.set_max_snippet_chars(1001); }, "SNIPPET_SIZE_OUT_OF_RANGE",
         "max_snippet_chars", "40 to 1000"},
        {"Phrases", [](auto& r) { Times(21, [&](auto w) { r.add_phrases(w); }); },
         "TOO_MANY_ENTRIES", "phrases", "21 entries; at most 20"},
        {"Prefixes", [](auto& r) { Times(21, [&](auto w) { r.add_prefixes(w); }); },
         "TOO_MANY_ENTRIES", "prefixes", "21 entries; at most 20"},
        {"Exclusions", [](auto& r) { Times(21, [&](auto w) { r.add_exclusions(w); }); },
         "TOO_MANY_ENTRIES", "exclusions", "21 entries; at most 20"},
        {"Facets", [](auto& r) { Times(11, [&](auto) { r.add_facets("topic"); }); },
         "TOO_MANY_ENTRIES", "facets", "11 entries; at most 10"},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Contents, SearchFaultTest,
    testing::ValuesIn(std::vector<SearchFault>{
        {"FilterField", [](auto& r) { r.set_filter("topic = a AND secret = b"); }, "FILTER_INVALID",
         "filter", "at byte 14: "},
        {"FilterEnd", [](auto& r) { r.set_filter("topic ="); }, "FILTER_INVALID", "filter",
         "at byte 7: "},
        {"OrderBy", [](auto& r) { r.set_order_by("secret"); }, "ORDER_BY_UNKNOWN", "order_by",
         "\"date desc\""},
        {"PhraseWithoutWord", [](auto& r) { r.add_phrases("\"*\""); }, "NO_WORD", "phrases",
         "letter or digit"},
        {"ExclusionWithoutWord", [](auto& r) { r.add_exclusions(" "); }, "NO_WORD", "exclusions",
         "letter or digit"},
        {"PrefixOfOneLetter", [](auto& r) { r.add_prefixes("s"); }, "PREFIX_INVALID", "prefixes",
         "2 characters"},
        {"PrefixOfOneLetterAndAccent", [](auto& r) { r.add_prefixes("é"); }, "PREFIX_INVALID",
         "prefixes", "2 characters"},
        {"PrefixOfTwoWords", [](auto& r) { r.add_prefixes("the secret"); }, "PREFIX_INVALID",
         "prefixes", "one word"},
        {"Facet", [](auto& r) { r.add_facets("secret"); }, "FACET_UNKNOWN", "facets", "fields"},
        {"RankingPart",
         [](auto& r) { r.add_disabled_ranking_parts(static_cast<v1::RankingPart>(-7)); },
         "RANKING_PART_UNKNOWN", "disabled_ranking_parts", "RankingPart"},
        {"RankingPartZero",
         [](auto& r) { r.add_disabled_ranking_parts(v1::RANKING_PART_UNSPECIFIED); },
         "RANKING_PART_UNKNOWN", "disabled_ranking_parts", "RankingPart"},
        {"GroupBy", [](auto& r) { r.set_group_by(static_cast<v1::GroupBy>(9)); },
         "GROUP_BY_UNKNOWN", "group_by", "GroupBy"},
        {"FacetByDate", [](auto& r) { r.add_facets("date"); }, "FACET_UNKNOWN", "facets", "date"},
        {"FacetIsAFilter", [](auto& r) { r.add_facets("topic = secret OR topic"); },
         "FACET_UNKNOWN", "facets", "fields"},
        {"TokenWithoutParts", [](auto& r) { r.set_page_token("secret"); }, "PAGE_TOKEN_INVALID",
         "page_token", "start again"},
        {"TokenOfNoCollection", [](auto& r) { r.set_page_token("a:1:secret@b:"); },
         "PAGE_TOKEN_INVALID", "page_token", "start again"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
