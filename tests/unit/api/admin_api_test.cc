#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "tests/unit/api/api_fixture.h"
#include "tests/unit/api/status_codes.h"
#include "tests/unit/collection/versions.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A server with a data directory; in "incoming" the packs "one" and "two", the documents "desk",
// and "damaged".
class AdminApiTest : public DataDirApiTest {
 protected:
  AdminApiTest() {
    for (const char* text : {"one", "two", "damaged"})
      versions_[text] = WriteVersion(text, Incoming(text));
    versions_["desk"] = WriteDocuments("Nine to five.", Incoming("desk"));
    std::string bytes = ReadFileOrDie(Incoming("damaged"));
    WriteFileOrDie(Incoming("damaged"), bytes.substr(0, bytes.size() / 2));
    given_ = (*own_.Get("guide"))->version();
  }

  std::string Incoming(const std::string& name) const {
    return folder_.Path("data/incoming/" + name);
  }

  static v1::PublishSnapshotRequest Publication(const std::string& file,
                                                const std::string& collection = "guide") {
    v1::PublishSnapshotRequest request;
    request.set_snapshot_file_name(file);
    request.set_collection(collection);
    return request;
  }

  v1::ListSnapshotsResponse List(const v1::ListSnapshotsRequest& request = {}) {
    v1::ListSnapshotsResponse response;
    EXPECT_THAT(api_->ListSnapshots(request, response), IsOk());
    return response;
  }

  // "guide SERVING one", "guide RETAINED -" for one of no name.
  std::vector<std::string> Lines(const v1::ListSnapshotsResponse& response) {
    std::vector<std::string> lines;
    for (const v1::Snapshot& snapshot : response.snapshots()) {
      std::string name = "-";
      for (const auto& [text, version] : versions_) {
        if (version == snapshot.knowledge_version()) name = text;
      }
      lines.push_back(absl::StrCat(
          snapshot.collection(), " ",
          v1::SnapshotState_Name(snapshot.state()).substr(sizeof("SNAPSHOT_STATE_") - 1), " ",
          name));
    }
    return lines;
  }

  std::map<std::string, std::string> versions_;
  std::string given_;
};

TEST_F(AdminApiTest, PublishesWhatIsIncoming) {
  v1::PublishSnapshotRequest request = Publication("one");
  request.set_expected_version(given_);
  request.set_note("spring");
  const v1::PublishSnapshotResponse response = Publish(request);
  EXPECT_EQ(response.previous_version(), given_);
  const v1::Snapshot& snapshot = response.snapshot();
  EXPECT_EQ(snapshot.collection(), "guide");
  EXPECT_EQ(snapshot.knowledge_version(), versions_["one"]);
  EXPECT_EQ(snapshot.state(), v1::SNAPSHOT_STATE_SERVING);
  EXPECT_EQ(snapshot.kind(), v1::COLLECTION_KIND_PACK);
  EXPECT_EQ(snapshot.publish_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(snapshot.format_version(), kSnapshotFormat);
  EXPECT_EQ(snapshot.size_kib(), (ReadFileOrDie(Incoming("one")).size() + 1023) / 1024);
  EXPECT_EQ(snapshot.passage_count(), 4);
  EXPECT_EQ(snapshot.note(), "spring");
  EXPECT_THAT(Lines(List()), ElementsAre("guide SERVING one", "guide RETAINED -"));
}

TEST_F(AdminApiTest, ValidatesOnly) {
  v1::PublishSnapshotRequest request = Publication("one");
  request.set_validate_only(true);
  const v1::PublishSnapshotResponse response = Publish(request);
  EXPECT_EQ(response.snapshot().knowledge_version(), versions_["one"]);
  EXPECT_EQ(response.snapshot().state(), v1::SNAPSHOT_STATE_STAGED);
  EXPECT_FALSE(response.snapshot().has_publish_time());
  EXPECT_EQ(response.previous_version(), given_);
  EXPECT_THAT(Lines(List()), ElementsAre("guide SERVING -"));
}

TEST_F(AdminApiTest, TellsDocumentsFromAPack) {
  const v1::Snapshot desk = Publish(Publication("desk", "desk")).snapshot();
  EXPECT_EQ(desk.kind(), v1::COLLECTION_KIND_DOCUMENTS);
  EXPECT_EQ(desk.document_count(), 1);
  EXPECT_EQ(desk.passage_count(), 1);
  EXPECT_EQ(desk.rule_count(), 0);
}

TEST_F(AdminApiTest, GoesBack) {
  Publish(Publication("one"));
  Publish(Publication("two"));
  v1::RollbackSnapshotRequest request;
  request.set_collection("guide");
  request.set_note("two was wrong");
  v1::RollbackSnapshotResponse response;
  NP_ASSERT_OK(api_->RollbackSnapshot(request, response));
  EXPECT_EQ(response.snapshot().knowledge_version(), versions_["one"]);
  EXPECT_EQ(response.snapshot().note(), "two was wrong");
  EXPECT_EQ(response.previous_version(), versions_["two"]);
  request.set_knowledge_version(given_);
  NP_ASSERT_OK(api_->RollbackSnapshot(request, response));
  EXPECT_THAT(Lines(List()),
              ElementsAre("guide SERVING -", "guide RETAINED one", "guide RETAINED two"));
}

TEST_F(AdminApiTest, ResolvesIdsOfTheVersionsBefore) {
  Publish(Publication("one"));
  v1::GetPassageRequest request;
  request.set_statement_id("guide/" + SmallKnowledge().statements[0].id);
  v1::GetPassageResponse response;
  request.set_knowledge_version(given_);
  NP_ASSERT_OK(api_->GetPassage(request, response));
  EXPECT_EQ(response.knowledge_version(), given_);
  EXPECT_EQ(response.passage().statements(0).text(), SmallKnowledge().statements[0].text);
  request.set_knowledge_version(versions_["two"]);
  EXPECT_THAT(api_->GetPassage(request, response),
              IsError(kAbsent, "VERSION_NOT_FOUND", "knowledge_version", HasSubstr("last 3")));
}

TEST_F(AdminApiTest, ListsPagesByCollectionAndState) {
  for (const char* file : {"one", "two"}) Publish(Publication(file));
  Publish(Publication("desk", "desk"));
  const std::vector<std::string> all = {"desk SERVING desk", "guide SERVING two",
                                        "guide RETAINED one", "guide RETAINED -"};
  EXPECT_EQ(Lines(List()), all);
  v1::ListSnapshotsRequest request;
  request.set_page_size(3);
  std::vector<std::string> paged;
  do {
    const v1::ListSnapshotsResponse page = List(request);
    EXPECT_EQ(page.total_size(), 4);
    for (const std::string& line : Lines(page)) paged.push_back(line);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(paged, all);

  v1::ListSnapshotsRequest filtered;
  filtered.set_state(v1::SNAPSHOT_STATE_RETAINED);
  EXPECT_THAT(Lines(List(filtered)), ElementsAre("guide RETAINED one", "guide RETAINED -"));
  filtered.set_state(v1::SNAPSHOT_STATE_STAGED);
  EXPECT_EQ(List(filtered).total_size(), 0);
  filtered.set_state(v1::SNAPSHOT_STATE_SERVING);
  filtered.set_collection("desk");
  EXPECT_THAT(Lines(List(filtered)), ElementsAre("desk SERVING desk"));
  filtered.set_collection("absent");
  EXPECT_EQ(List(filtered).total_size(), 0);
}

TEST_F(AdminApiTest, WithoutADataDirectoryNothingIsPublished) {
  const Api plain(own_, clock_, limits_);
  v1::PublishSnapshotResponse published;
  v1::RollbackSnapshotResponse back;
  v1::ListSnapshotsResponse list;
  const auto refused = IsError(kState, "NO_DATA_DIR", "", HasSubstr("--data-dir"));
  EXPECT_THAT(plain.PublishSnapshot(Publication("one"), published), refused);
  EXPECT_THAT(plain.RollbackSnapshot({}, back), refused);
  EXPECT_THAT(plain.ListSnapshots({}, list), refused);
}

struct PublicationCase {
  std::string name;
  std::function<void(v1::PublishSnapshotRequest&)> change;  // of a good one
  absl::StatusCode code;
  std::string reason, field, message;
};
void PrintTo(const PublicationCase& c, std::ostream* os) { *os << c.name; }

class RefusedPublicationTest : public AdminApiTest,
                               public testing::WithParamInterface<PublicationCase> {};

TEST_P(RefusedPublicationTest, LeavesTheVersionInService) {
  for (const bool validate_only : {false, true}) {
    v1::PublishSnapshotRequest request = Publication("one");
    request.set_validate_only(validate_only);
    GetParam().change(request);
    v1::PublishSnapshotResponse response;
    EXPECT_THAT(api_->PublishSnapshot(request, response),
                IsError(GetParam().code, GetParam().reason, GetParam().field,
                        HasSubstr(GetParam().message)));
  }
  EXPECT_THAT(Lines(List()), ElementsAre("guide SERVING -"));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedPublicationTest,
    testing::ValuesIn(std::vector<PublicationCase>{
        {"NoSource", [](auto& r) { r.clear_source(); }, kInvalid, "SOURCE_MISSING",
         "snapshot_file_name", "snapshot_file_name"},
        {"NoImport", [](auto& r) { r.set_import_id("7"); }, kAbsent, "IMPORT_NOT_FOUND",
         "import_id", "begin one"},
        {"APath", [](auto& r) { r.set_snapshot_file_name("../incoming/one"); }, kInvalid,
         "FILE_NAME_INVALID", "snapshot_file_name", "without a path"},
        {"Hidden", [](auto& r) { r.set_snapshot_file_name(".one"); }, kInvalid, "FILE_NAME_INVALID",
         "snapshot_file_name", "dot"},
        {"NoFile", [](auto& r) { r.set_snapshot_file_name("three"); }, kAbsent, "FILE_NOT_FOUND",
         "snapshot_file_name", "put it there"},
        {"NoCollection", [](auto& r) { r.clear_collection(); }, kInvalid, "COLLECTION_NAME_INVALID",
         "collection", "1 to 64"},
        {"BadCollection", [](auto& r) { r.set_collection("../x"); }, kInvalid,
         "COLLECTION_NAME_INVALID", "collection", "a-z"},
        {"LongNote", [](auto& r) { r.set_note(std::string(1001, 'n')); }, kInvalid,
         "NOTE_TOO_LARGE", "note", "1000"},
        {"AnotherVersion", [](auto& r) { r.set_expected_version(std::string(64, '0')); }, kState,
         "VERSION_MISMATCH", "expected_version", "in service"},
        {"Damaged", [](auto& r) { r.set_snapshot_file_name("damaged"); }, kState,
         "SNAPSHOT_INVALID", "snapshot_file_name", "truncated"},
        {"DocumentsAsGuide", [](auto& r) { r.set_snapshot_file_name("desk"); }, kState,
         "SNAPSHOT_INVALID", "snapshot_file_name", "another name"},
        {"APackAsDocuments", [](auto& r) { r.set_collection("desk"); }, kState, "SNAPSHOT_INVALID",
         "snapshot_file_name", "as guide alone"},
    }),
    [](const auto& info) { return info.param.name; });

struct RollbackCase {
  std::string name, collection, version;
  int note_size;
  absl::StatusCode code;
  std::string reason, field, message;
};
void PrintTo(const RollbackCase& c, std::ostream* os) { *os << c.name; }

class RefusedRollbackTest : public AdminApiTest,
                            public testing::WithParamInterface<RollbackCase> {};

TEST_P(RefusedRollbackTest, LeavesTheVersionInService) {
  v1::RollbackSnapshotRequest request;
  request.set_collection(GetParam().collection);
  request.set_knowledge_version(GetParam().version);
  request.set_note(std::string(GetParam().note_size, 'n'));
  v1::RollbackSnapshotResponse response;
  EXPECT_THAT(
      api_->RollbackSnapshot(request, response),
      IsError(GetParam().code, GetParam().reason, GetParam().field, HasSubstr(GetParam().message)));
  EXPECT_THAT(Lines(List()), ElementsAre("guide SERVING -"));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedRollbackTest,
    testing::ValuesIn(std::vector<RollbackCase>{
        {"NoCollection", "", "", 0, kInvalid, "COLLECTION_NAME_INVALID", "collection", "1 to 64"},
        {"UnknownCollection", "desk", "", 0, kAbsent, "COLLECTION_NOT_FOUND", "collection",
         "guide"},
        {"NothingEarlier", "guide", "", 0, kAbsent, "VERSION_NOT_FOUND", "knowledge_version",
         "no earlier"},
        {"NotKept", "guide", "x", 0, kAbsent, "VERSION_NOT_FOUND", "knowledge_version", "not kept"},
        {"LongNote", "guide", "", 1001, kInvalid, "NOTE_TOO_LARGE", "note", "1000"},
    }),
    [](const auto& info) { return info.param.name; });

struct ListCase {
  std::string name;
  std::function<void(v1::ListSnapshotsRequest&)> change;
  std::string reason, field;
};
void PrintTo(const ListCase& c, std::ostream* os) { *os << c.name; }

class RefusedListTest : public AdminApiTest, public testing::WithParamInterface<ListCase> {};

TEST_P(RefusedListTest, NamesTheField) {
  v1::ListSnapshotsRequest request;
  GetParam().change(request);
  v1::ListSnapshotsResponse response;
  EXPECT_THAT(api_->ListSnapshots(request, response),
              IsError(kInvalid, GetParam().reason, GetParam().field, testing::_));
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedListTest,
    testing::ValuesIn(std::vector<ListCase>{
        {"NegativeSize", [](auto& r) { r.set_page_size(-1); }, "PAGE_SIZE_OUT_OF_RANGE",
         "page_size"},
        {"NoToken", [](auto& r) { r.set_page_token("x"); }, "PAGE_TOKEN_INVALID", "page_token"},
        {"TokenOfAnotherList", [](auto& r) { r.set_page_token(std::string(16, '0') + ":1"); },
         "PAGE_TOKEN_INVALID", "page_token"},
        {"UnknownState", [](auto& r) { r.set_state(static_cast<v1::SnapshotState>(99)); },
         "STATE_UNKNOWN", "state"},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(AdminApiTest, TakesOnlyATokenOfTheSameFilterWithAnOffset) {
  Publish(Publication("one"));
  v1::ListSnapshotsRequest request;
  request.set_page_size(1);
  const std::string token = List(request).next_page_token();
  request.set_page_token(token);
  EXPECT_THAT(Lines(List(request)), ElementsAre("guide RETAINED -"));
  const std::string key = token.substr(0, token.find(':'));
  for (const char* offset : {"", "-1", "1x", "99999999999999999999"}) {
    request.set_page_token(absl::StrCat(key, ":", offset));
    v1::ListSnapshotsResponse response;
    EXPECT_THAT(api_->ListSnapshots(request, response),
                IsError(kInvalid, "PAGE_TOKEN_INVALID", "page_token", HasSubstr("again")));
  }
  request.set_page_token(token);
  request.set_state(v1::SNAPSHOT_STATE_SERVING);
  v1::ListSnapshotsResponse response;
  EXPECT_THAT(api_->ListSnapshots(request, response),
              IsError(kInvalid, "PAGE_TOKEN_INVALID", "page_token", HasSubstr("again")));
}

}  // namespace
}  // namespace needlepoint
