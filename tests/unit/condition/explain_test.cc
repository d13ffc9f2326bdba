// Why a condition is true, as "kind field value" lines.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "service/condition/condition.h"
#include "tests/support/matchers.h"
#include "tests/unit/condition/situation_text.h"

namespace needlepoint {
namespace {

std::string Written(const std::vector<Because>& reasons) {
  return absl::StrJoin(reasons, "; ", [](std::string* out, const Because& b) {
    absl::StrAppend(out, b.kind == Because::Kind::kQuestion ? "question " : "profile ", b.field,
                    " ", b.value);
  });
}

struct ExplainCase {
  std::string condition, situation, want;
};
void PrintTo(const ExplainCase& c, std::ostream* os) {
  *os << "`" << c.condition << "` of `" << c.situation << "`";
}

class ExplainTest : public testing::TestWithParam<ExplainCase> {};

TEST_P(ExplainTest, NamesWhatMadeItTrue) {
  const ExplainCase& c = GetParam();
  NP_ASSERT_OK_AND_ASSIGN(const Condition condition, Condition::Parse(c.condition));
  EXPECT_EQ(Written(condition.Explain(SituationText(c.situation).Get())), c.want);
}

INSTANTIATE_TEST_SUITE_P(
    All, ExplainTest,
    testing::ValuesIn(std::vector<ExplainCase>{
        {"has(\"eczema\")", "has=eczema", "profile conditions eczema"},
        {"symptom(\"pus\")", "symptom=pus", "profile symptoms pus"},
        {"taking(\"aspirin\")", "takes=aspirin", "profile medications aspirin"},
        {"area(\"eyelids\")", "area=eyelids", "profile body_areas eyelids"},
        {"concerns:acne", "concern=acne", "profile concerns acne"},
        {"setting = HOME", "setting=HOME", "profile setting HOME"},
        {"needle_length_mm > 1", "needle=1.5", "profile needle_length_mm 1.5"},
        {"longest_needle_mm() > 1", "spoken-needle=1.5", "profile needle_length_mm 1.5"},
        {"weeks_since(\"laser\") < 4", "done=laser@3", "profile weeks_since laser 3"},
        {"says(\"share-device\")", "says=share-device", "question says share-device"},
        {"asks(\"can\")", "form=can", "question asks can"},
        // Only the branch that holds.
        {"has(\"eczema\") OR setting = HOME", "setting=HOME", "profile setting HOME"},
        {"has(\"eczema\") AND setting = HOME", "has=eczema setting=HOME",
         "profile conditions eczema; profile setting HOME"},
        // Once each.
        {"setting = HOME AND (setting = HOME OR device = PEN)", "setting=HOME",
         "profile setting HOME"},
        // What is denied is no reason for a finding.
        {"setting = HOME AND NOT has(\"eczema\")", "setting=HOME no=eczema",
         "profile setting HOME"},
        // Nothing to say: not true, or always so.
        {"has(\"eczema\")", "", ""},
        {"has(\"eczema\")", "no=eczema", ""},
        {"has(\"eczema\") AND setting = HOME", "has=eczema", ""},
        {"", "has=eczema", ""},
    }));

}  // namespace
}  // namespace needlepoint
