// A desk's documents over the wire: from a batch to a hit.

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/publish_fixture.h"

namespace needlepoint::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kImport[] = "AdminService/ImportDocuments";

class ImportDocumentsTest : public PublishTest {
 protected:
  static v1::ImportDocumentsRequest Batch(
      const std::vector<std::pair<std::string, std::string>>& documents,
      const std::string& id = "") {
    v1::ImportDocumentsRequest request;
    request.set_import_id(id);
    request.set_collection("desk");
    for (const auto& [document_id, text] : documents) {
      v1::Document* document = request.add_documents();
      document->set_document_id(document_id);
      document->set_title("Opening hours");
      document->set_text(text);
    }
    return request;
  }

  v1::ImportDocumentsResponse Import(const v1::ImportDocumentsRequest& request) {
    v1::ImportDocumentsResponse response;
    const grpc::Status status = client_->Call(kImport, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  void PublishImport(const std::string& id) {
    v1::PublishSnapshotRequest request;
    request.set_import_id(id);
    const grpc::Status status = client_->Call(kPublish, request, nullptr);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  // Passages of the desk that hold `word`.
  std::vector<std::string> Found(const std::string& word) {
    v1::SearchPassagesRequest request;
    request.set_query(word);
    request.set_collection("desk");
    v1::SearchPassagesResponse response;
    const grpc::Status status =
        client_->Call("KnowledgeService/SearchPassages", request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> found;
    for (const auto& hit : response.hits()) found.push_back(hit.passage_id());
    return found;
  }
};

TEST_F(ImportDocumentsTest, WhatIsImportedIsFoundOncePublished) {
  Start();
  const std::string id = Import(Batch({{"faq/1", "We open at nine."}})).import_id();
  EXPECT_EQ(Import(Batch({{"faq/2", "We close on zebra day."}}, id)).document_count(), 2);
  PublishImport(id);
  EXPECT_THAT(Found("zebra"), ElementsAre("desk/faq/2#1"));
  Restart();
  EXPECT_THAT(Found("zebra"), ElementsAre("desk/faq/2#1"));
}

TEST_F(ImportDocumentsTest, AnotherImportReplacesById) {
  Start();
  PublishImport(
      Import(Batch({{"faq/1", "Mind the zebra."}, {"faq/2", "Mind the okapi."}})).import_id());
  PublishImport(
      Import(Batch({{"faq/1", "Mind the tapir."}, {"faq/3", "No okapi is left."}})).import_id());
  EXPECT_THAT(Found("zebra"), IsEmpty());
  EXPECT_THAT(Found("tapir"), ElementsAre("desk/faq/1#1"));
  EXPECT_THAT(Found("okapi"), UnorderedElementsAre("desk/faq/2#1", "desk/faq/3#1"));
  v1::ImportDocumentsRequest request = Batch({{"faq/4", "Only the tapir."}});
  request.set_replace_all(true);
  PublishImport(Import(request).import_id());
  EXPECT_THAT(Found("okapi"), IsEmpty());
  EXPECT_THAT(Found("tapir"), ElementsAre("desk/faq/4#1"));
}

TEST_F(ImportDocumentsTest, ARestartBetweenBatchesKeepsTheImport) {
  Start();
  const std::string id = Import(Batch({{"faq/1", "Mind the zebra."}})).import_id();
  Restart();
  EXPECT_EQ(Import(Batch({{"faq/2", "Mind the okapi."}}, id)).document_count(), 2);
  Restart();
  PublishImport(id);
  EXPECT_THAT(Found("mind"), UnorderedElementsAre("desk/faq/1#1", "desk/faq/2#1"));
}

TEST_F(ImportDocumentsTest, AnExpiredImportIsGone) {
  server_ = std::make_unique<Server>(
      std::vector<std::string>{"--data-dir=" + data_, "--clock-fixed=2026-03-14T15:09:26Z"});
  client_ = std::make_unique<Client>(server_->address());
  const std::string id = Import(Batch({{"faq/1", "Mind the zebra."}})).import_id();
  EXPECT_FALSE(std::filesystem::is_empty(data_ + "/imports"));
  server_.reset();
  server_ = std::make_unique<Server>(
      std::vector<std::string>{"--data-dir=" + data_, "--clock-fixed=2026-03-15T15:09:26Z"});
  client_ = std::make_unique<Client>(server_->address());
  EXPECT_TRUE(std::filesystem::is_empty(data_ + "/imports"));
  const grpc::Status status = client_->Call(kImport, Batch({}, id), nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(DetailsOf(status).has_value());
  EXPECT_EQ(DetailsOf(status)->info.reason(), "IMPORT_NOT_FOUND");
}

TEST_F(ImportDocumentsTest, AFaultyDocumentIsReportedAndTheRestIsTaken) {
  Start();
  const std::string same = "Keep the skin clean for a day after rolling, and mind the zebra.";
  const v1::ImportDocumentsResponse response =
      Import(Batch({{"", same}, {"a\x01", same}, {"b", same}, {"c", same}, {"d", "one\x02two"}}));
  ASSERT_EQ(response.issues_size(), 4);
  EXPECT_EQ(response.issues(0).kind(), v1::IMPORT_ISSUE_KIND_SKIPPED);
  EXPECT_EQ(response.issues(1).kind(), v1::IMPORT_ISSUE_KIND_SKIPPED);
  EXPECT_EQ(response.issues(2).kind(), v1::IMPORT_ISSUE_KIND_DUPLICATE);
  EXPECT_EQ(response.issues(2).document_index(), 3);
  EXPECT_EQ(response.issues(2).duplicate_document_id(), "b");
  EXPECT_EQ(response.issues(3).kind(), v1::IMPORT_ISSUE_KIND_MENDED);
  for (const v1::ImportIssue& issue : response.issues())
    EXPECT_THAT(issue.reason(), Not(::testing::HasSubstr("zebra")));
  EXPECT_EQ(response.document_count(), 2);
  EXPECT_EQ(response.skipped_count(), 3);
  PublishImport(response.import_id());
  EXPECT_THAT(Found("zebra"), ElementsAre("desk/b#1"));
}

TEST(ImportWithoutDataDirTest, IsRefused) {
  Client client(SharedServer().address());
  const grpc::Status status = client.CallBytes(kImport, "", nullptr);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(DetailsOf(status).has_value());
  EXPECT_EQ(DetailsOf(status)->info.reason(), "NO_DATA_DIR");
}

}  // namespace
}  // namespace needlepoint::conformance
