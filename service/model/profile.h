// What is known of the person to be treated. Every field may be unknown, and
// unknown is never taken for absent. `knowledge/schema/profile.yaml` declares
// the fields; a test holds this struct, the proto and the CLI to it.

#ifndef NEEDLEPOINT_SERVICE_MODEL_PROFILE_H_
#define NEEDLEPOINT_SERVICE_MODEL_PROFILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace needlepoint {

// The fields, in the order of profile.yaml.
enum class Field {
  kSubject,
  kAgeYears,
  kSetting,
  kConcerns,
  kFitzpatrick,
  kDevice,
  kNeedleLengthMm,
  kBodyAreas,
  kConditions,
  kSymptoms,
  kMedications,
  kSkincare,
  kHoursSinceLastSession,
  kSessionIntervalDays,
  kSessionsCompleted,
  kRecentProcedures,
  kBudget,
  kExperience,
  kJurisdiction,
};
inline constexpr int kFieldCount = 19;

// "needle_length_mm" and the like; "" for a value outside the enum.
absl::string_view FieldName(Field field);
std::optional<Field> ParseField(absl::string_view name);

// Whether a field holds codes, of which any number are present at once.
bool IsListField(Field field);

enum class Use { kUnspecified, kCurrent, kPast, kNever };

// A medicine or a skin-care product.
struct UsedProduct {
  std::string code;
  Use use = Use::kCurrent;
  std::optional<double> weeks_since_stopped;

  friend bool operator==(const UsedProduct&, const UsedProduct&) = default;
};

// A symptom with its age in hours, or a procedure with its age in weeks.
struct TimedCode {
  std::string code;
  std::optional<double> since;

  friend bool operator==(const TimedCode&, const TimedCode&) = default;
};

struct Profile {
  // Values of the enum fields are the names of profile.yaml ("HOME", "ROLLER");
  // empty is unknown.
  std::string subject, setting, device, budget, experience;
  std::string jurisdiction;  // ISO 3166-1 alpha-2
  std::optional<int> age_years, fitzpatrick, sessions_completed;
  std::optional<double> needle_length_mm, hours_since_last_session, session_interval_days;
  std::vector<std::string> concerns, body_areas, conditions, ruled_out_conditions,
      ruled_out_symptoms;
  std::vector<TimedCode> symptoms;           // since in hours
  std::vector<TimedCode> recent_procedures;  // since in weeks
  std::vector<UsedProduct> medications, skincare;
  std::vector<Field> answered_fields;  // what is not listed in them is absent

  bool Answered(Field field) const;
  friend bool operator==(const Profile&, const Profile&) = default;
};

// True if `code` is `ancestor` or one of its children: codes are dotted, and
// "acne-scar.boxcar" implies "acne-scar".
bool CodeIs(absl::string_view code, absl::string_view ancestor);

// True if one is the other or a child of it.
bool AreRelated(absl::string_view a, absl::string_view b);

// True if one of `codes` is `ancestor` or a child of it.
bool AnyCodeIs(const std::vector<std::string>& codes, absl::string_view ancestor);

// Adds `code` unless it, or a child of it, is there already; a child replaces
// its parent. Returns whether the list changed.
bool AddCode(std::vector<std::string>& codes, absl::string_view code);

// Adds `code` to those that are absent, of which a parent says more than its child:
// both are kept. Returns whether the list changed.
bool RuleOut(std::vector<std::string>& codes, absl::string_view code);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_PROFILE_H_
