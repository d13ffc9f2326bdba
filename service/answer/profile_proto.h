// Profiles as the API has them.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_PROFILE_PROTO_H_
#define NEEDLEPOINT_SERVICE_ANSWER_PROFILE_PROTO_H_

#include "absl/status/statusor.h"

#include "needlepoint/v1/profile.pb.h"
#include "service/model/profile.h"

namespace needlepoint {

// Errors: INVALID_ARGUMENT naming the field, what is wrong with it and its
// bounds, as profile.yaml declares them.
absl::StatusOr<Profile> ProfileFromProto(const v1::Profile& proto);

v1::Profile ProfileToProto(const Profile& profile);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_PROFILE_PROTO_H_
