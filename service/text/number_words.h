// Numbers written as words.

#ifndef NEEDLEPOINT_SERVICE_TEXT_NUMBER_WORDS_H_
#define NEEDLEPOINT_SERVICE_TEXT_NUMBER_WORDS_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace needlepoint {

// The value of a folded cardinal, "one" to "nineteen" and "twenty" to "ninety";
// nothing for another word. "Twenty-five" is two words.
std::optional<double> CardinalValue(absl::string_view word);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TEXT_NUMBER_WORDS_H_
