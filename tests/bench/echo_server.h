// A gRPC server that answers every method with the same bytes and does nothing
// for them: what a call costs at least.

#ifndef NEEDLEPOINT_TESTS_BENCH_ECHO_SERVER_H_
#define NEEDLEPOINT_TESTS_BENCH_ECHO_SERVER_H_

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace needlepoint {

class EchoServer {
 public:
  // Listens on a free port of the loopback address.
  explicit EchoServer(const std::string& reply) : service_(reply) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  ~EchoServer() { server_->Shutdown(); }

  const std::string& address() const { return address_; }

 private:
  class Service final : public grpc::CallbackGenericService {
   public:
    explicit Service(const std::string& reply) : slice_(reply) {}
    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
      return new Call(slice_);
    }

   private:
    const grpc::Slice slice_;
  };

  class Call final : public grpc::ServerGenericBidiReactor {
   public:
    explicit Call(const grpc::Slice& reply) : reply_(&reply, 1) { StartRead(&request_); }
    void OnReadDone(bool) override {
      StartWriteAndFinish(&reply_, grpc::WriteOptions(), grpc::Status::OK);
    }
    void OnDone() override { delete this; }

   private:
    grpc::ByteBuffer request_;
    grpc::ByteBuffer reply_;
  };

  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_BENCH_ECHO_SERVER_H_
