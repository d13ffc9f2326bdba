#include "service/follow_up/matters.h"

#include <algorithm>
#include <utility>

namespace needlepoint {
namespace {

void Assign(const Unknown& unknown, int value, Truths& truths) {
  for (size_t i = 0; i < unknown.atoms.size(); ++i)
    truths[unknown.atoms[i]] = unknown.values[value].truths[i];
}

void Forget(const Unknown& unknown, const Truths& known, Truths& truths) {
  for (const int atom : unknown.atoms) truths[atom] = known[atom];
}

class MatterFinder {
 public:
  MatterFinder(const RuleTable& table, const Known& known) : table_(table), known_(known) {}

  std::vector<Matter> Run() {
    Truths riskless = known_.truths();
    for (size_t u = 0; u < table_.unknowns().size(); ++u) {
      if (known_.IsOpen(static_cast<int>(u)))
        Assign(table_.unknowns()[u], known_.ValuesOf(static_cast<int>(u)).front(), riskless);
    }
    std::vector<Worth> base;
    for (size_t f = 0; f < table_.findings().size(); ++f)
      base.push_back(table_.BoundsOf(static_cast<int>(f), riskless).low);
    std::vector<Matter> matters;
    for (size_t i = 0; i < table_.unknowns().size(); ++i) {
      const int u = static_cast<int>(i);
      if (!known_.IsOpen(u)) continue;
      Matter matter{u, known_.ValuesOf(u), false, Disposition::kInform};
      TryAlone(riskless, base, matter);
      if (matter.alone || MattersTogether(u)) matters.push_back(std::move(matter));
    }
    return matters;
  }

 private:
  void TryAlone(Truths& riskless, const std::vector<Worth>& base, Matter& matter) const {
    const Unknown& unknown = table_.unknowns()[matter.unknown];
    for (const int value : matter.values) {
      Assign(unknown, value, riskless);
      for (const int finding : unknown.findings) {
        const Worth worth = table_.BoundsOf(finding, riskless).low;
        if (worth == base[finding]) continue;
        matter.alone = true;
        const Worth graver = std::max(worth, base[finding]);
        matter.worst = std::max(matter.worst, DispositionOf(graver));
      }
    }
    Assign(unknown, matter.values.front(), riskless);
  }

  bool MattersTogether(int unknown) {
    for (const int finding : table_.unknowns()[unknown].findings) {
      truths_ = known_.truths();
      others_ = Open(table_.ReadWith(finding, unknown));
      with_ = others_.size();
      for (const int other : Open(table_.UnknownsOf(finding))) {
        if (other != unknown && std::find(others_.begin(), others_.end(), other) == others_.end())
          others_.push_back(other);
      }
      if (ReadersDiffer(finding, unknown, 0)) return true;
    }
    return false;
  }

  std::vector<int> Open(std::vector<int> unknowns) const {
    unknowns.erase(std::remove_if(unknowns.begin(), unknowns.end(),
                                  [&](int unknown) { return !known_.IsOpen(unknown); }),
                   unknowns.end());
    return unknowns;
  }

  // Whether the others from `next` on can be chosen so that the rules that read
  // `unknown` come to different worths by its value, and no other rule hides that.
  bool ReadersDiffer(int finding, int unknown, size_t next) {
    const Unknown& tried = table_.unknowns()[unknown];
    Worth least = 0, most = 0;
    bool first = true, decided = true;
    for (const int value : known_.ValuesOf(unknown)) {
      Assign(tried, value, truths_);
      const RuleTable::Bounds bounds =
          table_.BoundsOf(finding, truths_, RuleTable::Rules::kReaders, unknown);
      decided = decided && bounds.decided();
      least = first ? bounds.low : std::min(least, bounds.low);
      most = std::max(most, bounds.high);
      first = false;
    }
    Forget(tried, known_.truths(), truths_);
    if (least == most) return false;
    if (decided) return OthersStayBelow(finding, unknown, most, next);
    if (next == with_) return false;
    const Unknown& other = table_.unknowns()[others_[next]];
    for (const int value : known_.ValuesOf(others_[next])) {
      Assign(other, value, truths_);
      if (ReadersDiffer(finding, unknown, next + 1)) return true;
    }
    Forget(other, known_.truths(), truths_);
    return false;
  }

  // Whether the others from `next` on can be chosen so that no rule that does not
  // read `unknown` comes to `worth`.
  bool OthersStayBelow(int finding, int unknown, Worth worth, size_t next) {
    const RuleTable::Bounds bounds =
        table_.BoundsOf(finding, truths_, RuleTable::Rules::kOthers, unknown);
    if (bounds.high < worth) return true;
    if (bounds.low >= worth || next == others_.size()) return false;
    const Unknown& other = table_.unknowns()[others_[next]];
    for (const int value : known_.ValuesOf(others_[next])) {
      Assign(other, value, truths_);
      if (OthersStayBelow(finding, unknown, worth, next + 1)) return true;
    }
    Forget(other, known_.truths(), truths_);
    return false;
  }

  const RuleTable& table_;
  const Known& known_;
  Truths truths_;
  std::vector<int> others_;  // open unknowns of the finding but the one tried
  size_t with_ = 0;          // of them, the first: those that a rule reads with it
};

}  // namespace

Known::Known(const RuleTable& table, const Situation& situation,
             const std::function<bool(Field)>& closed)
    : truths_(table.TruthsOf(situation)) {
  for (const Unknown& unknown : table.unknowns()) {
    std::vector<int>& values = values_.emplace_back();
    for (size_t v = 0; v < unknown.values.size(); ++v) {
      bool possible = true;
      for (size_t i = 0; i < unknown.atoms.size(); ++i) {
        const Truth known = truths_[unknown.atoms[i]];
        possible = possible && (known == Truth::kUnknown || known == unknown.values[v].truths[i]);
      }
      if (possible) values.push_back(static_cast<int>(v));
    }
    if (values.size() > 1 && closed(unknown.field)) {
      values.resize(1);
      Assign(unknown, values.front(), truths_);
    }
  }
}

std::vector<Matter> FindMatters(const RuleTable& table, const Known& known) {
  return MatterFinder(table, known).Run();
}

}  // namespace needlepoint
