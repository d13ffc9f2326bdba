// Names that nobody can guess.

#ifndef NEEDLEPOINT_SERVICE_BASE_RANDOM_ID_H_
#define NEEDLEPOINT_SERVICE_BASE_RANDOM_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace needlepoint {

// 128 random bits of the machine's as 32 lower-case hexadecimal digits. Like the
// clock it is for server/, tools/ and tests to take; others are given it.
std::string RandomId();

// Whether `text` has the form of RandomId().
bool IsRandomId(absl::string_view text);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_BASE_RANDOM_ID_H_
