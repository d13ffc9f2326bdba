#include "clients/cli/text.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace needlepoint::cli {
namespace {

struct Char {
  uint32_t code = 0;
  size_t size = 0;  // bytes; 0: no valid character begins here
};

// Reads the character at the beginning of `text`, which is not empty.
Char ReadChar(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  uint32_t code = lead & (0x7F >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, size};
}

bool TurnsDirection(uint32_t code) {
  return code == 0x200E || code == 0x200F || code == 0x061C || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

// Length of the style at the beginning of `text`; 0 if there is none. Only
// Styled() writes escapes: CleanLine() takes away all others.
size_t StyleSize(absl::string_view text) {
  if (text.empty() || text[0] != '\x1b') return 0;
  const size_t end = text.find('m');
  return end == absl::string_view::npos ? 0 : end + 1;
}

// The bytes of the first `count` characters, and of styles among them.
size_t PrefixSize(absl::string_view text, int count) {
  size_t at = 0;
  while (at < text.size()) {
    if (const size_t style = StyleSize(text.substr(at))) {
      at += style;
    } else if (count-- > 0) {
      at += std::max<size_t>(1, ReadChar(text.substr(at)).size);
    } else {
      break;
    }
  }
  return at;
}

absl::string_view Code(Style style) {
  switch (style) {
    case Style::kPlain:
      break;
    case Style::kBold:
      return "\x1b[1m";
    case Style::kDim:
      return "\x1b[2m";
    case Style::kRed:
      return "\x1b[1;31m";
    case Style::kYellow:
      return "\x1b[1;33m";
    case Style::kCyan:
      return "\x1b[1;36m";
  }
  return "";
}

std::string Padded(absl::string_view text, int width) {
  return absl::StrCat(text, std::string(std::max(0, width - CountChars(text)), ' '));
}

constexpr int kGap = 2;        // between columns
constexpr int kNarrowest = 9;  // a column that can still be read

// Widths of the columns, which fit `room` together; empty if they cannot.
std::vector<int> ColumnWidths(const std::vector<std::vector<std::string>>& rows, int room) {
  std::vector<int> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], CountChars(row[i]));
  }
  room -= kGap * (static_cast<int>(widths.size()) - 1);
  int total = std::accumulate(widths.begin(), widths.end(), 0);
  for (; total > room; --total) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    if (widest == widths.end() || *widest <= kNarrowest) return {};
    --*widest;
  }
  return widths;
}

std::string TableRow(const std::vector<std::string>& row, const std::vector<int>& widths) {
  std::vector<std::vector<std::string>> cells;
  size_t height = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    cells.push_back(absl::StrSplit(Wrap(row[i], widths[i], "", "", true), '\n', absl::SkipEmpty()));
    height = std::max(height, cells.back().size());
  }
  std::string text;
  for (size_t line = 0; line < height; ++line) {
    std::string out;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = line < cells[i].size() ? cells[i][line] : "";
      absl::StrAppend(&out, Padded(cell, widths[i]), std::string(kGap, ' '));
    }
    out.resize(out.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, out, "\n");
  }
  return text;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t size = ReadChar(text).size;
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string CleanLine(absl::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Char c = ReadChar(text);
    if (c.size == 0) {
      clean += "\uFFFD";
      text.remove_prefix(1);
      continue;
    }
    const bool space = (c.code >= '\t' && c.code <= '\r') || c.code == 0x85 || c.code == 0x2028 ||
                       c.code == 0x2029;
    const bool control = c.code < 0x20 || (c.code >= 0x7F && c.code < 0xA0);
    if (space) {
      clean += ' ';
    } else if (!control && !TurnsDirection(c.code)) {
      clean.append(text.data(), c.size);
    }
    text.remove_prefix(c.size);
  }
  return clean;
}

std::vector<std::string> CleanLines(absl::string_view text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) lines.push_back(CleanLine(line));
  while (!lines.empty() && lines.back().find_first_not_of(' ') == std::string::npos) {
    lines.pop_back();
  }
  return lines;
}

int CountChars(absl::string_view text) {
  int count = 0;
  while (!text.empty()) {
    const size_t style = StyleSize(text);
    if (style == 0) ++count;
    text.remove_prefix(style ? style : std::max<size_t>(1, ReadChar(text).size));
  }
  return count;
}

std::string Styled(const Screen& screen, Style style, absl::string_view text) {
  if (!screen.color || style == Style::kPlain) return std::string(text);
  std::vector<std::string> words = absl::StrSplit(text, ' ');
  for (std::string& word : words) {
    if (!word.empty()) word = absl::StrCat(Code(style), word, "\x1b[0m");
  }
  std::string styled;
  for (size_t i = 0; i < words.size(); ++i) absl::StrAppend(&styled, i ? " " : "", words[i]);
  return styled;
}

std::string Wrap(absl::string_view text, int width, absl::string_view first, absl::string_view next,
                 bool cut_words) {
  std::string out;
  std::string line;
  int used = 0;
  const auto begin = [&] {
    const absl::string_view margin = out.empty() ? first : next;
    line = std::string(margin);
    used = CountChars(margin);
  };
  const auto end = [&] { absl::StrAppend(&out, line, "\n"); };
  bool empty_line = true;
  begin();
  for (absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    int size = CountChars(word);
    if (!empty_line && used + 1 + size > width) {
      end();
      begin();
      empty_line = true;
    }
    while (cut_words && empty_line && used + size > width && width > used) {
      const size_t cut = PrefixSize(word, width - used);
      absl::StrAppend(&line, word.substr(0, cut));
      word.remove_prefix(cut);
      size = CountChars(word);
      end();
      begin();
    }
    absl::StrAppend(&line, empty_line ? "" : " ", word);
    used += size + (empty_line ? 0 : 1);
    empty_line = false;
  }
  if (!empty_line) end();
  return out;
}

std::string Table(const Screen& screen, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return "";
  std::string text;
  const std::vector<int> widths = ColumnWidths(rows, screen.width);
  if (widths.empty()) {
    for (size_t r = 1; r < rows.size(); ++r) {
      absl::StrAppend(&text, Wrap(rows[r][0], screen.width));
      for (size_t i = 1; i < rows[r].size() && i < rows[0].size(); ++i) {
        if (rows[r][i].empty()) continue;
        absl::StrAppend(
            &text, Wrap(absl::StrCat(rows[0][i], ": ", rows[r][i]), screen.width, "  ", "    "));
      }
    }
    return text;
  }
  absl::StrAppend(&text, TableRow(rows[0], widths));
  std::string rule;
  for (const int width : widths) {
    for (int i = 0; i < width; ++i) rule += "─";
    rule += std::string(kGap, ' ');
  }
  rule.resize(rule.size() - kGap);
  absl::StrAppend(&text, rule, "\n");
  for (size_t r = 1; r < rows.size(); ++r) absl::StrAppend(&text, TableRow(rows[r], widths));
  return text;
}

}  // namespace needlepoint::cli
