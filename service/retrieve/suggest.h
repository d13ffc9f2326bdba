// Completes a query while it is typed.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_SUGGEST_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_SUGGEST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/base/span.h"
#include "service/index/index_view.h"

namespace needlepoint {

// How a suggestion goes with what was typed, the closest first.
enum class SuggestionMatch {
  kStart,              // begins with it
  kLaterWord,          // has it from a later word on
  kMisspeltStart,      // begins with it once its misspellings are corrected
  kMisspeltLaterWord,  // has it so from a later word on
  kLastWord,           // is what was typed, its last word completed
};

struct Suggestion {
  std::string text;  // the query to run
  SuggestionKind kind = SuggestionKind::kQuestion;
  uint32_t passage = kNoPassage;  // it leads to; kNoPassage if several
  SuggestionMatch match = SuggestionMatch::kStart;
  TextSpan highlight;  // of `text`: what was typed, corrected or not
};

// At most `most` completions of `typed`, which may be any bytes, none twice: the
// closest matches first, among equals those of the index's best rank; exact.
// The last word may be half typed unless white space follows it. Misspellings
// are corrected where the words as they are typed find too little, and the last
// word alone is completed where all of them together find nothing. Empty if
// `typed` has no word.
std::vector<Suggestion> Suggest(const IndexView& index, absl::string_view typed, size_t most);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_SUGGEST_H_
