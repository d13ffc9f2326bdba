// Text on a terminal: made harmless, measured, wrapped, coloured.

#ifndef NEEDLEPOINT_CLIENTS_CLI_TEXT_H_
#define NEEDLEPOINT_CLIENTS_CLI_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace needlepoint::cli {

// Where text goes.
struct Screen {
  int width = 80;      // columns; 20 or more
  bool color = false;  // whether ANSI styles are written
};

// Whether `text` is valid UTF-8: no overlong forms, no surrogates.
bool IsUtf8(absl::string_view text);

// One line that is safe to print: line breaks and tabs become spaces, other
// control characters, C1 and those that turn the writing direction included,
// are left out, and what is no UTF-8 becomes U+FFFD.
std::string CleanLine(absl::string_view text);

// The lines of `text`, each made safe by CleanLine.
std::vector<std::string> CleanLines(absl::string_view text);

// Characters (code points) of `text`, styles not counted.
int CountChars(absl::string_view text);

// ANSI styles.
enum class Style { kPlain, kBold, kDim, kRed, kYellow, kCyan };

// `text` in a style, which is put on each word alone, so that wrapping cannot
// carry it into a margin. Without colour: `text` as it is.
std::string Styled(const Screen& screen, Style style, absl::string_view text);

// Breaks `text` between words into lines of at most `width` characters,
// margins included: `first` opens the first line, `next` the others. A longer
// word has a line to itself, or is cut if `cut_words`. Each line ends in '\n';
// text without a word gives none.
std::string Wrap(absl::string_view text, int width, absl::string_view first = "",
                 absl::string_view next = "", bool cut_words = false);

// A table: rows of cells, the first row being the headings and the first
// column the titles. Columns are aligned and cells wrapped to fit
// `screen.width`; where that leaves no readable column, each row becomes a
// list of "heading: cell". Cells may hold styles.
std::string Table(const Screen& screen, const std::vector<std::vector<std::string>>& rows);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_TEXT_H_
