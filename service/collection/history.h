// What was published of a collection, as the data directory remembers it.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_HISTORY_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_HISTORY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace needlepoint {

// Versions of a collection that stay resolvable: the one in service and those
// before it.
inline constexpr size_t kKeptVersions = 3;

struct Publication {
  std::string version;
  absl::Time time;   // when it was last put in service
  std::string note;  // the operator's; "" if there is none
};

struct History {
  // Newest first: the first is in service. No version is in it twice.
  std::vector<Publication> publications;
  // Version of the file that --collection gave at the last publication; "" if
  // it gave none.
  std::string given;
};

// Whether `text` is the version of a snapshot: 64 lower-case hexadecimal digits.
bool IsVersion(absl::string_view text);

// `history` as JSON, ending in a newline.
std::string HistoryText(const History& history);

// The inverse of HistoryText().
//
// Errors: DATA_LOSS if `text` is no such history.
absl::StatusOr<History> ParseHistory(absl::string_view text);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_HISTORY_H_
