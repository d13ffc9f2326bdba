// Corrects a word that is typed by half.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_NEAR_BEGINNINGS_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_NEAR_BEGINNINGS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "service/index/index_view.h"

namespace needlepoint {

// The words of `words`, some of the index's in their order, that begin with
// `beginning`.
absl::Span<const WordRecord> WordsFrom(const IndexView& index, absl::Span<const WordRecord> words,
                                       absl::string_view beginning);

// What `beginning`, with which no word of the index begins, may stand for: at
// most `most` beginnings of words, one letter put in, left out, changed or
// swapped with its neighbour away. Those with the same first letter come first,
// then those of more frequent words. Empty if it is shorter than
// kShortestCorrected or not of the letters a to z alone.
std::vector<std::string> NearBeginnings(const IndexView& index, absl::string_view beginning,
                                        size_t most);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_NEAR_BEGINNINGS_H_
