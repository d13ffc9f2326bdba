// Which passages a filter lets through.

#include "service/retrieve/filter.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/memory_attributes.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const MemoryAttributes& Desk() {
  static const auto* const desk = new MemoryAttributes({
      {{"topic", "aftercare"},
       {"issuer_type", "REGULATOR"},
       {"grade", "systematic_review"},
       {"jurisdiction", "US"},
       {"jurisdiction", "UK-England"},
       {"date", "2020"},
       {"collection", "guide"},
       {"language", "en"}},
      {{"topic", "Aftercare"},
       {"issuer_type", "clinic"},
       {"grade", "expert"},
       {"jurisdiction", "EU"},
       {"date", "2020-02"},
       {"collection", "guide"},
       {"language", "en"}},
      {{"topic", "needles"},
       {"issuer_type", "own_document"},
       {"date", "2020-02-29"},
       {"collection", "desk"},
       {"language", "de"},
       {"meta.brand", "AND"},
       {"meta.product_2", "A*B \"x\" \\ 'y'"}},
      {{"topic", "needles"},
       {"issuer_type", "own_document"},
       {"date", "2021-01-01"},
       {"date", "2019-12-31"},
       {"collection", "desk"},
       {"contradicted_rule", "sun.1-week"},
       {"meta.brand", "Größe"}},
      {},
  });
  return *desk;
}

struct EvaluateCase {
  std::string name, filter;
  std::vector<int> want;
};
void PrintTo(const EvaluateCase& c, std::ostream* os) { *os << c.filter; }

class FilterEvaluateTest : public testing::TestWithParam<EvaluateCase> {};

TEST_P(FilterEvaluateTest, LetsThrough) {
  NP_ASSERT_OK_AND_ASSIGN(const Filter filter, Filter::Parse(GetParam().filter));
  NP_ASSERT_OK_AND_ASSIGN(const PassageSet passages, filter.Evaluate(Desk()));
  EXPECT_EQ(passages.passage_count(), 5);
  std::vector<int> got;
  passages.ForEach([&](int passage) { got.push_back(passage); });
  EXPECT_EQ(got, GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    Values, FilterEvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"Empty", "", {0, 1, 2, 3, 4}},
        {"OnlySpace", " \t\r\n", {0, 1, 2, 3, 4}},
        {"Equal", "topic = aftercare", {0, 1}},
        {"EqualInDoubleQuotes", "topic = \"aftercare\"", {0, 1}},
        {"EqualInSingleQuotes", "topic = 'aftercare'", {0, 1}},
        {"CapitalsAreTheSame", "topic = AfterCARE", {0, 1}},
        {"Has", "topic:aftercare", {0, 1}},
        {"HasIsWholeValues", "topic:after", {}},
        {"Unequal", "topic != aftercare", {2, 3, 4}},
        {"Present", "jurisdiction:*", {0, 1}},
        {"Absent", "NOT jurisdiction:*", {2, 3, 4}},
        {"OneOfSeveralValues", "jurisdiction = US", {0}},
        {"OtherOfSeveralValues", "jurisdiction:uk-england", {0}},
        {"UnequalIsNoneOfTheValues", "jurisdiction != us", {1, 2, 3, 4}},
        {"IssuerTypeInSmallLetters", "issuer_type = own_document", {2, 3}},
        {"IssuerTypeInCapitals", "issuer_type = REGULATOR", {0}},
        {"Grade", "grade:SYSTEMATIC_REVIEW", {0}},
        {"GradeUnequal", "grade != 'Expert'", {0, 2, 3, 4}},
        {"Collection", "collection = desk", {2, 3}},
        {"Language", "language = de", {2}},
        {"ContradictedRule", "contradicted_rule = sun.1-week", {3}},
        {"AnyContradictedRule", "contradicted_rule:*", {3}},
        {"KeywordInQuotes", "meta.brand = \"AND\"", {2}},
        {"MetaPresent", "meta.brand:*", {2, 3}},
        {"MetaOfNobody", "meta.colour:*", {}},
        {"MetaOfNobodyUnequal", "meta.colour != red", {0, 1, 2, 3, 4}},
        {"EscapesInDoubleQuotes", R"(meta.product_2 = "a\*b \"x\" \\ 'y'")", {2}},
        {"EscapesInSingleQuotes", R"(meta.product_2 = 'a\*b "x" \\ \'y\'')", {2}},
        {"OtherBytesInQuotes", "meta.brand = \"Größe\"", {3}},
        {"OnlyAsciiHasCapitals", "meta.brand = \"GRÖSSE\"", {}},
        {"BracketsAndWordsInQuotes", "topic = \") OR topic:(\"", {}},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Dates, FilterEvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"EqualYearIsThatText", "date = 2020", {0}},
        {"EqualMonthIsThatText", "date = 2020-02", {1}},
        {"EqualDay", "date = \"2020-02-29\"", {2}},
        {"HasDay", "date:2019-12-31", {3}},
        {"FromYear", "date >= 2020", {0, 1, 2, 3}},
        {"AfterYearIsLonger", "date > 2020", {1, 2, 3}},
        {"BeforeYear", "date < 2020", {3}},
        {"UpToYearIsNoLonger", "date <= 2020", {0, 3}},
        {"FromDayLeavesOutTheYear", "date >= 2020-01-01", {1, 2, 3}},
        {"FromTheDay", "date >= 2020-02-29", {2, 3}},
        {"AfterTheDay", "date > 2020-02-29", {3}},
        {"UpToTheDay", "date <= 2020-02-29", {0, 1, 2, 3}},
        {"BeforeTheDay", "date < 2020-02-29", {0, 1, 3}},
        {"WholeYear", "date >= 2020 AND date < 2021 AND NOT date >= 2021", {0, 1, 2}},
        {"SeveralDatesMayHoldApart", "date < 2020 AND date > 2020-12-31", {3}},
        {"NoDate", "NOT date:*", {4}},
        {"DateUnequal", "date != 2020", {1, 2, 3, 4}},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Joins, FilterEvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"And", "topic = aftercare AND jurisdiction = eu", {1}},
        {"Or", "jurisdiction = us OR collection = desk", {0, 2, 3}},
        {"ManyAnds", "topic:* AND date:* AND language:* AND meta.brand:*", {2}},
        {"ManyOrs", "date = 2020 OR language = de OR contradicted_rule:*", {0, 2, 3}},
        {"OrInAnd", "topic = needles AND (language = de OR contradicted_rule:*)", {2, 3}},
        {"AndInOr", "(topic = needles AND language = de) OR topic = aftercare", {0, 1, 2}},
        {"OrInAndInOr",
         "language = de OR (topic:* AND (date = 2020 OR grade = expert))",
         {0, 1, 2}},
        {"Not", "NOT topic = needles", {0, 1, 4}},
        {"Minus", "-topic = needles", {0, 1, 4}},
        {"MinusAndSpace", "- topic = needles", {0, 1, 4}},
        {"NotUnequal", "NOT topic != needles", {2, 3}},
        {"TwoNots", "NOT NOT topic = needles", {2, 3}},
        {"TwoMinuses", "--topic = needles", {2, 3}},
        {"NotBindsToItsTerm", "NOT topic = needles AND date:*", {0, 1}},
        {"NotOfParentheses", "NOT (topic = needles OR date:*)", {4}},
        {"MinusOfParentheses", "-(topic = needles OR date:*)", {4}},
        {"ParenthesesInParentheses", "((topic = needles))", {2, 3}},
        {"NoSpaces", "NOT(topic=needles)AND(date:*)", {0, 1}},
        {"NoSpaceAfterQuotes", "topic='needles'AND language=\"de\"", {2}},
        {"MuchSpace", "\n( topic\t=\r\n needles )  AND  date  >=  2021 ", {3}},
    }),
    [](const auto& info) { return info.param.name; });

TEST(FilterTest, OnlyTheEmptyOneIsAlways) {
  EXPECT_TRUE(Filter().always());
  EXPECT_TRUE(Filter::Parse(" ").value().always());
  EXPECT_FALSE(Filter::Parse("topic:*").value().always());
}

TEST(FilterTest, OverNoPassagesLetsNoneThrough) {
  const MemoryAttributes nothing({});
  for (const char* text : {"", "topic:*", "NOT topic:*"}) {
    NP_ASSERT_OK_AND_ASSIGN(const Filter filter, Filter::Parse(text));
    EXPECT_THAT(filter.Evaluate(nothing), IsOkAndHolds(PassageSet())) << text;
  }
}

// Returns one answer to whatever is looked for, and remembers what that was.
class OneAnswer : public AttributeSource {
 public:
  explicit OneAnswer(absl::StatusOr<PassageSet> answer) : answer_(std::move(answer)) {}

  int passage_count() const override { return 3; }
  absl::StatusOr<PassageSet> Find(absl::string_view field, Comparison comparison,
                                  absl::string_view value) const override {
    asked.push_back({std::string(field), comparison, std::string(value)});
    return answer_;
  }

  struct Asked {
    std::string field;
    Comparison comparison;
    std::string value;
    bool operator==(const Asked&) const = default;
  };
  mutable std::vector<Asked> asked;

 private:
  absl::StatusOr<PassageSet> answer_;
};

TEST(FilterTest, AsksForSmallLettersInTheOrderWritten) {
  using enum AttributeSource::Comparison;
  const OneAnswer source(PassageSet(3));
  NP_ASSERT_OK_AND_ASSIGN(
      const Filter filter,
      Filter::Parse("topic != 'SUN \\* \xC3\x96' AND (grade:RCT OR meta.a:*) AND date<=2020"));
  NP_EXPECT_OK(filter.Evaluate(source));
  EXPECT_EQ(source.asked, (std::vector<OneAnswer::Asked>{{"topic", kEqual, "sun * \xC3\x96"},
                                                         {"grade", kEqual, "rct"},
                                                         {"meta.a", kPresent, ""},
                                                         {"date", kLessOrEqual, "2020"}}));
}

TEST(FilterTest, AlwaysAsksForNothing) {
  const OneAnswer source(absl::DataLossError("damaged"));
  EXPECT_THAT(Filter().Evaluate(source), IsOkAndHolds(PassageSet::All(3)));
  EXPECT_THAT(source.asked, IsEmpty());
}

TEST(FilterTest, PassesOnTheErrorOfItsSource) {
  const OneAnswer source(absl::DataLossError("damaged"));
  EXPECT_THAT(Filter::Parse("topic:* OR date:*").value().Evaluate(source),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("damaged")));
}

TEST(FilterTest, RefusesASetOfAnotherSize) {
  const OneAnswer source(PassageSet(2));
  EXPECT_THAT(Filter::Parse("topic:*").value().Evaluate(source),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("size")));
}

}  // namespace
}  // namespace needlepoint
