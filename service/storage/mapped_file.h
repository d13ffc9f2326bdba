// A file seen as memory.

#ifndef NEEDLEPOINT_SERVICE_STORAGE_MAPPED_FILE_H_
#define NEEDLEPOINT_SERVICE_STORAGE_MAPPED_FILE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// Read only; the pages are shared with other processes that map the same file,
// and read when first looked at. Thread-safe.
class MappedFile {
 public:
  // The file must not change while it is mapped.
  //
  // Errors: NOT_FOUND if it cannot be opened; INTERNAL if it cannot be mapped.
  static absl::StatusOr<std::unique_ptr<const MappedFile>> Open(const std::string& path);

  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  absl::string_view bytes() const { return absl::string_view(data_, size_); }

 private:
  MappedFile(const char* data, size_t size) : data_(data), size_(size) {}
  const char* data_;
  size_t size_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_STORAGE_MAPPED_FILE_H_
