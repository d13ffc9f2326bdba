// One import and its files. Internal to collection.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_STAGED_IMPORT_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_STAGED_IMPORT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "service/base/mutex.h"
#include "service/collection/data_dir.h"
#include "service/documents/intake.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {

// The batches of an import in the folder `path`, in their order.
struct StagedBatch {
  int64_t number = 0;  // from 0
  absl::Time time;     // when it came, in seconds
  std::string path;
};
std::vector<StagedBatch> BatchesIn(const std::string& path);

// Thread-safe. `data_dir` must outlive it.
class StagedImport {
 public:
  StagedImport(DataDir& data_dir, std::string id);

  const std::string& id() const { return id_; }

  // The following have the errors of the methods of Imports that call them.

  absl::Status Add(const v1::ImportDocumentsRequest& request, absl::Time now,
                   v1::ImportDocumentsResponse& response);
  absl::StatusOr<std::string> Collection();
  absl::Status Publish(const SnapshotFile* present, bool keep,
                       absl::FunctionRef<absl::Status(const std::string& path)> publish);

  // Removes it, or lets that be done once it is published.
  void Remove();

 private:
  // What became of the documents of one id.
  struct Outcome {
    int64_t batch = -1, index = -1;  // of the last that can be read; -1: none can
    int64_t passages = 0;            // 0: it is left out
  };

  // What the batches so far come to.
  struct State {
    v1::ImportDocumentsRequest first;  // without its documents
    std::unique_ptr<Intake> intake;
    // By id; by a hash of the document if it has none that can be one.
    absl::flat_hash_map<std::string, Outcome> outcomes;
    int64_t batches = 0, documents = 0, passages = 0, skipped = 0;
  };

  absl::Status CheckUsable() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Store(const v1::ImportDocumentsRequest& request, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Fold(const v1::ImportDocumentsRequest& batch, v1::ImportDocumentsResponse* response)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void Count(State& state, const std::string& key, const Outcome& outcome);
  absl::Status Make(const State& state, const SnapshotFile* present, const std::string& path);
  void RemoveFiles();

  DataDir& data_dir_;
  const std::string id_, path_;
  Mutex mutex_;
  bool removed_ ABSL_GUARDED_BY(mutex_) = false;
  bool publishing_ ABSL_GUARDED_BY(mutex_) = false;
  std::unique_ptr<State> state_ ABSL_GUARDED_BY(mutex_);  // null until it is loaded
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_STAGED_IMPORT_H_
