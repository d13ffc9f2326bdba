// Errors that clients branch on, after AIP-193.

#ifndef NEEDLEPOINT_SERVICE_API_ERRORS_H_
#define NEEDLEPOINT_SERVICE_API_ERRORS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// What google.rpc.ErrorInfo and BadRequest carry; attached to a status and read
// back by the edges.
struct ErrorDetail {
  std::string reason;  // UPPER_SNAKE: "QUESTION_TOO_LARGE"
  std::string field;   // of the request, "" if it is about none
};

// `status` with `detail`; a message that says what was wrong, the limit and what
// to do, and repeats nothing of the request.
absl::Status WithDetail(absl::Status status, const ErrorDetail& detail);

std::optional<ErrorDetail> DetailOf(const absl::Status& status);

// INVALID_ARGUMENT about `field`.
absl::Status Invalid(absl::string_view message, absl::string_view reason, absl::string_view field);

// INVALID_ARGUMENT: `field` has `size` bytes and may have `limit`.
absl::Status TooLarge(absl::string_view field, absl::string_view reason, size_t size, int limit);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_ERRORS_H_
