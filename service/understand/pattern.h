// Surfaces of the lexicon, compiled, and where they stand in a message. Their
// syntax is described in knowledge/README.md.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_PATTERN_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_PATTERN_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/understand/message.h"

namespace needlepoint {

// Words [first, last) read as something.
struct Reading {
  int owner = 0;  // who the pattern was added for
  int first = 0, last = 0;
  bool literal = false;  // every word of it belongs to the surface
};

// What `{name}` in a pattern matches: true if words starting at `first` were
// read as the kind or code `name`; sets `last` behind the longest such reading.
class Readings {
 public:
  void Add(absl::string_view name, int first, int last);
  // Ends of all readings as `name` that start at `first`, longest first.
  std::vector<int> EndsAt(absl::string_view name, int first) const;

 private:
  absl::flat_hash_map<std::string, absl::flat_hash_map<int, std::vector<int>>> by_name_;
};

// Many patterns, searched together. Immutable once filled; then thread-safe.
class PatternSet {
 public:
  // Adds one surface for `owner`.
  //
  // Errors: INVALID_ARGUMENT if the surface holds no word, or is malformed.
  absl::Status Add(absl::string_view surface, int owner);

  // Everything the patterns match in `message`, in order of position. Patterns
  // with references are tried only if `readings` is given, others only if not.
  std::vector<Reading> Find(const Message& message, const Readings* readings) const;

  // All words of five letters or more that patterns hold, as written.
  const std::vector<std::string>& words() const { return words_; }

 private:
  struct Choice {
    std::string word;  // stem, or the exact text
    bool exact = false;
  };
  struct Element {
    enum class Kind { kWord, kNumber, kGap } kind = Kind::kWord;
    std::vector<Choice> choices;          // of kWord: one of these words,
    std::vector<std::string> references;  // or what was read as one of these
    bool optional = false;
    int gap = 0;  // most words skipped
  };
  using Elements = std::vector<Element>;
  struct Pattern {
    int owner = 0;
    Elements elements;
    Elements also;  // of "a & b": stands in the same sentence, anywhere
    bool references = false;
    bool literal = true;
  };

  absl::Status Compile(absl::string_view text, Pattern& pattern, Elements& out);
  static bool Accepts(const Element& element, const Word& word);
  int Match(const Message& message, const Elements& elements, size_t element, int word, int end,
            const Readings* readings) const;
  int FindIn(const Message& message, const Elements& elements, const Sentence& sentence,
             const Readings* readings) const;

  std::vector<Pattern> patterns_;
  // First fixed word of a pattern (stem or "=exact") to the patterns it begins.
  absl::flat_hash_map<std::string, std::vector<int>> anchors_;
  std::vector<int> unanchored_;
  std::vector<std::string> words_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_PATTERN_H_
