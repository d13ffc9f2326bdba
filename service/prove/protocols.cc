#include <optional>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"

#include "service/prove/checks.h"
#include "service/prove/search.h"

namespace needlepoint {
namespace {

// Both ends of a row's number; of one it does not have, "unknown".
std::vector<std::optional<double>> Ends(const Protocol& row, const std::string& name) {
  const auto it = row.numbers.find(name);
  if (it == row.numbers.end()) return {std::nullopt};
  return {it->second.min, it->second.max};
}

// A row without a needle (a cream, a peel, a visit) is where such a finding
// sends people.
bool HasNeedle(const Protocol& row) {
  return !row.device.empty() || row.numbers.contains("needle_length_mm");
}

bool SaysAvoid(const Rule& rule) {
  return rule.mode == RuleMode::kEnforce && rule.disposition >= Disposition::kAvoid;
}

class ProtocolCheck {
 public:
  ProtocolCheck(const CompiledPack& pack, Proof& proof) : pack_(pack), proof_(proof) {}

  void Run() {
    int64_t rows = 0;
    const std::vector<Protocol>& all = pack_.knowledge.protocols;
    for (size_t p = 0; p < all.size(); ++p) {
      if (!HasNeedle(all[p])) continue;
      ++rows;
      absl::btree_set<size_t> barring;
      ForEachSituation(SpaceOf({&pack_.protocol_when[p]}, pack_.vocabulary),
                       [&](const Question& question) { AddBarring(p, question, barring); });
      for (const size_t rule : barring) {
        Refute(pack_.files.protocol_places[p],
               absl::StrCat("the row '", all[p].id, "' is for people whom the rule '",
                            pack_.knowledge.rules[rule].id,
                            "' tells to leave it; mend the row's numbers or its `when`"),
               proof_);
      }
    }
    proof_.counts.push_back(absl::StrCat("6 no plan row is barred for those it is for: ", rows,
                                         " of ", all.size(), " rows have a needle, ", situations_,
                                         " situations"));
  }

 private:
  // Adds the rules that say AVOID to those whom row `p` is for and `known` of.
  void AddBarring(size_t p, const Question& known, absl::btree_set<size_t>& barring) {
    const Protocol& row = pack_.knowledge.protocols[p];
    Question question = known;
    question.profile.setting = row.setting;
    if (!row.device.empty()) question.profile.device = row.device;
    question.profile.concerns.push_back(row.concern);
    for (const std::optional<double> needle : Ends(row, "needle_length_mm")) {
      for (const std::optional<double> interval : Ends(row, "interval_days")) {
        if (needle.has_value()) question.profile.needle_length_mm = needle;
        if (interval.has_value()) question.profile.session_interval_days = interval;
        const Situation situation{question.profile, &question};
        if (pack_.protocol_when[p].Evaluate(situation) != Truth::kTrue) continue;
        ++situations_;
        for (size_t r = 0; r < pack_.knowledge.rules.size(); ++r) {
          if (SaysAvoid(pack_.knowledge.rules[r]) &&
              Fires(pack_, static_cast<int>(r), situation) == Truth::kTrue)
            barring.insert(r);
        }
      }
    }
  }

  const CompiledPack& pack_;
  Proof& proof_;
  int64_t situations_ = 0;
};

}  // namespace

void ProveProtocols(const CompiledPack& pack, Proof& proof) { ProtocolCheck(pack, proof).Run(); }

}  // namespace needlepoint
