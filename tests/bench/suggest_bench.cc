// What completing a query costs over 50,000 passages, in process and over a
// real socket, beside an echo that sends as many bytes and does nothing for
// them. The argument is how many letters have been typed; 0: what is typed is
// misspelt.

#include <benchmark/benchmark.h>
#include <google/protobuf/arena.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "needlepoint/v1/knowledge_service.grpc.pb.h"
#include "service/api/api.h"
#include "service/base/clock.h"
#include "service/base/status_macros.h"
#include "service/pack/collection_writer.h"
#include "service/rpc/rpc_server.h"
#include "service/storage/database.h"
#include "tests/bench/echo_server.h"

namespace needlepoint {
namespace {

constexpr int kPassages = 50'000;
constexpr int kTyped = 500;  // queries of each length

// Titles as help desks have them: many begin alike, no two are the same.
class Titles {
 public:
  std::string Next() {
    static constexpr const char* kBeginnings[] = {
        "What is",       "What are the symptoms of",
        "How is",        "How do I treat",
        "What causes",   "",
        "Can I use",     "",
        "Is it safe to", "When should I see",
    };
    std::string title = kBeginnings[random_() % std::size(kBeginnings)];
    for (size_t words = 1 + random_() % 4; words > 0; --words) {
      absl::StrAppend(&title, title.empty() ? "" : " ", Word());
    }
    return title;
  }

 private:
  // A few words are in many titles and most in few.
  std::string Word() {
    static constexpr const char* kSyllables[] = {"ac",  "ne",  "der",  "ma",  "to", "sis", "ul",
                                                 "cer", "in",  "flam", "ke",  "ra", "ti",  "no",
                                                 "sy",  "phi", "lo",   "gra", "nu", "me"};
    const double uniform = std::uniform_real_distribution<double>(0, 1)(random_);
    auto number = static_cast<uint32_t>(30'000 * uniform * uniform * uniform) + 400;
    std::string word;
    for (; number > 0; number /= 20) word += kSyllables[number % 20];
    return word;
  }

  std::mt19937 random_{1};
};

// A desk's documents in service in this process, made once.
class Desk {
 public:
  static const Desk& Get() {
    static const Desk desk;
    return desk;
  }
  const Api& api() const { return api_; }
  const Limits& limits() const { return limits_; }

  // What people have typed after so many letters.
  std::vector<v1::SuggestQueriesRequest> Requests(int letters) const {
    std::vector<v1::SuggestQueriesRequest> requests(kTyped);
    for (int i = 0; i < kTyped; ++i) {
      const std::string& title = titles_[static_cast<size_t>(i) * (kPassages / kTyped)];
      std::string typed = title.substr(0, letters == 0 ? 14 : static_cast<size_t>(letters));
      if (letters == 0) typed[typed.size() - 1 - static_cast<size_t>(i) % 3] = 'x';
      requests[static_cast<size_t>(i)].set_query(typed);
    }
    return requests;
  }

 private:
  Desk() {
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
    ConfigureSqliteForThreads();
    const char* folder = std::getenv("NEEDLEPOINT_TMP_DIR");
    const std::string path =
        absl::StrCat(folder != nullptr ? folder : "build/release/tmp", "/suggest_bench.snapshot");
    const absl::Status served = Write(path);
    if (!served.ok()) {
      std::cerr << path << ": " << served.message() << "\n";
      std::exit(1);
    }
    std::error_code error;
    std::filesystem::remove(path, error);
  }

  absl::Status Write(const std::string& path) {
    NP_ASSIGN_OR_RETURN(const std::unique_ptr<CollectionWriter> writer,
                        CollectionWriter::Create(path));
    Titles titles;
    for (int i = 0; i < kPassages; ++i) {
      titles_.push_back(titles.Next());
      DocumentPassage passage;
      passage.document_id = absl::StrCat("article-", i);
      passage.title = titles_.back();
      passage.text = titles.Next();
      NP_RETURN_IF_ERROR(writer->Add({passage}));
    }
    NP_RETURN_IF_ERROR(writer->Finish());
    return collections_.Publish("desk", path, clock_.Now());
  }

  const FixedClock clock_{absl::FromUnixSeconds(1773446400)};
  const Limits limits_;
  CollectionRegistry collections_;
  std::vector<std::string> titles_;
  const Api api_{collections_, clock_, limits_};
};

// Times of single calls, in microseconds.
class Times {
 public:
  template <typename Call>
  void Add(Call call) {
    const auto began = std::chrono::steady_clock::now();
    call();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
    times_.push_back(took.count());
  }

  double At(double share) {
    if (times_.empty()) return 0;
    const auto place = static_cast<size_t>(share * static_cast<double>(times_.size() - 1));
    std::nth_element(times_.begin(), times_.begin() + static_cast<std::ptrdiff_t>(place),
                     times_.end());
    return times_[place];
  }

  void Report(benchmark::State& state) {
    state.counters["p50_us"] = At(0.5);
    state.counters["p99_us"] = At(0.99);
  }

 private:
  std::vector<double> times_;
};

void SuggestInProcess(benchmark::State& state) {
  const auto requests = Desk::Get().Requests(static_cast<int>(state.range(0)));
  const Api& api = Desk::Get().api();
  Times times;
  int64_t suggestions = 0;
  size_t next = 0;
  for (auto _ : state) {
    google::protobuf::Arena arena;  // as the server does it
    auto* response = google::protobuf::Arena::CreateMessage<v1::SuggestQueriesResponse>(&arena);
    const v1::SuggestQueriesRequest& request = requests[next++ % requests.size()];
    times.Add([&] {
      if (!api.SuggestQueries(request, *response).ok()) state.SkipWithError("no suggestions");
    });
    suggestions += response->suggestions_size();
  }
  times.Report(state);
  state.counters["suggestions"] =
      static_cast<double>(suggestions) / static_cast<double>(state.iterations());
}

using Stub = v1::KnowledgeService::Stub;

std::unique_ptr<Stub> StubOf(const std::string& address) {
  return v1::KnowledgeService::NewStub(
      grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
}

// Calls once and adds how long it took; false if it failed.
bool Call(Stub& stub, const v1::SuggestQueriesRequest& request, Times& times) {
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  google::protobuf::Arena arena;
  auto* response = google::protobuf::Arena::CreateMessage<v1::SuggestQueriesResponse>(&arena);
  grpc::Status status;
  times.Add([&] { status = stub.SuggestQueries(&context, request, response); });
  return status.ok();
}

// The suggestions of median size, as they go over the wire.
std::string MedianReply(const std::vector<v1::SuggestQueriesRequest>& requests) {
  std::vector<std::string> replies;
  for (const auto& request : requests) {
    v1::SuggestQueriesResponse response;
    if (Desk::Get().api().SuggestQueries(request, response).ok())
      replies.push_back(response.SerializeAsString());
  }
  std::sort(replies.begin(), replies.end(),
            [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  return replies[replies.size() / 2];
}

// A call of each in turn, so that both have the same share of what else the
// machine does.
void SuggestBesideEcho(benchmark::State& state) {
  const Desk& desk = Desk::Get();
  const auto requests = desk.Requests(static_cast<int>(state.range(0)));
  const auto server = RpcServer::Start(desk.api(), desk.limits(), {.listen = "127.0.0.1:0"});
  if (!server.ok()) {
    state.SkipWithError("cannot listen");
    return;
  }
  const std::string reply = MedianReply(requests);
  const EchoServer echo(reply);
  const auto suggest_stub = StubOf((*server)->address()), echo_stub = StubOf(echo.address());
  Times suggest_times, echo_times, unused;
  // The first calls make the connections.
  bool ok = Call(*suggest_stub, requests[0], unused) && Call(*echo_stub, requests[0], unused);
  size_t next = 0;
  for (auto _ : state) {
    const v1::SuggestQueriesRequest& request = requests[next++ % requests.size()];
    ok = ok && Call(*suggest_stub, request, suggest_times) && Call(*echo_stub, request, echo_times);
  }
  if (!ok) state.SkipWithError("a call failed");
  suggest_times.Report(state);
  state.counters["echo_p50_us"] = echo_times.At(0.5);
  state.counters["echo_p99_us"] = echo_times.At(0.99);
  state.counters["p99_times_echo"] = suggest_times.At(0.99) / echo_times.At(0.99);
  state.counters["reply_bytes"] = static_cast<double>(reply.size());
  (*server)->Drain(SystemClock().Now());
}

void Letters(benchmark::internal::Benchmark* row) {
  row->DenseRange(0, 12, 1)->Unit(benchmark::kMicrosecond)->UseRealTime();
}
BENCHMARK(SuggestInProcess)->Apply(Letters);
BENCHMARK(SuggestBesideEcho)->Apply(Letters);

}  // namespace
}  // namespace needlepoint
