#include "service/model/profile.h"

#include <algorithm>
#include <array>

#include "absl/strings/match.h"

namespace needlepoint {
namespace {

constexpr std::array<absl::string_view, kFieldCount> kFieldNames = {"subject",
                                                                    "age_years",
                                                                    "setting",
                                                                    "concerns",
                                                                    "fitzpatrick",
                                                                    "device",
                                                                    "needle_length_mm",
                                                                    "body_areas",
                                                                    "conditions",
                                                                    "symptoms",
                                                                    "medications",
                                                                    "skincare",
                                                                    "hours_since_last_session",
                                                                    "session_interval_days",
                                                                    "sessions_completed",
                                                                    "recent_procedures",
                                                                    "budget",
                                                                    "experience",
                                                                    "jurisdiction"};

}  // namespace

absl::string_view FieldName(Field field) {
  const auto index = static_cast<size_t>(field);
  return index < kFieldNames.size() ? kFieldNames[index] : "";
}

std::optional<Field> ParseField(absl::string_view name) {
  const auto it = std::find(kFieldNames.begin(), kFieldNames.end(), name);
  if (it == kFieldNames.end()) return std::nullopt;
  return static_cast<Field>(it - kFieldNames.begin());
}

bool IsListField(Field field) {
  switch (field) {
    case Field::kConcerns:
    case Field::kBodyAreas:
    case Field::kConditions:
    case Field::kSymptoms:
    case Field::kMedications:
    case Field::kSkincare:
    case Field::kRecentProcedures:
      return true;
    default:
      return false;
  }
}

bool Profile::Answered(Field field) const {
  return std::find(answered_fields.begin(), answered_fields.end(), field) != answered_fields.end();
}

bool CodeIs(absl::string_view code, absl::string_view ancestor) {
  return absl::StartsWith(code, ancestor) &&
         (code.size() == ancestor.size() || code[ancestor.size()] == '.');
}

bool AreRelated(absl::string_view a, absl::string_view b) { return CodeIs(a, b) || CodeIs(b, a); }

bool AnyCodeIs(const std::vector<std::string>& codes, absl::string_view ancestor) {
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& code) { return CodeIs(code, ancestor); });
}

bool AddCode(std::vector<std::string>& codes, absl::string_view code) {
  if (AnyCodeIs(codes, code)) return false;
  for (std::string& held : codes) {
    if (CodeIs(code, held)) {
      held = std::string(code);
      return true;
    }
  }
  codes.emplace_back(code);
  return true;
}

bool RuleOut(std::vector<std::string>& codes, absl::string_view code) {
  if (std::find(codes.begin(), codes.end(), code) != codes.end()) return false;
  codes.emplace_back(code);
  return true;
}

}  // namespace needlepoint
