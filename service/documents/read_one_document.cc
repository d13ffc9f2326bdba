#include <iconv.h>
#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "service/base/status_macros.h"
#include "service/documents/blocks.h"
#include "service/documents/document_reader.h"
#include "service/documents/mend.h"
#include "service/documents/split.h"

namespace needlepoint {
namespace {

constexpr size_t kMaxFrontMatterBytes = 64 << 10;
constexpr size_t kMaxBeginningBytes = 80;  // of a text that is its own title

// `bytes` in `charset` as UTF-8; false if they are not all of it or no such
// character set is known.
bool Convert(const std::string& charset, absl::string_view bytes, std::string& utf8) {
  const iconv_t converter = iconv_open("UTF-8", charset.c_str());
  // iconv_open's error value.
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;  // NOLINT
  std::string out;
  std::string piece(16 << 10, '\0');
  char* in = const_cast<char*>(bytes.data());  // which iconv does not change
  size_t in_left = bytes.size();
  bool ok = true;
  while (ok && in_left > 0) {
    char* to = piece.data();
    size_t to_left = piece.size();
    const bool failed = iconv(converter, &in, &in_left, &to, &to_left) == static_cast<size_t>(-1);
    ok = !failed || errno == E2BIG;
    out.append(piece, 0, piece.size() - to_left);
  }
  iconv_close(converter);
  if (ok) utf8 = std::move(out);
  return ok;
}

// The character set that the first kilobyte of an HTML page names, or "".
std::string NamedCharset(absl::string_view html) {
  const std::string head = absl::AsciiStrToLower(html.substr(0, 1024));
  size_t at = head.find("charset=");
  if (at == std::string::npos) return "";
  at = head.find_first_not_of("\"' ", at + 8);
  if (at == std::string::npos) return "";
  const std::string name = head.substr(at, head.find_first_of("\"'; />", at) - at);
  // Pages that say Latin-1 mean Windows-1252: https://encoding.spec.whatwg.org/#names-and-labels
  return name == "iso-8859-1" || name == "latin1" || name == "us-ascii" ? "windows-1252" : name;
}

// Makes UTF-8 of UTF-16 with a byte order mark, and of HTML in the character set
// it names; what is neither stays as it is.
void DecodeText(bool html, std::string& bytes) {
  if (absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF")) {
    (void)Convert("UTF-16", std::string(bytes), bytes);
  } else if (html) {
    std::string mended = bytes;
    const std::string charset = NamedCharset(bytes);
    if (!charset.empty() && MendText(mended).utf8)
      (void)Convert(charset, std::string(bytes), bytes);
  }
}

// Reads the front matter of `markdown`, which is UTF-8 with "\n", and takes it
// off. Returns false if it is there and cannot be read.
bool TakeFrontMatter(std::string& markdown, SourceDocument& document) {
  if (!absl::StartsWith(markdown, "---\n")) return true;
  size_t end = markdown.find("\n---\n", 3);
  if (end == std::string::npos && absl::EndsWith(markdown, "\n---")) end = markdown.size() - 4;
  if (end == std::string::npos) return true;  // a rule, not front matter
  const std::string yaml = end > 4 ? markdown.substr(4, end - 4) : "";
  markdown.erase(0, std::min(markdown.size(), end + 5));
  if (yaml.size() > kMaxFrontMatterBytes) return false;
  try {
    const YAML::Node root = YAML::Load(yaml);
    if (root.IsNull()) return true;
    if (!root.IsMap()) return false;
    const Metadata given = document.metadata;
    for (const auto& item : root) {
      if (!item.first.IsScalar()) continue;
      std::string key = item.first.Scalar();
      if (key == "url") key = "uri";
      if (key == "lang") key = "language";
      if (!FirstOf(given, key).empty()) continue;
      if (item.second.IsScalar() && key == "title") {
        if (document.title.empty()) document.title = item.second.Scalar();
      } else if (item.second.IsScalar()) {
        document.metadata.emplace_back(key, item.second.Scalar());
      } else if (item.second.IsSequence()) {
        for (const YAML::Node& value : item.second) {
          if (value.IsScalar()) document.metadata.emplace_back(key, value.Scalar());
        }
      }
    }
  } catch (const std::exception&) {
    return false;
  }
  return true;
}

// Completes `document` by what its Markdown says of it.
void CompleteFromMarkdown(SourceDocument& document, std::vector<std::string>& mended) {
  if (!TakeFrontMatter(document.text, document))
    mended.push_back("the front matter is left out; write keys and texts as YAML");
  const absl::StatusOr<std::vector<Block>> blocks = ReadMarkdown(document.text);
  if (!blocks.ok()) {
    document.format = DocumentFormat::kPlain;
    mended.push_back(absl::StrCat("read as plain text: ", blocks.status().message()));
  } else if (document.title.empty()) {
    document.title = MainHeading(*blocks);
  }
}

// Completes `document` by what its HTML says of it.
void CompleteFromHtml(SourceDocument& document, std::vector<std::string>& mended) {
  const HtmlPage page = ReadHtml(document.text);
  if (document.title.empty()) document.title = MainHeading(page.blocks);
  if (document.title.empty()) document.title = page.title;
  if (page.cut)
    mended.push_back(
        "only the beginning is read; 1000 elements are open there at once, close them");
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty() && FirstOf(document.metadata, key).empty())
      document.metadata.emplace_back(key, text);
  };
  add("language", page.language);
  add("uri", page.uri);
}

// Mends the text, and completes `document` by what that says of it.
void CompleteFromText(SourceDocument& document, std::vector<std::string>& mended) {
  const TextFaults faults = MendText(document.text);
  if (faults.utf8) mended.push_back("bytes that are not UTF-8 became U+FFFD");
  if (faults.control) mended.push_back("control characters became spaces");
  if (document.format == DocumentFormat::kHtml) CompleteFromHtml(document, mended);
  if (document.format == DocumentFormat::kMarkdown) CompleteFromMarkdown(document, mended);
}

// The beginning of the text of `document` as a title.
std::string BeginningOf(const SourceDocument& document) {
  SourceDocument untitled = document;
  untitled.metadata.clear();
  const std::string text = SplitDocument(untitled)[0].text;
  return NormalTitle(text.substr(0, text.find('\n')), kMaxBeginningBytes);
}

// The last part of a path without its ending, as words.
std::string NameOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash != absl::string_view::npos) path.remove_prefix(slash + 1);
  path = path.substr(0, path.rfind('.'));
  return absl::StrReplaceAll(path, {{"_", " "}, {"-", " "}});
}

}  // namespace

absl::Status ReadOneDocument(const std::string& id, absl::string_view ending, std::string bytes,
                             const TakeDocument& take, const ReportIssue& report) {
  SourceDocument document;
  document.id = id;
  std::vector<std::string> mended;
  absl::Status read = absl::OkStatus();
  if (bytes.size() > kMaxDocumentBytes) {
    // Before anything is made of it.
    read = absl::InvalidArgumentError(absl::StrCat("the file has ", bytes.size(),
                                                   " bytes; divide it into ones of at most ",
                                                   kMaxDocumentBytes));
  } else {
    if (ending == ".html") document.format = DocumentFormat::kHtml;
    if (ending == ".md") document.format = DocumentFormat::kMarkdown;
    DecodeText(document.format == DocumentFormat::kHtml, bytes);
    document.text = std::move(bytes);
    CompleteFromText(document, mended);
    const bool has_text = !absl::StripAsciiWhitespace(document.text).empty();
    if (document.title.empty() && has_text) document.title = NameOf(id);
    read = MendDocument(document, mended);
  }
  std::string safe_id = id;
  (void)MendText(safe_id);
  const auto tell = [&](ImportIssue::Kind kind, absl::string_view reason) {
    report({kind, safe_id, safe_id, 1, std::string(reason), ""});
  };
  if (!read.ok()) {
    tell(ImportIssue::kSkipped, read.message());
    return absl::OkStatus();
  }
  for (const std::string& reason : mended) tell(ImportIssue::kMended, reason);
  document.file = safe_id;
  document.line = 1;
  return take(std::move(document));
}

absl::Status ReadGivenDocument(SourceDocument& document, std::vector<std::string>& mended) {
  CompleteFromText(document, mended);
  NP_RETURN_IF_ERROR(MendDocument(document, mended));
  if (document.title.empty() && FirstOf(document.metadata, "subject").empty())
    document.title = BeginningOf(document);
  return absl::OkStatus();
}

}  // namespace needlepoint
