// Numbers of what is planned, and what it has to fit into: read with the triggers
// of the guide, as they are people's words.

#include "service/understand/proposals.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

Question ReadByGuide(const std::string& text) {
  return GuideUnderstander().Read(text, {}, ReferenceTime());
}

// "clinician: needle_length_mm 2, session_count 3-4".
std::string ProposalText(const Proposal& proposal) {
  const std::string numbers =
      absl::StrJoin(proposal.numbers, ", ", [](std::string* out, const ProposedNumber& number) {
        absl::StrAppend(out, number.field, " ", number.value,
                        number.max.has_value() ? absl::StrCat("-", *number.max) : "",
                        number.per.empty() ? "" : " a ", number.per);
      });
  return absl::StrCat(proposal.by_clinician ? "clinician: " : "", numbers);
}

// "off 3, sessions 4, by 2026-07-20".
std::string ConstraintsText(const Constraints& constraints) {
  std::vector<std::string> items;
  if (constraints.max_downtime_days.has_value())
    items.push_back(absl::StrCat("off ", *constraints.max_downtime_days));
  if (constraints.max_session_count.has_value())
    items.push_back(absl::StrCat("sessions ", *constraints.max_session_count));
  if (constraints.event_day.has_value())
    items.push_back(absl::StrCat("by ", absl::FormatCivilTime(*constraints.event_day)));
  return absl::StrJoin(items, ", ");
}

struct ReadingCase {
  std::string text, want;
};
void PrintTo(const ReadingCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class ProposalTest : public testing::TestWithParam<ReadingCase> {};

TEST_P(ProposalTest, IsRead) {
  EXPECT_EQ(ProposalText(ReadByGuide(GetParam().text).proposal), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Numbers, ProposalTest,
    testing::ValuesIn(std::vector<ReadingCase>{
        {"derm suggests 2mm pen, 4 sessions", "clinician: needle_length_mm 2, session_count 4"},
        {"planning 1.5 mm and three treatments", "needle_length_mm 1.5, session_count 3"},
        {"they want 3-4 sessions", "session_count 3-4"},
        {"4 to 6 professional sessions", "session_count 4-6"},
        {"three or four sittings of it", "session_count 3-4"},
        {"six weeks apart", "interval_days 42"},
        {"4-6 weeks apart", "interval_days 28-42"},
        {"a month apart", "interval_days 30"},
        {"with 10 days between", "interval_days 10"},
        {"4 sessions, every 4 weeks", "session_count 4, interval_days 28"},
        {"every 4 to 6 weeks they needle me", "interval_days 28"},  // the closer one counts
        {"$300 a session", "cost 300 a session"},
        {"they quote $300", "cost 300"},
        {"300-400 dollars each", "cost 300-400 a session"},
        {"£1,200 for the course of 4 sessions", "cost 1200 a course, session_count 4"},
        {"250 quid per treatment", "cost 250 a session"},
        {"$1200 for 4 sessions", "cost 1200 a course, session_count 4"},
        {"4 sessions, 1200 dollars altogether", "session_count 4, cost 1200 a course"},
        {"the whole package is $900", "cost 900 a course"},
        {"a 2 mm pen, 4 sessions, every six weeks, $300 each",
         "needle_length_mm 2, session_count 4, interval_days 42, cost 300 a session"},
        {"I want to roll every 2 weeks at 0.5mm", "interval_days 14, needle_length_mm 0.5"},
    }));

INSTANTIATE_TEST_SUITE_P(
    WhoProposes, ProposalTest,
    testing::ValuesIn(std::vector<ReadingCase>{
        {"my dermatologist recommended 5 sessions", "clinician: session_count 5"},
        {"the clinic quoted $350 a session", "clinician: cost 350 a session"},
        {"was offered a 1.5mm course by my doctor", "clinician: needle_length_mm 1.5"},
        {"the nurse said six weeks apart", "clinician: interval_days 42"},
        {"a tiktok said 2mm, 4 sessions", "needle_length_mm 2, session_count 4"},
        {"is the derm right?", ""},  // nothing is proposed
        {"my dermatologist recommended it", ""},
        {"my derm has a pen. thinking of 3 sessions", "session_count 3"},
        {"my derm proposes a course. 2mm, 4 sessions",
         "clinician: needle_length_mm 2, session_count 4"},
        {"my derm suggests retinol. it stings. I plan 3 sessions", "session_count 3"},
    }));

INSTANTIATE_TEST_SUITE_P(WhatWas, ProposalTest,
                         testing::ValuesIn(std::vector<ReadingCase>{
                             {"had 3 sessions", ""},
                             {"I've had 3-4 sessions", ""},
                             {"I had three or four sessions already", ""},
                             {"2 sessions done so far", ""},
                             {"after 3 sessions nothing", ""},
                             {"had 3 sessions at 1.5mm", ""},
                             {"rolled with 1.5mm 3 days ago", ""},
                             {"had 3 sessions and want 2mm", "needle_length_mm 2"},
                             {"had 3 sessions, derm wants 3 more sessions at 2mm",
                              "clinician: session_count 3, needle_length_mm 2"},
                             {"rolled 3 days ago", ""},
                             {"my redness lasts since 2 weeks", ""},
                         }));

INSTANTIATE_TEST_SUITE_P(WhatCountsOtherThings, ProposalTest,
                         testing::ValuesIn(std::vector<ReadingCase>{
                             {"order 4471", ""},
                             {"I'm 31", ""},
                             {"I'm 31, treatment for scars?", ""},
                             {"fitzpatrick 4, sessions for acne scars?", ""},
                             {"is a 2mm treatment ok", "needle_length_mm 2"},
                             {"a 30% glycolic treatment", ""},
                             {"a 6 week treatment with doxycycline", ""},
                             {"192 needles", ""},
                             {"SPF 50 after treatment", ""},
                             {"i use tretinoin every night", ""},
                             {"i wash my face every 2 days", ""},
                             {"my sister did 4 sessions of 2mm, should I?", ""},
                             {"my mum is planning 4 sessions", ""},
                             {"not 4 sessions", ""},
                             {"no more than 4 sessions", ""},  // a limit, not a plan
                             {"", ""},
                             {"4", ""},
                             {"0 sessions, 101 sessions, 2.5 sessions", ""},
                             {"99999999999999999999 weeks apart", ""},
                         }));

class ProposalSpanTest : public testing::TestWithParam<ReadingCase> {};

TEST_P(ProposalSpanTest, AreTheWordsThatSaySo) {
  const Question question = ReadByGuide(GetParam().text);
  EXPECT_EQ(absl::StrJoin(question.proposal.numbers, "|",
                          [&](std::string* out, const ProposedNumber& number) {
                            absl::StrAppend(out, number.span.In(GetParam().text));
                          }),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, ProposalSpanTest,
                         testing::ValuesIn(std::vector<ReadingCase>{
                             {"derm: 2mm, 3-4 sessions, six weeks apart",
                              "2mm|3-4|six weeks apart"},
                             {"pay $300 every 4 weeks", "300|every 4 weeks"},
                         }));

class ConstraintsTest : public testing::TestWithParam<ReadingCase> {};

TEST_P(ConstraintsTest, AreRead) {
  EXPECT_EQ(ConstraintsText(ReadByGuide(GetParam().text).constraints), GetParam().want);
}

// Counted from Monday, 15 June 2026.
INSTANTIATE_TEST_SUITE_P(All, ConstraintsTest,
                         testing::ValuesIn(std::vector<ReadingCase>{
                             {"max 3 days off", "off 3"},
                             {"I can take a week off work", "off 7"},
                             {"only have 2 days off", "off 2"},
                             {"I need to be back at work in 3 days", "off 3"},
                             {"max 3 days of downtime", "off 3"},
                             {"2-3 days off at most", "off 3"},
                             {"no more than four sessions", "sessions 4"},
                             {"4 sessions max", "sessions 4"},
                             {"I can only afford 3 sessions", "sessions 3"},
                             {"cant do more than 2 sessions", "sessions 2"},
                             {"4 sessions, max", "sessions 4"},
                             {"max 3 days off, 4 sessions", "off 3"},
                             {"max 3 days off 4 sessions", "off 3"},
                             {"wedding in five weeks", "by 2026-07-20"},
                             {"6 weeks until my wedding", "by 2026-07-27"},
                             {"I have 6 weeks before my wedding", "by 2026-07-27"},
                             {"the wedding is 6 weeks away", "by 2026-07-27"},
                             {"my wedding is only 6 weeks off", "by 2026-07-27"},
                             {"I can take a week off before the wedding", "off 7"},
                             {"my wedding is next week", "by 2026-06-22"},
                             {"3 weeks to go till prom", "by 2026-07-06"},
                             {"2 months until my sister's wedding", "by 2026-08-14"},
                             {"max 3 days off, no more than two sessions, holiday in 3 months",
                              "off 3, sessions 2, by 2026-09-14"},
                         }));

INSTANTIATE_TEST_SUITE_P(None, ConstraintsTest,
                         testing::ValuesIn(std::vector<ReadingCase>{
                             {"", ""},
                             {"rolled 3 days ago", ""},
                             {"order 4471", ""},
                             {"I'm 31", ""},
                             {"4 sessions", ""},
                             {"derm suggests 4 sessions six weeks apart", ""},
                             {"is 3 days of downtime normal?", ""},
                             {"my wedding was 3 weeks ago", ""},
                             {"can I needle 2 weeks before my wedding?", ""},
                             {"rolled 3 days before the party", ""},
                             {"stopped retinol 2 weeks before my holiday", ""},
                             {"up to 2mm", ""},
                             {"99999999999999999999 weeks until my wedding", ""},
                             {"wedding in 99999999999999999999 weeks", ""},
                             {"max 999 days off", ""},
                         }));

}  // namespace
}  // namespace needlepoint
