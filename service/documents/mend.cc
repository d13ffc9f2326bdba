#include "service/documents/mend.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"

namespace needlepoint {
namespace {

constexpr size_t kMaxKeyBytes = 64;

constexpr char kReplacement[] = "\xEF\xBF\xBD";  // U+FFFD
constexpr utf8proc_int32_t kByteOrderMark = 0xFEFF;

bool IsPlainByte(unsigned char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; }

// The longest prefix of at most `limit` bytes that ends with a character, and
// with a word if there is one.
absl::string_view Cut(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  size_t end = limit;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  const size_t space = text.substr(0, end).rfind(' ');
  return text.substr(0, space != absl::string_view::npos && space > limit / 2 ? space : end);
}

size_t BytesOf(const SourceDocument& document) {
  size_t bytes = document.id.size() + document.title.size() + document.text.size();
  for (const auto& [key, text] : document.metadata) bytes += key.size() + text.size();
  return bytes;
}

absl::Status CheckId(absl::string_view id) {
  if (id.empty()) return absl::InvalidArgumentError("the id is missing; give each document one");
  if (id.size() > kMaxDocumentIdBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the id has ", id.size(), " bytes; give one of at most ", kMaxDocumentIdBytes));
  }
  std::string mended(id);
  const TextFaults faults = MendText(mended);
  if (faults.utf8 || absl::StrContains(id, kReplacement))
    return absl::InvalidArgumentError("the id is not UTF-8; write it anew");
  if (mended != id || id.find_first_of("\t\n") != absl::string_view::npos)
    return absl::InvalidArgumentError("the id holds a control character; write it without");
  return absl::OkStatus();
}

// `key` in [a-z][a-z0-9_]{0,63}, or "" if nothing is left of it.
std::string NormalKey(absl::string_view key) {
  std::string normal;
  for (const char c : absl::StripAsciiWhitespace(key)) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte)) {
      normal.push_back(absl::ascii_tolower(byte));
    } else if (c == '_' || c == '-' || c == ' ' || c == '.') {
      normal.push_back('_');
    } else {
      return "";
    }
  }
  const bool starts = !normal.empty() && absl::ascii_islower(normal[0]);
  return starts && normal.size() <= kMaxKeyBytes ? normal : "";
}

bool IsWebUri(absl::string_view uri) {
  if (!absl::StartsWithIgnoreCase(uri, "http://") && !absl::StartsWithIgnoreCase(uri, "https://"))
    return false;
  const auto is_graph = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '<' && c != '>';
  };
  return uri.size() <= 2048 && std::all_of(uri.begin(), uri.end(), is_graph);
}

// Puts an entry with a meaning into its form; false if it has to go, and then
// says why.
bool MendEntry(absl::string_view key, std::string& text, std::vector<std::string>& mended) {
  if (text.empty()) return false;  // says nothing, so nothing is lost
  if (key == "date") {
    text = NormalDate(text);
    if (text.empty()) mended.push_back("the date is left out; write it as YYYY-MM-DD");
  } else if (key == "language") {
    text = NormalLanguage(text);
    if (text.empty()) mended.push_back("the language is left out; write a BCP 47 tag such as en");
  } else if (key == "uri" && !IsWebUri(text)) {
    text.clear();
    mended.push_back("the uri is left out; it has to be http or https, of at most 2048 bytes");
  }
  return !text.empty();
}

void MendMetadata(Metadata& metadata, TextFaults& faults, std::vector<std::string>& mended) {
  Metadata kept;
  size_t renamed = 0;
  size_t dropped = 0;
  for (auto& [key, text] : metadata) {
    std::string normal = NormalKey(key);
    if (normal.empty()) {
      ++dropped;
      continue;
    }
    renamed += normal != key;
    const TextFaults found = MendText(text);
    faults.utf8 |= found.utf8;
    faults.control |= found.control;
    std::string stripped(absl::StripAsciiWhitespace(text));
    if (MendEntry(normal, stripped, mended)) kept.emplace_back(std::move(normal), stripped);
  }
  if (renamed > 0)
    mended.push_back(
        absl::StrCat(renamed, " metadata keys were put in small letters, digits and _"));
  if (dropped > 0) {
    mended.push_back(absl::StrCat(dropped,
                                  " metadata keys are left out; a key is a small letter, then up "
                                  "to 63 small letters, digits or _"));
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (kept.size() > kMaxMetadataEntries) {
    mended.push_back(absl::StrCat("of ", kept.size(), " metadata entries the last ",
                                  kept.size() - kMaxMetadataEntries, " are left out; give at most ",
                                  kMaxMetadataEntries));
    kept.resize(kMaxMetadataEntries);
  }
  metadata = std::move(kept);
}

// Appends the character or ill-formed byte of `text` at `at`, which is no plain
// ASCII, as MendText() has it; returns how many bytes of `text` it was.
size_t AppendMended(absl::string_view text, size_t at, std::string& out, TextFaults& faults) {
  if (text[at] == '\r') {
    const bool pair = at + 1 < text.size() && text[at + 1] == '\n';
    out.push_back('\n');
    return pair ? 2 : 1;
  }
  utf8proc_int32_t code = -1;
  const utf8proc_ssize_t length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                       static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  if (length <= 0) {
    faults.utf8 = true;
    out.append(kReplacement);
    return 1;
  }
  if (code < 0x20 || (code >= 0x7F && code <= 0x9F)) {
    faults.control = true;
    out.push_back(' ');
  } else if (code != kByteOrderMark) {
    out.append(text.data() + at, static_cast<size_t>(length));
  }
  return static_cast<size_t>(length);
}

}  // namespace

TextFaults MendText(std::string& text) {
  TextFaults faults;
  if (std::all_of(text.begin(), text.end(), IsPlainByte)) return faults;
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    if (IsPlainByte(static_cast<unsigned char>(text[at]))) {
      out.push_back(text[at++]);
    } else {
      at += AppendMended(text, at, out, faults);
    }
  }
  text = std::move(out);
  return faults;
}

absl::Status MendDocument(SourceDocument& document, std::vector<std::string>& mended) {
  if (absl::Status status = CheckId(document.id); !status.ok()) return status;
  if (const size_t bytes = BytesOf(document); bytes > kMaxDocumentBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the document has ", bytes, " bytes; divide it into ones of at most ", kMaxDocumentBytes));
  }
  TextFaults faults = MendText(document.text);
  const TextFaults in_title = MendText(document.title);
  faults.utf8 |= in_title.utf8;
  faults.control |= in_title.control;
  const std::string title = NormalTitle(document.title);
  absl::RemoveExtraAsciiWhitespace(&document.title);
  if (title.size() < document.title.size())
    mended.push_back(absl::StrCat("the title is cut to ", kMaxTitleBytes, " bytes"));
  document.title = title;
  MendMetadata(document.metadata, faults, mended);
  if (faults.utf8) mended.push_back("bytes that are not UTF-8 became U+FFFD");
  if (faults.control) mended.push_back("control characters became spaces");
  if (document.title.empty() && FirstOf(document.metadata, "subject").empty() &&
      absl::StripAsciiWhitespace(document.text).empty()) {
    return absl::InvalidArgumentError("there is neither a text nor a title; give one");
  }
  return absl::OkStatus();
}

std::string NormalTitle(absl::string_view title, size_t limit) {
  std::string line(title);
  absl::RemoveExtraAsciiWhitespace(&line);
  return std::string(Cut(line, limit));
}

std::string NormalDate(absl::string_view date) {
  if (date.size() > 10 && (date[10] == 'T' || date[10] == ' ')) date = date.substr(0, 10);
  if (date.size() != 10) return "";
  for (size_t i = 0; i < date.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? date[i] != '-' : !absl::ascii_isdigit(static_cast<unsigned char>(date[i])))
      return "";
  }
  const auto number = [&](size_t at, size_t size) {
    int value = 0;
    for (const char c : date.substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  const absl::CivilDay day(number(0, 4), number(5, 2), number(8, 2));
  return absl::FormatCivilTime(day) == date ? std::string(date) : "";
}

std::string NormalLanguage(absl::string_view language) {
  if (language.size() > 35) return "";  // RFC 5646 section 4.4.1
  std::vector<std::string> parts =
      absl::StrSplit(absl::StripAsciiWhitespace(language), absl::ByAnyChar("-_"));
  for (size_t i = 0; i < parts.size(); ++i) {
    std::string& part = parts[i];
    const auto is = [&](int (*kind)(int)) {
      return std::all_of(part.begin(), part.end(),
                         [&](char c) { return kind(static_cast<unsigned char>(c)) != 0; });
    };
    absl::AsciiStrToLower(&part);
    const bool letters = is([](int c) { return c >= 'a' && c <= 'z' ? 1 : 0; });
    const bool graphic =
        is([](int c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? 1 : 0; });
    if (i == 0) {
      if (!letters || part.size() < 2 || part.size() > 3) return "";
    } else if (!graphic || part.size() < 2 || part.size() > 8) {
      return "";
    } else if (letters && part.size() == 2) {
      absl::AsciiStrToUpper(&part);  // a region
    } else if (letters && part.size() == 4) {
      part[0] = absl::ascii_toupper(static_cast<unsigned char>(part[0]));  // a script
    }
  }
  return absl::StrJoin(parts, "-");
}

absl::string_view FirstOf(const Metadata& metadata, absl::string_view key) {
  for (const auto& [name, text] : metadata) {
    if (name == key) return text;
  }
  return "";
}

}  // namespace needlepoint
