// The last gate of a plan: whether it says only what the snapshot says.

#ifndef NEEDLEPOINT_SERVICE_PLAN_VERIFY_PLAN_H_
#define NEEDLEPOINT_SERVICE_PLAN_VERIFY_PLAN_H_

#include "absl/status/status.h"

#include "needlepoint/v1/plan.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Checks what VerifyAnswer() checks of an answer, and that
//   1. every number is that of the plan row it names, done as that row is, and
//      cites that row's facts;
//   2. every price is one of the snapshot's for that option;
//   3. what a proposal stands beside are the numbers of the option it names;
//   4. no needle at home is longer than 0.5 mm;
//   5. nothing is recommended that a finding of CONSULT or worse stands against,
//      but a review; nothing is offered that one of AVOID or worse does, and
//      nothing at all at URGENT and EMERGENCY;
//   6. there is a calendar only where no finding of CONSULT or worse stands.
//
// Errors: FAILED_PRECONDITION naming the first place that breaks one of them.
absl::Status VerifyPlan(const Snapshot& snapshot, const v1::Plan& plan);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_VERIFY_PLAN_H_
