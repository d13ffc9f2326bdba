// What the parser takes, and where it stops.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

struct RefusedCase {
  std::string name, text;
  int byte;
  std::string what;  // part of the message
};
void PrintTo(const RefusedCase& c, std::ostream* os) { *os << c.text; }

class ParseRefusesTest : public testing::TestWithParam<RefusedCase> {};

TEST_P(ParseRefusesTest, NamesTheByteAndWhatToWrite) {
  const RefusedCase& c = GetParam();
  EXPECT_THAT(Condition::Parse(c.text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(StartsWith(absl::StrCat("at byte ", c.byte, ": ")), HasSubstr(c.what),
                             Not(HasSubstr("\n")))));
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseRefusesTest,
    testing::ValuesIn(std::vector<RefusedCase>{
        {"UnknownField", "colour = RED", 0, "'colour' is neither a field"},
        {"UnknownFunction", "knows(\"x\")", 0, "nor a function"},
        {"FieldInCapitals", "SETTING = HOME", 0, "neither a field"},
        {"OrAfterAnd", "setting = HOME AND device = PEN OR age_years < 18", 35, "parentheses"},
        {"AndAfterOr", "setting = HOME OR device = PEN AND age_years < 18", 35, "parentheses"},
        {"MixedInParentheses", "(setting = HOME OR device = PEN AND age_years < 18)", 36,
         "parentheses"},
        {"NothingAfterAnd", "setting = HOME AND", 18, "expected a field"},
        {"NothingAfterNot", "NOT", 3, "expected a field"},
        {"LowerCaseAnd", "setting = HOME and device = PEN", 15, "expected AND, OR or the end"},
        {"TwoTerms", "setting = HOME device = PEN", 15, "expected AND, OR or the end"},
        {"NotClosed", "(setting = HOME", 15, "expected )"},
        {"ClosedTwice", "setting = HOME)", 14, "expected AND, OR or the end"},
        {"EmptyParentheses", "()", 1, "expected a field"},
        {"NoOperator", "setting", 7, "expected one of = != :"},
        {"NoValue", "setting = ", 10, "expected a value"},
        {"LessThanAnEnum", "setting < HOME", 8, "expected one of = != :"},
        {"UnequalList", "conditions != eczema", 13, "NOT conditions:code"},
        {"NumberOperator", "age_years : 18", 10, "expected one of = != < <= > >="},
        {"NoNumber", "age_years < young", 12, "expected a number"},
        {"NumberWithUnit", "needle_length_mm > 1mm", 19, "expected a number"},
        {"NumberNotFinite", "age_years < inf", 12, "expected a number"},
        {"NumberIsNan", "age_years < nan", 12, "expected a number"},
        {"NumberTooLarge", "age_years < 1e10", 12, "expected a number"},
        {"NumberTooSmall", "age_years > -1e10", 12, "expected a number"},
        {"FunctionWithoutParentheses", "has \"eczema\"", 4, "expected ( after has"},
        {"FunctionWithoutCode", "has()", 4, "double quotes"},
        {"CodeWithoutQuotes", "has(eczema)", 4, "double quotes"},
        {"CodeInSingleQuotes", "has('eczema')", 4, "double quotes"},
        {"CodeNotClosed", "has(\"eczema)", 4, "closing quote"},
        {"CodeEmpty", "has(\"\")", 4, "empty"},
        {"FunctionNotClosed", "has(\"eczema\"", 12, "expected )"},
        {"ArgumentTooMany", "longest_needle_mm(\"x\") > 1", 18, "expected )"},
        {"NumberFunctionAlone", "weeks_since(\"laser\")", 20, "expected one of = != < <= > >="},
        {"TruthCompared", "has(\"eczema\") = true", 14, "expected AND, OR or the end"},
        {"AmpersandAnd", "setting = HOME && device = PEN", 15, "expected AND, OR or the end"},
        {"HighByte", "\xFF", 0, "expected a field"},
    }),
    [](const auto& info) { return info.param.name; });

// Whatever is cut off the end of a condition, the parser says no or reads a
// shorter condition; it never runs on.
TEST(ParseTest, SurvivesEveryTruncationAndEveryByte) {
  const std::string whole =
      "NOT (has(\"eczema\") OR weeks_since(\"laser\") <= 4.5) AND setting != \"HOME\" AND "
      "concerns:acne";
  NP_ASSERT_OK(Condition::Parse(whole));
  for (size_t length = 0; length < whole.size(); ++length) {
    (void)Condition::Parse(whole.substr(0, length));
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = whole;
      changed[length] = static_cast<char>(byte);
      const absl::StatusOr<Condition> parsed = Condition::Parse(changed);
      if (!parsed.ok()) {
        EXPECT_THAT(parsed, StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("at byte ")));
      }
    }
  }
}

std::string Nested(int levels, const std::string& open, const std::string& close) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += open;
  text += "setting = HOME";
  for (int i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(ParseLimitTest, ThirtyTwoLevelsAreDeepEnough) {
  NP_EXPECT_OK(Condition::Parse(Nested(32, "(", ")")));
  NP_EXPECT_OK(Condition::Parse(Nested(32, "NOT ", "")));
  NP_EXPECT_OK(Condition::Parse(Nested(16, "NOT (", ")")));
}

TEST(ParseLimitTest, RefusesThirtyThreeLevels) {
  const auto refused =
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 32 levels of parentheses"));
  EXPECT_THAT(Condition::Parse(Nested(33, "(", ")")), refused);
  EXPECT_THAT(Condition::Parse(Nested(33, "NOT ", "")), refused);
  EXPECT_THAT(Condition::Parse(Nested(300, "(", ")")), refused);
}

TEST(ParseLimitTest, TwoThousandBytesAreTheLimit) {
  const std::string condition = "setting = HOME";
  NP_EXPECT_OK(Condition::Parse(condition + std::string(2000 - condition.size(), ' ')));
  EXPECT_THAT(Condition::Parse(condition + std::string(2001 - condition.size(), ' ')),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("has 2001 bytes"), HasSubstr("limit is 2000"))));
}

TEST(ParsedTest, EmptyIsAlways) {
  NP_ASSERT_OK_AND_ASSIGN(const Condition empty, Condition::Parse(" \t\n"));
  EXPECT_TRUE(empty.always());
  EXPECT_THAT(empty.atoms(), SizeIs(0));
  NP_ASSERT_OK_AND_ASSIGN(const Condition other, Condition::Parse("setting = HOME"));
  EXPECT_FALSE(other.always());
}

TEST(ParsedTest, KeepsItsText) {
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse("  age_years<18 "));
  EXPECT_EQ(condition.text(), "  age_years<18 ");
}

TEST(ParsedTest, AtomsTellWhatTheyRead) {
  NP_ASSERT_OK_AND_ASSIGN(
      const Condition condition,
      Condition::Parse("has(\"a.b\") AND NOT (setting = HOME AND NOT weeks_since(\"c\")>=2.5)"));
  ASSERT_THAT(condition.atoms(), SizeIs(3));
  const Atom& has = condition.atoms()[0];
  EXPECT_EQ(has.function, Function::kHas);
  EXPECT_EQ(has.field, Field::kConditions);
  EXPECT_EQ(has.code, "a.b");
  EXPECT_FALSE(has.negated);
  const Atom& setting = condition.atoms()[1];
  EXPECT_EQ(setting.function, Function::kNone);
  EXPECT_EQ(setting.field, Field::kSetting);
  EXPECT_EQ(setting.value, "HOME");
  EXPECT_TRUE(setting.negated);
  const Atom& weeks = condition.atoms()[2];
  EXPECT_EQ(weeks.function, Function::kWeeksSince);
  EXPECT_EQ(weeks.comparison, Comparison::kGreaterOrEqual);
  EXPECT_EQ(weeks.number, 2.5);
  EXPECT_FALSE(weeks.negated);  // two NOTs
}

TEST(ParsedTest, SpacesDoNotMatter) {
  for (const char* text : {"age_years<18", "age_years < 18", " age_years\n<\t18 "}) {
    NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(text));
    EXPECT_EQ(condition.atoms().at(0).number, 18) << text;
  }
  NP_EXPECT_OK(Condition::Parse("NOT(setting=HOME)AND(device=PEN)"));
}

}  // namespace
}  // namespace needlepoint
