// Searches of an Api.

#ifndef NEEDLEPOINT_TESTS_UNIT_API_SEARCH_FIXTURE_H_
#define NEEDLEPOINT_TESTS_UNIT_API_SEARCH_FIXTURE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"

#include "tests/unit/api/api_fixture.h"

namespace needlepoint {

// Ids of the hits, a word each.
inline std::string Ids(const v1::SearchPassagesResponse& response) {
  return absl::StrJoin(response.hits(), " ", [](std::string* out, const v1::SearchHit& hit) {
    out->append(hit.passage_id());
  });
}

class SearchApiTest : public ApiTest {
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

  // Ids of all pages of `request`; the first request was made before `between`
  // is called, the others after it.
  std::string AllPages(
      v1::SearchPassagesRequest request, const std::function<void()>& between = [] {}) {
    std::vector<std::string> pages;
    do {
      const v1::SearchPassagesResponse page = Search(request);
      pages.push_back(Ids(page));
      request.set_page_token(page.next_page_token());
      if (pages.size() == 1) between();
    } while (!request.page_token().empty() && pages.size() < 50);
    return absl::StrJoin(pages, " ");
  }
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_API_SEARCH_FIXTURE_H_
