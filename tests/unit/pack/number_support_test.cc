// A fact and a sentence in, the numbers that the fact does not hold out.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "service/pack/lint.h"

namespace needlepoint {
namespace {

struct NumberCase {
  std::string name, claim, values, sentence;
  std::string want;  // missing numbers, separated by commas
};
void PrintTo(const NumberCase& c, std::ostream* os) { *os << c.sentence; }

class UnsupportedNumbersTest : public testing::TestWithParam<NumberCase> {};

TEST_P(UnsupportedNumbersTest, NamesWhatNoFactHolds) {
  const NumberCase& c = GetParam();
  Knowledge k;
  k.facts = {{.id = "f", .claim = c.claim, .values = c.values}};
  const Statement statement{.id = "s", .text = c.sentence, .facts = {0}};
  EXPECT_EQ(absl::StrJoin(UnsupportedNumbers(statement, k), ", "), c.want);
}

INSTANTIATE_TEST_SUITE_P(
    All, UnsupportedNumbersTest,
    testing::ValuesIn(std::vector<NumberCase>{
        {"NoNumber", "", "", "Stay out of the sun.", ""},
        {"InTheClaim", "Wait 72 hours.", "", "Wait 72 hours.", ""},
        {"InTheValues", "Wait.", R"({"hours":72})", "Wait 72 hours.", ""},
        {"UnitInAName", "Wait.", R"({"wait_hours":72})", "Wait 72 hours.", ""},
        {"InNeither", "Wait 72 hours.", "", "Wait 24 hours.", "24"},
        {"NextNumber", "Wait 72 hours.", "", "Wait 71 hours.", "71"},
        {"OtherUnit", "Wait 72 hours.", "", "Wait 72 days.", "72 day"},
        {"OtherUnitThoughItIsTrue", "Wait 72 hours.", "", "Wait 3 days.", "3"},
        {"NoUnitInTheFact", "", R"({"wait":72})", "Wait 72 hours.", "72 hour"},
        {"Decimal", "Needles of 0.5 mm.", "", "Use 0.5 mm.", ""},
        {"DecimalComma", "Needles of 0.5 mm.", "", "Use 0,5 mm.", ""},
        {"TenTimes", "Needles of 0.5 mm.", "", "Use 5 mm.", "5"},
        {"Thousands", "It costs $1,200.", "", "It costs $1200.", ""},
        {"MoneyOfAnotherCountry", "It costs $300.", "", "It costs £300.", "300 pound"},
        {"Percent", "40% improved.", "", "40 percent improved.", ""},
        {"PercentForPeople", "In 40 people.", "", "40% improved.", "40 percent"},
        {"WordForDigits", "Wait 3 days.", "", "Wait three days.", ""},
        {"DigitsForWord", "Wait three days.", "", "Wait 3 days.", ""},
        {"WordInNeither", "Wait 3 days.", "", "Wait four days.", "four"},
        {"TwiceIsTwo", "Done twice.", "", "It was done 2 times.", ""},
        {"HalfIsANumberInTheFact", "Half improved.", "", "0.5 improved.", ""},
        {"OneIsAWordInTheSentence", "It helps.", "", "One of them helps.", ""},
        {"BothEndsOfARange", "After 2 to 4 weeks.", "", "After 2 to 5 weeks.", "5"},
        {"NumbersThatAreNames", "Use SPF 30.", "", "Use SPF 50.", "50"},
        {"CountsItsOwnSources", "Wait.", "", "One clinic says wait.", ""},
        {"CountsMoreSourcesThanItHas", "Wait.", "", "Two clinics say wait.", "Two"},
        {"EachMissingNumber", "Wait.", "", "Wait 3 days or 4 weeks.", "3, 4"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(UnsupportedNumbersOfFactsTest, AnyOfTheFactsMayHoldIt) {
  Knowledge k;
  k.facts = {{.id = "a", .claim = "Wait 72 hours."}, {.id = "b", .claim = "Use SPF 30."}};
  Statement statement{.text = "Wait 72 hours, then use SPF 30.", .facts = {0, 1}};
  EXPECT_TRUE(UnsupportedNumbers(statement, k).empty());
  statement.facts = {1};
  EXPECT_EQ(UnsupportedNumbers(statement, k), std::vector<std::string>{"72"});
}

TEST(UnsupportedNumbersOfFactsTest, TwoFactsAreTwoClinics) {
  Knowledge k;
  k.facts = {{.id = "a", .claim = "Wait."}, {.id = "b", .claim = "Wait."}};
  EXPECT_TRUE(UnsupportedNumbers({.text = "Two clinics say wait.", .facts = {0, 1}}, k).empty());
}

}  // namespace
}  // namespace needlepoint
