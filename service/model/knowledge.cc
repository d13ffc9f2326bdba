#include "service/model/knowledge.h"

#include <algorithm>
#include <array>

namespace needlepoint {
namespace {

constexpr std::array<absl::string_view, 10> kStatementKinds = {
    "HEADLINE", "DO_NOW",  "EXPECT",   "AVOID",   "GET_HELP",
    "ASK",      "SILENCE", "CONFLICT", "COMPARE", "FINDING"};
constexpr std::array<absl::string_view, 6> kPolarities = {"fact",    "positive",        "negative",
                                                          "not-yet", "positive-so-far", "depends"};
constexpr std::array<absl::string_view, 3> kRuleModes = {"enforce", "advise", "shadow"};
constexpr std::array<absl::string_view, 4> kRiskDirections = {"none", "higher", "lower", "either"};
constexpr std::array<absl::string_view, 3> kDecides = {"whether", "when", "how"};
constexpr std::array<absl::string_view, 4> kAsked = {"all", "with-complaint", "unless-named",
                                                     "nobody"};

template <typename Enum, size_t kSize>
std::optional<Enum> Parse(const std::array<absl::string_view, kSize>& names,
                          absl::string_view name) {
  const auto it = std::find(names.begin(), names.end(), name);
  if (it == names.end()) return std::nullopt;
  return static_cast<Enum>(it - names.begin());
}

}  // namespace

std::optional<StatementKind> ParseStatementKind(absl::string_view name) {
  return Parse<StatementKind>(kStatementKinds, name);
}
absl::string_view StatementKindName(StatementKind kind) {
  return kStatementKinds[static_cast<size_t>(kind)];
}

std::optional<Polarity> ParsePolarity(absl::string_view name) {
  return Parse<Polarity>(kPolarities, name);
}
absl::string_view PolarityName(Polarity polarity) {
  return kPolarities[static_cast<size_t>(polarity)];
}

std::optional<RuleMode> ParseRuleMode(absl::string_view name) {
  return Parse<RuleMode>(kRuleModes, name);
}
absl::string_view RuleModeName(RuleMode mode) { return kRuleModes[static_cast<size_t>(mode)]; }

std::optional<RiskDirection> ParseRiskDirection(absl::string_view name) {
  return Parse<RiskDirection>(kRiskDirections, name);
}

std::optional<Decides> ParseDecides(absl::string_view name) {
  return Parse<Decides>(kDecides, name);
}
absl::string_view DecidesName(Decides decides) { return kDecides[static_cast<size_t>(decides)]; }

std::optional<Asked> ParseAsked(absl::string_view name) { return Parse<Asked>(kAsked, name); }
absl::string_view AskedName(Asked asked) { return kAsked[static_cast<size_t>(asked)]; }

}  // namespace needlepoint
