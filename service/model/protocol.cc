#include "service/model/protocol.h"

#include <algorithm>
#include <array>

namespace needlepoint {
namespace {

constexpr std::array<absl::string_view, 6> kMoments = {
    "BEFORE", "SESSION", "HEALING", "FURTHER_SESSIONS", "FIRST_RESULT", "FULL_RESULT"};

}  // namespace

std::optional<Moment> ParseMoment(absl::string_view name) {
  const auto it = std::find(kMoments.begin(), kMoments.end(), name);
  if (it == kMoments.end()) return std::nullopt;
  return static_cast<Moment>(it - kMoments.begin());
}
absl::string_view MomentName(Moment moment) { return kMoments[static_cast<size_t>(moment)]; }

}  // namespace needlepoint
