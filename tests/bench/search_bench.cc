// What a search of the guide costs over a real socket, beside an echo that sends
// as many bytes and does nothing for them: medians in microseconds, call by call
// in turn, so that both see the same machine.
//
// search_bench [calls]

#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "needlepoint/v1/knowledge_service.grpc.pb.h"
#include "service/api/api.h"
#include "service/base/clock.h"
#include "service/rpc/rpc_server.h"
#include "service/storage/database.h"
#include "tests/bench/echo_server.h"

namespace needlepoint {
namespace {

constexpr const char* kQueries[] = {
    "retinol",
    "sunscreen after microneedling",
    "can i use a 1.5 mm dermaroller at home on my acne scars",
    "how long does the rednes last and when can I use my vitamin C serum again",
};

struct Times {
  std::vector<double> microseconds;
  double Percentile(double share) {
    std::sort(microseconds.begin(), microseconds.end());
    return microseconds[static_cast<size_t>(share * (microseconds.size() - 1))];
  }
};

// One call; false if it fails.
bool Call(v1::KnowledgeService::Stub& stub, const std::string& query, Times& times) {
  v1::SearchPassagesRequest request;
  request.set_query(query);
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  google::protobuf::Arena arena;
  auto* response = google::protobuf::Arena::CreateMessage<v1::SearchPassagesResponse>(&arena);
  const auto began = std::chrono::steady_clock::now();
  const grpc::Status status = stub.SearchPassages(&context, request, response);
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
  times.microseconds.push_back(took.count());
  return status.ok();
}

int Fail(const char* what) {
  std::fprintf(stderr, "%s\n", what);
  return EXIT_FAILURE;
}

int Run(int calls) {
  const char* path = std::getenv("NEEDLEPOINT_SNAPSHOT");
  const FixedClock clock(absl::FromUnixSeconds(1773446400));
  const Limits limits;
  CollectionRegistry collections;
  if (!collections
           .Publish(kGuide,
                    path != nullptr ? path : "build/release/share/needlepoint/guide.snapshot",
                    clock.Now())
           .ok())
    return Fail("the guide cannot be opened; name its snapshot in NEEDLEPOINT_SNAPSHOT");
  const Api api(collections, clock, limits);
  const auto server = RpcServer::Start(api, limits, {.listen = "127.0.0.1:0"});
  if (!server.ok()) return Fail("cannot listen");
  const auto searching = v1::KnowledgeService::NewStub(
      grpc::CreateChannel((*server)->address(), grpc::InsecureChannelCredentials()));

  std::printf("%8s %10s %8s %8s %8s %8s %6s  query\n", "bytes", "in process", "search", "p99",
              "echo", "p99", "ratio");
  for (const char* query : kQueries) {
    v1::SearchPassagesRequest request;
    v1::SearchPassagesResponse response;
    request.set_query(query);
    if (!api.SearchPassages(request, response).ok()) return Fail("a search fails");
    const EchoServer echo(response.SerializeAsString());
    const auto echoing = v1::KnowledgeService::NewStub(
        grpc::CreateChannel(echo.address(), grpc::InsecureChannelCredentials()));
    Times searched, echoed, warming;
    for (int i = 0; i < calls / 10 + 1; ++i) {
      if (!Call(*searching, query, warming) || !Call(*echoing, query, warming))
        return Fail("a call fails");
    }
    for (int i = 0; i < calls; ++i) {
      if (!Call(*searching, query, searched) || !Call(*echoing, query, echoed))
        return Fail("a call fails");
    }
    Times in_process;
    for (int i = 0; i < calls; ++i) {
      google::protobuf::Arena arena;  // as the server does it
      auto* again = google::protobuf::Arena::CreateMessage<v1::SearchPassagesResponse>(&arena);
      const auto began = std::chrono::steady_clock::now();
      if (!api.SearchPassages(request, *again).ok()) return Fail("a search fails");
      const std::chrono::duration<double, std::micro> took =
          std::chrono::steady_clock::now() - began;
      in_process.microseconds.push_back(took.count());
    }
    std::printf("%8zu %10.0f %8.0f %8.0f %8.0f %8.0f %6.2f  %s\n", response.ByteSizeLong(),
                in_process.Percentile(0.5), searched.Percentile(0.5), searched.Percentile(0.99),
                echoed.Percentile(0.5), echoed.Percentile(0.99),
                searched.Percentile(0.5) / echoed.Percentile(0.5), query);
  }
  (*server)->Drain(SystemClock().Now());
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace needlepoint

int main(int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  needlepoint::ConfigureSqliteForThreads();
  const int calls = argc > 1 ? std::atoi(argv[1]) : 2000;
  return needlepoint::Run(std::max(calls, 1));
}
