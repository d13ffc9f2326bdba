// A condition in words keeps what binds what.

#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

struct WordsCase {
  std::string name, text, want;
};
void PrintTo(const WordsCase& c, std::ostream* os) { *os << c.text; }

class ConditionWordsTest : public testing::TestWithParam<WordsCase> {};

TEST_P(ConditionWordsTest, JoinsWhatIsSaidOfEachAtom) {
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(GetParam().text));
  EXPECT_EQ(condition.InWords([](const Atom& atom) { return atom.code; }), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, ConditionWordsTest,
    testing::ValuesIn(std::vector<WordsCase>{
        {"Nothing", "", "always"},
        {"One", R"(has("a"))", "a"},
        {"Many", R"(has("a") AND has("b") AND has("c"))", "a and b and c"},
        {"OrWithinAnd", R"((has("a") OR has("b")) AND has("c"))", "(a or b) and c"},
        {"AndWithinOr", R"(has("a") OR (has("b") AND has("c")))", "a or (b and c)"},
        {"IdleBracketsGo", R"((has("a")) OR (has("b") OR has("c")))", "a or b or c"},
        {"Not", R"(NOT has("a") AND has("b"))", "not a and b"},
        {"NotOfMany", R"(NOT (has("a") OR has("b")) AND has("c"))", "not (a or b) and c"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
