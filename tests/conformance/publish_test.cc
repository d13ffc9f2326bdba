// Publishing over the wire: calls that run meanwhile, snapshots that are no
// good, restarts, and a server that is killed at any moment of it.

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "needlepoint/v1/guidance_service.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/server.h"
#include "tests/conformance/snapshot_edits.h"

namespace needlepoint::conformance {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

constexpr char kAsk[] = "GuidanceService/AskQuestion";
constexpr char kInfo[] = "AdminService/GetServerInfo";
constexpr char kList[] = "AdminService/ListSnapshots";
constexpr char kPublish[] = "AdminService/PublishSnapshot";
constexpr char kRollback[] = "AdminService/RollbackSnapshot";

// A folder with a data directory in it. In its "incoming" lie "a", "b" and "c":
// packs that differ from the guide in their version alone.
class PublishTest : public ::testing::Test {
 protected:
  PublishTest() {
    fs::create_directories(data_ + "/incoming");
    for (const char* name : {"a", "b", "c"}) {
      const std::string edited =
          EditedSnapshot(folder_, std::string("UPDATE manifest SET text = '") + name +
                                      "' WHERE key = 'optional_features'");
      fs::rename(edited, data_ + "/incoming/" + name);
    }
  }
  ~PublishTest() override {
    server_.reset();
    fs::remove_all(folder_);
  }

  void Start() {
    server_.reset();
    server_ = std::make_unique<Server>(std::vector<std::string>{"--data-dir=" + data_});
    ASSERT_TRUE(server_->started()) << server_->complaint();
    client_ = std::make_unique<Client>(server_->address());
  }

  void Restart() {
    EXPECT_EQ(server_->Stop().exit_code, 0);
    Start();
  }

  grpc::Status Publish(const std::string& file, v1::PublishSnapshotResponse* response = nullptr,
                       const std::string& collection = "guide") {
    v1::PublishSnapshotRequest request;
    request.set_snapshot_file_name(file);
    request.set_collection(collection);
    return client_->Call(kPublish, request, response);
  }

  // Publishes and gives the version.
  std::string MustPublish(const std::string& file) {
    v1::PublishSnapshotResponse response;
    const grpc::Status status = Publish(file, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.snapshot().knowledge_version();
  }

  std::string InService() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(client_->Call(kInfo, v1::GetServerInfoRequest(), &info).ok());
    return info.collections_size() == 1 ? info.collections(0).knowledge_version() : "";
  }

  // The version that an answer comes from; the error if there is none.
  std::string Answered(Client& client) {
    v1::AskQuestionRequest request;
    request.set_question("can i use retinol the day after?");
    v1::AskQuestionResponse response;
    const grpc::Status status = client.Call(kAsk, request, &response);
    return status.ok() ? response.answer().knowledge_version() : status.error_message();
  }

  std::vector<std::string> Listed(int page_size = 0) {
    std::vector<std::string> versions;
    v1::ListSnapshotsRequest request;
    request.set_page_size(page_size);
    do {
      v1::ListSnapshotsResponse response;
      EXPECT_TRUE(client_->Call(kList, request, &response).ok());
      for (const v1::Snapshot& snapshot : response.snapshots())
        versions.push_back(snapshot.knowledge_version());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return versions;
  }

  // What a server that serves leaves in its folder: nothing but this.
  void ExpectNoLitter() {
    EXPECT_TRUE(fs::is_empty(data_ + "/staging"));
    std::vector<std::string> files, want = {"published.json"};
    for (const auto& entry : fs::directory_iterator(data_ + "/collections/guide"))
      files.push_back(entry.path().filename().string());
    for (const std::string& version : Listed()) want.push_back(version + ".snapshot");
    EXPECT_THAT(files, UnorderedElementsAreArray(want));
  }

  const std::string folder_ = MakeFolder();
  const std::string data_ = folder_ + "/data";
  std::unique_ptr<Server> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(PublishTest, SwapsWhileCallsRunAndFailsNone) {
  Start();
  std::set<std::string> versions = {InService()};
  std::atomic<bool> stop{false};
  std::vector<std::set<std::string>> seen(3);
  std::vector<std::thread> askers;
  for (std::set<std::string>& mine : seen) {
    askers.emplace_back([this, &mine, &stop] {
      Client own(server_->address());
      while (!stop) mine.insert(Answered(own));
    });
  }
  for (int i = 0; i < 9; ++i) versions.insert(MustPublish(std::string(1, "abc"[i % 3])));
  stop = true;
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(versions.size(), 4u);
  for (const auto& mine : seen) {
    EXPECT_GT(mine.size(), 1u) << "no call ran while another version came";
    for (const std::string& version : mine) EXPECT_EQ(versions.count(version), 1u) << version;
  }
  ExpectNoLitter();
}

TEST_F(PublishTest, PublicationsAndRollbacksSurviveARestart) {
  Start();
  const std::string given = InService();
  const std::string a = MustPublish("a");
  EXPECT_EQ(Answered(*client_), a);
  Restart();
  EXPECT_EQ(Answered(*client_), a);
  const std::string b = MustPublish("b");
  v1::RollbackSnapshotRequest request;
  v1::RollbackSnapshotResponse response;
  request.set_collection("guide");
  ASSERT_TRUE(client_->Call(kRollback, request, &response).ok());
  EXPECT_EQ(response.snapshot().knowledge_version(), a);
  EXPECT_EQ(response.previous_version(), b);
  EXPECT_EQ(Answered(*client_), a);
  Restart();
  EXPECT_EQ(Answered(*client_), a);
  EXPECT_THAT(Listed(), ElementsAre(a, b, given));
  EXPECT_THAT(Listed(1), ElementsAre(a, b, given));
  ExpectNoLitter();
}

// Ids of an answer lead on although others were published since.
TEST_F(PublishTest, TheLastThreeVersionsResolveAndNoMore) {
  Start();
  const std::string given = InService();
  v1::SearchPassagesRequest search;
  v1::SearchPassagesResponse found;
  search.set_query("sunscreen");
  ASSERT_TRUE(client_->Call("KnowledgeService/SearchPassages", search, &found).ok());
  v1::GetPassageRequest request;
  request.set_passage_id(found.hits(0).passage_id());
  request.set_knowledge_version(given);
  for (const char* file : {"a", "b"}) {
    MustPublish(file);
    v1::GetPassageResponse response;
    ASSERT_TRUE(client_->Call("KnowledgeService/GetPassage", request, &response).ok());
    EXPECT_EQ(response.knowledge_version(), given);
  }
  MustPublish("c");
  EXPECT_EQ(client_->Call("KnowledgeService/GetPassage", request, nullptr).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(PublishTest, RefusesABadSnapshotAndServesOn) {
  Start();
  const std::string a = MustPublish("a");
  const std::string whole = ReadFile(data_ + "/incoming/b");
  std::string flipped = whole;
  flipped[flipped.size() / 2] ^= 1;
  WriteFile(data_ + "/incoming/flipped", flipped);
  WriteFile(data_ + "/incoming/half", whole.substr(0, whole.size() / 2));
  WriteFile(data_ + "/incoming/empty", "");
  WriteFile(data_ + "/incoming/text", std::string(5000, 'x'));
  WriteFile(data_ + "/incoming/foreign", Sealed(DatabaseOf(folder_, "CREATE TABLE t(a)")));
  fs::rename(EditedSnapshot(folder_, "UPDATE manifest SET text = '1000' WHERE key = 'format'"),
             data_ + "/incoming/future");
  fs::rename(EditedSnapshot(folder_, "DROP TABLE statement"), data_ + "/incoming/hollow");
  for (const char* file : {"flipped", "half", "empty", "text", "foreign", "future", "hollow"}) {
    SCOPED_TRACE(file);
    const grpc::Status status = Publish(file);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_THAT(status.error_message(), HasSubstr("the snapshot is refused: "));
    EXPECT_THAT(status.error_message(), Not(HasSubstr(folder_)));
    const std::optional<ErrorDetails> details = DetailsOf(status);
    ASSERT_TRUE(details.has_value());
    EXPECT_EQ(details->info.reason(), "SNAPSHOT_INVALID");
    EXPECT_EQ(Answered(*client_), a);
  }
  EXPECT_EQ(Publish("a", nullptr, "desk").error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Publish("../incoming/a").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Publish("nothing").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(InService(), a);
  ExpectNoLitter();
}

TEST_F(PublishTest, ADamagedVersionGivesWayToTheLastGoodOneAndThatIsSaid) {
  Start();
  const std::string a = MustPublish("a"), b = MustPublish("b");
  EXPECT_EQ(server_->Stop().exit_code, 0);
  const std::string path = data_ + "/collections/guide/" + b + ".snapshot";
  std::string bytes = ReadFile(path);
  bytes[bytes.size() / 3] ^= 1;
  WriteFile(path, bytes);
  Start();
  EXPECT_EQ(Answered(*client_), a);
  const Ended ended = server_->Stop();
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("version " + b + " is not served: "));
  EXPECT_THAT(ended.err, HasSubstr("altered"));
  EXPECT_THAT(ended.err, HasSubstr("version " + a + " is served"));
}

TEST_F(PublishTest, ASecondServerOnTheFolderIsRefused) {
  Start();
  const Ended second = RunProgram({Program("needlepointd"), "--listen=127.0.0.1:0",
                                   "--collection=guide=" + GuideSnapshot(), "--data-dir", data_});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.err, HasSubstr("another needlepointd"));
  EXPECT_EQ(std::count(second.err.begin(), second.err.end(), '\n'), 1) << second.err;
  EXPECT_THAT(Answered(*client_), Not(IsEmpty()));
}

TEST_F(PublishTest, WhatWasPublishedNeedsNoCollectionOnTheCommandLine) {
  Start();
  const std::string a = MustPublish("a");
  EXPECT_EQ(server_->Stop().exit_code, 0);
  ChildProcess server({Program("needlepointd"), "--listen=127.0.0.1:0", "--data-dir=" + data_});
  Client client(server.ReadUntil("listening on "));
  EXPECT_EQ(Answered(client), a);
}

TEST(WithoutDataDirTest, PublishingIsRefused) {
  Client client(SharedServer().address());
  for (const char* method : {kPublish, kRollback, kList}) {
    const grpc::Status status = client.CallBytes(method, "", nullptr);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION) << method;
    EXPECT_THAT(status.error_message(), HasSubstr("--data-dir"));
    ASSERT_TRUE(DetailsOf(status).has_value());
    EXPECT_EQ(DetailsOf(status)->info.reason(), "NO_DATA_DIR");
  }
}

// SIGKILL at 50 random moments while it publishes without a pause. What was
// acknowledged is never lost, what was not is there whole or not at all.
TEST_F(PublishTest, KilledAtAnyMomentItServesTheOldVersionOrTheNewOne) {
  constexpr int kKills = 50;
  constexpr int kLongestMs = 400;  // several publications
  std::mt19937 random(20261123);
  std::uniform_int_distribution<int> delay(0, kLongestMs);
  Start();
  std::vector<std::string> versions;
  for (const char* file : {"a", "b", "c"}) versions.push_back(MustPublish(file));
  std::string before = versions.back();
  int acknowledged = 0, begun = 0;
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
    std::this_thread::sleep_for(std::chrono::milliseconds(delay(random)));
    server_->process().Signal(SIGKILL);
    publisher.join();
    EXPECT_EQ(server_->process().Wait().exit_code, 128 + SIGKILL);
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
}

}  // namespace
}  // namespace needlepoint::conformance
