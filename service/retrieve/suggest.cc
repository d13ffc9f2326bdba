#include "service/retrieve/suggest.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/types/span.h"

#include "service/retrieve/near_beginnings.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr size_t kFewEnough = 4096;         // suggestions to look at one by one
constexpr size_t kLongestMatched = 240;     // bytes of folded words; no suggestion has more
constexpr size_t kLongestCompleted = 1000;  // bytes; in a longer text no word is completed
constexpr size_t kMostBeginnings = 4;       // that a half-typed word is corrected to

// What was typed.
struct Typed {
  std::vector<std::string> words;  // folded
  TextSpan last;                   // word, of the text
  bool half = false;               // whether the last word may go on

  // What texts that go on from here begin with.
  std::string Folded() const { return absl::StrJoin(words, " "); }
};

Typed ReadTyped(absl::string_view text) {
  Typed typed;
  VisitWords(text, [&](const std::string& word, TextSpan span) {
    typed.words.push_back(word);
    typed.last = span;
  });
  const absl::string_view behind = text.substr(typed.last.end);
  typed.half = std::none_of(behind.begin(), behind.end(),
                            [](unsigned char c) { return absl::ascii_isspace(c); });
  return typed;
}

size_t FoldedSize(absl::string_view part_of_word) {
  size_t size = 0;
  VisitWords(part_of_word, [&](const std::string& word, TextSpan) { size += word.size(); });
  return size;
}

// How many bytes of a word as it is shown stand for the first `size` of it
// folded.
size_t ShownSize(absl::string_view shown_word, size_t size) {
  for (size_t end = 1; end < shown_word.size(); ++end) {
    const bool in_character = (static_cast<unsigned char>(shown_word[end]) & 0xC0) == 0x80;
    if (!in_character && FoldedSize(shown_word.substr(0, end)) >= size) return end;
  }
  return shown_word.size();
}

// The bytes of `shown` that [at, at + size) of its folded words stand for; `at`
// is where a word begins.
TextSpan ShownSpan(absl::string_view shown, size_t at, size_t size) {
  TextSpan found;
  size_t word_at = 0;
  VisitWords(shown, [&](const std::string& word, TextSpan span) {
    const size_t word_end = word_at + word.size();
    const size_t end = at + size;
    if (word_at >= at && word_at < end) {
      if (found.empty()) found.start = span.start;
      found.end = word_end <= end
                      ? span.end
                      : span.start + static_cast<int>(ShownSize(span.In(shown), end - word_at));
    }
    word_at = word_end + 1;
  });
  return found;
}

// The items of `items` from `first` on that go on from it: in any way if `half`,
// with another word otherwise. `items` are sorted by what `text_of` gives.
template <typename Item, typename TextOf>
std::pair<size_t, size_t> RangeFrom(absl::Span<const Item> items, const std::string& first,
                                    bool half, TextOf text_of) {
  const std::string last = half ? first : first + " ";
  const auto from = std::partition_point(items.begin(), items.end(),
                                         [&](const Item& item) { return text_of(item) < first; });
  const auto to = std::partition_point(from, items.end(), [&](const Item& item) {
    return text_of(item).substr(0, last.size()) <= last;
  });
  return {from - items.begin(), to - items.begin()};
}

// The suggestions of least rank.
class LeastRanked {
 public:
  explicit LeastRanked(size_t most) : most_(most) {}

  bool Beats(uint32_t rank) const { return ranked_.size() < most_ || rank < ranked_.back().first; }

  void Offer(uint32_t rank, uint32_t suggestion, uint32_t at) {
    if (!Beats(rank)) return;
    const auto place =
        std::lower_bound(ranked_.begin(), ranked_.end(), rank,
                         [](const auto& held, uint32_t other) { return held.first < other; });
    if (place != ranked_.end() && place->first == rank) return;  // found by another word of it
    ranked_.insert(place, {rank, {suggestion, at}});
    if (ranked_.size() > most_) ranked_.pop_back();
  }

  // By rank.
  const std::vector<std::pair<uint32_t, SuggestionStart>>& ranked() const { return ranked_; }

 private:
  size_t most_;
  std::vector<std::pair<uint32_t, SuggestionStart>> ranked_;
};

class Completer {
 public:
  Completer(const IndexView& index, size_t most) : index_(index), most_(most) {}

  bool full() const { return found_.size() >= most_; }
  bool empty() const { return found_.empty(); }
  std::vector<Suggestion> Take() { return std::move(found_); }

  // Adds what begins with one of `firsts`, then what has it later, as far as
  // there is room; the first of `firsts` comes first.
  void AddWhole(const std::vector<std::string>& firsts, bool half, SuggestionMatch at_start,
                SuggestionMatch later) {
    for (const SuggestionMatch match : {at_start, later}) {
      for (const std::string& first : firsts) {
        if (full()) return;
        LeastRanked best(most_ - found_.size());
        match == at_start ? FindAtStart(first, half, best) : FindInBlocks(first, half, false, best);
        for (const auto& [rank, start] : best.ranked()) Add(start, first.size(), match);
      }
    }
  }

  // Adds `head` with each of the words that one of `beginnings` begins, the
  // frequent ones first.
  void AddLastWords(absl::string_view head, absl::string_view word,
                    const std::vector<std::string>& beginnings) {
    for (const std::string& beginning : beginnings) {
      std::vector<const WordRecord*> words;
      for (const WordRecord& record : WordsFrom(index_, index_.words(), beginning))
        words.push_back(&record);
      const auto later = [](const WordRecord* a, const WordRecord* b) {
        return a->passages != b->passages ? a->passages < b->passages : a > b;
      };
      std::make_heap(words.begin(), words.end(), later);
      while (!words.empty() && !full()) {
        std::pop_heap(words.begin(), words.end(), later);
        const absl::string_view text = index_.Text(*words.back());
        words.pop_back();
        if (text == word || IsSearchStopWord(text)) continue;
        AddLastWord(absl::StrCat(head, text), head.size() + beginning.size());
      }
    }
  }

 private:
  void FindAtStart(const std::string& first, bool half, LeastRanked& best) const {
    const absl::Span<const SuggestionRecord> all = index_.suggestions();
    const auto [from, to] = RangeFrom(all, first, half, [&](const SuggestionRecord& record) {
      return index_.FoldedText(record);
    });
    if (to - from > kFewEnough) {
      FindInBlocks(first, half, true, best);
      return;
    }
    for (size_t i = from; i < to; ++i) {
      const auto suggestion = static_cast<uint32_t>(i);
      if (best.Beats(all[i].rank) && !Has(suggestion)) best.Offer(all[i].rank, suggestion, 0);
    }
  }

  // Looks at whole blocks of starts, the one with the least rank first, until no
  // other can hold a better one.
  void FindInBlocks(const std::string& first, bool half, bool at_start, LeastRanked& best) const {
    const absl::Span<const SuggestionStart> starts = index_.suggestion_starts();
    const auto [from, to] = RangeFrom(starts, first, half, [&](const SuggestionStart& start) {
      return index_.FoldedText(index_.suggestions()[start.suggestion]).substr(start.at);
    });
    if (from == to) return;
    std::vector<std::pair<uint32_t, size_t>> blocks;  // least rank, number
    for (size_t block = from / kSuggestionBlock; block <= (to - 1) / kSuggestionBlock; ++block)
      blocks.emplace_back(index_.suggestion_bests()[block], block);
    const std::greater<> later;
    std::make_heap(blocks.begin(), blocks.end(), later);
    while (!blocks.empty() && best.Beats(blocks.front().first)) {
      std::pop_heap(blocks.begin(), blocks.end(), later);
      const size_t begin = blocks.back().second * kSuggestionBlock;
      blocks.pop_back();
      for (size_t i = std::max(from, begin); i < std::min(to, begin + kSuggestionBlock); ++i) {
        const SuggestionStart& start = starts[i];
        if ((start.at == 0) != at_start || Has(start.suggestion)) continue;
        best.Offer(index_.suggestions()[start.suggestion].rank, start.suggestion, start.at);
      }
    }
  }

  bool Has(uint32_t suggestion) const {
    return std::find(added_.begin(), added_.end(), suggestion) != added_.end();
  }

  void Add(const SuggestionStart& start, size_t size, SuggestionMatch match) {
    const SuggestionRecord& record = index_.suggestions()[start.suggestion];
    const absl::string_view shown = index_.ShownText(record);
    added_.push_back(start.suggestion);
    found_.push_back(
        {std::string(shown), record.kind, record.passage, match, ShownSpan(shown, start.at, size)});
  }

  void AddLastWord(std::string text, size_t matched) {
    const bool has = std::any_of(found_.begin(), found_.end(),
                                 [&](const Suggestion& s) { return s.text == text; });
    if (has) return;
    found_.push_back({std::move(text),
                      SuggestionKind::kTerm,
                      kNoPassage,
                      SuggestionMatch::kLastWord,
                      {0, static_cast<int>(matched)}});
  }

  const IndexView& index_;
  size_t most_;
  std::vector<uint32_t> added_;  // suggestions of the index
  std::vector<Suggestion> found_;
};

// Corrects a word that the index does not know; false if there is nothing to
// correct.
bool CorrectWhole(const IndexView& index, std::string& word) {
  if (index.FindWord(word) >= 0) return false;
  const std::vector<int> near = index.NearWords(word, 1);
  if (near.empty()) return false;
  word = std::string(index.Text(index.words()[near[0]]));
  return true;
}

// What the half-typed `word` may begin: itself if words of the index do.
std::vector<std::string> BeginningsOf(const IndexView& index, const std::string& word) {
  if (!WordsFrom(index, index.words(), word).empty()) return {word};
  std::vector<std::string> beginnings = NearBeginnings(index, word, kMostBeginnings);
  std::string whole = word;
  if (beginnings.empty() && CorrectWhole(index, whole)) beginnings.push_back(whole);
  return beginnings;
}

}  // namespace

std::vector<Suggestion> Suggest(const IndexView& index, absl::string_view typed, size_t most) {
  Typed query = ReadTyped(typed);
  if (query.words.empty()) return {};
  Completer completer(index, most);
  const std::string folded = query.Folded();
  const bool matchable = folded.size() <= kLongestMatched;
  if (matchable) {
    completer.AddWhole({folded}, query.half, SuggestionMatch::kStart, SuggestionMatch::kLaterWord);
  }
  if (completer.full()) return completer.Take();

  const std::string last = query.words.back();
  std::vector<std::string> beginnings = {last};
  if (query.half) beginnings = BeginningsOf(index, last);
  if (matchable) {
    bool corrected = beginnings.empty() || beginnings[0] != last;
    for (size_t i = 0; i < query.words.size() - (query.half ? 1 : 0); ++i)
      corrected |= CorrectWhole(index, query.words[i]);
    std::vector<std::string> firsts;
    for (const std::string& beginning : beginnings) {
      if (query.half) query.words.back() = beginning;
      firsts.push_back(query.Folded());
    }
    if (corrected) {
      completer.AddWhole(firsts, query.half, SuggestionMatch::kMisspeltStart,
                         SuggestionMatch::kMisspeltLaterWord);
    }
  }
  const bool completable = completer.empty() && query.half &&
                           !absl::ascii_isdigit(static_cast<unsigned char>(last[0])) &&
                           typed.size() <= kLongestCompleted;
  if (completable) {
    const absl::string_view head =
        absl::StripLeadingAsciiWhitespace(typed.substr(0, query.last.start));
    completer.AddLastWords(head, last, beginnings);
  }
  return completer.Take();
}

}  // namespace needlepoint
