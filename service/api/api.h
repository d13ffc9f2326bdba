// The methods of the API, one function each: request in, response and status
// out. They check, set limits and call the pipelines; both edges, gRPC and HTTP,
// stand on them.

#ifndef NEEDLEPOINT_SERVICE_API_API_H_
#define NEEDLEPOINT_SERVICE_API_API_H_

#include "absl/status/status.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "needlepoint/v1/guidance_service.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "needlepoint/v1/safety_service.pb.h"
#include "service/api/caller.h"
#include "service/api/limits.h"
#include "service/base/clock.h"
#include "service/collection/imports.h"
#include "service/collection/publisher.h"
#include "service/collection/registry.h"
#include "service/conversation/sealer.h"

namespace needlepoint {

// Thread-safe. What it is given must outlive it.
//
// Errors of all methods: INVALID_ARGUMENT naming the field, the limit and what
// to do; NOT_FOUND for a collection, version, passage, source or file that is
// not there; FAILED_PRECONDITION if something cannot be published;
// DATA_LOSS if a snapshot is damaged.
class Api {
 public:
  // Without a `publisher` and `imports` nothing can be imported and published:
  // there is no data directory. Without a `sealer` no conversation is carried on.
  Api(const CollectionRegistry& collections, const Clock& clock, const Limits& limits,
      Publisher* publisher = nullptr, Imports* imports = nullptr, const Sealer* sealer = nullptr)
      : collections_(collections),
        clock_(clock),
        limits_(limits),
        publisher_(publisher),
        imports_(imports),
        sealer_(sealer) {}

  absl::Status AskQuestion(const v1::AskQuestionRequest& request, v1::AskQuestionResponse& response,
                           const Caller& caller = {}) const;
  // One message of a call. `before` is what the message before was asked as, empty
  // in the first, and is brought up to date.
  absl::Status Converse(const v1::ConverseRequest& request, v1::AskQuestionRequest& before,
                        v1::ConverseResponse& response, const Caller& caller = {}) const;
  absl::Status BuildPlan(const v1::BuildPlanRequest& request, v1::BuildPlanResponse& response,
                         const Caller& caller = {}) const;
  absl::Status ScreenProfile(const v1::ScreenProfileRequest& request,
                             v1::ScreenProfileResponse& response) const;
  absl::Status SearchPassages(const v1::SearchPassagesRequest& request,
                              v1::SearchPassagesResponse& response) const;
  absl::Status SuggestQueries(const v1::SuggestQueriesRequest& request,
                              v1::SuggestQueriesResponse& response) const;
  absl::Status GetPassage(const v1::GetPassageRequest& request,
                          v1::GetPassageResponse& response) const;
  absl::Status GetSource(const v1::GetSourceRequest& request,
                         v1::GetSourceResponse& response) const;
  absl::Status ImportDocuments(const v1::ImportDocumentsRequest& request,
                               v1::ImportDocumentsResponse& response) const;
  absl::Status PublishSnapshot(const v1::PublishSnapshotRequest& request,
                               v1::PublishSnapshotResponse& response) const;
  absl::Status RollbackSnapshot(const v1::RollbackSnapshotRequest& request,
                                v1::RollbackSnapshotResponse& response) const;
  absl::Status ListSnapshots(const v1::ListSnapshotsRequest& request,
                             v1::ListSnapshotsResponse& response) const;
  absl::Status GetServerInfo(const v1::GetServerInfoRequest& request,
                             v1::GetServerInfoResponse& response) const;

 private:
  const CollectionRegistry& collections_;
  const Clock& clock_;
  const Limits& limits_;
  absl::Status PublishImport(const v1::PublishSnapshotRequest& request,
                             v1::PublishSnapshotResponse& response) const;
  // Publishes the snapshot at `path` as `collection` over `expected_version`, or
  // only validates it.
  absl::Status PublishFile(const v1::PublishSnapshotRequest& request, const std::string& collection,
                           const std::string& path, absl::string_view expected_version,
                           v1::PublishSnapshotResponse& response) const;

  Publisher* const publisher_;
  Imports* const imports_;
  const Sealer* const sealer_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_API_H_
