// Sets of passages as bits, to join what filters, phrases and exclusions find.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SET_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SET_H_

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace needlepoint {

// A set of passages 0 to passage_count() - 1. A plain value: one bit a passage,
// and each operation on whole sets takes passage_count() / 64 steps. Sets that
// are joined have the same passage_count().
class PassageSet {
 public:
  // Of no passages at all.
  PassageSet() = default;

  // None of `passage_count` passages; 0 or more.
  explicit PassageSet(int passage_count)
      : passage_count_(passage_count), words_((static_cast<size_t>(passage_count) + 63) / 64) {}

  // Each of `passage_count` passages.
  static PassageSet All(int passage_count) {
    PassageSet all(passage_count);
    all.Complement();
    return all;
  }

  // How many passages there are to be in it or not.
  int passage_count() const { return passage_count_; }

  void Add(int passage) {
    assert(passage >= 0 && passage < passage_count_);
    words_[static_cast<size_t>(passage) / 64] |= uint64_t{1} << (passage % 64);
  }

  void Remove(int passage) {
    assert(passage >= 0 && passage < passage_count_);
    words_[static_cast<size_t>(passage) / 64] &= ~(uint64_t{1} << (passage % 64));
  }

  // False too for a number that is no passage's.
  bool Contains(int passage) const {
    if (passage < 0 || passage >= passage_count_) return false;
    return (words_[static_cast<size_t>(passage) / 64] >> (passage % 64) & 1) != 0;
  }

  // How many are in it.
  int Count() const {
    int count = 0;
    for (const uint64_t word : words_) count += std::popcount(word);
    return count;
  }

  bool empty() const {
    return std::all_of(words_.begin(), words_.end(), [](uint64_t word) { return word == 0; });
  }

  // Keeps what is in `other` as well.
  void And(const PassageSet& other) {
    assert(other.passage_count_ == passage_count_);
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }

  // Adds what is in `other`.
  void Or(const PassageSet& other) {
    assert(other.passage_count_ == passage_count_);
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }

  // Removes what is in `other`.
  void AndNot(const PassageSet& other) {
    assert(other.passage_count_ == passage_count_);
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }

  // Takes in what was out, and the reverse.
  void Complement() {
    for (uint64_t& word : words_) word = ~word;
    if (const int used = passage_count_ % 64; used != 0) {
      words_.back() &= (uint64_t{1} << used) - 1;
    }
  }

  // Calls `use` with each that is in it, in order.
  template <typename Use>
  void ForEach(Use use) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t left = words_[i]; left != 0; left &= left - 1) {
        use(static_cast<int>(i * 64) + std::countr_zero(left));
      }
    }
  }

  friend bool operator==(const PassageSet&, const PassageSet&) = default;

 private:
  int passage_count_ = 0;
  std::vector<uint64_t> words_;  // bits past passage_count_ are 0
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SET_H_
