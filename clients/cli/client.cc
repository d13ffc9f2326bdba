#include "clients/cli/client.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "grpcpp/grpcpp.h"

#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "needlepoint/v1/knowledge_service.grpc.pb.h"
#include "needlepoint/v1/safety_service.grpc.pb.h"

namespace needlepoint::cli {
namespace {

constexpr int kMaxReceiveBytes = 64 << 20;

// What a call needs until it is done.
template <typename Request, typename Response>
struct Call {
  grpc::ClientContext context;
  Request request;
  Response response;
};

// A channel that is never destroyed. gRPC's thread may still be leaving a
// callback when its client is gone, and gRPC 1.51 then aborts on the callback
// queue, which goes with the channel ("assertion failed: prior > 0").
std::shared_ptr<grpc::Channel> KeptChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // no other client's backoff
  const bool here = absl::StartsWith(address, "127.") || absl::StartsWith(address, "localhost") ||
                    absl::StartsWith(address, "[::1]");
  if (here) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  static auto& kept = *new std::vector<std::shared_ptr<grpc::Channel>>();
  kept.push_back(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
  return kept.back();
}

class GrpcClient final : public Client {
 public:
  GrpcClient(std::shared_ptr<grpc::Channel> channel, absl::Duration timeout)
      : timeout_(timeout),
        channel_(std::move(channel)),
        guidance_(v1::GuidanceService::NewStub(channel_)),
        knowledge_(v1::KnowledgeService::NewStub(channel_)),
        safety_(v1::SafetyService::NewStub(channel_)) {}

  void Ask(const v1::AskQuestionRequest& request, Done<v1::AskQuestionResponse> done) override {
    Start(request, std::move(done),
          [this](auto... args) { guidance_->async()->AskQuestion(std::move(args)...); });
  }

  void Plan(const v1::BuildPlanRequest& request, Done<v1::BuildPlanResponse> done) override {
    Start(request, std::move(done),
          [this](auto... args) { guidance_->async()->BuildPlan(std::move(args)...); });
  }

  void Review(const v1::ReviewDraftRequest& request, Done<v1::ReviewDraftResponse> done) override {
    Start(request, std::move(done),
          [this](auto... args) { safety_->async()->ReviewDraft(std::move(args)...); });
  }

  void Search(const v1::SearchPassagesRequest& request,
              Done<v1::SearchPassagesResponse> done) override {
    Start(request, std::move(done),
          [this](auto... args) { knowledge_->async()->SearchPassages(std::move(args)...); });
  }

  void Passage(const v1::GetPassageRequest& request, Done<v1::GetPassageResponse> done) override {
    Start(request, std::move(done),
          [this](auto... args) { knowledge_->async()->GetPassage(std::move(args)...); });
  }

  bool Connect(absl::Duration limit) override {
    return channel_->WaitForConnected(absl::ToChronoTime(absl::Now() + limit));
  }

  bool connected() const override { return channel_->GetState(false) == GRPC_CHANNEL_READY; }

 private:
  template <typename Request, typename Response, typename Method>
  void Start(const Request& request, Done<Response> done, Method method) {
    auto call = std::make_shared<Call<Request, Response>>();
    call->request = request;
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    std::function<void(grpc::Status)> finish = [call, done = std::move(done)](grpc::Status status) {
      if (status.ok()) return done(std::move(call->response));
      // The numbers of the codes agree.
      done(
          absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message()));
    };
    method(&call->context, &call->request, &call->response, std::move(finish));
  }

  const absl::Duration timeout_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::GuidanceService::Stub> guidance_;
  const std::unique_ptr<v1::KnowledgeService::Stub> knowledge_;
  const std::unique_ptr<v1::SafetyService::Stub> safety_;
};

}  // namespace

std::unique_ptr<Client> NewGrpcClient(const std::string& address, absl::Duration timeout) {
  return std::make_unique<GrpcClient>(KeptChannel(address), timeout);
}

}  // namespace needlepoint::cli
