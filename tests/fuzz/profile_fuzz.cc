// Any bytes as an encoded profile: it is refused, or it survives the way to the
// core and back.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "needlepoint/v1/profile.pb.h"
#include "service/answer/profile_proto.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace needlepoint;
  v1::Profile proto;
  if (!proto.ParseFromArray(data, static_cast<int>(size))) return 0;
  const absl::StatusOr<Profile> profile = ProfileFromProto(proto);
  if (!profile.ok()) return profile.status().message().empty() ? (std::abort(), 0) : 0;
  const absl::StatusOr<Profile> again = ProfileFromProto(ProfileToProto(*profile));
  if (!again.ok() || !(*again == *profile)) std::abort();
  return 0;
}
