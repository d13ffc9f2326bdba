// The folder that --data-dir names: what was published, on disk.
//
//   lock                                held by the one process that owns the folder
//   imports/ID/                         batches of documents on their way in; see Imports
//   incoming/                           operators put snapshots here
//   staging/                            what is being made; emptied at start
//   collections/NAME/published.json     which version is in service, and those before it
//   collections/NAME/VERSION.snapshot   those versions
//
// At every instant, and so after a power cut:
// 1. published.json is whole, and names only files that the disk has whole.
// 2. What it does not name is litter, unless somebody still holds it.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_DATA_DIR_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_DATA_DIR_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/base/mutex.h"
#include "service/collection/history.h"

namespace needlepoint {

class DataDir;

// A snapshot's file in the folder, which stays there, and the folder this
// process's, at least as long as this.
class HeldFile {
 public:
  HeldFile(std::shared_ptr<DataDir> data_dir, std::string collection, std::string version,
           std::string path)
      : data_dir_(std::move(data_dir)),
        collection_(std::move(collection)),
        version_(std::move(version)),
        path_(std::move(path)) {}
  ~HeldFile();
  HeldFile(const HeldFile&) = delete;
  HeldFile& operator=(const HeldFile&) = delete;

  const std::string& collection() const { return collection_; }
  const std::string& version() const { return version_; }
  const std::string& path() const { return path_; }

 private:
  const std::shared_ptr<DataDir> data_dir_;
  const std::string collection_, version_, path_;
};

// Thread-safe.
class DataDir : public std::enable_shared_from_this<DataDir> {
 public:
  // Makes the folder if it is not there, takes it for this process, and removes
  // litter.
  //
  // Errors: FAILED_PRECONDITION if another process has it; DATA_LOSS if a
  // published.json is damaged, before anything is removed; INTERNAL if the
  // folder cannot be written.
  static absl::StatusOr<std::shared_ptr<DataDir>> Open(const std::string& path);
  ~DataDir();

  // Names of the collections of which something was published, sorted.
  std::vector<std::string> Collections() const;

  // Empty if nothing was published of it.
  History HistoryOf(absl::string_view collection) const;

  std::string ImportsFolder() const { return path_ + "/imports"; }

  // For files that have no name.
  std::string StagingFolder() const { return path_ + "/staging"; }

  // A path in "staging" that nobody else is given, on the file system of all the
  // folder.
  std::string NewStagedPath();

  // Path of the file `name` in "incoming".
  //
  // Errors: INVALID_ARGUMENT if `name` is empty, hidden or a path; NOT_FOUND if
  // there is no such file.
  absl::StatusOr<std::string> IncomingFile(absl::string_view name) const;

  // Copies the file at `path` into the collection, if its seal is whole.
  //
  // Errors: those of CheckSnapshotFile(); INTERNAL if it cannot be written.
  absl::StatusOr<std::shared_ptr<const HeldFile>> Take(const std::string& collection,
                                                       const std::string& path);

  // A version that is there already. Whether it is whole is not looked at.
  std::shared_ptr<const HeldFile> Hold(const std::string& collection, const std::string& version);

  // Makes `history` that of the collection. Versions that it does not name are
  // removed as soon as nobody holds them. Not to be called twice at once.
  //
  // Errors: INTERNAL if it cannot be written.
  absl::Status Record(const std::string& collection, const History& history);

 private:
  friend class HeldFile;

  explicit DataDir(std::string path) : path_(std::move(path)) {}
  absl::Status Lock();
  absl::Status ReadHistories();
  absl::Status RemoveLitter();
  std::string Folder(absl::string_view collection) const;
  std::string SnapshotPath(absl::string_view collection, absl::string_view version) const;
  absl::Status Place(const HeldFile& file, const std::string& staged);
  void Release(const HeldFile& file);
  void RemoveIfLitter(const std::string& collection, const std::string& version)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  int lock_ = -1;
  mutable Mutex mutex_;
  std::map<std::string, History, std::less<>> histories_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int> holders_ ABSL_GUARDED_BY(mutex_);  // by path
  int staged_count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_DATA_DIR_H_
