// Words that show what kind of answer is asked for.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_INTENT_WORDS_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_INTENT_WORDS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace needlepoint {

// An intent: words that people ask with, and words that answers to it use. Both
// are folded and separated by spaces.
struct IntentWords {
  absl::string_view asked;
  absl::string_view answered;
};

absl::Span<const IntentWords> AllIntentWords();

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_INTENT_WORDS_H_
