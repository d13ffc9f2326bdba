#include "service/model/question.h"

#include <algorithm>
#include <array>

namespace needlepoint {
namespace {

constexpr std::array<absl::string_view, 14> kFormNames = {
    "any",      "can",   "should",  "normal", "how-long", "how-often", "how-many",
    "how-much", "which", "compare", "when",   "what",     "why",       "how"};

}  // namespace

std::optional<Form> ParseForm(absl::string_view name) {
  const auto it = std::find(kFormNames.begin(), kFormNames.end(), name);
  if (it == kFormNames.end()) return std::nullopt;
  return static_cast<Form>(it - kFormNames.begin());
}

absl::string_view FormName(Form form) { return kFormNames[static_cast<size_t>(form)]; }

}  // namespace needlepoint
