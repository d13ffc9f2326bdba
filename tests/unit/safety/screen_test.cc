#include "service/safety/screen.h"

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/snapshot_writer.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct RuleText {
  std::string id, code;
  Disposition disposition;
  std::string when, unless = "";
  RuleMode mode = RuleMode::kEnforce;
};

// The small snapshot with these rules instead of its own.
std::shared_ptr<const Snapshot> WithRules(const TempFolder& folder,
                                          const std::vector<RuleText>& rules) {
  Knowledge k = SmallKnowledge();
  const Rule pattern = k.rules[1];
  k.rules.clear();
  for (const RuleText& text : rules) {
    Rule rule = pattern;
    rule.id = text.id;
    rule.code = text.code;
    rule.disposition = text.disposition;
    rule.when = text.when;
    rule.unless = text.unless;
    if (rule.unless.empty()) rule.unless_facts.clear();
    rule.mode = text.mode;
    k.rules.push_back(rule);
  }
  const std::string path = folder.Path("rules.snapshot");
  const absl::Status written = WriteSnapshot(k, path);
  EXPECT_TRUE(written.ok()) << written;
  auto snapshot = Snapshot::Open(path);
  EXPECT_TRUE(snapshot.ok()) << snapshot.status();
  return *snapshot;
}

// "AVOID: a/1 AVOID, b/1 CAUTION".
std::string Text(const Snapshot& snapshot, const Profile& profile,
                 const Question* question = nullptr) {
  const Screening screening = Screen(snapshot, {profile, question});
  return absl::StrCat(
      std::string(DispositionName(screening.disposition)), ": ",
      absl::StrJoin(screening.findings, ", ", [&](std::string* out, const Finding& f) {
        absl::StrAppend(out, snapshot.knowledge().rules[f.rule].id, " ",
                        std::string(DispositionName(f.disposition)));
      }));
}

Profile Has(std::vector<std::string> conditions) {
  Profile profile;
  profile.conditions = std::move(conditions);
  return profile;
}

TEST(ScreenTest, AnEmptyProfileRaisesNothing) { EXPECT_EQ(Text(*SmallSnapshot(), {}), "INFORM: "); }

TEST(ScreenTest, RaisesWhatTheProfileMakesTrue) {
  Profile profile;
  profile.medications = {{"isotretinoin", Use::kCurrent, std::nullopt}};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "CONSULT: isotretinoin/current CONSULT");
}

TEST(ScreenTest, SaysWhy) {
  Profile profile;
  profile.symptoms = {{"infection-signs.pus", 24}};
  const Screening screening = Screen(*SmallSnapshot(), {profile});
  ASSERT_EQ(screening.findings.size(), 1u);
  ASSERT_EQ(screening.findings[0].because.size(), 1u);
  EXPECT_EQ(screening.findings[0].because[0].kind, Because::Kind::kProfile);
  EXPECT_EQ(screening.findings[0].because[0].field, "symptoms");
  EXPECT_EQ(screening.findings[0].because[0].value, "infection-signs");
}

TEST(ScreenTest, APastMedicineIsNoCurrentOne) {
  Profile profile;
  profile.medications = {{"isotretinoin", Use::kPast, 30}};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "INFORM: ");
}

TEST(ScreenTest, GravestFirstThenInTheOrderOfTheRules) {
  const TempFolder folder;
  const auto snapshot = WithRules(folder, {{"a/1", "a", Disposition::kCaution, "has(\"a\")"},
                                           {"b/1", "b", Disposition::kAvoid, "has(\"b\")"},
                                           {"c/1", "c", Disposition::kCaution, "has(\"c\")"},
                                           {"d/1", "d", Disposition::kAvoid, "has(\"d\")"}});
  EXPECT_EQ(Text(*snapshot, Has({"d", "c", "b", "a"})),
            "AVOID: b/1 AVOID, d/1 AVOID, a/1 CAUTION, c/1 CAUTION");
}

TEST(ScreenTest, OfOneCodeTheGravestRuleIsShown) {
  const TempFolder folder;
  const auto snapshot = WithRules(folder, {{"a/1", "a", Disposition::kCaution, "has(\"x\")"},
                                           {"a/2", "a", Disposition::kAvoid, "has(\"y\")"},
                                           {"a/3", "a", Disposition::kAvoid, "has(\"y\")"},
                                           {"a/4", "a", Disposition::kConsult, "has(\"z\")"}});
  EXPECT_EQ(Text(*snapshot, Has({"x"})), "CAUTION: a/1 CAUTION");
  EXPECT_EQ(Text(*snapshot, Has({"x", "y", "z"})), "AVOID: a/2 AVOID");
  EXPECT_EQ(Text(*snapshot, Has({"x", "z"})), "CONSULT: a/4 CONSULT");
}

TEST(ScreenTest, UnlessTakesBackOnlyWhatIsKnown) {
  Profile profile;
  profile.symptoms = {{"infection-signs", std::nullopt}};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "URGENT: infection/signs URGENT");
  profile.conditions = {"ringworm"};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "INFORM: ");
  profile.conditions.clear();
  profile.ruled_out_conditions = {"ringworm"};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "URGENT: infection/signs URGENT");
}

TEST(ScreenTest, AnUnknownNumberTakesNothingBack) {
  const TempFolder folder;
  const auto snapshot =
      WithRules(folder, {{"laser/1", "laser", Disposition::kConsult, "procedure(\"laser\")",
                          "weeks_since(\"laser\") >= 12"}});
  Profile profile;
  profile.recent_procedures = {{"laser", std::nullopt}};
  EXPECT_EQ(Text(*snapshot, profile), "CONSULT: laser/1 CONSULT");
  profile.recent_procedures = {{"laser", 11.9}};
  EXPECT_EQ(Text(*snapshot, profile), "CONSULT: laser/1 CONSULT");
  profile.recent_procedures = {{"laser", 12}};
  EXPECT_EQ(Text(*snapshot, profile), "INFORM: ");
}

TEST(ScreenTest, AdviceIsShownAndDecidesNothing) {
  const TempFolder folder;
  const auto snapshot =
      WithRules(folder, {{"a/1", "a", Disposition::kAvoid, "has(\"a\")", "", RuleMode::kAdvise},
                         {"b/1", "b", Disposition::kCaution, "has(\"b\")"}});
  EXPECT_EQ(Text(*snapshot, Has({"a"})), "INFORM: a/1 AVOID");
  EXPECT_EQ(Text(*snapshot, Has({"a", "b"})), "CAUTION: a/1 AVOID, b/1 CAUTION");
}

// An advised rule must not hide that an enforced one of the same code fired.
TEST(ScreenTest, GraverAdviceDoesNotHideWhatDecides) {
  const TempFolder folder;
  const auto snapshot = WithRules(
      folder, {{"a/advice", "a", Disposition::kAvoid, "has(\"a\")", "", RuleMode::kAdvise},
               {"a/rule", "a", Disposition::kConsult, "has(\"a\")"}});
  EXPECT_EQ(Text(*snapshot, Has({"a"})), "CONSULT: a/rule CONSULT");
}

TEST(ScreenTest, ShadowRulesAreSilent) {
  const TempFolder folder;
  const auto snapshot =
      WithRules(folder, {{"a/1", "a", Disposition::kEmergency, "has(\"a\")", "", RuleMode::kShadow},
                         {"a/2", "a", Disposition::kCaution, "has(\"a\")"}});
  EXPECT_EQ(Text(*snapshot, Has({"a"})), "CAUTION: a/2 CAUTION");
}

TEST(ScreenTest, AContradictionCountsAsTheRisk) {
  Profile profile;
  profile.symptoms = {{"infection-signs.pus", std::nullopt}};
  profile.ruled_out_symptoms = {"infection-signs"};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "URGENT: infection/signs URGENT");
}

TEST(ScreenTest, AnsweredFieldsMakeNothingTrue) {
  Profile profile;
  profile.answered_fields = {Field::kConditions, Field::kSymptoms, Field::kMedications};
  EXPECT_EQ(Text(*SmallSnapshot(), profile), "INFORM: ");
}

TEST(ScreenTest, HearsWhatIsSaid) {
  const TempFolder folder;
  const auto snapshot =
      WithRules(folder, {{"share/1", "share", Disposition::kAvoid, "says(\"share-device\")"}});
  Question question;
  EXPECT_EQ(Text(*snapshot, {}, &question), "INFORM: ");
  question.says = {"share-device"};
  EXPECT_EQ(Text(*snapshot, {}, &question), "AVOID: share/1 AVOID");
  EXPECT_EQ(Text(*snapshot, {}, nullptr), "INFORM: ");
}

TEST(ScreenTest, RaisesAllThatATrialOfEveryRuleRaises) {
  Profile profile;
  profile.medications = {{"isotretinoin", Use::kCurrent, std::nullopt}};
  profile.symptoms = {{"infection-signs.pus", 3}};
  EXPECT_EQ(Text(*SmallSnapshot(), profile),
            "URGENT: infection/signs URGENT, isotretinoin/current CONSULT");
}

}  // namespace
}  // namespace needlepoint
