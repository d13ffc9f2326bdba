// One request of bytes: read, given to the API, and answered in bytes.

#ifndef NEEDLEPOINT_SERVICE_RPC_CALL_H_
#define NEEDLEPOINT_SERVICE_RPC_CALL_H_

#include <google/protobuf/arena.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "service/api/caller.h"
#include "service/api/errors.h"
#include "service/rpc/backend.h"

namespace needlepoint {

// Reads the request, calls the method, writes the response. Request and response
// share an arena: an answer has hundreds of small messages.
// `method` is called with the API, the request and the response.
template <typename Request, typename Response, typename Method>
absl::Status Call(const RpcBackend& backend, const Method& method, const grpc::ByteBuffer& request,
                  grpc::ByteBuffer* response) {
  if (request.Length() > static_cast<size_t>(backend.limits.max_request_bytes)) {
    return TooLarge("the request", "REQUEST_TOO_LARGE", request.Length(),
                    backend.limits.max_request_bytes);
  }
  google::protobuf::Arena arena;
  auto* in = google::protobuf::Arena::CreateMessage<Request>(&arena);
  auto* out = google::protobuf::Arena::CreateMessage<Response>(&arena);
  grpc::ByteBuffer bytes(request);
  if (!grpc::SerializationTraits<Request>::Deserialize(&bytes, in).ok()) {
    return WithDetail(
        absl::InvalidArgumentError(absl::StrCat(
            "the request is no ", in->GetTypeName(),
            ": its bytes are cut short, or text in it is not UTF-8; build client and server from "
            "the same contract")),
        {"REQUEST_MALFORMED", ""});
  }
  const absl::Status status = method(backend.api, *in, *out);
  if (!status.ok()) return status;
  bool own = false;
  grpc::SerializationTraits<Response>::Serialize(*out, response, &own);
  return absl::OkStatus();
}

// Whom the metadata of a call names: "needlepoint-end-user" is the client's end user.
inline Caller CallerOf(const grpc::CallbackServerContext& context) {
  const auto it = context.client_metadata().find("needlepoint-end-user");
  if (it == context.client_metadata().end()) return {};
  return {std::string(it->second.data(), it->second.size())};
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_CALL_H_
