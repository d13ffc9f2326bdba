// How far two words are from each other as typing mistakes go.

#ifndef NEEDLEPOINT_SERVICE_TEXT_EDIT_DISTANCE_H_
#define NEEDLEPOINT_SERVICE_TEXT_EDIT_DISTANCE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace needlepoint {

// The distance of one word from many others: the least number of insertions,
// deletions, substitutions and swaps of neighbours (each part of the word edited
// once) that turn one into the other, in bytes.
// Source: optimal string alignment, Damerau 1964; a column of its table in two
// machine words: H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and
// Damerau edit distances", 2003.
class EditDistance {
 public:
  static constexpr size_t kLongest = 64;  // bytes of `word`; 1 to so many

  explicit EditDistance(absl::string_view word);

  // `limit` + 1 if it is more than `limit`.
  int To(absl::string_view other, int limit) const;

 private:
  int size_;
  uint64_t last_;                      // the bit of the last byte
  std::array<uint64_t, 256> at_ = {};  // by byte: where the word has it
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TEXT_EDIT_DISTANCE_H_
