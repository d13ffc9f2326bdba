// The gRPC services over the API.

#ifndef NEEDLEPOINT_SERVICE_RPC_SERVICES_H_
#define NEEDLEPOINT_SERVICE_RPC_SERVICES_H_

#include <grpcpp/server_builder.h>

#include <atomic>
#include <memory>

#include "service/api/api.h"
#include "service/rpc/worker_pool.h"

namespace needlepoint {

// What the handlers of a service need. All must outlive them.
struct RpcBackend {
  const Api& api;
  WorkerPool& workers;
  const Limits& limits;
  const std::atomic<bool>& draining;  // new calls are refused
};

// All services of the contract. A method that this version does not serve
// answers UNIMPLEMENTED and says so.
class RpcServices {
 public:
  explicit RpcServices(const RpcBackend& backend);
  ~RpcServices();

  // Adds the services to `builder`.
  void Register(grpc::ServerBuilder& builder);

 private:
  class Guidance;
  class KnowledgeBase;
  class Safety;
  class Admin;

  std::unique_ptr<Guidance> guidance_;
  std::unique_ptr<KnowledgeBase> knowledge_;
  std::unique_ptr<Safety> safety_;
  std::unique_ptr<Admin> admin_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_SERVICES_H_
