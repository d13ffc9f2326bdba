// A needlepointd of this build, and a client of it that knows the contract alone.

#ifndef NEEDLEPOINT_TESTS_CONFORMANCE_SERVER_H_
#define NEEDLEPOINT_TESTS_CONFORMANCE_SERVER_H_

#include <google/protobuf/message_lite.h>
#include <google/rpc/error_details.pb.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/child_process.h"

namespace needlepoint::conformance {

// The server's --clock-fixed, and the same cut to the UTC day.
inline constexpr char kClock[] = "2026-03-14T15:09:26Z";
inline constexpr int64_t kClockDaySeconds = 1773446400;

// needlepointd on a free port of the loopback address, with the guide.
class Server {
 public:
  // `flags` are added to the usual ones. A test that goes on must see started().
  explicit Server(const std::vector<std::string>& flags = {});

  bool started() const { return !address_.empty(); }
  const std::string& complaint() const { return complaint_; }  // if it did not start
  const std::string& address() const { return address_; }
  ChildProcess& process() { return process_; }

  // SIGTERM, and how it ended.
  Ended Stop();

 private:
  ChildProcess process_;
  std::string address_;
  std::string complaint_;
};

// One server for all the tests of a program that only ask.
Server& SharedServer();

// The errors that a status carries in its trailer.
struct ErrorDetails {
  google::rpc::ErrorInfo info;
  std::optional<google::rpc::BadRequest> bad_request;
  std::optional<google::rpc::RetryInfo> retry;
};

// Nothing if `status` carries no google.rpc.Status, or one of another code,
// message, or without an ErrorInfo.
std::optional<ErrorDetails> DetailsOf(const grpc::Status& status);

// Calls unary methods by name: "GuidanceService/AskQuestion" of needlepoint.v1,
// or with a leading slash any other, "/grpc.health.v1.Health/Check". Thread-safe.
class Client {
 public:
  // A connection of its own.
  explicit Client(const std::string& address);

  // Bytes in, bytes out.
  grpc::Status CallBytes(const std::string& method, const std::string& request, std::string* reply,
                         grpc::ClientContext* context = nullptr);

  // `reply` may be null.
  grpc::Status Call(const std::string& method, const google::protobuf::MessageLite& request,
                    google::protobuf::MessageLite* reply, grpc::ClientContext* context = nullptr);

  // Begins a call; the return waits for its end. `context` must live until then.
  std::function<grpc::Status()> Begin(const std::string& method,
                                      const google::protobuf::MessageLite& request,
                                      grpc::ClientContext* context);

  // grpc.health.v1: whether it says SERVING; an error if it does not answer.
  grpc::Status CheckHealth(const std::string& service, bool* serving);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  std::shared_ptr<grpc::Channel> channel_;
};

// A question of so many bytes that takes a server long, as questions go.
std::string LongQuestion(size_t size);

}  // namespace needlepoint::conformance

#endif  // NEEDLEPOINT_TESTS_CONFORMANCE_SERVER_H_
