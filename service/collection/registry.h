// What is in service: collections by name, each swappable while calls finish.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_REGISTRY_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_REGISTRY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "service/answer/answerer.h"
#include "service/base/mutex.h"
#include "service/collection/history.h"
#include "service/plan/planner.h"
#include "service/retrieve/passage_search.h"
#include "service/review/contradictions.h"

namespace needlepoint {

class HeldFile;

// The collection that questions are answered from.
inline constexpr char kGuide[] = "guide";

// What a collection holds.
enum class CollectionKind { kPack, kDocuments };

// One version of a collection, ready to answer. Immutable once in service; kept
// alive by those who use it.
struct ServedCollection {
  // First, and so released last: the file that is read, if it is in a data
  // directory; null otherwise.
  std::shared_ptr<const HeldFile> file;
  std::string name;
  std::shared_ptr<const PassageSearch> search;
  // Of a pack; null of a desk's documents.
  std::shared_ptr<const Answerer> answerer;
  std::shared_ptr<const Planner> planner;
  // Of a pack alone: what finds the documents that contradict it, and the words
  // that no search takes for each other.
  std::shared_ptr<const ContradictionChecker> checker;
  NeverCross never_cross;
  int64_t size_bytes = 0;
  absl::Time since;  // when it was last put in service
  std::string note;  // the operator's; "" if there is none

  const SnapshotFile& snapshot_file() const { return search->file(); }
  const std::string& version() const { return snapshot_file().version(); }
  CollectionKind kind() const {
    return answerer == nullptr ? CollectionKind::kDocuments : CollectionKind::kPack;
  }
  // What a pack knows; only of a pack.
  const Snapshot& snapshot() const { return answerer->snapshot(); }
};

// Errors: INVALID_ARGUMENT if `name` is not 1 to 64 of a-z, 0-9 and "-".
absl::Status CheckCollectionName(absl::string_view name);

// Opens the snapshot at `path` to be served as `name`, from now on. A pack is
// served as the guide and nothing else is.
//
// Errors: those of CheckCollectionName(), SnapshotFile::Open() and
// Snapshot::Load(); FAILED_PRECONDITION if it is of the other kind.
absl::StatusOr<ServedCollection> OpenCollection(const std::string& name, const std::string& path,
                                                absl::Time now);

// Thread-safe.
class CollectionRegistry {
 public:
  // Opens the snapshot at `path` and puts it in service as `name`.
  //
  // Errors: those of OpenCollection(), after which the version before goes on
  // serving.
  absl::Status Publish(const std::string& name, const std::string& path, absl::Time now);

  // Puts `collection` in service in place of what was there under its name,
  // which stays resolvable with the one before. A caller that holds a version
  // ends on it. Documents are held against the rules of the guide in service,
  // and again when another guide is put there.
  void Serve(ServedCollection collection);

  // The version of `name` in service now.
  //
  // Errors: NOT_FOUND naming those there are.
  absl::StatusOr<std::shared_ptr<const ServedCollection>> Get(absl::string_view name) const;

  // The one in service if `version` is "".
  //
  // Errors: NOT_FOUND if there is no such collection or it is not kept.
  absl::StatusOr<std::shared_ptr<const ServedCollection>> GetVersion(
      absl::string_view name, absl::string_view version) const;

  // The versions of `name` that resolve, at most kKeptVersions, the one in
  // service first and the others by when they were; empty if there is no such
  // collection.
  std::vector<std::shared_ptr<const ServedCollection>> Versions(absl::string_view name) const;

  // All collections in service, by name.
  std::vector<std::shared_ptr<const ServedCollection>> List() const;

 private:
  using Kept = std::vector<std::shared_ptr<const ServedCollection>>;

  void Replace(ServedCollection collection);

  Mutex serving_;  // held while one collection is put in service
  mutable Mutex mutex_;
  std::map<std::string, Kept, std::less<>> served_ ABSL_GUARDED_BY(mutex_);  // never empty
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_REGISTRY_H_
