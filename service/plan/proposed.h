// The asker's numbers beside what sources hold.

#ifndef NEEDLEPOINT_SERVICE_PLAN_PROPOSED_H_
#define NEEDLEPOINT_SERVICE_PLAN_PROPOSED_H_

#include <string>
#include <vector>

#include "needlepoint/v1/plan.pb.h"
#include "service/model/question.h"

namespace needlepoint {

// Sets the numbers of `question.proposal` beside those of the option they amount
// to: the first with needles in the person's setting, or with their device. `text`
// is what the spans point into.
void AddProposed(const std::string& text, const Question& question, v1::Plan& plan);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_PROPOSED_H_
