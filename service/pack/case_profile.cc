#include "service/pack/case_profile.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

std::optional<double> Number(const Json& item, const char* key) {
  return item.contains(key) ? std::optional<double>(item[key].get<double>()) : std::nullopt;
}

std::vector<TimedCode> Timed(const Json& list, const char* since) {
  std::vector<TimedCode> codes;
  for (const Json& item : list) codes.push_back({item.at("code"), Number(item, since)});
  return codes;
}

std::vector<UsedProduct> Products(const Json& list) {
  std::vector<UsedProduct> products;
  for (const Json& item : list) {
    const std::string status = item.value("status", "CURRENT");
    const Use use = status == "PAST" ? Use::kPast : status == "NEVER" ? Use::kNever : Use::kCurrent;
    products.push_back({item.at("code"), use, Number(item, "weeks_since_stopped")});
  }
  return products;
}

// Throws nlohmann's exceptions on another type; false if there is no such field.
bool Set(const std::string& field, const Json& value, Profile& p) {
  const absl::flat_hash_map<std::string, std::string*> words = {
      {"setting", &p.setting}, {"subject", &p.subject},       {"device", &p.device},
      {"budget", &p.budget},   {"experience", &p.experience}, {"jurisdiction", &p.jurisdiction}};
  const absl::flat_hash_map<std::string, std::optional<int>*> counts = {
      {"age_years", &p.age_years},
      {"fitzpatrick", &p.fitzpatrick},
      {"sessions_completed", &p.sessions_completed}};
  const absl::flat_hash_map<std::string, std::optional<double>*> numbers = {
      {"needle_length_mm", &p.needle_length_mm},
      {"hours_since_last_session", &p.hours_since_last_session},
      {"session_interval_days", &p.session_interval_days}};
  const absl::flat_hash_map<std::string, std::vector<std::string>*> codes = {
      {"concerns", &p.concerns},
      {"body_areas", &p.body_areas},
      {"conditions", &p.conditions},
      {"ruled_out_conditions", &p.ruled_out_conditions},
      {"ruled_out_symptoms", &p.ruled_out_symptoms}};
  if (const auto it = words.find(field); it != words.end()) {
    *it->second = value.get<std::string>();
  } else if (const auto it = counts.find(field); it != counts.end()) {
    *it->second = value.get<int>();
  } else if (const auto it = numbers.find(field); it != numbers.end()) {
    *it->second = value.get<double>();
  } else if (const auto it = codes.find(field); it != codes.end()) {
    *it->second = value.get<std::vector<std::string>>();
  } else if (field == "symptoms") {
    p.symptoms = Timed(value, "hours_since_onset");
  } else if (field == "recent_procedures") {
    p.recent_procedures = Timed(value, "weeks_since");
  } else if (field == "medications") {
    p.medications = Products(value);
  } else if (field == "skincare") {
    p.skincare = Products(value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<Profile> ProfileOfCase(const std::string& json) {
  Profile profile;
  if (json.empty()) return profile;
  const Json mapping = Json::parse(json, nullptr, false);
  for (const auto& [field, value] : mapping.items()) {
    try {
      if (Set(field, value, profile)) continue;
    } catch (const Json::exception&) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the profile field '", field, "' holds another type; see schema/profile.yaml"));
    }
    return absl::InvalidArgumentError(
        absl::StrCat("'", field, "' is no profile field; see schema/profile.yaml"));
  }
  return profile;
}

}  // namespace needlepoint
