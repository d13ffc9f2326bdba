// Short names, for tables of faults, of the codes that the API answers with.

#ifndef NEEDLEPOINT_TESTS_UNIT_API_STATUS_CODES_H_
#define NEEDLEPOINT_TESTS_UNIT_API_STATUS_CODES_H_

#include "absl/status/status.h"

namespace needlepoint {

inline constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
inline constexpr auto kState = absl::StatusCode::kFailedPrecondition;
inline constexpr auto kAbsent = absl::StatusCode::kNotFound;

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_API_STATUS_CODES_H_
