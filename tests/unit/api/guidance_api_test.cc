#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "tests/unit/api/api_fixture.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(ApiTest, AnswersAQuestion) {
  v1::AskQuestionRequest request;
  request.set_question("i take accutane. can i roll?");
  v1::AskQuestionResponse response;
  NP_ASSERT_OK(api_.AskQuestion(request, response));
  EXPECT_EQ(response.answer().disposition(), v1::DISPOSITION_CONSULT);
  EXPECT_EQ(response.answer().parts(0).headline().statement_id(),
            "guide/rule/isotretinoin/current/headline");
}

TEST_F(ApiTest, AnEmptyQuestionIsAnAnswerNotAnError) {
  v1::AskQuestionResponse response;
  NP_ASSERT_OK(api_.AskQuestion({}, response));
  EXPECT_EQ(response.answer().no_answer_reason(), v1::NO_ANSWER_REASON_EMPTY);
}

TEST_F(ApiTest, ScreensAProfileWithoutAQuestion) {
  v1::ScreenProfileRequest request;
  request.mutable_profile()->add_conditions("ringworm");
  request.mutable_profile()->add_medications()->set_code("isotretinoin");
  v1::ScreenProfileResponse response;
  NP_ASSERT_OK(api_.ScreenProfile(request, response));
  EXPECT_EQ(response.screening().disposition(), v1::DISPOSITION_CONSULT);
  ASSERT_EQ(response.screening().findings_size(), 1);
  EXPECT_EQ(response.screening().findings(0).rule_id(), "isotretinoin/current");
}

// Without a reference time the day counts from its midnight, so that the same
// question has the same answer all day.
TEST_F(ApiTest, TheClockIsCutToTheDay) {
  v1::AskQuestionRequest request;
  request.set_question("can i go out in the sun?");
  v1::AskQuestionResponse response;
  NP_ASSERT_OK(api_.AskQuestion(request, response));
  EXPECT_EQ(response.answer().reference_time().seconds(), 1781481600);  // 15 June, 00:00
  request.mutable_reference_time()->set_seconds(1781533815);
  request.mutable_reference_time()->set_nanos(5);
  NP_ASSERT_OK(api_.AskQuestion(request, response));
  EXPECT_EQ(response.answer().reference_time().seconds(), 1781533815);
  EXPECT_EQ(response.answer().reference_time().nanos(), 5);
}

TEST_F(ApiTest, LimitsAreInclusive) {
  v1::AskQuestionRequest request;
  request.set_question(std::string(limits_.max_question_bytes, 'a'));
  request.set_max_statements(limits_.max_statements);
  for (int i = 0; i < limits_.max_profile_entries; ++i)
    request.mutable_profile()->add_conditions("eczema");
  request.mutable_reference_time()->set_seconds(253402300799);  // the end of 9999
  request.mutable_reference_time()->set_nanos(999999999);
  v1::AskQuestionResponse response;
  NP_EXPECT_OK(api_.AskQuestion(request, response));
  request.mutable_reference_time()->set_seconds(-62135596800);  // the start of 0001
  request.set_max_statements(1);
  NP_EXPECT_OK(api_.AskQuestion(request, response));
}

struct AskFault {
  std::string name;
  std::function<void(v1::AskQuestionRequest&)> make;
  std::string reason, field;
  std::vector<std::string> message;  // parts of it
};
void PrintTo(const AskFault& c, std::ostream* os) { *os << c.name; }

class AskFaultTest : public ApiTest, public testing::WithParamInterface<AskFault> {};

TEST_P(AskFaultTest, IsNamedWithItsLimit) {
  v1::AskQuestionRequest request;
  request.set_question("secret words of the user");
  GetParam().make(request);
  v1::AskQuestionResponse response;
  const absl::Status status = api_.AskQuestion(request, response);
  for (const std::string& part : GetParam().message) {
    EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, GetParam().reason,
                                GetParam().field, HasSubstr(part)));
  }
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
}

INSTANTIATE_TEST_SUITE_P(
    All, AskFaultTest,
    testing::ValuesIn(std::vector<AskFault>{
        {"QuestionTooLarge",
         [](auto& r) { r.set_question(std::string(20001, 'a')); },
         "QUESTION_TOO_LARGE",
         "question",
         {"20001", "20000"}},
        {"TooManyProfileEntries",
         [](auto& r) {
           for (int i = 0; i < 101; ++i) r.mutable_profile()->add_conditions("secret");
           for (int i = 0; i < 100; ++i) r.mutable_profile()->add_symptoms()->set_code("secret");
         },
         "PROFILE_TOO_LARGE",
         "profile",
         {"201", "200"}},
        {"NeedleOutOfRange",
         [](auto& r) { r.mutable_profile()->set_needle_length_mm(10.5); },
         "PROFILE_INVALID",
         "profile",
         {"needle_length_mm", "0 and 10"}},
        {"NeedleIsNoNumber",
         [](auto& r) {
           r.mutable_profile()->set_needle_length_mm(std::numeric_limits<double>::quiet_NaN());
         },
         "PROFILE_INVALID",
         "profile",
         {"needle_length_mm"}},
        {"AgeOutOfRange",
         [](auto& r) { r.mutable_profile()->set_age_years(-1); },
         "PROFILE_INVALID",
         "profile",
         {"age_years", "120"}},
        {"UnknownAnsweredField",
         [](auto& r) { r.mutable_profile()->add_answered_fields("secret_size"); },
         "PROFILE_INVALID",
         "profile",
         {"answered_fields"}},
        {"UnknownEnumNumber",
         [](auto& r) { r.mutable_profile()->set_setting(static_cast<v1::Setting>(77)); },
         "PROFILE_INVALID",
         "profile",
         {"setting"}},
        {"Country",
         [](auto& r) { r.mutable_profile()->set_jurisdiction("secret"); },
         "PROFILE_INVALID",
         "profile",
         {"jurisdiction", "GB"}},
        {"TimeTooLate",
         [](auto& r) { r.mutable_reference_time()->set_seconds(253402300800); },
         "REFERENCE_TIME_OUT_OF_RANGE",
         "reference_time",
         {"9999"}},
        {"TimeTooEarly",
         [](auto& r) { r.mutable_reference_time()->set_seconds(-62135596801); },
         "REFERENCE_TIME_OUT_OF_RANGE",
         "reference_time",
         {"0001"}},
        {"NanosTooMany",
         [](auto& r) { r.mutable_reference_time()->set_nanos(1000000000); },
         "REFERENCE_TIME_OUT_OF_RANGE",
         "reference_time",
         {"999999999"}},
        {"NegativeNanos",
         [](auto& r) { r.mutable_reference_time()->set_nanos(-1); },
         "REFERENCE_TIME_OUT_OF_RANGE",
         "reference_time",
         {"nanos"}},
        {"NoStatements",
         [](auto& r) { r.set_max_statements(0); },
         "MAX_STATEMENTS_OUT_OF_RANGE",
         "max_statements",
         {"1 and 20"}},
        {"TooManyStatements",
         [](auto& r) { r.set_max_statements(21); },
         "MAX_STATEMENTS_OUT_OF_RANGE",
         "max_statements",
         {"1 and 20"}},
    }),
    [](const auto& info) { return info.param.name; });

TEST_F(ApiTest, ScreeningHasTheSameLimits) {
  v1::ScreenProfileResponse response;
  v1::ScreenProfileRequest request;
  request.set_question(std::string(20001, 'a'));
  EXPECT_THAT(api_.ScreenProfile(request, response),
              IsError(absl::StatusCode::kInvalidArgument, "QUESTION_TOO_LARGE", "question",
                      AllOf(HasSubstr("20000"), HasSubstr("20001"))));
  request.clear_question();
  request.mutable_profile()->set_fitzpatrick(7);
  EXPECT_THAT(api_.ScreenProfile(request, response),
              IsError(absl::StatusCode::kInvalidArgument, "PROFILE_INVALID", "profile",
                      HasSubstr("fitzpatrick")));
  request.clear_profile();
  request.mutable_reference_time()->set_nanos(-1);
  EXPECT_THAT(api_.ScreenProfile(request, response),
              IsError(absl::StatusCode::kInvalidArgument, "REFERENCE_TIME_OUT_OF_RANGE",
                      "reference_time", HasSubstr("nanos")));
}

TEST_F(ApiTest, WithoutAGuideTheCollectionIsNotFound) {
  const CollectionRegistry empty;
  const Api api(empty, clock_, limits_);
  v1::AskQuestionResponse response;
  EXPECT_THAT(api.AskQuestion({}, response), StatusIs(absl::StatusCode::kNotFound));
  v1::ScreenProfileResponse screening;
  EXPECT_THAT(api.ScreenProfile({}, screening), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace needlepoint
