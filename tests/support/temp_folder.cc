#include "tests/support/temp_folder.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

}  // namespace

TempFolder::TempFolder() {
  static std::atomic<int> made{0};
  const char* parent = std::getenv("NEEDLEPOINT_TMP_DIR");
  const fs::path base = parent != nullptr ? fs::path(parent) : fs::temp_directory_path();
  path_ = (base / absl::StrCat("np-", getpid(), "-", made++)).string();
  // A crashed test with the same process number may have left one behind.
  fs::remove_all(path_);
  if (!fs::create_directories(path_)) Die("cannot make the folder " + path_);
}

TempFolder::~TempFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

std::string TempFolder::Path(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

std::string TempFolder::Write(absl::string_view name, absl::string_view bytes) const {
  std::string path = Path(name);
  fs::create_directories(fs::path(path).parent_path());
  WriteFileOrDie(path, bytes);
  return path;
}

std::vector<std::string> TempFolder::Files() const {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(path_)) {
    if (entry.is_regular_file())
      files.push_back(fs::relative(entry.path(), path_).generic_string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string ReadFileOrDie(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) Die("cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

void WriteFileOrDie(const std::string& path, absl::string_view bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) Die("cannot write " + path);
}

}  // namespace needlepoint
