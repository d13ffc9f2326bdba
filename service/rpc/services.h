// The gRPC services over the API.

#ifndef NEEDLEPOINT_SERVICE_RPC_SERVICES_H_
#define NEEDLEPOINT_SERVICE_RPC_SERVICES_H_

#include <grpcpp/server_builder.h>

#include <memory>

#include "service/rpc/backend.h"

namespace needlepoint {

// All services of the contract. A method that this version does not serve
// answers UNIMPLEMENTED and says so.
class RpcServices {
 public:
  explicit RpcServices(const RpcBackend& backend);
  ~RpcServices();

  // Adds the services to `builder`.
  void Register(grpc::ServerBuilder& builder);

  // Ends the streams that wait for a message: the server is stopping. Call it when
  // no new one can begin.
  void EndIdleStreams();

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
