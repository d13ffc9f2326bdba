#include "service/answer/tailor.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/support/small_knowledge.h"
#include "tests/unit/answer/answer_text.h"

namespace needlepoint {
namespace {

// The small snapshot with one fact that is about radiofrequency alone.
const std::shared_ptr<const Snapshot>& TailorSnapshot() {
  static const auto* const snapshot = [] {
    Knowledge k = SmallKnowledge();
    k.facts[1].devices = {"rf"};
    k.labels["population.professional"] = "from clinics";
    k.labels["population.home"] = "from home use";
    k.labels["population.device-rf"] = "from radiofrequency";
    return new std::shared_ptr<const Snapshot>(SnapshotOf(k));
  }();
  return *snapshot;
}

int Find(const char* id) {
  const int index = TailorSnapshot()->FindStatement(id);
  EXPECT_GE(index, 0) << id;
  return index;
}

v1::Statement Dress(const char* id, const Profile& profile, const Question* question = nullptr) {
  Citations citations(*TailorSnapshot(), "guide");
  const Situation situation{profile, question};
  return Tailor(*TailorSnapshot(), situation, citations, "guide").Dress(Find(id));
}

Profile Setting(const char* setting, const char* device = "") {
  Profile profile;
  profile.setting = setting;
  profile.device = device;
  return profile;
}

struct PopulationCase {
  std::string statement, setting, device, want;
};
void PrintTo(const PopulationCase& c, std::ostream* os) {
  *os << c.statement << " for " << c.setting << " " << c.device;
}

class PopulationTest : public testing::TestWithParam<PopulationCase> {};

TEST_P(PopulationTest, IsNamedWhereItIsNotTheAskers) {
  const PopulationCase& c = GetParam();
  const v1::Statement statement =
      Dress(c.statement.c_str(), Setting(c.setting.c_str(), c.device.c_str()));
  EXPECT_EQ(statement.population(), c.want);
  EXPECT_EQ(statement.population_mismatches_size(), c.want.empty() ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(All, PopulationTest,
                         testing::ValuesIn(std::vector<PopulationCase>{
                             // Its fact comes from clinics.
                             {"aftercare/sun/shade", "", "", "from clinics"},
                             {"aftercare/sun/shade", "HOME", "", "from clinics"},
                             {"aftercare/sun/shade", "UNDECIDED", "", "from clinics"},
                             {"aftercare/sun/shade", "PROFESSIONAL", "", ""},
                             // Its fact comes from home use.
                             {"needles/clean/soak", "PROFESSIONAL", "", "from home use"},
                             {"needles/clean/soak", "HOME", "", ""},
                             {"needles/clean/soak", "", "", ""},
                             // Its fact is about radiofrequency.
                             {"aftercare/wash/water", "", "ROLLER", "from radiofrequency"},
                             {"aftercare/wash/water", "", "RF", ""},
                             {"aftercare/wash/water", "", "", ""},
                             // One of its two facts holds anywhere, with any device.
                             {"needles/clean/alcohol", "PROFESSIONAL", "ROLLER", ""},
                         }));

TEST(TailorTest, DressesWithTextIdsAndNumbers) {
  const v1::Statement s = Dress("needles/clean/alcohol", {});
  EXPECT_EQ(s.text(), "Sources differ on alcohol.");
  EXPECT_EQ(s.statement_id(), "guide/needles/clean/alcohol");
  EXPECT_EQ(s.passage_id(), "guide/needles/clean#1");
  EXPECT_EQ(absl::StrJoin(s.citation_numbers(), " "), "1 2");
}

TEST(TailorTest, AStatementOfARuleHasNoPassage) {
  EXPECT_EQ(Dress("rule/infection/signs/message", {}).passage_id(), "");
}

TEST(TailorTest, NumbersGoOnFromOneStatementToTheNext) {
  Citations citations(*TailorSnapshot(), "guide");
  const Profile profile;
  const Situation situation{profile};
  Tailor tailor(*TailorSnapshot(), situation, citations, "guide");
  EXPECT_EQ(absl::StrJoin(tailor.Dress(Find("aftercare/wash/water")).citation_numbers(), " "), "1");
  EXPECT_EQ(absl::StrJoin(tailor.Dress(Find("needles/clean/alcohol")).citation_numbers(), " "),
            "2 1");
  const std::vector<v1::Citation> built = citations.Build();
  ASSERT_EQ(built.size(), 2u);
  EXPECT_EQ(built[0].fact_id(), "wash-4h");
  EXPECT_EQ(built[0].passage_id(), "guide/aftercare/wash#1");
  EXPECT_EQ(built[1].fact_id(), "soak-10min");
  EXPECT_EQ(built[1].source_id(), "roller-trial");
  EXPECT_EQ(built[1].support(), "Soak the roller in alcohol for 10 minutes.");
  EXPECT_TRUE(built[1].undated());
  EXPECT_EQ(built[0].year(), 2021);
  ASSERT_EQ(built[1].other_source_ids_size(), 1);
  EXPECT_EQ(built[1].other_source_ids(0), "clinic-leaflet");
}

TEST(TailorTest, WhatHoldsForEveryoneIsSaidByDefault) {
  const v1::Statement s = Dress("aftercare/sun/shade", {});
  EXPECT_EQ(s.applicability(), v1::APPLICABILITY_APPLIES);
  ASSERT_EQ(s.because_size(), 1);
  EXPECT_EQ(s.because(0).kind(), v1::BECAUSE_KIND_DEFAULT);
}

TEST(TailorTest, NamesTheFieldThatDecided) {
  const v1::Statement s = Dress("aftercare/sun/at-home", Setting("HOME"));
  EXPECT_EQ(s.applicability(), v1::APPLICABILITY_APPLIES);
  ASSERT_EQ(s.because_size(), 1);
  EXPECT_EQ(s.because(0).kind(), v1::BECAUSE_KIND_PROFILE);
  EXPECT_EQ(s.because(0).field(), "setting");
  EXPECT_EQ(s.because(0).value(), "HOME");
  EXPECT_FALSE(s.because(0).has_span());
}

TEST(TailorTest, NamesTheWordsThatDecided) {
  Question question;
  question.profile = Setting("HOME");
  question.understood = {{{3, 10}, "setting", "HOME"}};
  const v1::Statement s = Dress("aftercare/sun/at-home", question.profile, &question);
  ASSERT_EQ(s.because_size(), 1);
  EXPECT_EQ(s.because(0).span().start(), 3);
  EXPECT_EQ(s.because(0).span().end(), 10);
}

TEST(TailorTest, SaysWhichFieldsAreOpen) {
  const v1::Statement s = Dress("aftercare/sun/at-home", {});
  EXPECT_EQ(s.applicability(), v1::APPLICABILITY_UNKNOWN);
  EXPECT_EQ(absl::StrJoin(s.open_fields(), " "), "setting");
  EXPECT_EQ(s.because_size(), 0);
}

// The first variant that is known to hold; nobody is told "yes" on a guess.
TEST(TailorTest, PassesOverVariantsThatMayHold) {
  const std::vector<int> variants = {Find("aftercare/sun/not-yet"),
                                     Find("aftercare/sun/in-general")};
  const auto first = [&](std::optional<double> hours, const std::vector<int>& of) {
    Profile profile;
    profile.hours_since_last_session = hours;
    Citations citations(*TailorSnapshot(), "guide");
    const Situation situation{profile};
    return Tailor(*TailorSnapshot(), situation, citations, "guide").FirstThatHolds(of);
  };
  EXPECT_EQ(first(71, variants), variants[0]);
  EXPECT_EQ(first(72, variants), variants[1]);
  EXPECT_EQ(first(std::nullopt, variants), variants[1]);
  EXPECT_EQ(first(std::nullopt, {variants[0]}), -1);
  EXPECT_EQ(first(5, {}), -1);
}

TEST(TailorTest, AStatementIsAsStrongAsItsBestFact) {
  const auto strength = [](const char* id) {
    return StrengthOfFacts(TailorSnapshot()->knowledge().statements[Find(id)].facts,
                           *TailorSnapshot());
  };
  EXPECT_EQ(strength("aftercare/wash/water"), v1::STRENGTH_OPINION);  // a clinic's word
  EXPECT_EQ(strength("needles/clean/soak"), v1::STRENGTH_STRONG);     // a trial
  EXPECT_EQ(strength("needles/clean/alcohol"), v1::STRENGTH_STRONG);  // both
}

}  // namespace
}  // namespace needlepoint
