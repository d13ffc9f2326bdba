#include "service/rpc/services.h"

#include <grpcpp/support/server_callback.h>

#include "needlepoint/v1/admin_service.grpc.pb.h"
#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "needlepoint/v1/knowledge_service.grpc.pb.h"
#include "needlepoint/v1/safety_service.grpc.pb.h"
#include "service/rpc/arena_allocator.h"
#include "service/rpc/status.h"

namespace needlepoint {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

// Runs one method of the API on a worker and finishes the call with its status.
template <typename Request, typename Response>
ServerUnaryReactor* Serve(const Api& api,
                          absl::Status (Api::*method)(const Request&, Response&) const,
                          WorkerPool& workers, CallbackServerContext* context,
                          const Request* request, Response* response) {
  ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool posted = workers.TryPost([&api, method, context, request, response, reactor] {
    if (context->IsCancelled()) {
      reactor->Finish(grpc::Status::CANCELLED);
      return;
    }
    reactor->Finish(ToGrpcStatus((api.*method)(*request, *response)));
  });
  if (!posted) reactor->Finish(Overloaded());
  return reactor;
}

ServerUnaryReactor* Refuse(CallbackServerContext* context, const char* method) {
  ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(NotServedYet(method));
  return reactor;
}

// Ends a stream before it began.
template <typename Request, typename Response>
class RefusedStream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit RefusedStream(const char* method) { this->Finish(NotServedYet(method)); }
  void OnDone() override { delete this; }
};

}  // namespace

class RpcServices::Guidance final : public v1::GuidanceService::CallbackService {
 public:
  Guidance(const Api& api, WorkerPool& workers) : api_(api), workers_(workers) {
    SetMessageAllocatorFor_AskQuestion(&allocator_);
  }

  ServerUnaryReactor* AskQuestion(CallbackServerContext* context,
                                  const v1::AskQuestionRequest* request,
                                  v1::AskQuestionResponse* response) override {
    return Serve(api_, &Api::AskQuestion, workers_, context, request, response);
  }
  grpc::ServerBidiReactor<v1::ConverseRequest, v1::ConverseResponse>* Converse(
      CallbackServerContext*) override {
    return new RefusedStream<v1::ConverseRequest, v1::ConverseResponse>("Converse");
  }
  ServerUnaryReactor* BuildPlan(CallbackServerContext* context, const v1::BuildPlanRequest*,
                                v1::BuildPlanResponse*) override {
    return Refuse(context, "BuildPlan");
  }
  ServerUnaryReactor* RecordFeedback(CallbackServerContext* context,
                                     const v1::RecordFeedbackRequest*,
                                     v1::RecordFeedbackResponse*) override {
    return Refuse(context, "RecordFeedback");
  }

 private:
  const Api& api_;
  WorkerPool& workers_;
  ArenaAllocator<v1::AskQuestionRequest, v1::AskQuestionResponse> allocator_;
};

class RpcServices::KnowledgeBase final : public v1::KnowledgeService::CallbackService {
 public:
  KnowledgeBase(const Api& api, WorkerPool& workers) : api_(api), workers_(workers) {}

  ServerUnaryReactor* SearchPassages(CallbackServerContext* context,
                                     const v1::SearchPassagesRequest* request,
                                     v1::SearchPassagesResponse* response) override {
    return Serve(api_, &Api::SearchPassages, workers_, context, request, response);
  }
  ServerUnaryReactor* GetPassage(CallbackServerContext* context,
                                 const v1::GetPassageRequest* request,
                                 v1::GetPassageResponse* response) override {
    return Serve(api_, &Api::GetPassage, workers_, context, request, response);
  }
  ServerUnaryReactor* GetSource(CallbackServerContext* context, const v1::GetSourceRequest* request,
                                v1::GetSourceResponse* response) override {
    return Serve(api_, &Api::GetSource, workers_, context, request, response);
  }
  ServerUnaryReactor* SuggestQueries(CallbackServerContext* context,
                                     const v1::SuggestQueriesRequest*,
                                     v1::SuggestQueriesResponse*) override {
    return Refuse(context, "SuggestQueries");
  }
  ServerUnaryReactor* ListSources(CallbackServerContext* context, const v1::ListSourcesRequest*,
                                  v1::ListSourcesResponse*) override {
    return Refuse(context, "ListSources");
  }
  ServerUnaryReactor* ListTopics(CallbackServerContext* context, const v1::ListTopicsRequest*,
                                 v1::ListTopicsResponse*) override {
    return Refuse(context, "ListTopics");
  }
  ServerUnaryReactor* ListVocabulary(CallbackServerContext* context,
                                     const v1::ListVocabularyRequest*,
                                     v1::ListVocabularyResponse*) override {
    return Refuse(context, "ListVocabulary");
  }
  ServerUnaryReactor* GetProfileForm(CallbackServerContext* context,
                                     const v1::GetProfileFormRequest*,
                                     v1::GetProfileFormResponse*) override {
    return Refuse(context, "GetProfileForm");
  }

 private:
  const Api& api_;
  WorkerPool& workers_;
};

class RpcServices::Safety final : public v1::SafetyService::CallbackService {
 public:
  Safety(const Api& api, WorkerPool& workers) : api_(api), workers_(workers) {}

  ServerUnaryReactor* ScreenProfile(CallbackServerContext* context,
                                    const v1::ScreenProfileRequest* request,
                                    v1::ScreenProfileResponse* response) override {
    return Serve(api_, &Api::ScreenProfile, workers_, context, request, response);
  }
  ServerUnaryReactor* ReviewDraft(CallbackServerContext* context, const v1::ReviewDraftRequest*,
                                  v1::ReviewDraftResponse*) override {
    return Refuse(context, "ReviewDraft");
  }
  grpc::ServerBidiReactor<v1::ReviewStreamRequest, v1::ReviewStreamResponse>* ReviewStream(
      CallbackServerContext*) override {
    return new RefusedStream<v1::ReviewStreamRequest, v1::ReviewStreamResponse>("ReviewStream");
  }

 private:
  const Api& api_;
  WorkerPool& workers_;
};

class RpcServices::Admin final : public v1::AdminService::CallbackService {
 public:
  Admin(const Api& api, WorkerPool& workers) : api_(api), workers_(workers) {}

  ServerUnaryReactor* GetServerInfo(CallbackServerContext* context,
                                    const v1::GetServerInfoRequest* request,
                                    v1::GetServerInfoResponse* response) override {
    return Serve(api_, &Api::GetServerInfo, workers_, context, request, response);
  }
  ServerUnaryReactor* ImportDocuments(CallbackServerContext* context,
                                      const v1::ImportDocumentsRequest*,
                                      v1::ImportDocumentsResponse*) override {
    return Refuse(context, "ImportDocuments");
  }
  ServerUnaryReactor* PublishSnapshot(CallbackServerContext* context,
                                      const v1::PublishSnapshotRequest*,
                                      v1::PublishSnapshotResponse*) override {
    return Refuse(context, "PublishSnapshot");
  }
  ServerUnaryReactor* RollbackSnapshot(CallbackServerContext* context,
                                       const v1::RollbackSnapshotRequest*,
                                       v1::RollbackSnapshotResponse*) override {
    return Refuse(context, "RollbackSnapshot");
  }
  ServerUnaryReactor* ListSnapshots(CallbackServerContext* context, const v1::ListSnapshotsRequest*,
                                    v1::ListSnapshotsResponse*) override {
    return Refuse(context, "ListSnapshots");
  }
  ServerUnaryReactor* ListGaps(CallbackServerContext* context, const v1::ListGapsRequest*,
                               v1::ListGapsResponse*) override {
    return Refuse(context, "ListGaps");
  }

 private:
  const Api& api_;
  WorkerPool& workers_;
};

RpcServices::RpcServices(const Api& api, WorkerPool& workers)
    : guidance_(std::make_unique<Guidance>(api, workers)),
      knowledge_(std::make_unique<KnowledgeBase>(api, workers)),
      safety_(std::make_unique<Safety>(api, workers)),
      admin_(std::make_unique<Admin>(api, workers)) {}

RpcServices::~RpcServices() = default;

void RpcServices::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(guidance_.get());
  builder.RegisterService(knowledge_.get());
  builder.RegisterService(safety_.get());
  builder.RegisterService(admin_.get());
}

}  // namespace needlepoint
