// The rules that are served: more risk is never met with a milder answer.

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "service/safety/screen.h"
#include "tests/support/guide.h"
#include "tests/unit/safety/guide_profiles.h"

namespace needlepoint {
namespace {

// Rules that a cited `unless` takes back for one more risk, because a rule of its
// own takes over. A long needle that was used and now has a lasting symptom is a
// matter for a dermatologist; "lips" with a cold sore or a rash is where it is.
constexpr const char* kMeantTakenBack[] = {
    "broken/raw AVOID: with crisis.self-harm CONSULT",
    "complications/numbness CONSULT: with numbing-cream CAUTION",
    "complications/numbness CONSULT: with numbing-cream INFORM",
    "misuse/eyelids AVOID: with allergic-reaction.rash CONSULT",
    "misuse/length-from-1mm-at-home AVOID: with dark-marks CONSULT",
    "misuse/length-from-1mm-at-home AVOID: with nodules-granuloma CONSULT",
    "misuse/length-from-1mm-at-home AVOID: with prolonged-redness CONSULT",
    "misuse/length-from-1mm-at-home AVOID: with scarring CONSULT",
    "misuse/length-from-1mm-at-home AVOID: with scarring.track-marks CONSULT",
    "misuse/lips AVOID: with allergic-reaction.rash CONSULT",
    "misuse/lips AVOID: with herpes-simplex CONSULT",
};

// What one more risk lowers, as "rule AVOID: with risk CONSULT": the rules that fired before, are
// graver than what is left, and are taken back.
void FindTakenBack(const Snapshot& guide, const Profile& before, const Profile& after,
                   Disposition left, const Risk& risk, absl::btree_set<std::string>& taken_back) {
  for (size_t r = 0; r < guide.knowledge().rules.size(); ++r) {
    const Rule& rule = guide.knowledge().rules[r];
    const auto fires = [&](const Profile& profile) {
      const Situation situation{profile};
      return guide.RuleCondition(static_cast<int>(r)).Evaluate(situation) == Truth::kTrue &&
             (rule.unless.empty() ||
              guide.RuleUnless(static_cast<int>(r)).Evaluate(situation) != Truth::kTrue);
    };
    if (rule.mode == RuleMode::kEnforce && rule.disposition > left && fires(before) &&
        !fires(after))
      taken_back.insert(absl::StrCat(rule.id, " ", std::string(DispositionName(rule.disposition)),
                                     ": with ", risk.code, " ",
                                     std::string(DispositionName(left))));
  }
}

TEST(GuideRulesTest, OneMoreRiskNeverMakesTheDispositionMilder) {
  const Snapshot& guide = *Guide();
  const std::vector<Risk> risks = RisksOf(guide.knowledge());
  ASSERT_GT(risks.size(), 150u);
  std::mt19937 random(38);
  std::vector<Profile> profiles(1);  // one of which nothing is known
  while (profiles.size() < 400) profiles.push_back(RandomProfile(risks, random));
  int raised = 0;
  absl::btree_set<std::string> taken_back;
  for (const Profile& profile : profiles) {
    const Disposition before = Screen(guide, {profile}).disposition;
    for (const Risk& risk : risks) {
      Profile more = profile;
      if (!AddRisk(risk, more)) continue;
      const Disposition after = Screen(guide, {more}).disposition;
      raised += after > before ? 1 : 0;
      if (after < before) FindTakenBack(guide, profile, more, after, risk, taken_back);
    }
  }
  EXPECT_GT(raised, 1000);  // the trial has risks that count
  for (const char* meant : kMeantTakenBack) taken_back.erase(meant);
  EXPECT_TRUE(taken_back.empty()) << absl::StrJoin(taken_back, "\n");
}

// The index that spares trying every rule leaves none out.
TEST(GuideRulesTest, TheIndexLeavesNoRuleOut) {
  const Snapshot& guide = *Guide();
  const std::vector<Rule>& rules = guide.knowledge().rules;
  const std::vector<Risk> risks = RisksOf(guide.knowledge());
  std::mt19937 random(7);
  int fired = 0;
  for (int i = 0; i < 300; ++i) {
    const Profile profile = RandomProfile(risks, random);
    Question question;
    question.needle_lengths_mm = {0.5 * static_cast<double>(random() % 5)};
    const Situation situation{profile, &question};
    const std::vector<int> candidates = guide.rule_index().Candidates(situation);
    EXPECT_TRUE(std::is_sorted(candidates.begin(), candidates.end()));
    for (size_t r = 0; r < rules.size(); ++r) {
      const int rule = static_cast<int>(r);
      if (guide.RuleCondition(rule).Evaluate(situation) != Truth::kTrue) continue;
      ++fired;
      EXPECT_TRUE(std::binary_search(candidates.begin(), candidates.end(), rule)) << rules[r].id;
    }
  }
  EXPECT_GT(fired, 300);
}

TEST(GuideRulesTest, AFindingIsRaisedForEveryCodeOfAFiringRuleOnce) {
  const Snapshot& guide = *Guide();
  const std::vector<Risk> risks = RisksOf(guide.knowledge());
  std::mt19937 random(9);
  for (int i = 0; i < 200; ++i) {
    const Screening screening = Screen(guide, {RandomProfile(risks, random)});
    absl::btree_set<std::string> codes;
    for (size_t f = 0; f < screening.findings.size(); ++f) {
      const Finding& finding = screening.findings[f];
      EXPECT_TRUE(codes.insert(guide.knowledge().rules[finding.rule].code).second);
      EXPECT_FALSE(finding.because.empty()) << guide.knowledge().rules[finding.rule].id;
      if (f > 0) {
        EXPECT_GE(screening.findings[f - 1].disposition, finding.disposition);
      }
    }
  }
}

}  // namespace
}  // namespace needlepoint
