#include "service/collection/durable_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

constexpr size_t kBlock = 1 << 20;

// An open file, closed with this.
class File {
 public:
  File(const std::string& path, int flags) : descriptor_(open(path.c_str(), flags, 0666)) {}
  ~File() {
    if (is_open()) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

absl::Status WriteAll(const File& file, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file.descriptor(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FromErrno("a file of the data directory cannot be written");
    bytes.remove_prefix(written);
  }
  return absl::OkStatus();
}

// Makes the new file `path`, filled by `fill`; removes it again if that fails.
template <typename Fill>
absl::Status MakeDurably(const std::string& path, Fill fill) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
  if (!file.is_open()) return FromErrno("a file of the data directory cannot be made");
  absl::Status status = fill(file);
  if (status.ok() && fsync(file.descriptor()) != 0)
    status = FromErrno("a file of the data directory cannot be written");
  if (!status.ok()) unlink(path.c_str());
  return status;
}

}  // namespace

absl::Status FromErrno(absl::string_view what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

absl::Status WriteDurably(const std::string& path, absl::string_view bytes) {
  return MakeDurably(path, [&](const File& file) { return WriteAll(file, bytes); });
}

absl::Status CopyDurably(const std::string& from, const std::string& path) {
  // Not blocking, so that a pipe is no trap.
  const File in(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  if (!in.is_open() || fstat(in.descriptor(), &info) != 0 || !S_ISREG(info.st_mode))
    return absl::NotFoundError("there is no such file, or it cannot be read");
  return MakeDurably(path, [&](const File& out) -> absl::Status {
    std::vector<char> block(kBlock);
    while (true) {
      const ssize_t n = read(in.descriptor(), block.data(), block.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return FromErrno("the snapshot cannot be read to the end");
      if (n == 0) return absl::OkStatus();
      NP_RETURN_IF_ERROR(WriteAll(out, absl::string_view(block.data(), n)));
    }
  });
}

absl::Status SyncFolder(const std::string& path) {
  const File folder(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!folder.is_open() || fsync(folder.descriptor()) != 0)
    return FromErrno("a folder of the data directory cannot be written");
  return absl::OkStatus();
}

absl::Status RenameDurably(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0)
    return FromErrno("a file of the data directory cannot be put in its place");
  return SyncFolder(std::filesystem::path(to).parent_path().string());
}

}  // namespace needlepoint
