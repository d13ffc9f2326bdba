#include <algorithm>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"

#include "service/prove/checks.h"
#include "service/prove/search.h"

namespace needlepoint {
namespace {

// Of one act, who demands it and who forbids it.
struct Told {
  std::vector<const ToldAct*> demands, forbids;
};

class ClashCheck {
 public:
  ClashCheck(const CompiledPack& pack, Proof& proof) : pack_(pack), proof_(proof) {}

  void Run() {
    absl::btree_map<std::string, Told> told;
    for (const ToldAct& act : pack_.files.told_acts)
      (act.forbidden ? told[act.act].forbids : told[act.act].demands).push_back(&act);
    for (const auto& [act, sides] : told) {
      for (const ToldAct* demand : sides.demands) {
        for (const ToldAct* forbid : sides.forbids) CheckPair(*demand, *forbid);
      }
    }
    proof_.counts.push_back(absl::StrCat(
        "3 no rule demands what another forbids: ", pack_.files.told_acts.size(), " sayings of ",
        told.size(), " acts, ", pairs_, " pairs opposed, of which ", shown_once_,
        " of one finding code, which is shown once; ", situations_, " situations"));
  }

 private:
  void CheckPair(const ToldAct& demand, const ToldAct& forbid) {
    ++pairs_;
    const std::vector<Rule>& rules = pack_.knowledge.rules;
    const Rule& a = rules[demand.rule];
    const Rule& b = rules[forbid.rule];
    const Place& place = pack_.files.statement_places[demand.statement];
    const Place& other = pack_.files.statement_places[forbid.statement];
    if (demand.rule == forbid.rule) {
      Refute(place,
             absl::StrCat("the rule '", a.id, "' demands and forbids `", demand.act,
                          "`; reword one of the two sentences"),
             proof_);
      return;
    }
    // Of one code an answer shows one rule.
    if (a.code == b.code) {
      ++shown_once_;
      return;
    }
    if (a.mode == RuleMode::kShadow || b.mode == RuleMode::kShadow) return;
    const Space space = SpaceOf({&pack_.rule_when[demand.rule], &pack_.rule_unless[demand.rule],
                                 &pack_.rule_when[forbid.rule], &pack_.rule_unless[forbid.rule]},
                                pack_.vocabulary);
    const SearchResult result = FindSituation(space, [&](const Situation& s) {
      return std::min(Fires(pack_, demand.rule, s), Fires(pack_, forbid.rule, s));
    });
    situations_ += result.situations;
    if (result.gave_up) {
      Refute(place,
             absl::StrCat("'", a.id, "' and '", b.id, "' (", other.file, ":", other.line,
                          ") read too much to be proved apart; split one of them"),
             proof_);
    } else if (result.witness.has_value()) {
      Refute(
          place,
          absl::StrCat("'", a.id, "' demands `", demand.act, "`, which '", b.id, "' (", other.file,
                       ":", other.line, ") forbids, and both fire with: ", *result.witness,
                       "; reword one of the sentences, or keep the rules apart"),
          proof_);
    }
  }

  const CompiledPack& pack_;
  Proof& proof_;
  int64_t pairs_ = 0, shown_once_ = 0, situations_ = 0;
};

}  // namespace

void ProveNoClash(const CompiledPack& pack, Proof& proof) { ClashCheck(pack, proof).Run(); }

}  // namespace needlepoint
