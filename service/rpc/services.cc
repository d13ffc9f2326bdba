#include "service/rpc/services.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>

#include "needlepoint/v1/admin_service.grpc.pb.h"
#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "needlepoint/v1/knowledge_service.grpc.pb.h"
#include "needlepoint/v1/safety_service.grpc.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/conversations.h"
#include "service/rpc/status.h"

namespace needlepoint {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

// What a method does: kLookUp reads what is there, mostly in less time than it
// takes to wake a worker.
enum class Work { kLookUp, kTask };

// Runs one method of the API and finishes the call with its status; on a worker,
// unless it is a look-up and nothing is queued.
template <typename Request, typename Response, typename Method>
ServerUnaryReactor* Serve(const RpcBackend& backend, Work work, Method method,
                          CallbackServerContext* context, const ByteBuffer* request,
                          ByteBuffer* response) {
  ServerUnaryReactor* reactor = context->DefaultReactor();
  if (backend.draining.load()) {
    reactor->Finish(Draining());
    return reactor;
  }
  std::function<void()> task = [&backend, method, context, request, response, reactor] {
    if (context->IsCancelled()) {
      reactor->Finish(grpc::Status::CANCELLED);
      return;
    }
    reactor->Finish(ToGrpcStatus(Call<Request, Response>(backend, method, *request, response)));
  };
  if (work == Work::kLookUp && backend.workers.TryRunHere(task)) return reactor;
  if (!backend.workers.TryPost(std::move(task))) reactor->Finish(Overloaded());
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

// The served methods are raw: bytes come in, so that what is too large or
// malformed gets an error of ours. The others are typed and refused.
// A raw stream cannot stand on a typed one, hence not on CallbackService.
using RawGuidance = v1::GuidanceService::WithRawCallbackMethod_AskQuestion<
    v1::GuidanceService::WithRawCallbackMethod_Converse<
        v1::GuidanceService::WithRawCallbackMethod_BuildPlan<
            v1::GuidanceService::WithCallbackMethod_RecordFeedback<v1::GuidanceService::Service>>>>;
using RawKnowledge = v1::KnowledgeService::WithRawCallbackMethod_SearchPassages<
    v1::KnowledgeService::WithRawCallbackMethod_SuggestQueries<
        v1::KnowledgeService::WithRawCallbackMethod_GetPassage<
            v1::KnowledgeService::WithRawCallbackMethod_GetSource<
                v1::KnowledgeService::CallbackService>>>>;
using RawSafety =
    v1::SafetyService::WithRawCallbackMethod_ScreenProfile<v1::SafetyService::CallbackService>;
using RawAdmin = v1::AdminService::WithRawCallbackMethod_ImportDocuments<
    v1::AdminService::WithRawCallbackMethod_PublishSnapshot<
        v1::AdminService::WithRawCallbackMethod_RollbackSnapshot<
            v1::AdminService::WithRawCallbackMethod_ListSnapshots<
                v1::AdminService::WithRawCallbackMethod_GetServerInfo<
                    v1::AdminService::CallbackService>>>>>;

// A method that is served, and one that is not.
#define NP_SERVE(Method, work)                                                                  \
  ServerUnaryReactor* Method(CallbackServerContext* context, const ByteBuffer* request,         \
                             ByteBuffer* response) override {                                   \
    return Serve<v1::Method##Request, v1::Method##Response>(                                    \
        backend_, work,                                                                         \
        [](const Api& api, const auto& in, auto& out) { return api.Method(in, out); }, context, \
        request, response);                                                                     \
  }
// One that depends on who calls.
#define NP_SERVE_CALLER(Method, work)                                                   \
  ServerUnaryReactor* Method(CallbackServerContext* context, const ByteBuffer* request, \
                             ByteBuffer* response) override {                           \
    return Serve<v1::Method##Request, v1::Method##Response>(                            \
        backend_, work,                                                                 \
        [caller = CallerOf(*context)](const Api& api, const auto& in, auto& out) {      \
          return api.Method(in, out, caller);                                           \
        },                                                                              \
        context, request, response);                                                    \
  }
#define NP_REFUSE(Method)                                                                \
  ServerUnaryReactor* Method(CallbackServerContext* context, const v1::Method##Request*, \
                             v1::Method##Response*) override {                           \
    return Refuse(context, #Method);                                                     \
  }
#define NP_REFUSE_STREAM(Method)                                                  \
  grpc::ServerBidiReactor<v1::Method##Request, v1::Method##Response>* Method(     \
      CallbackServerContext*) override {                                          \
    return new RefusedStream<v1::Method##Request, v1::Method##Response>(#Method); \
  }

}  // namespace

class RpcServices::Guidance final : public RawGuidance {
 public:
  explicit Guidance(const RpcBackend& backend) : backend_(backend) {}
  NP_SERVE_CALLER(AskQuestion, Work::kTask)
  NP_SERVE_CALLER(BuildPlan, Work::kTask)
  grpc::ServerBidiReactor<ByteBuffer, ByteBuffer>* Converse(
      CallbackServerContext* context) override {
    return conversations_.Begin(context);
  }
  NP_REFUSE(RecordFeedback)

  void EndIdleStreams() { conversations_.EndIdle(); }

 private:
  const RpcBackend backend_;
  Conversations conversations_{backend_};
};

class RpcServices::KnowledgeBase final : public RawKnowledge {
 public:
  explicit KnowledgeBase(const RpcBackend& backend) : backend_(backend) {}
  NP_SERVE(SearchPassages, Work::kLookUp)
  NP_SERVE(SuggestQueries, Work::kLookUp)
  NP_SERVE(GetPassage, Work::kLookUp)
  NP_SERVE(GetSource, Work::kLookUp)
  NP_REFUSE(ListSources)
  NP_REFUSE(ListTopics)
  NP_REFUSE(ListVocabulary)
  NP_REFUSE(GetProfileForm)

 private:
  const RpcBackend backend_;
};

class RpcServices::Safety final : public RawSafety {
 public:
  explicit Safety(const RpcBackend& backend) : backend_(backend) {}
  NP_SERVE(ScreenProfile, Work::kTask)
  NP_REFUSE(ReviewDraft)
  NP_REFUSE_STREAM(ReviewStream)

 private:
  const RpcBackend backend_;
};

class RpcServices::Admin final : public RawAdmin {
 public:
  explicit Admin(const RpcBackend& backend) : backend_(backend) {}
  NP_SERVE(ImportDocuments, Work::kTask)
  NP_SERVE(PublishSnapshot, Work::kTask)
  NP_SERVE(RollbackSnapshot, Work::kTask)
  NP_SERVE(ListSnapshots, Work::kTask)
  NP_SERVE(GetServerInfo, Work::kTask)
  NP_REFUSE(ListGaps)

 private:
  const RpcBackend backend_;
};

#undef NP_SERVE
#undef NP_SERVE_CALLER
#undef NP_REFUSE
#undef NP_REFUSE_STREAM

RpcServices::RpcServices(const RpcBackend& backend) {
  guidance_ = std::make_unique<Guidance>(backend);
  knowledge_ = std::make_unique<KnowledgeBase>(backend);
  safety_ = std::make_unique<Safety>(backend);
  admin_ = std::make_unique<Admin>(backend);
}

RpcServices::~RpcServices() = default;

void RpcServices::EndIdleStreams() { guidance_->EndIdleStreams(); }

void RpcServices::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(guidance_.get());
  builder.RegisterService(knowledge_.get());
  builder.RegisterService(safety_.get());
  builder.RegisterService(admin_.get());
}

}  // namespace needlepoint
