// Condition and situation in, truth out.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "service/condition/vocabulary.h"
#include "tests/support/matchers.h"
#include "tests/unit/condition/situation_text.h"

namespace needlepoint {
namespace {

struct EvaluateCase {
  std::string condition, situation, want;
};
void PrintTo(const EvaluateCase& c, std::ostream* os) {
  *os << "`" << c.condition << "` of `" << c.situation << "`";
}

class EvaluateTest : public testing::TestWithParam<EvaluateCase> {
 protected:
  EvaluateTest() { knowledge_.lexicon.push_back({.kind = "skincare", .code = "retinol"}); }

  Knowledge knowledge_;
};

TEST_P(EvaluateTest, GivesTheTruth) {
  const EvaluateCase& c = GetParam();
  const Vocabulary vocabulary(knowledge_);
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(c.condition, &vocabulary));
  EXPECT_EQ(TruthName(condition.Evaluate(SituationText(c.situation).Get())), c.want);
}

// NOT turns true and false round and leaves unknown alone, of any condition.
TEST_P(EvaluateTest, NotGivesTheOpposite) {
  const EvaluateCase& c = GetParam();
  const Vocabulary vocabulary(knowledge_);
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition,
                          Condition::Parse(absl::StrCat("NOT (", c.condition, ")"), &vocabulary));
  const std::string want = c.want == "true" ? "false" : c.want == "false" ? "true" : "unknown";
  EXPECT_EQ(TruthName(condition.Evaluate(SituationText(c.situation).Get())), want);
}

// Who has had no session has none whose time could matter.
INSTANTIATE_TEST_SUITE_P(NoSessionYet, EvaluateTest,
                         testing::ValuesIn(std::vector<EvaluateCase>{
                             {"hours_since_last_session <= 24", "experience=NONE", "false"},
                             {"hours_since_last_session >= 0", "experience=NONE", "false"},
                             {"session_interval_days < 7", "experience=NONE", "false"},
                             {"session_interval_days < 7", "answered=session_interval_days",
                              "false"},
                             {"hours_since_last_session <= 24", "experience=SOME", "unknown"},
                             {"hours_since_last_session <= 24", "experience=NONE hours=2", "true"},
                             {"age_years < 18", "answered=age_years", "unknown"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Numbers, EvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"needle_length_mm = 0.5", "needle=0.5", "true"},
        {"needle_length_mm = 0.5", "needle=0.51", "false"},
        {"needle_length_mm = 0.5", "", "unknown"},
        {"needle_length_mm != 0.5", "needle=0.5", "false"},
        {"needle_length_mm != 0.5", "needle=0.25", "true"},
        {"needle_length_mm != 0.5", "", "unknown"},
        {"needle_length_mm < 0.5", "needle=0.49", "true"},
        {"needle_length_mm < 0.5", "needle=0.5", "false"},
        {"needle_length_mm < 0.5", "", "unknown"},
        {"needle_length_mm <= 0.5", "needle=0.5", "true"},
        {"needle_length_mm <= 0.5", "needle=0.51", "false"},
        {"needle_length_mm <= 0.5", "", "unknown"},
        {"needle_length_mm > 0.5", "needle=0.5", "false"},
        {"needle_length_mm > 0.5", "needle=0.51", "true"},
        {"needle_length_mm > 0.5", "", "unknown"},
        {"needle_length_mm >= 0.5", "needle=0.5", "true"},
        {"needle_length_mm >= 0.5", "needle=0.49", "false"},
        {"needle_length_mm >= 0.5", "", "unknown"},
        // 0.1 + 0.2 and the like: a bound of decimal text is met by its own text.
        {"needle_length_mm >= 0.3", "needle=0.30000000000000004", "true"},
        {"needle_length_mm > 0.3", "needle=0.30000000000000004", "false"},
        {"needle_length_mm < 0.3", "needle=0.29999999999999999", "false"},
        {"age_years < 18", "age=17", "true"},
        {"age_years < 18", "age=18", "false"},
        {"fitzpatrick >= 4", "skin=4", "true"},
        {"hours_since_last_session < 72", "hours=71.5", "true"},
        {"session_interval_days < 28", "interval=28", "false"},
        {"sessions_completed = 0", "sessions=0", "true"},
        {"sessions_completed = 0", "", "unknown"},
        {"age_years > -1", "age=0", "true"},
    }));

INSTANTIATE_TEST_SUITE_P(Values, EvaluateTest,
                         testing::ValuesIn(std::vector<EvaluateCase>{
                             {"setting = HOME", "setting=HOME", "true"},
                             {"setting = HOME", "setting=PROFESSIONAL", "false"},
                             {"setting = HOME", "", "unknown"},
                             {"setting:HOME", "setting=HOME", "true"},
                             {"setting != HOME", "setting=HOME", "false"},
                             {"setting != HOME", "setting=PROFESSIONAL", "true"},
                             {"setting != HOME", "", "unknown"},
                             {"setting = \"HOME\"", "setting=HOME", "true"},
                             {"subject = CHILD", "subject=CHILD", "true"},
                             {"device = PEN", "device=ROLLER", "false"},
                             {"budget = LOW", "budget=LOW", "true"},
                             {"experience = NONE", "experience=SOME", "false"},
                             {"jurisdiction = GB", "country=GB", "true"},
                             {"concerns:acne-scar", "concern=acne-scar.boxcar", "true"},
                             {"concerns = acne-scar", "concern=acne-scar.boxcar", "true"},
                             {"concerns:acne-scar", "concern=acne", "unknown"},
                             {"body_areas:eyelids", "area=eyelids", "true"},
                             {"conditions:eczema", "no=eczema", "false"},
                             {"symptoms:pus", "symptom=pus", "true"},
                             {"medications:isotretinoin", "takes=isotretinoin", "true"},
                             {"skincare:retinol", "uses=retinol", "true"},
                             {"recent_procedures:laser", "done=laser", "true"},
                         }));

INSTANTIATE_TEST_SUITE_P(Conditions, EvaluateTest,
                         testing::ValuesIn(std::vector<EvaluateCase>{
                             {"has(\"eczema\")", "has=eczema", "true"},
                             {"has(\"eczema\")", "has=eczema.hand", "true"},
                             {"has(\"eczema.hand\")", "has=eczema", "unknown"},
                             // Unknown is never absent: another condition says nothing of this one.
                             {"has(\"eczema\")", "", "unknown"},
                             {"has(\"eczema\")", "has=psoriasis", "unknown"},
                             {"has(\"eczema\")", "no=psoriasis", "unknown"},
                             {"has(\"eczema\")", "no=eczema", "false"},
                             {"has(\"eczema.hand\")", "no=eczema", "false"},
                             {"has(\"eczema\")", "no=eczema.hand", "unknown"},
                             {"has(\"eczema\")", "answered=conditions", "false"},
                             {"has(\"eczema\")", "has=psoriasis answered=conditions", "false"},
                             {"has(\"eczema\")", "answered=symptoms", "unknown"},
                             // A contradiction counts as the risk being there.
                             {"has(\"eczema\")", "has=eczema no=eczema", "true"},
                             {"has(\"eczema\")", "has=eczema answered=conditions", "true"},
                             {"symptom(\"pus\")", "symptom=pus no-symptom=pus", "true"},
                             {"symptom(\"pus\")", "no-symptom=pus", "false"},
                             {"symptom(\"pus\")", "symptom=redness", "unknown"},
                             {"symptom(\"pus\")", "answered=symptoms", "false"},
                             {"symptom(\"infection-signs\")", "symptom=infection-signs.pus",
                              "true"},
                         }));

INSTANTIATE_TEST_SUITE_P(Products, EvaluateTest,
                         testing::ValuesIn(std::vector<EvaluateCase>{
                             {"taking(\"isotretinoin\")", "takes=isotretinoin", "true"},
                             {"taking(\"isotretinoin\")", "took=isotretinoin", "false"},
                             {"taking(\"isotretinoin\")", "never=isotretinoin", "false"},
                             {"taking(\"isotretinoin\")", "", "unknown"},
                             {"taking(\"isotretinoin\")", "takes=aspirin", "unknown"},
                             // A product named without a word of when counts as in use.
                             {"taking(\"aspirin\")", "unsaid=aspirin", "true"},
                             {"took(\"aspirin\")", "unsaid=aspirin", "false"},
                             {"taking(\"aspirin\")", "took=aspirin takes=aspirin", "true"},
                             {"took(\"aspirin\")", "took=aspirin", "true"},
                             {"took(\"aspirin\")", "takes=aspirin", "false"},
                             {"took(\"aspirin\")", "never=aspirin", "false"},
                             {"took(\"aspirin\")", "", "unknown"},
                             // What is in use does not undo what was stopped.
                             {"took(\"aspirin\")", "took=aspirin takes=aspirin", "true"},
                             {"took(\"retinoid\")", "took=retinoid.a takes=retinoid.b", "true"},
                             {"taking(\"retinoid\")", "uses=retinoid.retinol", "true"},
                             {"taking(\"retinol\")", "uses=retinol", "true"},
                             // Of a product the list that it belongs to has to be answered.
                             {"taking(\"retinol\")", "answered=medications", "unknown"},
                             {"taking(\"retinol\")", "answered=skincare", "false"},
                             {"took(\"retinol\")", "answered=skincare", "false"},
                             {"taking(\"isotretinoin\")", "answered=medications", "false"},
                             {"taking(\"isotretinoin\")", "answered=skincare", "unknown"},
                             {"taking(\"retinol\")", "answered=medications answered=skincare",
                              "false"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Procedures, EvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"procedure(\"laser\")", "done=laser", "true"},
        {"procedure(\"laser\")", "done=laser.co2@3", "true"},
        {"procedure(\"laser\")", "done=peel", "unknown"},
        {"procedure(\"laser\")", "answered=recent_procedures", "false"},
        {"weeks_since(\"laser\") < 4", "done=laser@3.9", "true"},
        {"weeks_since(\"laser\") < 4", "done=laser@4", "false"},
        {"weeks_since(\"laser\") < 4", "done=laser", "unknown"},
        {"weeks_since(\"laser\") < 4", "", "unknown"},
        {"weeks_since(\"laser\") < 4", "done=peel@1", "unknown"},
        {"weeks_since(\"laser\") < 4", "answered=recent_procedures", "false"},
        // The latest counts.
        {"weeks_since(\"laser\") < 4", "done=laser@9 done=laser.co2@2", "true"},
        {"weeks_since(\"laser\") = 9", "done=laser done=laser@9", "true"},
        {"weeks_since(\"isotretinoin\") < 26", "took=isotretinoin@25", "true"},
        {"weeks_since(\"isotretinoin\") < 26", "took=isotretinoin@26", "false"},
        {"weeks_since(\"isotretinoin\") < 26", "took=isotretinoin", "unknown"},
        {"weeks_since(\"isotretinoin\") < 26", "takes=isotretinoin", "true"},
        {"weeks_since(\"isotretinoin\") < 26", "never=isotretinoin", "false"},
        {"weeks_since(\"isotretinoin\") >= 26", "never=isotretinoin", "false"},
        {"weeks_since(\"retinoid\") < 26", "took=retinoid.a@60 took=retinoid.b@9", "true"},
        // Taken up again.
        {"weeks_since(\"retinoid\") < 26", "took=retinoid.a@60 takes=retinoid.b", "true"},
    }));

INSTANTIATE_TEST_SUITE_P(
    AreasAndSpeech, EvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"area(\"eyelids\")", "area=eyelids", "true"},
        {"area(\"eyelids\")", "", "unknown"},
        // Who names the areas to be treated names them all.
        {"area(\"eyelids\")", "area=cheeks", "false"},
        {"area(\"face\")", "area=face.cheeks", "true"},
        {"concern(\"acne-scar\")", "concern=acne-scar", "true"},
        {"concern(\"acne-scar\")", "concern=wrinkles", "unknown"},
        {"concern(\"acne-scar\")", "concern=wrinkles answered=concerns", "false"},
        {"says(\"share-device\")", "says=share-device", "true"},
        {"says(\"share-device\")", "says=share-device.friend", "true"},
        {"says(\"share-device\")", "", "false"},
        {"asks(\"how-long\")", "form=how-long", "true"},
        {"asks(\"how-long\")", "form=how", "false"},
        {"asks(\"how-long\")", "", "false"},
        {"longest_needle_mm() > 1", "needle=1.5", "true"},
        {"longest_needle_mm() > 1", "needle=0.5 spoken-needle=1.5", "true"},
        {"longest_needle_mm() > 1", "needle=1.5 spoken-needle=0.5", "true"},
        {"longest_needle_mm() > 1", "spoken-needle=0.5 spoken-needle=1.5", "true"},
        {"longest_needle_mm() > 1", "spoken-needle=0.5", "false"},
        {"longest_needle_mm() > 1", "", "unknown"},
    }));

// What each is of somebody treated at home of whom nothing else is known.
constexpr char kTrue[] = "setting = HOME";
constexpr char kFalse[] = "setting = PROFESSIONAL";
constexpr char kUnknown[] = "device = PEN";

// Kleene's strong logic: false decides an AND, true an OR.
TEST(KleeneTest, FollowsTheTables) {
  const struct {
    std::string left, right, both, either;
  } table[] = {
      {kTrue, kTrue, "true", "true"},
      {kTrue, kFalse, "false", "true"},
      {kTrue, kUnknown, "unknown", "true"},
      {kFalse, kTrue, "false", "true"},
      {kFalse, kFalse, "false", "false"},
      {kFalse, kUnknown, "false", "unknown"},
      {kUnknown, kTrue, "unknown", "true"},
      {kUnknown, kFalse, "false", "unknown"},
      {kUnknown, kUnknown, "unknown", "unknown"},
  };
  const SituationText situation("setting=HOME");
  for (const auto& row : table) {
    for (const bool is_and : {true, false}) {
      const std::string text = absl::StrCat(row.left, is_and ? " AND " : " OR ", row.right);
      NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(text));
      EXPECT_EQ(TruthName(condition.Evaluate(situation.Get())), is_and ? row.both : row.either)
          << text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Nested, EvaluateTest,
    testing::ValuesIn(std::vector<EvaluateCase>{
        {"setting = HOME AND age_years < 18 AND device = PEN", "setting=HOME age=9 device=PEN",
         "true"},
        {"setting = HOME AND age_years < 18 AND device = PEN", "setting=HOME age=9", "unknown"},
        {"setting = HOME AND age_years < 18 AND device = PEN", "age=19", "false"},
        {"setting = HOME OR age_years < 18 OR device = PEN", "device=PEN", "true"},
        {"setting = HOME AND (age_years < 18 OR device = PEN)", "setting=HOME device=PEN", "true"},
        {"(setting = HOME AND age_years < 18) OR device = PEN", "device=PEN", "true"},
        {"NOT setting = HOME AND age_years < 18", "setting=PROFESSIONAL age=9", "true"},
        {"NOT (setting = HOME AND age_years < 18)", "setting=HOME age=19", "true"},
        {"NOT NOT setting = HOME", "setting=HOME", "true"},
        {"((((setting = HOME))))", "setting=HOME", "true"},
    }));

TEST(EvaluateEmptyTest, HoldsForEveryone) {
  for (const char* text : {"", "  "}) {
    NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(text));
    EXPECT_EQ(condition.Evaluate(SituationText("").Get()), Truth::kTrue);
  }
}

TEST(EvaluateWithoutQuestionTest, NothingIsSaid) {
  const Profile profile{.needle_length_mm = 1.5};
  const Situation situation{profile};
  NP_ASSERT_OK_AND_ASSIGN(const Condition says, Condition::Parse("says(\"anything\")"));
  NP_ASSERT_OK_AND_ASSIGN(const Condition longest, Condition::Parse("longest_needle_mm() > 1"));
  EXPECT_EQ(says.Evaluate(situation), Truth::kFalse);
  EXPECT_EQ(longest.Evaluate(situation), Truth::kTrue);
}

TEST(EvaluateNumberTest, NotANumberIsUnknown) {
  const Profile profile{.needle_length_mm = std::stod("nan")};
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse("needle_length_mm > 1"));
  EXPECT_EQ(condition.Evaluate({profile}), Truth::kUnknown);
}

}  // namespace
}  // namespace needlepoint
