#include "service/text/number_words.h"

#include <algorithm>
#include <array>

namespace needlepoint {

std::optional<double> CardinalValue(absl::string_view word) {
  static constexpr std::array<absl::string_view, 19> kOnes = {
      "one",     "two",     "three",     "four",     "five",    "six",      "seven",
      "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen", "fourteen",
      "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
  static constexpr std::array<absl::string_view, 8> kTens = {
      "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
  if (const auto* one = std::find(kOnes.begin(), kOnes.end(), word); one != kOnes.end())
    return one - kOnes.begin() + 1;
  if (const auto* ten = std::find(kTens.begin(), kTens.end(), word); ten != kTens.end())
    return (ten - kTens.begin() + 2) * 10;
  return std::nullopt;
}

}  // namespace needlepoint
