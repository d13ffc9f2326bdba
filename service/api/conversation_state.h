// What a client carries from turn to turn: a memory, sealed.

#ifndef NEEDLEPOINT_SERVICE_API_CONVERSATION_STATE_H_
#define NEEDLEPOINT_SERVICE_API_CONVERSATION_STATE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "needlepoint/v1/understanding.pb.h"
#include "service/conversation/conversation.h"
#include "service/conversation/sealer.h"

namespace needlepoint {

inline constexpr size_t kMostStateBytes = 64 * 1024;
inline constexpr int kMostForgottenFacts = 100;

// The memory in `state`, which was issued to `holder`; a new one if it is empty.
// `sealer` is null if the server has no key.
//
// Errors: INVALID_ARGUMENT with a reason of its own for each of: too large,
// tampered with, sealed by a key that is not here, expired, issued to somebody
// else.
absl::StatusOr<Memory> OpenState(const Sealer* sealer, absl::string_view state,
                                 absl::string_view holder);

// "" if the server has no key.
std::string SealState(const Sealer* sealer, const Memory& memory, absl::string_view holder);

// Errors: INVALID_ARGUMENT naming a field that is none, or if there are too many.
absl::StatusOr<std::vector<ForgottenFact>> ReadForgotten(
    const google::protobuf::RepeatedPtrField<v1::FactReference>& references);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_CONVERSATION_STATE_H_
