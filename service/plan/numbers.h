// The numbers of a plan row, and where an option holds them.

#ifndef NEEDLEPOINT_SERVICE_PLAN_NUMBERS_H_
#define NEEDLEPOINT_SERVICE_PLAN_NUMBERS_H_

#include <array>

#include "needlepoint/v1/plan.pb.h"

namespace needlepoint {

struct NumberField {
  const char* name;  // as in a plan row
  const char* label;
  const char* unit;  // label; "" counts
  bool (v1::PlanOption::*has)() const;
  const v1::NumberRange& (v1::PlanOption::*get)() const;
  v1::NumberRange* (v1::PlanOption::*mutable_)();
};

#define NP_NUMBER(name, label, unit) \
  {#name,                            \
   label,                            \
   unit,                             \
   &v1::PlanOption::has_##name,      \
   &v1::PlanOption::name,            \
   &v1::PlanOption::mutable_##name}
inline constexpr std::array<NumberField, 6> kPlanNumbers = {{
    NP_NUMBER(needle_length_mm, "plan.needle-length", "unit.mm"),
    NP_NUMBER(session_count, "plan.sessions", ""),
    NP_NUMBER(interval_days, "plan.interval", "unit.days"),
    NP_NUMBER(first_result_days, "plan.first-result", "unit.days"),
    NP_NUMBER(full_result_days, "plan.full-result", "unit.days"),
    NP_NUMBER(downtime_days, "plan.downtime", "unit.days"),
}};
#undef NP_NUMBER

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_NUMBERS_H_
