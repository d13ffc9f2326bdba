#include <algorithm>

#include "absl/strings/str_cat.h"

#include "service/prove/checks.h"
#include "service/prove/search.h"

namespace needlepoint {
namespace {

Truth Not(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}

class ReachCheck {
 public:
  ReachCheck(const CompiledPack& pack, Proof& proof) : pack_(pack), proof_(proof) {}

  void Run() {
    const Knowledge& k = pack_.knowledge;
    for (size_t r = 0; r < k.rules.size(); ++r) {
      const int rule = static_cast<int>(r);
      const Space space = SpaceOf({&pack_.rule_when[r], &pack_.rule_unless[r]}, pack_.vocabulary);
      const std::string name = absl::StrCat("the rule '", k.rules[r].id, "'");
      const Place& place = pack_.files.rule_places[r];
      Look(
          space, [&](const Situation& s) { return Fires(pack_, rule, s); }, place,
          absl::StrCat(name,
                       " can never fire: nothing makes `when` true and leaves `unless` "
                       "untrue; mend the one that is in the way"));
      // Silent for good, rather than for want of knowledge.
      Look(
          space, [&](const Situation& s) { return Silent(rule, s); }, place,
          absl::StrCat(name,
                       " can never be silent: nothing makes `when` false or `unless` true; "
                       "say whom it is for"));
    }
    int64_t statements = 0, protocols = 0;
    for (size_t s = 0; s < k.statements.size(); ++s) {
      if (pack_.statement_when[s].always()) continue;
      ++statements;
      Both(pack_.statement_when[s], absl::StrCat("'", k.statements[s].id, "'"),
           pack_.files.statement_places[s]);
    }
    for (size_t p = 0; p < k.protocols.size(); ++p) {
      if (pack_.protocol_when[p].always()) continue;
      ++protocols;
      Both(pack_.protocol_when[p], absl::StrCat("the row '", k.protocols[p].id, "'"),
           pack_.files.protocol_places[p]);
    }
    proof_.counts.push_back(absl::StrCat(
        "2 each condition can be true and can be false: ", k.rules.size(), " rules, ", statements,
        " statements, ", protocols, " plan rows, ", situations_, " situations"));
  }

 private:
  Truth Silent(int rule, const Situation& situation) const {
    const Condition& unless = pack_.rule_unless[rule];
    const Truth silenced = unless.always() ? Truth::kFalse : unless.Evaluate(situation);
    return std::max(Not(pack_.rule_when[rule].Evaluate(situation)), silenced);
  }

  void Both(const Condition& condition, const std::string& name, const Place& place) {
    const Space space = SpaceOf({&condition}, pack_.vocabulary);
    Look(
        space, [&](const Situation& s) { return condition.Evaluate(s); }, place,
        absl::StrCat(name, " can never be said: nothing makes `", condition.text(),
                     "` true; mend the condition"));
    Look(
        space, [&](const Situation& s) { return Not(condition.Evaluate(s)); }, place,
        absl::StrCat(name, " holds for everyone: nothing makes `", condition.text(),
                     "` false; leave the condition out, or mend it"));
  }

  void Look(const Space& space, const Goal& goal, const Place& place, const std::string& why) {
    const SearchResult result = FindSituation(space, goal);
    situations_ += result.situations;
    if (result.gave_up) {
      Refute(place, "the condition reads too much to be proved; split it in two", proof_);
    } else if (!result.witness.has_value()) {
      Refute(place, why, proof_);
    }
  }

  const CompiledPack& pack_;
  Proof& proof_;
  int64_t situations_ = 0;
};

}  // namespace

void ProveReachable(const CompiledPack& pack, Proof& proof) { ReachCheck(pack, proof).Run(); }

}  // namespace needlepoint
