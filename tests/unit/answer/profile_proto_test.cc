#include "service/answer/profile_proto.h"

#include <cmath>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

#include "tests/support/guide.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;
using testing::AllOf;
using testing::HasSubstr;

v1::Profile Parse(const std::string& text) {
  v1::Profile proto;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

constexpr char kFull[] = R"pb(
  subject: SUBJECT_CHILD
  age_years: 17
  setting: SETTING_HOME
  concerns: "acne-scar.boxcar"
  fitzpatrick: 5
  device: DEVICE_RF
  needle_length_mm: 0.5
  body_areas: "cheeks"
  conditions: "eczema"
  ruled_out_conditions: "psoriasis"
  medications { code: "isotretinoin" status: MEDICATION_STATUS_PAST weeks_since_stopped: 3.5 }
  skincare { code: "aha" status: MEDICATION_STATUS_NEVER }
  symptoms { code: "redness" hours_since_onset: 12 }
  symptoms { code: "pus" }
  ruled_out_symptoms: "swelling"
  hours_since_last_session: 5
  session_interval_days: 14
  sessions_completed: 0
  recent_procedures { code: "laser" weeks_since: 2 }
  budget: BUDGET_LOW
  experience: EXPERIENCE_NONE
  jurisdiction: "GB"
  answered_fields: "conditions"
  answered_fields: "needle_length_mm"
)pb";

TEST(ProfileProtoTest, TakesEveryField) {
  NP_ASSERT_OK_AND_ASSIGN(const Profile p, ProfileFromProto(Parse(kFull)));
  EXPECT_EQ(p.subject, "CHILD");
  EXPECT_EQ(p.setting, "HOME");
  EXPECT_EQ(p.device, "RF");
  EXPECT_EQ(p.budget, "LOW");
  EXPECT_EQ(p.experience, "NONE");
  EXPECT_EQ(p.jurisdiction, "GB");
  EXPECT_EQ(p.age_years, 17);
  EXPECT_EQ(p.sessions_completed, 0);  // nought is not unknown
  EXPECT_EQ(p.medications, (std::vector<UsedProduct>{{"isotretinoin", Use::kPast, 3.5}}));
  EXPECT_EQ(p.skincare, (std::vector<UsedProduct>{{"aha", Use::kNever, std::nullopt}}));
  EXPECT_EQ(p.symptoms, (std::vector<TimedCode>{{"redness", 12.0}, {"pus", std::nullopt}}));
  EXPECT_EQ(p.recent_procedures, (std::vector<TimedCode>{{"laser", 2.0}}));
  EXPECT_EQ(p.answered_fields, (std::vector<Field>{Field::kConditions, Field::kNeedleLengthMm}));
}

TEST(ProfileProtoTest, GoesThereAndBackUnchanged) {
  for (const std::string& text : {std::string(kFull), std::string()}) {
    const v1::Profile proto = Parse(text);
    NP_ASSERT_OK_AND_ASSIGN(const Profile profile, ProfileFromProto(proto));
    EXPECT_EQ(ProfileToProto(profile).DebugString(), proto.DebugString());
  }
}

TEST(ProfileProtoTest, NothingSetIsNothingKnown) {
  EXPECT_THAT(ProfileFromProto(v1::Profile()), IsOkAndHolds(Profile()));
}

// What is listed as a medicine without a status is taken now: the cautious
// reading.
TEST(ProfileProtoTest, AProductWithoutAStatusIsInUse) {
  NP_ASSERT_OK_AND_ASSIGN(const Profile p,
                          ProfileFromProto(Parse(R"(medications { code: "isotretinoin" })")));
  EXPECT_EQ(p.medications[0].use, Use::kCurrent);
}

struct FaultCase {
  std::string profile, field, what;
};
void PrintTo(const FaultCase& c, std::ostream* os) { *os << c.profile; }

class ProfileFaultTest : public testing::TestWithParam<FaultCase> {};

TEST_P(ProfileFaultTest, IsNamedWithItsBounds) {
  EXPECT_THAT(ProfileFromProto(Parse(GetParam().profile)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(GetParam().field), HasSubstr(GetParam().what))));
}

INSTANTIATE_TEST_SUITE_P(All, ProfileFaultTest,
                         testing::ValuesIn(std::vector<FaultCase>{
                             {"needle_length_mm: nan", "needle_length_mm", "0 and 10"},
                             {"needle_length_mm: inf", "needle_length_mm", "0 and 10"},
                             {"needle_length_mm: -inf", "needle_length_mm", "0 and 10"},
                             {"jurisdiction: 'gb'", "jurisdiction", "two capital letters"},
                             {"jurisdiction: 'GBR'", "jurisdiction", "two capital letters"},
                             {"jurisdiction: 'G1'", "jurisdiction", "two capital letters"},
                             {"setting: 99", "setting", "enum"},
                             {"subject: 99", "subject", "enum"},
                             {"device: -1", "device", "enum"},
                             {"budget: 4", "budget", "enum"},
                             {"experience: 3", "experience", "enum"},
                             {"medications { code: 'a' status: 9 }", "medications.status", "enum"},
                             {"medications { code: 'a' weeks_since_stopped: -1 }",
                              "medications.weeks_since_stopped", "0 and 5200"},
                             {"skincare { code: 'a' weeks_since_stopped: 5201 }",
                              "skincare.weeks_since_stopped", "0 and 5200"},
                             {"symptoms { code: 'a' hours_since_onset: -1 }",
                              "symptoms.hours_since_onset", "0 and 900000"},
                             {"recent_procedures { code: 'a' weeks_since: nan }",
                              "recent_procedures.weeks_since", "0 and 5200"},
                             {"answered_fields: 'shoe_size'", "answered_fields", "does not have"},
                             {"answered_fields: ''", "answered_fields", "does not have"},
                         }));

void SetNumber(const std::string& field, double value, v1::Profile& proto) {
  const FieldDescriptor* descriptor = v1::Profile::descriptor()->FindFieldByName(field);
  ASSERT_NE(descriptor, nullptr) << field;
  const auto* reflection = v1::Profile::GetReflection();
  if (descriptor->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    reflection->SetInt32(&proto, descriptor, static_cast<int32_t>(value));
  } else {
    reflection->SetDouble(&proto, descriptor, value);
  }
}

absl::Status TryNumber(const std::string& field, double value) {
  v1::Profile proto;
  SetNumber(field, value, proto);
  return ProfileFromProto(proto).status();
}

// profile.yaml is the one declaration of the fields; the converter keeps to it.
TEST(ProfileProtoTest, HoldsNumbersToTheBoundsThatAreDeclared) {
  int numbers = 0;
  for (const ProfileField& field : Guide()->knowledge().fields) {
    if (field.type != "number" && field.type != "integer") continue;
    ++numbers;
    ASSERT_TRUE(field.min.has_value() && field.max.has_value()) << field.name;
    EXPECT_THAT(TryNumber(field.name, *field.min), IsOk()) << field.name;
    EXPECT_THAT(TryNumber(field.name, *field.max), IsOk()) << field.name;
    const double step = field.type == "integer" ? 1 : 0.001;
    for (const double outside : {*field.min - step, *field.max + step}) {
      EXPECT_THAT(TryNumber(field.name, outside),
                  StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(field.name)));
    }
  }
  EXPECT_EQ(numbers, 6);
}

TEST(ProfileProtoTest, KnowsTheValuesThatAreDeclaredAndNoOthers) {
  for (const ProfileField& field : Guide()->knowledge().fields) {
    const FieldDescriptor* descriptor = v1::Profile::descriptor()->FindFieldByName(field.name);
    ASSERT_NE(descriptor, nullptr) << field.name;
    if (field.type != "enum") continue;
    ASSERT_NE(descriptor->enum_type(), nullptr) << field.name;
    EXPECT_EQ(descriptor->enum_type()->value_count(), static_cast<int>(field.values.size()) + 1)
        << field.name;
    for (const std::string& value : field.values) {
      const std::string name = absl::StrCat(absl::AsciiStrToUpper(field.name), "_", value);
      EXPECT_NE(descriptor->enum_type()->FindValueByName(name), nullptr) << name;
    }
  }
}

TEST(ProfileProtoTest, EveryDeclaredFieldMayBeAnswered) {
  v1::Profile proto;
  for (const ProfileField& field : Guide()->knowledge().fields)
    proto.add_answered_fields(field.name);
  NP_ASSERT_OK_AND_ASSIGN(const Profile profile, ProfileFromProto(proto));
  EXPECT_EQ(profile.answered_fields.size(), static_cast<size_t>(kFieldCount));
}

}  // namespace
}  // namespace needlepoint
