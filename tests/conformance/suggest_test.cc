// Completion of queries while they are typed.

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::HasSubstr;

constexpr char kSuggest[] = "KnowledgeService/SuggestQueries";

class SuggestTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint(); }

  v1::SuggestQueriesResponse Suggest(const std::string& query, int most = 0) {
    v1::SuggestQueriesRequest request;
    request.set_query(query);
    request.set_max_suggestions(most);
    v1::SuggestQueriesResponse response;
    const grpc::Status status = client_.Call(kSuggest, request, &response);
    EXPECT_TRUE(status.ok()) << query << ": " << status.error_message();
    return response;
  }

  Client client_{SharedServer().address()};
};

TEST_F(SuggestTest, EveryLetterOfAQuestionLeadsOn) {
  const std::string question = "sunscreen after";
  for (size_t size = 1; size <= question.size(); ++size) {
    const std::string typed = question.substr(0, size);
    const v1::SuggestQueriesResponse response = Suggest(typed);
    EXPECT_GT(response.suggestions_size(), 0) << typed;
    EXPECT_LE(response.suggestions_size(), 8) << typed;
    std::set<std::string> texts;
    for (const v1::QuerySuggestion& suggestion : response.suggestions()) {
      EXPECT_TRUE(texts.insert(suggestion.text()).second) << "twice: " << suggestion.text();
      EXPECT_NE(suggestion.kind(), v1::SUGGESTION_KIND_UNSPECIFIED) << suggestion.text();
      ASSERT_EQ(suggestion.highlights_size(), 1) << suggestion.text();
      const v1::Span& span = suggestion.highlights(0);
      EXPECT_LT(span.start(), span.end()) << suggestion.text();
      EXPECT_LE(span.end(), static_cast<int>(suggestion.text().size())) << suggestion.text();
    }
  }
}

TEST_F(SuggestTest, ToleratesAMisspelling) {
  const v1::SuggestQueriesResponse response = Suggest("sunscren");
  ASSERT_GT(response.suggestions_size(), 0);
  EXPECT_THAT(response.suggestions(0).text(), HasSubstr("unscreen"));
}

TEST_F(SuggestTest, EverySuggestionFindsPassagesAndItsOwnResolves) {
  const v1::SuggestQueriesResponse response = Suggest("can i", 20);
  EXPECT_EQ(response.suggestions_size(), 20);
  for (const v1::QuerySuggestion& suggestion : response.suggestions()) {
    v1::SearchPassagesRequest search;
    search.set_query(suggestion.text());
    v1::SearchPassagesResponse found;
    ASSERT_TRUE(client_.Call("KnowledgeService/SearchPassages", search, &found).ok());
    EXPECT_GT(found.hits_size(), 0) << suggestion.text();
    if (suggestion.passage_id().empty()) continue;
    v1::GetPassageRequest get;
    get.set_passage_id(suggestion.passage_id());
    EXPECT_TRUE(client_.Call("KnowledgeService/GetPassage", get, nullptr).ok())
        << suggestion.passage_id();
  }
}

TEST_F(SuggestTest, ANegativeNumberIsRefusedWithItsField) {
  v1::SuggestQueriesRequest request;
  request.set_query("sun");
  request.set_max_suggestions(-1);
  const grpc::Status status = client_.Call(kSuggest, request, nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_TRUE(DetailsOf(status).has_value());
  EXPECT_EQ(DetailsOf(status)->bad_request->field_violations(0).field(), "max_suggestions");
}

}  // namespace
}  // namespace needlepoint::conformance
