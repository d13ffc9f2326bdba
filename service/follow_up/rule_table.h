// The rules over numbered comparisons, and what of a person they read. A value
// of something unknown is a few truths here, so that many can be tried without
// writing a profile for each.

#ifndef NEEDLEPOINT_SERVICE_FOLLOW_UP_RULE_TABLE_H_
#define NEEDLEPOINT_SERVICE_FOLLOW_UP_RULE_TABLE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/condition/condition.h"
#include "service/condition/variables.h"
#include "service/model/finding.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// By comparison: what is known of it.
using Truths = std::vector<Truth>;

// A thing that rules read and that may be unknown.
struct Unknown {
  struct Value {
    std::function<bool(Question&)> apply;  // as Choice::apply
    std::vector<Truth> truths;             // of `atoms`, in their order; none unknown
    // What it says of comparisons that read other codes: a child is its parent, too.
    std::vector<std::pair<int, Truth>> implied;
  };
  Field field = Field::kSubject;
  std::string code;           // of a list field; "" for others
  std::vector<int> atoms;     // comparisons that read it
  std::vector<Value> values;  // one without any risk first, if there is one
  std::vector<int> findings;  // that rules reading it can raise
};

// How much a finding is worth: what decides before what advises, the graver
// before the milder; 0 for none. What Screen() shows of several rules of one
// code is the one of the highest worth.
using Worth = int;
Worth WorthOf(Disposition disposition, bool decides);
Disposition DispositionOf(Worth worth);  // of a worth above 0
bool IsDeciding(Worth worth);

// Immutable; thread-safe.
class RuleTable {
 public:
  // `snapshot` must outlive it.
  explicit RuleTable(const Snapshot& snapshot);

  const std::vector<Atom>& atoms() const { return atoms_; }
  const std::vector<Unknown>& unknowns() const { return unknowns_; }
  const std::vector<std::string>& findings() const { return findings_; }  // codes

  // Of `unknown`, a field with one value; -1 if no rule reads it.
  int FindUnknown(Field field, absl::string_view code = "") const;

  Truths TruthsOf(const Situation& situation) const;

  // Of the comparisons that read `unknown`, an enum or a text, if it is `word`.
  std::vector<Truth> TruthsOfWord(int unknown, const std::string& word) const;

  // Lowest and highest worth that a finding can come to, whatever becomes known.
  struct Bounds {
    Worth low = 0;
    Worth high = 0;
    bool decided() const { return low == high; }
  };
  // Over all rules of `finding`, or those only that read `unknown`, or that do not.
  enum class Rules { kAll, kReaders, kOthers };
  Bounds BoundsOf(int finding, const Truths& truths, Rules rules = Rules::kAll,
                  int unknown = -1) const;

  // What Screen() shows of `finding` while no more than `truths` is known: 0 for
  // nothing.
  Worth WorthShown(int finding, const Truths& truths) const;

  // Unknowns that the rules of `finding` read.
  const std::vector<int>& UnknownsOf(int finding) const { return finding_unknowns_[finding]; }
  // Those that are read together with `unknown` by a rule of `finding`.
  std::vector<int> ReadWith(int finding, int unknown) const;

 private:
  struct RuleRow {
    const Condition* when;
    const Condition* unless;
    std::vector<int> when_atoms, unless_atoms;  // in the order of their atoms()
    std::vector<int> unknowns;                  // sorted
    Worth worth;
  };

  int AddAtom(const Atom& atom);
  void AddUnknowns(const Knowledge& knowledge);
  void AddImplied(const Question& question, const Unknown& unknown, Unknown::Value& value) const;
  static Truth When(const RuleRow& rule, const Truths& truths);
  static Truth Unless(const RuleRow& rule, const Truths& truths);
  static Truth Fires(const RuleRow& rule, const Truths& truths);

  std::vector<Atom> atoms_;
  std::vector<Unknown> unknowns_;
  std::vector<std::string> findings_;
  std::vector<std::vector<RuleRow>> rules_;         // by finding
  std::vector<std::vector<int>> finding_unknowns_;  // by finding
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_FOLLOW_UP_RULE_TABLE_H_
