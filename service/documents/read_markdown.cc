#include <libxml/HTMLparser.h>
#include <md4c.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "service/documents/blocks.h"

namespace needlepoint {
namespace {

// A table of n columns and n short rows has n * n cells: what a byte may call
// out on average, and in all whatever the size.
constexpr size_t kMaxCallsPerByte = 4;
constexpr size_t kMaxCallsAtLeast = 10000;

void AppendUtf8(unsigned code, std::string& out) {
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < 0x20 || (code >= 0x7F && code < 0xA0) || surrogate || code > 0x10FFFF) code = 0xFFFD;
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
  }
}

// The text of "&amp;", "&#233;" or "&#xE9;"; what is unknown stays as it is.
std::string DecodeEntity(absl::string_view entity) {
  const absl::string_view name = entity.substr(1, entity.size() - 2);
  unsigned code = 0;
  if (absl::StartsWith(name, "#")) {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const bool read =
        hex ? absl::SimpleHexAtoi(name.substr(2), &code) : absl::SimpleAtoi(name.substr(1), &code);
    if (!read) code = 0xFFFD;
  } else {
    const std::string key(name);
    const htmlEntityDesc* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(key.c_str()));
    if (known == nullptr) return std::string(entity);
    code = known->value;
  }
  std::string text;
  AppendUtf8(code, text);
  return text;
}

// What md4c calls out, put into blocks.
class MarkdownHandler {
 public:
  explicit MarkdownHandler(size_t size) : calls_left_(kMaxCallsAtLeast + size * kMaxCallsPerByte) {}

  int Start(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_H:
        writer_.StartHeading(static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
        break;
      case MD_BLOCK_UL:
        numbers_.push_back(-1);
        writer_.StartList();
        break;
      case MD_BLOCK_OL:
        numbers_.push_back(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start);
        writer_.StartList();
        break;
      case MD_BLOCK_LI:
        writer_.StartItem(numbers_.back() < 0 ? "- " : absl::StrCat(numbers_.back()++, ". "));
        break;
      case MD_BLOCK_TABLE:
        writer_.StartTable();
        break;
      case MD_BLOCK_TR:
        writer_.StartRow();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        writer_.StartCell();
        break;
      case MD_BLOCK_CODE:
        writer_.StartPreformatted();
        break;
      default:
        writer_.EndBlock();
    }
    return Spend();
  }

  int End(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_H:
        writer_.EndHeading();
        break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        numbers_.pop_back();
        writer_.EndList();
        break;
      case MD_BLOCK_LI:
        writer_.EndLine();
        break;
      case MD_BLOCK_TABLE:
        writer_.EndTable();
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        writer_.EndCell();
        break;
      case MD_BLOCK_CODE:
        writer_.EndPreformatted();
        break;
      case MD_BLOCK_HTML:
        EndHtml();
        break;
      case MD_BLOCK_P:
        writer_.EndHeading();  // one of HTML that was left open
        writer_.EndBlock();
        break;
      default:
        writer_.EndBlock();
    }
    return Spend();
  }

  int Span(MD_SPANTYPE type, int step) {
    if (type == MD_SPAN_IMG) images_ += step;
    return Spend();
  }

  int Text(MD_TEXTTYPE type, absl::string_view text) {
    if (images_ > 0) return Spend();  // what stands in for a picture
    switch (type) {
      case MD_TEXT_BR:
        writer_.EndLine();
        break;
      case MD_TEXT_SOFTBR:
        writer_.Text(" ");
        break;
      case MD_TEXT_ENTITY:
        writer_.Text(DecodeEntity(text));
        break;
      case MD_TEXT_HTML:
        Html(text);
        break;
      case MD_TEXT_NULLCHAR:
        break;
      default:
        writer_.Text(text);
    }
    return Spend();
  }

  void StartHtml() { in_html_ = true; }

  std::vector<Block> Finish() { return writer_.Finish(); }

 private:
  int Spend() { return calls_left_-- > 0 ? 0 : -1; }

  void Html(absl::string_view text) {
    if (in_html_) {
      html_.append(text.data(), text.size());
    } else {
      InlineTag(text);
    }
  }

  // Of tags within a paragraph only breaks count, and headings, which md4c does
  // not take for blocks.
  void InlineTag(absl::string_view tag) {
    const bool ends = absl::StartsWith(tag, "</");
    const std::string name = absl::AsciiStrToLower(tag.substr(ends ? 2 : 1, 2));
    if (name == "br") writer_.EndLine();
    if (name.size() < 2 || name[0] != 'h' || name[1] < '1' || name[1] > '6') return;
    ends ? writer_.EndHeading() : writer_.StartHeading(name[1] - '0');
  }

  void EndHtml() {
    in_html_ = false;
    const HtmlPage page = ReadHtml(std::exchange(html_, ""));
    for (const Block& block : page.blocks) {
      if (block.heading > 0) writer_.StartHeading(block.heading);
      writer_.StartPreformatted();
      writer_.Text(block.text);
      writer_.EndPreformatted();
      if (block.heading > 0) writer_.EndHeading();
    }
  }

  BlockWriter writer_;
  std::vector<int64_t> numbers_;  // of each open list the next item's; -1: not numbered
  std::string html_;              // of the open block of HTML
  bool in_html_ = false;
  int images_ = 0;
  size_t calls_left_;
};

MarkdownHandler& HandlerOf(void* user) { return *static_cast<MarkdownHandler*>(user); }

}  // namespace

absl::StatusOr<std::vector<Block>> ReadMarkdown(absl::string_view markdown) {
  MarkdownHandler handler(markdown.size());
  MD_PARSER parser = {};
  parser.flags = MD_DIALECT_GITHUB;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) {
    if (type == MD_BLOCK_HTML) HandlerOf(user).StartHtml();
    return HandlerOf(user).Start(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* user) {
    return HandlerOf(user).End(type);
  };
  parser.enter_span = [](MD_SPANTYPE type, void*, void* user) {
    return HandlerOf(user).Span(type, 1);
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* user) {
    return HandlerOf(user).Span(type, -1);
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
    return HandlerOf(user).Text(type, absl::string_view(text, size));
  };
  if (md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &handler) != 0) {
    return absl::InvalidArgumentError(
        "the Markdown unfolds to far more than it is; make its tables narrower");
  }
  return handler.Finish();
}

}  // namespace needlepoint
