#include "service/safety/screen.h"

#include <algorithm>

namespace needlepoint {

Screening Screen(const Snapshot& snapshot, const Situation& situation) {
  const std::vector<Rule>& rules = snapshot.knowledge().rules;
  Screening screening;
  for (const int index : snapshot.rule_index().Candidates(situation)) {
    const Rule& rule = rules[index];
    if (rule.mode == RuleMode::kShadow) continue;
    if (snapshot.RuleCondition(index).Evaluate(situation) != Truth::kTrue) continue;
    if (!rule.unless.empty() && snapshot.RuleUnless(index).Evaluate(situation) == Truth::kTrue)
      continue;
    if (rule.mode == RuleMode::kEnforce) {
      screening.disposition = std::max(screening.disposition, rule.disposition);
    }
    Finding finding{index, rule.disposition, snapshot.RuleCondition(index).Explain(situation)};
    const auto same =
        std::find_if(screening.findings.begin(), screening.findings.end(),
                     [&](const Finding& f) { return rules[f.rule].code == rule.code; });
    if (same == screening.findings.end()) {
      screening.findings.push_back(std::move(finding));
      continue;
    }
    // Of one code the gravest that decides is shown; advice gives way.
    const bool decides = rule.mode == RuleMode::kEnforce;
    const bool held_decides = rules[same->rule].mode == RuleMode::kEnforce;
    if (decides != held_decides ? decides : finding.disposition > same->disposition) {
      *same = std::move(finding);
    }
  }
  std::stable_sort(
      screening.findings.begin(), screening.findings.end(),
      [](const Finding& a, const Finding& b) { return a.disposition > b.disposition; });
  return screening;
}

}  // namespace needlepoint
