// A pack with a handful of ways to go, small enough to know by heart, and plans
// in a few words.

#ifndef NEEDLEPOINT_TESTS_UNIT_PLAN_PLAN_PACK_H_
#define NEEDLEPOINT_TESTS_UNIT_PLAN_PLAN_PACK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "needlepoint/v1/plan.pb.h"
#include "service/answer/answerer.h"
#include "service/model/knowledge.h"
#include "service/pack/snapshot.h"
#include "service/plan/planner.h"

namespace needlepoint {

// SmallKnowledge() with these rows, of which those marked * are a usual choice:
//
//   acne-scar          clinic*, rf, peel; roller-first (experience = NONE), roller, stamp
//   acne-scar.boxcar   boxcar*: a clinic's, closer than `clinic`
//   acne-scar.ice-pick review*
//   texture            texture-roller* and texture-clinic*
//   dark-marks         marks-creams*, marks-review, marks-clinic
//
// and these rules: keloids CONSULT, at home AVOID; dark-skin (Fitzpatrick 5 and 6)
// CAUTION; rf-dark (6, with radiofrequency) AVOID; too-frequent (under 7 days)
// CAUTION; long-needle (over 0.5 mm at home) AVOID; marks (concern dark-marks, with
// eczema) CAUTION; infection URGENT.
Knowledge PlanKnowledge();

// PlanKnowledge() as a snapshot, made at the first call.
const std::shared_ptr<const Snapshot>& PlanSnapshot();

// The row of `knowledge` with this id; ends the program if there is none.
const Protocol& RowOf(const Knowledge& knowledge, const std::string& id);

// A planner over `snapshot`, served as "guide".
std::unique_ptr<Planner> PlannerOf(std::shared_ptr<const Snapshot> snapshot);

// At ReferenceTime() of the tests of answers: Monday, 15 June 2026, 14:00 UTC.
PlanInput PlanInputOf(Profile profile, std::string question = "");

// The option of `plan` with this code, or null.
const v1::PlanOption* OptionOf(const v1::Plan& plan, const std::string& code);

// The fields that `plan` asks for, in its order.
std::vector<std::string> AskedFields(const v1::Plan& plan);

// "CAUTION dark-skin | clinic* 0.5-1.5 mm; peel {dark-skin}": the disposition and
// the findings, then each option by its row, or by its code if it has none, with *
// if it is recommended, its needle, and the findings it raises.
std::string PlanText(const v1::Plan& plan);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_PLAN_PLAN_PACK_H_
