// The days of a course, from the numbers of its row.

#include "service/plan/calendar.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/answer/answer_text.h"
#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "28-210", "7-" if it is open-ended, "" if the numbers do not say.
std::string DaysText(const Protocol& row, Moment moment) {
  const std::optional<Days> days = DaysOf(row, moment);
  if (!days.has_value()) return "";
  return absl::StrCat(days->from, "-", days->to.has_value() ? absl::StrCat(*days->to) : "");
}

struct DaysCase {
  std::string name;
  Moment moment;
  std::vector<std::pair<std::string, Range>> numbers;
  bool from_last = false;
  std::string want;
};
void PrintTo(const DaysCase& c, std::ostream* os) { *os << c.name; }

class DaysOfTest : public testing::TestWithParam<DaysCase> {};

TEST_P(DaysOfTest, CountFromTheFirstSession) {
  Protocol row;
  for (const auto& [name, range] : GetParam().numbers) row.numbers[name] = range;
  row.full_result_from_last = GetParam().from_last;
  EXPECT_EQ(DaysText(row, GetParam().moment), GetParam().want);
}

const Range kThreeToSix{3, 6, {0}}, kFourWeeks{28, 42, {0}}, kOne{1, 1, {0}};

INSTANTIATE_TEST_SUITE_P(
    All, DaysOfTest,
    testing::ValuesIn(std::vector<DaysCase>{
        {"TheFirstSessionIsDayZero", Moment::kSession, {}, false, "0-0"},
        {"BeforeIsNotInTheRow", Moment::kBefore, {{"downtime_days", kOne}}, false, ""},
        {"HealingLastsAtMostTheDowntime",
         Moment::kHealing,
         {{"downtime_days", {1, 7, {0}}}},
         false,
         "0-7"},
        {"HalfADayEndsOnTheNext",
         Moment::kHealing,
         {{"downtime_days", {0.5, 1.5, {0}}}},
         false,
         "0-2"},
        {"NoDowntimeNoHealing", Moment::kHealing, {{"downtime_days", {0, 0, {0}}}}, false, ""},
        {"UnknownDowntimeNoHealing", Moment::kHealing, {}, false, ""},
        {"FurtherSessionsFromTheSecondToTheLast",
         Moment::kFurtherSessions,
         {{"session_count", kThreeToSix}, {"interval_days", kFourWeeks}},
         false,
         "28-210"},
        {"FurtherSessionsWithoutANumberAreOpenEnded",
         Moment::kFurtherSessions,
         {{"interval_days", {7, 28, {0}}}},
         false,
         "7-"},
        {"OneSessionHasNoFurther",
         Moment::kFurtherSessions,
         {{"session_count", kOne}, {"interval_days", kFourWeeks}},
         false,
         ""},
        {"NoIntervalNoFurther",
         Moment::kFurtherSessions,
         {{"session_count", kThreeToSix}},
         false,
         ""},
        {"FirstResult",
         Moment::kFirstResult,
         {{"first_result_days", {59.5, 180.2, {0}}}},
         false,
         "59-181"},
        {"NoFirstResult", Moment::kFirstResult, {}, false, ""},
        {"FullResultFromTheFirst",
         Moment::kFullResult,
         {{"full_result_days", {90, 180, {0}}},
          {"session_count", kThreeToSix},
          {"interval_days", kFourWeeks}},
         false,
         "90-180"},
        // Two intervals of 28 days behind the first, or five of 42.
        {"FullResultFromTheLast",
         Moment::kFullResult,
         {{"full_result_days", {90, 180, {0}}},
          {"session_count", kThreeToSix},
          {"interval_days", kFourWeeks}},
         true,
         "146-390"},
        {"FullResultFromTheLastOfACourseOfUnknownLength",
         Moment::kFullResult,
         {{"full_result_days", {90, 180, {0}}}, {"session_count", kThreeToSix}},
         true,
         "90-180"},
        {"NoFullResult", Moment::kFullResult, {}, true, ""},
    }),
    [](const auto& info) { return info.param.name; });

// Ids of statements, without the collection.
std::string Said(const google::protobuf::RepeatedPtrField<v1::Statement>& statements) {
  return absl::StrJoin(statements, " ", [](std::string* out, const v1::Statement& statement) {
    absl::StrAppend(out, statement.statement_id().substr(std::string("guide/").size()));
  });
}

class CalendarTest : public testing::Test {
 protected:
  // The calendar of the first way for `profile`.
  explicit CalendarTest(Profile profile = {.setting = "PROFESSIONAL", .concerns = {"acne-scar"}}) {
    question_.profile = std::move(profile);
    ways_ = FindWays(*PlanSnapshot(), question_, {});
  }

  void Add(std::optional<absl::CivilDay> start = std::nullopt) {
    const Situation situation{ways_[0].terms.profile, &ways_[0].terms};
    Tailor tailor(*PlanSnapshot(), situation, citations_, "guide");
    AddTimeline(*PlanSnapshot(), ways_[0], start, tailor, plan_);
    AddAftercare(*PlanSnapshot(), ways_[0], tailor, plan_);
  }

  // "The day itself 0-0: aftercare/wash/water".
  std::vector<std::string> Timeline() const {
    std::vector<std::string> steps;
    for (const v1::TimelineStep& step : plan_.timeline()) {
      steps.push_back(absl::StrCat(step.title(), " ", step.day_from(), "..",
                                   step.has_day_to() ? absl::StrCat(step.day_to()) : "", ": ",
                                   Said(step.statements())));
    }
    return steps;
  }

  std::vector<std::string> Aftercare() const {
    std::vector<std::string> steps;
    for (const v1::AftercareStep& step : plan_.aftercare()) {
      steps.push_back(absl::StrCat(step.title(), " ", step.hour_from(), "..",
                                   step.has_hour_to() ? absl::StrCat(step.hour_to()) : "", ": ",
                                   Said(step.statements())));
    }
    return steps;
  }

  Question question_;
  std::vector<Way> ways_;
  Citations citations_{*PlanSnapshot(), "guide"};
  v1::Plan plan_;
};

// A sentence is said once, where it comes first; a step without one keeps its
// own title.
TEST_F(CalendarTest, OfAClinic) {
  Add();
  EXPECT_THAT(Timeline(),
              ElementsAre("Small = guide -28..-1: aftercare/sun/shade aftercare/wash/water",
                          "The day itself 0..0: ", "Small = guide 0..7: aftercare/sun/sunscreen",
                          "timeline.further-sessions 28..210: ", "timeline.first-result 60..180: ",
                          "timeline.full-result 146..390: "));
  EXPECT_THAT(Aftercare(), ElementsAre("Small = guide 0..24: aftercare/sun/shade",
                                       "later-title 24..: aftercare/wash/water"));
  EXPECT_EQ(plan_.timeline(0).date_from(), "");
  EXPECT_EQ(plan_.timeline(0).date_to(), "");
}

TEST_F(CalendarTest, HasDatesFromTheDayOfTheFirstSession) {
  Add(absl::CivilDay(2028, 1, 31));
  std::vector<std::string> dates;
  for (const v1::TimelineStep& step : plan_.timeline())
    dates.push_back(absl::StrCat(step.date_from(), "..", step.date_to()));
  EXPECT_THAT(dates, ElementsAre("2028-01-03..2028-01-30", "2028-01-31..2028-01-31",
                                 "2028-01-31..2028-02-07", "2028-02-28..2028-08-28",
                                 "2028-03-31..2028-07-29", "2028-06-25..2029-02-24"));
}

// A moment that the row gives no days for takes no sentence from a later one, and
// cites nothing.
TEST(CalendarWithoutDaysTest, SaysNothing) {
  Knowledge k = PlanKnowledge();
  const int shade = k.timeline[1].statements[0];
  k.timeline = {{"further", Moment::kFurtherSessions, "", "", {}, {}, "title", {shade}},
                {"first-result", Moment::kFirstResult, "", "", {}, {}, "title", {shade}}};
  for (Protocol& row : k.protocols) row.numbers.erase("interval_days");
  const auto snapshot = SnapshotOf(k);
  Question question;
  question.profile = {.setting = "PROFESSIONAL", .concerns = {"acne-scar"}};
  const std::vector<Way> ways = FindWays(*snapshot, question, {});
  const Situation situation{ways[0].terms.profile, &ways[0].terms};
  Citations citations(*snapshot, "guide");
  Tailor tailor(*snapshot, situation, citations, "guide");
  v1::Plan plan;
  AddTimeline(*snapshot, ways[0], std::nullopt, tailor, plan);
  ASSERT_EQ(plan.timeline_size(), 4);  // session, healing, first and full result
  EXPECT_EQ(Said(plan.timeline(2).statements()), "aftercare/sun/shade");
  for (Protocol& row : k.protocols) row.numbers.erase("first_result_days");
  Citations unused(*snapshot, "guide");
  k.timeline.pop_back();
  const auto bare = SnapshotOf(k);
  Tailor of_bare(*bare, situation, unused, "guide");
  v1::Plan empty;
  AddTimeline(*bare, ways[0], std::nullopt, of_bare, empty);
  EXPECT_THAT(unused.Build(), IsEmpty());
}

class BoxcarCalendarTest : public CalendarTest {
 protected:
  BoxcarCalendarTest()
      : CalendarTest({.setting = "PROFESSIONAL", .concerns = {"acne-scar.boxcar"}}) {}
};

// The longest of the stretches before the first session counts.
TEST_F(BoxcarCalendarTest, JoinsWhatIsSaidOfTheConcern) {
  Add();
  EXPECT_EQ(Timeline()[0],
            "Small = guide -42..-1: aftercare/sun/shade aftercare/wash/water "
            "aftercare/sun/sunscreen");
}

class HomeCalendarTest : public CalendarTest {
 protected:
  HomeCalendarTest() : CalendarTest({.setting = "HOME", .concerns = {"texture"}}) {}
};

TEST_F(HomeCalendarTest, WithoutANumberOfSessionsIsOpenEnded) {
  Add(absl::CivilDay(2026, 12, 31));
  EXPECT_THAT(Timeline(),
              ElementsAre("Small = guide -7..-1: aftercare/wash/water",
                          "The day itself 0..0: ", "Small = guide 0..3: aftercare/sun/sunscreen",
                          "timeline.further-sessions 7..: "));
  EXPECT_EQ(plan_.timeline(3).date_from(), "2027-01-07");
  EXPECT_EQ(plan_.timeline(3).date_to(), "");
  EXPECT_THAT(Aftercare(), ElementsAre("Small = guide 0..24: aftercare/sun/shade",
                                       "later-title 24..: aftercare/wash/water"));
}

}  // namespace
}  // namespace needlepoint
