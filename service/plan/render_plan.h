// A plan as text and as Markdown.

#ifndef NEEDLEPOINT_SERVICE_PLAN_RENDER_PLAN_H_
#define NEEDLEPOINT_SERVICE_PLAN_RENDER_PLAN_H_

#include "needlepoint/v1/plan.pb.h"
#include "needlepoint/v1/presentation.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Fills `plan.rendered` from its structure. A sentence that several options hold
// is written once.
void RenderPlan(const Snapshot& snapshot, v1::CitationMode mode, v1::Plan& plan);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_RENDER_PLAN_H_
