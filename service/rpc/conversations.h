// The Converse streams of a server.

#ifndef NEEDLEPOINT_SERVICE_RPC_CONVERSATIONS_H_
#define NEEDLEPOINT_SERVICE_RPC_CONVERSATIONS_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <set>

#include "service/base/mutex.h"
#include "service/rpc/backend.h"

namespace needlepoint {

// Thread-safe. It must outlive its streams.
class Conversations {
 public:
  // `backend` must outlive it.
  explicit Conversations(const RpcBackend& backend) : backend_(backend) {}

  // Serves one call, which deletes itself when it is done.
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Begin(
      grpc::CallbackServerContext* context);

  // Ends, as draining, the streams that wait for their client's next message.
  void EndIdle();

 private:
  class Call;

  const RpcBackend& backend_;
  Mutex mutex_;
  std::set<Call*> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_CONVERSATIONS_H_
