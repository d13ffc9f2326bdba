#include "service/follow_up/bounds_in_words.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {

std::string BoundsInWords(const RuleTable& table, const Unknown& unknown,
                          const std::vector<Truth>& truths) {
  struct Bound {
    double number;
    bool strict;
  };
  std::optional<Bound> low, high;
  for (size_t i = 0; i < unknown.atoms.size(); ++i) {
    const Atom& atom = table.atoms()[unknown.atoms[i]];
    const bool holds = truths[i] == Truth::kTrue;
    // Of two bounds the narrower counts; of "> 0.5" and ">= 0.5" the first.
    const auto above = [&](bool strict) {
      if (!low.has_value() || atom.number > low->number || (atom.number == low->number && strict))
        low = {atom.number, strict};
    };
    const auto below = [&](bool strict) {
      if (!high.has_value() || atom.number < high->number ||
          (atom.number == high->number && strict))
        high = {atom.number, strict};
    };
    switch (atom.comparison) {
      case Comparison::kGreater:
        holds ? above(true) : below(false);
        break;
      case Comparison::kGreaterOrEqual:
        holds ? above(false) : below(true);
        break;
      case Comparison::kLess:
        holds ? below(true) : above(false);
        break;
      case Comparison::kLessOrEqual:
        holds ? below(false) : above(true);
        break;
      case Comparison::kEqual:
        if (holds) return absl::StrCat("= ", atom.number);
        break;
      case Comparison::kNotEqual:
        if (!holds) return absl::StrCat("= ", atom.number);
        break;
      case Comparison::kIs:
        break;
    }
  }
  if (low.has_value() && high.has_value() && low->number == high->number)
    return absl::StrCat("= ", low->number);
  std::vector<std::string> words;
  if (low.has_value()) words.push_back(absl::StrCat(low->strict ? "> " : ">= ", low->number));
  if (high.has_value()) words.push_back(absl::StrCat(high->strict ? "< " : "<= ", high->number));
  return absl::StrJoin(words, " and ");
}

}  // namespace needlepoint
