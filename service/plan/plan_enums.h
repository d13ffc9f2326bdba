// The words of a plan row as the API's enums.

#ifndef NEEDLEPOINT_SERVICE_PLAN_PLAN_ENUMS_H_
#define NEEDLEPOINT_SERVICE_PLAN_PLAN_ENUMS_H_

#include <string>

#include "absl/strings/str_cat.h"

#include "needlepoint/v1/plan.pb.h"

namespace needlepoint {

// "HOME"; unspecified if it is empty.
inline v1::Setting SettingOf(const std::string& name) {
  v1::Setting value = v1::SETTING_UNSPECIFIED;
  v1::Setting_Parse(absl::StrCat("SETTING_", name), &value);
  return value;
}

// "ROLLER"; unspecified if it is empty.
inline v1::Device DeviceOf(const std::string& name) {
  v1::Device value = v1::DEVICE_UNSPECIFIED;
  v1::Device_Parse(absl::StrCat("DEVICE_", name), &value);
  return value;
}

// "session", "course" or "device".
inline v1::CostPer CostPerOf(const std::string& per) {
  if (per == "session") return v1::COST_PER_SESSION;
  if (per == "course") return v1::COST_PER_COURSE;
  return v1::COST_PER_DEVICE;
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_PLAN_ENUMS_H_
