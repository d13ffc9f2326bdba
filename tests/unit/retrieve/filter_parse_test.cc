// What is no filter, at which byte, and what is said of it.

#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/retrieve/filter.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

struct RefusedFilter {
  std::string name, text;
  int byte;
  std::string what;  // part of the message
};
void PrintTo(const RefusedFilter& c, std::ostream* os) { *os << c.text; }

class FilterRefusesTest : public testing::TestWithParam<RefusedFilter> {};

TEST_P(FilterRefusesTest, NamesTheByteAndWhatToWrite) {
  const RefusedFilter& c = GetParam();
  EXPECT_THAT(Filter::Parse(c.text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(StartsWith(absl::StrCat("at byte ", c.byte, ": ")), HasSubstr(c.what),
                             Not(HasSubstr("zebra")), Not(HasSubstr("\n")))));
}

INSTANTIATE_TEST_SUITE_P(
    Fields, FilterRefusesTest,
    testing::ValuesIn(std::vector<RefusedFilter>{
        {"Unknown", "zebra = x", 0, "expected one of the fields topic, issuer_type, grade"},
        {"UnknownListsMeta", "zebra = x", 0, "contradicted_rule and meta.KEY"},
        {"WordAlone", "zebra", 0, "expected one of the fields"},
        {"TextAlone", "\"zebra\"", 0, "expected a field, NOT or ("},
        {"Capitals", "TOPIC = zebra", 0, "expected one of the fields"},
        {"Keyword", "AND = zebra", 0, "expected a field"},
        {"Path", "topic.zebra = x", 0, "expected one of the fields"},
        {"MetaAlone", "meta = zebra", 0, "meta.KEY"},
        {"MetaHas", "meta:zebra", 0, "meta.KEY"},
        {"MetaWithoutKey", "meta. = zebra", 5, "expected a key"},
        {"KeyInCapitals", "meta.Zebra = x", 5, "small letter"},
        {"KeyWithDigitFirst", "meta.2zebra = x", 5, "expected a key"},
        {"KeyWithLineFirst", "meta._zebra = x", 5, "expected a key"},
        {"KeyWithDot", "meta.zebra.x = x", 5, "expected a key"},
        {"KeyWithHyphen", "meta.zebra-x = x", 5, "expected a key"},
        {"KeyTooLong", "topic:* OR meta." + std::string(65, 'k') + " = x", 16, "at most 64"},
        {"Star", "* = zebra", 0, "expected a field"},
        {"HighByte", "\xFF", 0, "expected a field"},
        {"Zero", std::string(1, '\0'), 0, "expected a field"},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Operators, FilterRefusesTest,
                         testing::ValuesIn(std::vector<RefusedFilter>{
                             {"None", "topic", 5, "expected one of = != :"},
                             {"NoneOfDate", "date", 4, "expected one of = != < <= > >= :"},
                             {"Word", "topic is zebra", 6, "expected one of = != :"},
                             {"NoOperatorBetween", "topic zebra", 6, "expected one of = != :"},
                             {"LessThanTopic", "topic < zebra", 6, "only date has an order"},
                             {"AtLessOrEqual", "topic <= zebra", 6, "only date has an order"},
                             {"GreaterThanGrade", "grade > expert", 6, "only date has an order"},
                             {"GreaterOrEqualMeta", "meta.zebra >= 1", 11,
                              "only date has an order"},
                             {"TwoEquals", "topic == zebra", 7, "expected a value"},
                             {"Exclamation", "topic ! zebra", 6, "expected one of = != :"},
                             {"Angles", "date <> 2020", 6, "expected a value"},
                             {"EqualLess", "date =< 2020", 6, "expected a value"},
                             {"Tilde", "topic ~ zebra", 6, "expected one of = != :"},
                         }),
                         [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Values, FilterRefusesTest,
                         testing::ValuesIn(std::vector<RefusedFilter>{
                             {"None", "topic = ", 8, "expected a value"},
                             {"NoneBeforeClose", "(topic = )", 9, "expected a value"},
                             {"List", "topic:(zebra OR x)", 6, "expected a value"},
                             {"And", "topic = AND date = 2020", 8, "only in quotes"},
                             {"Or", "topic:OR", 6, "only in quotes"},
                             {"Not", "topic = NOT zebra", 8, "only in quotes"},
                             {"EmptyText", "topic = \"\"", 8, "NOT field:*"},
                             {"EmptyTextUnequal", "topic != ''", 9, "NOT field:*"},
                             {"OtherBytes", "topic = zebra\xC3\xA9", 13, "goes in quotes"},
                             {"OnlyOtherBytes", "topic = \xC3\xA9", 8, "in quotes"},
                             {"Colon", "meta.uri = https://zebra", 16, "goes in quotes"},
                             {"Slash", "topic = zebra/x", 13, "goes in quotes"},
                             {"TextAfterWord", "topic = zebra\"x\"", 13, "goes in quotes"},
                             {"CloseWithoutOpen", "topic = zebra(", 13, "goes in quotes"},
                             {"NotClosed", "topic = \"zebra", 8, "closing quote"},
                             {"ClosedByTheOther", "topic = \"zebra'", 8, "closing quote"},
                             {"ClosedByAnEscape", "topic = \"zebra\\\"", 8, "closing quote"},
                             {"EndsInBackslash", "topic = \"zebra\\", 8, "closing quote"},
                             {"OnlyAQuote", "topic = '", 8, "closing quote"},
                             {"OtherEscape", "topic = \"ze\\nbra\"", 11,
                              "expected \\\\, \\\", \\' or \\*"},
                             {"StarAtTheEnd", "topic = zebra*", 13, "wildcard"},
                             {"StarAtTheBeginning", "topic:*zebra", 7, "wildcard"},
                             {"TwoStars", "topic:**", 7, "wildcard"},
                             {"StarThenText", "topic:*\"zebra\"", 7, "wildcard"},
                             {"StarInQuotes", "topic:\"zebra*\"", 12, "wildcard"},
                             {"StarAloneInQuotes", "topic:\"*\"", 7, "\\* is a star"},
                             {"StarEqual", "topic = *", 8, "after a colon"},
                             {"StarUnequal", "topic != *", 9, "after a colon"},
                             {"StarGreater", "date > *", 7, "after a colon"},
                         }),
                         [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Kinds, FilterRefusesTest,
    testing::ValuesIn(std::vector<RefusedFilter>{
        {"Grade", "topic = x AND grade = zebra", 22, "regulator, guideline, consensus"},
        {"GradeInQuotes", "grade : \"zebra\"", 8, "expert_opinion, patient_page"},
        {"GradeWithPrefix", "grade = GRADE_RCT", 8, "expected one of regulator"},
        {"GradeUnspecified", "grade = unspecified", 8, "expected one of regulator"},
        {"GradeWithHyphen", "grade = case-report", 8, "case_report"},
        {"IssuerType", "issuer_type != zebra", 15, "regulator, professional_society"},
        {"IssuerTypeHasNoGrade", "issuer_type = rct", 14, "own_document"},
        {"DateInWords", "date = yesterday", 7, "YYYY-MM-DD, YYYY-MM or YYYY"},
        {"DateTheOtherWayRound", "date = 31-12-2020", 7, "YYYY-MM-DD"},
        {"DateOfOneDigit", "date = 2020-1-1", 7, "YYYY-MM-DD"},
        {"DateShort", "date = 202", 7, "YYYY-MM-DD"},
        {"DateLong", "date = 2020-01-011", 7, "YYYY-MM-DD"},
        {"DateWithDots", "date = 2020.01.01", 7, "YYYY-MM-DD"},
        {"DateWithTime", "date = \"2020-01-01T00:00:00Z\"", 7, "YYYY-MM-DD"},
        {"DateWithLetters", "date >= 2O20", 8, "YYYY-MM-DD"},
        {"MonthThirteen", "date >= 2020-13", 8, "exists"},
        {"MonthZero", "date >= 2020-00", 8, "exists"},
        {"DayZero", "date >= 2020-01-00", 8, "exists"},
        {"ThirtyFirstOfApril", "date >= 2020-04-31", 8, "exists"},
        {"NoLeapYear", "date >= 2021-02-29", 8, "exists"},
        {"NoLeapCentury", "date >= 1900-02-29", 8, "exists"},
        {"YearZero", "date >= 0000", 8, "exists"},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Joins, FilterRefusesTest,
    testing::ValuesIn(std::vector<RefusedFilter>{
        {"OrAfterAnd", "topic:* AND date:* OR grade:*", 19, "put one of them in parentheses"},
        {"AndAfterOr", "topic:* OR date:* AND grade:*", 18, "put one of them in parentheses"},
        {"MixedInside", "(topic:* OR date:* AND grade:*)", 19, "in parentheses"},
        {"NothingAfterAnd", "topic:* AND", 11, "expected a field"},
        {"NothingAfterNot", "NOT", 3, "expected a field"},
        {"NothingAfterMinus", "-", 1, "expected a field"},
        {"NothingBeforeOr", "OR topic:*", 0, "expected a field"},
        {"TwoAnds", "topic:* AND AND date:*", 12, "expected a field"},
        {"LowerCaseAnd", "topic:* and date:*", 8, "expected AND or OR, in capitals, or the end"},
        {"TermsInSequence", "topic:* date:*", 8, "expected AND or OR"},
        {"Comma", "topic:x , date:*", 8, "expected AND or OR"},
        {"NotClosed", "(topic:zebra", 12, "or )"},
        {"LowerCaseAndInside", "(topic:zebra and date:*)", 13, "in capitals, or )"},
        {"ClosedTwice", "(topic:zebra))", 13, "or the end"},
        {"ClosedFirst", ")", 0, "expected a field"},
        {"NothingInside", "()", 1, "expected a field"},
        {"Ampersands", "topic:zebra && date:*", 12, "expected AND or OR"},
        {"NotTwoWords", "NOTtopic:*", 0, "expected one of the fields"},
    }),
    [](const auto& info) { return info.param.name; });

std::string NestedFilter(int levels, const std::string& open, const std::string& close) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += open;
  text += "topic:*";
  for (int i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(FilterLimitTest, ThirtyTwoLevelsAreDeepEnough) {
  NP_EXPECT_OK(Filter::Parse(NestedFilter(32, "(", ")")));
  NP_EXPECT_OK(Filter::Parse(NestedFilter(32, "NOT ", "")));
  NP_EXPECT_OK(Filter::Parse(NestedFilter(32, "-", "")));
  NP_EXPECT_OK(Filter::Parse(NestedFilter(16, "NOT (", ")")));
}

TEST(FilterLimitTest, RefusesTheThirtyThirdLevelWhereItBegins) {
  const auto refused_at = [](int byte) {
    return StatusIs(absl::StatusCode::kInvalidArgument,
                    StartsWith(absl::StrCat("at byte ", byte, ": more than 32 parentheses")));
  };
  EXPECT_THAT(Filter::Parse(NestedFilter(33, "(", ")")), refused_at(32));
  EXPECT_THAT(Filter::Parse(NestedFilter(33, "-", "")), refused_at(32));
  EXPECT_THAT(Filter::Parse(NestedFilter(33, "NOT ", "")), refused_at(32 * 4));
  EXPECT_THAT(Filter::Parse(NestedFilter(900, "(", ")")), refused_at(32));
  EXPECT_THAT(Filter::Parse(std::string(2000, '(')), refused_at(32));
}

TEST(FilterLimitTest, ParenthesesSideBySideAreNotDeep) {
  NP_EXPECT_OK(Filter::Parse(absl::StrJoin(std::vector<std::string>(90, "(-topic:*)"), " OR ")));
}

TEST(FilterLimitTest, TwoThousandBytesAreTheLimit) {
  const std::string filter = "topic = zebra";
  NP_EXPECT_OK(Filter::Parse(filter + std::string(2000 - filter.size(), ' ')));
  EXPECT_THAT(Filter::Parse(filter + std::string(2001 - filter.size(), ' ')),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(StartsWith("at byte 2000: "), HasSubstr("has 2001 bytes"),
                             HasSubstr("limit is 2000"), Not(HasSubstr("zebra")))));
}

TEST(FilterLimitTest, HundredComparisonsAreTheLimit) {
  std::vector<std::string> comparisons(100, "topic:x");
  NP_EXPECT_OK(Filter::Parse(absl::StrJoin(comparisons, " OR ")));
  comparisons.push_back("zebra");
  EXPECT_THAT(Filter::Parse(absl::StrJoin(comparisons, " OR ")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("at byte 1100: more than 100 comparisons")));
}

TEST(FilterLimitTest, KeysHaveSixtyFourCharacters) {
  NP_EXPECT_OK(Filter::Parse("meta." + std::string(64, 'k') + ":*"));
  NP_EXPECT_OK(Filter::Parse("meta.k:*"));
  NP_EXPECT_OK(Filter::Parse("meta.k_0_:*"));
}

TEST(FilterDatesTest, TakesDaysThatExist) {
  for (const char* date : {"0001", "9999-12-31", "2000-02-29", "2024-02-29", "2020-12", "'1987'"}) {
    NP_EXPECT_OK(Filter::Parse(absl::StrCat("date >= ", date))) << date;
  }
}

// The values of the enum with `prefix` in evidence.proto, without their prefix.
std::vector<std::string> ValuesInProto(const std::string& prefix) {
  std::ifstream in("proto/needlepoint/v1/evidence.proto");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::regex value("\\n  " + prefix + "_([A-Z_]+) = ([0-9]+);");
  std::vector<std::string> values;
  for (std::sregex_iterator it(text.begin(), text.end(), value), end; it != end; ++it) {
    if ((*it)[2] != "0") values.push_back((*it)[1]);
  }
  return values;
}

TEST(FilterNamesTest, TakesThoseOfTheProtoAndListsThemAll) {
  for (const auto& [field, prefix] : std::vector<std::pair<std::string, std::string>>{
           {"grade", "GRADE"}, {"issuer_type", "ISSUER_TYPE"}}) {
    std::vector<std::string> names = ValuesInProto(prefix);
    ASSERT_THAT(names, SizeIs(testing::Ge(8u)));
    for (std::string& name : names) {
      NP_EXPECT_OK(Filter::Parse(absl::StrCat(field, " = ", name)));
      for (char& c : name) c = absl::ascii_tolower(static_cast<unsigned char>(c));
      NP_EXPECT_OK(Filter::Parse(absl::StrCat(field, " = ", name)));
    }
    EXPECT_THAT(Filter::Parse(absl::StrCat(field, " = zebra")),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         testing::EndsWith(": expected one of " + absl::StrJoin(names, ", "))));
  }
}

}  // namespace
}  // namespace needlepoint
