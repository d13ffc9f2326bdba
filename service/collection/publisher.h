// Publishing: the data directory and the registry, changed together.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_PUBLISHER_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_PUBLISHER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/base/clock.h"
#include "service/base/mutex.h"
#include "service/collection/data_dir.h"
#include "service/collection/registry.h"

namespace needlepoint {

// A collection that the command line gives.
struct GivenCollection {
  std::string name, path;
};

// What is in service after a change, and the version that was before; "" if
// there was none.
struct Published {
  std::shared_ptr<const ServedCollection> served;
  std::string previous_version;
};

// Thread-safe. A change is on the disk before it is in service: what was
// answered with success survives a restart.
class Publisher {
 public:
  // All must outlive it.
  Publisher(DataDir& data_dir, CollectionRegistry& registry, const Clock& clock)
      : data_dir_(data_dir), registry_(registry), clock_(clock) {}

  // Puts in service what was published and what the command line gives. Of one
  // name the later decision is served: the publication, unless --collection
  // gives another file than it did then (decision 0013). A version that cannot
  // be used is passed over for the one before it. Call once, first.
  //
  // Returns what an operator should know, a line each.
  //
  // Errors: those of OpenCollection() for a collection that is given and of
  // which nothing can be served, naming it.
  absl::StatusOr<std::vector<std::string>> Start(const std::vector<GivenCollection>& given);

  // Path of a file that an operator put into the folder; DataDir says more.
  absl::StatusOr<std::string> IncomingFile(absl::string_view name) const {
    return data_dir_.IncomingFile(name);
  }

  // Opens the snapshot at `path` where it is, as a trial of Prepare().
  //
  // Errors: as Prepare().
  absl::StatusOr<ServedCollection> Validate(const std::string& name, const std::string& path) const;

  // Copies the snapshot at `path` into the folder and opens it there. Nothing
  // is in service yet; the copy goes with the result unless that is committed.
  //
  // Errors: INTERNAL if the folder cannot be written; any other if the snapshot
  // is refused: those of OpenCollection(), and FAILED_PRECONDITION if the guide
  // is no pack or another collection is one.
  absl::StatusOr<ServedCollection> Prepare(const std::string& name, const std::string& path);

  // Errors: FAILED_PRECONDITION if another version than `expected_version` is
  // in service as `name`; none if that is "".
  absl::Status CheckExpected(absl::string_view name, absl::string_view expected_version) const;

  // Puts what was prepared in service.
  //
  // Errors: those of CheckExpected(); INTERNAL if the folder cannot be written.
  absl::StatusOr<Published> Commit(ServedCollection prepared, absl::string_view expected_version,
                                   absl::string_view note);

  // Puts `version`, or if that is "" the one that was in service before, back
  // in service.
  //
  // Errors: NOT_FOUND if there is no such collection or version; INTERNAL if
  // the folder cannot be written.
  absl::StatusOr<Published> Rollback(const std::string& name, absl::string_view version,
                                     absl::string_view note);

 private:
  std::vector<std::string> ServePublished(const std::string& name);
  absl::StatusOr<std::string> ServeGiven(const GivenCollection& given);
  absl::StatusOr<Published> Put(ServedCollection collection, absl::string_view note)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  DataDir& data_dir_;
  CollectionRegistry& registry_;
  const Clock& clock_;
  Mutex mutex_;  // held while what is in service changes
  std::map<std::string, std::string, std::less<>> given_ ABSL_GUARDED_BY(mutex_);  // versions
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_PUBLISHER_H_
