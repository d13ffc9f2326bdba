#include "service/index/suggestion_writer.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr size_t kLongestShown = 120;  // bytes; a longer title is no query
constexpr uint32_t kMostStarts = 8;    // words of a suggestion that it is found by
constexpr size_t kShortestTerm = 4;
constexpr uint32_t kFewestPassages = 2;

std::string FoldWords(absl::string_view text) {
  std::string folded;
  VisitWords(text, [&](const std::string& word, TextSpan) {
    absl::StrAppend(&folded, folded.empty() ? "" : " ", word);
  });
  return folded;
}

}  // namespace

void SuggestionWriter::Add(absl::string_view text, SuggestionKind kind, uint32_t passage) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() > kLongestShown) return;
  std::string folded = FoldWords(text);
  if (folded.empty()) return;
  const auto [it, added] = by_folded_text_.try_emplace(
      std::move(folded), Suggestion{std::string(text), kind, passage, 1});
  Suggestion& suggestion = it->second;
  if (added || suggestion.passage == passage) return;
  ++suggestion.passages;
  suggestion.passage = kNoPassage;
}

void SuggestionWriter::AddTerm(absl::string_view folded_word, uint32_t passages) {
  if (folded_word.size() < kShortestTerm || passages < kFewestPassages ||
      IsSearchStopWord(folded_word) || !absl::ascii_isalpha(folded_word[0]))
    return;
  by_folded_text_.try_emplace(
      std::string(folded_word),
      Suggestion{std::string(folded_word), SuggestionKind::kTerm, kNoPassage, passages});
}

void SuggestionWriter::Finish() {
  std::vector<const std::pair<const std::string, Suggestion>*> sorted;
  for (const auto& item : by_folded_text_) sorted.push_back(&item);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* item : sorted) {
    const auto& [folded, suggestion] = *item;
    records_.push_back({static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(folded.size()),
                        static_cast<uint32_t>(suggestion.shown.size()), suggestion.kind,
                        suggestion.passage, 0});
    absl::StrAppend(&text_, folded, suggestion.shown);
  }
  // Questions before titles before words; then what leads to more; then the
  // shorter.
  std::vector<uint32_t> order(records_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](uint32_t i) {
    return std::make_tuple(records_[i].kind, ~sorted[i]->second.passages, records_[i].size, i);
  };
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  for (size_t rank = 0; rank < order.size(); ++rank)
    records_[order[rank]].rank = static_cast<uint32_t>(rank);
  MakeStarts();
  by_folded_text_.clear();
}

void SuggestionWriter::MakeStarts() {
  const auto folded = [&](const SuggestionRecord& record) {
    return absl::string_view(text_).substr(record.text, record.folded_size);
  };
  for (uint32_t i = 0; i < records_.size(); ++i) {
    const absl::string_view text = folded(records_[i]);
    uint32_t starts = 0;
    for (uint32_t at = 0; at < text.size() && starts < kMostStarts; ++at) {
      const bool begins = at == 0 || text[at - 1] == ' ';
      if (!begins) continue;
      const absl::string_view word = text.substr(at, text.find(' ', at) - at);
      if (at > 0 && IsSearchStopWord(word)) continue;
      starts_.push_back({i, at});
      ++starts;
    }
  }
  std::sort(starts_.begin(), starts_.end(),
            [&](const SuggestionStart& a, const SuggestionStart& b) {
              const absl::string_view x = folded(records_[a.suggestion]).substr(a.at);
              const absl::string_view y = folded(records_[b.suggestion]).substr(b.at);
              return x != y ? x < y : a.suggestion < b.suggestion;
            });
  for (size_t i = 0; i < starts_.size(); ++i) {
    const uint32_t rank = records_[starts_[i].suggestion].rank;
    if (i % kSuggestionBlock == 0) bests_.push_back(rank);
    bests_.back() = std::min(bests_.back(), rank);
  }
}

}  // namespace needlepoint
