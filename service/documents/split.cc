#include "service/documents/split.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/documents/blocks.h"
#include "service/documents/language.h"
#include "service/documents/mend.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

// In characters.
constexpr size_t kLongPart = 1200;
constexpr size_t kShortPart = 200;
constexpr size_t kWholePlain = 2000;

constexpr size_t kLongTitleBytes = 200;
constexpr size_t kMaxAliases = 64;
constexpr size_t kMaxAliasBytes = 200;

bool IsContinuation(char c) { return (c & 0xC0) == 0x80; }

size_t Characters(absl::string_view text) {
  return text.size() - static_cast<size_t>(std::count_if(text.begin(), text.end(), IsContinuation));
}

// A stretch that is not divided further, and what joins it to the one before.
struct Piece {
  absl::string_view text;
  absl::string_view joint;
};

// Whether a sentence ends with the mark before byte `at` of `text`, where white
// space is: not after an initial or a title, "e.g. 5 mm" or "Dr. Li".
bool EndsSentence(absl::string_view text, size_t at) {
  size_t mark = at;
  while (mark > 0 && absl::StrContains("\"')]", text.substr(mark - 1, 1))) --mark;
  if (mark == 0) return false;
  const char c = text[mark - 1];
  if (c == '!' || c == '?') return true;
  if (c != '.') return false;
  const size_t next = text.find_first_not_of(" \n\t", at);
  if (next != absl::string_view::npos &&
      absl::ascii_islower(static_cast<unsigned char>(text[next])))
    return false;
  size_t start = mark - 1;
  while (start > 0 && absl::ascii_isalpha(static_cast<unsigned char>(text[start - 1]))) --start;
  const size_t letters = mark - 1 - start;
  const bool capital = absl::ascii_isupper(static_cast<unsigned char>(text[start]));
  return letters == 0 || letters > 3 || (letters > 1 && !capital);
}

// Divides a line at white space that `ends` accepts; without `ends` where as
// many characters as a part may have are full.
std::vector<absl::string_view> Sentences(absl::string_view line) {
  std::vector<absl::string_view> sentences;
  size_t start = 0;
  for (size_t at = line.find(' '); at != absl::string_view::npos; at = line.find(' ', at + 1)) {
    if (!EndsSentence(line, at)) continue;
    sentences.push_back(line.substr(start, at - start));
    start = at + 1;
  }
  sentences.push_back(line.substr(start));
  return sentences;
}

// Adds `text`, a sentence too long for one part, in parts that end with a word
// where there is one.
void AddWords(absl::string_view text, absl::string_view joint, std::vector<Piece>& pieces) {
  while (!text.empty()) {
    size_t end = 0;
    size_t characters = 0;
    for (; end < text.size(); ++end) {
      if (!IsContinuation(text[end]) && ++characters > kLongPart) break;
    }
    size_t next = end;
    if (end < text.size()) {
      const size_t space = text.rfind(' ', end);
      if (space != absl::string_view::npos && space > 0) {
        end = space;
        next = space + 1;
      }
    }
    pieces.push_back({text.substr(0, end), joint});
    joint = next > end ? " " : "";
    text.remove_prefix(next);
  }
}

void AddBlock(absl::string_view block, std::vector<Piece>& pieces) {
  if (Characters(block) <= kLongPart) return pieces.push_back({block, "\n\n"});
  absl::string_view joint = "\n\n";
  for (const absl::string_view line : absl::StrSplit(block, '\n')) {
    if (Characters(line) <= kLongPart) {
      pieces.push_back({line, joint});
    } else {
      for (const absl::string_view sentence : Sentences(line)) {
        if (Characters(sentence) <= kLongPart) {
          pieces.push_back({sentence, joint});
        } else {
          AddWords(sentence, joint, pieces);
        }
        joint = " ";
      }
    }
    joint = "\n";
  }
}

struct Part {
  std::string text;
  size_t characters = 0;

  void Add(const Part& other, absl::string_view joint) {
    if (!text.empty()) absl::StrAppend(&text, joint);
    characters += (text.empty() ? 0 : joint.size()) + other.characters;
    absl::StrAppend(&text, other.text);
  }
};

// The texts that `pieces` make together.
std::vector<std::string> JoinPieces(const std::vector<Piece>& pieces) {
  std::vector<Part> parts;
  std::vector<absl::string_view> joints;
  for (const Piece& piece : pieces) {
    const Part next{std::string(piece.text), Characters(piece.text)};
    const bool full = parts.empty() || (parts.back().characters >= kShortPart &&
                                        parts.back().characters + next.characters > kLongPart);
    if (full) {
      parts.emplace_back();
      joints.push_back(piece.joint);
    }
    parts.back().Add(next, piece.joint);
  }
  if (parts.size() > 1 && parts.back().characters < kShortPart) {
    const Part last = std::move(parts.back());
    parts.pop_back();
    parts.back().Add(last, joints.back());
  }
  std::vector<std::string> texts;
  for (Part& part : parts) texts.push_back(std::string(absl::StripAsciiWhitespace(part.text)));
  return texts;
}

struct Section {
  std::string title;
  std::vector<Piece> pieces;
};

// " acne scars " of "Acne scars?", to see whether one title holds another.
std::string WordsOf(absl::string_view title) {
  std::string words = " ";
  for (const char c : Fold(title)) {
    const bool word = absl::ascii_isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0;
    if (word) {
      words.push_back(c);
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

std::string JoinTitles(const std::vector<absl::string_view>& parts) {
  std::string title;
  std::string words = " ";
  for (const absl::string_view part : parts) {
    const std::string more = WordsOf(part);
    if (absl::StrContains(words, more)) continue;
    if (absl::StrContains(more, words)) {
      title = std::string(part);
    } else {
      while (absl::EndsWith(title, ":") || absl::EndsWith(title, ".")) title.pop_back();
      const bool asks = absl::EndsWith(title, "?") || absl::EndsWith(title, "!");
      absl::StrAppend(&title, asks ? " " : ": ", part);
    }
    words = WordsOf(title);
  }
  return title;
}

// The title of what stands under `headings`, the innermost last.
std::string SectionTitle(absl::string_view document_title,
                         const std::vector<const Block*>& headings) {
  std::vector<absl::string_view> parts = {document_title};
  for (const Block* heading : headings) parts.push_back(heading->text);
  std::string title = JoinTitles(parts);
  if (title.size() > kLongTitleBytes && headings.size() > 1)
    title = JoinTitles({document_title, headings.back()->text});
  return NormalTitle(title);
}

std::vector<Section> SectionsOf(absl::string_view document_title,
                                const std::vector<Block>& blocks) {
  std::vector<Section> sections;
  std::vector<const Block*> headings;
  bool is_new = true;
  for (const Block& block : blocks) {
    if (block.heading > 0) {
      while (!headings.empty() && headings.back()->heading >= block.heading) headings.pop_back();
      headings.push_back(&block);
      is_new = true;
      continue;
    }
    if (is_new) sections.push_back({SectionTitle(document_title, headings), {}});
    is_new = false;
    AddBlock(block.text, sections.back().pieces);
  }
  return sections;
}

std::vector<Block> BlocksOf(const SourceDocument& document) {
  switch (document.format) {
    case DocumentFormat::kHtml:
      return ReadHtml(document.text).blocks;
    case DocumentFormat::kMarkdown:
      if (auto blocks = ReadMarkdown(document.text); blocks.ok()) return *std::move(blocks);
      break;
    case DocumentFormat::kPlain:
      if (Characters(document.text) <= kWholePlain) {
        const absl::string_view text = absl::StripAsciiWhitespace(document.text);
        if (text.empty()) return {};
        return {{0, std::string(text)}};
      }
      break;
  }
  return ReadPlain(document.text);
}

std::vector<std::string> AliasesOf(const Metadata& metadata) {
  std::vector<std::string> aliases;
  for (const auto& [key, text] : metadata) {
    if (key != "synonyms") continue;
    for (absl::string_view alias : absl::StrSplit(text, absl::ByAnyChar(";,|\n"))) {
      alias = absl::StripAsciiWhitespace(alias);
      if (alias.empty() || alias.size() > kMaxAliasBytes || aliases.size() == kMaxAliases) continue;
      if (std::find(aliases.begin(), aliases.end(), alias) == aliases.end())
        aliases.emplace_back(alias);
    }
  }
  return aliases;
}

// What all passages of `document` have in common.
DocumentPassage Frame(const SourceDocument& document, const std::vector<Block>& blocks) {
  DocumentPassage frame;
  frame.document_id = document.id;
  frame.title = document.title;
  if (frame.title.empty()) frame.title = NormalTitle(FirstOf(document.metadata, "subject"));
  frame.aliases = AliasesOf(document.metadata);
  frame.uri = std::string(FirstOf(document.metadata, "uri"));
  frame.date = std::string(FirstOf(document.metadata, "date"));
  frame.language = std::string(FirstOf(document.metadata, "language"));
  if (frame.language.empty()) {
    std::string text = frame.title;
    for (const Block& block : blocks) {
      if (text.size() > kMaxDetectedBytes) break;
      absl::StrAppend(&text, "\n", block.text);
    }
    frame.language = DetectLanguage(text);
  }
  for (const auto& entry : document.metadata) {
    const std::string& key = entry.first;
    if (key != "synonyms" && key != "uri" && key != "date" && key != "language")
      frame.metadata.push_back(entry);
  }
  return frame;
}

}  // namespace

std::vector<DocumentPassage> SplitDocument(const SourceDocument& document) {
  const std::vector<Block> blocks = BlocksOf(document);
  const DocumentPassage frame = Frame(document, blocks);
  std::vector<DocumentPassage> passages;
  const auto add = [&](const std::string& title, std::string text) {
    passages.push_back(frame);
    passages.back().number = static_cast<int>(passages.size());
    passages.back().title = title;
    passages.back().text = std::move(text);
  };
  const bool whole = document.format == DocumentFormat::kPlain && blocks.size() == 1 &&
                     Characters(document.text) <= kWholePlain;
  if (whole) {
    add(frame.title, blocks[0].text);
    return passages;
  }
  for (const Section& section : SectionsOf(frame.title, blocks)) {
    for (std::string& text : JoinPieces(section.pieces)) {
      if (!text.empty()) add(section.title, std::move(text));
    }
  }
  if (passages.empty()) add(frame.title, "");
  return passages;
}

}  // namespace needlepoint
