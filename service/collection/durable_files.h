// Files that are whole after a power cut, or not there.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_DURABLE_FILES_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_DURABLE_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// INTERNAL for the system call that just failed: "WHAT: No space left on
// device". `what` says what could not be done; no path.
absl::Status FromErrno(absl::string_view what);

// Writes `bytes` to the new file `path`, and waits until the disk has them.
//
// Errors: INTERNAL; the file is then not there.
absl::Status WriteDurably(const std::string& path, absl::string_view bytes);

// The same with the bytes of the file at `from`.
//
// Errors: NOT_FOUND if `from` is no file that can be read; INTERNAL.
absl::Status CopyDurably(const std::string& from, const std::string& path);

// Waits until the disk has what was added to, renamed in and removed from the
// folder `path`.
//
// Errors: INTERNAL.
absl::Status SyncFolder(const std::string& path);

// Puts the file `from`, which the disk has, in the place of `to`, and waits
// until that is so on the disk. Both are on one file system.
//
// Errors: INTERNAL.
absl::Status RenameDurably(const std::string& from, const std::string& to);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_DURABLE_FILES_H_
