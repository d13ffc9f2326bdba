// The profile of a rule's case.

#ifndef NEEDLEPOINT_SERVICE_PACK_CASE_PROFILE_H_
#define NEEDLEPOINT_SERVICE_PACK_CASE_PROFILE_H_

#include <string>

#include "absl/status/statusor.h"

#include "service/model/profile.h"

namespace needlepoint {

// Reads RuleCase::profile: JSON of field names of profile.yaml; "" is a profile
// of which nothing is known.
//
// Errors: INVALID_ARGUMENT naming the field that is unknown or holds another
// type.
absl::StatusOr<Profile> ProfileOfCase(const std::string& json);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_CASE_PROFILE_H_
