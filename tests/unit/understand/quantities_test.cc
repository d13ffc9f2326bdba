// Numbers in a message, and what they count.

#include "service/understand/quantities.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

struct QuantityCase {
  std::string text, want;  // values, by a blank
};
void PrintTo(const QuantityCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

template <typename Readings, typename Value>
std::string Join(const Readings& readings, Value value) {
  return absl::StrJoin(readings, " ",
                       [&](std::string* out, const auto& r) { absl::StrAppend(out, value(r)); });
}

class LengthTest : public testing::TestWithParam<QuantityCase> {};

TEST_P(LengthTest, IsReadInMillimetres) {
  const Message message = ReadMessage(GetParam().text, Speller());
  EXPECT_EQ(Join(ReadLengths(message), [](const auto& r) { return r.mm; }), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(Units, LengthTest,
                         testing::ValuesIn(std::vector<QuantityCase>{
                             {"1.5mm", "1.5"},
                             {"1.5 mm", "1.5"},
                             {"2 millimetres", "2"},
                             {"0,5 mm", "0.5"},
                             {"1/2 mm", "0.5"},
                             {"\xC2\xBD mm", "0.5"},
                             {"half a mm", "0.5"},
                             {"2 mil", "2"},
                             {"500 microns", "0.5"},
                             {"250 um", "0.25"},
                             {"500\xC2\xB5m", "0.5"},
                             {"a .25mm roller", "0.25"},
                             {"0.25mm and 1.0mm", "0.25 1"},
                             {"point five mm", "0.5"},
                         }));

INSTANTIATE_TEST_SUITE_P(Bare, LengthTest,
                         testing::ValuesIn(std::vector<QuantityCase>{
                             {"i use .25", "0.25"},
                             {"a 0,5 roller", "0.5"},
                             {"my 1.5", "1.5"},
                             {"a 2 roller", ""},  // a whole number counts something else
                             {"only 0.33", ""},   // no length that is sold
                             {"two point five", "2.5"},
                         }));

INSTANTIATE_TEST_SUITE_P(OtherMeasures, LengthTest,
                         testing::ValuesIn(std::vector<QuantityCase>{
                             {"5% glycolic", ""},
                             {"0.5% tretinoin", ""},
                             {"tretinoin 0.1", ""},
                             {"retinol 0.3", ""},
                             {"SPF 50", ""},
                             {"order 4471", ""},
                             {"order #1.5", ""},
                             {"0.5 ml of serum", ""},
                             {"1.5 hours", ""},
                             {"2.5 weeks", ""},
                             {"1.0 g", ""},
                             {"$1.5", ""},
                             {"inr 2.5", ""},
                             {"192 needles", ""},
                             {"temp 38.6", ""},
                             {"50 mm", ""},    // no needle is that long
                             {"0.01 mm", ""},  // nor that short
                             {"0.05 mm and 6 mm", "0.05 6"},
                             {"6.1 mm", ""},
                         }));

Triggers FamilyTriggers(const Message& message) {
  Triggers triggers;
  for (int w = 0; w < static_cast<int>(message.words.size()); ++w) {
    if (message.words[w].text == "mum") triggers.Add("relative").push_back({w, w + 1});
    if (message.words[w].text == "daughter") triggers.Add("child").push_back({w, w + 1});
    if (message.words[w].text == "customer") triggers.Add("client").push_back({w, w + 1});
  }
  return triggers;
}

class AgeTest : public testing::TestWithParam<QuantityCase> {};

TEST_P(AgeTest, IsReadInYears) {
  const Message message = ReadMessage(GetParam().text, Speller());
  EXPECT_EQ(Join(ReadAges(message, FamilyTriggers(message)), [](const auto& r) { return r.value; }),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, AgeTest,
                         testing::ValuesIn(std::vector<QuantityCase>{
                             {"34F, scars", "34"},
                             {"F38 here", "38"},
                             {"I'm 31", "31"},
                             {"i am 31 and pale", "31"},
                             {"31 years old", "31"},
                             {"31yo", "31"},
                             {"aged 17", "17"},
                             {"my mum is 68", "68"},
                             {"my daughter (17) wants it", "17"},
                             {"I'm 3 weeks in", ""},
                             {"i am 2 sessions in", ""},
                             {"SPF 50", ""},
                             {"5% acid", ""},
                             {"1.5mm", ""},
                             {"$31", ""},
                             {"since i was 16", ""},
                             {"I'm 0", ""},
                             {"I'm 111", ""},
                             {"I'm 110", "110"},
                         }));

class FitzpatrickTest : public testing::TestWithParam<QuantityCase> {};

TEST_P(FitzpatrickTest, IsAType) {
  const Message message = ReadMessage(GetParam().text, Speller());
  EXPECT_EQ(Join(ReadFitzpatrick(message), [](const auto& r) { return r.value; }), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, FitzpatrickTest,
                         testing::ValuesIn(std::vector<QuantityCase>{
                             {"fitzpatrick 4", "4"},
                             {"fitz III", "3"},
                             {"Fitzpatrick type VI", "6"},
                             {"type 4 skin", "4"},
                             {"skin type 2", "2"},
                             {"type 7 skin", ""},
                             {"type 2 diabetes", ""},
                             {"skin type", ""},
                             {"fitzpatrick 2.5", ""},
                             {"4 weeks", ""},
                         }));

class SessionTest : public testing::TestWithParam<QuantityCase> {};

TEST_P(SessionTest, CountsThoseThatHaveBeen) {
  const Message message = ReadMessage(GetParam().text, Speller());
  EXPECT_EQ(Join(ReadSessions(message), [](const auto& r) { return r.value; }), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, SessionTest,
                         testing::ValuesIn(std::vector<QuantityCase>{
                             {"had 2 sessions", "2"},
                             {"i have done 4 sessions", "4"},
                             {"3 sessions done", "3"},
                             {"3 done", "3"},
                             {"2 treatments so far", "2"},
                             {"after three sessions", "3"},
                             {"just had my third", "3"},
                             {"3 sessions left", ""},
                             {"need 4 sessions", ""},
                             {"booked 4 sessions", ""},
                             {"a package of 6 sessions", ""},
                             {"6 sessions planned", ""},
                             {"how many sessions", ""},
                             {"had 2 coffees", ""},
                         }));

}  // namespace
}  // namespace needlepoint
