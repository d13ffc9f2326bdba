// The stretch of a passage that shows best why it was found.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_SNIPPET_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_SNIPPET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/base/span.h"
#include "service/index/index_view.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

struct Snippet {
  std::string text;                  // one line
  std::vector<TextSpan> highlights;  // of `text`, in order
};

// The stretch of `body`, the text of `passage`, that holds most of what the plan
// looks for, at most `most_chars` characters and cut between words; its
// beginning if it holds nothing.
Snippet MakeSnippet(const IndexView& index, const SearchPlan& plan, uint32_t passage,
                    absl::string_view body, int most_chars);

// Words of `title`, the first line of the passage's titles, that the plan looks
// for, in order.
std::vector<TextSpan> TitleHighlights(const IndexView& index, const SearchPlan& plan,
                                      uint32_t passage, absl::string_view title);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_SNIPPET_H_
