// The server's methods, as the subcommands call them.

#ifndef NEEDLEPOINT_CLIENTS_CLI_CLIENT_H_
#define NEEDLEPOINT_CLIENTS_CLI_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "needlepoint/v1/guidance_service.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "needlepoint/v1/safety_service.pb.h"

namespace needlepoint::cli {

// Is called once, from any thread, with the response or the server's error.
template <typename Response>
using Done = std::function<void(absl::StatusOr<Response>)>;

// Each method starts a call and returns; calls may overlap. Thread-safe.
class Client {
 public:
  virtual ~Client() = default;

  virtual void Ask(const v1::AskQuestionRequest& request, Done<v1::AskQuestionResponse> done) = 0;
  virtual void Plan(const v1::BuildPlanRequest& request, Done<v1::BuildPlanResponse> done) = 0;
  virtual void Review(const v1::ReviewDraftRequest& request,
                      Done<v1::ReviewDraftResponse> done) = 0;
  virtual void Search(const v1::SearchPassagesRequest& request,
                      Done<v1::SearchPassagesResponse> done) = 0;
  virtual void Passage(const v1::GetPassageRequest& request, Done<v1::GetPassageResponse> done) = 0;

  // Waits until there is a connection, at most `limit`; whether there is.
  virtual bool Connect(absl::Duration limit) = 0;
  // Whether there is a connection now.
  virtual bool connected() const = 0;
};

// A client of the server at `address`, in plain text; each call takes at most
// `timeout`. It must outlive its calls.
std::unique_ptr<Client> NewGrpcClient(const std::string& address, absl::Duration timeout);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_CLIENT_H_
