// Any bytes as a published.json: it is refused, or what is read is written and
// read back the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "service/collection/history.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace needlepoint;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<History> history = ParseHistory(text);
  if (!history.ok()) return history.status().message().empty() ? (std::abort(), 0) : 0;
  const std::string written = HistoryText(*history);
  const absl::StatusOr<History> again = ParseHistory(written);
  if (!again.ok() || HistoryText(*again) != written) std::abort();
  return 0;
}
