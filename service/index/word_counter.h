// The vocabulary as people write it, on its way into an index. Internal to
// index.

#ifndef NEEDLEPOINT_SERVICE_INDEX_WORD_COUNTER_H_
#define NEEDLEPOINT_SERVICE_INDEX_WORD_COUNTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "service/index/layout.h"

namespace needlepoint {

inline constexpr uint32_t kNoTerm = 0xffffffff;

class WordCounter {
 public:
  // Passages come in ascending order; kNoPassage for a word that only an alias
  // holds.
  void Add(const std::string& folded_word, uint32_t passage);

  // Whether a stem is mostly written as a word that searches leave out.
  bool IsMostlyStopWord(absl::string_view stem);

  // Orders the words, gives them their terms, and makes the spelling keys. Words
  // without a term are dropped.
  void Finish(absl::FunctionRef<uint32_t(absl::string_view stem)> term_of);

  // After Finish(), as layout.h has them.
  const std::vector<WordRecord>& records() const { return records_; }
  const std::string& text() const { return text_; }
  const std::vector<uint32_t>& keys() const { return keys_; }
  const std::vector<uint32_t>& keyed_words() const { return keyed_words_; }
  absl::string_view Text(const WordRecord& word) const {
    return absl::string_view(text_).substr(word.text, word.size);
  }

 private:
  struct Count {
    uint32_t passages = 0;
    uint32_t last = kNoPassage;
  };

  void CountStems();
  void MakeSpellingKeys();

  absl::flat_hash_map<std::string, Count> counts_;
  // By stem: passages with a stop word of that stem, and with another word.
  absl::flat_hash_map<std::string, std::pair<uint32_t, uint32_t>> stop_and_other_;
  std::vector<WordRecord> records_;
  std::string text_;
  std::vector<uint32_t> keys_, keyed_words_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_INDEX_WORD_COUNTER_H_
