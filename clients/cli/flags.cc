#include "clients/cli/flags.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace needlepoint::cli {
namespace {

// Levenshtein's distance.
size_t Edits(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t swap = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, swap});
    }
  }
  return row[b.size()];
}

bool IsList(FlagKind kind) {
  return kind == FlagKind::kCodes || kind == FlagKind::kProducts || kind == FlagKind::kSymptoms ||
         kind == FlagKind::kProcedures;
}

bool IsNumber(absl::string_view text) {
  double value;
  return absl::SimpleAtod(text, &value) && std::isfinite(value);
}

absl::Status Wrong(const FlagRow& row, absl::string_view takes) {
  return absl::InvalidArgumentError(absl::StrCat("--", row.name, " takes ", takes));
}

// Checks CODE[:NUMBER] or, with `status`, CODE[:STATUS[:NUMBER]].
bool IsEntry(absl::string_view entry, bool status) {
  const std::vector<std::string> pieces = absl::StrSplit(entry, ':');
  if (pieces[0].empty() || pieces.size() > (status ? 3 : 2)) return false;
  if (pieces.size() == 1) return true;
  if (!status) return IsNumber(pieces[1]);
  const std::string word = absl::AsciiStrToLower(pieces[1]);
  if (word != "current" && word != "past" && word != "never") return false;
  return pieces.size() == 2 || (word == "past" && IsNumber(pieces[2]));
}

absl::Status CheckValue(const FlagRow& row, absl::string_view value) {
  int integer;
  switch (row.kind) {
    case FlagKind::kInteger:
      if (!absl::SimpleAtoi(value, &integer)) return Wrong(row, "a whole number");
      break;
    case FlagKind::kNumber:
      if (!IsNumber(value)) return Wrong(row, "a number, such as 0.5");
      break;
    case FlagKind::kChoice: {
      const std::vector<std::string> choices = absl::StrSplit(row.value, '|');
      if (std::find(choices.begin(), choices.end(), absl::AsciiStrToLower(value)) ==
          choices.end()) {
        return Wrong(row, absl::StrCat("one of ", absl::StrJoin(choices, ", ")));
      }
      break;
    }
    case FlagKind::kProducts:
    case FlagKind::kSymptoms:
    case FlagKind::kProcedures:
      for (const std::string& entry : SplitList(value)) {
        const bool status = row.kind == FlagKind::kProducts;
        if (IsEntry(entry, status)) continue;
        return Wrong(row,
                     absl::StrCat(row.value, status ? "; STATUS is current, past or never, and "
                                                      "WEEKS follow past only"
                                                    : ""));
      }
      break;
    case FlagKind::kSwitch:
    case FlagKind::kText:
    case FlagKind::kCodes:
      break;
  }
  return absl::OkStatus();
}

absl::Status UnknownFlag(const CommandRow& command, absl::string_view name) {
  if (FindFlag(name) != nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(command.name, " does not take --", name,
                                                   "; 'needlepoint help ", command.name,
                                                   "' lists what it takes"));
  }
  std::vector<std::string> names;
  for (const FlagRow& row : AllFlags()) {
    if (row.commands & command.command) names.push_back(row.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("unknown flag --", name, "; the nearest is --", Nearest(name, names)));
}

// "  --name VALUE   help", the help aligned.
std::string HelpLine(absl::string_view left, absl::string_view help) {
  constexpr size_t kColumn = 42;
  const size_t gap = left.size() + 2 < kColumn ? kColumn - left.size() - 2 : 2;
  return absl::StrCat("  ", left, std::string(gap, ' '), help, "\n");
}

}  // namespace

const FlagRow* FindFlag(absl::string_view name) {
  for (const FlagRow& row : AllFlags()) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

const CommandRow* FindCommand(absl::string_view name) {
  for (const CommandRow& row : AllCommands()) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

const std::string* Flags::Find(absl::string_view name) const {
  for (auto it = values_.rbegin(); it != values_.rend(); ++it) {
    if (it->first == name) return &it->second;
  }
  return nullptr;
}

std::string Flags::Text(absl::string_view name, absl::string_view fallback) const {
  const std::string* value = Find(name);
  return value ? *value : std::string(fallback);
}

std::optional<int> Flags::Integer(absl::string_view name) const {
  int number;
  const std::string* value = Find(name);
  if (value == nullptr || !absl::SimpleAtoi(*value, &number)) return std::nullopt;
  return number;
}

std::optional<double> Flags::Number(absl::string_view name) const {
  double number;
  const std::string* value = Find(name);
  if (value == nullptr || !absl::SimpleAtod(*value, &number)) return std::nullopt;
  return number;
}

std::vector<std::string> Flags::List(absl::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [flag, value] : values_) {
    if (flag != name) continue;
    for (std::string& entry : SplitList(value)) all.push_back(std::move(entry));
  }
  return all;
}

std::string Flags::JoinedArguments() const { return absl::StrJoin(arguments_, " "); }

absl::StatusOr<Flags> ParseFlags(const CommandRow& command, const std::vector<std::string>& words) {
  Flags flags;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") {
      flags.arguments_.insert(flags.arguments_.end(), words.begin() + i + 1, words.end());
      break;
    }
    if (!absl::StartsWith(words[i], "--")) {
      flags.arguments_.push_back(words[i]);
      continue;
    }
    const std::pair<std::string, std::string> halves =
        absl::StrSplit(words[i].substr(2), absl::MaxSplits('=', 1));
    const std::string name = absl::StrReplaceAll(halves.first, {{"_", "-"}});
    const bool attached = absl::StrContains(words[i], '=');
    const FlagRow* row = FindFlag(name);
    if (row == nullptr || !(row->commands & command.command)) return UnknownFlag(command, name);
    if (row->kind == FlagKind::kSwitch) {
      if (attached) return Wrong(*row, "no value");
      flags.values_.emplace_back(name, "");
      continue;
    }
    if (!attached && (i + 1 == words.size() || absl::StartsWith(words[i + 1], "--"))) {
      return Wrong(*row, absl::StrCat("a value: ", row->value));
    }
    std::string value = attached ? halves.second : words[++i];
    if (!IsList(row->kind) && row->kind != FlagKind::kText) {
      value = std::string(absl::StripAsciiWhitespace(value));
    }
    const absl::Status status = CheckValue(*row, value);
    if (!status.ok()) return status;
    flags.values_.emplace_back(name, std::move(value));
  }
  return flags;
}

std::vector<std::string> SplitList(absl::string_view value) {
  std::vector<std::string> all;
  for (const absl::string_view piece : absl::StrSplit(value, ',')) {
    const absl::string_view entry = absl::StripAsciiWhitespace(piece);
    if (!entry.empty()) all.emplace_back(entry);
  }
  return all;
}

std::string Nearest(absl::string_view word, const std::vector<std::string>& names) {
  // A word that was cut short is nearer than its edits say.
  const auto distance = [&](const std::string& name) {
    return absl::StartsWith(name, word) ? 1 : Edits(word, name);
  };
  return *std::min_element(names.begin(), names.end(),
                           [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
}

std::string UnknownCommand(absl::string_view word) {
  std::vector<std::string> names;
  for (const CommandRow& row : AllCommands()) names.push_back(row.name);
  return absl::StrCat("no such command: ", word, "; the nearest is ", Nearest(word, names));
}

std::string Usage() {
  std::string text = "Cited, screened guidance on microneedling.\n\n";
  for (const CommandRow& row : AllCommands()) {
    const absl::string_view space = *row.argument ? " " : "";
    absl::StrAppend(
        &text, HelpLine(absl::StrCat("needlepoint ", row.name, space, row.argument), row.help));
  }
  absl::StrAppend(&text,
                  "\n'needlepoint help COMMAND' lists its flags. The server is at 127.0.0.1:50051"
                  "\nunless --server says otherwise; deploy/dev/run starts one.\n");
  return text;
}

std::string CommandUsage(const CommandRow& command) {
  std::string text = absl::StrCat("needlepoint ", command.name, *command.argument ? " " : "",
                                  command.argument, " [--flag value ...]\n", command.help, "\n");
  bool profile = false;
  bool rest = false;
  for (const FlagRow& row : AllFlags()) {
    if (!(row.commands & command.command)) continue;
    bool& titled = row.profile ? profile : rest;
    if (!titled) {
      absl::StrAppend(&text, row.profile ? "\nWhat is known of the person:\n" : "\nFlags:\n");
      titled = true;
    }
    absl::StrAppend(&text, HelpLine(absl::StrCat("--", row.name, " ", row.value), row.help));
  }
  return text;
}

}  // namespace needlepoint::cli
