// What is in service: collections by name, each swappable while calls finish.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_REGISTRY_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_REGISTRY_H_

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

namespace needlepoint {

// The collection that questions are answered from.
inline constexpr char kGuide[] = "guide";

// One version of a collection, ready to answer. Immutable; kept alive by those
// who use it.
struct ServedCollection {
  std::string name;
  std::unique_ptr<Answerer> answerer;
  absl::Time since;  // when it was put in service

  const Snapshot& snapshot() const { return answerer->snapshot(); }
};

// Thread-safe.
class CollectionRegistry {
 public:
  // Opens the snapshot at `path` and puts it in service as `name`, in place of
  // what was there. A caller that holds the version before ends on it.
  //
  // Errors: INVALID_ARGUMENT if `name` is not 1 to 40 of a-z, 0-9 and "-"; those
  // of Snapshot::Open(), after which the version before goes on serving.
  absl::Status Publish(const std::string& name, const std::string& path, absl::Time now);

  // The version of `name` in service now.
  //
  // Errors: NOT_FOUND naming those there are.
  absl::StatusOr<std::shared_ptr<const ServedCollection>> Get(absl::string_view name) const;

  // All collections in service, by name.
  std::vector<std::shared_ptr<const ServedCollection>> List() const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, std::shared_ptr<const ServedCollection>, std::less<>> served_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_REGISTRY_H_
