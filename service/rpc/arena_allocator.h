// Request and response of a call on one arena: an answer has hundreds of small
// messages.

#ifndef NEEDLEPOINT_SERVICE_RPC_ARENA_ALLOCATOR_H_
#define NEEDLEPOINT_SERVICE_RPC_ARENA_ALLOCATOR_H_

#include <google/protobuf/arena.h>
#include <grpcpp/support/message_allocator.h>

namespace needlepoint {

// Thread-safe.
template <typename Request, typename Response>
class ArenaAllocator final : public grpc::MessageAllocator<Request, Response> {
 public:
  grpc::MessageHolder<Request, Response>* AllocateMessages() override { return new Holder; }

 private:
  class Holder final : public grpc::MessageHolder<Request, Response> {
   public:
    Holder() {
      this->set_request(google::protobuf::Arena::CreateMessage<Request>(&arena_));
      this->set_response(google::protobuf::Arena::CreateMessage<Response>(&arena_));
    }
    void Release() override { delete this; }

   private:
    google::protobuf::Arena arena_;
  };
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RPC_ARENA_ALLOCATOR_H_
