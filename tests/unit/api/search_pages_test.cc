// Pages of a search: whole, stable across publications, and of one request alone.

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "tests/unit/api/search_fixture.h"
#include "tests/unit/api/status_codes.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using SearchPagesTest = SearchApiTest;

// Found with a page size of 1 over both collections.
v1::SearchPassagesRequest Paged() {
  v1::SearchPassagesRequest request;
  request.set_query("roller sun");
  request.set_page_size(1);
  return request;
}

TEST_F(SearchPagesTest, PagesHoldEachHitOnceInOrder) {
  ServeDesk();
  for (const char* order : {"relevance", "date", "date desc"}) {
    for (const v1::GroupBy group : {v1::GROUP_BY_PASSAGE, v1::GROUP_BY_DOCUMENT}) {
      v1::SearchPassagesRequest request = Paged();
      request.set_order_by(order);
      request.set_group_by(group);
      request.set_page_size(100);
      const std::string whole = AllPages(request);
      for (const int size : {1, 3}) {
        request.set_page_size(size);
        EXPECT_EQ(AllPages(request), whole) << order << " " << group << " " << size;
      }
    }
  }
}

TEST_F(SearchPagesTest, APageThatEndsWithTheHitsIsTheLast) {
  v1::SearchPassagesRequest request;
  request.set_query("sun water roller isotretinoin");
  request.set_page_size(4);
  EXPECT_EQ(Search(request).next_page_token(), "");
}

TEST_F(SearchPagesTest, AListGoesOnAsItBeganAfterAPublication) {
  ServeDesk();
  const std::string before = AllPages(Paged());
  EXPECT_EQ(AllPages(Paged(),
                     [&] {
                       ServeGuide("Roller roller");
                       ServeDesk({DeskPassages()[3]});
                     }),
            before);
  EXPECT_NE(AllPages(Paged()), before);
}

// Which words are taken for each other is the guide's to say, of the version
// that was in service when the list began.
TEST_F(SearchPagesTest, ADesksListGoesOnAsItBeganAfterTheGuideIsPublished) {
  std::vector<DocumentPassage> passages;
  for (const char* id : {"a", "b", "c"})
    passages.push_back({.document_id = id, .text = "Isotretinoin"});
  ServeDesk(passages);
  v1::SearchPassagesRequest request;
  request.set_query("isotretinoim");
  request.set_collection("desk");
  request.set_page_size(1);
  EXPECT_EQ(
      AllPages(request,
               [&] {
                 Knowledge k = SmallKnowledge();
                 k.never_cross.emplace_back("isotretinoim", "isotretinoin");
                 NP_ASSERT_OK(WriteSnapshot(k, folder_.Path("crossed")));
                 NP_ASSERT_OK(collections_.Publish(kGuide, folder_.Path("crossed"), clock_.Now()));
               }),
      "desk/a#1 desk/b#1 desk/c#1");
  EXPECT_THAT(AllPages(request), IsEmpty());
}

class PageTokenTest : public SearchApiTest {
 protected:
  PageTokenTest() {
    ServeDesk();
    token_ = Search(Paged()).next_page_token();
    EXPECT_THAT(token_, Not(IsEmpty()));
  }
  void ExpectRefused(v1::SearchPassagesRequest request, const std::string& token) {
    request.set_page_token(token);
    v1::SearchPassagesResponse response;
    EXPECT_THAT(api_.SearchPassages(request, response),
                IsError(kInvalid, "PAGE_TOKEN_INVALID", "page_token", HasSubstr("start again")))
        << token;
  }

  std::string token_;
};

TEST_F(PageTokenTest, IsRefusedOnceItsVersionIsGone) {
  for (int i = 0; i < 3; ++i) {
    v1::SearchPassagesRequest request = Paged();
    request.set_page_token(token_);
    EXPECT_EQ(Search(request).hits_size(), 1) << i;
    ServeGuide(absl::StrCat("The sun ", i));
  }
  ExpectRefused(Paged(), token_);
}

TEST_F(PageTokenTest, BelongsToOneRequest) {
  const std::vector<std::function<void(v1::SearchPassagesRequest&)>> changes = {
      [](auto& r) { r.set_query("roller"); },
      [](auto& r) { r.set_collection("desk"); },
      [](auto& r) { r.set_filter("language = en"); },
      [](auto& r) { r.set_order_by("date"); },
      [](auto& r) { r.set_group_by(v1::GROUP_BY_DOCUMENT); },
      [](auto& r) { r.add_phrases("roller"); },
      [](auto& r) { r.add_prefixes("rol"); },
      [](auto& r) { r.add_exclusions("roller"); },
      [](auto& r) { r.add_disabled_ranking_parts(v1::RANKING_PART_PAIRS); },
  };
  for (const auto& change : changes) {
    v1::SearchPassagesRequest request = Paged();
    change(request);
    ExpectRefused(request, token_);
  }
  v1::SearchPassagesRequest larger = Paged();  // the one field that may change
  larger.set_page_size(2);
  larger.set_page_token(token_);
  EXPECT_EQ(Search(larger).hits_size(), 2);
}

TEST_F(PageTokenTest, IsTakenOnlyAsItWasMade) {
  const std::vector<std::string> parts = absl::StrSplit(token_, ':');
  ASSERT_EQ(parts.size(), 4u);
  for (const char* offset : {"", "-1", "10001", "1x", "99999999999999999999"})
    ExpectRefused(Paged(), absl::StrCat(parts[0], ":", offset, ":", parts[2], ":", parts[3]));
  ExpectRefused(Paged(), absl::StrCat(parts[0], ":1:guide@", VersionOf(kGuide), ":", parts[3]));
  ExpectRefused(Paged(), absl::StrCat(parts[0], ":1:", parts[2], ":"));
  ExpectRefused(Paged(), absl::StrCat(std::string(16, '0'), ":1:", parts[2], ":", parts[3]));
}

}  // namespace
}  // namespace needlepoint
