#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/status_codes.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class ImportApiTest : public DataDirApiTest {
 protected:
  static v1::ImportDocumentsRequest Batch(const std::string& document, const std::string& text) {
    v1::ImportDocumentsRequest request;
    request.set_collection("desk");
    request.add_documents()->set_document_id(document);
    request.mutable_documents(0)->set_text(text);
    return request;
  }

  std::string Import(const v1::ImportDocumentsRequest& request) {
    v1::ImportDocumentsResponse response;
    EXPECT_THAT(api_->ImportDocuments(request, response), IsOk());
    return response.import_id();
  }

  absl::Status TryImport(const v1::ImportDocumentsRequest& request) {
    v1::ImportDocumentsResponse response;
    return api_->ImportDocuments(request, response);
  }

  static v1::PublishSnapshotRequest Publication(const std::string& import_id) {
    v1::PublishSnapshotRequest request;
    request.set_import_id(import_id);
    return request;
  }

  absl::Status TryPublish(const v1::PublishSnapshotRequest& request) {
    v1::PublishSnapshotResponse response;
    return api_->PublishSnapshot(request, response);
  }
};

TEST_F(ImportApiTest, PublishesUnderTheNameOfTheImport) {
  v1::PublishSnapshotRequest request = Publication(Import(Batch("a", "one")));
  request.set_note("spring");
  const v1::PublishSnapshotResponse response = Publish(request);
  EXPECT_EQ(response.snapshot().collection(), "desk");
  EXPECT_EQ(response.snapshot().kind(), v1::COLLECTION_KIND_DOCUMENTS);
  EXPECT_EQ(response.snapshot().document_count(), 1);
  EXPECT_EQ(response.snapshot().note(), "spring");
  EXPECT_THAT(response.previous_version(), IsEmpty());
  EXPECT_THAT(TryPublish(request),
              IsError(kAbsent, "IMPORT_NOT_FOUND", "import_id", HasSubstr("")));
}

TEST_F(ImportApiTest, AddsToWhatIsInService) {
  const std::string first =
      Publish(Publication(Import(Batch("a", "one")))).snapshot().knowledge_version();
  const v1::PublishSnapshotResponse response = Publish(Publication(Import(Batch("b", "two"))));
  EXPECT_EQ(response.snapshot().document_count(), 2);
  EXPECT_EQ(response.previous_version(), first);
}

TEST_F(ImportApiTest, ValidatesOnlyAndKeepsTheImport) {
  v1::PublishSnapshotRequest request = Publication(Import(Batch("a", "one")));
  request.set_validate_only(true);
  const v1::PublishSnapshotResponse tried = Publish(request);
  EXPECT_EQ(tried.snapshot().state(), v1::SNAPSHOT_STATE_STAGED);
  EXPECT_FALSE(own_.Get("desk").ok());
  request.set_validate_only(false);
  EXPECT_EQ(Publish(request).snapshot().knowledge_version(), tried.snapshot().knowledge_version());
}

TEST_F(ImportApiTest, AnImportSurvivesARefusedPublication) {
  v1::PublishSnapshotRequest request = Publication(Import(Batch("a", "one")));
  request.set_expected_version(std::string(64, '0'));
  EXPECT_THAT(TryPublish(request),
              IsError(kState, "VERSION_MISMATCH", "expected_version", HasSubstr("it is none")));
  request.clear_expected_version();
  EXPECT_EQ(Publish(request).snapshot().document_count(), 1);
}

TEST_F(ImportApiTest, ServerInfoTellsOfADesksCollection) {
  Publish(Publication(Import(Batch("a", "one"))));
  v1::GetServerInfoResponse info;
  ASSERT_THAT(api_->GetServerInfo({}, info), IsOk());
  EXPECT_EQ(info.collections_size(), 2);
  EXPECT_EQ(info.limits().max_document_bytes(), 1 << 20);
  EXPECT_THAT(info.served_methods(),
              testing::Contains("needlepoint.v1.AdminService/ImportDocuments"));
}

TEST_F(ImportApiTest, AnImportWithoutDocumentsIsNotPublished) {
  EXPECT_THAT(TryPublish(Publication(Import(Batch("a", "")))),
              IsError(kState, "IMPORT_EMPTY", "import_id", HasSubstr("send some")));
}

TEST_F(ImportApiTest, NothingIsImportedWithoutADataDirectory) {
  v1::ImportDocumentsResponse response;
  EXPECT_THAT(ApiTest::api_.ImportDocuments(Batch("a", "one"), response),
              IsError(kState, "NO_DATA_DIR", "", HasSubstr("--data-dir")));
}

struct RefusedCase {
  std::string name;
  std::function<void(v1::ImportDocumentsRequest&)> edit;
  absl::StatusCode code;
  std::string reason, field, message;
};
void PrintTo(const RefusedCase& c, std::ostream* os) { *os << c.name; }

class RefusedImportTest : public ImportApiTest, public testing::WithParamInterface<RefusedCase> {};

TEST_P(RefusedImportTest, SaysWhy) {
  v1::ImportDocumentsRequest request = Batch("a", "one");
  GetParam().edit(request);
  EXPECT_THAT(TryImport(request), IsError(GetParam().code, GetParam().reason, GetParam().field,
                                          HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(All, RefusedImportTest,
                         testing::ValuesIn(std::vector<RefusedCase>{
                             {"NoCollection", [](auto& r) { r.clear_collection(); }, kInvalid,
                              "COLLECTION_NAME_INVALID", "collection", "1 to 64"},
                             {"ThePack", [](auto& r) { r.set_collection("guide"); }, kInvalid,
                              "COLLECTION_IS_GUIDE", "collection", "another collection"},
                             {"UnknownImport", [](auto& r) { r.set_import_id("7"); }, kAbsent,
                              "IMPORT_NOT_FOUND", "import_id", "begin one"},
                             {"TooManyDocuments",
                              [](auto& r) {
                                while (r.documents_size() < 1001) r.add_documents();
                              },
                              kInvalid, "BATCH_TOO_LARGE", "documents",
                              "1001 documents; the limit is 1000"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(ImportApiTest, TakesAThousandDocumentsAtOnce) {
  v1::ImportDocumentsRequest request;
  request.set_collection("desk");
  for (int i = 0; i < 1000; ++i) {
    v1::Document* document = request.add_documents();
    document->set_document_id(absl::StrCat(i));
    document->set_text(absl::StrCat("number ", i));
  }
  v1::ImportDocumentsResponse response;
  ASSERT_THAT(api_->ImportDocuments(request, response), IsOk());
  EXPECT_EQ(response.document_count(), 1000);
}

}  // namespace
}  // namespace needlepoint
