// Kleene's connectives never decide on more than their parts have decided, and
// so a condition does not if no comparison in it does: each is tried by itself,
// and each condition that is small enough is tried as a whole as well.

#include "absl/strings/str_cat.h"

#include "service/prove/checks.h"
#include "service/prove/search.h"

namespace needlepoint {
namespace {

constexpr int64_t kMostWhole = 3000;  // situations of a condition tried as a whole
constexpr int64_t kMostAlone = 50'000;

class UnknownCheck {
 public:
  UnknownCheck(const CompiledPack& pack, Proof& proof) : pack_(pack), proof_(proof) {}

  void Run() {
    for (size_t r = 0; r < pack_.rule_when.size(); ++r) {
      Check(pack_.rule_when[r], pack_.files.rule_places[r]);
      Check(pack_.rule_unless[r], pack_.files.rule_places[r]);
    }
    for (size_t s = 0; s < pack_.statement_when.size(); ++s)
      Check(pack_.statement_when[s], pack_.files.statement_places[s]);
    for (size_t p = 0; p < pack_.protocol_when.size(); ++p)
      Check(pack_.protocol_when[p], pack_.files.protocol_places[p]);
    proof_.counts.push_back(absl::StrCat("4 unknown is never read as absent: ", atoms_,
                                         " comparisons, ", whole_, " of ", conditions_,
                                         " conditions as a whole, ", situations_, " situations"));
  }

 private:
  void Check(const Condition& condition, const Place& place) {
    if (condition.always()) return;
    ++conditions_;
    for (const Atom& atom : condition.atoms()) {
      ++atoms_;
      const SearchResult result = FindUnknownTakenAsKnown(
          SpaceOf(atom, pack_.vocabulary), [&](const Situation& s) { return Evaluate(atom, s); },
          kMostAlone);
      Report(condition, result, result.gave_up, place);
    }
    const SearchResult result = FindUnknownTakenAsKnown(
        SpaceOf({&condition}, pack_.vocabulary),
        [&](const Situation& s) { return condition.Evaluate(s); }, kMostWhole);
    whole_ += result.gave_up ? 0 : 1;
    Report(condition, result, false, place);
  }

  void Report(const Condition& condition, const SearchResult& result, bool too_large,
              const Place& place) {
    situations_ += result.situations;
    if (too_large) Refute(place, "the condition reads too much to be proved; split it", proof_);
    if (!result.witness.has_value()) return;
    Refute(place,
           absl::StrCat("`", condition.text(), "` is decided by what is not known: ",
                        *result.witness, " turns it; this is a fault of the program"),
           proof_);
  }

  const CompiledPack& pack_;
  Proof& proof_;
  int64_t atoms_ = 0, conditions_ = 0, whole_ = 0, situations_ = 0;
};

}  // namespace

void ProveUnknownIsOpen(const CompiledPack& pack, Proof& proof) { UnknownCheck(pack, proof).Run(); }

}  // namespace needlepoint
