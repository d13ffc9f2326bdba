// What an answer costs: in process, over a real socket, and beside an echo that
// sends as many bytes and does nothing for them.

#include <benchmark/benchmark.h>
#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "service/api/api.h"
#include "service/base/clock.h"
#include "service/rpc/rpc_server.h"
#include "service/storage/database.h"
#include "tests/bench/echo_server.h"

namespace needlepoint {
namespace {

// A plain question, one that rules speak to, and a long one with two parts.
constexpr const char* kQuestions[] = {
    "Can I use retinol the day after microneedling?",
    "I was on Accutane until March, can I use a 1.5 mm dermaroller at home on my acne scars?",
    "Hi! I'm 34 with darker skin (Fitzpatrick V) and had my first session at a clinic with a pen, "
    "1 mm, three days ago. My face is still a bit red and feels like sandpaper. Is that normal, "
    "and when can I go back to the gym and use my vitamin C serum again?",
};
constexpr int kQuestionCount = 3;

// The guide in service in this process, made once: what needlepointd makes.
class Guide {
 public:
  static const Guide& Get() {
    static const Guide guide;
    return guide;
  }
  const Api& api() const { return api_; }
  const Limits& limits() const { return limits_; }

 private:
  Guide() {
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
    ConfigureSqliteForThreads();
    const char* path = std::getenv("NEEDLEPOINT_SNAPSHOT");
    const std::string snapshot =
        path != nullptr ? path : "build/release/share/needlepoint/guide.snapshot";
    const absl::Status published = collections_.Publish(kGuide, snapshot, clock_.Now());
    if (!published.ok()) {
      std::cerr << snapshot << ": " << published.message() << "\n";
      std::exit(1);
    }
  }

  const FixedClock clock_{absl::FromUnixSeconds(1773446400)};
  const Limits limits_;
  CollectionRegistry collections_;
  const Api api_{collections_, clock_, limits_};
};

v1::AskQuestionRequest Request(int question) {
  v1::AskQuestionRequest request;
  request.set_question(kQuestions[question]);
  return request;
}

// The reply to a question as it goes over the wire.
std::string ReplyBytes(int question) {
  v1::AskQuestionResponse response;
  const absl::Status status = Guide::Get().api().AskQuestion(Request(question), response);
  return status.ok() ? response.SerializeAsString() : "";
}

// Calls one question over and over; the seconds a call took.
double Call(benchmark::State& state, const std::string& address, int question) {
  const auto stub = v1::GuidanceService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  const v1::AskQuestionRequest request = Request(question);
  int64_t bytes = 0;
  const auto began = std::chrono::steady_clock::now();
  for (auto _ : state) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    google::protobuf::Arena arena;
    auto* response = google::protobuf::Arena::CreateMessage<v1::AskQuestionResponse>(&arena);
    const grpc::Status status = stub->AskQuestion(&context, request, response);
    if (!status.ok()) {
      state.SkipWithError(status.error_message().c_str());
      break;
    }
    bytes = response->ByteSizeLong();
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  state.counters["reply_bytes"] = static_cast<double>(bytes);
  return seconds.count() / static_cast<double>(state.iterations());
}

// Seconds of an echoed call, by question; 0 if it was not measured.
double& EchoSeconds(int question) {
  static double seconds[kQuestionCount] = {};
  return seconds[question];
}

void AnswerInProcess(benchmark::State& state) {
  const int question = static_cast<int>(state.range(0));
  const v1::AskQuestionRequest request = Request(question);
  const Api& api = Guide::Get().api();
  int64_t bytes = 0;
  for (auto _ : state) {
    google::protobuf::Arena arena;  // as the server does it
    auto* response = google::protobuf::Arena::CreateMessage<v1::AskQuestionResponse>(&arena);
    const absl::Status status = api.AskQuestion(request, *response);
    if (!status.ok()) state.SkipWithError("no answer");
    bytes = response->ByteSizeLong();
  }
  state.counters["reply_bytes"] = static_cast<double>(bytes);
}

void EchoOverSocket(benchmark::State& state) {
  const int question = static_cast<int>(state.range(0));
  const EchoServer server(ReplyBytes(question));
  EchoSeconds(question) = Call(state, server.address(), question);
}

void AnswerOverSocket(benchmark::State& state) {
  const int question = static_cast<int>(state.range(0));
  const Guide& guide = Guide::Get();
  const auto server = RpcServer::Start(guide.api(), guide.limits(), {.listen = "127.0.0.1:0"});
  if (!server.ok()) {
    state.SkipWithError("cannot listen");
    return;
  }
  const double seconds = Call(state, (*server)->address(), question);
  if (EchoSeconds(question) > 0) state.counters["times_echo"] = seconds / EchoSeconds(question);
  (*server)->Drain(SystemClock().Now());
}

// The echo first: the answer's ratio is taken to it.
BENCHMARK(AnswerInProcess)->DenseRange(0, kQuestionCount - 1)->Unit(benchmark::kMicrosecond);
BENCHMARK(EchoOverSocket)
    ->DenseRange(0, kQuestionCount - 1)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();
BENCHMARK(AnswerOverSocket)
    ->DenseRange(0, kQuestionCount - 1)
    ->Unit(benchmark::kMicrosecond)
    ->UseRealTime();

}  // namespace
}  // namespace needlepoint
