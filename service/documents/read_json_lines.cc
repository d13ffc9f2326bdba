#include <algorithm>
#include <istream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "service/base/status_macros.h"
#include "service/documents/document_reader.h"
#include "service/documents/mend.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

// Lines of a stream, one at a time, none held that is too long.
class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_(in), chunk_(64 << 10, '\0') {}

  // Moves on to the next line; false at the end.
  bool Next() {
    line_.clear();
    too_long_ = false;
    for (bool first = true;; first = false) {
      if (at_ == size_) {
        in_.read(chunk_.data(), static_cast<std::streamsize>(chunk_.size()));
        size_ = static_cast<size_t>(in_.gcount());
        at_ = 0;
        if (size_ == 0 && first) return false;
      }
      const absl::string_view rest = absl::string_view(chunk_).substr(at_, size_ - at_);
      const size_t end = std::min(rest.find('\n'), rest.size());
      too_long_ |= line_.size() + end > kMaxLineBytes;
      if (!too_long_) line_.append(rest.data(), end);
      at_ += std::min(end + 1, rest.size());
      if (end < rest.size() || size_ == 0) break;
    }
    ++number_;
    return true;
  }

  int number() const { return number_; }  // from 1
  bool too_long() const { return too_long_; }
  absl::string_view line() const { return line_; }

 private:
  std::istream& in_;
  std::string chunk_;  // what was read ahead: of bytes [at_, size_)
  size_t at_ = 0;
  size_t size_ = 0;
  std::string line_;
  int number_ = 0;
  bool too_long_ = false;
};

// `line` with the control characters inside its strings as JSON has them.
std::string EscapeControls(absl::string_view line) {
  std::string out;
  bool in_string = false;
  bool escaped = false;
  for (const char c : line) {
    if (in_string && static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", c);
      continue;
    }
    if (c == '"' && !escaped) in_string = !in_string;
    escaped = in_string && c == '\\' && !escaped;
    out.push_back(c);
  }
  return out;
}

// Parses `line`, or says why it cannot be.
absl::StatusOr<Json> ParseJson(absl::string_view line) {
  try {
    return Json::parse(line.begin(), line.end());
  } catch (const Json::parse_error& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("not JSON: stopped at byte ", error.byte, "; write one whole object a line"));
  } catch (const Json::exception&) {
    return absl::InvalidArgumentError("not JSON that can be read: a number is too large");
  }
}

// The text of a string, number or boolean; nothing for other values.
bool TextOf(const Json& value, std::string& text) {
  if (value.is_string()) {
    text = value.get<std::string>();
  } else if (value.is_number() || value.is_boolean()) {
    text = value.dump();
  } else {
    return false;
  }
  return true;
}

// The text under `key`, "" if it is absent or null; false if it is no text.
bool ReadText(const Json& object, const char* key, std::string& text) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return true;
  if (!found->is_string()) return false;
  text = found->get<std::string>();
  return true;
}

void ReadMeta(const Json& object, Metadata& metadata, std::vector<std::string>& mended) {
  const auto meta = object.find("meta");
  if (meta == object.end() || meta->is_null()) return;
  if (!meta->is_object()) {
    mended.push_back("meta is left out; it has to be an object of texts");
    return;
  }
  int dropped = 0;
  for (const auto& [key, value] : meta->items()) {
    std::string text;
    if (value.is_array()) {
      for (const Json& item : value) {
        if (TextOf(item, text)) {
          metadata.emplace_back(key, text);
        } else {
          dropped += !item.is_null();
        }
      }
    } else if (TextOf(value, text)) {
      metadata.emplace_back(key, text);
    } else {
      dropped += !value.is_null();
    }
  }
  if (dropped > 0) {
    mended.push_back(absl::StrCat(dropped,
                                  " values of meta are left out; each has to be a text or a list "
                                  "of texts"));
  }
}

// Reads one line into `document`, whose id is set as soon as it is known.
absl::Status ReadLine(absl::string_view bytes, SourceDocument& document,
                      std::vector<std::string>& mended) {
  std::string line(bytes);
  absl::StatusOr<Json> object = ParseJson(line);
  if (!object.ok()) {
    // Is it only bytes that JSON does not allow?
    std::string again = EscapeControls(line);
    const TextFaults faults = MendText(again);
    if (again == line) return object.status();
    absl::StatusOr<Json> parsed = ParseJson(again);
    if (!parsed.ok()) return object.status();
    object = std::move(parsed);
    if (faults.utf8) mended.push_back("bytes that are not UTF-8 became U+FFFD");
  }
  if (!object->is_object())
    return absl::InvalidArgumentError("not an object; write {\"id\": ..., \"text\": ...}");
  const auto id = object->find("id");
  if (id != object->end() && !id->is_null()) {
    if (!id->is_string() && !id->is_number_integer())
      return absl::InvalidArgumentError("the id is no text; write it in quotes");
    (void)TextOf(*id, document.id);
  }
  if (!ReadText(*object, "text", document.text))
    return absl::InvalidArgumentError("the text is no string; write it in quotes");
  if (!ReadText(*object, "title", document.title))
    mended.push_back("the title is left out; it has to be a string");
  ReadMeta(*object, document.metadata, mended);
  return MendDocument(document, mended);
}

// Which line counts for the ids that several lines have. In the first pass all
// ids are told; ids are told apart by 64 bits until two agree in them.
class LastLines {
 public:
  void Add(const std::string& id, int line) {
    if (!seen_.insert(absl::Hash<std::string>()(id)).second) repeated_[id] = line;
  }
  // The last line with `id`.
  int LineOf(const std::string& id, int line) const {
    const auto found = repeated_.find(id);
    return found == repeated_.end() ? line : std::max(line, found->second);
  }
  void StartSecondPass() { absl::flat_hash_set<uint64_t>().swap(seen_); }

 private:
  absl::flat_hash_set<uint64_t> seen_;
  absl::flat_hash_map<std::string, int> repeated_;
};

}  // namespace

absl::Status ReadJsonLines(std::istream& in, const std::string& file, const TakeDocument& take,
                           const ReportIssue& report) {
  LastLines last;
  for (const bool first_pass : {true, false}) {
    in.clear();
    in.seekg(0);
    LineReader reader(in);
    while (reader.Next()) {
      if (!reader.too_long() && absl::StripAsciiWhitespace(reader.line()).empty()) continue;
      SourceDocument document;
      std::vector<std::string> mended;
      const absl::Status read =
          reader.too_long()
              ? absl::InvalidArgumentError(absl::StrCat("the line is longer than ", kMaxLineBytes,
                                                        " bytes; divide the document"))
              : ReadLine(reader.line(), document, mended);
      if (first_pass) {
        if (read.ok()) last.Add(document.id, reader.number());
        continue;
      }
      const auto tell = [&](ImportIssue::Kind kind, absl::string_view reason) {
        std::string id = document.id;
        (void)MendText(id);
        if (id.size() > kMaxDocumentIdBytes) id.clear();
        report({kind, id, file, reader.number(), std::string(reason),
                kind == ImportIssue::kDuplicate ? document.id : ""});
      };
      if (!read.ok()) {
        tell(ImportIssue::kSkipped, read.message());
        continue;
      }
      if (const int line = last.LineOf(document.id, reader.number()); line > reader.number()) {
        tell(ImportIssue::kDuplicate, absl::StrCat("line ", line, " has the same id and counts"));
        continue;
      }
      for (const std::string& reason : mended) tell(ImportIssue::kMended, reason);
      document.file = file;
      document.line = reader.number();
      NP_RETURN_IF_ERROR(take(std::move(document)));
    }
    if (in.bad()) return absl::UnavailableError("the file cannot be read to its end; try again");
    if (first_pass) last.StartSecondPass();
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
