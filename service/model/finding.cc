#include "service/model/finding.h"

#include <algorithm>
#include <array>

namespace needlepoint {
namespace {

constexpr std::array<absl::string_view, 6> kNames = {"INFORM", "CAUTION", "CONSULT",
                                                     "AVOID",  "URGENT",  "EMERGENCY"};

}  // namespace

std::optional<Disposition> ParseDisposition(absl::string_view name) {
  const auto it = std::find(kNames.begin(), kNames.end(), name);
  if (it == kNames.end()) return std::nullopt;
  return static_cast<Disposition>(it - kNames.begin());
}

absl::string_view DispositionName(Disposition disposition) {
  return kNames[static_cast<size_t>(disposition)];
}

}  // namespace needlepoint
