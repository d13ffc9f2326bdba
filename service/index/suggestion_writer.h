// What can be suggested while a query is typed, on its way into an index.
// Internal to index.

#ifndef NEEDLEPOINT_SERVICE_INDEX_SUGGESTION_WRITER_H_
#define NEEDLEPOINT_SERVICE_INDEX_SUGGESTION_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

#include "service/index/layout.h"

namespace needlepoint {

class SuggestionWriter {
 public:
  // Texts that differ in case or punctuation alone are one.
  void Add(absl::string_view text, SuggestionKind kind, uint32_t passage);

  // A word that `passages` hold; rare, short and stop words are left out.
  void AddTerm(absl::string_view folded_word, uint32_t passages);

  // Orders what was added.
  void Finish();

  // After Finish(), as layout.h has them.
  const std::vector<SuggestionRecord>& records() const { return records_; }
  const std::string& text() const { return text_; }
  const std::vector<SuggestionStart>& starts() const { return starts_; }
  const std::vector<uint32_t>& bests() const { return bests_; }

 private:
  struct Suggestion {
    std::string shown;
    SuggestionKind kind;
    uint32_t passage;
    uint32_t passages;
  };

  void MakeStarts();

  absl::flat_hash_map<std::string, Suggestion> by_folded_text_;
  std::vector<SuggestionRecord> records_;
  std::string text_;
  std::vector<SuggestionStart> starts_;
  std::vector<uint32_t> bests_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_INDEX_SUGGESTION_WRITER_H_
