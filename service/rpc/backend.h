// What the handlers of calls need.

#ifndef NEEDLEPOINT_SERVICE_RPC_BACKEND_H_
#define NEEDLEPOINT_SERVICE_RPC_BACKEND_H_

#include <atomic>

#include "service/api/api.h"
#include "service/rpc/worker_pool.h"

namespace needlepoint {

// All must outlive the handlers.
struct RpcBackend {
  const Api& api;
  WorkerPool& workers;
  const Limits& limits;
  const std::atomic<bool>& draining;  // new calls are refused
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_BACKEND_H_
