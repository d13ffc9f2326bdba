// Stretches of time in a message, against Monday, 15 June 2026, 14:00 UTC.

#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "service/understand/quantities.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

// "ago 72h", "every 336h", "for 24h", "in 24h", by a comma.
std::string Times(const std::string& text) {
  const Message message = ReadMessage(text, Speller());
  return absl::StrJoin(ReadTimes(message, ReferenceTime()), ", ",
                       [](std::string* out, const TimeReading& t) {
                         const std::string kind = t.kind == TimeReading::Kind::kAgo        ? "ago"
                                                  : t.kind == TimeReading::Kind::kInterval ? "every"
                                                  : t.kind == TimeReading::Kind::kDuration ? "for"
                                                                                           : "in";
                         absl::StrAppend(out, kind, " ", std::round(t.hours * 100) / 100, "h");
                       });
}

struct TimeCase {
  std::string text, want;
};
void PrintTo(const TimeCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class TimeTest : public testing::TestWithParam<TimeCase> {};

TEST_P(TimeTest, IsReadInHours) { EXPECT_EQ(Times(GetParam().text), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(Ago, TimeTest,
                         testing::ValuesIn(std::vector<TimeCase>{
                             {"3 days ago", "ago 72h"},
                             {"three weeks ago", "ago 504h"},
                             {"5 hrs ago", "ago 5h"},
                             {"30 mins ago", "ago 0.5h"},
                             {"a month ago", "ago 729.6h"},
                             {"a year ago", "ago 8760h"},
                             {"half a year ago", "ago 4380h"},
                             {"a couple of weeks ago", "ago 336h"},
                             {"couple of days ago", "ago 48h"},
                             {"a fortnight ago", "ago 336h"},
                             {"2-3 days ago", "ago 60h"},
                             {"2 or 4 days ago", "ago 72h"},
                             {"a year and a half ago", "ago 13140h"},
                             {"rolled yesterday", "ago 24h"},
                             {"last night", "ago 12h"},
                             {"2 days post", "ago 48h"},
                             {"day 4", "ago 96h"},
                             {"week 2", "ago 336h"},
                             {"1.5 weeks ago", "ago 252h"},
                         }));

// June minus March is three months, and so on; the year rolls over.
INSTANTIATE_TEST_SUITE_P(Calendar, TimeTest,
                         testing::ValuesIn(std::vector<TimeCase>{
                             {"since march", "ago 2188.8h"},
                             {"in march", "ago 2188.8h"},
                             {"since july", "ago 8025.6h"},
                             {"since june", ""},
                             {"in march, it's august", "ago 3648h"},
                             {"since 2024", "ago 17520h"},
                             {"since 2026", "ago 4380h"},
                             {"since 2027", ""},  // not been yet
                             {"on sunday, it's weds", "ago 72h"},
                             {"on sunday", ""},  // could as well be the coming one
                             {"may i roll", ""},
                         }));

INSTANTIATE_TEST_SUITE_P(Interval, TimeTest,
                         testing::ValuesIn(std::vector<TimeCase>{
                             {"every 2 weeks", "every 336h"},
                             {"every two weeks", "every 336h"},
                             {"every week", "every 168h"},
                             {"every other day", "every 48h"},
                             {"every day", "every 24h"},
                             {"every 4-6 weeks", "every 672h"},
                             {"every month", "every 720h"},
                             {"every sunday", "every 168h"},
                             {"every other sunday", "every 336h"},
                             {"once in three weeks", "every 504h"},
                             {"once a week", "every 168h"},
                             {"twice a week", "every 84h"},
                             {"3 times a week", "every 56h"},
                             {"weekly", "every 168h"},
                             {"fortnightly", "every 336h"},
                             {"daily", "every 24h"},
                         }));

INSTANTIATE_TEST_SUITE_P(Other, TimeTest,
                         testing::ValuesIn(std::vector<TimeCase>{
                             {"for 6 weeks", "for 1008h"},
                             {"week 3 of it", "for 504h"},
                             {"last week", "for 168h"},  // no number of weeks ago
                             {"in 5 weeks", "in 840h"},
                             {"tomorrow", "in 24h"},
                             {"next week", "in 168h"},
                             {"5 days later", "in 120h"},
                             {"my scar is 5 years old", ""},
                             {"rolled at 2pm, its 7pm now", "ago 5h"},
                             {"rolled at 11pm, its 1am now", "ago 2h"},
                             {"at 2pm", ""},
                             {"0 days ago", ""},
                             {"1.5mm", ""},
                             {"", ""},
                         }));

TEST(TimeTest, ThisMorningDependsOnTheHour) {
  const Message message = ReadMessage("rolled this morning", Speller());
  const absl::Time late = ReferenceTime() + absl::Hours(8);  // 22:00
  ASSERT_EQ(ReadTimes(message, late).size(), 1u);
  EXPECT_EQ(ReadTimes(message, late)[0].hours, 14);
  EXPECT_EQ(ReadTimes(message, ReferenceTime())[0].hours, 8);
}

}  // namespace
}  // namespace needlepoint
