// needlepointd: serves collections over gRPC until it is told to stop.

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "service/api/api.h"
#include "service/base/clock.h"
#include "service/collection/registry.h"
#include "service/rpc/rpc_server.h"
#include "service/storage/database.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50051",
          "where gRPC listens; port 0 chooses one and prints it");
ABSL_FLAG(std::string, http_listen, "", "where HTTP will listen; not served by this version");
ABSL_FLAG(std::string, data_dir, "",
          "where imported documents will be kept; not used by this version");
ABSL_FLAG(std::string, clock_fixed, "",
          "a fixed time, such as 2026-01-31T00:00:00Z, instead of the machine's clock");
ABSL_FLAG(int, workers, 0, "threads that run calls; 0 is two for each core");

namespace needlepoint {
namespace {

struct CollectionFlag {
  std::string name, path;
};

int Fail(absl::string_view message) {
  std::cerr << "needlepointd: " << message << "\n";
  return 1;
}

// Takes "--collection NAME=FILE", which may repeat, out of the arguments.
bool TakeCollections(std::vector<char*>& args, std::vector<CollectionFlag>& collections) {
  std::vector<char*> rest;
  for (size_t i = 0; i < args.size(); ++i) {
    absl::string_view arg = args[i];
    absl::string_view value;
    if (arg == "--collection") {
      if (i + 1 == args.size()) return false;
      value = args[++i];
    } else if (absl::StartsWith(arg, "--collection=")) {
      value = arg.substr(std::strlen("--collection="));
    } else {
      rest.push_back(args[i]);
      continue;
    }
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(value, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) return false;
    collections.push_back({parts.first, parts.second});
  }
  args = std::move(rest);
  return true;
}

// Flags are written with dashes; Abseil knows them by underscores.
void UseUnderscores(const std::vector<char*>& args) {
  for (char* arg : args) {
    if (!absl::StartsWith(arg, "--")) continue;
    for (char* c = arg + 2; *c != '\0' && *c != '='; ++c) {
      if (*c == '-') *c = '_';
    }
  }
}

int Run(std::vector<char*> args) {
  UseUnderscores(args);
  std::vector<CollectionFlag> collection_flags;
  if (!TakeCollections(args, collection_flags))
    return Fail("--collection takes NAME=FILE, such as guide=guide.snapshot");
  absl::SetProgramUsageMessage(
      "needlepointd --collection guide=FILE [--collection NAME=FILE ...] [--listen ADDRESS]");
  const std::vector<char*> positional =
      absl::ParseCommandLine(static_cast<int>(args.size()), args.data());
  if (positional.size() > 1)
    return Fail(absl::StrCat("'", positional[1], "' is no flag; see needlepointd --help"));

  std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
  if (const std::string fixed = absl::GetFlag(FLAGS_clock_fixed); !fixed.empty()) {
    absl::Time time;
    std::string error;
    if (!absl::ParseTime(absl::RFC3339_full, fixed, &time, &error)) {
      return Fail(
          absl::StrCat("--clock-fixed is no time: ", error, "; write it as 2026-01-31T00:00:00Z"));
    }
    clock = std::make_unique<FixedClock>(time);
  }

  CollectionRegistry collections;
  bool has_guide = false;
  for (const CollectionFlag& flag : collection_flags) {
    if (const absl::Status status = collections.Publish(flag.name, flag.path, clock->Now());
        !status.ok()) {
      return Fail(absl::StrCat("collection ", flag.name, ", ", flag.path, ": ", status.message()));
    }
    has_guide = has_guide || flag.name == kGuide;
  }
  if (!has_guide)
    return Fail(
        "no guide to answer from; give --collection guide=FILE, made by needlepoint-pack build or "
        "deploy/dev/build");

  const Limits limits;
  const Api api(collections, *clock, limits);
  RpcOptions options;
  options.listen = absl::GetFlag(FLAGS_listen);
  const int cores = std::max(1u, std::thread::hardware_concurrency());
  options.workers = absl::GetFlag(FLAGS_workers) > 0 ? absl::GetFlag(FLAGS_workers) : 2 * cores;

  // Signals are waited for below; threads started from here on leave them be.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  const absl::StatusOr<std::unique_ptr<RpcServer>> server = RpcServer::Start(api, limits, options);
  if (!server.ok()) return Fail(server.status().message());
  for (const auto& served : collections.List()) {
    std::cout << "collection " << served->name << " " << served->snapshot().version() << "\n";
  }
  if (!absl::GetFlag(FLAGS_http_listen).empty())
    std::cout << "HTTP is not served by this version\n";
  std::cout << "listening on " << (*server)->address() << std::endl;

  int signal = 0;
  sigwait(&stop, &signal);
  std::cout << "stopping: calls that run have " << absl::FormatDuration(limits.drain) << std::endl;
  (*server)->Drain(SystemClock().Now() + limits.drain);
  std::cout << "stopped" << std::endl;
  return 0;
}

}  // namespace
}  // namespace needlepoint

int main(int argc, char** argv) {
  // Debian builds Abseil with its deadlock detector on: a sixth of a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  needlepoint::ConfigureSqliteForThreads();
  return needlepoint::Run(std::vector<char*>(argv, argv + argc));
}
