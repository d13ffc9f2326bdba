// Finds documents that say nearly the same as an earlier one.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_NEAR_DUPLICATES_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_NEAR_DUPLICATES_H_

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// Two texts are nearly the same if of the runs of five words that one of them
// has, nine in ten are in both (Jaccard, of folded words). Texts of fewer than
// eight words are only if all their words are the same. A document without text
// is compared by its title, with others without text.
//
// What is found is compared run by run, so none is found that is not nearly the
// same; of those that are, at most about one in a hundred is missed. The same
// documents in the same order give the same answers.
//
// Memory: at most 65 bytes a document; four bytes a word in a file without a
// name, which goes with the object or the process. Not thread-safe.
class NearDuplicates {
 public:
  // Keeps its file in `folder`.
  //
  // Errors: UNAVAILABLE if no file can be made there.
  static absl::StatusOr<std::unique_ptr<NearDuplicates>> Create(const std::string& folder);

  ~NearDuplicates();
  NearDuplicates(const NearDuplicates&) = delete;
  NearDuplicates& operator=(const NearDuplicates&) = delete;

  // The number of the earliest found document that `title` and `text` repeat; or
  // nothing, and then the document is kept. Numbers count what is kept, from 0.
  //
  // Errors: UNAVAILABLE if the file cannot be written or read, as when the disk
  // is full.
  absl::StatusOr<std::optional<uint32_t>> FindOrAdd(absl::string_view title,
                                                    absl::string_view text);

  uint32_t size() const { return kept_; }

 private:
  static constexpr int kBands = 4;

  // Of a text of eight words or more.
  struct Signature {
    std::array<uint32_t, kBands> bands;  // equal in one: perhaps near
    uint32_t number;
    uint32_t run_count;
    uint64_t sample;  // the more bits are equal the nearer
    uint64_t offset;  // of its runs in the file
  };

  // Positions in signatures_, plus 1, by one band; open addressing.
  using Table = std::vector<uint32_t>;

  explicit NearDuplicates(int file);

  static Signature Sign(const std::vector<uint64_t>& runs);
  // Positions of the signatures that may be near, the nearest first.
  std::vector<uint32_t> Candidates(const Signature& signature) const;
  absl::StatusOr<std::vector<uint32_t>> ReadRuns(const Signature& signature) const;
  absl::Status WriteRuns(const std::vector<uint32_t>& runs);
  void Insert(uint32_t position, int band);
  void Index(uint32_t position);

  const int file_;
  uint64_t file_size_ = 0;
  uint32_t kept_ = 0;
  absl::flat_hash_map<uint64_t, uint32_t> short_texts_;  // by hash, the number
  std::deque<Signature> signatures_;
  std::array<Table, kBands> tables_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_NEAR_DUPLICATES_H_
