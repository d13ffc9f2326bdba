#include "service/follow_up/follow_ups.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/follow_up/rule_pack.h"

namespace needlepoint {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "conditions: eczema|none -> eczema CONSULT (dermatosis); INFORM ()".
std::string Text(const v1::FollowUpQuestion& question) {
  const std::string choices =
      absl::StrJoin(question.choices(), "|", [](std::string* out, const v1::FollowUpChoice& c) {
        absl::StrAppend(out, c.none_of_these() ? "none" : c.value());
      });
  const std::string outcomes =
      absl::StrJoin(question.outcomes(), "; ", [](std::string* out, const v1::FollowUpOutcome& o) {
        absl::StrAppend(out, absl::StrJoin(o.values(), "|"), " ",
                        v1::Disposition_Name(o.disposition()).substr(sizeof("DISPOSITION_") - 1),
                        " (", absl::StrJoin(o.finding_codes(), ","), ")");
      });
  return absl::StrCat(question.field(), ": ", choices, " -> ", outcomes);
}

class FollowUpsTest : public RulePackTest {
 protected:
  std::vector<std::string> Asked(const Profile& profile) {
    Question question;
    question.profile = profile;
    const ToAsk to_ask = FollowUps(*pack_).Find(question);
    EXPECT_EQ(to_ask.complete, to_ask.questions.empty());
    std::vector<std::string> asked;
    for (const v1::FollowUpQuestion& one : to_ask.questions) asked.push_back(Text(one));
    return asked;
  }

  std::shared_ptr<const Snapshot> pack_;
};

TEST_F(FollowUpsTest, OneQuestionAsksForAllCodesOfAList) {
  pack_ = Pack({{"dermatosis", Disposition::kCaution, "has(\"eczema\") OR has(\"rosacea\")", ""},
                {"pregnancy", Disposition::kAvoid, "has(\"pregnant\")", ""}});
  EXPECT_THAT(Asked({}), ElementsAre("conditions: pregnant|eczema|rosacea|none -> "
                                     "pregnant AVOID (pregnancy); "
                                     "eczema|rosacea CAUTION (dermatosis);  INFORM ()"));
  EXPECT_THAT(Asked({.answered_fields = {Field::kConditions}}), IsEmpty());
}

TEST_F(FollowUpsTest, AnEnumOffersAllItsValues) {
  pack_ = Pack({{"pregnancy", Disposition::kAvoid, "has(\"pregnant\") AND setting = HOME", ""}});
  EXPECT_THAT(Asked({.conditions = {"pregnant"}}),
              ElementsAre("setting: SETTING_HOME|SETTING_PROFESSIONAL -> "
                          "SETTING_HOME AVOID (pregnancy); SETTING_PROFESSIONAL INFORM ()"));
}

TEST_F(FollowUpsTest, ANumberNamesTheBoundsThatAreCrossed) {
  pack_ = Pack({{"length", Disposition::kCaution, "needle_length_mm > 0.5", ""},
                {"length", Disposition::kAvoid, "needle_length_mm >= 1", ""}});
  EXPECT_THAT(Asked({}), ElementsAre("needle_length_mm:  -> <= 0.5 INFORM (); "
                                     "> 0.5 and < 1 CAUTION (length); >= 1 AVOID (length)"));
}

// At 0.5 one rule holds and the other does not yet.
TEST_F(FollowUpsTest, ABoundBelongsToOneSideOnly) {
  pack_ = Pack({{"often", Disposition::kCaution, "needle_length_mm >= 0.5", ""},
                {"length", Disposition::kAvoid, "needle_length_mm > 0.5", ""}});
  EXPECT_THAT(Asked({}),
              ElementsAre("needle_length_mm:  -> < 0.5 INFORM (); = 0.5 CAUTION (often); "
                          "> 0.5 AVOID (often,length)"));
}

// How long ago it was is open, not whether it was.
TEST_F(FollowUpsTest, OfWhatWasSaidTheTimeIsAskedFor) {
  pack_ = Pack({{"isotretinoin", Disposition::kConsult, "took(\"isotretinoin\")",
                 "weeks_since(\"isotretinoin\") >= 26"},
                {"pregnancy", Disposition::kAvoid, "has(\"pregnant\")", ""}});
  Profile stopped;
  stopped.medications = {{"isotretinoin", Use::kPast, std::nullopt}};
  EXPECT_THAT(Asked(stopped),
              ElementsAre("conditions: pregnant|none -> pregnant AVOID (pregnancy);  CONSULT ()",
                          "medications:isotretinoin:  -> < 26 CONSULT (); "
                          ">= 26 INFORM (isotretinoin)"));
  stopped.medications[0].weeks_since_stopped = 26;
  EXPECT_THAT(Asked(stopped),
              ElementsAre("conditions: pregnant|none -> pregnant AVOID (pregnancy);  INFORM ()"));
}

TEST_F(FollowUpsTest, WhatDecidesWhetherComesBeforeWhatDecidesHow) {
  pack_ = Pack({{"length", Disposition::kEmergency, "needle_length_mm >= 1", ""},
                {"dermatosis", Disposition::kCaution, "has(\"eczema\")", ""}});
  const std::vector<std::string> asked = Asked({});
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].substr(0, 10), "conditions");
}

TEST_F(FollowUpsTest, WhatIsSaidAndDeniedIsAskedForFirst) {
  pack_ = Pack({{"dermatosis", Disposition::kCaution, "has(\"eczema\")", ""}});
  EXPECT_THAT(Asked({.conditions = {"eczema"}, .ruled_out_conditions = {"eczema"}}),
              ElementsAre("conditions:eczema: eczema|none -> eczema CAUTION (); "
                          " INFORM (dermatosis)"));
}

TEST_F(FollowUpsTest, AContradictionThatChangesNothingIsLeft) {
  pack_ = Pack({{"dermatosis", Disposition::kCaution, "has(\"eczema\") AND setting = HOME", ""}});
  const std::vector<std::string> eczema = {"eczema"};
  EXPECT_THAT(Asked({.setting = "PROFESSIONAL",
                     .conditions = eczema,
                     .ruled_out_conditions = eczema,
                     .answered_fields = {Field::kConditions}}),
              IsEmpty());
  EXPECT_THAT(Asked({.setting = "HOME", .conditions = eczema, .ruled_out_conditions = eczema}),
              ElementsAre("conditions:eczema: eczema|none -> eczema CAUTION (); "
                          " INFORM (dermatosis)"));
}

TEST_F(FollowUpsTest, NobodyIsAskedForWhatHasNoRules) {
  pack_ = Pack({{"dermatosis", Disposition::kCaution, "says(\"anything\")", ""}});
  EXPECT_THAT(Asked({}), IsEmpty());
}

}  // namespace
}  // namespace needlepoint
