#include "service/retrieve/snippet.h"

#include <algorithm>

#include "service/text/analyzer.h"
#include "service/text/ascii.h"

namespace needlepoint {
namespace {

// A stretch begins at a sentence that may lie before its first match, so that its
// words are fewer than its characters allow.
constexpr int kCharsPerWord = 8;

// A word of a field that the plan looks for.
struct Match {
  uint32_t word;  // of the field, from 0
  float worth;
  int term;  // of the plan
  TextSpan span;
};

// Words of `field` that the plan looks for, in order, without their spans.
std::vector<Match> FindMatches(const IndexView& index, const SearchPlan& plan, uint32_t passage,
                               TextField field) {
  std::vector<Match> matches;
  std::vector<uint32_t> places;
  for (size_t i = 0; i < plan.terms.size(); ++i) {
    const TermRecord& term = index.terms()[plan.terms[i].term];
    index.ReadPlaces(term, passage, places);
    for (const uint32_t place : places) {
      const Occurrence occurrence = index.OccurrenceAt(passage, place);
      if (occurrence.field != field) continue;
      matches.push_back(
          {occurrence.word, plan.terms[i].weight * term.idf, static_cast<int>(i), {}});
    }
  }
  std::sort(matches.begin(), matches.end(),
            [](const Match& a, const Match& b) { return a.word < b.word; });
  return matches;
}

// The match from which on `words` words are worth most, each term once.
size_t FindBestStretch(const std::vector<Match>& matches, uint32_t words) {
  size_t best = 0;
  float best_worth = -1;
  for (size_t first = 0; first < matches.size(); ++first) {
    float worth = 0;
    uint64_t seen = 0;
    for (size_t i = first; i < matches.size() && matches[i].word < matches[first].word + words;
         ++i) {
      const uint64_t bit = uint64_t{1} << matches[i].term;
      if ((seen & bit) == 0) worth += matches[i].worth;
      seen |= bit;
    }
    if (worth > best_worth) {
      best_worth = worth;
      best = first;
    }
  }
  return best;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// The byte `chars` characters behind `at`, or the end. `ascii`: each is a byte.
size_t Forward(absl::string_view text, size_t at, int chars, bool ascii) {
  if (ascii) return std::min(text.size(), at + static_cast<size_t>(chars));
  for (; at < text.size() && chars > 0; --chars) {
    ++at;
    while (at < text.size() && IsContinuation(text[at])) ++at;
  }
  return at;
}

// Where a snippet that has to hold the bytes from `match` on may begin: behind
// the line break or the sentence before it, if that is near.
size_t BeginNear(absl::string_view text, size_t match, int most_chars) {
  const size_t reach = static_cast<size_t>(most_chars) / 2;
  const size_t earliest = match > reach ? match - reach : 0;
  size_t word = match;
  for (size_t at = match; at > earliest; --at) {
    const char before = text[at - 1];
    if (before == '\n') return at;
    if (at >= 2 && before == ' ' &&
        (text[at - 2] == '.' || text[at - 2] == '!' || text[at - 2] == '?'))
      return at;
    if (before == ' ') word = at;
  }
  return earliest == 0 ? 0 : word;
}

}  // namespace

Snippet MakeSnippet(const IndexView& index, const SearchPlan& plan, uint32_t passage,
                    absl::string_view body, int most_chars) {
  std::vector<Match> matches = FindMatches(index, plan, passage, TextField::kBody);
  const size_t best =
      FindBestStretch(matches, static_cast<uint32_t>(std::max(most_chars / kCharsPerWord, 1)));
  const bool ascii = IsAscii(body);
  size_t begin = 0;
  size_t end = Forward(body, 0, most_chars, ascii);
  // Words have to be counted up to the end of the stretch, to know where they are.
  size_t next = 0;
  uint32_t word = 0;
  if (!matches.empty()) {
    VisitWordSpans(body, [&](TextSpan span) {
      if (next > best && static_cast<size_t>(span.start) >= end) return false;
      for (; next < matches.size() && matches[next].word == word; ++next) {
        matches[next].span = span;
        if (next != best) continue;
        begin = BeginNear(body, span.start, most_chars);
        end = Forward(body, begin, most_chars, ascii);
      }
      ++word;
      return next < matches.size();
    });
  }
  if (end < body.size()) {
    const size_t space = body.substr(0, end).find_last_of(" \n");
    if (space != absl::string_view::npos && space > begin) end = space;
  }
  Snippet snippet;
  snippet.text = std::string(body.substr(begin, end - begin));
  std::replace(snippet.text.begin(), snippet.text.end(), '\n', ' ');
  for (size_t i = 0; i < next; ++i) {
    const TextSpan span = {matches[i].span.start - static_cast<int>(begin),
                           matches[i].span.end - static_cast<int>(begin)};
    if (span.start >= 0 && span.end <= static_cast<int>(snippet.text.size()))
      snippet.highlights.push_back(span);
  }
  return snippet;
}

std::vector<TextSpan> TitleHighlights(const IndexView& index, const SearchPlan& plan,
                                      uint32_t passage, absl::string_view title) {
  const std::vector<Match> matches = FindMatches(index, plan, passage, TextField::kTitle);
  std::vector<TextSpan> spans;
  uint32_t word = 0;
  if (matches.empty()) return spans;
  VisitWordSpans(title, [&](TextSpan span) {
    if (matches[spans.size()].word == word++) spans.push_back(span);
    return spans.size() < matches.size();
  });
  return spans;
}

}  // namespace needlepoint
