// Markup as headings and plain text, in reading order.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_BLOCKS_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_BLOCKS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace needlepoint {

// A heading, a paragraph, a whole list or a whole table. Never empty; without
// white space at its ends. A list item is a line "- ..." or "3. ...", a table's
// row is a line "... | ...".
struct Block {
  int heading = 0;  // 1 to 6; 0: text
  std::string text;
};

// Puts blocks together from the pieces that a parser calls out.
class BlockWriter {
 public:
  // Text whose white space counts as one space at most, unless preformatted.
  void Text(absl::string_view text);
  // Between these, line feeds count, and an empty line ends the block.
  void StartPreformatted();
  void EndPreformatted();

  // Ends the line; in a table's cell, where a row is a line, the word.
  void EndLine();
  // Ends the block; in a list, the line.
  void EndBlock();

  void StartHeading(int level);
  void EndHeading();
  void StartList();
  void EndList();
  // A list item whose line begins with `marker`, such as "- ".
  void StartItem(absl::string_view marker);
  void StartTable();
  void EndTable();
  void StartRow();
  void StartCell();
  void EndCell();

  // All blocks so far. The writer is as new.
  std::vector<Block> Finish();

 private:
  void Flush();

  std::vector<Block> blocks_;
  std::string text_;
  std::string prefix_;  // goes before the next word of the line
  bool space_ = false;  // so does a space
  int heading_ = 0;
  int preformatted_ = 0;
  int lists_ = 0;
  int tables_ = 0;
  int cells_ = 0;
  bool row_has_cell_ = false;
};

struct HtmlPage {
  std::string title;     // <title>, one line
  std::string language;  // as <html lang> has it
  std::string uri;       // as <link rel=canonical> has it
  std::vector<Block> blocks;
  bool cut = false;  // nested too deep; only the beginning was read
};

// Reads HTML: what is in <main>, else in the only <article>, else in the body
// without its footers; always without scripts, styles, navigation and forms.
// `html` is UTF-8, whatever it says of itself. Any text is read somehow.
HtmlPage ReadHtml(absl::string_view html);

// Reads CommonMark with GitHub's tables. `markdown` is UTF-8.
//
// Errors: INVALID_ARGUMENT if it unfolds to far more than it is.
absl::StatusOr<std::vector<Block>> ReadMarkdown(absl::string_view markdown);

// Reads plain text: an empty line divides blocks; no block is a heading.
std::vector<Block> ReadPlain(absl::string_view text);

// The heading that names what `blocks` are about: the only one of level 1, else
// the first of all; "" if there is none.
std::string MainHeading(const std::vector<Block>& blocks);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_BLOCKS_H_
