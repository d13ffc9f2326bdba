#include "service/documents/near_duplicates.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <bitset>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr size_t kRunWords = 5;
constexpr size_t kMinWords = 8;  // below, all words have to be the same
constexpr double kNear = 0.9;    // Jaccard
constexpr size_t kRows = 3;      // minima that make a band
constexpr size_t kBins = 64;     // minima in all
// Of 64 bits. With Jaccard J a bit is equal with probability (1 + J) / 2: at
// J = 0.9 that are 60.8, with a deviation of 1.7.
constexpr size_t kPerhapsNearBits = 54;
// What one band of one text is compared with at most, and all of it run by run:
// texts that share a long preamble may all share a band.
constexpr int kMaxProbes = 64;
constexpr size_t kMaxCompared = 32;
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

// The hashes of all runs of five words, sorted, each once.
std::vector<uint64_t> HashRuns(const std::vector<uint64_t>& words) {
  std::vector<uint64_t> runs;
  for (size_t i = 0; i + kRunWords <= words.size(); ++i) {
    uint64_t run = 0;
    for (size_t j = 0; j < kRunWords; ++j) run = Mix(run + words[i + j]);
    runs.push_back(run);
  }
  std::sort(runs.begin(), runs.end());
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  return runs;
}

// Half of each hash, still sorted: enough to tell the runs of two texts apart.
std::vector<uint32_t> Shorten(const std::vector<uint64_t>& runs) {
  std::vector<uint32_t> shortened;
  shortened.reserve(runs.size());
  for (const uint64_t run : runs) shortened.push_back(static_cast<uint32_t>(run >> 32));
  return shortened;
}

// Of two sorted lists.
double Jaccard(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  size_t both = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const uint32_t left = a[i];
    const uint32_t right = b[j];
    both += left == right;
    i += left <= right;
    j += right <= left;
  }
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

// Calls pread or pwrite until `size` bytes are done; false if they cannot be.
template <typename Call, typename Bytes>
bool Transfer(Call call, int file, Bytes bytes, size_t size, uint64_t offset) {
  while (size > 0) {
    const ssize_t done = call(file, bytes, size, static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes += done;
    size -= static_cast<size_t>(done);
    offset += static_cast<uint64_t>(done);
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<NearDuplicates>> NearDuplicates::Create(const std::string& folder) {
  int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {  // not every file system has files without a name
    std::string name = absl::StrCat(folder, "/.near-duplicates-XXXXXX");
    file = mkostemp(name.data(), O_CLOEXEC);
    if (file >= 0) (void)unlink(name.c_str());
  }
  if (file < 0) {
    return absl::UnavailableError(
        "no file for comparing documents can be made where the result is to be; see whether you "
        "may write there");
  }
  return absl::WrapUnique(new NearDuplicates(file));
}

NearDuplicates::NearDuplicates(int file) : file_(file) {
  for (Table& table : tables_) table.assign(kFirstSlots, 0);
}

NearDuplicates::~NearDuplicates() { close(file_); }

// Minima of one hash in bins (one permutation hashing); an empty bin takes the
// minimum of another, found by hashing its number (Shrivastava, ICML 2017). Of
// each minimum one bit is kept (Li and König, WWW 2010).
NearDuplicates::Signature NearDuplicates::Sign(const std::vector<uint64_t>& runs) {
  constexpr uint64_t kEmpty = ~uint64_t{0};
  std::array<uint64_t, kBins> minima;
  minima.fill(kEmpty);
  for (const uint64_t run : runs) {
    // The upper bits order the runs; which bin one is in must not depend on them.
    const uint64_t hash = Mix(run);
    uint64_t& minimum = minima[((hash >> 32) * kBins) >> 32];
    minimum = std::min(minimum, hash);
  }
  std::array<uint64_t, kBins> filled = minima;
  for (size_t i = 0; i < kBins; ++i) {
    for (uint64_t attempt = 1; filled[i] == kEmpty; ++attempt)
      filled[i] = minima[Mix(i * 0x10001 + attempt) % kBins];
  }
  Signature signature = {};
  for (size_t i = 0; i < kBins; ++i) signature.sample |= (Mix(filled[i] + i) & 1) << i;
  for (size_t band = 0; band < kBands; ++band) {
    uint64_t key = band;
    for (size_t row = 0; row < kRows; ++row) key = Mix(key + filled[band * kRows + row]);
    signature.bands[band] = static_cast<uint32_t>(key);
  }
  signature.run_count = static_cast<uint32_t>(runs.size());
  return signature;
}

std::vector<uint32_t> NearDuplicates::Candidates(const Signature& signature) const {
  std::vector<std::pair<size_t, uint32_t>> found;  // different bits, position
  for (size_t band = 0; band < kBands; ++band) {
    const Table& table = tables_[band];
    size_t slot = SlotOf(signature.bands[band], table.size());
    for (int probe = 0; probe < kMaxProbes && table[slot] != 0; ++probe) {
      const uint32_t position = table[slot] - 1;
      const Signature& other = signatures_[position];
      const size_t different = std::bitset<64>(signature.sample ^ other.sample).count();
      if (other.bands[band] == signature.bands[band] && kBins - different >= kPerhapsNearBits)
        found.emplace_back(different, position);
      slot = slot + 1 == table.size() ? 0 : slot + 1;
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > kMaxCompared) found.resize(kMaxCompared);
  std::vector<uint32_t> positions;
  for (const auto& [different, position] : found) positions.push_back(position);
  return positions;
}

absl::StatusOr<std::optional<uint32_t>> NearDuplicates::FindOrAdd(absl::string_view title,
                                                                  absl::string_view text) {
  std::vector<uint64_t> words = HashWords(text);
  const bool by_title = words.empty();
  if (by_title) words = HashWords(title);
  if (words.size() < kMinWords || by_title) {
    uint64_t hash = by_title ? 1 : 2;
    for (const uint64_t word : words) hash = Mix(hash + word);
    const auto [found, is_new] = short_texts_.try_emplace(hash, kept_);
    if (!is_new) return std::make_optional(found->second);
    ++kept_;
    return std::nullopt;
  }
  const std::vector<uint64_t> hashes = HashRuns(words);
  Signature signature = Sign(hashes);
  const std::vector<uint32_t> runs = Shorten(hashes);
  std::optional<uint32_t> earliest;
  for (const uint32_t position : Candidates(signature)) {
    const Signature& other = signatures_[position];
    NP_ASSIGN_OR_RETURN(const std::vector<uint32_t> other_runs, ReadRuns(other));
    if (Jaccard(runs, other_runs) >= kNear)
      earliest = std::min(earliest.value_or(other.number), other.number);
  }
  if (earliest.has_value()) return earliest;
  signature.offset = file_size_;
  signature.number = kept_;
  NP_RETURN_IF_ERROR(WriteRuns(runs));
  ++kept_;
  signatures_.push_back(signature);
  Index(static_cast<uint32_t>(signatures_.size() - 1));
  return std::nullopt;
}

absl::StatusOr<std::vector<uint32_t>> NearDuplicates::ReadRuns(const Signature& signature) const {
  std::vector<uint32_t> runs(signature.run_count);
  const size_t size = runs.size() * sizeof(uint32_t);
  if (!Transfer(pread, file_, reinterpret_cast<char*>(runs.data()), size, signature.offset))
    return absl::UnavailableError("the file for comparing documents cannot be read; try again");
  return runs;
}

absl::Status NearDuplicates::WriteRuns(const std::vector<uint32_t>& runs) {
  const size_t size = runs.size() * sizeof(uint32_t);
  if (!Transfer(pwrite, file_, reinterpret_cast<const char*>(runs.data()), size, file_size_)) {
    return absl::UnavailableError(
        "the file for comparing documents cannot be written; make room on the disk");
  }
  file_size_ += size;
  return absl::OkStatus();
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

// Adds the last signature to the tables, which grow when they are four fifths
// full.
void NearDuplicates::Index(uint32_t position) {
  const bool full = signatures_.size() * 5 > tables_[0].size() * 4;
  const size_t slots = tables_[0].size() + tables_[0].size() / 4;
  for (int band = 0; band < kBands; ++band) {
    if (full) {
      Table().swap(tables_[band]);  // frees the old one before the new one is made
      tables_[band].assign(slots, 0);
    }
    for (uint32_t i = full ? 0 : position; i <= position; ++i) Insert(i, band);
  }
}

}  // namespace needlepoint
