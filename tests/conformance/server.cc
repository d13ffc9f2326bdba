#include "tests/conformance/server.h"

#include <google/rpc/status.pb.h>
#include <grpcpp/generic/generic_stub.h>

#include <csignal>
#include <future>
#include <utility>

namespace needlepoint::conformance {
namespace {

// Longer than any call takes, with a sanitizer on a busy machine, too.
constexpr std::chrono::seconds kPatience{60};

std::vector<std::string> Command(const std::vector<std::string>& flags) {
  std::vector<std::string> command = {Program("needlepointd"), "--collection",
                                      "guide=" + GuideSnapshot(), "--listen", "127.0.0.1:0"};
  command.insert(command.end(), flags.begin(), flags.end());
  return command;
}

std::string FullMethod(const std::string& method) {
  return method[0] == '/' ? method : "/needlepoint.v1." + method;
}

// What a call under way needs to be kept; not the channel, which gRPC's own
// thread, the last to let go of this, must not destroy.
struct Pending {
  grpc::ByteBuffer request;
  grpc::ByteBuffer reply;
  std::promise<grpc::Status> status;
};

std::shared_ptr<Pending> Start(const std::shared_ptr<grpc::Channel>& channel,
                               const std::string& method, const std::string& request,
                               grpc::ClientContext* context) {
  const grpc::Slice slice(request);
  const auto pending = std::make_shared<Pending>();
  pending->request = grpc::ByteBuffer(&slice, 1);
  grpc::GenericStub(channel).UnaryCall(
      context, FullMethod(method), grpc::StubOptions(), &pending->request, &pending->reply,
      [pending](const grpc::Status& status) { pending->status.set_value(status); });
  return pending;
}

}  // namespace

Server::Server(const std::vector<std::string>& flags)
    : process_(Command(flags)), address_(process_.ReadUntil("listening on ")) {
  if (!started()) complaint_ = process_.Wait().err;
}

Ended Server::Stop() {
  process_.Signal(SIGTERM);
  return process_.Wait();
}

Server& SharedServer() {
  static Server server({std::string("--clock-fixed=") + kClock});
  return server;
}

std::optional<ErrorDetails> DetailsOf(const grpc::Status& status) {
  google::rpc::Status rich;
  if (status.error_details().empty() || !rich.ParseFromString(status.error_details())) return {};
  if (rich.code() != status.error_code() || rich.message() != status.error_message()) return {};
  ErrorDetails details;
  bool has_info = false;
  for (const google::protobuf::Any& any : rich.details()) {
    has_info = any.UnpackTo(&details.info) || has_info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&bad_request)) details.bad_request = bad_request;
    if (any.UnpackTo(&retry)) details.retry = retry;
  }
  if (!has_info) return {};
  return details;
}

Client::Client(const std::string& address) {
  grpc::ChannelArguments args;
  args.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), args);
}

grpc::Status Client::CallBytes(const std::string& method, const std::string& request,
                               std::string* reply, grpc::ClientContext* context) {
  grpc::ClientContext own;
  own.set_deadline(std::chrono::system_clock::now() + kPatience);
  const std::shared_ptr<Pending> pending =
      Start(channel_, method, request, context == nullptr ? &own : context);
  const grpc::Status status = pending->status.get_future().get();
  if (status.ok() && reply != nullptr) {
    grpc::Slice whole;
    (void)pending->reply.DumpToSingleSlice(&whole);
    reply->assign(reinterpret_cast<const char*>(whole.begin()), whole.size());
  }
  return status;
}

grpc::Status Client::Call(const std::string& method, const google::protobuf::MessageLite& request,
                          google::protobuf::MessageLite* reply, grpc::ClientContext* context) {
  std::string bytes;
  grpc::Status status = CallBytes(method, request.SerializeAsString(), &bytes, context);
  if (status.ok() && reply != nullptr && !reply->ParseFromString(bytes)) {
    status = grpc::Status(grpc::StatusCode::DATA_LOSS, "the reply is not the message it should be");
  }
  return status;
}

std::function<grpc::Status()> Client::Begin(const std::string& method,
                                            const google::protobuf::MessageLite& request,
                                            grpc::ClientContext* context) {
  const std::shared_ptr<Pending> pending =
      Start(channel_, method, request.SerializeAsString(), context);
  return [pending] { return pending->status.get_future().get(); };
}

grpc::Status Client::CheckHealth(const std::string& service, bool* serving) {
  // HealthCheckRequest{service = 1} and HealthCheckResponse{status = 1, SERVING
  // = 1}; Debian ships no stubs of grpc.health.v1.
  std::string request;
  if (!service.empty()) request = std::string("\x0a") + static_cast<char>(service.size()) + service;
  std::string reply;
  const grpc::Status status = CallBytes("/grpc.health.v1.Health/Check", request, &reply);
  *serving = reply == "\x08\x01";
  return status;
}

std::string LongQuestion(size_t size) {
  std::string question;
  for (int i = 1; question.size() < size; ++i) {
    question += "can i roll at " + std::to_string(i) + " mm if my scarrs are read and i took " +
                "acutane " + std::to_string(i) + " weeks ago, or is lazer better? ";
  }
  return question.substr(0, size);
}

}  // namespace needlepoint::conformance
