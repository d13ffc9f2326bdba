#include "service/documents/blocks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace needlepoint {
namespace {

constexpr size_t kMaxHeadingBytes = 512;  // longer is text in a heading's dress

}  // namespace

void BlockWriter::Text(absl::string_view text) {
  for (const char c : text) {
    const bool blank = absl::ascii_isspace(static_cast<unsigned char>(c));
    if (blank && c == '\n' && preformatted_ > 0) {
      // An empty line: text_ was ended by the line feed before.
      if (!text_.empty() && text_.back() == '\n') {
        EndBlock();
      } else {
        EndLine();
      }
    } else if (blank) {
      space_ = true;
    } else {
      const bool first = text_.empty() || text_.back() == '\n';
      if (!prefix_.empty()) {
        text_.append(prefix_, first && prefix_[0] == ' ' ? 1 : 0);
        prefix_.clear();
      } else if (space_ && !first) {
        text_.push_back(' ');
      }
      space_ = false;
      text_.push_back(c);
    }
  }
}

void BlockWriter::StartPreformatted() {
  EndBlock();
  ++preformatted_;
}

void BlockWriter::EndPreformatted() {
  EndBlock();
  preformatted_ = std::max(0, preformatted_ - 1);
}

void BlockWriter::EndLine() {
  space_ = true;
  if (cells_ > 0 || heading_ > 0) return;
  if (!text_.empty() && text_.back() != '\n') text_.push_back('\n');
}

void BlockWriter::EndBlock() {
  if (lists_ > 0 || tables_ > 0 || heading_ > 0) {
    EndLine();
  } else {
    Flush();
  }
}

void BlockWriter::Flush() {
  prefix_.clear();
  space_ = false;
  const std::string text(absl::StripAsciiWhitespace(std::exchange(text_, "")));
  if (!text.empty()) blocks_.push_back({text.size() > kMaxHeadingBytes ? 0 : heading_, text});
}

void BlockWriter::StartHeading(int level) {
  if (cells_ > 0 || tables_ > 0) return EndLine();
  // A heading ends the lists it stands in.
  lists_ = 0;
  Flush();
  heading_ = level;
}

void BlockWriter::EndHeading() {
  if (heading_ == 0) return EndLine();
  Flush();
  heading_ = 0;
}

void BlockWriter::StartList() {
  EndBlock();
  ++lists_;
}

void BlockWriter::EndList() {
  EndLine();
  prefix_.clear();
  lists_ = std::max(0, lists_ - 1);
  EndBlock();
}

void BlockWriter::StartItem(absl::string_view marker) {
  EndLine();
  if (cells_ == 0) prefix_ = std::string(marker);
}

void BlockWriter::StartTable() {
  EndBlock();
  ++tables_;
}

void BlockWriter::EndTable() {
  EndCell();
  EndLine();
  tables_ = std::max(0, tables_ - 1);
  EndBlock();
}

void BlockWriter::StartRow() {
  EndCell();
  EndLine();
  row_has_cell_ = false;
}

void BlockWriter::StartCell() {
  if (row_has_cell_) prefix_ = prefix_.empty() ? " | " : prefix_ + "| ";
  row_has_cell_ = true;
  ++cells_;
}

void BlockWriter::EndCell() { cells_ = std::max(0, cells_ - 1); }

std::vector<Block> BlockWriter::Finish() {
  Flush();
  std::vector<Block> blocks = std::move(blocks_);
  *this = BlockWriter();
  return blocks;
}

std::vector<Block> ReadPlain(absl::string_view text) {
  std::vector<Block> blocks;
  std::string block;
  const auto flush = [&] {
    const absl::string_view stripped = absl::StripAsciiWhitespace(block);
    if (!stripped.empty()) blocks.push_back({0, std::string(stripped)});
    block.clear();
  };
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const absl::string_view stripped = absl::StripTrailingAsciiWhitespace(line);
    if (stripped.empty()) flush();
    block.append(stripped.data(), stripped.size());
    block.push_back('\n');
  }
  flush();
  return blocks;
}

std::string MainHeading(const std::vector<Block>& blocks) {
  const auto is_heading = [](const Block& block) { return block.heading > 0; };
  const auto is_first_level = [](const Block& block) { return block.heading == 1; };
  if (std::count_if(blocks.begin(), blocks.end(), is_first_level) == 1)
    return std::find_if(blocks.begin(), blocks.end(), is_first_level)->text;
  const auto first = std::find_if(blocks.begin(), blocks.end(), is_heading);
  return first == blocks.end() ? "" : first->text;
}

}  // namespace needlepoint
