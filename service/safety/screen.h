// Which findings a profile and a question raise.

#ifndef NEEDLEPOINT_SERVICE_SAFETY_SCREEN_H_
#define NEEDLEPOINT_SERVICE_SAFETY_SCREEN_H_

#include <vector>

#include "service/condition/condition.h"
#include "service/model/finding.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

struct Screening {
  // One for each finding code, the gravest rule of that code; gravest first,
  // then in the order of the rules. Shadow rules are not among them.
  std::vector<Finding> findings;
  // The highest disposition of the findings whose rule decides (not "advise").
  Disposition disposition = Disposition::kInform;
};

// Tries the rules that `situation` can make true. Adding a risk to a profile
// never makes the disposition milder: no rule's condition denies one but in
// its `unless`, which is cited.
Screening Screen(const Snapshot& snapshot, const Situation& situation);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_SAFETY_SCREEN_H_
