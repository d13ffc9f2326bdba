#include "service/pack/snapshot_file.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "service/base/sha256.h"
#include "service/base/status_macros.h"
#include "service/index/index_writer.h"
#include "service/pack/fts_tokenizer.h"
#include "service/pack/tables.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr absl::string_view kMagic = "NPSNAP1\n";
constexpr absl::string_view kMagicOfAnyFormat = "NPSNAP";
constexpr int64_t kSealSize = 40;
constexpr size_t kBlock = 1 << 16;
constexpr uint64_t kIndexAlignment = 4096;
constexpr char kIndexFooterMagic[] = "NPINDEX\n";
constexpr absl::string_view kRebuild =
    "copy it again from where it was built, or build it with needlepoint-pack build";

// Where the search index lies; before the seal.
struct IndexFooter {
  char magic[8];
  uint64_t offset;
  uint64_t size;
};

// Feeds the next `size` bytes of `in` to the hashes.
bool HashBytes(std::ifstream& in, int64_t size, std::vector<Sha256*> hashes) {
  std::vector<char> block(kBlock);
  while (size > 0) {
    const auto want = static_cast<std::streamsize>(std::min<int64_t>(size, kBlock));
    in.read(block.data(), want);
    if (in.gcount() != want) return false;
    for (Sha256* hash : hashes) hash->Update(absl::string_view(block.data(), want));
    size -= want;
  }
  return true;
}

}  // namespace

absl::Status AppendSearchIndex(const std::string& path) {
  std::error_code error;
  const uint64_t pages = std::filesystem::file_size(path, error);
  const uint64_t offset = (pages + kIndexAlignment - 1) / kIndexAlignment * kIndexAlignment;
  if (!error) std::filesystem::resize_file(path, offset, error);
  if (error) return absl::InternalError("the snapshot cannot be read back to be indexed");
  {
    NP_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database, Database::OpenImmutable(path));
    NP_RETURN_IF_ERROR(RegisterFtsTokenizer(*database));
    NP_RETURN_IF_ERROR(AppendIndex(*database, path));
  }
  IndexFooter footer;
  std::memcpy(footer.magic, kIndexFooterMagic, sizeof(footer.magic));
  footer.offset = offset;
  footer.size = std::filesystem::file_size(path, error) - offset;
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out.write(reinterpret_cast<const char*>(&footer), sizeof(footer));
  out.close();
  if (!out) return absl::InternalError("the search index cannot be written; is the disk full?");
  return absl::OkStatus();
}

absl::Status SealSnapshotFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const int64_t size = in.tellg();
  in.seekg(0);
  Sha256 hash;
  if (!in || !HashBytes(in, size, {&hash}))
    return absl::InternalError("the snapshot cannot be read back to be sealed");
  const Sha256Digest digest = hash.Finish();
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out.write(kMagic.data(), kMagic.size());
  out.write(reinterpret_cast<const char*>(digest.data()), digest.size());
  out.close();
  if (!out) return absl::InternalError("the seal cannot be written; is the disk full?");
  return absl::OkStatus();
}

absl::StatusOr<std::string> CheckSnapshotFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError("it is a folder; give the file that needlepoint-pack build made");
  }
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in)
    return absl::NotFoundError(
        "there is no such file; give the path of a snapshot made by needlepoint-pack build");
  const int64_t size = in.tellg();
  if (size <= kSealSize)
    return absl::DataLossError(
        absl::StrCat("it has only ", size, " bytes: truncated, or no snapshot; ", kRebuild));
  in.seekg(0);
  Sha256 body, whole;
  if (!HashBytes(in, size - kSealSize, {&body, &whole}))
    return absl::DataLossError("it cannot be read to the end; check the disk");
  char seal[kSealSize];
  in.read(seal, kSealSize);
  if (in.gcount() != kSealSize)
    return absl::DataLossError("it cannot be read to the end; check the disk");
  whole.Update(absl::string_view(seal, kSealSize));
  const absl::string_view magic(seal, kMagic.size());
  if (magic.substr(0, kMagicOfAnyFormat.size()) != kMagicOfAnyFormat) {
    return absl::DataLossError(
        absl::StrCat("it has no seal: truncated, altered, or no snapshot; ", kRebuild));
  }
  if (magic != kMagic) {
    return absl::DataLossError(
        absl::StrCat("it has another kind of seal: made by a newer version, or altered; update "
                     "this program, or ",
                     kRebuild));
  }
  const Sha256Digest digest = body.Finish();
  if (std::memcmp(seal + kMagic.size(), digest.data(), digest.size()) != 0) {
    return absl::DataLossError(
        absl::StrCat("its contents do not match its seal: altered or damaged; ", kRebuild));
  }
  return ToHex(whole.Finish());
}

absl::Status SnapshotFile::ReadManifest() {
  NP_ASSIGN_OR_RETURN(const Connection connection, Connect());
  std::vector<Label> rows;
  if (!ReadTable(*connection, "manifest", rows).ok()) {
    return absl::DataLossError(
        "it has no manifest, so it is no snapshot of this program; give one made by "
        "needlepoint-pack build");
  }
  for (Label& row : rows) manifest_[row.key] = std::move(row.text);
  const auto number = [&](const char* key) {
    int value = -1;
    const auto it = manifest_.find(key);
    if (it != manifest_.end()) (void)absl::SimpleAtoi(it->second, &value);
    return value;
  };
  if (number("format") > kSnapshotFormat) {
    return absl::FailedPreconditionError(absl::StrCat(
        "it has format ", number("format"), " and this program reads up to ", kSnapshotFormat,
        "; update the program, or build the snapshot with this version"));
  }
  if (number("format") != kSnapshotFormat || number("analyzer") != kAnalyzerVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("it was made for another version (format ", number("format"), ", analyzer ",
                     number("analyzer"), "; this program has ", kSnapshotFormat, ", ",
                     kAnalyzerVersion, "); build it again with needlepoint-pack build"));
  }
  const auto features = manifest_.find("required_features");
  if (features != manifest_.end() && !features->second.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("it needs the feature ", features->second,
                     ", which this program does not have; update the program"));
  }
  const auto content = manifest_.find("content");
  if (content != manifest_.end() && content->second == kDocumentsContent)
    content_ = SnapshotContent::kDocuments;
  return absl::OkStatus();
}

absl::Status SnapshotFile::OpenIndex() {
  const absl::string_view bytes = mapped_->bytes();
  if (bytes.size() < kSealSize + sizeof(IndexFooter))
    return absl::DataLossError("it has no search index; build the snapshot again");
  IndexFooter footer;
  std::memcpy(&footer, bytes.data() + bytes.size() - kSealSize - sizeof(footer), sizeof(footer));
  const bool found = std::memcmp(footer.magic, kIndexFooterMagic, sizeof(footer.magic)) == 0 &&
                     footer.offset % kIndexAlignment == 0 && footer.offset <= bytes.size() &&
                     footer.size <= bytes.size() - footer.offset;
  if (!found) return absl::DataLossError("it has no search index; build the snapshot again");
  absl::StatusOr<IndexView> index = IndexView::Open(bytes.substr(footer.offset, footer.size));
  if (!index.ok()) {
    return absl::DataLossError(
        absl::StrCat(index.status().message(), "; build the snapshot again"));
  }
  index_ = std::make_unique<const IndexView>(*std::move(index));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const SnapshotFile>> SnapshotFile::Open(const std::string& path) {
  std::shared_ptr<SnapshotFile> file(new SnapshotFile());
  NP_ASSIGN_OR_RETURN(file->version_, CheckSnapshotFile(path));
  file->path_ = path;
  NP_RETURN_IF_ERROR(file->ReadManifest());
  NP_ASSIGN_OR_RETURN(file->mapped_, MappedFile::Open(path));
  NP_RETURN_IF_ERROR(file->OpenIndex());
  return file;
}

SnapshotFile::Connection::~Connection() {
  if (database_ == nullptr) return;
  const MutexLock lock(file_->mutex_);
  file_->idle_.push_back(std::move(database_));
}

absl::StatusOr<SnapshotFile::Connection> SnapshotFile::Connect() const {
  {
    const MutexLock lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Database> database = std::move(idle_.back());
      idle_.pop_back();
      return Connection(*this, std::move(database));
    }
  }
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::OpenImmutable(path_));
  NP_RETURN_IF_ERROR(RegisterFtsTokenizer(*database));
  return Connection(*this, std::move(database));
}

}  // namespace needlepoint
