#include "service/pack/unfinished_file.h"

#include <filesystem>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/pack/snapshot_file.h"

namespace needlepoint {

absl::Status WriteSealedFile(const std::string& path,
                             absl::FunctionRef<absl::Status(const std::string& unfinished)> write) {
  std::error_code error;
  const std::string unfinished = path + kUnfinished;
  std::filesystem::remove(unfinished, error);
  const absl::Cleanup clean = [&] { std::filesystem::remove(unfinished, error); };
  NP_RETURN_IF_ERROR(write(unfinished));
  NP_RETURN_IF_ERROR(AppendSearchIndex(unfinished));
  NP_RETURN_IF_ERROR(SealSnapshotFile(unfinished));
  std::filesystem::rename(unfinished, path, error);
  if (error) {
    return absl::InternalError(
        absl::StrCat("the snapshot cannot be moved into place: ", error.message()));
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
