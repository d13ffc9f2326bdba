// Imports that are killed at any moment, of the server's and of the tool's.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <random>
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

using Seconds = std::chrono::duration<double>;

constexpr int kDocuments = 40;  // of an import, in batches of 10
constexpr char kImport[] = "AdminService/ImportDocuments";

Seconds Since(std::chrono::steady_clock::time_point began) {
  return std::chrono::steady_clock::now() - began;
}

// A server whose collection "desk" is imported again and again, each round with
// all documents and one more.
class ImportKillTest : public PublishTest {
 protected:
  // Imports and publishes `documents` documents. `acknowledged` counts those that
  // were answered for, by import; `published` is set once it is in service.
  bool Round(int documents, std::map<std::string, int>& acknowledged, bool& publishing) {
    std::string id;
    for (int sent = 0; sent < documents;) {
      v1::ImportDocumentsRequest request;
      v1::ImportDocumentsResponse response;
      request.set_import_id(id);
      request.set_collection("desk");
      request.set_replace_all(true);
      for (int i = 0; i < 10 && sent < documents; ++i, ++sent) {
        v1::Document* document = request.add_documents();
        document->set_document_id("faq/" + std::to_string(sent));
        document->set_text("Number " + std::to_string(sent) + " of the questions.");
      }
      if (!client_->Call(kImport, request, &response).ok()) return false;
      id = response.import_id();
      acknowledged[id] = sent;
    }
    v1::PublishSnapshotRequest request;
    request.set_import_id(id);
    publishing = true;
    if (!client_->Call(kPublish, request, nullptr).ok()) return false;
    publishing = false;
    acknowledged.erase(id);
    return true;
  }

  // Documents of the desk in service; 0 if there is none.
  int DocumentsInService() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(client_->Call(kInfo, v1::GetServerInfoRequest(), &info).ok());
    for (const v1::Snapshot& snapshot : info.collections()) {
      if (snapshot.collection() == "desk") return snapshot.document_count();
    }
    return 0;
  }

  std::set<std::string> Imports() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(data_ + "/imports"))
      names.insert(entry.path().filename().string());
    return names;
  }
};

TEST_F(ImportKillTest, KilledAtAnyMomentItServesWhatWasPublishedAndKeepsWhatWasTaken) {
  Start();
  int next = kDocuments;
  std::map<std::string, int> acknowledged;
  bool publishing = false;
  const auto began = std::chrono::steady_clock::now();
  for (int round = 0; round < 3; ++round) ASSERT_TRUE(Round(next++, acknowledged, publishing));
  std::mt19937 random(20261124);
  std::uniform_real_distribution<double> delay(0, Since(began).count());
  int in_service = next - 1, torn = 0, while_publishing = 0, rounds = 0;
  for (int kill = 0; kill < kKills / 2; ++kill) {
    SCOPED_TRACE(kill);
    publishing = false;
    std::thread importer([&] {
      while (Round(next, acknowledged, publishing)) in_service = next++, ++rounds;
    });
    std::this_thread::sleep_for(Seconds(delay(random)));
    server_->process().Signal(SIGKILL);
    importer.join();
    EXPECT_EQ(server_->process().Wait().exit_code, 128 + SIGKILL);
    torn += !fs::is_empty(data_ + "/staging");
    while_publishing += publishing;
    Start();
    if (HasFatalFailure()) return;
    const int served = DocumentsInService();
    EXPECT_TRUE(served == in_service || (publishing && served == next)) << served;
    in_service = served;
    EXPECT_TRUE(fs::is_empty(data_ + "/staging"));
    // One whose publication was not answered for may be there still; at most one
    // more batch than was answered for is there of the others.
    for (const std::string& id : Imports()) {
      v1::ImportDocumentsRequest request;
      v1::ImportDocumentsResponse response;
      request.set_import_id(id);
      ASSERT_TRUE(client_->Call(kImport, request, &response).ok());
      const int taken = acknowledged[id];
      EXPECT_TRUE(response.document_count() == taken ||
                  response.document_count() == std::min(taken + 10, next))
          << response.document_count() << " of " << taken;
      // What is under way is published, so that the next has room.
      v1::PublishSnapshotRequest publication;
      publication.set_import_id(id);
      ASSERT_TRUE(client_->Call(kPublish, publication, nullptr).ok());
      acknowledged.erase(id);
      in_service = response.document_count();
    }
    if (!publishing) {
      EXPECT_THAT(acknowledged, ::testing::IsEmpty()) << "an import is lost";
    }
    acknowledged.clear();
    EXPECT_THAT(Imports(), ::testing::IsEmpty());
    EXPECT_EQ(DocumentsInService(), in_service);
    next = std::max(next, in_service) + 1;
  }
  EXPECT_GT(rounds, 0) << "killed before anything was published";
  RecordProperty("publications", rounds);
  RecordProperty("killed_with_files_unfinished", torn);
  RecordProperty("killed_while_publishing", while_publishing);
}

// The file is the old one or the new one, and what is left of a killed run goes
// with the next.
TEST(ImportCommandKillTest, KilledAtAnyMomentTheFileIsWhole) {
  const std::string folder = MakeFolder();
  const std::string output = folder + "/desk.snapshot";
  std::vector<std::string> versions;  // bytes of what is made of "0" and of "1"
  Seconds longest{0};
  const auto command = [&](int which) {
    return std::vector<std::string>{Program("needlepoint-pack"), "import",
                                    folder + "/" + std::to_string(which) + ".jsonl", "-o", output};
  };
  for (int which : {0, 1}) {
    std::string lines;
    for (int i = 0; i < 1000; ++i) {
      lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"Number " + std::to_string(i) +
               " of list " + std::to_string(which) + ".\"}\n";
    }
    WriteFile(folder + "/" + std::to_string(which) + ".jsonl", lines);
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(RunProgram(command(which)).exit_code, 0);
    longest = std::max(longest, Since(began));
    versions.push_back(ReadFile(output));
  }
  std::mt19937 random(20261125);
  std::uniform_real_distribution<double> delay(0, longest.count());
  fs::remove(output);
  std::string before;
  int littered = 0, ended = 0;
  for (int kill = 0; kill < kKills / 2; ++kill) {
    SCOPED_TRACE(kill);
    const int which = kill % 2;
    ChildProcess process(command(which));
    std::this_thread::sleep_for(Seconds(delay(random)));
    process.Signal(SIGKILL);
    ended += process.Wait().exit_code == 0;
    const std::string now = fs::exists(output) ? ReadFile(output) : "";
    EXPECT_TRUE(now == before || now == versions[which]);
    before = now;
    std::set<std::string> left;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (name != "0.jsonl" && name != "1.jsonl" && name != "desk.snapshot") left.insert(name);
    }
    for (const std::string& name : left)
      EXPECT_THAT(name, ::testing::EndsWith(".unfinished")) << "litter";
    littered += !left.empty();
  }
  ASSERT_EQ(RunProgram(command(0)).exit_code, 0);
  EXPECT_EQ(ReadFile(output), versions[0]);
  std::set<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files.insert(entry.path().filename().string());
  EXPECT_THAT(files, ::testing::ElementsAre("0.jsonl", "1.jsonl", "desk.snapshot"));
  EXPECT_LT(ended, kKills / 2);
  RecordProperty("killed_with_files_unfinished", littered);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace needlepoint::conformance
