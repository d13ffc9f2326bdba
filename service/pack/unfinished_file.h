// A file that appears whole or not at all. Internal to pack.

#ifndef NEEDLEPOINT_SERVICE_PACK_UNFINISHED_FILE_H_
#define NEEDLEPOINT_SERVICE_PACK_UNFINISHED_FILE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace needlepoint {

// Ends the names of files that are being written; what has it after a crash is
// litter.
inline constexpr char kUnfinished[] = ".unfinished";

// Has `write` make a file under another name, gives it its search index and its
// seal, and moves it to `path` in place of what was there. If anything fails,
// nothing is left.
//
// Errors: those of `write`; INTERNAL if the file cannot be written.
absl::Status WriteSealedFile(const std::string& path,
                             absl::FunctionRef<absl::Status(const std::string& unfinished)> write);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_UNFINISHED_FILE_H_
