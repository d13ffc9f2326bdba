#include "service/answer/profile_proto.h"

#include <cmath>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

// "SETTING_HOME" to "HOME"; unspecified is empty.
std::string WithoutPrefix(const std::string& name, absl::string_view prefix) {
  absl::string_view rest = name;
  absl::ConsumePrefix(&rest, prefix);
  return rest == "UNSPECIFIED" ? "" : std::string(rest);
}

template <typename Enum, typename Parse>
Enum ToEnum(const std::string& name, absl::string_view prefix, Parse parse) {
  Enum value{};
  if (!name.empty()) parse(absl::StrCat(prefix, name), &value);
  return value;
}

absl::Status CheckRange(absl::string_view field, double value, double min, double max) {
  if (std::isfinite(value) && value >= min && value <= max) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("profile.", field, " must lie between ", min,
                                                 " and ", max,
                                                 "; leave it out if it is not known"));
}

absl::Status CheckEnum(absl::string_view field, bool valid) {
  if (valid) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("profile.", field, " has a number that is no value of its enum"));
}

template <typename T>
std::vector<std::string> Codes(const T& list) {
  return std::vector<std::string>(list.begin(), list.end());
}

absl::StatusOr<std::vector<UsedProduct>> Products(
    absl::string_view field, const google::protobuf::RepeatedPtrField<v1::UsedProduct>& list) {
  std::vector<UsedProduct> products;
  for (const v1::UsedProduct& item : list) {
    NP_RETURN_IF_ERROR(
        CheckEnum(absl::StrCat(field, ".status"), v1::MedicationStatus_IsValid(item.status())));
    UsedProduct product{item.code(), static_cast<Use>(item.status()), std::nullopt};
    if (product.use == Use::kUnspecified) product.use = Use::kCurrent;
    if (item.has_weeks_since_stopped()) {
      NP_RETURN_IF_ERROR(CheckRange(absl::StrCat(field, ".weeks_since_stopped"),
                                    item.weeks_since_stopped(), 0, 5200));
      product.weeks_since_stopped = item.weeks_since_stopped();
    }
    products.push_back(std::move(product));
  }
  return products;
}

template <typename Proto>
void AddProducts(const std::vector<UsedProduct>& products, Proto* out) {
  for (const UsedProduct& product : products) {
    v1::UsedProduct* item = out->Add();
    item->set_code(product.code);
    item->set_status(static_cast<v1::MedicationStatus>(product.use));
    if (product.weeks_since_stopped.has_value())
      item->set_weeks_since_stopped(*product.weeks_since_stopped);
  }
}

}  // namespace

absl::StatusOr<Profile> ProfileFromProto(const v1::Profile& proto) {
  Profile p;
  NP_RETURN_IF_ERROR(CheckEnum("subject", v1::Subject_IsValid(proto.subject())));
  NP_RETURN_IF_ERROR(CheckEnum("setting", v1::Setting_IsValid(proto.setting())));
  NP_RETURN_IF_ERROR(CheckEnum("device", v1::Device_IsValid(proto.device())));
  NP_RETURN_IF_ERROR(CheckEnum("budget", v1::Budget_IsValid(proto.budget())));
  NP_RETURN_IF_ERROR(CheckEnum("experience", v1::Experience_IsValid(proto.experience())));
  p.subject = WithoutPrefix(v1::Subject_Name(proto.subject()), "SUBJECT_");
  p.setting = WithoutPrefix(v1::Setting_Name(proto.setting()), "SETTING_");
  p.device = WithoutPrefix(v1::Device_Name(proto.device()), "DEVICE_");
  p.budget = WithoutPrefix(v1::Budget_Name(proto.budget()), "BUDGET_");
  p.experience = WithoutPrefix(v1::Experience_Name(proto.experience()), "EXPERIENCE_");
  if (!proto.jurisdiction().empty()) {
    const std::string& code = proto.jurisdiction();
    const bool two_letters =
        code.size() == 2 && absl::ascii_isupper(code[0]) && absl::ascii_isupper(code[1]);
    if (!two_letters)
      return absl::InvalidArgumentError(
          "profile.jurisdiction must be two capital letters of ISO 3166-1, such as GB");
    p.jurisdiction = code;
  }
  const auto number = [&](absl::string_view field, bool has, auto value, double min, double max,
                          auto& out) -> absl::Status {
    if (!has) return absl::OkStatus();
    NP_RETURN_IF_ERROR(CheckRange(field, value, min, max));
    out = value;
    return absl::OkStatus();
  };
  NP_RETURN_IF_ERROR(
      number("age_years", proto.has_age_years(), proto.age_years(), 0, 120, p.age_years));
  NP_RETURN_IF_ERROR(
      number("fitzpatrick", proto.has_fitzpatrick(), proto.fitzpatrick(), 1, 6, p.fitzpatrick));
  NP_RETURN_IF_ERROR(number("needle_length_mm", proto.has_needle_length_mm(),
                            proto.needle_length_mm(), 0, 10, p.needle_length_mm));
  NP_RETURN_IF_ERROR(number("hours_since_last_session", proto.has_hours_since_last_session(),
                            proto.hours_since_last_session(), 0, 900000,
                            p.hours_since_last_session));
  NP_RETURN_IF_ERROR(number("session_interval_days", proto.has_session_interval_days(),
                            proto.session_interval_days(), 0, 3650, p.session_interval_days));
  NP_RETURN_IF_ERROR(number("sessions_completed", proto.has_sessions_completed(),
                            proto.sessions_completed(), 0, 1000, p.sessions_completed));
  p.concerns = Codes(proto.concerns());
  p.body_areas = Codes(proto.body_areas());
  p.conditions = Codes(proto.conditions());
  p.ruled_out_conditions = Codes(proto.ruled_out_conditions());
  p.ruled_out_symptoms = Codes(proto.ruled_out_symptoms());
  NP_ASSIGN_OR_RETURN(p.medications, Products("medications", proto.medications()));
  NP_ASSIGN_OR_RETURN(p.skincare, Products("skincare", proto.skincare()));
  for (const v1::Symptom& item : proto.symptoms()) {
    TimedCode symptom{item.code(), std::nullopt};
    NP_RETURN_IF_ERROR(number("symptoms.hours_since_onset", item.has_hours_since_onset(),
                              item.hours_since_onset(), 0, 900000, symptom.since));
    p.symptoms.push_back(std::move(symptom));
  }
  for (const v1::RecentProcedure& item : proto.recent_procedures()) {
    TimedCode procedure{item.code(), std::nullopt};
    NP_RETURN_IF_ERROR(number("recent_procedures.weeks_since", item.has_weeks_since(),
                              item.weeks_since(), 0, 5200, procedure.since));
    p.recent_procedures.push_back(std::move(procedure));
  }
  for (const std::string& name : proto.answered_fields()) {
    const std::optional<Field> field = ParseField(name);
    if (!field.has_value())
      return absl::InvalidArgumentError(
          "profile.answered_fields names a field that a profile does not have; see GetProfileForm");
    p.answered_fields.push_back(*field);
  }
  return p;
}

v1::Profile ProfileToProto(const Profile& profile) {
  v1::Profile proto;
  proto.set_subject(ToEnum<v1::Subject>(profile.subject, "SUBJECT_", v1::Subject_Parse));
  proto.set_setting(ToEnum<v1::Setting>(profile.setting, "SETTING_", v1::Setting_Parse));
  proto.set_device(ToEnum<v1::Device>(profile.device, "DEVICE_", v1::Device_Parse));
  proto.set_budget(ToEnum<v1::Budget>(profile.budget, "BUDGET_", v1::Budget_Parse));
  proto.set_experience(
      ToEnum<v1::Experience>(profile.experience, "EXPERIENCE_", v1::Experience_Parse));
  proto.set_jurisdiction(profile.jurisdiction);
  if (profile.age_years.has_value()) proto.set_age_years(*profile.age_years);
  if (profile.fitzpatrick.has_value()) proto.set_fitzpatrick(*profile.fitzpatrick);
  if (profile.needle_length_mm.has_value()) proto.set_needle_length_mm(*profile.needle_length_mm);
  if (profile.hours_since_last_session.has_value())
    proto.set_hours_since_last_session(*profile.hours_since_last_session);
  if (profile.session_interval_days.has_value())
    proto.set_session_interval_days(*profile.session_interval_days);
  if (profile.sessions_completed.has_value())
    proto.set_sessions_completed(*profile.sessions_completed);
  *proto.mutable_concerns() = {profile.concerns.begin(), profile.concerns.end()};
  *proto.mutable_body_areas() = {profile.body_areas.begin(), profile.body_areas.end()};
  *proto.mutable_conditions() = {profile.conditions.begin(), profile.conditions.end()};
  *proto.mutable_ruled_out_conditions() = {profile.ruled_out_conditions.begin(),
                                           profile.ruled_out_conditions.end()};
  *proto.mutable_ruled_out_symptoms() = {profile.ruled_out_symptoms.begin(),
                                         profile.ruled_out_symptoms.end()};
  AddProducts(profile.medications, proto.mutable_medications());
  AddProducts(profile.skincare, proto.mutable_skincare());
  for (const TimedCode& symptom : profile.symptoms) {
    v1::Symptom* item = proto.add_symptoms();
    item->set_code(symptom.code);
    if (symptom.since.has_value()) item->set_hours_since_onset(*symptom.since);
  }
  for (const TimedCode& procedure : profile.recent_procedures) {
    v1::RecentProcedure* item = proto.add_recent_procedures();
    item->set_code(procedure.code);
    if (procedure.since.has_value()) item->set_weeks_since(*procedure.since);
  }
  for (const Field field : profile.answered_fields)
    proto.add_answered_fields(std::string(FieldName(field)));
  return proto;
}

}  // namespace needlepoint
