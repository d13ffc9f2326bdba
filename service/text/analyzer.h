// The one analysis of text: tokens, stems and sentences, for the index, for
// queries and for understanding.
//
// Any bytes are accepted. Ill-formed UTF-8 is read byte by byte as something
// that is neither letter nor digit; no input is an error.

#ifndef NEEDLEPOINT_SERVICE_TEXT_ANALYZER_H_
#define NEEDLEPOINT_SERVICE_TEXT_ANALYZER_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "service/base/span.h"

namespace needlepoint {

// Changes whenever the same text would give other tokens. A snapshot records
// the version it was indexed with; another version is refused.
inline constexpr int kAnalyzerVersion = 1;

enum class TokenKind {
  kWord,    // letters, with digits after the first: "co2", "m8"
  kNumber,  // digits with at most one decimal mark: "0.5", ".5", "0,5"
  kSymbol,  // one character that carries meaning: % $ £ / + - ° µ ½ ₹ €
  kBreak,   // ends a sentence: . ! ? ; line break, "..." and "1)"
  kComma,   // , : ( ) – separates clauses
};

struct Token {
  TokenKind kind = TokenKind::kWord;
  TextSpan span;
  std::string text;   // folded: lower case, no accents or apostrophes; numbers
                      // with a point, "0.5"
  std::string stem;   // Snowball English of `text`; `text` itself for the rest
  double number = 0;  // value of a kNumber
};

// All tokens of `text` in order. Everything else (spaces, quotes, emoji) is
// skipped.
std::vector<Token> Tokenize(absl::string_view text);

// Calls `visit` with each word and number of `text` in order, folded: what
// Tokenize() gives of those kinds, without their stems.
void VisitWords(absl::string_view text,
                absl::FunctionRef<void(const std::string& folded, TextSpan span)> visit);

// Calls `visit` with where each of them stands, until it says false. Quicker.
void VisitWordSpans(absl::string_view text, absl::FunctionRef<bool(TextSpan span)> visit);

// How many of them there are.
int CountWords(absl::string_view text);

// The stem of one folded word.
std::string Stem(absl::string_view folded_word);

// Lower case, compatibility-decomposed, without accents and apostrophes.
std::string Fold(absl::string_view text);

// Words so common that they say nothing about a topic ("the", "is", "my").
// `folded_word` is a Token's text.
bool IsStopWord(absl::string_view folded_word);

// Those, and the words that people write around a question without asking
// about them ("dear", "wondering", "years"). A search looks for none of them
// while there are others.
bool IsSearchStopWord(absl::string_view folded_word);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TEXT_ANALYZER_H_
