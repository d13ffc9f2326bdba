// Corrects misspelt words towards a vocabulary.

#ifndef NEEDLEPOINT_SERVICE_TEXT_SPELLER_H_
#define NEEDLEPOINT_SERVICE_TEXT_SPELLER_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// Immutable once filled; then thread-safe.
class Speller {
 public:
  // A word that others may be corrected to. Longer, rarer words first: of two
  // equally near words the one added first wins.
  void AddTarget(absl::string_view folded_word);

  // A word that is right as it is and never corrected.
  void AddKnown(absl::string_view folded_word);

  // `a` and `b` are never taken for each other.
  void NeverCross(absl::string_view a, absl::string_view b);

  bool Knows(absl::string_view folded_word) const { return known_.contains(folded_word); }

  // The target nearest to `folded_word`: at distance 1 from five letters on,
  // at 2 from eight. Nothing if the word is known, is a target itself, is too
  // short, or no target is near enough.
  std::optional<std::string> Correct(absl::string_view folded_word) const;

 private:
  std::vector<std::string> targets_;
  absl::flat_hash_set<std::string> target_set_;
  absl::flat_hash_set<std::string> known_;
  absl::flat_hash_set<std::pair<std::string, std::string>> never_;
  // Each target under itself with up to two letters left out.
  absl::flat_hash_map<std::string, std::vector<int>> by_deletion_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TEXT_SPELLER_H_
