#include "service/understand/voices.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr int kIntroductionReach = 8;  // words from "the form asks" to its quotation
constexpr int kQuotationWords = 3;     // fewer are a turn of phrase

struct Line {
  absl::string_view text;  // without the blanks around it
  TextSpan span;
};

std::vector<Line> Lines(absl::string_view text) {
  std::vector<Line> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const int start = static_cast<int>(line.data() - text.data());
    lines.push_back(
        {absl::StripAsciiWhitespace(line), {start, start + static_cast<int>(line.size())}});
  }
  return lines;
}

bool IsQuoted(const Line& line) { return absl::StartsWith(line.text, ">"); }

// "On 12 Jan, Sam wrote:", "----- Original Message -----"
bool OpensEarlierMail(const Line& line) {
  return absl::EndsWithIgnoreCase(line.text, "wrote:") ||
         absl::StrContains(absl::AsciiStrToLower(line.text), "original message");
}

// "Kind regards,", "Thanks", "--": a line of nothing but such words.
bool IsSignOff(const Line& line) {
  if (line.text == "--") return true;
  int words = 0;
  for (const Token& token : Tokenize(line.text)) {
    if (token.kind == TokenKind::kComma) continue;
    const bool closing =
        IsOneOf(token.text, {"kind",    "kindest", "best",   "warm",  "many",      "with",
                             "regards", "thanks",  "thank",  "thx",   "you",       "again",
                             "in",      "advance", "cheers", "yours", "sincerely", "faithfully",
                             "truly",   "wishes",  "sent",   "from"});
    if (!closing) return false;
    ++words;
  }
  return words > 0;
}

// Whether somebody speaks for themselves in `line`, or asks.
bool Speaks(const Line& line) {
  if (absl::StrContains(line.text, '?')) return true;
  for (const Token& token : Tokenize(line.text)) {
    if (IsOneOf(token.text, {"i", "im", "ive", "my", "me", "its", "is", "are", "was", "has"}))
      return true;
  }
  return false;
}

void SetVoice(TextSpan span, Voice voice, Message& message) {
  for (Word& word : message.words) {
    if (span.Contains(word.span)) word.voice = voice;
  }
}

void ReadLines(const Triggers& triggers, Message& message) {
  const std::vector<Line> lines = Lines(message.text);
  const bool forwarded = !triggers.Of("forwarded").empty();
  bool earlier = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (OpensEarlierMail(lines[i])) earlier = true;
    if (earlier && (IsQuoted(lines[i]) || OpensEarlierMail(lines[i]))) {
      SetVoice(lines[i].span, Voice::kDocument, message);
    } else if (IsQuoted(lines[i]) && forwarded) {
      SetVoice(lines[i].span, Voice::kClient, message);
    } else if (IsSignOff(lines[i])) {
      size_t end = i + 1;
      bool speaks = false;
      for (; end < lines.size() && !IsQuoted(lines[end]) && !OpensEarlierMail(lines[end]); ++end)
        speaks = speaks || Speaks(lines[end]);
      if (!speaks)
        SetVoice({lines[i].span.start, lines[end - 1].span.end}, Voice::kDocument, message);
    }
  }
}

// Byte spans between quotation marks. A single one opens only before a word and
// closes only behind one, so that apostrophes are none.
std::vector<TextSpan> Quotations(absl::string_view text) {
  std::vector<TextSpan> found;
  const auto is_letter = [&](size_t at) {
    return at < text.size() && absl::ascii_isalnum(static_cast<unsigned char>(text[at]));
  };
  for (size_t at = 0; at < text.size(); ++at) {
    const bool curly = absl::StartsWith(text.substr(at), "“");
    const bool single = text[at] == '\'' && !(at > 0 && is_letter(at - 1)) && is_letter(at + 1);
    if (text[at] != '"' && !curly && !single) continue;
    const absl::string_view close = curly ? "”" : single ? "'" : "\"";
    const size_t begin = at + (curly ? 3 : 1);
    size_t end = text.find(close, begin);
    while (single && end != absl::string_view::npos && is_letter(end + 1))
      end = text.find(close, end + 1);
    if (end == absl::string_view::npos) continue;
    found.push_back({static_cast<int>(begin), static_cast<int>(end)});
    at = end;
  }
  return found;
}

// True if a trigger of `type` stands at most kIntroductionReach words before
// `word`.
bool Introduces(const Triggers& triggers, absl::string_view type, int word) {
  for (const TriggerReading& t : triggers.Of(type)) {
    if (t.last <= word && word - t.last <= kIntroductionReach) return true;
  }
  return false;
}

}  // namespace

void FindVoices(const Triggers& triggers, Message& message) {
  ReadLines(triggers, message);
  for (const TextSpan& span : Quotations(message.text)) {
    int first = -1, words = 0;
    for (size_t w = 0; w < message.words.size(); ++w) {
      if (!span.Contains(message.words[w].span)) continue;
      if (first < 0) first = static_cast<int>(w);
      ++words;
    }
    if (words < kQuotationWords) continue;
    if (Introduces(triggers, "client", first)) {
      SetVoice(span, Voice::kClient, message);
    } else if (Introduces(triggers, "document", first)) {
      SetVoice(span, Voice::kDocument, message);
    }
  }
}

}  // namespace needlepoint
