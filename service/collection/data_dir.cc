#include "service/collection/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/base/status_macros.h"
#include "service/collection/durable_files.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {
namespace {

namespace fs = std::filesystem;

constexpr char kHistoryFile[] = "published.json";
constexpr absl::string_view kSnapshotEnding = ".snapshot";

absl::Status FromCode(const std::error_code& code, absl::string_view what) {
  if (!code) return absl::OkStatus();
  return absl::InternalError(absl::StrCat(what, ": ", code.message()));
}

bool Names(const History& history, absl::string_view version) {
  return std::any_of(history.publications.begin(), history.publications.end(),
                     [&](const Publication& p) { return p.version == version; });
}

// What is in a folder, by name.
absl::StatusOr<std::set<std::string>> Entries(const std::string& folder) {
  std::error_code code;
  std::set<std::string> names;
  for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
    names.insert(it->path().filename().string());
  NP_RETURN_IF_ERROR(FromCode(code, "a folder of it cannot be read"));
  return names;
}

}  // namespace

HeldFile::~HeldFile() { data_dir_->Release(*this); }

DataDir::~DataDir() {
  if (lock_ >= 0) close(lock_);
}

std::string DataDir::Folder(absl::string_view collection) const {
  return absl::StrCat(path_, "/collections/", collection);
}

std::string DataDir::SnapshotPath(absl::string_view collection, absl::string_view version) const {
  return absl::StrCat(Folder(collection), "/", version, kSnapshotEnding);
}

absl::Status DataDir::Lock() {
  lock_ = open(absl::StrCat(path_, "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) return FromErrno("give a folder that this user may write");
  if (flock(lock_, LOCK_EX | LOCK_NB) == 0) return absl::OkStatus();
  if (errno != EWOULDBLOCK) return FromErrno("it cannot be locked");
  return absl::FailedPreconditionError(
      "another needlepointd uses it; stop that one, or give each a folder of its own");
}

absl::Status DataDir::ReadHistories() {
  NP_ASSIGN_OR_RETURN(const std::set<std::string> names, Entries(path_ + "/collections"));
  const MutexLock lock(mutex_);
  for (const std::string& name : names) {
    std::ifstream in(absl::StrCat(Folder(name), "/", kHistoryFile), std::ios::binary);
    if (!in) continue;
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    absl::StatusOr<History> history = ParseHistory(text);
    if (!history.ok()) {
      return absl::DataLossError(absl::StrCat(
          "collections/", name, "/", kHistoryFile, ": ", history.status().message(),
          "; put back a copy of it, or remove that folder and publish the collection again"));
    }
    histories_[name] = *std::move(history);
  }
  return absl::OkStatus();
}

absl::Status DataDir::RemoveLitter() {
  std::error_code code;
  fs::remove_all(StagingFolder(), code);
  if (!code) fs::create_directory(StagingFolder(), code);
  NP_RETURN_IF_ERROR(FromCode(code, "its folder staging cannot be emptied"));
  NP_ASSIGN_OR_RETURN(const std::set<std::string> names, Entries(path_ + "/collections"));
  for (const std::string& name : names) {
    if (!fs::is_directory(Folder(name), code)) continue;
    NP_ASSIGN_OR_RETURN(const std::set<std::string> files, Entries(Folder(name)));
    const MutexLock lock(mutex_);
    for (const std::string& file : files) {
      absl::string_view version = file;
      if (absl::ConsumeSuffix(&version, kSnapshotEnding) && IsVersion(version))
        RemoveIfLitter(name, std::string(version));
    }
    if (files.empty()) fs::remove(Folder(name), code);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<DataDir>> DataDir::Open(const std::string& path) {
  std::shared_ptr<DataDir> data_dir(new DataDir(path));
  std::error_code code;
  for (const char* folder : {"/imports", "/incoming", "/staging", "/collections"}) {
    fs::create_directories(path + folder, code);
    if (code) {
      return absl::InternalError(absl::StrCat("it cannot be made or written (", code.message(),
                                              "); give a folder that this user may write"));
    }
  }
  NP_RETURN_IF_ERROR(data_dir->Lock());
  NP_RETURN_IF_ERROR(data_dir->ReadHistories());
  NP_RETURN_IF_ERROR(data_dir->RemoveLitter());
  return data_dir;
}

std::vector<std::string> DataDir::Collections() const {
  const MutexLock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, history] : histories_) names.push_back(name);
  return names;
}

History DataDir::HistoryOf(absl::string_view collection) const {
  const MutexLock lock(mutex_);
  const auto it = histories_.find(collection);
  return it == histories_.end() ? History{} : it->second;
}

absl::StatusOr<std::string> DataDir::IncomingFile(absl::string_view name) const {
  if (name.empty() || name[0] == '.' || absl::StrContains(name, '/') ||
      absl::StrContains(name, '\0')) {
    return absl::InvalidArgumentError(
        "it is no bare file name: give that of a file in the folder incoming of the data "
        "directory, without a path and not beginning with a dot");
  }
  const std::string path = absl::StrCat(path_, "/incoming/", name);
  std::error_code code;
  if (!fs::is_regular_file(path, code)) {
    return absl::NotFoundError(
        "there is no such file in the folder incoming of the data directory; put it there first");
  }
  return path;
}

std::string DataDir::NewStagedPath() {
  const MutexLock lock(mutex_);
  return absl::StrCat(StagingFolder(), "/file-", ++staged_count_);
}

absl::StatusOr<std::shared_ptr<const HeldFile>> DataDir::Take(const std::string& collection,
                                                              const std::string& path) {
  const std::string staged = NewStagedPath();
  NP_RETURN_IF_ERROR(CopyDurably(path, staged));
  const auto cleanup = absl::MakeCleanup([&] { unlink(staged.c_str()); });
  NP_ASSIGN_OR_RETURN(const std::string version, CheckSnapshotFile(staged));
  std::shared_ptr<const HeldFile> file = Hold(collection, version);
  NP_RETURN_IF_ERROR(Place(*file, staged));
  return file;
}

std::shared_ptr<const HeldFile> DataDir::Hold(const std::string& collection,
                                              const std::string& version) {
  auto file = std::make_shared<const HeldFile>(shared_from_this(), collection, version,
                                               SnapshotPath(collection, version));
  const MutexLock lock(mutex_);
  ++holders_[file->path()];
  return file;
}

// `file` is held, so that what is there under its name already may be in use: it
// has the same bytes, and who reads it goes on reading.
absl::Status DataDir::Place(const HeldFile& file, const std::string& staged) {
  // Locked, lest somebody who lets go of another version removes the folder.
  const MutexLock lock(mutex_);
  std::error_code code;
  if (fs::create_directory(Folder(file.collection()), code))
    NP_RETURN_IF_ERROR(SyncFolder(path_ + "/collections"));
  NP_RETURN_IF_ERROR(FromCode(code, "a folder of the data directory cannot be made"));
  return RenameDurably(staged, file.path());
}

absl::Status DataDir::Record(const std::string& collection, const History& history) {
  const std::string staged = NewStagedPath();
  NP_RETURN_IF_ERROR(WriteDurably(staged, HistoryText(history)));
  const auto cleanup = absl::MakeCleanup([&] { unlink(staged.c_str()); });
  NP_RETURN_IF_ERROR(RenameDurably(staged, absl::StrCat(Folder(collection), "/", kHistoryFile)));
  const MutexLock lock(mutex_);
  const History before = std::exchange(histories_[collection], history);
  for (const Publication& p : before.publications) RemoveIfLitter(collection, p.version);
  return absl::OkStatus();
}

void DataDir::Release(const HeldFile& file) {
  const MutexLock lock(mutex_);
  const auto it = holders_.find(file.path());
  if (--it->second > 0) return;
  holders_.erase(it);
  RemoveIfLitter(file.collection(), file.version());
}

void DataDir::RemoveIfLitter(const std::string& collection, const std::string& version) {
  const auto history = histories_.find(collection);
  const bool published = history != histories_.end();
  const std::string path = SnapshotPath(collection, version);
  if ((published && Names(history->second, version)) || holders_.count(path) > 0) return;
  // What cannot be removed now is litter at the next start, too.
  unlink(path.c_str());
  if (!published) rmdir(Folder(collection).c_str());  // unless another version is there
}

}  // namespace needlepoint
