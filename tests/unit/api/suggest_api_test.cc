#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "tests/support/small_collection.h"
#include "tests/unit/api/api_fixture.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SuggestApiTest : public ApiTest {
 protected:
  SuggestApiTest() {
    const std::string path = folder_.Path("desk.snapshot");
    EXPECT_THAT(
        WriteCollection({{.document_id = "sun", .title = "Sun cream"},
                         {.document_id = "d\xC3\xA9j\xC3\xA0", .title = "D\xC3\xA9j\xC3\xA0 vu"},
                         {.document_id = "wash", .title = "WASHING the face"}},
                        path),
        IsOk());
    EXPECT_THAT(collections_.Publish("desk", path, clock_.Now()), IsOk());
    for (int i = 0; i < 30; ++i) {
      many_.push_back({.document_id = absl::StrCat("m", i), .title = absl::StrCat("zinc ", i)});
    }
  }

  absl::Status Suggest(const std::string& query, const std::string& collection, int most,
                       v1::SuggestQueriesResponse& response) {
    v1::SuggestQueriesRequest request;
    request.set_query(query);
    request.set_collection(collection);
    request.set_max_suggestions(most);
    return api_.SuggestQueries(request, response);
  }
  // "text > passage"
  std::vector<std::string> Texts(const std::string& query, const std::string& collection = "",
                                 int most = 0) {
    v1::SuggestQueriesResponse response;
    EXPECT_THAT(Suggest(query, collection, most, response), IsOk());
    std::vector<std::string> texts;
    for (const v1::QuerySuggestion& suggestion : response.suggestions())
      texts.push_back(absl::StrCat(suggestion.text(), " > ", suggestion.passage_id()));
    return texts;
  }

  std::vector<DocumentPassage> many_;
};

TEST_F(SuggestApiTest, TakesTheClosestOfAllCollections) {
  EXPECT_THAT(Texts("sun"),
              ElementsAre("Sun cream > desk/sun#1", "sunbathing > guide/aftercare/sun#1",
                          "Sun after needling > guide/aftercare/sun#1",
                          "how long should I avoid the sun > guide/aftercare/sun#1",
                          "can I go out in the sun the next day > guide/aftercare/sun#1"));
}

TEST_F(SuggestApiTest, LooksInOneCollectionIfItIsNamed) {
  EXPECT_THAT(Texts("sun", "desk"), ElementsAre("Sun cream > desk/sun#1"));
}

TEST_F(SuggestApiTest, OfTwoCollectionsWithTheSameTextLeadsToNeither) {
  EXPECT_THAT(Texts("washing"), ElementsAre("WASHING the face > "));
}

TEST_F(SuggestApiTest, MarksWhatWasTypedAndSaysWhatItIs) {
  v1::SuggestQueriesResponse response;
  NP_ASSERT_OK(Suggest("deja v", "", 0, response));
  ASSERT_EQ(response.suggestions_size(), 1);
  const v1::QuerySuggestion& suggestion = response.suggestions(0);
  EXPECT_EQ(suggestion.kind(), v1::SUGGESTION_KIND_TITLE);
  ASSERT_EQ(suggestion.highlights_size(), 1);
  EXPECT_EQ(suggestion.highlights(0).start(), 0);
  EXPECT_EQ(suggestion.highlights(0).end(), 8);
  EXPECT_EQ(suggestion.highlights(0).utf16_start(), 0);
  EXPECT_EQ(suggestion.highlights(0).utf16_end(), 6);
}

TEST_F(SuggestApiTest, GivesEightUnlessAskedForOthersAndNeverMoreThanTwenty) {
  const std::string path = folder_.Path("many.snapshot");
  NP_ASSERT_OK(WriteCollection(many_, path));
  NP_ASSERT_OK(collections_.Publish("many", path, clock_.Now()));
  EXPECT_EQ(Texts("zinc").size(), 8u);
  EXPECT_EQ(Texts("zinc", "", 1).size(), 1u);
  EXPECT_EQ(Texts("zinc", "", 20).size(), 20u);
  EXPECT_EQ(Texts("zinc", "", 21).size(), 20u);
}

TEST_F(SuggestApiTest, NothingTypedSuggestsNothing) {
  EXPECT_THAT(Texts(""), IsEmpty());
  EXPECT_THAT(Texts(" ?!"), IsEmpty());
}

TEST_F(SuggestApiTest, RefusesWhatIsOutOfRange) {
  v1::SuggestQueriesResponse response;
  EXPECT_THAT(Suggest("sun", "", -1, response),
              IsError(absl::StatusCode::kInvalidArgument, "MAX_SUGGESTIONS_OUT_OF_RANGE",
                      "max_suggestions", HasSubstr("1 to 20")));
  NP_EXPECT_OK(Suggest(std::string(limits_.max_query_bytes, 'x'), "", 0, response));
  EXPECT_THAT(Suggest(std::string(limits_.max_query_bytes + 1, 'x'), "", 0, response),
              IsError(absl::StatusCode::kInvalidArgument, "QUERY_TOO_LARGE", "query",
                      AllOf(HasSubstr("20001"), HasSubstr("20000"))));
  EXPECT_THAT(Suggest("sun", "nobody", 0, response), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace needlepoint
