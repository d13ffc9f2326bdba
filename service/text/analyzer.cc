#include "service/text/analyzer.h"

#include <libstemmer.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace needlepoint {
namespace {

struct Character {
  int32_t code = -1;  // -1: an ill-formed byte
  int start = 0;
  int end = 0;
};

std::vector<Character> Decode(absl::string_view text) {
  std::vector<Character> characters;
  characters.reserve(text.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t code = -1;
    utf8proc_ssize_t length = utf8proc_iterate(bytes + at, size - at, &code);
    if (length <= 0) {
      code = -1;
      length = 1;
    }
    characters.push_back({code, static_cast<int>(at), static_cast<int>(at + length)});
    at += length;
  }
  return characters;
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

// Reads a number that starts at `at`; returns the index behind it and sets
// `text` to its digits with a point. "3.5", ".5", "0,5"; "1,200" is 1200; the
// point of "5." belongs to the sentence.
size_t ReadNumber(const std::vector<Character>& in, size_t at, std::string& text) {
  bool marked = false;
  while (at < in.size()) {
    const int32_t code = in[at].code;
    if (IsDigit(code)) {
      text.push_back(static_cast<char>(code));
      ++at;
      continue;
    }
    const bool mark = code == '.' || code == ',';
    const bool digit_follows = at + 1 < in.size() && IsDigit(in[at + 1].code);
    if (!mark || !digit_follows || marked) break;
    size_t digits = 0;
    while (at + 1 + digits < in.size() && IsDigit(in[at + 1 + digits].code)) ++digits;
    if (code == ',' && digits == 3 && !text.empty() && text != "0") {
      ++at;  // thousands
      continue;
    }
    marked = true;
    if (text.empty()) text = "0";
    text.push_back('.');
    ++at;
  }
  return at;
}

}  // namespace

std::string Fold(absl::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c > 0; })) {
    std::string result = absl::AsciiStrToLower(text);
    result.erase(std::remove(result.begin(), result.end(), '\''), result.end());
    return result;
  }
  utf8proc_uint8_t* folded = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &folded, options);
  if (size < 0) return std::string(text);
  std::string result;
  result.reserve(size);
  for (const Character& c : Decode(
           absl::string_view(reinterpret_cast<const char*>(folded), static_cast<size_t>(size)))) {
    if (!IsApostrophe(c.code)) {
      result.append(reinterpret_cast<const char*>(folded) + c.start, c.end - c.start);
    }
  }
  std::free(folded);
  return result;
}

std::string Stem(absl::string_view folded_word) {
  thread_local Stemmer stemmer;
  return stemmer(folded_word);
}

std::vector<Token> Tokenize(absl::string_view text) {
  const std::vector<Character> in = Decode(text);
  std::vector<Token> tokens;
  for (size_t at = 0; at < in.size();) {
    const int32_t code = in[at].code;
    Token token;
    token.span.start = in[at].start;
    size_t end = at + 1;
    const bool point_first = (code == '.' || code == ',') && at + 1 < in.size() &&
                             IsDigit(in[at + 1].code) && (at == 0 || !IsLetter(in[at - 1].code));
    if (IsDigit(code) || point_first) {
      end = ReadNumber(in, at, token.text);
      token.kind = TokenKind::kNumber;
      (void)absl::SimpleAtod(token.text, &token.number);
      token.stem = token.text;
    } else if (IsLetter(code)) {
      while (end < in.size() &&
             (IsLetter(in[end].code) || IsDigit(in[end].code) ||
              (IsApostrophe(in[end].code) && end + 1 < in.size() && IsLetter(in[end + 1].code)))) {
        ++end;
      }
      token.kind = TokenKind::kWord;
      token.text = Fold(text.substr(in[at].start, in[end - 1].end - in[at].start));
      if (token.text.empty()) {
        at = end;
        continue;
      }
      token.stem = Stem(token.text);
    } else if (IsSymbol(code)) {
      token.kind = TokenKind::kSymbol;
      token.text.assign(text.data() + in[at].start, in[at].end - in[at].start);
      token.stem = token.text;
    } else if (const TokenKind mark = MarkKind(code); mark != TokenKind::kWord) {
      token.kind = mark;
      token.text.assign(text.data() + in[at].start, in[at].end - in[at].start);
      token.stem = token.text;
    } else {
      at = end;
      continue;
    }
    token.span.end = in[end - 1].end;
    tokens.push_back(std::move(token));
    at = end;
  }
  return tokens;
}

bool IsStopWord(absl::string_view folded_word) {
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
  return words->contains(folded_word);
}

}  // namespace needlepoint
