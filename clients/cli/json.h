// JSON lines of a batch, and proto JSON.

#ifndef NEEDLEPOINT_CLIENTS_CLI_JSON_H_
#define NEEDLEPOINT_CLIENTS_CLI_JSON_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace needlepoint::cli {

// Members of an object, in order: name as written, and the value's own text.
using JsonMembers = std::vector<std::pair<absl::string_view, absl::string_view>>;

// Reads `text` as one JSON object by RFC 8259, in valid UTF-8 and at most 100
// deep. The views are into `text`.
//
// Errors: INVALID_ARGUMENT, with the byte.
absl::StatusOr<JsonMembers> ParseJsonObject(absl::string_view text);

// The same for an array: the elements' own text.
absl::StatusOr<std::vector<absl::string_view>> ParseJsonArray(absl::string_view text);

// `text` as a JSON string, in quotes. What is no UTF-8 becomes U+FFFD.
std::string JsonQuoted(absl::string_view text);

// Proto JSON: lowerCamelCase, enums by name, zeros left out. `pretty`: on
// several lines. C1 control characters are escaped, so that it may be printed.
//
// Errors: INTERNAL if the message has no JSON, as a time in the year 10000.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, bool pretty);

// Reads proto JSON; an unknown field or enum value is an error.
//
// Errors: INVALID_ARGUMENT, saying which field.
absl::Status FromJson(absl::string_view json, google::protobuf::Message* message);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_JSON_H_
