#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "service/pack/lint.h"
#include "service/text/analyzer.h"
#include "service/text/number_words.h"

namespace needlepoint {
namespace {

// Units whose words must agree between a statement and its facts.
const std::map<std::string, std::set<std::string>>& UnitFamilies() {
  static const auto* const families = new std::map<std::string, std::set<std::string>>({
      {"mm", {"mm", "millimetr", "millimet"}},
      {"hour", {"hour", "hr", "h"}},
      {"day", {"day", "night"}},
      {"week", {"week", "wk", "fortnight"}},
      {"month", {"month"}},
      {"year", {"year", "annual"}},
      {"minut", {"minut", "min"}},
      {"percent", {"%", "percent", "pct", "share"}},
      {"dollar", {"$", "dollar", "usd", "cad", "aud"}},
      {"pound", {"£", "pound", "gbp"}},
      {"rupe", {"₹", "rupe", "inr", "rs"}},
      {"euro", {"€", "euro", "eur"}},
      {"session", {"session", "treatment"}},
      {"degre", {"°", "degre", "c", "temperatur"}},
  });
  return *families;
}

std::string FamilyOf(const std::string& stem) {
  for (const auto& [family, words] : UnitFamilies()) {
    if (words.contains(stem)) return family;
  }
  return "";
}

// "One" is an ordinary word in a sentence.
std::optional<double> NumberWord(const std::string& word) {
  return word == "one" ? std::nullopt : CardinalValue(word);
}

// Words that are numbers in a fact but ordinary words in a sentence.
const std::map<std::string, double>& LooseNumberWords() {
  static const auto* const words = new std::map<std::string, double>({{"one", 1},
                                                                      {"once", 1},
                                                                      {"twice", 2},
                                                                      {"half", 0.5},
                                                                      {"first", 1},
                                                                      {"second", 2},
                                                                      {"third", 3},
                                                                      {"hundred", 100},
                                                                      {"dozen", 12}});
  return *words;
}

// "Two clinics" counts the sources that a statement names.
bool CountsSources(const std::string& stem) {
  static const auto* const nouns = new std::set<std::string>(
      {"clinic",  "maker",   "doctor", "dermatologist", "sourc",  "regul",  "label",
       "page",    "studi",   "trial",  "report",        "review", "hospit", "leaflet",
       "societi", "surgeon", "expert", "seller",        "manual", "guid"});
  return nouns->contains(stem);
}

std::string Key(double number) { return absl::StrCat(std::round(std::abs(number) * 1e6) / 1e6); }

struct Numbers {
  std::set<std::string> values;
  std::set<std::string> families;  // of all unit words in the text
};

void Collect(absl::string_view text, bool loose, Numbers& out) {
  for (const Token& token : Tokenize(text)) {
    if (token.kind == TokenKind::kNumber) out.values.insert(Key(token.number));
    if (const auto value = NumberWord(token.text); value.has_value())
      out.values.insert(Key(*value));
    if (loose) {
      if (const auto it = LooseNumberWords().find(token.text); it != LooseNumberWords().end())
        out.values.insert(Key(it->second));
    }
    const std::string family = FamilyOf(token.stem);
    if (!family.empty()) out.families.insert(family);
  }
}

}  // namespace

std::vector<std::string> UnsupportedNumbers(const Statement& statement,
                                            const Knowledge& knowledge) {
  Numbers held;
  for (const int fact : statement.facts) {
    const Fact& f = knowledge.facts[fact];
    Collect(f.claim, true, held);
    // Names such as "needle_mm" and "usd_per_session" carry the unit.
    std::string values = f.values;
    for (char& c : values) c = c == '_' ? ' ' : c;
    Collect(values, true, held);
    Collect(f.locator, true, held);
  }
  std::vector<std::string> missing;
  const std::vector<Token> tokens = Tokenize(statement.text);
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::optional<double> word = NumberWord(tokens[i].text);
    const bool is_number = tokens[i].kind == TokenKind::kNumber;
    if (!is_number && (tokens[i].kind != TokenKind::kWord || !word.has_value())) continue;
    const double number = is_number ? tokens[i].number : *word;
    // "SPF 30" and "type IV to VI" are names; their numbers are checked too.
    std::string unit = i + 1 < tokens.size() ? FamilyOf(tokens[i + 1].stem) : "";
    if (unit.empty() && i > 0 && tokens[i - 1].kind == TokenKind::kSymbol)
      unit = FamilyOf(tokens[i - 1].stem);
    const bool counted = i + 1 < tokens.size() && CountsSources(tokens[i + 1].stem) &&
                         number <= static_cast<double>(statement.facts.size());
    if (!held.values.contains(Key(number)) && !counted) {
      missing.push_back(std::string(tokens[i].span.In(statement.text)));
    } else if (!unit.empty() && !held.families.contains(unit)) {
      missing.push_back(absl::StrCat(tokens[i].span.In(statement.text), " ", unit));
    }
  }
  return missing;
}

}  // namespace needlepoint
