// All plans on one page, for people who judge them: for each concern and setting
// the ways to go, and what each fact about a person changes.

#ifndef NEEDLEPOINT_TESTS_GOLDEN_PLAN_MATRIX_H_
#define NEEDLEPOINT_TESTS_GOLDEN_PLAN_MATRIX_H_

#include <string>

#include "service/model/knowledge.h"
#include "service/plan/planner.h"

namespace needlepoint {

// As Markdown. `knowledge` is the planner's.
std::string PlanMatrix(const Planner& planner, const Knowledge& knowledge);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_GOLDEN_PLAN_MATRIX_H_
