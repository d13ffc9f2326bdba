#include "service/understand/pattern.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

constexpr int kShortGap = 3;  // ".."
constexpr int kLongGap = 8;   // "..."
constexpr size_t kSpelledFrom = 5;

}  // namespace

void Readings::Add(absl::string_view name, int first, int last) {
  std::vector<int>& ends = by_name_[name][first];
  if (std::find(ends.begin(), ends.end(), last) != ends.end()) return;
  ends.push_back(last);
  std::sort(ends.begin(), ends.end(), std::greater<>());
}

std::vector<int> Readings::EndsAt(absl::string_view name, int first) const {
  const auto named = by_name_.find(name);
  if (named == by_name_.end()) return {};
  const auto at = named->second.find(first);
  return at == named->second.end() ? std::vector<int>() : at->second;
}

absl::Status PatternSet::Compile(absl::string_view text, Pattern& pattern, Elements& out) {
  for (absl::string_view piece : absl::StrSplit(text, absl::ByAnyChar(" \t"), absl::SkipEmpty())) {
    Element element;
    if (piece == ".." || piece == "...") {
      element.kind = Element::Kind::kGap;
      element.gap = piece == ".." ? kShortGap : kLongGap;
      pattern.literal = false;
      out.push_back(std::move(element));
      continue;
    }
    element.optional = absl::ConsumePrefix(&piece, "?");
    if (piece == "#") {
      element.kind = Element::Kind::kNumber;
      out.push_back(std::move(element));
      continue;
    }
    // A hyphenated word is several words in a row; only a lone one has choices.
    std::vector<Element> sequence;
    const bool has_choices = absl::StrContains(piece, '|');
    for (absl::string_view choice : absl::StrSplit(piece, '|', absl::SkipEmpty())) {
      if (absl::ConsumePrefix(&choice, "{")) {
        if (!absl::ConsumeSuffix(&choice, "}"))
          return absl::InvalidArgumentError("a { without its }");
        if (sequence.empty()) sequence.emplace_back().optional = element.optional;
        sequence[0].references.emplace_back(choice);
        pattern.references = true;
        pattern.literal = false;
        continue;
      }
      const bool exact = absl::ConsumePrefix(&choice, "=");
      size_t at = 0;
      for (const Token& token : Tokenize(choice)) {
        if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) continue;
        if (at > 0 && has_choices) {
          return absl::InvalidArgumentError(
              absl::StrCat("the choice '", choice,
                           "' is read as several words; write a surface of its own for it"));
        }
        if (at == sequence.size()) sequence.emplace_back().optional = element.optional;
        sequence[at++].choices.push_back({exact ? token.text : token.stem, exact});
        if (token.kind == TokenKind::kWord && token.text.size() >= kSpelledFrom)
          words_.push_back(token.text);
      }
    }
    for (Element& e : sequence) out.push_back(std::move(e));
  }
  const bool fixed = std::any_of(out.begin(), out.end(), [](const Element& e) {
    return !e.optional && e.kind != Element::Kind::kGap;
  });
  if (!fixed)
    return absl::InvalidArgumentError("the surface needs at least one word that must be there");
  return absl::OkStatus();
}

absl::Status PatternSet::Add(absl::string_view surface, int owner) {
  Pattern pattern;
  pattern.owner = owner;
  const std::pair<absl::string_view, absl::string_view> sides =
      absl::StrSplit(surface, absl::MaxSplits(" & ", 1));
  NP_RETURN_IF_ERROR(Compile(sides.first, pattern, pattern.elements));
  if (!sides.second.empty()) {
    NP_RETURN_IF_ERROR(Compile(sides.second, pattern, pattern.also));
    pattern.literal = false;
  }
  const int index = static_cast<int>(patterns_.size());
  const Element& first = pattern.elements.front();
  if (first.kind == Element::Kind::kWord && !first.optional && first.references.empty()) {
    for (const Choice& choice : first.choices)
      anchors_[choice.exact ? absl::StrCat("=", choice.word) : choice.word].push_back(index);
  } else {
    unanchored_.push_back(index);
  }
  patterns_.push_back(std::move(pattern));
  return absl::OkStatus();
}

bool PatternSet::Accepts(const Element& element, const Word& word) {
  if (element.kind == Element::Kind::kNumber) return word.is_number;
  return std::any_of(element.choices.begin(), element.choices.end(), [&](const Choice& choice) {
    return choice.exact ? choice.word == word.text : choice.word == word.stem;
  });
}

// The end of the longest match of elements [element, ...) that starts at
// `word`; -1 if there is none.
int PatternSet::Match(const Message& message, const Elements& elements, size_t element, int word,
                      int end, const Readings* readings) const {
  if (element == elements.size()) return word;
  const Element& e = elements[element];
  if (e.kind == Element::Kind::kGap) {
    for (int skipped = 0; skipped <= e.gap && word + skipped <= end; ++skipped) {
      const int last = Match(message, elements, element + 1, word + skipped, end, readings);
      if (last >= 0) return last;
    }
    return -1;
  }
  if (word < end && Accepts(e, message.words[word])) {
    const int last = Match(message, elements, element + 1, word + 1, end, readings);
    if (last >= 0) return last;
  }
  for (const std::string& reference : e.references) {
    if (readings == nullptr || word >= end) break;
    for (const int reading_end : readings->EndsAt(reference, word)) {
      if (reading_end > end) continue;
      const int last = Match(message, elements, element + 1, reading_end, end, readings);
      if (last >= 0) return last;
    }
  }
  return e.optional ? Match(message, elements, element + 1, word, end, readings) : -1;
}

// The first place in `sentence` where `elements` match; -1 if there is none.
int PatternSet::FindIn(const Message& message, const Elements& elements, const Sentence& sentence,
                       const Readings* readings) const {
  for (int word = sentence.first; word < sentence.last; ++word) {
    if (Match(message, elements, 0, word, sentence.last, readings) >= 0) return word;
  }
  return -1;
}

std::vector<Reading> PatternSet::Find(const Message& message, const Readings* readings) const {
  std::vector<Reading> found;
  const auto attempt = [&](int index, int word, const Sentence& sentence) {
    const Pattern& pattern = patterns_[index];
    if (pattern.references != (readings != nullptr)) return;
    const int last = Match(message, pattern.elements, 0, word, sentence.last, readings);
    if (last <= word) return;
    if (!pattern.also.empty() && FindIn(message, pattern.also, sentence, readings) < 0) return;
    found.push_back({pattern.owner, word, last, pattern.literal});
  };
  for (const Sentence& sentence : message.sentences) {
    for (int word = sentence.first; word < sentence.last; ++word) {
      for (const std::string& key :
           {message.words[word].stem, absl::StrCat("=", message.words[word].text)}) {
        const auto it = anchors_.find(key);
        if (it == anchors_.end()) continue;
        for (const int index : it->second) attempt(index, word, sentence);
      }
      for (const int index : unanchored_) attempt(index, word, sentence);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Reading& a, const Reading& b) {
    return a.first != b.first ? a.first < b.first : a.last > b.last;
  });
  return found;
}

}  // namespace needlepoint
