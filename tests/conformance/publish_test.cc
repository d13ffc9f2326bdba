// Publishing over the wire: calls that run meanwhile, snapshots that are no
// good, and restarts.

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/publish_fixture.h"

namespace needlepoint::conformance {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

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

}  // namespace
}  // namespace needlepoint::conformance
