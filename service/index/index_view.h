// A search index, read in place.

#ifndef NEEDLEPOINT_SERVICE_INDEX_INDEX_VIEW_H_
#define NEEDLEPOINT_SERVICE_INDEX_INDEX_VIEW_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "service/index/layout.h"

namespace needlepoint {

enum class TextField { kTitle, kQuestions, kBody };

// Where a passage holds a term.
struct Occurrence {
  TextField field;
  uint32_t word;   // of the field, from 0
  uint32_t place;  // over all fields; layout.h
};

// The passages of one run that hold a term.
struct PostingRun {
  uint32_t first = 0;  // passage number that `low` counts from
  absl::Span<const uint16_t> low;
  const uint8_t* frequencies = nullptr;  // weighted, as many as `low`
  uint64_t places = 0;
};

// Walks the runs of a list.
class RunReader {
 public:
  RunReader(absl::Span<const char> postings, const ListRecord& list)
      : at_(postings.data() + list.offset), left_(list.runs) {}

  // Moves to the next run; false if there is none.
  bool Next(PostingRun& run);

 private:
  const char* at_;
  uint32_t left_;
};

// Thread-safe. Copies are cheap and look at the same memory.
class IndexView {
 public:
  // `bytes` must outlive the view and be aligned to 8 bytes. They are trusted:
  // a seal has been checked before.
  //
  // Errors: DATA_LOSS if they are no index or are cut short.
  static absl::StatusOr<IndexView> Open(absl::string_view bytes);

  uint32_t passages() const { return header_->passages; }
  absl::Span<const float> norms() const { return norms_; }
  absl::Span<const float> headings() const { return headings_; }
  // What names a passage in its collection: "path#number".
  absl::string_view Key(uint32_t passage) const {
    return absl::string_view(key_text_.data() + keys_[passage],
                             keys_[passage + 1] - keys_[passage]);
  }
  absl::Span<const char> postings() const { return postings_; }
  absl::Span<const TermRecord> terms() const { return terms_; }
  absl::Span<const WordRecord> words() const { return words_; }
  absl::Span<const SuggestionRecord> suggestions() const { return suggestions_; }
  absl::Span<const SuggestionStart> suggestion_starts() const { return suggestion_starts_; }
  absl::Span<const uint32_t> suggestion_bests() const { return suggestion_bests_; }

  // Numbers; -1 if there is none.
  int FindTerm(absl::string_view stem) const;
  int FindWord(absl::string_view folded_word) const;

  absl::string_view Text(const TermRecord& term) const { return TextIn(term_text_, term); }
  absl::string_view Text(const WordRecord& word) const { return TextIn(word_text_, word); }
  absl::string_view FoldedText(const SuggestionRecord& suggestion) const {
    return absl::string_view(suggestion_text_.data() + suggestion.text, suggestion.folded_size);
  }
  absl::string_view ShownText(const SuggestionRecord& suggestion) const {
    return absl::string_view(suggestion_text_.data() + suggestion.text + suggestion.folded_size,
                             suggestion.size);
  }

  // The aliases that `term` leads to.
  absl::Span<const AliasRecord> Aliases(const TermRecord& term) const {
    return aliases_.subspan(term.aliases, term.alias_count);
  }
  absl::Span<const uint32_t> AliasTerms(const AliasRecord& alias) const {
    return alias_numbers_.subspan(alias.numbers, alias.term_count);
  }
  absl::Span<const uint32_t> AliasPassages(const AliasRecord& alias) const {
    return alias_numbers_.subspan(alias.numbers + alias.term_count, alias.passage_count);
  }

  // Places of the term in the passage at `index` of `run`, ascending.
  void ReadPlaces(const PostingRun& run, size_t index, std::vector<uint32_t>& places) const;

  // The same for any passage and term; empty if it does not hold the term.
  void ReadPlaces(const TermRecord& term, uint32_t passage, std::vector<uint32_t>& places) const;

  Occurrence OccurrenceAt(uint32_t passage, uint32_t place) const;

  // The words nearest to a word that is misspelt, at most `most`: by distance,
  // then those that begin with the same letter, then the more frequent.
  std::vector<int> NearWords(absl::string_view folded_word, size_t most) const;

 private:
  IndexView() = default;

  template <typename Record>
  static absl::string_view TextIn(absl::Span<const char> pool, const Record& record) {
    return absl::string_view(pool.data() + record.text, record.size);
  }
  template <typename T>
  absl::Status Read(absl::string_view bytes, Section section, absl::Span<const T>& out) const;
  template <typename Record>
  int Find(absl::Span<const uint32_t> slots, absl::Span<const Record> records,
           absl::Span<const char> pool, absl::string_view text) const;

  const IndexHeader* header_ = nullptr;
  absl::Span<const float> norms_;
  absl::Span<const float> headings_;
  absl::Span<const PassageLengths> lengths_;
  absl::Span<const uint32_t> keys_;
  absl::Span<const char> key_text_;
  absl::Span<const TermRecord> terms_;
  absl::Span<const char> term_text_;
  absl::Span<const uint32_t> term_slots_;
  absl::Span<const char> postings_;
  absl::Span<const char> places_;
  absl::Span<const WordRecord> words_;
  absl::Span<const char> word_text_;
  absl::Span<const uint32_t> word_slots_;
  absl::Span<const uint32_t> spelling_keys_;
  absl::Span<const uint32_t> spelling_words_;
  absl::Span<const AliasRecord> aliases_;
  absl::Span<const uint32_t> alias_numbers_;
  absl::Span<const SuggestionRecord> suggestions_;
  absl::Span<const char> suggestion_text_;
  absl::Span<const SuggestionStart> suggestion_starts_;
  absl::Span<const uint32_t> suggestion_bests_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_INDEX_INDEX_VIEW_H_
