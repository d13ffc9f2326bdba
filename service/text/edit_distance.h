// How far two words are from each other as typing mistakes go.

#ifndef NEEDLEPOINT_SERVICE_TEXT_EDIT_DISTANCE_H_
#define NEEDLEPOINT_SERVICE_TEXT_EDIT_DISTANCE_H_

#include "absl/strings/string_view.h"

namespace needlepoint {

// The least number of insertions, deletions, substitutions and swaps of
// neighbours (each part of the word edited once) that turn `a` into `b`, in
// bytes; `limit` + 1 if more than `limit` are needed.
// Source: optimal string alignment; Damerau 1964.
int EditDistance(absl::string_view a, absl::string_view b, int limit);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TEXT_EDIT_DISTANCE_H_
