// The index against its oracle, which is to try all conditions.

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "tests/support/matchers.h"
#include "tests/unit/condition/situation_text.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;

std::vector<Condition> ParseAll(const std::vector<std::string>& texts) {
  std::vector<Condition> conditions;
  for (const std::string& text : texts) conditions.push_back(Condition::Parse(text).value());
  return conditions;
}

ConditionIndex IndexOf(const std::vector<Condition>& conditions) {
  std::vector<const Condition*> pointers;
  for (const Condition& condition : conditions) pointers.push_back(&condition);
  return ConditionIndex(pointers);
}

std::vector<int> TrueOnes(const std::vector<Condition>& conditions, const Situation& situation) {
  std::vector<int> found;
  for (size_t i = 0; i < conditions.size(); ++i) {
    if (conditions[i].Evaluate(situation) == Truth::kTrue) found.push_back(static_cast<int>(i));
  }
  return found;
}

// Every kind of atom, alone and joined.
const std::vector<std::string>& Conditions() {
  static const auto* const conditions = new std::vector<std::string>({
      "",
      "subject = CHILD",
      "setting = HOME",
      "setting != HOME",
      "NOT setting = HOME",
      "age_years < 18",
      "fitzpatrick >= 4",
      "device = PEN",
      "needle_length_mm > 1",
      "longest_needle_mm() > 1",
      "hours_since_last_session < 72",
      "session_interval_days < 28",
      "sessions_completed = 0",
      "budget = LOW",
      "experience = NONE",
      "jurisdiction = GB",
      "concerns:acne-scar",
      "area(\"eyelids\")",
      "NOT area(\"eyelids\")",
      "has(\"eczema\")",
      "NOT has(\"eczema\")",
      "symptom(\"pus\")",
      "NOT symptom(\"pus\")",
      "taking(\"retinol\")",
      "took(\"isotretinoin\")",
      "NOT taking(\"isotretinoin\")",
      "medications:retinol",
      "skincare:retinol",
      "NOT skincare:isotretinoin",
      "procedure(\"laser\")",
      "NOT procedure(\"laser\")",
      "weeks_since(\"laser\") < 4",
      "weeks_since(\"isotretinoin\") < 26",
      "says(\"share-device\")",
      "NOT says(\"share-device\")",
      "asks(\"can\")",
      "has(\"eczema\") AND setting = HOME",
      "has(\"eczema\") OR says(\"share-device\")",
      "NOT (has(\"eczema\") OR device = PEN)",
  });
  return *conditions;
}

const std::vector<std::string>& Items() {
  static const auto* const items = new std::vector<std::string>({
      "subject=CHILD",
      "setting=HOME",
      "setting=PROFESSIONAL",
      "age=9",
      "skin=5",
      "device=PEN",
      "needle=1.5",
      "spoken-needle=1.5",
      "hours=2",
      "interval=7",
      "sessions=0",
      "budget=LOW",
      "experience=NONE",
      "country=GB",
      "concern=acne-scar.boxcar",
      "area=eyelids",
      "area=cheeks",
      "has=eczema",
      "no=eczema",
      "symptom=pus",
      "no-symptom=pus",
      "uses=retinol",
      "took=isotretinoin@9",
      "never=isotretinoin",
      "done=laser@2",
      "done=laser",
      "answered=conditions",
      "answered=symptoms",
      "answered=medications",
      "answered=skincare",
      "answered=recent_procedures",
      "answered=body_areas",
      "says=share-device",
      "form=can",
  });
  return *items;
}

// All that is true must be among the candidates.
void ExpectFindsAll(const std::vector<Condition>& conditions, const std::string& text) {
  const SituationText situation(text);
  const std::vector<int> candidates = IndexOf(conditions).Candidates(situation.Get());
  EXPECT_TRUE(std::is_sorted(candidates.begin(), candidates.end())) << text;
  std::vector<int> found;
  for (const int i : candidates) {
    if (conditions[i].Evaluate(situation.Get()) == Truth::kTrue) found.push_back(i);
  }
  EXPECT_EQ(found, TrueOnes(conditions, situation.Get())) << text;
}

TEST(ConditionIndexTest, FindsWhatTryingAllFinds) {
  const std::vector<Condition> conditions = ParseAll(Conditions());
  ExpectFindsAll(conditions, "");
  for (const std::string& item : Items()) ExpectFindsAll(conditions, item);
  for (const std::string& a : Items()) {
    for (const std::string& b : Items()) ExpectFindsAll(conditions, a + " " + b);
  }
}

TEST(ConditionIndexTest, FindsWhatTryingAllFindsInFullSituations) {
  const std::vector<Condition> conditions = ParseAll(Conditions());
  std::mt19937 generator(7);  // a fixed seed: the same situations every time
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (const std::string& item : Items()) {
      if (generator() % 3 == 0) text += item + " ";
    }
    ExpectFindsAll(conditions, text);
  }
}

// Not only complete but useful: what reads an unknown field is left out.
TEST(ConditionIndexTest, LeavesOutWhatCannotBeTrue) {
  const std::vector<Condition> conditions =
      ParseAll({"setting = HOME", "has(\"eczema\")", "", "says(\"share-device\")"});
  const ConditionIndex index = IndexOf(conditions);
  EXPECT_THAT(index.Candidates(SituationText("").Get()), ElementsAre(2, 3));
  EXPECT_THAT(index.Candidates(SituationText("setting=HOME").Get()), ElementsAre(0, 2, 3));
  EXPECT_THAT(index.Candidates(SituationText("no=eczema").Get()), ElementsAre(1, 2, 3));
}

TEST(ConditionIndexTest, EmptyHasNone) {
  EXPECT_THAT(ConditionIndex({}).Candidates(SituationText("setting=HOME").Get()), ElementsAre());
}

}  // namespace
}  // namespace needlepoint
