// Imports: documents that come in batches, until a snapshot is made of them.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_IMPORTS_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_IMPORTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "service/base/clock.h"
#include "service/base/mutex.h"
#include "service/collection/data_dir.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {

inline constexpr absl::Duration kImportLife = absl::Hours(24);  // after its last batch
inline constexpr size_t kMaxImports = 16;                       // under way at once

class StagedImport;

// Each batch is a file of the data directory, whole and on the disk before it is
// answered for; all else is worked out from these, and again after a restart:
//
//   imports/ID/NUMBER-SECONDS   an ImportDocumentsRequest, numbers from 0, and
//                               when it came
//
// Of several documents of one id the last that can be read counts, so that a
// batch may be sent again. Memory: about 300 bytes for each document of the
// imports that were touched since the start. Thread-safe; batches of one import
// wait for each other.
class Imports {
 public:
  // Finds the imports under way in `data_dir`, and removes what has expired.
  // Both must outlive it. `new_id` gives ids that IsRandomId() and that differ.
  //
  // Errors: INTERNAL if the folder cannot be read.
  static absl::StatusOr<std::unique_ptr<Imports>> Open(DataDir& data_dir, const Clock& clock,
                                                       std::function<std::string()> new_id);
  ~Imports();

  // Adds the batch `request`, whose size and collection are good, or without
  // documents says how far the import is. `response` has an issue for each
  // document that is not taken as it is, in order of the documents.
  //
  // Errors: NOT_FOUND if there is no such import, or it has expired or is
  // published; UNAVAILABLE while it is being published; RESOURCE_EXHAUSTED if
  // kMaxImports are under way; INTERNAL if the folder cannot be written;
  // DATA_LOSS if the import is damaged.
  absl::Status Add(const v1::ImportDocumentsRequest& request,
                   v1::ImportDocumentsResponse& response);

  // The collection that the import is for.
  //
  // Errors: those of Add() but RESOURCE_EXHAUSTED.
  absl::StatusOr<std::string> CollectionOf(absl::string_view id);

  // Makes a snapshot of the import and calls `publish` with the path of its
  // file, which goes afterwards, and so does the import unless `keep`.
  //
  // It holds what `present` has of other documents as well, unless that is null
  // or the import was to replace all. A document that the import has in a form
  // that cannot be read stays as `present` has it. Which documents nearly equal
  // others is found anew, among those that count.
  //
  // Errors: those of CollectionOf(); FAILED_PRECONDITION if the import holds no
  // document that can be taken; those of `publish`, after which the import stays.
  absl::Status Publish(absl::string_view id, const SnapshotFile* present, bool keep,
                       absl::FunctionRef<absl::Status(const std::string& path)> publish);

 private:
  struct Entry {
    std::shared_ptr<StagedImport> import;
    absl::Time last;  // when its last batch came
  };

  Imports(DataDir& data_dir, const Clock& clock, std::function<std::string()> new_id)
      : data_dir_(data_dir), clock_(clock), new_id_(std::move(new_id)) {}

  absl::Status Find();
  void RemoveExpired();
  absl::StatusOr<std::shared_ptr<StagedImport>> Get(absl::string_view id);
  absl::StatusOr<std::shared_ptr<StagedImport>> Begin();
  void Forget(absl::string_view id);
  // Sets when the last batch came to `now` if there is one; returns when it did.
  absl::Time Touch(absl::string_view id, bool came, absl::Time now);

  DataDir& data_dir_;
  const Clock& clock_;
  const std::function<std::string()> new_id_;
  Mutex mutex_;  // never held while one of an import is waited for
  std::map<std::string, Entry, std::less<>> imports_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_IMPORTS_H_
