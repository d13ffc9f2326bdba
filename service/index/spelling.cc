#include "service/index/spelling.h"

#include <algorithm>

namespace needlepoint {
namespace {

constexpr size_t kShortestForTwo = 7;
constexpr size_t kKeyLetters = 8;

// Adds the hashes of `word` and of what is left of it when up to `mistakes` of
// its letters from `from` on are left out.
void AddKeys(absl::string_view word, int mistakes, size_t from, std::vector<uint32_t>& keys) {
  keys.push_back(StableHash(word));
  if (mistakes == 0) return;
  char shorter[kKeyLetters];
  for (size_t out = from; out < word.size(); ++out) {
    std::copy(word.begin(), word.begin() + out, shorter);
    std::copy(word.begin() + out + 1, word.end(), shorter + out);
    AddKeys(absl::string_view(shorter, word.size() - 1), mistakes - 1, out, keys);
  }
}

}  // namespace

int MistakesAllowed(size_t letters) {
  if (letters < kShortestCorrected || letters > kLongestCorrected) return 0;
  return letters < kShortestForTwo ? 1 : 2;
}

bool IsPlainWord(absl::string_view folded_word) {
  return std::all_of(folded_word.begin(), folded_word.end(),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

void SpellingKeys(absl::string_view folded_word, int mistakes, std::vector<uint32_t>& keys) {
  keys.clear();
  AddKeys(folded_word.substr(0, kKeyLetters), mistakes, 0, keys);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

uint32_t StableHash(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

}  // namespace needlepoint
