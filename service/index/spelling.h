// Which words are near a misspelt one.
//
// Two words that differ by d letters have in common what is left of each when
// d letters are taken out: symmetric deletion. Only the first letters of a word
// are looked at for this, the distance itself is over the whole.
//
// Source: W. Garbe's SymSpell, https://github.com/wolfgarbe/SymSpell

#ifndef NEEDLEPOINT_SERVICE_INDEX_SPELLING_H_
#define NEEDLEPOINT_SERVICE_INDEX_SPELLING_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace needlepoint {

// Letters of which the shortest corrected word has.
inline constexpr size_t kShortestCorrected = 4;
inline constexpr size_t kLongestCorrected = 40;

// How many mistakes a word of so many letters may have: 0, 1 or 2.
int MistakesAllowed(size_t letters);

// Whether a folded word is made of the letters a to z alone.
bool IsPlainWord(absl::string_view folded_word);

// Keys under which `folded_word` is kept and looked for, each once, unordered:
// hashes of its beginning with up to `mistakes` letters left out.
void SpellingKeys(absl::string_view folded_word, int mistakes, std::vector<uint32_t>& keys);

// FNV-1a, the same on every machine. Source: http://www.isthe.com/chongo/tech/comp/fnv/
uint32_t StableHash(absl::string_view bytes);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_INDEX_SPELLING_H_
