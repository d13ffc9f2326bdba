// A server that is killed at any moment of publishing.

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

#include "tests/conformance/publish_fixture.h"

namespace needlepoint::conformance {
namespace {

// SIGKILL at random moments while it publishes without a pause. What was
// acknowledged is never lost, what was not is there whole or not at all.
TEST_F(PublishTest, KilledAtAnyMomentItServesTheOldVersionOrTheNewOne) {
  Start();
  std::vector<std::string> versions;
  const auto began = std::chrono::steady_clock::now();
  for (const char* file : {"a", "b", "c"}) versions.push_back(MustPublish(file));
  const std::chrono::duration<double> three = std::chrono::steady_clock::now() - began;
  std::mt19937 random(20261123);
  std::uniform_real_distribution<double> delay(0, three.count());
  std::string before = versions.back();
  int acknowledged = 0, begun = 0, torn = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    SCOPED_TRACE(kill);
    std::set<std::string> possible = {before};
    std::thread publisher([&] {
      for (int i = 0;; ++i) {
        const std::string& next = versions[i % versions.size()];
        possible.insert(next);
        ++begun;
        v1::PublishSnapshotResponse response;
        if (!Publish(std::string(1, "abc"[i % 3]), &response).ok()) return;
        ++acknowledged;
        possible = {next};
      }
    });
    std::this_thread::sleep_for(std::chrono::duration<double>(delay(random)));
    server_->process().Signal(SIGKILL);
    publisher.join();
    EXPECT_EQ(server_->process().Wait().exit_code, 128 + SIGKILL);
    torn += !std::filesystem::is_empty(data_ + "/staging");
    Start();
    if (HasFatalFailure()) return;
    before = InService();
    EXPECT_EQ(possible.count(before), 1u) << before;
    EXPECT_EQ(Answered(*client_), before);
    EXPECT_EQ(Listed().front(), before);
    ExpectNoLitter();
  }
  EXPECT_EQ(begun - acknowledged, kKills);
  EXPECT_GT(acknowledged, 0) << "killed before anything was published";
  RecordProperty("publications", begun);
  RecordProperty("killed_while_copying", torn);
}

}  // namespace
}  // namespace needlepoint::conformance
