// Dates of documents as the API shows them.

#ifndef NEEDLEPOINT_SERVICE_API_DOCUMENT_TIME_H_
#define NEEDLEPOINT_SERVICE_API_DOCUMENT_TIME_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>

#include "absl/strings/string_view.h"

namespace needlepoint {

// Midnight UTC of `date`, YYYY-MM-DD; nothing if it is none.
std::optional<google::protobuf::Timestamp> DocumentTime(absl::string_view date);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_DOCUMENT_TIME_H_
