#include "service/collection/staged_import.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/base/sha256.h"
#include "service/base/status_macros.h"
#include "service/collection/durable_files.h"
#include "service/documents/document_reader.h"
#include "service/pack/collection_writer.h"

namespace needlepoint {
namespace {

namespace fs = std::filesystem;

// One document of a batch, or why it cannot be read.
struct ReadDocument {
  SourceDocument document;
  std::vector<std::string> mended;
  absl::Status status;
};

absl::StatusOr<DocumentFormat> FormatOf(v1::DocumentFormat format) {
  switch (format) {
    case v1::DOCUMENT_FORMAT_UNSPECIFIED:
    case v1::DOCUMENT_FORMAT_PLAIN:
      return DocumentFormat::kPlain;
    case v1::DOCUMENT_FORMAT_MARKDOWN:
      return DocumentFormat::kMarkdown;
    case v1::DOCUMENT_FORMAT_HTML:
      return DocumentFormat::kHtml;
    default:
      return absl::InvalidArgumentError("its format is none of DocumentFormat; send it as plain");
  }
}

ReadDocument Read(const v1::Document& in) {
  ReadDocument read;
  read.document.id = in.document_id();
  read.document.title = in.title();
  read.document.text = in.text();
  for (const v1::MetadataEntry& entry : in.metadata())
    read.document.metadata.emplace_back(entry.key(), entry.value());
  const absl::StatusOr<DocumentFormat> format = FormatOf(in.format());
  read.status = format.status();
  if (!format.ok()) return read;
  read.document.format = *format;
  read.status = ReadGivenDocument(read.document, read.mended);
  return read;
}

// What the outcome of a document is known by.
std::string KeyOf(const v1::Document& document) {
  const std::string& id = document.document_id();
  if (!id.empty() && id.size() <= kMaxDocumentIdBytes) return id;
  Sha256 hash;
  hash.Update(document.SerializeAsString());
  return absl::StrCat("\n", ToHex(hash.Finish()));  // which is no id
}

void Tell(int64_t index, const v1::Document& document, v1::ImportIssueKind kind,
          absl::string_view reason, absl::string_view duplicate_of,
          v1::ImportDocumentsResponse* response) {
  if (response == nullptr) return;
  v1::ImportIssue* issue = response->add_issues();
  issue->set_document_index(static_cast<int>(index));
  if (document.document_id().size() <= kMaxDocumentIdBytes)
    issue->set_document_id(document.document_id());
  issue->set_kind(kind);
  issue->set_reason(std::string(reason));
  issue->set_duplicate_document_id(std::string(duplicate_of));
}

// Whoever asked cannot do anything about files of ours.
absl::Status OurFault(const absl::Status& status) {
  return absl::IsUnavailable(status) ? absl::InternalError(status.message()) : status;
}

absl::StatusOr<v1::ImportDocumentsRequest> ReadBatch(const StagedBatch& batch) {
  std::ifstream in(batch.path, std::ios::binary);
  v1::ImportDocumentsRequest request;
  if (in && request.ParseFromIstream(&in)) return request;
  return absl::DataLossError("a batch of the import is damaged; import the documents again");
}

}  // namespace

std::vector<StagedBatch> BatchesIn(const std::string& path) {
  std::vector<StagedBatch> batches;
  std::error_code code;
  for (fs::directory_iterator it(path, code), end; !code && it != end; it.increment(code)) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(it->path().filename().string(), absl::MaxSplits('-', 1));
    StagedBatch batch;
    int64_t seconds = 0;
    if (!absl::SimpleAtoi(parts.first, &batch.number) || !absl::SimpleAtoi(parts.second, &seconds))
      continue;
    batch.time = absl::FromUnixSeconds(seconds);
    batch.path = it->path().string();
    batches.push_back(std::move(batch));
  }
  std::sort(batches.begin(), batches.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  return batches;
}

StagedImport::StagedImport(DataDir& data_dir, std::string id)
    : data_dir_(data_dir),
      id_(std::move(id)),
      path_(absl::StrCat(data_dir.ImportsFolder(), "/", id_)) {}

absl::Status StagedImport::CheckUsable() const {
  if (removed_) return absl::NotFoundError("the import is published or has expired; begin another");
  if (publishing_) {
    return absl::UnavailableError(
        "the import is being published; what comes after needs an import of its own, unless that "
        "fails");
  }
  return absl::OkStatus();
}

absl::Status StagedImport::Load() {
  if (state_ != nullptr) return absl::OkStatus();
  auto state = std::make_unique<State>();
  const std::vector<StagedBatch> batches = BatchesIn(path_);
  for (size_t i = 0; i < batches.size(); ++i) {
    if (batches[i].number != static_cast<int64_t>(i))
      return absl::DataLossError("a batch of the import is gone; import the documents again");
  }
  if (!batches.empty()) {
    NP_ASSIGN_OR_RETURN(state->first, ReadBatch(batches[0]));
    state->first.clear_documents();
  }
  state_ = std::move(state);
  for (const StagedBatch& batch : batches) {
    absl::StatusOr<v1::ImportDocumentsRequest> request = ReadBatch(batch);
    const absl::Status status = request.ok() ? Fold(*request, nullptr) : request.status();
    if (!status.ok()) {
      state_.reset();
      return status;
    }
  }
  return absl::OkStatus();
}

// The first batch and its folder come into being together.
absl::Status StagedImport::Store(const v1::ImportDocumentsRequest& request, absl::Time now) {
  const std::string staged = data_dir_.NewStagedPath();
  const auto cleanup = absl::MakeCleanup([&] {
    std::error_code code;
    fs::remove_all(staged, code);
  });
  const std::string name = absl::StrCat("/", state_->batches, "-", absl::ToUnixSeconds(now));
  const std::string bytes = request.SerializeAsString();
  if (state_->batches > 0) {
    NP_RETURN_IF_ERROR(WriteDurably(staged, bytes));
    return RenameDurably(staged, path_ + name);
  }
  std::error_code code;
  fs::create_directory(staged, code);
  if (code) {
    return absl::InternalError(
        absl::StrCat("a folder of the data directory cannot be made: ", code.message()));
  }
  NP_RETURN_IF_ERROR(WriteDurably(staged + name, bytes));
  NP_RETURN_IF_ERROR(SyncFolder(staged));
  return RenameDurably(staged, path_);
}

void StagedImport::Count(State& state, const std::string& key, const Outcome& outcome) {
  const auto [it, is_new] = state.outcomes.try_emplace(key);
  const auto add = [&](const Outcome& of, int64_t sign) {
    state.documents += of.passages > 0 ? sign : 0;
    state.skipped += of.passages > 0 ? 0 : sign;
    state.passages += sign * of.passages;
  };
  if (!is_new) add(it->second, -1);
  it->second = outcome;
  add(outcome, 1);
}

absl::Status StagedImport::Fold(const v1::ImportDocumentsRequest& batch,
                                v1::ImportDocumentsResponse* response) {
  State& state = *state_;
  if (state.intake == nullptr) {
    NP_ASSIGN_OR_RETURN(state.intake,
                        Intake::Create(data_dir_.StagingFolder(), state.first.keep_duplicates()));
  }
  std::vector<ReadDocument> read;
  absl::flat_hash_map<std::string, int64_t> last;  // by id, of those that can be read
  for (const v1::Document& document : batch.documents()) {
    read.push_back(Read(document));
    if (read.back().status.ok()) last[document.document_id()] = read.size() - 1;
  }
  for (int64_t i = 0; i < batch.documents_size(); ++i) {
    const v1::Document& document = batch.documents(static_cast<int>(i));
    const std::string key = KeyOf(document);
    if (!read[i].status.ok()) {
      Tell(i, document, v1::IMPORT_ISSUE_KIND_SKIPPED, read[i].status.message(), "", response);
      if (!state.outcomes.contains(key)) Count(state, key, {});
      continue;
    }
    if (const int64_t later = last[key]; later > i) {
      Tell(i, document, v1::IMPORT_ISSUE_KIND_DUPLICATE,
           absl::StrCat("document ", later, " of the batch has the same id and counts"), key,
           response);
      continue;
    }
    for (const std::string& reason : read[i].mended)
      Tell(i, document, v1::IMPORT_ISSUE_KIND_MENDED, reason, "", response);
    NP_ASSIGN_OR_RETURN(const Intake::Taken taken, state.intake->Take(read[i].document));
    if (!taken.duplicate_of.empty()) {
      Tell(i, document, v1::IMPORT_ISSUE_KIND_DUPLICATE,
           "says nearly the same as another document and is left out; keep both with "
           "keep_duplicates",
           taken.duplicate_of, response);
    }
    Count(state, key, {state.batches, i, static_cast<int64_t>(taken.passages.size())});
  }
  ++state.batches;
  return absl::OkStatus();
}

absl::Status StagedImport::Add(const v1::ImportDocumentsRequest& request, absl::Time now,
                               v1::ImportDocumentsResponse& response) {
  const MutexLock lock(mutex_);
  NP_RETURN_IF_ERROR(CheckUsable());
  absl::Status status = Load();
  const bool begins = status.ok() && state_->batches == 0;
  if (status.ok() && (begins || request.documents_size() > 0)) {
    if (begins) {
      state_->first = request;
      state_->first.clear_documents();
    }
    status = Store(request, now);
    if (status.ok()) status = Fold(request, &response);
    // What is on the disk counts.
    if (!status.ok()) state_.reset();
  }
  if (!status.ok()) return OurFault(status);
  response.set_document_count(static_cast<int>(state_->documents));
  response.set_passage_count(static_cast<int>(state_->passages));
  response.set_skipped_count(static_cast<int>(state_->skipped));
  return absl::OkStatus();
}

absl::StatusOr<std::string> StagedImport::Collection() {
  const MutexLock lock(mutex_);
  NP_RETURN_IF_ERROR(CheckUsable());
  NP_RETURN_IF_ERROR(OurFault(Load()));
  return state_->first.collection();
}

absl::Status StagedImport::Make(const State& state, const SnapshotFile* present,
                                const std::string& path) {
  NP_ASSIGN_OR_RETURN(const std::unique_ptr<CollectionWriter> writer,
                      CollectionWriter::Create(path));
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Intake> intake,
                      Intake::Create(data_dir_.StagingFolder(), state.first.keep_duplicates()));
  bool any = false;
  for (const StagedBatch& batch : BatchesIn(path_)) {
    NP_ASSIGN_OR_RETURN(const v1::ImportDocumentsRequest request, ReadBatch(batch));
    for (int64_t i = 0; i < request.documents_size(); ++i) {
      const v1::Document& document = request.documents(static_cast<int>(i));
      const auto outcome = state.outcomes.find(KeyOf(document));
      if (outcome == state.outcomes.end() || outcome->second.batch != batch.number ||
          outcome->second.index != i) {
        continue;
      }
      NP_ASSIGN_OR_RETURN(const Intake::Taken taken, intake->Take(Read(document).document));
      if (!taken.duplicate_of.empty()) continue;
      NP_RETURN_IF_ERROR(writer->Add(taken.passages));
      any = true;
    }
  }
  if (!any) {
    return absl::FailedPreconditionError(
        "the import holds no document that can be taken; send some first");
  }
  if (present != nullptr) {
    NP_RETURN_IF_ERROR(writer->AddAll(*present, [&](absl::string_view id) {
      const auto outcome = state.outcomes.find(id);
      return outcome != state.outcomes.end() && outcome->second.batch >= 0;
    }));
  }
  intake.reset();  // its memory is the writer's now
  return writer->Finish();
}

absl::Status StagedImport::Publish(
    const SnapshotFile* present, bool keep,
    absl::FunctionRef<absl::Status(const std::string& path)> publish) {
  std::unique_ptr<State> state;
  {
    const MutexLock lock(mutex_);
    NP_RETURN_IF_ERROR(CheckUsable());
    NP_RETURN_IF_ERROR(OurFault(Load()));
    publishing_ = true;
    state = std::move(state_);
  }
  const std::string path = data_dir_.NewStagedPath();
  absl::Status status =
      OurFault(Make(*state, state->first.replace_all() ? nullptr : present, path));
  if (status.ok()) status = publish(path);
  std::error_code code;
  fs::remove(path, code);
  const MutexLock lock(mutex_);
  publishing_ = false;
  state_ = std::move(state);
  removed_ = removed_ || (status.ok() && !keep);
  if (removed_) RemoveFiles();
  return status;
}

void StagedImport::Remove() {
  const MutexLock lock(mutex_);
  removed_ = true;
  if (!publishing_) RemoveFiles();
}

// At once, so that no part of it is taken for an import after a crash.
void StagedImport::RemoveFiles() {
  const std::string staged = data_dir_.NewStagedPath();
  std::error_code code;
  fs::rename(path_, staged, code);
  // What cannot be removed now is litter at the next start, too.
  fs::remove_all(staged, code);
}

}  // namespace needlepoint
