#include "service/text/edit_distance.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

namespace needlepoint {

EditDistance::EditDistance(absl::string_view word)
    : size_(static_cast<int>(word.size())), last_(uint64_t{1} << (word.size() - 1)) {
  assert(!word.empty() && word.size() <= kLongest);
  uint64_t bit = 1;
  for (const char c : word) {
    at_[static_cast<unsigned char>(c)] |= bit;
    bit <<= 1;
  }
}

int EditDistance::To(absl::string_view other, int limit) const {
  if (std::abs(static_cast<int>(other.size()) - size_) > limit) return limit + 1;
  // Bit i: whether the table's column is one more, or one less, in row i than in
  // the row above; `diagonal`: whether it is as much as up and to the left.
  uint64_t more = ~uint64_t{0}, less = 0, diagonal = 0;
  uint64_t same_before = 0;
  int distance = size_;
  for (const char c : other) {
    const uint64_t same = at_[static_cast<unsigned char>(c)];
    const uint64_t swapped = ((~diagonal & same) << 1) & same_before;
    diagonal = (((same & more) + more) ^ more) | same | less | swapped;
    const uint64_t more_across = less | ~(diagonal | more);
    const uint64_t less_across = diagonal & more;
    distance += (more_across & last_) != 0;
    distance -= (less_across & last_) != 0;
    more = (less_across << 1) | ~(diagonal | (more_across << 1 | 1));
    less = (more_across << 1 | 1) & diagonal;
    same_before = same;
  }
  return std::min(distance, limit + 1);
}

}  // namespace needlepoint
