#include "service/text/analyzer.h"

#include <libstemmer.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

#include "service/text/ascii.h"

namespace needlepoint {
namespace {

struct Character {
  int32_t code = -1;  // -1: an ill-formed byte, or the end
  size_t length = 1;  // bytes
};

Character CharacterAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return {};
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t code = -1;
  const utf8proc_ssize_t length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                       static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  if (length <= 0) return {};
  return {code, static_cast<size_t>(length)};
}

bool IsDigit(int32_t code) { return code >= '0' && code <= '9'; }

bool IsLetter(int32_t code) {
  if (code < 0) return false;
  if (code < 128) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  }
  if (code == 0xB5 || code == 0x3BC) return false;  // µ, a unit
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
      return true;
    default:
      return false;
  }
}

bool IsApostrophe(int32_t code) {
  return code == '\'' || code == 0x2019 || code == 0x2018 || code == 0x02BC;
}

bool IsSymbol(int32_t code) {
  switch (code) {
    case '%':
    case '$':
    case '/':
    case '+':
    case '-':
    case '#':
    case '~':
    case '&':
    case '@':
    case '<':
    case '>':
    case '=':
    case 0xA3:
    case 0x20AC:
    case 0x20B9:
    case 0xB0:
    case 0xB5:
    case 0x3BC:
    case 0xBC:
    case 0xBD:
    case 0xBE:
    case 0x2013:
    case 0x2014:
      return true;
    default:
      return false;
  }
}

TokenKind MarkKind(int32_t code) {
  switch (code) {
    case '.':
    case '!':
    case '?':
    case ';':
    case '\n':
    case '\r':
    case 0x2026:
    case 0xBF:
      return TokenKind::kBreak;
    case ',':
    case ':':
    case '(':
    case ')':
    case '[':
    case ']':
      return TokenKind::kComma;
    default:
      return TokenKind::kWord;  // not a mark
  }
}

class Stemmer {
 public:
  Stemmer() : stemmer_(sb_stemmer_new("english", "UTF_8")) {}
  std::string operator()(absl::string_view word) {
    const auto* stem =
        sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                        static_cast<int>(word.size()));
    if (stem == nullptr) return std::string(word);
    return std::string(reinterpret_cast<const char*>(stem), sb_stemmer_length(stemmer_.get()));
  }

 private:
  struct Free {
    void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
  };
  std::unique_ptr<sb_stemmer, Free> stemmer_;
};

bool IsDigitAt(absl::string_view text, size_t at) { return at < text.size() && IsDigit(text[at]); }

// Reads a number that starts at byte `at`; returns the byte behind it and sets
// `digits` to its digits with a point. "3.5", ".5", "0,5"; "1,200" is 1200; the
// point of "5." belongs to the sentence.
size_t ReadNumber(absl::string_view text, size_t at, std::string& digits) {
  bool marked = false;
  digits.clear();
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (IsDigit(c)) {
      digits.push_back(c);
      continue;
    }
    const bool mark = c == '.' || c == ',';
    if (!mark || marked || !IsDigitAt(text, at + 1)) break;
    size_t behind = at + 1;
    while (IsDigitAt(text, behind)) ++behind;
    const bool thousands = c == ',' && behind - at - 1 == 3 && !digits.empty() && digits != "0";
    if (thousands) continue;
    marked = true;
    if (digits.empty()) digits = "0";
    digits.push_back('.');
  }
  return at;
}

// Folds bytes that are all ASCII.
void FoldAscii(absl::string_view text, std::string& out) {
  out.resize(text.size());
  size_t size = 0;
  for (const char c : text) {
    if (c != '\'') out[size++] = absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  out.resize(size);
}

bool IsAsciiByte(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Cuts a text into tokens, one at a time, without their stems.
class Scanner {
 public:
  // With `spans_only` there are words and numbers alone, with their spans.
  explicit Scanner(absl::string_view text, bool spans_only = false)
      : text_(text), spans_only_(spans_only) {}

  // Moves `token` to the next one; false at the end.
  bool Next(Token& token) {
    while (at_ < text_.size()) {
      if (text_[at_] == ' ') {
        before_ = ' ';
        ++at_;
        continue;
      }
      const size_t start = at_;
      const Character first = CharacterAt(text_, at_);
      const bool found = Read(first, token);
      if (at_ == start) at_ += first.length;
      before_ = IsAsciiByte(text_[at_ - 1]) ? text_[at_ - 1] : first.code;
      if (!found) continue;
      token.span.start = static_cast<int>(start);
      token.span.end = static_cast<int>(at_);
      return true;
    }
    return false;
  }

 private:
  // Reads the token that begins with `first`, which is at at_; a token of more
  // than one character moves at_ behind it.
  bool Read(const Character& first, Token& token) {
    const int32_t code = first.code;
    if (IsLetter(code)) return ReadWord(first, token);
    const bool point_first =
        (code == '.' || code == ',') && IsDigitAt(text_, at_ + 1) && !IsLetter(before_);
    if (IsDigit(code) || point_first) {
      at_ = ReadNumber(text_, at_, token.text);
      token.kind = TokenKind::kNumber;
      if (!spans_only_) (void)absl::SimpleAtod(token.text, &token.number);
      return true;
    }
    if (spans_only_) return false;
    token.kind = IsSymbol(code) ? TokenKind::kSymbol : MarkKind(code);
    if (token.kind == TokenKind::kWord) return false;  // neither
    token.text.assign(text_.data() + at_, first.length);
    return true;
  }

  // False for a word of which folding leaves nothing.
  bool ReadWord(const Character& first, Token& token) {
    const size_t start = at_;
    size_t at = start + first.length;
    while (true) {
      // Most of most words.
      while (at < text_.size() && absl::ascii_isalnum(static_cast<unsigned char>(text_[at]))) ++at;
      if (at < text_.size() && IsAsciiByte(text_[at]) && text_[at] != '\'') break;
      const Character next = CharacterAt(text_, at);
      const bool inside =
          IsLetter(next.code) || IsDigit(next.code) ||
          (IsApostrophe(next.code) && IsLetter(CharacterAt(text_, at + next.length).code));
      if (!inside) break;
      at += next.length;
    }
    at_ = at;
    const absl::string_view word = text_.substr(start, at_ - start);
    token.kind = TokenKind::kWord;
    if (IsAscii(word)) {
      if (!spans_only_) FoldAscii(word, token.text);
      return true;
    }
    token.text = Fold(word);
    return !token.text.empty();
  }

  absl::string_view text_;
  bool spans_only_;
  size_t at_ = 0;
  int32_t before_ = -1;  // the character before at_, or another of its kind
};

}  // namespace

std::string Fold(absl::string_view text) {
  std::string result;
  if (IsAscii(text)) {
    FoldAscii(text, result);
    return result;
  }
  utf8proc_uint8_t* bytes = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &bytes, options);
  if (size < 0) return std::string(text);
  const absl::string_view folded(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  for (size_t at = 0; at < folded.size();) {
    const Character c = CharacterAt(folded, at);
    if (!IsApostrophe(c.code)) result.append(folded.data() + at, c.length);
    at += c.length;
  }
  std::free(bytes);
  return result;
}

std::string Stem(absl::string_view folded_word) {
  // Few words make up most of any text: their stems are remembered.
  struct Remembered {
    std::string word, stem;
  };
  constexpr size_t kRemembered = 4096;
  constexpr size_t kLongest = 15;  // what a string holds without allocating
  thread_local Stemmer stemmer;
  thread_local std::vector<Remembered> remembered(kRemembered);
  if (folded_word.empty() || folded_word.size() > kLongest) return stemmer(folded_word);
  Remembered& place = remembered[absl::HashOf(folded_word) % kRemembered];
  if (place.word != folded_word) {
    place.word.assign(folded_word.data(), folded_word.size());
    place.stem = stemmer(folded_word);
  }
  return place.stem;
}

std::vector<Token> Tokenize(absl::string_view text) {
  std::vector<Token> tokens;
  Scanner scanner(text);
  for (Token token; scanner.Next(token);) {
    token.stem = token.kind == TokenKind::kWord ? Stem(token.text) : token.text;
    tokens.push_back(std::move(token));
    token = Token();
  }
  return tokens;
}

void VisitWords(absl::string_view text,
                absl::FunctionRef<void(const std::string& folded, TextSpan span)> visit) {
  Scanner scanner(text);
  for (Token token; scanner.Next(token);) {
    if (token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber)
      visit(token.text, token.span);
  }
}

void VisitWordSpans(absl::string_view text, absl::FunctionRef<bool(TextSpan span)> visit) {
  Scanner scanner(text, true);
  Token token;
  while (scanner.Next(token) && visit(token.span)) {
  }
}

int CountWords(absl::string_view text) {
  int words = 0;
  VisitWords(text, [&](const std::string&, TextSpan) { ++words; });
  return words;
}

namespace {

const absl::flat_hash_set<absl::string_view>& StopWords() {
  static const auto* const words = new absl::flat_hash_set<absl::string_view>(
      {"a",     "about",     "after", "again",  "all",    "also",  "am",      "an",      "and",
       "any",   "anything",  "are",   "as",     "at",     "be",    "because", "been",    "before",
       "being", "but",       "by",    "can",    "cant",   "cos",   "could",   "did",     "do",
       "does",  "doing",     "dont",  "for",    "from",   "get",   "gets",    "getting", "go",
       "going", "gonna",     "got",   "had",    "has",    "have",  "havent",  "having",  "he",
       "hello", "her",       "hers",  "hey",    "hi",     "him",   "his",     "how",     "i",
       "id",    "if",        "ill",   "im",     "in",     "into",  "is",      "isnt",    "it",
       "its",   "ive",       "just",  "kinda",  "like",   "lol",   "make",    "me",      "mean",
       "might", "mine",      "much",  "my",     "myself", "need",  "now",     "of",      "off",
       "ok",    "okay",      "on",    "one",    "or",     "our",   "out",     "over",    "please",
       "pls",   "really",    "rn",    "say",    "says",   "she",   "should",  "shes",    "so",
       "some",  "something", "tbh",   "than",   "thanks", "that",  "thats",   "the",     "their",
       "them",  "then",      "there", "theres", "these",  "they",  "thing",   "things",  "think",
       "this",  "those",     "to",    "too",    "u",      "ur",    "up",      "us",      "use",
       "used",  "using",     "very",  "want",   "wanna",  "was",   "we",      "well",    "were",
       "what",  "whats",     "when",  "where",  "which",  "while", "who",     "why",     "will",
       "with",  "would",     "yes",   "you",    "your"});
  return *words;
}

}  // namespace

bool IsStopWord(absl::string_view folded_word) { return StopWords().contains(folded_word); }

bool IsSearchStopWord(absl::string_view folded_word) {
  static const auto* const words = [] {
    auto* const all = new absl::flat_hash_set<absl::string_view>(
        {"above",      "ago",         "another", "anyone",    "around",    "ask",
         "asked",      "asking",      "away",    "back",      "below",     "best",
         "between",    "both",        "came",    "come",      "day",       "days",
         "dear",       "doctor",      "doctors", "doesnt",    "didnt",     "done",
         "dr",         "during",      "each",    "either",    "else",      "etc",
         "even",       "ever",        "every",   "feel",      "few",       "find",
         "first",      "found",       "further", "gave",      "give",      "given",
         "good",       "guys",        "help",    "helpful",   "here",      "however",
         "inform",     "information", "info",    "keep",      "kindly",    "knew",
         "know",       "known",       "let",     "look",      "looking",   "lot",
         "lots",       "made",        "many",    "may",       "maybe",     "more",
         "most",       "must",        "name",    "near",      "never",     "new",
         "no",         "nor",         "not",     "only",      "other",     "others",
         "own",        "per",         "person",  "possible",  "put",       "question",
         "questions",  "quite",       "read",    "regarding", "said",      "same",
         "saw",        "see",         "seem",    "seems",     "seen",      "send",
         "several",    "shall",       "since",   "sir",       "someone",   "still",
         "such",       "sure",        "take",    "taken",     "taking",    "tell",
         "thank",      "though",      "through", "time",      "told",      "took",
         "tried",      "try",         "trying",  "two",       "under",     "understand",
         "until",      "upon",        "wanted",  "way",       "went",      "whether",
         "whom",       "whose",       "within",  "without",   "wonder",    "wondering",
         "wont",       "work",        "year",    "years",     "yet",       "yours",
         "yourself",   "madam",       "regards", "sincerely", "greetings", "appreciate",
         "appreciated"});
    all->insert(StopWords().begin(), StopWords().end());
    return all;
  }();
  return words->contains(folded_word);
}

}  // namespace needlepoint
