#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "tests/unit/api/api_fixture.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class KnowledgeApiTest : public ApiTest {
 protected:
  v1::SearchPassagesResponse Search(const v1::SearchPassagesRequest& request) {
    v1::SearchPassagesResponse response;
    EXPECT_THAT(api_.SearchPassages(request, response), IsOk());
    return response;
  }
  v1::SearchPassagesResponse Search(const std::string& query) {
    v1::SearchPassagesRequest request;
    request.set_query(query);
    return Search(request);
  }
};

TEST_F(KnowledgeApiTest, FindsPassages) {
  const v1::SearchPassagesResponse response = Search("accutane");
  ASSERT_EQ(response.hits_size(), 1);
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_EQ(hit.passage_id(), "guide/contraindications/isotretinoin#1");
  EXPECT_EQ(hit.document_id(), "guide/contraindications/isotretinoin");
  EXPECT_EQ(hit.collection(), "guide");
  EXPECT_EQ(hit.title(), "Isotretinoin");
  EXPECT_EQ(hit.topic_id(), "contraindications");
  EXPECT_GT(hit.score(), 0);
  EXPECT_EQ(response.total_size(), 1);
  EXPECT_TRUE(response.total_size_exact());
  EXPECT_EQ(response.knowledge_version(), (*collections_.Get("guide"))->snapshot().version());
}

TEST_F(KnowledgeApiTest, MarksTheWordsInASnippet) {
  const v1::SearchHit hit = Search("sunscreen").hits(0);
  EXPECT_EQ(hit.snippet(), "Then use a sunscreen of SPF 30.");
  ASSERT_EQ(hit.highlights_size(), 1);
  EXPECT_EQ(hit.snippet().substr(hit.highlights(0).start(),
                                 hit.highlights(0).end() - hit.highlights(0).start()),
            "sunscreen");
}

TEST_F(KnowledgeApiTest, SaysWhyNothingWasFound) {
  EXPECT_EQ(Search("zinc").empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_MATCH);
  EXPECT_EQ(Search("?!").empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_WORDS);
  EXPECT_EQ(Search("").empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_WORDS);
  EXPECT_EQ(Search("sun").empty_result_reason(), v1::EMPTY_RESULT_REASON_UNSPECIFIED);
}

TEST_F(KnowledgeApiTest, PagesHoldEachHitOnceInOrder) {
  const std::string query = "sun water roller isotretinoin";
  std::vector<std::string> want;
  const v1::SearchPassagesResponse all = Search(query);
  for (const v1::SearchHit& hit : all.hits()) want.push_back(hit.passage_id());
  ASSERT_EQ(want.size(), 4u);
  v1::SearchPassagesRequest request;
  request.set_query(query);
  request.set_page_size(3);
  std::vector<std::string> got;
  int pages = 0;
  do {
    const v1::SearchPassagesResponse page = Search(request);
    EXPECT_EQ(page.total_size(), 4);
    for (const v1::SearchHit& hit : page.hits()) got.push_back(hit.passage_id());
    request.set_page_token(page.next_page_token());
    ASSERT_LE(++pages, 2);
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 2);
  EXPECT_EQ(got, want);
}

TEST_F(KnowledgeApiTest, APageThatEndsWithTheHitsIsTheLast) {
  v1::SearchPassagesRequest request;
  request.set_query("sun water roller isotretinoin");
  request.set_page_size(4);
  EXPECT_EQ(Search(request).next_page_token(), "");
}

struct SearchFault {
  std::string name;
  std::function<void(v1::SearchPassagesRequest&)> make;
  absl::StatusCode code;
  std::string reason, field, message;
};
void PrintTo(const SearchFault& c, std::ostream* os) { *os << c.name; }

class SearchFaultTest : public KnowledgeApiTest, public testing::WithParamInterface<SearchFault> {};

TEST_P(SearchFaultTest, IsNamedWithItsLimit) {
  v1::SearchPassagesRequest request;
  request.set_query("secret");
  GetParam().make(request);
  v1::SearchPassagesResponse response;
  EXPECT_THAT(api_.SearchPassages(request, response),
              IsError(GetParam().code, GetParam().reason, GetParam().field,
                      AllOf(HasSubstr(GetParam().message), Not(HasSubstr("secret")))));
}

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kUnserved = absl::StatusCode::kUnimplemented;

INSTANTIATE_TEST_SUITE_P(Limits, SearchFaultTest,
                         testing::ValuesIn(std::vector<SearchFault>{
                             {"QueryTooLarge",
                              [](auto& r) { r.set_query(std::string(20001, 'a')); }, kInvalid,
                              "QUERY_TOO_LARGE", "query", "20001 bytes; the limit is 20000"},
                             {"NegativePage", [](auto& r) { r.set_page_size(-1); }, kInvalid,
                              "PAGE_SIZE_OUT_OF_RANGE", "page_size", "1 to 100"},
                             {"TokenOfAnother", [](auto& r) { r.set_page_token("secret:10"); },
                              kInvalid, "PAGE_TOKEN_INVALID", "page_token", "start again"},
                             {"TokenWithoutOffset", [](auto& r) { r.set_page_token("secret"); },
                              kInvalid, "PAGE_TOKEN_INVALID", "page_token", "start again"},
                         }),
                         [](const auto& info) { return info.param.name; });

// What is not served says so, rather than being left out in silence.
INSTANTIATE_TEST_SUITE_P(Unserved, SearchFaultTest,
                         testing::ValuesIn(std::vector<SearchFault>{
                             {"Filter", [](auto& r) { r.set_filter("topic = secret"); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                             {"OrderBy", [](auto& r) { r.set_order_by("title"); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                             {"Facets", [](auto& r) { r.add_facets("topic"); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                             {"Phrases", [](auto& r) { r.add_phrases("a b"); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                             {"Prefixes", [](auto& r) { r.add_prefixes("a"); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                             {"Exclusions", [](auto& r) { r.add_exclusions("a"); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                             {"Explain", [](auto& r) { r.set_explain(true); }, kUnserved,
                              "OPTION_NOT_SERVED", "", "leave them out"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(KnowledgeApiTest, RefusesOffsetsOfItsOwnVersionOutOfRange) {
  const std::string version = (*collections_.Get("guide"))->snapshot().version();
  for (const char* offset : {"", "-1", "101", "1x", "99999999999999999999"}) {
    v1::SearchPassagesRequest request;
    request.set_query("sun");
    request.set_page_token(absl::StrCat(version, ":", offset));
    v1::SearchPassagesResponse response;
    EXPECT_THAT(api_.SearchPassages(request, response),
                IsError(kInvalid, "PAGE_TOKEN_INVALID", "page_token", HasSubstr("again")))
        << offset;
  }
}

TEST_F(KnowledgeApiTest, ATokenOfTheVersionBeforeIsRefused) {
  v1::SearchPassagesRequest request;
  request.set_query("sun water roller isotretinoin");
  request.set_page_size(1);
  request.set_page_token(Search(request).next_page_token());
  ASSERT_NE(request.page_token(), "");
  Knowledge k = SmallKnowledge();
  k.passages[0].title = "The sun";
  NP_ASSERT_OK(WriteSnapshot(k, folder_.Path("next")));
  NP_ASSERT_OK(collections_.Publish(kGuide, folder_.Path("next"), clock_.Now()));
  v1::SearchPassagesResponse response;
  EXPECT_THAT(api_.SearchPassages(request, response),
              IsError(kInvalid, "PAGE_TOKEN_INVALID", "page_token", HasSubstr("version")));
}

TEST_F(KnowledgeApiTest, AnAbsentCollectionIsNotFound) {
  v1::SearchPassagesRequest request;
  request.set_query("sun");
  request.set_collection("absent");
  v1::SearchPassagesResponse response;
  EXPECT_THAT(api_.SearchPassages(request, response),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("guide")));
}

struct PassageIdCase {
  std::string id;
  bool statement;
};
void PrintTo(const PassageIdCase& c, std::ostream* os) { *os << c.id; }

class PassageIdTest : public KnowledgeApiTest, public testing::WithParamInterface<PassageIdCase> {};

// By any of its ids: as answers write them, without "#1", without the
// collection, or by a statement.
TEST_P(PassageIdTest, LeadsToThePassage) {
  v1::GetPassageRequest request;
  if (GetParam().statement) {
    request.set_statement_id(GetParam().id);
  } else {
    request.set_passage_id(GetParam().id);
  }
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  EXPECT_EQ(response.passage().passage_id(), "guide/aftercare/sun#1");
}

INSTANTIATE_TEST_SUITE_P(All, PassageIdTest,
                         testing::ValuesIn(std::vector<PassageIdCase>{
                             {"guide/aftercare/sun#1", false},
                             {"guide/aftercare/sun", false},
                             {"guide/aftercare/sun/shade", true},
                         }));

TEST_F(KnowledgeApiTest, ShowsAPassageWithItsStatementsAndTheirCitations) {
  v1::GetPassageRequest request;
  request.set_passage_id("guide/needles/clean#1");
  v1::GetPassageResponse response;
  NP_ASSERT_OK(api_.GetPassage(request, response));
  const v1::Passage& passage = response.passage();
  EXPECT_EQ(passage.title(), "Cleaning the roller");
  EXPECT_THAT(passage.questions(),
              ElementsAre("how do I clean my roller", "should I soak the needles"));
  EXPECT_THAT(passage.topic_codes(), ElementsAre("cleaning"));
  ASSERT_EQ(passage.statements_size(), 5);
  for (const v1::PassageStatement& statement : passage.statements()) {
    ASSERT_FALSE(statement.citation_numbers().empty()) << statement.statement_id();
    for (const int number : statement.citation_numbers()) {
      ASSERT_GE(number, 1);
      ASSERT_LE(number, passage.citations_size());
    }
  }
}

TEST_F(KnowledgeApiTest, WhatIsAbsentIsNotFound) {
  v1::GetPassageResponse passage;
  for (const char* id : {"", "guide/no/such#1", "guide/", "aftercare/sun", "/"}) {
    v1::GetPassageRequest request;
    request.set_passage_id(id);
    EXPECT_THAT(api_.GetPassage(request, passage), StatusIs(absl::StatusCode::kNotFound)) << id;
  }
  // A statement of a rule belongs to no passage.
  v1::GetPassageRequest request;
  request.set_statement_id("guide/rule/infection/signs/message");
  EXPECT_THAT(api_.GetPassage(request, passage),
              IsError(absl::StatusCode::kNotFound, "NOT_FOUND", "statement_id", HasSubstr("id")));
  v1::GetSourceResponse source;
  v1::GetSourceRequest absent;
  absent.set_source_id("no-such-source");
  EXPECT_THAT(api_.GetSource(absent, source),
              IsError(absl::StatusCode::kNotFound, "NOT_FOUND", "source_id", HasSubstr("id")));
}

TEST_F(KnowledgeApiTest, SaysWhatToNameWhenNothingIs) {
  v1::GetPassageResponse passage;
  EXPECT_THAT(api_.GetPassage({}, passage),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("passage_id")));
  v1::GetSourceResponse source;
  EXPECT_THAT(api_.GetSource({}, source),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("source_id")));
}

TEST_F(KnowledgeApiTest, ShowsASourceWithItsFacts) {
  v1::GetSourceRequest request;
  request.set_source_id("clinic-leaflet");
  v1::GetSourceResponse response;
  NP_ASSERT_OK(api_.GetSource(request, response));
  EXPECT_EQ(response.source().title(), "After your treatment");
  EXPECT_EQ(response.source().issuer_type(), v1::ISSUER_TYPE_CLINIC);
  EXPECT_EQ(response.source().fact_count(), 4);
  EXPECT_EQ(response.facts_size(), 4);
  request.set_fact_id("isotretinoin-6-months");
  v1::GetSourceResponse by_fact;
  NP_ASSERT_OK(api_.GetSource(request, by_fact));
  EXPECT_EQ(by_fact.source().source_id(), "roller-trial");
}

TEST_F(KnowledgeApiTest, TellsLimitsAndWhatIsServed) {
  v1::GetServerInfoResponse info;
  NP_ASSERT_OK(api_.GetServerInfo({}, info));
  EXPECT_EQ(info.limits().max_question_bytes(), limits_.max_question_bytes);
  EXPECT_EQ(info.limits().max_query_bytes(), limits_.max_query_bytes);
  EXPECT_EQ(info.limits().max_profile_entries(), limits_.max_profile_entries);
  EXPECT_EQ(info.clinical_review().state(), v1::CLINICAL_REVIEW_STATE_UNREVIEWED);
  ASSERT_EQ(info.collections_size(), 1);
  const v1::Snapshot& guide = info.collections(0);
  EXPECT_EQ(guide.collection(), "guide");
  EXPECT_EQ(guide.passage_count(), 4);
  EXPECT_EQ(guide.rule_count(), 2);
  EXPECT_EQ(guide.fact_count(), 5);
  EXPECT_EQ(guide.source_count(), 2);
  EXPECT_EQ(guide.publish_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_THAT(info.served_methods(),
              testing::Contains("needlepoint.v1.GuidanceService/AskQuestion"));
}

}  // namespace
}  // namespace needlepoint
