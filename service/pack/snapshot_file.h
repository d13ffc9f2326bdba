// The container of a snapshot: one SQLite file, with a search index behind it,
// sealed.
//
// What follows the pages of SQLite, which reads the file as if it were not
// there: the index, aligned to 4096 bytes; "NPINDEX\n" and the index's offset
// and size, two little-endian uint64_t; the seal, "NPSNAP1\n" and the SHA-256
// of everything before it. Only the seal finds a flipped bit in text. The
// file's version is the SHA-256 of all its bytes.

#ifndef NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_FILE_H_
#define NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_FILE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "service/base/mutex.h"
#include "service/index/index_view.h"
#include "service/storage/database.h"
#include "service/storage/mapped_file.h"

namespace needlepoint {

// The format this program writes and the newest it reads.
inline constexpr int kSnapshotFormat = 4;

// Appends the search index of a finished SQLite file to it.
//
// Errors: those of AppendIndex().
absl::Status AppendSearchIndex(const std::string& path);

// Appends the seal to a file that is otherwise finished.
//
// Errors: INTERNAL if the file cannot be read or written.
absl::Status SealSnapshotFile(const std::string& path);

// Checks the seal and returns the version: 64 hexadecimal digits.
//
// Errors: NOT_FOUND if there is no such file; DATA_LOSS if it is truncated,
// altered or no snapshot. Each message says what to do.
absl::StatusOr<std::string> CheckSnapshotFile(const std::string& path);

// What the manifest says of its content.
inline constexpr char kPackContent[] = "pack";
inline constexpr char kDocumentsContent[] = "documents";

// What a snapshot holds.
enum class SnapshotContent {
  kPack,       // the guide: statements, rules, protocols
  kDocuments,  // a desk's own articles
};

// An opened snapshot as a file: its manifest, connections and search index.
// Immutable; thread-safe. Held by shared_ptr, since a call that began on one
// version ends on it although another has been published meanwhile.
class SnapshotFile {
 public:
  // Checks and opens the file at `path`, which must not change afterwards.
  //
  // Errors: those of CheckSnapshotFile(); FAILED_PRECONDITION if it was made for
  // another version of this program. Each is one line that says what is wrong
  // and what to do.
  static absl::StatusOr<std::shared_ptr<const SnapshotFile>> Open(const std::string& path);

  // A read connection, given back when it goes out of scope.
  class Connection {
   public:
    Connection(const SnapshotFile& file, std::unique_ptr<Database> database)
        : file_(&file), database_(std::move(database)) {}
    Connection(Connection&& other) = default;
    ~Connection();
    const Database& operator*() const { return *database_; }
    const Database* operator->() const { return database_.get(); }

   private:
    const SnapshotFile* file_;
    std::unique_ptr<Database> database_;
  };
  absl::StatusOr<Connection> Connect() const;

  // SHA-256 of the file, 64 hexadecimal digits.
  const std::string& version() const { return version_; }
  SnapshotContent content() const { return content_; }
  const std::map<std::string, std::string>& manifest() const { return manifest_; }
  const IndexView& index() const { return *index_; }
  int64_t size_bytes() const { return static_cast<int64_t>(mapped_->bytes().size()); }

 private:
  SnapshotFile() = default;
  absl::Status ReadManifest();
  absl::Status OpenIndex();

  std::string path_, version_;
  SnapshotContent content_ = SnapshotContent::kPack;
  std::map<std::string, std::string> manifest_;
  std::unique_ptr<const MappedFile> mapped_;
  std::unique_ptr<const IndexView> index_;
  mutable Mutex mutex_;
  mutable std::vector<std::unique_ptr<Database>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_FILE_H_
