#include "service/rpc/conversations.h"

#include <utility>

#include "needlepoint/v1/guidance_service.pb.h"
#include "service/rpc/call.h"
#include "service/rpc/status.h"

namespace needlepoint {

// Reads a message, answers it on a worker, and reads the next. gRPC calls it from one
// thread at a time; EndIdle() from another.
class Conversations::Call final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Call(Conversations& all, const grpc::CallbackServerContext& context)
      : all_(all), caller_(CallerOf(context)) {
    if (all_.backend_.draining.load()) {
      Finish(Draining());
      return;
    }
    Read();
  }

  void OnReadDone(bool ok) override {
    if (!LeaveIdle()) return;  // EndIdle() has finished it
    if (!ok) {
      Finish(grpc::Status::OK);
      return;
    }
    if (all_.backend_.draining.load()) {
      Finish(Draining());
      return;
    }
    if (!all_.backend_.workers.TryPost([this] { Answer(); })) Finish(Overloaded());
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::CANCELLED);
      return;
    }
    if (all_.backend_.draining.load()) {
      Finish(Draining());
      return;
    }
    Read();
  }

  void OnDone() override { delete this; }

 private:
  void Read() {
    {
      MutexLock lock(all_.mutex_);
      all_.idle_.insert(this);
    }
    StartRead(&request_);
  }

  bool LeaveIdle() {
    MutexLock lock(all_.mutex_);
    return all_.idle_.erase(this) > 0;
  }

  void Answer() {
    response_.Clear();
    const absl::Status status = needlepoint::Call<v1::ConverseRequest, v1::ConverseResponse>(
        all_.backend_,
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

  Conversations& all_;
  const Caller caller_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  v1::AskQuestionRequest before_;
};

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Conversations::Begin(
    grpc::CallbackServerContext* context) {
  return new Call(*this, *context);
}

void Conversations::EndIdle() {
  std::set<Call*> idle;
  {
    MutexLock lock(mutex_);
    idle = std::exchange(idle_, {});
  }
  for (Call* call : idle) call->Finish(Draining());
}

}  // namespace needlepoint
