// A plan for one person: understand, screen, find the ways to go, say what each
// holds, and ask what could change it.

#ifndef NEEDLEPOINT_SERVICE_PLAN_PLANNER_H_
#define NEEDLEPOINT_SERVICE_PLAN_PLANNER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "needlepoint/v1/plan.pb.h"
#include "needlepoint/v1/presentation.pb.h"
#include "service/answer/answerer.h"
#include "service/model/profile.h"
#include "service/model/question.h"

namespace needlepoint {

// Whom to plan for, checked by the caller.
struct PlanInput {
  std::string question;  // any bytes
  Profile profile;
  Constraints constraints;  // those that the question holds are added
  std::optional<absl::CivilDay> start_day;
  absl::Time reference_time;
  v1::CitationMode citation_mode = v1::CITATION_MODE_MARKERS;
  bool with_page = false;
};

// Plans from the snapshot of an answerer. Immutable but for its counter;
// thread-safe. The same input gives the same bytes.
class Planner {
 public:
  explicit Planner(std::shared_ptr<const Answerer> answerer) : answerer_(std::move(answerer)) {}

  // A refusal, a warning and an emergency are plans, too.
  v1::Plan Plan(const PlanInput& input) const;

  // Plans that failed their own check and were cut down to their warnings.
  int64_t degraded_count() const { return degraded_.load(); }

 private:
  const std::shared_ptr<const Answerer> answerer_;
  mutable std::atomic<int64_t> degraded_{0};
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_PLANNER_H_
