#include "service/rpc/rpc_server.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/rpc/services.h"
#include "service/rpc/worker_pool.h"

namespace needlepoint {
namespace {

// 127.0.0.0/8 and ::1 in numbers, localhost, or a Unix socket; other names may
// resolve to anything.
bool IsLoopback(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return true;
  const absl::string_view host = address.substr(0, address.rfind(':'));
  if (host == "localhost" || host == "[::1]") return true;
  const std::vector<absl::string_view> bytes = absl::StrSplit(host, '.');
  return bytes.size() == 4 && bytes[0] == "127" &&
         std::all_of(bytes.begin(), bytes.end(), [](absl::string_view byte) {
           int value = -1;
           return byte.size() <= 3 && absl::SimpleAtoi(byte, &value) && value >= 0 && value <= 255;
         });
}

constexpr int kHardLimitFactor = 16;
constexpr std::chrono::milliseconds kLameDuck(300);

bool HasPort(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return true;
  const size_t colon = address.rfind(':');
  int port = -1;
  return colon != absl::string_view::npos && absl::SimpleAtoi(address.substr(colon + 1), &port) &&
         port >= 0 && port <= 65535;
}

class GrpcServer final : public RpcServer {
 public:
  GrpcServer(const Api& api, const Limits& limits, const RpcOptions& options)
      : workers_(options.workers, options.workers * limits.queue_per_worker),
        services_({api, workers_, limits, draining_}) {}

  absl::Status Listen(const Limits& limits, const RpcOptions& options) {
    // What gRPC would print of its own, we say in one line.
    gpr_set_log_function(+[](gpr_log_func_args*) {});
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
    // Above this gRPC itself cuts a call off; below it we say what is wrong.
    builder.SetMaxReceiveMessageSize(kHardLimitFactor * limits.max_request_bytes);
    // A second server on the same port must fail, not share it.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    services_.Register(builder);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || (port == 0 && !absl::StartsWith(options.listen, "unix:"))) {
      return absl::UnavailableError(
          absl::StrCat("cannot listen on ", options.listen,
                       ": the port is taken or the address is not of this machine; give another "
                       "with --listen (port 0 chooses one)"));
    }
    address_ = options.listen;
    const size_t colon = address_.rfind(':');
    if (!absl::StartsWith(address_, "unix:"))
      address_ = absl::StrCat(address_.substr(0, colon), ":", port);
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }

  void Drain(absl::Time deadline) override {
    draining_.store(true);
    if (grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService())
      health->SetServingStatus(false);
    // Callers that have not seen it yet are told so, rather than cut off.
    std::this_thread::sleep_for(kLameDuck);
    services_.EndIdleStreams();
    server_->Shutdown(absl::ToChronoTime(deadline));
    server_->Wait();
  }

 private:
  std::atomic<bool> draining_{false};
  WorkerPool workers_;
  RpcServices services_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(const Api& api, const Limits& limits,
                                                            const RpcOptions& options) {
  if (!IsLoopback(options.listen)) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.listen,
                     " is not a loopback address, and no key or certificate guards the server; "
                     "listen on 127.0.0.1:PORT, [::1]:PORT or unix:PATH"));
  }
  if (!HasPort(options.listen)) {
    return absl::InvalidArgumentError(absl::StrCat(
        options.listen,
        " names no port from 0 to 65535; give --listen as ADDRESS:PORT, such as 127.0.0.1:50051"));
  }
  auto server = std::make_unique<GrpcServer>(api, limits, options);
  const absl::Status listening = server->Listen(limits, options);
  if (!listening.ok()) return listening;
  return server;
}

}  // namespace needlepoint
