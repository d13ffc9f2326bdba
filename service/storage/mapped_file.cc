#include "service/storage/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace needlepoint {

absl::StatusOr<std::unique_ptr<const MappedFile>> MappedFile::Open(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError("there is no such file");
  struct stat about;
  void* data = MAP_FAILED;
  if (fstat(file, &about) == 0 && about.st_size > 0)
    data = mmap(nullptr, about.st_size, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (data == MAP_FAILED) return absl::InternalError("the file cannot be mapped into memory");
  return std::unique_ptr<const MappedFile>(
      new MappedFile(static_cast<const char*>(data), about.st_size));
}

MappedFile::~MappedFile() { munmap(const_cast<char*>(data_), size_); }

}  // namespace needlepoint
