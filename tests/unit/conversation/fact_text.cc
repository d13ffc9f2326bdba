#include "tests/unit/conversation/fact_text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace needlepoint {
namespace {

constexpr std::pair<const char*, Standing> kStandings[] = {
    {"", Standing::kPresent},
    {"/no", Standing::kAbsent},
    {"/past", Standing::kPast},
    {"/never", Standing::kNever},
};

void Require(bool right, absl::string_view text) {
  if (right) return;
  std::fprintf(stderr, "no fact: %s\n", std::string(text).c_str());
  std::abort();
}

// Cuts what follows the last `mark` off `text`; nothing if there is no mark.
std::optional<std::string> TakeAfter(char mark, std::string& text) {
  const size_t at = text.rfind(mark);
  if (at == std::string::npos) return std::nullopt;
  std::string after = text.substr(at + 1);
  text.resize(at);
  return after;
}

}  // namespace

absl::Time SaidTime() {
  return absl::FromCivil(absl::CivilHour(2026, 6, 15, 14), absl::UTCTimeZone());
}

Remembered FactFrom(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ' ');
  Require(parts.size() == 2 || parts.size() == 3, text);
  Remembered fact;
  fact.said = SaidTime();
  Require(absl::SimpleAtoi(parts[0], &fact.turn), text);
  if (parts.size() == 3) fact.person = parts[1];
  std::string rest = parts.back();
  if (const std::optional<std::string> hours = TakeAfter('@', rest)) {
    double number = 0;
    Require(absl::SimpleAtod(*hours, &number), text);
    fact.at = SaidTime() - absl::Hours(number);
  }
  if (const std::optional<std::string> word = TakeAfter('/', rest)) {
    const auto* found =
        std::find_if(std::begin(kStandings), std::end(kStandings),
                     [&](const auto& s) { return absl::StrCat("/", *word) == s.first; });
    Require(found != std::end(kStandings), text);
    fact.standing = found->second;
  }
  fact.value = TakeAfter('=', rest).value_or("");
  const std::optional<Field> field = ParseField(rest);
  Require(field.has_value(), text);
  fact.field = *field;
  return fact;
}

std::string TextOf(const Remembered& fact) {
  std::string text = absl::StrCat(fact.turn, " ");
  if (!fact.person.empty()) absl::StrAppend(&text, fact.person, " ");
  absl::StrAppend(&text, FieldName(fact.field));
  if (!fact.value.empty()) absl::StrAppend(&text, "=", fact.value);
  for (const auto& [word, standing] : kStandings) {
    if (fact.standing == standing) absl::StrAppend(&text, word);
  }
  if (fact.at.has_value()) absl::StrAppend(&text, "@", absl::ToDoubleHours(SaidTime() - *fact.at));
  return text;
}

std::vector<std::string> TextsOf(const Memory& memory) {
  std::vector<std::string> texts;
  for (const Remembered& fact : memory.facts()) texts.push_back(TextOf(fact));
  return texts;
}

Memory MemoryOf(const std::vector<std::string>& facts) {
  Memory memory;
  memory.now = SaidTime();
  for (const std::string& text : facts) {
    Remembered fact = FactFrom(text);
    memory.turns = std::max(memory.turns, fact.turn);
    memory.Learn(std::move(fact));
  }
  return memory;
}

}  // namespace needlepoint
