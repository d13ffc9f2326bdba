// Compiles knowledge into a snapshot.

#ifndef NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_WRITER_H_
#define NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_WRITER_H_

#include <string>

#include "absl/status/status.h"

#include "service/model/knowledge.h"

namespace needlepoint {

// Writes `knowledge` to `path`, which appears whole or not at all and replaces
// what was there. The same knowledge gives the same bytes.
//
// Errors: INTERNAL if the file cannot be written.
absl::Status WriteSnapshot(const Knowledge& knowledge, const std::string& path);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_WRITER_H_
