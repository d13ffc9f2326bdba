// BuildPlan: what a request may hold, and how it is refused.

#include <functional>
#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include "tests/unit/api/api_fixture.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::BuildPlanRequest Request() {
  v1::BuildPlanRequest request;
  request.set_question("secret words of the user");
  request.mutable_profile()->set_setting(v1::SETTING_HOME);
  request.mutable_profile()->set_needle_length_mm(0.3);
  request.mutable_profile()->add_concerns("acne-scar");
  return request;
}

TEST_F(ApiTest, BuildsAPlan) {
  v1::BuildPlanRequest request = Request();
  request.set_start_date("2028-02-29");
  v1::BuildPlanResponse response;
  NP_ASSERT_OK(api_.BuildPlan(request, response));
  ASSERT_EQ(response.plan().options_size(), 1);
  EXPECT_EQ(response.plan().options(0).code(), "roller");
  EXPECT_EQ(response.plan().start_date(), "2028-02-29");
  EXPECT_FALSE(response.plan().has_constraints());
  EXPECT_EQ(response.plan().page(), "");
  EXPECT_EQ(response.plan().reference_time().seconds(), 1781481600);  // 15 June, 00:00
  EXPECT_FALSE(response.plan().rendered().plain().empty());
}

TEST_F(ApiTest, APlanOfNothingIsAPlanNotAnError) {
  v1::BuildPlanResponse response;
  NP_ASSERT_OK(api_.BuildPlan({}, response));
  EXPECT_EQ(response.plan().no_answer_reason(), v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN);
}

TEST_F(ApiTest, LimitsOfAPlanAreInclusive) {
  v1::BuildPlanRequest request = Request();
  request.set_question(std::string(limits_.max_question_bytes, 'a'));
  request.set_with_page(true);
  request.set_citation_mode(v1::CITATION_MODE_LINKS);
  v1::PlanConstraints& constraints = *request.mutable_constraints();
  constraints.set_max_downtime_days(0);
  constraints.set_max_session_count(1);
  constraints.set_event_date("1000-01-01");
  v1::BuildPlanResponse response;
  NP_ASSERT_OK(api_.BuildPlan(request, response));
  EXPECT_EQ(response.plan().constraints().DebugString(), constraints.DebugString());
  EXPECT_NE(response.plan().page(), "");
  constraints.set_max_downtime_days(365);
  constraints.set_max_session_count(100);
  constraints.set_event_date("9999-12-31");
  NP_ASSERT_OK(api_.BuildPlan(request, response));
  EXPECT_EQ(response.plan().constraints().DebugString(), constraints.DebugString());
}

struct PlanFault {
  std::string name;
  std::function<void(v1::BuildPlanRequest&)> make;
  std::string reason, field;
  std::vector<std::string> message;  // parts of it
};
void PrintTo(const PlanFault& c, std::ostream* os) { *os << c.name; }

class PlanFaultTest : public ApiTest, public testing::WithParamInterface<PlanFault> {};

TEST_P(PlanFaultTest, IsNamedWithItsLimit) {
  v1::BuildPlanRequest request = Request();
  GetParam().make(request);
  v1::BuildPlanResponse response;
  const absl::Status status = api_.BuildPlan(request, response);
  for (const std::string& part : GetParam().message) {
    EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, GetParam().reason,
                                GetParam().field, HasSubstr(part)));
  }
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  EXPECT_FALSE(response.has_plan());
}

INSTANTIATE_TEST_SUITE_P(
    All, PlanFaultTest,
    testing::ValuesIn(std::vector<PlanFault>{
        {"QuestionTooLarge",
         [](auto& r) { r.set_question(std::string(20001, 'a')); },
         "QUESTION_TOO_LARGE",
         "question",
         {"20001", "20000"}},
        {"TooManyProfileEntries",
         [](auto& r) {
           for (int i = 0; i < 200; ++i) r.mutable_profile()->add_conditions("secret");
         },
         "PROFILE_TOO_LARGE",
         "profile",
         {"201", "200"}},
        {"AgeOutOfRange",
         [](auto& r) { r.mutable_profile()->set_age_years(121); },
         "PROFILE_INVALID",
         "profile",
         {"age_years", "120"}},
        {"NeedleIsNoNumber",
         [](auto& r) {
           r.mutable_profile()->set_needle_length_mm(std::numeric_limits<double>::infinity());
         },
         "PROFILE_INVALID",
         "profile",
         {"needle_length_mm"}},
        {"UnknownBudget",
         [](auto& r) { r.mutable_profile()->set_budget(static_cast<v1::Budget>(77)); },
         "PROFILE_INVALID",
         "profile",
         {"budget"}},
        {"TimeTooLate",
         [](auto& r) { r.mutable_reference_time()->set_seconds(253402300800); },
         "REFERENCE_TIME_OUT_OF_RANGE",
         "reference_time",
         {"9999"}},
        {"NegativeDowntime",
         [](auto& r) { r.mutable_constraints()->set_max_downtime_days(-1); },
         "CONSTRAINT_OUT_OF_RANGE",
         "constraints.max_downtime_days",
         {"0 and 365", "-1"}},
        {"DowntimeOfMoreThanAYear",
         [](auto& r) { r.mutable_constraints()->set_max_downtime_days(366); },
         "CONSTRAINT_OUT_OF_RANGE",
         "constraints.max_downtime_days",
         {"0 and 365", "366"}},
        {"NoSession",
         [](auto& r) { r.mutable_constraints()->set_max_session_count(0); },
         "CONSTRAINT_OUT_OF_RANGE",
         "constraints.max_session_count",
         {"1 and 100", "it is 0"}},
        {"TooManySessions",
         [](auto& r) { r.mutable_constraints()->set_max_session_count(101); },
         "CONSTRAINT_OUT_OF_RANGE",
         "constraints.max_session_count",
         {"1 and 100", "101"}},
    }),
    [](const auto& info) { return info.param.name; });

struct DateFault {
  std::string name, date;
};
void PrintTo(const DateFault& c, std::ostream* os) { *os << "`" << c.date << "`"; }

class DateFaultTest : public ApiTest, public testing::WithParamInterface<DateFault> {};

TEST_P(DateFaultTest, IsRefusedWhereverItStands) {
  v1::BuildPlanRequest request = Request();
  v1::BuildPlanResponse response;
  request.set_start_date(GetParam().date);
  const absl::Status start = api_.BuildPlan(request, response);
  EXPECT_THAT(start, IsError(absl::StatusCode::kInvalidArgument, "DATE_INVALID", "start_date",
                             HasSubstr("YYYY-MM-DD")));
  request.clear_start_date();
  request.mutable_constraints()->set_event_date(GetParam().date);
  const absl::Status event = api_.BuildPlan(request, response);
  EXPECT_THAT(event, IsError(absl::StatusCode::kInvalidArgument, "DATE_INVALID",
                             "constraints.event_date", HasSubstr("constraints.event_date")));
  EXPECT_THAT(std::string(event.message()), Not(HasSubstr(GetParam().date)));
}

INSTANTIATE_TEST_SUITE_P(All, DateFaultTest,
                         testing::ValuesIn(std::vector<DateFault>{
                             {"NoSuchDay", "2027-02-30"},
                             {"NoLeapYear", "2027-02-29"},
                             {"NoSuchMonth", "2027-13-01"},
                             {"MonthZero", "2027-00-10"},
                             {"DayZero", "2027-01-00"},
                             {"Words", "tomorrow"},
                             {"TenLetters", "next month"},
                             {"ShortMonth", "2027-1-5"},
                             {"ShortMonthAndABlank", "2027-1-05 "},
                             {"NoDashes", "20270105"},
                             {"OtherDashes", "2027/01/05"},
                             {"OtherOrder", "05-01-2027"},
                             {"WithATime", "2027-01-05T00:00:00Z"},
                             {"BlankBefore", " 2027-01-05"},
                             {"BlankBehind", "2027-01-05 "},
                             {"BeforeOurEra", "-027-01-05"},
                             {"FiveDigitYear", "12027-01-05"},
                             {"MonthAlone", "2029-11"},
                             {"AYearThatFewWouldWriteSo", "0999-01-05"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(ApiTest, WithoutAGuideThereIsNoPlan) {
  const CollectionRegistry empty;
  const Api api(empty, clock_, limits_);
  v1::BuildPlanResponse response;
  EXPECT_THAT(api.BuildPlan(Request(), response), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace needlepoint
