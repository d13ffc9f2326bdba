// A plan as a page to print.

#ifndef NEEDLEPOINT_SERVICE_PLAN_PLAN_PAGE_H_
#define NEEDLEPOINT_SERVICE_PLAN_PLAN_PAGE_H_

#include <string>

#include "needlepoint/v1/plan.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// HTML that stands alone: no script, nothing fetched, every text escaped, sources
// as footnotes.
std::string PlanPage(const Snapshot& snapshot, const v1::Plan& plan);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_PLAN_PAGE_H_
