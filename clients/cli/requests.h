// Requests made from flags.

#ifndef NEEDLEPOINT_CLIENTS_CLI_REQUESTS_H_
#define NEEDLEPOINT_CLIENTS_CLI_REQUESTS_H_

#include "absl/status/statusor.h"

#include "clients/cli/flags.h"
#include "needlepoint/v1/guidance_service.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "needlepoint/v1/profile.pb.h"
#include "needlepoint/v1/safety_service.pb.h"

namespace needlepoint::cli {

// The profile that the flags give. Bounds are left to the server.
v1::Profile MakeProfile(const Flags& flags);

// The requests. Only `profile` and what flags set is set.
//
// Errors: INVALID_ARGUMENT if --reference-time is no RFC 3339 time, or
// something that the subcommand needs is missing.
absl::StatusOr<v1::AskQuestionRequest> MakeAskRequest(const Flags& flags);
absl::StatusOr<v1::BuildPlanRequest> MakePlanRequest(const Flags& flags);
absl::StatusOr<v1::ReviewDraftRequest> MakeReviewRequest(const Flags& flags, std::string draft);
v1::SearchPassagesRequest MakeSearchRequest(const Flags& flags);
absl::StatusOr<v1::GetPassageRequest> MakePassageRequest(const Flags& flags);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_REQUESTS_H_
