// Search, and every id that a reply can carry.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::ValuesIn;

constexpr char kSearch[] = "KnowledgeService/SearchPassages";
constexpr char kPassage[] = "KnowledgeService/GetPassage";
constexpr char kSource[] = "KnowledgeService/GetSource";

class LookupTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint(); }

  v1::SearchPassagesResponse Search(const v1::SearchPassagesRequest& request) {
    v1::SearchPassagesResponse response;
    const grpc::Status status = client_.Call(kSearch, request, &response);
    EXPECT_TRUE(status.ok()) << request.query() << ": " << status.error_message();
    return response;
  }
  v1::SearchPassagesResponse Search(const std::string& query, int page_size = 0) {
    v1::SearchPassagesRequest request;
    request.set_query(query);
    request.set_page_size(page_size);
    return Search(request);
  }
  grpc::Status SearchStatus(const v1::SearchPassagesRequest& request) {
    return client_.Call(kSearch, request, nullptr);
  }

  // Of the first passage that a search finds.
  std::string SomePassageId() {
    const v1::SearchPassagesResponse found = Search("sunscreen", 1);
    return found.hits_size() == 1 ? found.hits(0).passage_id() : "";
  }

  Client client_{SharedServer().address()};
};

TEST_F(LookupTest, FindsThePassageOnWhatIsAskedFirst) {
  const v1::SearchPassagesResponse found = Search("sunscreen after needling");
  ASSERT_GT(found.hits_size(), 0);
  EXPECT_THAT(found.hits(0).passage_id(), StartsWith("guide/"));
  EXPECT_THAT(found.hits(0).title(), Not(IsEmpty()));
  EXPECT_THAT(found.hits(0).snippet(), Not(IsEmpty()));
  EXPECT_EQ(found.hits(0).collection(), "guide");
  for (int i = 1; i < found.hits_size(); ++i) {
    EXPECT_GE(found.hits(i - 1).score(), found.hits(i).score());
  }
}

TEST_F(LookupTest, GivesTenHitsUnlessAskedForMore) {
  EXPECT_EQ(Search("skin needle").hits_size(), 10);
  EXPECT_EQ(Search("skin needle", 3).hits_size(), 3);
}

TEST_F(LookupTest, PagesThroughAllHitsOnce) {
  v1::SearchPassagesRequest request;
  request.set_query("laser");
  request.set_page_size(100);
  const v1::SearchPassagesResponse whole = Search(request);
  ASSERT_GT(whole.hits_size(), 20) << "too few hits to page through";
  ASSERT_EQ(whole.next_page_token(), "") << "too many to see at once";
  EXPECT_TRUE(whole.total_size_exact());
  request.set_page_size(7);
  std::vector<std::string> ids;
  int pages = 0;
  do {
    const v1::SearchPassagesResponse page = Search(request);
    EXPECT_LE(page.total_size(), whole.total_size()) << "a lower bound";
    EXPECT_EQ(page.knowledge_version(), whole.knowledge_version());
    for (const v1::SearchHit& hit : page.hits()) ids.push_back(hit.passage_id());
    request.set_page_token(page.next_page_token());
    ASSERT_LT(++pages, 50) << "the pages do not end";
  } while (!request.page_token().empty());
  std::vector<std::string> want;
  for (const v1::SearchHit& hit : whole.hits()) want.push_back(hit.passage_id());
  EXPECT_EQ(ids, want);
  EXPECT_EQ(pages, (whole.hits_size() + 6) / 7);
}

TEST_F(LookupTest, CutsAPageSizeOverTheMaximum) {
  const v1::SearchPassagesResponse found = Search("skin", 101);
  EXPECT_EQ(found.hits_size(), Search("skin", 100).hits_size());
}

struct BadPageCase {
  std::string name;
  int page_size;
  std::string page_token;
  std::string field;
};
void PrintTo(const BadPageCase& c, std::ostream* os) { *os << c.name; }

class BadPageTest : public LookupTest, public ::testing::WithParamInterface<BadPageCase> {};

TEST_P(BadPageTest, IsRefusedWithItsField) {
  v1::SearchPassagesRequest request;
  request.set_query("skin");
  request.set_page_size(GetParam().page_size);
  request.set_page_token(GetParam().page_token);
  const grpc::Status status = SearchStatus(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_TRUE(DetailsOf(status).has_value());
  ASSERT_TRUE(DetailsOf(status)->bad_request.has_value());
  EXPECT_EQ(DetailsOf(status)->bad_request->field_violations(0).field(), GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(All, BadPageTest,
                         ValuesIn(std::vector<BadPageCase>{
                             {"NegativeSize", -1, "", "page_size"},
                             {"NoToken", 0, "garbage", "page_token"},
                             {"AnotherVersion", 0, std::string(64, '0') + ":10", "page_token"},
                             {"NoOffset", 0, ":", "page_token"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(LookupTest, DoesNotTakeTheTokenOfAnotherQuery) {
  v1::SearchPassagesRequest request;
  request.set_query("skin");
  const std::string token = Search(request).next_page_token();
  ASSERT_THAT(token, Not(IsEmpty()));
  request.set_query("needle");
  request.set_page_token(token);
  EXPECT_EQ(SearchStatus(request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LookupTest, SaysWhyNothingIsFound) {
  EXPECT_EQ(Search("").empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_WORDS);
  EXPECT_EQ(Search("?! ...").empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_WORDS);
  EXPECT_EQ(Search("zzyzxqvk").empty_result_reason(), v1::EMPTY_RESULT_REASON_NO_MATCH);
  EXPECT_EQ(Search("sunscreen").empty_result_reason(), v1::EMPTY_RESULT_REASON_UNSPECIFIED);
}

// UTF-16 units of the first `bytes` bytes of `text`.
int Utf16Units(const std::string& text, int bytes) {
  int units = 0;
  for (int i = 0; i < bytes; ++i) {
    const unsigned char c = text[i];
    if ((c & 0xc0) != 0x80) units += c >= 0xf0 ? 2 : 1;
  }
  return units;
}

// A browser cuts by UTF-16 units, everyone else by bytes: both must be right
// where the snippet is not ASCII ("38 °C").
TEST_F(LookupTest, HighlightsCountBytesAndUtf16Units) {
  int beyond_ascii = 0;
  for (const char* query :
       {"fever degrees infection", "severe acne grade consent", "temperature"}) {
    const v1::SearchPassagesResponse found = Search(query, 100);
    for (const v1::SearchHit& hit : found.hits()) {
      for (const v1::Span& span : hit.highlights()) {
        ASSERT_LT(span.start(), span.end());
        ASSERT_LE(span.end(), static_cast<int>(hit.snippet().size()));
        EXPECT_EQ(span.utf16_start(), Utf16Units(hit.snippet(), span.start())) << hit.snippet();
        EXPECT_EQ(span.utf16_end(), Utf16Units(hit.snippet(), span.end())) << hit.snippet();
        beyond_ascii += Utf16Units(hit.snippet(), span.end()) != span.end();
      }
    }
  }
  EXPECT_GT(beyond_ascii, 0) << "no snippet has a highlight behind a character that is not ASCII";
}

TEST_F(LookupTest, FindsNothingInACollectionThatIsNotThere) {
  v1::SearchPassagesRequest request;
  request.set_query("skin");
  request.set_collection("nobody");
  const grpc::Status status = SearchStatus(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(status.error_message(), HasSubstr("guide"));
  EXPECT_TRUE(DetailsOf(status).has_value());
}

TEST_F(LookupTest, GetsAPassageByItsIdAndByThatOfEachOfItsStatements) {
  v1::GetPassageRequest request;
  v1::GetPassageResponse response;
  request.set_passage_id(SomePassageId());
  ASSERT_TRUE(client_.Call(kPassage, request, &response).ok());
  const v1::Passage& passage = response.passage();
  EXPECT_EQ(passage.passage_id(), request.passage_id());
  EXPECT_EQ(response.knowledge_version().size(), 64u);
  ASSERT_GT(passage.statements_size(), 0);
  std::set<std::string> ids;
  for (const v1::PassageStatement& statement : passage.statements()) {
    EXPECT_THAT(statement.text(), Not(IsEmpty()));
    EXPECT_TRUE(ids.insert(statement.statement_id()).second) << statement.statement_id();
    ASSERT_GT(statement.citation_numbers_size(), 0) << statement.statement_id();
    for (const int number : statement.citation_numbers()) {
      EXPECT_GE(number, 1);
      EXPECT_LE(number, passage.citations_size());
    }
    v1::GetPassageRequest by_statement;
    v1::GetPassageResponse same;
    by_statement.set_statement_id(statement.statement_id());
    ASSERT_TRUE(client_.Call(kPassage, by_statement, &same).ok()) << statement.statement_id();
    EXPECT_EQ(same.passage().SerializeAsString(), passage.SerializeAsString());
  }
}

TEST_F(LookupTest, GetsASourceByItsIdWithItsFactsById) {
  v1::GetPassageRequest passage_request;
  v1::GetPassageResponse passage;
  passage_request.set_passage_id(SomePassageId());
  ASSERT_TRUE(client_.Call(kPassage, passage_request, &passage).ok());
  for (const v1::Citation& citation : passage.passage().citations()) {
    v1::GetSourceRequest request;
    v1::GetSourceResponse response;
    request.set_source_id(citation.source_id());
    ASSERT_TRUE(client_.Call(kSource, request, &response).ok()) << citation.source_id();
    EXPECT_EQ(response.source().source_id(), citation.source_id());
    EXPECT_EQ(response.source().fact_count(), response.facts_size());
    std::vector<std::string> ids;
    for (const v1::Fact& fact : response.facts()) ids.push_back(fact.fact_id());
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << citation.source_id();
  }
}

TEST_F(LookupTest, GetsOnlyTheFactThatIsAskedFor) {
  v1::GetPassageRequest passage_request;
  v1::GetPassageResponse passage;
  passage_request.set_passage_id(SomePassageId());
  ASSERT_TRUE(client_.Call(kPassage, passage_request, &passage).ok());
  const v1::Citation& citation = passage.passage().citations(0);
  v1::GetSourceRequest request;
  v1::GetSourceResponse response;
  request.set_fact_id(citation.fact_id());
  ASSERT_TRUE(client_.Call(kSource, request, &response).ok());
  ASSERT_EQ(response.facts_size(), 1);
  EXPECT_EQ(response.facts(0).fact_id(), citation.fact_id());
  EXPECT_EQ(response.facts(0).claim(), citation.support());
}

struct AbsentCase {
  std::string name;
  std::string method;
  int field;  // of the request, which is one string
  std::string id;
};
void PrintTo(const AbsentCase& c, std::ostream* os) { *os << c.name; }

class AbsentTest : public LookupTest, public ::testing::WithParamInterface<AbsentCase> {};

TEST_P(AbsentTest, IsNotFound) {
  const AbsentCase& c = GetParam();
  std::string request(1, static_cast<char>(c.field << 3 | 2));
  request += static_cast<char>(c.id.size()) + c.id;
  const grpc::Status status = client_.CallBytes(c.method, request, nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << status.error_message();
  EXPECT_TRUE(DetailsOf(status).has_value());
}

INSTANTIATE_TEST_SUITE_P(All, AbsentTest,
                         ValuesIn(std::vector<AbsentCase>{
                             {"Passage", kPassage, 1, "guide/nothing/here#1"},
                             {"PassageOfNoCollection", kPassage, 1, "nobody/aftercare/sun#1"},
                             {"PassageWithoutCollection", kPassage, 1, "sun"},
                             {"Slash", kPassage, 1, "/"},
                             {"Statement", kPassage, 2, "guide/nothing/here/at-all"},
                             {"Source", kSource, 1, "no-such-source"},
                             {"Fact", kSource, 2, "no-such-fact"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(LookupTest, NeedsAnIdToGetAnything) {
  for (const char* method : {kPassage, kSource}) {
    const grpc::Status status = client_.CallBytes(method, "", nullptr);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << method;
  }
}

TEST_F(LookupTest, DoesNotGiveAPassageOfAVersionThatIsNotKept) {
  v1::GetPassageRequest request;
  request.set_passage_id(SomePassageId());
  request.set_knowledge_version(std::string(64, '0'));
  EXPECT_EQ(client_.Call(kPassage, request, nullptr).error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace needlepoint::conformance
