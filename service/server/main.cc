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
#include "service/base/flag_names.h"
#include "service/base/random_id.h"
#include "service/base/status_macros.h"
#include "service/collection/data_dir.h"
#include "service/collection/imports.h"
#include "service/collection/publisher.h"
#include "service/collection/registry.h"
#include "service/conversation/sealer.h"
#include "service/rpc/rpc_server.h"
#include "service/storage/database.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50051",
          "where gRPC listens; port 0 chooses one and prints it");
ABSL_FLAG(std::string, http_listen, "", "where HTTP will listen; not served by this version");
ABSL_FLAG(std::string, data_dir, "",
          "a folder of the server's own, where what is published is kept; made if absent");
ABSL_FLAG(std::string, clock_fixed, "",
          "a fixed time, such as 2026-01-31T00:00:00Z, instead of the machine's clock");
ABSL_FLAG(std::string, conversation_keys, "",
          "a file of keys that seal conversations, shared by replicas: a name and 32 bytes in "
          "base64 on each line, the first seals; without it a key lives as long as the server");
ABSL_FLAG(absl::Duration, conversation_lifetime, absl::Hours(24),
          "how long a conversation can be gone on with after its last turn");
ABSL_FLAG(int, workers, 0, "threads that run calls; 0 is two for each core");

namespace needlepoint {
namespace {

int Fail(absl::string_view message) {
  std::cerr << "needlepointd: " << message << "\n";
  return 1;
}

// Takes "--collection NAME=FILE", which may repeat, out of the arguments. Of one
// name the last is meant.
bool TakeCollections(std::vector<char*>& args, std::vector<GivenCollection>& collections) {
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
    collections.erase(std::remove_if(collections.begin(), collections.end(),
                                     [&](const auto& c) { return c.name == parts.first; }),
                      collections.end());
    collections.push_back({parts.first, parts.second});
  }
  args = std::move(rest);
  return true;
}

// Puts in service what is given and, if there is a `publisher`, what was
// published; prints what an operator should know.
absl::Status Serve(const std::vector<GivenCollection>& given, Publisher* publisher,
                   const Clock& clock, CollectionRegistry& collections) {
  if (publisher != nullptr) {
    NP_ASSIGN_OR_RETURN(const std::vector<std::string> notices, publisher->Start(given));
    for (const std::string& notice : notices) std::cerr << "needlepointd: " << notice << "\n";
    return absl::OkStatus();
  }
  for (const GivenCollection& collection : given) {
    const absl::Status status = collections.Publish(collection.name, collection.path, clock.Now());
    if (!status.ok()) {
      return absl::Status(status.code(), absl::StrCat("collection ", collection.name, ", ",
                                                      collection.path, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

int Run(std::vector<char*> args) {
  UseUnderscores(static_cast<int>(args.size()), args.data());
  std::vector<GivenCollection> given;
  if (!TakeCollections(args, given))
    return Fail("--collection takes NAME=FILE, such as guide=guide.snapshot");
  absl::SetProgramUsageMessage(
      "needlepointd --collection guide=FILE [--collection NAME=FILE ...] [--data-dir DIR] "
      "[--listen ADDRESS]");
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

  std::shared_ptr<DataDir> data_dir;
  CollectionRegistry collections;
  std::unique_ptr<Publisher> publisher;
  std::unique_ptr<Imports> imports;
  const std::string data_path = absl::GetFlag(FLAGS_data_dir);
  if (!data_path.empty()) {
    absl::StatusOr<std::shared_ptr<DataDir>> opened = DataDir::Open(data_path);
    if (!opened.ok()) {
      return Fail(absl::StrCat("--data-dir ", data_path, ": ", opened.status().message()));
    }
    data_dir = *std::move(opened);
    publisher = std::make_unique<Publisher>(*data_dir, collections, *clock);
    absl::StatusOr<std::unique_ptr<Imports>> found = Imports::Open(*data_dir, *clock, RandomId);
    if (!found.ok())
      return Fail(absl::StrCat("--data-dir ", data_path, ": ", found.status().message()));
    imports = *std::move(found);
  }
  const absl::Status started = Serve(given, publisher.get(), *clock, collections);
  if (!started.ok()) return Fail(started.message());
  if (!collections.Get(kGuide).ok())
    return Fail(
        "no guide to answer from; give --collection guide=FILE, made by needlepoint-pack build or "
        "deploy/dev/build");

  std::vector<SealingKey> keys = {RandomSealingKey()};
  if (const std::string path = absl::GetFlag(FLAGS_conversation_keys); !path.empty()) {
    absl::StatusOr<std::vector<SealingKey>> read = ReadSealingKeys(path);
    if (!read.ok()) return Fail(absl::StrCat("--conversation-keys: ", read.status().message()));
    keys = *std::move(read);
  }
  const absl::Duration lifetime = absl::GetFlag(FLAGS_conversation_lifetime);
  if (lifetime <= absl::ZeroDuration())
    return Fail("--conversation-lifetime must be more than nothing, such as 24h");
  const Sealer sealer(std::move(keys), *clock, lifetime);

  const Limits limits;
  const Api api(collections, *clock, limits, publisher.get(), imports.get(), &sealer);
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
    std::cout << "collection " << served->name << " " << served->version() << "\n";
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
