// What of the unknown matters: each thing that some completion of all others
// makes change a finding.

#ifndef NEEDLEPOINT_SERVICE_FOLLOW_UP_MATTERS_H_
#define NEEDLEPOINT_SERVICE_FOLLOW_UP_MATTERS_H_

#include <vector>

#include "service/follow_up/rule_table.h"

namespace needlepoint {

// Something unknown that can change a finding, and so the disposition.
struct Matter {
  int unknown = -1;         // of the table
  std::vector<int> values;  // that it may have, by what is known already
  // Whether it changes one where all else that is unknown carries no risk, and
  // the worst that it can make of one then.
  bool alone = false;
  Disposition worst = Disposition::kInform;
};

// What is known of a person, by comparison, and what of it is open.
class Known {
 public:
  // Of the fields for which `closed` is true, what is unknown is taken for
  // absent.
  Known(const RuleTable& table, const Situation& situation,
        const std::function<bool(Field)>& closed);

  const Truths& truths() const { return truths_; }

  // Values that an unknown may have; fewer than two if it is settled.
  const std::vector<int>& ValuesOf(int unknown) const { return values_[unknown]; }
  bool IsOpen(int unknown) const { return values_[unknown].size() > 1; }

 private:
  Truths truths_;
  std::vector<std::vector<int>> values_;
};

// In the order of the table's unknowns. Exact: an unknown is among them if and
// only if two of its values differ in what they raise under one completion.
std::vector<Matter> FindMatters(const RuleTable& table, const Known& known);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_FOLLOW_UP_MATTERS_H_
