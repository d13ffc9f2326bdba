// Errors as gRPC carries them; the only place that turns one into the other.

#ifndef NEEDLEPOINT_SERVICE_RPC_STATUS_H_
#define NEEDLEPOINT_SERVICE_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace needlepoint {

// The same code and message, with google.rpc.ErrorInfo (domain
// "needlepoint.dev"), BadRequest where a field is wrong, and RetryInfo where
// waiting helps.
grpc::Status ToGrpcStatus(const absl::Status& status);

// RESOURCE_EXHAUSTED: all workers are busy and the queue is full.
grpc::Status Overloaded();

// UNAVAILABLE: the server is stopping; another may be there.
grpc::Status Draining();

// UNIMPLEMENTED: part of the contract, but not served by this version.
grpc::Status NotServedYet(const char* method);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_STATUS_H_
