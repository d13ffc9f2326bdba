// A listening gRPC server.

#ifndef NEEDLEPOINT_SERVICE_RPC_RPC_SERVER_H_
#define NEEDLEPOINT_SERVICE_RPC_RPC_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "service/api/api.h"

namespace needlepoint {

struct RpcOptions {
  std::string listen = "127.0.0.1:50051";  // port 0: chooses one
  int workers = 4;                         // threads that run handlers, 1 or more
};

// Serves the API, health and reflection until it is shut down.
class RpcServer {
 public:
  // Starts to listen. `api` and `limits` must outlive the server.
  //
  // Errors: INVALID_ARGUMENT if the address is not on loopback, since no key
  // guards the server; UNAVAILABLE if it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<RpcServer>> Start(const Api& api, const Limits& limits,
                                                          const RpcOptions& options);

  virtual ~RpcServer() = default;

  // Where it listens, with the port that was chosen.
  virtual const std::string& address() const = 0;

  // Says NOT_SERVING, refuses new calls, gives those that run until `deadline`,
  // and returns when all have ended. Call once.
  virtual void Drain(absl::Time deadline) = 0;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_RPC_SERVER_H_
