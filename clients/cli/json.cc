#include "clients/cli/json.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

#include "clients/cli/text.h"

namespace needlepoint::cli {
namespace {

constexpr int kDeepest = 100;

// Steps over JSON values, checking them. Strict, unlike libprotobuf's reader,
// which takes single quotes and bare names.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  // Steps over a value and sets `value` to its text.
  bool Value(absl::string_view* value) {
    Space();
    const size_t begin = at_;
    if (!SkipValue()) return false;
    *value = text_.substr(begin, at_ - begin);
    return true;
  }

  bool Object(JsonMembers* members) {
    return Block('{', '}', [&] {
      absl::string_view name;
      absl::string_view value;
      if (Peek() != '"' || !Value(&name) || !Take(':') || !Value(&value)) return false;
      if (members) members->emplace_back(name.substr(1, name.size() - 2), value);
      return true;
    });
  }

  bool Array(std::vector<absl::string_view>* elements) {
    return Block('[', ']', [&] {
      absl::string_view value;
      if (!Value(&value)) return false;
      if (elements) elements->push_back(value);
      return true;
    });
  }

  bool AtEnd() {
    Space();
    return at_ == text_.size();
  }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat("not ", what, ": see byte ", at_));
  }

 private:
  void Space() {
    while (at_ < text_.size() && absl::StrContains(" \t\r\n", text_[at_])) ++at_;
  }

  char Peek() {
    Space();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  template <typename Item>
  bool Block(char open, char close, Item item) {
    if (!Take(open) || depth_ == kDeepest) return false;
    ++depth_;
    if (Peek() != close) {
      do {
        Space();
        if (!item()) return false;
      } while (Take(','));
    }
    --depth_;
    return Take(close);
  }

  bool SkipValue() {
    switch (Peek()) {
      case '{':
        return Object(nullptr);
      case '[':
        return Array(nullptr);
      case '"':
        return SkipString();
      case 't':
        return Word("true");
      case 'f':
        return Word("false");
      case 'n':
        return Word("null");
      default:
        return SkipNumber();
    }
  }

  bool Word(absl::string_view word) {
    if (!absl::StartsWith(text_.substr(at_), word)) return false;
    at_ += word.size();
    return true;
  }

  bool SkipString() {
    for (++at_; at_ < text_.size(); ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c < 0x20) return false;
      if (c == '\\' && !SkipEscape()) return false;
    }
    return false;
  }

  // Ends on the escape's last byte.
  bool SkipEscape() {
    if (++at_ == text_.size()) return false;
    if (text_[at_] != 'u') return absl::StrContains("\"\\/bfnrt", text_[at_]);
    for (int i = 0; i < 4; ++i) {
      if (++at_ == text_.size() || !absl::ascii_isxdigit(text_[at_])) return false;
    }
    return true;
  }

  bool Digits() {
    const size_t begin = at_;
    while (at_ < text_.size() && absl::ascii_isdigit(text_[at_])) ++at_;
    return at_ > begin;
  }

  bool One(absl::string_view chars) {
    if (at_ == text_.size() || !absl::StrContains(chars, text_[at_])) return false;
    ++at_;
    return true;
  }

  bool SkipNumber() {
    One("-");
    if (!One("0") && !Digits()) return false;
    if (One(".") && !Digits()) return false;
    if (One("eE")) {
      One("+-");
      return Digits();
    }
    return true;
  }

  absl::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

absl::StatusOr<JsonMembers> ParseJsonObject(absl::string_view text) {
  if (!IsUtf8(text)) return absl::InvalidArgumentError("not UTF-8");
  Scanner scanner(text);
  JsonMembers members;
  if (!scanner.Object(&members) || !scanner.AtEnd()) return scanner.Error("a JSON object");
  return members;
}

absl::StatusOr<std::vector<absl::string_view>> ParseJsonArray(absl::string_view text) {
  if (!IsUtf8(text)) return absl::InvalidArgumentError("not UTF-8");
  Scanner scanner(text);
  std::vector<absl::string_view> elements;
  if (!scanner.Array(&elements) || !scanner.AtEnd()) return scanner.Error("a JSON array");
  return elements;
}

std::string JsonQuoted(absl::string_view text) {
  std::string json = "\"";
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text[0]);
    if (c < 0x20 || c == 0x7F || c == '"' || c == '\\') {
      if (c == '"' || c == '\\') {
        absl::StrAppend(&json, "\\", text.substr(0, 1));
      } else {
        absl::StrAppendFormat(&json, "\\u%04x", c);
      }
      text.remove_prefix(1);
      continue;
    }
    size_t size = 1;
    while (size < text.size() && size < 4 && !IsUtf8(text.substr(0, size))) ++size;
    if (IsUtf8(text.substr(0, size))) {
      absl::StrAppend(&json, text.substr(0, size));
    } else {
      absl::StrAppend(&json, "\uFFFD");
      size = 1;
    }
    text.remove_prefix(size);
  }
  return absl::StrCat(json, "\"");
}

absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  std::string safe;
  for (size_t i = 0; i < json.size(); ++i) {
    const bool c1 =
        json[i] == '\xC2' && i + 1 < json.size() && static_cast<unsigned char>(json[i + 1]) < 0xA0;
    if (c1) {
      absl::StrAppendFormat(&safe, "\\u%04x", static_cast<unsigned char>(json[++i]));
    } else {
      safe += json[i];
    }
  }
  return safe;
}

absl::Status FromJson(absl::string_view json, google::protobuf::Message* message) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), message, options);
  if (status.ok()) return absl::OkStatus();
  // The lines below the first show where, in the text of the user.
  const std::string error(status.message());
  return absl::InvalidArgumentError(error.substr(0, error.find('\n')));
}

}  // namespace needlepoint::cli
