// A desk's documents made for a test.

#ifndef NEEDLEPOINT_TESTS_SUPPORT_SMALL_COLLECTION_H_
#define NEEDLEPOINT_TESTS_SUPPORT_SMALL_COLLECTION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "service/model/document_passage.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {

// Writes the snapshot of `passages` to `path`, and opens it. Those of one document
// stand together.
absl::StatusOr<std::shared_ptr<const SnapshotFile>> WriteCollection(
    const std::vector<DocumentPassage>& passages, const std::string& path);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_SUPPORT_SMALL_COLLECTION_H_
