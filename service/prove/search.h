// Search through the situations of a space.

#ifndef NEEDLEPOINT_SERVICE_PROVE_SEARCH_H_
#define NEEDLEPOINT_SERVICE_PROVE_SEARCH_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "service/condition/condition.h"
#include "service/prove/space.h"

namespace needlepoint {

using Goal = std::function<Truth(const Situation&)>;

// Situations looked at before a search gives up.
inline constexpr int64_t kMostSituations = 500'000;

struct SearchResult {
  std::optional<std::string> witness;  // "setting HOME, needle_length_mm 1.5"
  int64_t situations = 0;              // looked at
  bool gave_up = false;
};

// Looks for a situation that makes `goal` true. Exact over the space: every
// situation is looked at but those that complete one in which the message is
// read and `goal` is false, since `goal` must be false for good then. Gives up
// on a space that is not whole.
SearchResult FindSituation(const Space& space, const Goal& goal);

// Calls `visit` for each situation of the space, partly known ones included.
void ForEachSituation(const Space& space, const std::function<void(const Question&)>& visit);

// Looks for a field that, while unknown, makes `value` true or false although
// it may become known to make it something else. Exact over the space; gives
// up, having looked at nothing, if that has more than `most` situations.
SearchResult FindUnknownTakenAsKnown(const Space& space, const Goal& value, int64_t most);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PROVE_SEARCH_H_
