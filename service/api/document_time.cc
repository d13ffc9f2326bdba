#include "service/api/document_time.h"

#include <string>

#include "absl/time/time.h"

namespace needlepoint {

std::optional<google::protobuf::Timestamp> DocumentTime(absl::string_view date) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d", date, absl::UTCTimeZone(), &time, &error)) return std::nullopt;
  google::protobuf::Timestamp shown;
  shown.set_seconds(absl::ToUnixSeconds(time));
  return shown;
}

}  // namespace needlepoint
