#include <algorithm>
#include <memory>

#include "absl/container/btree_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "service/pack/case_profile.h"
#include "service/prove/checks.h"
#include "service/understand/understand.h"

namespace needlepoint {
namespace {

constexpr int64_t kReferenceTime =
    1781532000;  // 2026-06-15 14:00 UTC; dates of cases are read by it

class CaseCheck {
 public:
  CaseCheck(const CompiledPack& pack, Proof& proof) : pack_(pack), proof_(proof) {}

  void Run() {
    const Knowledge& k = pack_.knowledge;
    const absl::StatusOr<std::unique_ptr<Understander>> understander = Understander::Create(k);
    if (!understander.ok()) {
      Refute({"lexicon", 0}, std::string(understander.status().message()), proof_);
      return;
    }
    std::vector<bool> warned(k.rules.size());
    for (size_t c = 0; c < pack_.files.rule_cases.size(); ++c) {
      const RuleCase& rule_case = pack_.files.rule_cases[c];
      if (CheckCase(**understander, rule_case, pack_.files.case_places[c]) && rule_case.fires)
        warned[rule_case.rule] = true;
    }
    for (size_t r = 0; r < k.rules.size(); ++r) {
      if (warned[r] || k.rules[r].mode != RuleMode::kEnforce) continue;
      Refute(pack_.files.rule_places[r],
             absl::StrCat("the rule '", k.rules[r].id,
                          "' fires for none of its cases; give it one that it fires for"),
             proof_);
    }
    CheckCodes();
    proof_.counts.push_back(absl::StrCat(
        "5 every warning is reachable: ", pack_.files.rule_cases.size(), " cases, of which ",
        misread_, " known to be misread; ", pack_.files.finding_codes.size(), " finding codes"));
  }

 private:
  // True if the rule does what the case says.
  bool CheckCase(const Understander& understander, const RuleCase& rule_case, const Place& place) {
    const Rule& rule = pack_.knowledge.rules[rule_case.rule];
    const absl::StatusOr<Profile> profile = ProfileOfCase(rule_case.profile);
    if (!profile.ok()) {
      Refute(place, std::string(profile.status().message()), proof_);
      return false;
    }
    const Question question =
        understander.Read(rule_case.question, *profile, absl::FromUnixSeconds(kReferenceTime));
    const bool fires = Fires(pack_, rule_case.rule, {question.profile, &question}) == Truth::kTrue;
    if (!rule_case.misread.empty()) ++misread_;
    if (fires == rule_case.fires) {
      if (!rule_case.misread.empty())
        Refute(place,
               absl::StrCat("this case of '", rule.id, "' is read right now; take `misread` out"),
               proof_);
      return true;
    }
    if (!rule_case.misread.empty()) return false;
    Refute(place,
           absl::StrCat("the rule '", rule.id, fires ? "' fires" : "' is silent",
                        ", and this case of it says otherwise; mend its `when`, or the words that "
                        "the lexicon reads in the case"),
           proof_);
    return false;
  }

  void CheckCodes() {
    absl::btree_set<std::string> raised;
    for (const Rule& rule : pack_.knowledge.rules) {
      if (rule.mode != RuleMode::kShadow) raised.insert(rule.code);
    }
    for (const std::string& code : pack_.files.finding_codes) {
      if (raised.contains(code)) continue;
      Refute({"schema/finding-codes.yaml", 0},
             absl::StrCat("no rule raises '", code, "'; write one in rules/"), proof_);
    }
  }

  const CompiledPack& pack_;
  Proof& proof_;
  int64_t misread_ = 0;
};

}  // namespace

void ProveCases(const CompiledPack& pack, Proof& proof) { CaseCheck(pack, proof).Run(); }

}  // namespace needlepoint
