#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "service/documents/blocks.h"

namespace needlepoint {
namespace {

// Pages stay below 100. The parser looks through all open elements at an end
// tag that fits none, so what never closes its elements must end somewhere.
constexpr int kMaxOpenElements = 1000;

// Elements whose content is not the document's own text.
const absl::flat_hash_set<absl::string_view>& Unread() {
  static const auto& names = *new absl::flat_hash_set<absl::string_view>{
      "audio", "button", "canvas", "datalist", "head",     "iframe",
      "map",   "math",   "nav",    "noscript", "object",   "script",
      "svg",   "select", "style",  "template", "textarea", "video"};
  return names;
}

const absl::flat_hash_set<absl::string_view>& BlockElements() {
  static const auto& names = *new absl::flat_hash_set<absl::string_view>{
      "address", "article", "aside",    "blockquote", "body",   "caption", "center",
      "details", "div",     "fieldset", "figcaption", "figure", "footer",  "form",
      "header",  "hr",      "legend",   "main",       "p",      "section", "summary"};
  return names;
}

// The level of "h1" to "h6"; 0 for others.
int HeadingLevel(absl::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

using Attributes = const xmlChar**;

absl::string_view View(const xmlChar* text) {
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

absl::string_view Attribute(Attributes attributes, absl::string_view name) {
  if (attributes == nullptr) return "";
  for (; attributes[0] != nullptr; attributes += 2) {
    if (View(attributes[0]) == name) return View(attributes[1]);
  }
  return "";
}

// Is told of the elements and texts of a page in order. Every element that
// starts ends, unless the page is cut.
class HtmlHandler {
 public:
  virtual ~HtmlHandler() = default;
  virtual void Start(absl::string_view name, Attributes attributes) = 0;
  virtual void End(absl::string_view name) = 0;
  virtual void Characters(absl::string_view text) = 0;
};

struct HtmlCall {
  HtmlHandler* handler;
  htmlParserCtxtPtr parser;
  int open = 0;
  bool cut = false;
};

void OnStart(void* user, const xmlChar* name, const xmlChar** attributes) {
  auto& call = *static_cast<HtmlCall*>(user);
  if (call.cut) return;
  if (++call.open > kMaxOpenElements) {
    call.cut = true;
    xmlStopParser(call.parser);
    return;
  }
  call.handler->Start(View(name), attributes);
}

void OnEnd(void* user, const xmlChar* name) {
  auto& call = *static_cast<HtmlCall*>(user);
  if (call.cut) return;
  --call.open;
  call.handler->End(View(name));
}

void OnCharacters(void* user, const xmlChar* text, int size) {
  auto& call = *static_cast<HtmlCall*>(user);
  if (call.cut) return;
  call.handler->Characters(
      absl::string_view(reinterpret_cast<const char*>(text), static_cast<size_t>(size)));
}

// Tells `handler` of all of `html`; false if it was cut.
bool Parse(absl::string_view html, HtmlHandler& handler) {
  static const bool initialized = [] {
    xmlInitParser();
    return true;
  }();
  (void)initialized;
  htmlParserCtxtPtr parser =
      html.empty() ? nullptr
                   : htmlCreateMemoryParserCtxt(html.data(), static_cast<int>(html.size()));
  if (parser == nullptr) return true;
  HtmlCall call{&handler, parser};
  htmlSAXHandler sax;
  std::memset(&sax, 0, sizeof(sax));
  sax.startElement = OnStart;
  sax.endElement = OnEnd;
  sax.characters = OnCharacters;
  sax.cdataBlock = OnCharacters;
  sax.ignorableWhitespace = OnCharacters;
  htmlSAXHandlerPtr const own = std::exchange(parser->sax, &sax);
  parser->userData = &call;
  htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                 HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(parser);
  parser->sax = own;
  htmlFreeParserCtxt(parser);
  return !call.cut;
}

// Where the text of a page stands.
enum class Scope { kMain, kArticle, kBody };

// What has to be known of a page before its text is read.
class OutlineHandler final : public HtmlHandler {
 public:
  void Start(absl::string_view name, Attributes) override {
    has_main_ |= name == "main";
    articles_ += name == "article";
    if (name == "table") {
      if (!open_.empty()) is_layout_[open_.back()] = true;
      open_.push_back(is_layout_.size());
      is_layout_.push_back(false);
    } else if (HeadingLevel(name) > 0 && !open_.empty()) {
      is_layout_[open_.back()] = true;
    }
  }
  void End(absl::string_view name) override {
    if (name == "table" && !open_.empty()) open_.pop_back();
  }
  void Characters(absl::string_view) override {}

  Scope scope() const {
    return has_main_ ? Scope::kMain : articles_ == 1 ? Scope::kArticle : Scope::kBody;
  }
  // For each table in order whether it arranges the page: it holds headings or
  // tables.
  const std::vector<bool>& is_layout() const { return is_layout_; }

 private:
  bool has_main_ = false;
  int articles_ = 0;
  std::vector<bool> is_layout_;
  std::vector<size_t> open_;
};

class PageHandler final : public HtmlHandler {
 public:
  PageHandler(const OutlineHandler& outline, HtmlPage& page) : outline_(outline), page_(page) {}

  void Start(absl::string_view name, Attributes attributes) override {
    ReadHead(name, attributes);
    if (IsUnread(name)) ++unread_;
    if (IsScope(name)) ++inside_;
    if (!Reads()) return;
    if (const int level = HeadingLevel(name); level > 0) return writer_.StartHeading(level);
    if (BlockElements().contains(name)) return writer_.EndBlock();
    StartListPart(name, attributes);
    StartTablePart(name);
    if (name == "br") writer_.EndLine();
    if (name == "pre") writer_.StartPreformatted();
  }

  void End(absl::string_view name) override {
    if (Reads()) EndElement(name);
    if (name == "title") in_title_ = false;
    if (IsUnread(name)) --unread_;
    if (IsScope(name)) --inside_;
  }

  void Characters(absl::string_view text) override {
    if (in_title_) absl::StrAppend(&page_.title, text);
    if (Reads()) writer_.Text(text);
  }

  std::vector<Block> Finish() { return writer_.Finish(); }

 private:
  bool Reads() const { return unread_ == 0 && inside_ > 0; }

  bool IsScope(absl::string_view name) const {
    switch (outline_.scope()) {
      case Scope::kMain:
        return name == "main";
      case Scope::kArticle:
        return name == "article";
      case Scope::kBody:
        return name == "body";
    }
    return false;
  }

  bool IsUnread(absl::string_view name) const {
    return Unread().contains(name) || (name == "footer" && outline_.scope() == Scope::kBody);
  }

  void ReadHead(absl::string_view name, Attributes attributes) {
    if (name == "html" && page_.language.empty())
      page_.language = std::string(Attribute(attributes, "lang"));
    if (name == "title" && !title_seen_) in_title_ = title_seen_ = true;
    if (name == "link" && page_.uri.empty() &&
        absl::EqualsIgnoreCase(Attribute(attributes, "rel"), "canonical"))
      page_.uri = std::string(Attribute(attributes, "href"));
  }

  void StartListPart(absl::string_view name, Attributes attributes) {
    if (name == "ul" || name == "menu" || name == "dl") {
      numbers_.push_back(0);
      writer_.StartList();
    } else if (name == "ol") {
      int start = 1;
      if (!absl::SimpleAtoi(Attribute(attributes, "start"), &start) || start < 1) start = 1;
      numbers_.push_back(std::min(start, 1000000));
      writer_.StartList();
    } else if (name == "li") {
      const bool numbered = !numbers_.empty() && numbers_.back() > 0;
      writer_.StartItem(numbered ? absl::StrCat(numbers_.back()++, ". ") : "- ");
    } else if (name == "dt" || name == "dd") {
      writer_.EndLine();
    }
  }

  void StartTablePart(absl::string_view name) {
    if (name == "table") {
      const bool layout = outline_.is_layout()[next_table_++];
      layout_.push_back(layout);
      layout ? writer_.EndBlock() : writer_.StartTable();
    } else if (name == "tr") {
      InLayout() ? writer_.EndBlock() : writer_.StartRow();
    } else if (name == "td" || name == "th") {
      InLayout() ? writer_.EndBlock() : writer_.StartCell();
    }
  }

  void EndElement(absl::string_view name) {
    if (HeadingLevel(name) > 0) return writer_.EndHeading();
    if (BlockElements().contains(name)) return writer_.EndBlock();
    if (name == "pre") return writer_.EndPreformatted();
    if (name == "li" || name == "dt" || name == "dd") return writer_.EndLine();
    if (name == "ul" || name == "ol" || name == "menu" || name == "dl") {
      if (!numbers_.empty()) numbers_.pop_back();
      return writer_.EndList();
    }
    if (name == "td" || name == "th") return InLayout() ? writer_.EndBlock() : writer_.EndCell();
    if (name == "table") {
      InLayout() ? writer_.EndBlock() : writer_.EndTable();
      if (!layout_.empty()) layout_.pop_back();
    }
  }

  // Also true of a cell outside any table.
  bool InLayout() const { return layout_.empty() || layout_.back(); }

  const OutlineHandler& outline_;
  HtmlPage& page_;
  BlockWriter writer_;
  int unread_ = 0;  // open elements that are not read
  int inside_ = 0;  // open elements that hold what is read
  bool in_title_ = false;
  bool title_seen_ = false;
  std::vector<int> numbers_;  // of each open list the next item's; 0: not numbered
  std::vector<bool> layout_;  // of each open table that is read
  size_t next_table_ = 0;
};

}  // namespace

HtmlPage ReadHtml(absl::string_view html) {
  HtmlPage page;
  OutlineHandler outline;
  page.cut = !Parse(html, outline);
  PageHandler handler(outline, page);
  Parse(html, handler);
  page.blocks = handler.Finish();
  absl::RemoveExtraAsciiWhitespace(&page.title);
  return page;
}

}  // namespace needlepoint
