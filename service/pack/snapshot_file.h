// The container of a snapshot: one SQLite file, sealed.
//
// A sealed file ends with 40 bytes: "NPSNAP1\n" and the SHA-256 of everything
// before them. SQLite reads such a file as if they were not there; only the
// seal finds a flipped bit in text. The file's version is the SHA-256 of all
// its bytes.

#ifndef NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_FILE_H_
#define NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace needlepoint {

// The format this program writes and the newest it reads.
inline constexpr int kSnapshotFormat = 2;

// Appends the seal to a finished SQLite file.
//
// Errors: INTERNAL if the file cannot be read or written.
absl::Status SealSnapshotFile(const std::string& path);

// Checks the seal and returns the version: 64 hexadecimal digits.
//
// Errors: NOT_FOUND if there is no such file; DATA_LOSS if it is truncated,
// altered or no snapshot. Each message says what to do.
absl::StatusOr<std::string> CheckSnapshotFile(const std::string& path);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_SNAPSHOT_FILE_H_
