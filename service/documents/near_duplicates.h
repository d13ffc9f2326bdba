// Finds documents that say nearly the same as an earlier one.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_NEAR_DUPLICATES_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_NEAR_DUPLICATES_H_

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// Two texts are nearly the same if of the runs of five words that one of them
// has, nine in ten are in both (Jaccard, of folded words). Texts of fewer than
// eight words are only if all their words are the same. A document without text
// is compared by its title, with others without text.
//
// Not exact: a pair exactly at nine in ten is found more than nine times in ten, and
// one at eight in ten is taken for near about once in twenty; pairs at 0.95 and
// at 0.7 are told right but for less than one in a hundred. The same documents in
// the same order give the same answers.
//
// Memory: 63 to 67 bytes a document. Not thread-safe.
class NearDuplicates {
 public:
  NearDuplicates();

  // The number of the earliest found document that `title` and `text` repeat; or
  // nothing, and then the document is kept. Numbers count what is kept, from 0.
  std::optional<uint32_t> FindOrAdd(absl::string_view title, absl::string_view text);

  uint32_t size() const { return kept_; }

 private:
  static constexpr int kBands = 3;
  static constexpr int kBits = 256;

  // Of a text of eight words or more.
  struct Signature {
    std::array<uint32_t, kBands> bands;       // equal in one: perhaps near
    std::array<uint32_t, kBits / 32> sample;  // the more bits are equal the nearer
    uint32_t number;
  };

  // Positions in signatures_, plus 1, by one band; open addressing.
  using Table = std::vector<uint32_t>;

  static Signature Sign(const std::vector<uint64_t>& words);
  static bool IsNear(const Signature& a, const Signature& b);
  void Insert(uint32_t position, int band);
  void Grow();

  uint32_t kept_ = 0;
  absl::flat_hash_map<uint64_t, uint32_t> short_texts_;  // by hash, the number
  std::deque<Signature> signatures_;
  std::array<Table, kBands> tables_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_NEAR_DUPLICATES_H_
