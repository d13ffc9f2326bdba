#include "tests/support/guide.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/status/statusor.h"

namespace needlepoint {

std::string GuidePath() {
  const char* path = std::getenv("NEEDLEPOINT_SNAPSHOT");
  if (path == nullptr) {
    std::fprintf(stderr, "NEEDLEPOINT_SNAPSHOT is not set; run this with ctest\n");
    std::abort();
  }
  return path;
}

const std::shared_ptr<const Snapshot>& Guide() {
  static const auto* const guide = [] {
    absl::StatusOr<std::shared_ptr<const Snapshot>> opened = Snapshot::Open(GuidePath());
    if (!opened.ok()) {
      std::fprintf(stderr, "%s: %s (build the target guide_snapshot)\n", GuidePath().c_str(),
                   opened.status().ToString().c_str());
      std::abort();
    }
    return new std::shared_ptr<const Snapshot>(*std::move(opened));
  }();
  return *guide;
}

}  // namespace needlepoint
