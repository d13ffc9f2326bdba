#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/api/api.h"
#include "service/api/errors.h"
#include "service/base/sha256.h"
#include "service/base/status_macros.h"
#include "service/documents/document.h"

namespace needlepoint {
namespace {

constexpr int kKibibyte = 1024;

void FillSnapshot(const ServedCollection& served, v1::SnapshotState state, v1::Snapshot& out) {
  const auto manifest_number = [&](const char* key) {
    int number = 0;
    const auto it = served.snapshot_file().manifest().find(key);
    if (it != served.snapshot_file().manifest().end()) (void)absl::SimpleAtoi(it->second, &number);
    return number;
  };
  out.set_collection(served.name);
  out.set_knowledge_version(served.version());
  out.set_state(state);
  out.set_kind(served.kind() == CollectionKind::kPack ? v1::COLLECTION_KIND_PACK
                                                      : v1::COLLECTION_KIND_DOCUMENTS);
  if (state != v1::SNAPSHOT_STATE_STAGED) {
    const absl::Duration since = served.since - absl::UnixEpoch();
    const int64_t seconds = absl::ToUnixSeconds(served.since);
    out.mutable_publish_time()->set_seconds(seconds);
    out.mutable_publish_time()->set_nanos(
        static_cast<int>(absl::ToInt64Nanoseconds(since - absl::Seconds(seconds))));
  }
  out.set_format_version(manifest_number("format"));
  out.set_analyzer_version(absl::StrCat(manifest_number("analyzer")));
  out.set_size_kib(static_cast<int>((served.size_bytes + kKibibyte - 1) / kKibibyte));
  out.set_passage_count(manifest_number("passages"));
  out.set_document_count(
      manifest_number(served.kind() == CollectionKind::kPack ? "passages" : "documents"));
  out.set_contradicting_passage_count(static_cast<int>(served.search->contradicted().size()));
  out.set_statement_count(manifest_number("statements"));
  out.set_rule_count(manifest_number("rules"));
  out.set_fact_count(manifest_number("facts"));
  out.set_source_count(manifest_number("sources"));
  out.set_note(served.note);
}

absl::Status NoDataDir() {
  return WithDetail(absl::FailedPreconditionError(
                        "this server keeps nothing that is published; start it with --data-dir"),
                    {"NO_DATA_DIR", ""});
}

absl::Status CheckCollection(const std::string& name) {
  const absl::Status status = CheckCollectionName(name);
  if (status.ok()) return status;
  return WithDetail(status, {"COLLECTION_NAME_INVALID", "collection"});
}

absl::Status CheckNote(const std::string& note, const Limits& limits) {
  if (note.size() <= static_cast<size_t>(limits.max_note_bytes)) return absl::OkStatus();
  return TooLarge("note", "NOTE_TOO_LARGE", note.size(), limits.max_note_bytes);
}

// An error of Imports about the import that a request names.
absl::Status OfImport(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return WithDetail(status, {"IMPORT_NOT_FOUND", "import_id"});
    case absl::StatusCode::kUnavailable:
      return WithDetail(status, {"IMPORT_BEING_PUBLISHED", "import_id"});
    case absl::StatusCode::kResourceExhausted:
      return WithDetail(status, {"TOO_MANY_IMPORTS", "import_id"});
    case absl::StatusCode::kFailedPrecondition:
      return WithDetail(status, {"IMPORT_EMPTY", "import_id"});
    default:
      return status;
  }
}

// What a snapshot is refused for, as an error of the call: its state is wrong,
// the request is right. A fault of ours stays what it is.
absl::Status Refused(const absl::Status& status, const v1::PublishSnapshotRequest& request) {
  if (status.code() == absl::StatusCode::kInternal) return status;
  return WithDetail(
      absl::FailedPreconditionError(absl::StrCat("the snapshot is refused: ", status.message())),
      {"SNAPSHOT_INVALID", request.has_import_id() ? "import_id" : "snapshot_file_name"});
}

absl::Status Unexpected(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kFailedPrecondition) return status;
  return WithDetail(status, {"VERSION_MISMATCH", "expected_version"});
}

absl::Status CheckSource(const v1::PublishSnapshotRequest& request) {
  switch (request.source_case()) {
    case v1::PublishSnapshotRequest::kSnapshotFileName:
    case v1::PublishSnapshotRequest::kImportId:
      return absl::OkStatus();
    case v1::PublishSnapshotRequest::SOURCE_NOT_SET:
      break;
  }
  return Invalid("the request names no snapshot; give import_id or snapshot_file_name",
                 "SOURCE_MISSING", "snapshot_file_name");
}

// What a page token is good for: this filter. It counts snapshots, so that after
// a publication between two pages one may be seen twice or not at all.
std::string TokenKey(const v1::ListSnapshotsRequest& request) {
  Sha256 hash;
  hash.Update(absl::StrCat(request.state(), "\n", request.collection()));
  return ToHex(hash.Finish()).substr(0, 16);
}

absl::Status PageOf(const v1::ListSnapshotsRequest& request, const Limits& limits, int& size,
                    int& offset) {
  if (request.page_size() < 0) {
    return Invalid(absl::StrCat("page_size is negative; give 1 to ", limits.max_list_page_size,
                                ", or nothing for ", limits.default_list_page_size),
                   "PAGE_SIZE_OUT_OF_RANGE", "page_size");
  }
  // More than the most is cut to it; AIP-158.
  size = request.page_size() == 0 ? limits.default_list_page_size
                                  : std::min(request.page_size(), limits.max_list_page_size);
  if (request.page_token().empty()) return absl::OkStatus();
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(request.page_token(), absl::MaxSplits(':', 1));
  if (parts.first == TokenKey(request) && absl::SimpleAtoi(parts.second, &offset) && offset >= 0)
    return absl::OkStatus();
  return Invalid("page_token is not of this list; start again without it", "PAGE_TOKEN_INVALID",
                 "page_token");
}

}  // namespace

absl::Status Api::ImportDocuments(const v1::ImportDocumentsRequest& request,
                                  v1::ImportDocumentsResponse& response) const {
  if (imports_ == nullptr) return NoDataDir();
  if (request.documents_size() > limits_.max_batch_documents) {
    return Invalid(
        absl::StrCat("the batch has ", request.documents_size(), " documents; the limit is ",
                     limits_.max_batch_documents, "; send the rest in further batches"),
        "BATCH_TOO_LARGE", "documents");
  }
  if (request.import_id().empty()) {
    NP_RETURN_IF_ERROR(CheckCollection(request.collection()));
    if (request.collection() == kGuide) {
      return Invalid("the guide is a pack of guidance, not of documents; name another collection",
                     "COLLECTION_IS_GUIDE", "collection");
    }
  }
  return OfImport(imports_->Add(request, response));
}

absl::Status Api::PublishFile(const v1::PublishSnapshotRequest& request,
                              const std::string& collection, const std::string& path,
                              absl::string_view expected_version,
                              v1::PublishSnapshotResponse& response) const {
  if (request.validate_only()) {
    const absl::StatusOr<ServedCollection> opened = publisher_->Validate(collection, path);
    if (!opened.ok()) return Refused(opened.status(), request);
    FillSnapshot(*opened, v1::SNAPSHOT_STATE_STAGED, *response.mutable_snapshot());
    const auto served = collections_.Get(collection);
    if (served.ok()) response.set_previous_version((*served)->version());
    return absl::OkStatus();
  }
  absl::StatusOr<ServedCollection> prepared = publisher_->Prepare(collection, path);
  if (!prepared.ok()) return Refused(prepared.status(), request);
  const absl::StatusOr<Published> published =
      publisher_->Commit(*std::move(prepared), expected_version, request.note());
  if (!published.ok()) return Unexpected(published.status());
  FillSnapshot(*published->served, v1::SNAPSHOT_STATE_SERVING, *response.mutable_snapshot());
  response.set_previous_version(published->previous_version);
  return absl::OkStatus();
}

absl::Status Api::PublishImport(const v1::PublishSnapshotRequest& request,
                                v1::PublishSnapshotResponse& response) const {
  const absl::StatusOr<std::string> collection = imports_->CollectionOf(request.import_id());
  if (!collection.ok()) return OfImport(collection.status());
  const absl::Status expected = publisher_->CheckExpected(*collection, request.expected_version());
  if (!expected.ok()) return Unexpected(expected);
  const auto present = collections_.Get(*collection);
  // What is made holds the documents of this version, and must not undo another.
  const std::string over = present.ok() ? (*present)->version() : request.expected_version();
  std::optional<absl::Status> published;
  const absl::Status status =
      imports_->Publish(request.import_id(), present.ok() ? &(*present)->snapshot_file() : nullptr,
                        request.validate_only(), [&](const std::string& path) {
                          published = PublishFile(request, *collection, path, over, response);
                          return *published;
                        });
  return published.has_value() ? *published : OfImport(status);
}

absl::Status Api::PublishSnapshot(const v1::PublishSnapshotRequest& request,
                                  v1::PublishSnapshotResponse& response) const {
  if (publisher_ == nullptr || imports_ == nullptr) return NoDataDir();
  NP_RETURN_IF_ERROR(CheckSource(request));
  NP_RETURN_IF_ERROR(CheckNote(request.note(), limits_));
  if (request.has_import_id()) return PublishImport(request, response);
  NP_RETURN_IF_ERROR(CheckCollection(request.collection()));
  const absl::StatusOr<std::string> file = publisher_->IncomingFile(request.snapshot_file_name());
  if (!file.ok()) {
    const bool absent = file.status().code() == absl::StatusCode::kNotFound;
    return WithDetail(file.status(),
                      {absent ? "FILE_NOT_FOUND" : "FILE_NAME_INVALID", "snapshot_file_name"});
  }
  // Before the work as well, which is long.
  const absl::Status expected =
      publisher_->CheckExpected(request.collection(), request.expected_version());
  if (!expected.ok()) return Unexpected(expected);
  return PublishFile(request, request.collection(), *file, request.expected_version(), response);
}

absl::Status Api::RollbackSnapshot(const v1::RollbackSnapshotRequest& request,
                                   v1::RollbackSnapshotResponse& response) const {
  if (publisher_ == nullptr) return NoDataDir();
  NP_RETURN_IF_ERROR(CheckCollection(request.collection()));
  NP_RETURN_IF_ERROR(CheckNote(request.note(), limits_));
  const absl::Status known = collections_.Get(request.collection()).status();
  if (!known.ok()) return WithDetail(known, {"COLLECTION_NOT_FOUND", "collection"});
  const absl::StatusOr<Published> published =
      publisher_->Rollback(request.collection(), request.knowledge_version(), request.note());
  if (published.status().code() == absl::StatusCode::kNotFound)
    return WithDetail(published.status(), {"VERSION_NOT_FOUND", "knowledge_version"});
  NP_RETURN_IF_ERROR(published.status());
  FillSnapshot(*published->served, v1::SNAPSHOT_STATE_SERVING, *response.mutable_snapshot());
  response.set_previous_version(published->previous_version);
  return absl::OkStatus();
}

absl::Status Api::ListSnapshots(const v1::ListSnapshotsRequest& request,
                                v1::ListSnapshotsResponse& response) const {
  if (publisher_ == nullptr) return NoDataDir();
  if (!v1::SnapshotState_IsValid(request.state())) {
    return Invalid("state is none of SnapshotState; leave it out for any", "STATE_UNKNOWN",
                   "state");
  }
  int size = 0, offset = 0;
  NP_RETURN_IF_ERROR(PageOf(request, limits_, size, offset));
  int found = 0;
  for (const auto& current : collections_.List()) {
    if (!request.collection().empty() && request.collection() != current->name) continue;
    const auto versions = collections_.Versions(current->name);
    for (const auto& version : versions) {
      const v1::SnapshotState state =
          version == versions.front() ? v1::SNAPSHOT_STATE_SERVING : v1::SNAPSHOT_STATE_RETAINED;
      if (request.state() != v1::SNAPSHOT_STATE_UNSPECIFIED && request.state() != state) continue;
      if (found >= offset && found - offset < size)
        FillSnapshot(*version, state, *response.add_snapshots());
      ++found;
    }
  }
  response.set_total_size(found);
  if (found - offset > size)
    response.set_next_page_token(absl::StrCat(TokenKey(request), ":", offset + size));
  return absl::OkStatus();
}

absl::Status Api::GetServerInfo(const v1::GetServerInfoRequest&,
                                v1::GetServerInfoResponse& response) const {
  response.set_version(NEEDLEPOINT_VERSION);
  response.add_language_codes("en");
  bool reviewed = true;
  for (const std::shared_ptr<const ServedCollection>& served : collections_.List()) {
    FillSnapshot(*served, v1::SNAPSHOT_STATE_SERVING, *response.add_collections());
    if (served->kind() != CollectionKind::kPack) continue;
    const auto state = served->snapshot().manifest().find("reviewed_by_clinician");
    reviewed = reviewed && state != served->snapshot().manifest().end() && state->second == "yes";
    if (served->name == kGuide) {
      response.mutable_clinical_review()->set_notice(
          served->snapshot().Label("notice.not-reviewed"));
      response.mutable_clinical_review()->set_total_count(
          static_cast<int>(served->snapshot().knowledge().rules.size()));
    }
  }
  response.mutable_clinical_review()->set_state(reviewed ? v1::CLINICAL_REVIEW_STATE_REVIEWED
                                                         : v1::CLINICAL_REVIEW_STATE_UNREVIEWED);
  v1::Limits* limits = response.mutable_limits();
  limits->set_max_request_bytes(limits_.max_request_bytes);
  limits->set_max_question_bytes(limits_.max_question_bytes);
  limits->set_max_query_bytes(limits_.max_query_bytes);
  limits->set_max_draft_bytes(limits_.max_draft_bytes);
  limits->set_max_filter_bytes(limits_.max_filter_bytes);
  limits->set_max_profile_entries(limits_.max_profile_entries);
  limits->set_max_document_bytes(static_cast<int>(kMaxDocumentBytes));
  for (const char* method :
       {"GuidanceService/AskQuestion", "GuidanceService/Converse", "GuidanceService/BuildPlan",
        "KnowledgeService/SearchPassages", "KnowledgeService/SuggestQueries",
        "KnowledgeService/GetPassage", "KnowledgeService/GetSource", "SafetyService/ScreenProfile",
        "AdminService/ImportDocuments", "AdminService/PublishSnapshot",
        "AdminService/RollbackSnapshot", "AdminService/ListSnapshots",
        "AdminService/GetServerInfo"}) {
    response.add_served_methods(std::string("needlepoint.v1.") + method);
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
