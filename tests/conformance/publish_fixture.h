// A server with a data directory, and snapshots to publish there.

#ifndef NEEDLEPOINT_TESTS_CONFORMANCE_PUBLISH_FIXTURE_H_
#define NEEDLEPOINT_TESTS_CONFORMANCE_PUBLISH_FIXTURE_H_

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "needlepoint/v1/guidance_service.pb.h"
#include "tests/conformance/server.h"
#include "tests/conformance/snapshot_edits.h"

namespace needlepoint::conformance {

inline constexpr char kAsk[] = "GuidanceService/AskQuestion";
inline constexpr char kInfo[] = "AdminService/GetServerInfo";
inline constexpr char kList[] = "AdminService/ListSnapshots";
inline constexpr char kPublish[] = "AdminService/PublishSnapshot";
inline constexpr char kRollback[] = "AdminService/RollbackSnapshot";

// Moments at which publications, or imports, are killed. With AddressSanitizer
// each takes ten times as long, and what it looks for shows at the first ones.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr int kKills = 6;
#else
inline constexpr int kKills = 50;
#endif

// A folder with a data directory in it. In its "incoming" lie "a", "b" and "c":
// packs that differ from the guide in their version alone.
class PublishTest : public ::testing::Test {
 protected:
  PublishTest() {
    std::filesystem::create_directories(data_ + "/incoming");
    for (const char* name : {"a", "b", "c"}) {
      const std::string edited =
          EditedSnapshot(folder_, std::string("UPDATE manifest SET text = '") + name +
                                      "' WHERE key = 'optional_features'");
      std::filesystem::rename(edited, data_ + "/incoming/" + name);
    }
  }
  ~PublishTest() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
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
    EXPECT_TRUE(std::filesystem::is_empty(data_ + "/staging"));
    std::vector<std::string> files, want = {"published.json"};
    for (const auto& entry : std::filesystem::directory_iterator(data_ + "/collections/guide"))
      files.push_back(entry.path().filename().string());
    for (const std::string& version : Listed()) want.push_back(version + ".snapshot");
    EXPECT_THAT(files, ::testing::UnorderedElementsAreArray(want));
  }

  const std::string folder_ = MakeFolder();
  const std::string data_ = folder_ + "/data";
  std::unique_ptr<Server> server_;
  std::unique_ptr<Client> client_;
};

}  // namespace needlepoint::conformance

#endif  // NEEDLEPOINT_TESTS_CONFORMANCE_PUBLISH_FIXTURE_H_
