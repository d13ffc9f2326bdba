// A folder of a test's own, and whole files in and out of it.

#ifndef NEEDLEPOINT_TESTS_SUPPORT_TEMP_FOLDER_H_
#define NEEDLEPOINT_TESTS_SUPPORT_TEMP_FOLDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace needlepoint {

// An empty folder below NEEDLEPOINT_TMP_DIR, removed with all that is in it.
// Two never share a path, in this process or another.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::string& path() const { return path_; }

  // The path of `name` ("rules/acute.yaml") in the folder.
  std::string Path(absl::string_view name) const;

  // Writes a file, making the folders above it; returns its path.
  std::string Write(absl::string_view name, absl::string_view bytes) const;

  // The paths of all files, relative and sorted.
  std::vector<std::string> Files() const;

 private:
  std::string path_;
};

// All bytes of the file at `path`, which must be there.
std::string ReadFileOrDie(const std::string& path);

// Replaces the file at `path`.
void WriteFileOrDie(const std::string& path, absl::string_view bytes);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_SUPPORT_TEMP_FOLDER_H_
