#include "service/text/speller.h"

#include <algorithm>

#include "service/text/edit_distance.h"

namespace needlepoint {
namespace {

constexpr size_t kShortest = 5;        // letters; one mistake allowed
constexpr size_t kShortestForTwo = 8;  // letters; two mistakes allowed
constexpr size_t kLongest = 40;

int Allowed(size_t letters) {
  if (letters >= kShortestForTwo) return 2;
  return letters >= kShortest ? 1 : 0;
}

// `word` and all that is left of it when up to `count` letters are left out.
void Deletions(std::string word, int count, absl::flat_hash_set<std::string>& out) {
  if (!out.insert(word).second || count == 0) return;
  for (size_t i = 0; i < word.size(); ++i) {
    std::string shorter = word;
    shorter.erase(i, 1);
    Deletions(std::move(shorter), count - 1, out);
  }
}

}  // namespace

void Speller::AddTarget(absl::string_view folded_word) {
  known_.insert(std::string(folded_word));
  if (folded_word.size() < kShortest || !target_set_.insert(std::string(folded_word)).second)
    return;
  const int index = static_cast<int>(targets_.size());
  targets_.emplace_back(folded_word);
  absl::flat_hash_set<std::string> keys;
  Deletions(targets_.back(), Allowed(folded_word.size()), keys);
  for (const std::string& key : keys) by_deletion_[key].push_back(index);
}

void Speller::AddKnown(absl::string_view folded_word) { known_.insert(std::string(folded_word)); }

void Speller::NeverCross(absl::string_view a, absl::string_view b) {
  never_.emplace(a, b);
  never_.emplace(b, a);
}

std::optional<std::string> Speller::Correct(absl::string_view folded_word) const {
  const int allowed = Allowed(folded_word.size());
  if (allowed == 0 || folded_word.size() > kLongest || known_.contains(folded_word)) {
    return std::nullopt;
  }
  absl::flat_hash_set<std::string> keys;
  Deletions(std::string(folded_word), allowed, keys);
  const EditDistance distances(folded_word);
  int best = -1;
  int best_distance = allowed + 1;
  for (const std::string& key : keys) {
    const auto it = by_deletion_.find(key);
    if (it == by_deletion_.end()) continue;
    for (const int index : it->second) {
      const std::string& target = targets_[index];
      // A first letter is seldom mistyped: another one counts as a mistake more.
      const int first = target[0] == folded_word[0] ? 0 : 1;
      const int distance = distances.To(target, allowed) + first;
      if (distance > std::min(allowed, Allowed(target.size()))) continue;
      if (distance < best_distance || (distance == best_distance && index < best)) {
        if (never_.contains(std::make_pair(std::string(folded_word), target))) continue;
        best = index;
        best_distance = distance;
      }
    }
  }
  if (best < 0) return std::nullopt;
  return targets_[best];
}

}  // namespace needlepoint
