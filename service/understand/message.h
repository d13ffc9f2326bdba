// A message as its readers see it: words in sentences, misspellings mended.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_MESSAGE_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_MESSAGE_H_

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/base/span.h"
#include "service/text/analyzer.h"
#include "service/text/speller.h"

namespace needlepoint {

// A word or number of the message, with what stands around it.
// Whose words they are; see voices.h.
enum class Voice { kAsker, kClient, kDocument };

struct Word {
  std::string text;  // folded, and corrected if misspelt
  std::string stem;
  TextSpan span;
  int sentence = 0;
  bool is_number = false;
  double number = 0;          // value of a number or a number word
  bool number_word = false;   // "three", "half"
  std::string before, after;  // symbols that touch it: "$", "%", "/", "-"
  bool comma_before = false;  // a comma, colon or bracket stands before it
  bool corrected = false;
  Voice voice = Voice::kAsker;
};

struct Sentence {
  int first = 0, last = 0;  // words [first, last)
  TextSpan span;
  bool question_mark = false;
  bool listed = false;  // stands behind "1)"
};

struct Message {
  absl::string_view text;
  std::vector<Word> words;
  std::vector<Sentence> sentences;

  TextSpan SpanOf(int first, int last) const {  // words [first, last)
    return {words[first].span.start, words[last - 1].span.end};
  }
};

// Whether `word` is one of `words`.
inline bool IsOneOf(absl::string_view word, std::initializer_list<absl::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Splits `text`, which must outlive the result, and corrects its words.
Message ReadMessage(absl::string_view text, const Speller& speller);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_MESSAGE_H_
