#include "service/documents/near_duplicates.h"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <string>

#include "absl/strings/ascii.h"

#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr size_t kShingleWords = 5;
constexpr size_t kMinWords = 8;  // below, all words have to be the same
constexpr size_t kRows = 3;      // minima that make a band
// Of 256 bits. With Jaccard J a bit is equal with probability (1 + J) / 2: 243 are
// at J = 0.9, 230 at 0.8.
constexpr size_t kNearBits = 239;
// What one band of one text is compared with at most: texts that share a long
// preamble may all share a band.
constexpr int kMaxProbes = 64;
constexpr size_t kFirstSlots = 1024;

// The finaliser of MurmurHash3: every bit of the result depends on all of `x`.
uint64_t Mix(uint64_t x) {
  x ^= x >> 33;
  x *= 0xFF51AFD7ED558CCDu;
  x ^= x >> 33;
  x *= 0xC4CEB9FE1A85EC53u;
  x ^= x >> 33;
  return x;
}

// A hash of each word of `text`, folded: letters, digits and all that is not
// ASCII.
std::vector<uint64_t> HashWords(absl::string_view text) {
  std::vector<uint64_t> words;
  uint64_t hash = 0;
  for (const char c : Fold(text)) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0) {
      hash = (hash + static_cast<unsigned char>(c) + 1) * 0x9E3779B97F4A7C15u;
    } else if (hash != 0) {
      words.push_back(Mix(hash));
      hash = 0;
    }
  }
  if (hash != 0) words.push_back(Mix(hash));
  return words;
}

// The slot of `band` in a table of `slots`: as far along it as `band` is along
// all numbers.
size_t SlotOf(uint32_t band, size_t slots) {
  return static_cast<size_t>((uint64_t{band} * slots) >> 32);
}

}  // namespace

NearDuplicates::NearDuplicates() {
  for (Table& table : tables_) table.assign(kFirstSlots, 0);
}

// Minima of one hash in `kBits` bins (one permutation hashing); an empty bin
// takes the minimum of another, found by hashing its number (Shrivastava, ICML
// 2017). Of each minimum one bit is kept (Li and König, WWW 2010).
NearDuplicates::Signature NearDuplicates::Sign(const std::vector<uint64_t>& words) {
  constexpr uint64_t kEmpty = ~uint64_t{0};
  std::array<uint64_t, kBits> minima;
  minima.fill(kEmpty);
  for (size_t i = 0; i + kShingleWords <= words.size(); ++i) {
    uint64_t shingle = 0;
    for (size_t j = 0; j < kShingleWords; ++j) shingle = Mix(shingle + words[i + j]);
    uint64_t& minimum = minima[((shingle >> 32) * kBits) >> 32];
    minimum = std::min(minimum, shingle);
  }
  std::array<uint64_t, kBits> filled = minima;
  for (size_t i = 0; i < kBits; ++i) {
    for (uint64_t attempt = 1; filled[i] == kEmpty; ++attempt)
      filled[i] = minima[Mix(i * 0x10001 + attempt) % kBits];
  }
  Signature signature = {};
  for (size_t i = 0; i < kBits; ++i)
    signature.sample[i / 32] |= static_cast<uint32_t>(Mix(filled[i] + i) & 1) << (i % 32);
  for (size_t band = 0; band < kBands; ++band) {
    uint64_t key = band;
    for (size_t row = 0; row < kRows; ++row) key = Mix(key + filled[band * kRows + row]);
    signature.bands[band] = static_cast<uint32_t>(key);
  }
  return signature;
}

bool NearDuplicates::IsNear(const Signature& a, const Signature& b) {
  size_t different = 0;
  for (size_t i = 0; i < a.sample.size(); ++i)
    different += std::bitset<32>(a.sample[i] ^ b.sample[i]).count();
  return kBits - different >= kNearBits;
}

std::optional<uint32_t> NearDuplicates::FindOrAdd(absl::string_view title, absl::string_view text) {
  std::vector<uint64_t> words = HashWords(text);
  const bool by_title = words.empty();
  if (by_title) words = HashWords(title);
  if (words.size() < kMinWords || by_title) {
    uint64_t hash = by_title ? 1 : 2;
    for (const uint64_t word : words) hash = Mix(hash + word);
    const auto [found, is_new] = short_texts_.try_emplace(hash, kept_);
    if (!is_new) return found->second;
    return ++kept_, std::nullopt;
  }
  Signature signature = Sign(words);
  std::optional<uint32_t> earliest;
  for (size_t band = 0; band < kBands; ++band) {
    const Table& table = tables_[band];
    size_t slot = SlotOf(signature.bands[band], table.size());
    for (int probe = 0; probe < kMaxProbes && table[slot] != 0; ++probe) {
      const Signature& other = signatures_[table[slot] - 1];
      if (other.bands[band] == signature.bands[band] && IsNear(signature, other))
        earliest = std::min(earliest.value_or(other.number), other.number);
      slot = slot + 1 == table.size() ? 0 : slot + 1;
    }
  }
  if (earliest.has_value()) return earliest;
  signature.number = kept_++;
  signatures_.push_back(signature);
  if (signatures_.size() * 5 > tables_[0].size() * 4) {
    Grow();
  } else {
    for (int band = 0; band < kBands; ++band)
      Insert(static_cast<uint32_t>(signatures_.size() - 1), band);
  }
  return std::nullopt;
}

void NearDuplicates::Insert(uint32_t position, int band) {
  Table& table = tables_[band];
  size_t slot = SlotOf(signatures_[position].bands[band], table.size());
  for (int probe = 0; probe < kMaxProbes; ++probe) {
    if (table[slot] == 0) {
      table[slot] = position + 1;
      return;
    }
    slot = slot + 1 == table.size() ? 0 : slot + 1;
  }
  // Full of texts that share the band: those that came first stand for it.
}

void NearDuplicates::Grow() {
  const size_t slots = tables_[0].size() + tables_[0].size() / 4;
  for (int band = 0; band < kBands; ++band) {
    Table().swap(tables_[band]);  // frees the old one before the new one is made
    tables_[band].assign(slots, 0);
    for (uint32_t position = 0; position < signatures_.size(); ++position) Insert(position, band);
  }
}

}  // namespace needlepoint
