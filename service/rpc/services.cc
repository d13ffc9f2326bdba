#include "service/rpc/services.h"

#include <google/protobuf/arena.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "absl/strings/str_cat.h"

#include "needlepoint/v1/admin_service.grpc.pb.h"
#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "needlepoint/v1/knowledge_service.grpc.pb.h"
#include "needlepoint/v1/safety_service.grpc.pb.h"
#include "service/api/errors.h"
#include "service/rpc/status.h"

namespace needlepoint {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

// Reads the request, calls the method, writes the response. Request and response
// share an arena: an answer has hundreds of small messages.
// `method` is called with the API, the request and the response.
template <typename Request, typename Response, typename Method>
absl::Status Call(const RpcBackend& backend, const Method& method, const ByteBuffer& request,
                  ByteBuffer* response) {
  if (request.Length() > static_cast<size_t>(backend.limits.max_request_bytes)) {
    return TooLarge("the request", "REQUEST_TOO_LARGE", request.Length(),
                    backend.limits.max_request_bytes);
  }
  google::protobuf::Arena arena;
  auto* in = google::protobuf::Arena::CreateMessage<Request>(&arena);
  auto* out = google::protobuf::Arena::CreateMessage<Response>(&arena);
  ByteBuffer bytes(request);
  if (!grpc::SerializationTraits<Request>::Deserialize(&bytes, in).ok()) {
    return WithDetail(
        absl::InvalidArgumentError(absl::StrCat(
            "the request is no ", in->GetTypeName(),
            ": its bytes are cut short, or text in it is not UTF-8; build client and server from "
            "the same contract")),
        {"REQUEST_MALFORMED", ""});
  }
  const absl::Status status = method(backend.api, *in, *out);
  if (!status.ok()) return status;
  bool own = false;
  grpc::SerializationTraits<Response>::Serialize(*out, response, &own);
  return absl::OkStatus();
}

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

// The metadata in which a client names its end user.
constexpr char kEndUser[] = "needlepoint-end-user";

Caller CallerOf(const CallbackServerContext& context) {
  const auto it = context.client_metadata().find(kEndUser);
  if (it == context.client_metadata().end()) return {};
  return {std::string(it->second.data(), it->second.size())};
}

// One Converse call: reads a message, answers it on a worker, and reads the next.
// gRPC calls it from one thread at a time.
class ConverseCall final : public grpc::ServerBidiReactor<ByteBuffer, ByteBuffer> {
 public:
  ConverseCall(const RpcBackend& backend, CallbackServerContext* context)
      : backend_(backend), caller_(CallerOf(*context)) {
    if (backend.draining.load()) {
      Finish(Draining());
      return;
    }
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::OK);
      return;
    }
    if (backend_.draining.load()) {
      Finish(Draining());
      return;
    }
    if (!backend_.workers.TryPost([this] { Answer(); })) Finish(Overloaded());
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::CANCELLED);
      return;
    }
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  void Answer() {
    response_.Clear();
    const absl::Status status = Call<v1::ConverseRequest, v1::ConverseResponse>(
        backend_,
        [this](const Api& api, const auto& in, auto& out) {
          return api.Converse(in, before_, out, caller_);
        },
        request_, &response_);
    if (status.ok()) {
      StartWrite(&response_);
    } else {
      Finish(ToGrpcStatus(status));
    }
  }

  const RpcBackend& backend_;
  const Caller caller_;
  ByteBuffer request_;
  ByteBuffer response_;
  v1::AskQuestionRequest before_;
};

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
    return new ConverseCall(backend_, context);
  }
  NP_REFUSE(RecordFeedback)

 private:
  const RpcBackend backend_;
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

void RpcServices::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(guidance_.get());
  builder.RegisterService(knowledge_.get());
  builder.RegisterService(safety_.get());
  builder.RegisterService(admin_.get());
}

}  // namespace needlepoint
