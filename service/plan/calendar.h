// The course of a way to go, day by day, and the care after each session.

#ifndef NEEDLEPOINT_SERVICE_PLAN_CALENDAR_H_
#define NEEDLEPOINT_SERVICE_PLAN_CALENDAR_H_

#include <optional>

#include "absl/time/civil_time.h"

#include "needlepoint/v1/plan.pb.h"
#include "service/answer/tailor.h"
#include "service/pack/snapshot.h"
#include "service/plan/ways.h"

namespace needlepoint {

// Days of a moment, from the first session on.
struct Days {
  int from = 0;
  std::optional<int> to;  // open-ended if there is none
};

// When `row` comes to `moment`; nothing if its numbers do not say. A full result
// that is counted from the last session is put behind the course.
std::optional<Days> DaysOf(const Protocol& row, Moment moment);

// Adds the steps of a course that goes the way of `way`, with dates if `start`, the
// day of the first session, is known.
void AddTimeline(const Snapshot& snapshot, const Way& way, std::optional<absl::CivilDay> start,
                 Tailor& tailor, v1::Plan& plan);

// Adds the care after each session.
void AddAftercare(const Snapshot& snapshot, const Way& way, Tailor& tailor, v1::Plan& plan);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_CALENDAR_H_
