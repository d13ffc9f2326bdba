// What is found among the situations of a few conditions.

#include "service/prove/search.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"

namespace needlepoint {
namespace {

using testing::Optional;

struct SearchCase {
  std::string name;
  std::string one, other;  // conditions
  std::string want;        // a situation in which both are true; "" for none
};
void PrintTo(const SearchCase& c, std::ostream* os) { *os << c.one << " and " << c.other; }

class FindSituationTest : public testing::TestWithParam<SearchCase> {};

TEST_P(FindSituationTest, FindsWhatMakesBothTrue) {
  const SearchCase& c = GetParam();
  const Knowledge knowledge = SmallKnowledge();
  const Vocabulary vocabulary(knowledge);
  NP_ASSERT_OK_AND_ASSIGN(const Condition one, Condition::Parse(c.one));
  NP_ASSERT_OK_AND_ASSIGN(const Condition other, Condition::Parse(c.other));
  const SearchResult result =
      FindSituation(SpaceOf({&one, &other}, vocabulary), [&](const Situation& situation) {
        return std::min(one.Evaluate(situation), other.Evaluate(situation));
      });
  EXPECT_FALSE(result.gave_up);
  EXPECT_EQ(result.witness.value_or(""), c.want);
}

INSTANTIATE_TEST_SUITE_P(
    All, FindSituationTest,
    testing::ValuesIn(std::vector<SearchCase>{
        {"ApartAtABound", "hours_since_last_session <= 72", "hours_since_last_session > 72", ""},
        {"TogetherAtABound", "hours_since_last_session <= 72", "hours_since_last_session >= 72",
         "hours_since_last_session 72"},
        {"BetweenTwoBounds", "needle_length_mm > 0.5", "needle_length_mm < 1",
         "needle_length_mm 0.75"},
        {"ApartInTime", "weeks_since(\"laser\") > 4", "weeks_since(\"laser\") < 4", ""},
        {"TwoSettings", "setting = HOME", "setting = PROFESSIONAL", ""},
        {"NeitherOfTwoSettings", "setting != HOME", "setting != PROFESSIONAL", ""},
        {"AnotherCountry", "jurisdiction != GB", "jurisdiction != US", "jurisdiction another"},
        {"TwoConditions", "has(\"ringworm\")", "has(\"eczema\")",
         "condition eczema, condition ringworm"},
        {"ConditionRuledOut", "has(\"ringworm\")", "NOT has(\"ringworm\")", ""},
        {"ParentRuledOutChildPresent", "NOT symptom(\"infection-signs\")",
         "symptom(\"infection-signs.pus\")", ""},
        {"ChildRuledOutParentPresent", "symptom(\"infection-signs\")",
         "NOT symptom(\"infection-signs.pus\")",
         "symptom infection-signs, no symptom infection-signs.pus"},
        {"InUseAndStopped", "taking(\"isotretinoin\")", "took(\"isotretinoin\")", ""},
        {"StoppedAWhileAgo", "took(\"isotretinoin\")", "weeks_since(\"isotretinoin\") >= 26",
         "stopped isotretinoin 26 weeks ago"},
        {"TwoAreas", "area(\"lips\")", "area(\"eyelids\")", "body-area eyelids, body-area lips"},
        {"AnAreaAndNotAnother", "area(\"lips\")", "NOT area(\"eyelids\")", "body-area lips"},
        {"AConcernAndNotAnother", "concern(\"acne-scar\")", "NOT concern(\"pores\")",
         "concern acne-scar, no other of concerns"},
        {"SaidAndNotSaid", "says(\"cleaning\")", "NOT says(\"cleaning\")", ""},
        {"SaidAndAsked", "says(\"cleaning\")", "asks(\"how\")", "says cleaning, asks how"},
        {"PlannedLength", "longest_needle_mm() > 1", "needle_length_mm < 0.5",
         "plans 2 mm, needle_length_mm 0.25"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(FindSituationTest, GivesUpOnAListOfWhichTooManyAreNamed) {
  const Knowledge knowledge = SmallKnowledge();
  const Vocabulary vocabulary(knowledge);
  std::string text = "area(\"a0\")";
  for (int i = 1; i < 14; ++i) text += " OR area(\"a" + std::to_string(i) + "\")";
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(text));
  const SearchResult result = FindSituation(
      SpaceOf({&condition}, vocabulary), [&](const Situation& s) { return condition.Evaluate(s); });
  EXPECT_TRUE(result.gave_up);
  EXPECT_EQ(result.witness, std::nullopt);
}

TEST(FindUnknownTakenAsKnownTest, FindsNothingInWhatConditionsSay) {
  const Knowledge knowledge = SmallKnowledge();
  const Vocabulary vocabulary(knowledge);
  for (const char* text :
       {"NOT (has(\"eczema\") AND setting = HOME)",
        "NOT symptom(\"infection-signs\") OR "
        "symptom(\"infection-signs.pus\")",
        "NOT taking(\"isotretinoin\") AND weeks_since(\"isotretinoin\") >= 26",
        "NOT area(\"lips\") AND NOT concern(\"pores\")", "NOT procedure(\"laser\")"}) {
    NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(text));
    const SearchResult result = FindUnknownTakenAsKnown(
        SpaceOf({&condition}, vocabulary),
        [&](const Situation& s) { return condition.Evaluate(s); }, 10'000);
    EXPECT_FALSE(result.gave_up) << text;
    EXPECT_EQ(result.witness, std::nullopt) << text;
  }
}

// Takes what is not known for absent, as no condition does.
TEST(FindUnknownTakenAsKnownTest, FindsAnEvaluatorThatTakesUnknownForAbsent) {
  const Knowledge knowledge = SmallKnowledge();
  const Vocabulary vocabulary(knowledge);
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition,
                          Condition::Parse("has(\"eczema\") AND setting = HOME"));
  const auto closed_world = [&](const Situation& situation) {
    return condition.Evaluate(situation) == Truth::kTrue ? Truth::kTrue : Truth::kFalse;
  };
  EXPECT_THAT(
      FindUnknownTakenAsKnown(SpaceOf({&condition}, vocabulary), closed_world, 10'000).witness,
      Optional(std::string("condition eczema; then setting HOME")));
}

TEST(FindUnknownTakenAsKnownTest, GivesUpBeyondTheMost) {
  const Knowledge knowledge = SmallKnowledge();
  const Vocabulary vocabulary(knowledge);
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse("has(\"eczema\")"));
  const SearchResult result = FindUnknownTakenAsKnown(
      SpaceOf({&condition}, vocabulary), [&](const Situation& s) { return condition.Evaluate(s); },
      2);
  EXPECT_TRUE(result.gave_up);
  EXPECT_EQ(result.situations, 0);
}

}  // namespace
}  // namespace needlepoint
