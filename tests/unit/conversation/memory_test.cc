// What is remembered, what takes its place, and what time does to it.

#include "service/conversation/memory.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/conversation/fact_text.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

struct LearnCase {
  std::string name;
  std::vector<std::string> told;  // as FactFrom()
  std::vector<std::string> kept;
};
void PrintTo(const LearnCase& c, std::ostream* os) { *os << c.name; }

class LearnTest : public testing::TestWithParam<LearnCase> {};

TEST_P(LearnTest, KeepsWhatIsNotCorrected) {
  EXPECT_THAT(TextsOf(MemoryOf(GetParam().told)), ElementsAreArray(GetParam().kept));
}

INSTANTIATE_TEST_SUITE_P(
    All, LearnTest,
    testing::ValuesIn(std::vector<LearnCase>{
        {"LaterNumberWins", {"1 age_years=26", "2 age_years=36"}, {"2 age_years=36"}},
        {"LaterWordWins", {"1 setting=HOME", "3 setting=PROFESSIONAL"}, {"3 setting=PROFESSIONAL"}},
        {"OtherFieldsStay",
         {"1 setting=HOME", "2 device=ROLLER"},
         {"1 setting=HOME", "2 device=ROLLER"}},
        {"OneTurnDoesNotCorrectItself",
         {"1 conditions=eczema", "1 conditions=eczema/no"},
         {"1 conditions=eczema", "1 conditions=eczema/no"}},
        {"SaidAgainIsKeptOnce",
         {"1 conditions=eczema", "2 conditions=eczema"},
         {"2 conditions=eczema"}},
        {"Denied", {"1 conditions=eczema", "2 conditions=eczema/no"}, {"2 conditions=eczema/no"}},
        {"HadAfterAll", {"1 conditions=eczema/no", "2 conditions=eczema"}, {"2 conditions=eczema"}},
        {"OtherConditionsStay",
         {"1 conditions=eczema", "2 conditions=psoriasis", "3 conditions=eczema/no"},
         {"2 conditions=psoriasis", "3 conditions=eczema/no"}},
        {"DenyingTheParentDeniesItsChild",
         {"1 symptoms=infection-signs.pus", "2 symptoms=infection-signs/no"},
         {"2 symptoms=infection-signs/no"}},
        {"DenyingAChildLeavesTheParent",
         {"1 symptoms=infection-signs", "2 symptoms=infection-signs.pus/no"},
         {"1 symptoms=infection-signs", "2 symptoms=infection-signs.pus/no"}},
        {"AChildHadTakesTheParentsDenialAway",
         {"1 symptoms=infection-signs/no", "2 symptoms=infection-signs.pus"},
         {"2 symptoms=infection-signs.pus"}},
        {"TheCloserConcernStays",
         {"1 concerns=acne-scar.boxcar", "2 concerns=acne-scar"},
         {"1 concerns=acne-scar.boxcar", "2 concerns=acne-scar"}},
        {"AndTakesTheParentsPlace",
         {"1 concerns=acne-scar", "2 concerns=acne-scar.boxcar"},
         {"2 concerns=acne-scar.boxcar"}},
        {"StoppedAMedicine",
         {"1 medications=isotretinoin", "2 medications=isotretinoin/past@720"},
         {"2 medications=isotretinoin/past@720"}},
        {"TakenUpAgain",
         {"1 medications=isotretinoin/past@720", "2 medications=isotretinoin"},
         {"2 medications=isotretinoin"}},
        {"NeverTook",
         {"1 medications=isotretinoin", "2 medications=isotretinoin/never"},
         {"2 medications=isotretinoin/never"}},
        {"OtherMedicinesStay",
         {"1 medications=isotretinoin", "2 medications=anticoagulant"},
         {"1 medications=isotretinoin", "2 medications=anticoagulant"}},
        // "Still red": it began when it began.
        {"StillKeepsItsOnset",
         {"1 symptoms=redness@48", "2 symptoms=redness"},
         {"2 symptoms=redness@48"}},
        {"ANewTimeIsTheNewTime",
         {"1 symptoms=redness@48", "2 symptoms=redness@9"},
         {"2 symptoms=redness@9"}},
        {"ATimeOfAnotherStandingIsNotKept",
         {"1 medications=isotretinoin/past@720", "2 medications=isotretinoin/never"},
         {"2 medications=isotretinoin/never"}},
        {"SomebodyElsesStaysBeside",
         {"1 SELF conditions=eczema", "2 OTHER conditions=eczema/no"},
         {"1 SELF conditions=eczema", "2 OTHER conditions=eczema/no"}},
        {"UnsaidIsTheAsker",
         {"1 conditions=eczema", "2 SELF conditions=eczema/no"},
         {"2 SELF conditions=eczema/no"}},
        {"AChildThatIsGrownUpIsTheSame",
         {"1 CHILD conditions=eczema", "2 OTHER conditions=eczema/no"},
         {"2 OTHER conditions=eczema/no"}},
        {"TheDeviceIsNobodysOwn",
         {"1 SELF needle_length_mm=0.5", "2 OTHER needle_length_mm=1"},
         {"2 OTHER needle_length_mm=1"}},
        {"AnsweredTwiceIsKeptOnce", {"1 medications", "2 medications"}, {"2 medications"}},
        {"AnAnsweredFieldLeavesItsCodes",
         {"1 medications=isotretinoin", "2 medications"},
         {"1 medications=isotretinoin", "2 medications"}},
    }),
    [](const auto& info) { return info.param.name; });

struct ProfileCase {
  std::string name;
  std::vector<std::string> told;
  std::string person;   // who is to be treated
  double hours = 0;     // that have passed since
  std::string profile;  // as ProfileText()
};
void PrintTo(const ProfileCase& c, std::ostream* os) { *os << c.name; }

class ProfileAtTest : public testing::TestWithParam<ProfileCase> {};

TEST_P(ProfileAtTest, HoldsWhatIsKnownOfThePersonNow) {
  Memory memory = MemoryOf(GetParam().told);
  memory.person = GetParam().person;
  EXPECT_EQ(ProfileText(memory.ProfileAt(SaidTime() + absl::Hours(GetParam().hours))),
            GetParam().profile);
}

INSTANTIATE_TEST_SUITE_P(
    All, ProfileAtTest,
    testing::ValuesIn(std::vector<ProfileCase>{
        {"Nothing", {}, "", 0, ""},
        {"EveryField",
         {"1 subject=SELF",
          "1 setting=HOME",
          "1 device=PEN",
          "1 budget=LOW",
          "1 experience=SOME",
          "1 jurisdiction=GB",
          "1 age_years=34",
          "1 fitzpatrick=4",
          "1 sessions_completed=3",
          "1 needle_length_mm=0.25",
          "1 hours_since_last_session=5@5",
          "1 session_interval_days=14",
          "1 concerns=acne-scar",
          "1 body_areas=cheeks",
          "1 conditions=eczema",
          "1 conditions=psoriasis/no",
          "1 symptoms=redness@3",
          "1 symptoms=crisis/no",
          "1 recent_procedures=laser@336",
          "1 medications=isotretinoin/past@168",
          "1 skincare=retinoid-topical"},
         "SELF",
         0,
         "subject=SELF setting=HOME device=PEN budget=LOW experience=SOME country=GB age=34 "
         "skin=4 sessions=3 needle=0.25 hours=5 interval=14 concern=acne-scar area=cheeks "
         "has=eczema no=psoriasis symptom=redness@3 no-symptom=crisis done=laser@2 "
         "took=isotretinoin@1 takes=retinoid-topical"},
        {"TimesMoveOn",
         {"1 hours_since_last_session=5@5", "1 symptoms=redness@3", "1 recent_procedures=laser@168",
          "1 medications=isotretinoin/past@168"},
         "",
         24 * 6,
         "hours=149 symptom=redness@147 done=laser@1.86 took=isotretinoin@1.86"},
        {"WhatHasNoTimeGetsNone", {"1 symptoms=redness"}, "", 24, "symptom=redness"},
        {"ASymptomOfAWeekLessAnHourStays", {"1 symptoms=pus"}, "", 24 * 7 - 1, "symptom=pus"},
        {"ASymptomOfAWeekLapses", {"1 symptoms=pus"}, "", 24 * 7, ""},
        {"SoDoesItsAbsence", {"1 symptoms=pus/no"}, "", 24 * 7, ""},
        {"SunburnOfFourWeeksLessAnHourStays",
         {"1 conditions=sunburn"},
         "",
         24 * 28 - 1,
         "has=sunburn"},
        {"SunburnOfFourWeeksHasHealed", {"1 conditions=sunburn"}, "", 24 * 28, ""},
        {"EczemaStays", {"1 conditions=eczema"}, "", 24 * 365, "has=eczema"},
        {"TheCloserConcernAlone",
         {"1 concerns=acne-scar.boxcar", "2 concerns=acne-scar"},
         "",
         0,
         "concern=acne-scar.boxcar"},
        {"OfAnotherPersonNothing",
         {"1 OTHER conditions=eczema", "2 SELF conditions=psoriasis"},
         "SELF",
         0,
         "has=psoriasis"},
        {"OfAnotherPersonAlone",
         {"1 SELF conditions=eczema", "2 OTHER age_years=50"},
         "OTHER",
         0,
         "age=50"},
        {"TheRollerIsTheSame",
         {"1 SELF device=ROLLER", "1 SELF age_years=34"},
         "OTHER",
         0,
         "device=ROLLER"},
        {"AChildOfNineteenIsNone",
         {"1 CHILD subject=CHILD", "2 CHILD age_years=19"},
         "CHILD",
         0,
         "subject=OTHER age=19"},
        {"AChildOfSeventeenIsOne",
         {"1 CHILD subject=CHILD", "2 CHILD age_years=17"},
         "CHILD",
         0,
         "subject=CHILD age=17"},
        // Redness is prolonged by when it was spoken of, not by when one asks.
        {"RednessOfASessionOverAWeekAgo",
         {"1 hours_since_last_session=169@169", "1 symptoms=redness"},
         "",
         0,
         "hours=169 symptom=redness symptom=prolonged-redness"},
        {"RednessOfASessionAWeekAgo",
         {"1 hours_since_last_session=168@168", "1 symptoms=redness"},
         "",
         0,
         "hours=168 symptom=redness"},
        {"RednessThatIsOldNewsIsNotProlonged",
         {"1 hours_since_last_session=160@160", "1 symptoms=redness"},
         "",
         24,
         "hours=184 symptom=redness"},
        // To have ruled out the whole says more than to have ruled out a part.
        {"ARuledOutParentIsNotLostToItsChild",
         {"1 symptoms=eye-injury/no", "1 symptoms=eye-injury.chemical/no"},
         "",
         0,
         "no-symptom=eye-injury no-symptom=eye-injury.chemical"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(MemoryTest, AnAnsweredFieldIsAnsweredInTheProfile) {
  const Profile profile = MemoryOf({"1 medications", "2 medications"}).ProfileAt(SaidTime());
  EXPECT_THAT(profile.answered_fields, ElementsAre(Field::kMedications));
}

// What a profile holds comes back out of the facts that were made of it.
TEST(MemoryTest, FactsOfAProfileMakeTheProfile) {
  const Profile before =
      MemoryOf({"1 subject=OTHER", "1 setting=HOME", "1 device=PEN", "1 age_years=34",
                "1 needle_length_mm=0.25", "1 hours_since_last_session=5@5", "1 concerns=acne-scar",
                "1 conditions=eczema", "1 conditions=psoriasis/no", "1 symptoms=redness@3",
                "1 symptoms=crisis/no", "1 recent_procedures=laser@336",
                "1 medications=isotretinoin/past@168", "1 skincare=retinoid-topical/never",
                "1 medications"})
          .ProfileAt(SaidTime());
  Memory memory;
  memory.person = "OTHER";
  for (Remembered& fact : FactsOf(before, SaidTime())) {
    fact.person = "OTHER";
    memory.Learn(std::move(fact));
  }
  EXPECT_EQ(memory.ProfileAt(SaidTime()), before)
      << ProfileText(memory.ProfileAt(SaidTime())) << " is not " << ProfileText(before);
}

// It is made anew, so that putting the session right puts it right, too.
TEST(MemoryTest, ProlongedRednessIsNoFactOfItsOwn) {
  Profile profile;
  profile.symptoms = {{"redness", 200}, {"prolonged-redness", std::nullopt}};
  std::vector<std::string> texts;
  for (const Remembered& fact : FactsOf(profile, SaidTime())) texts.push_back(TextOf(fact));
  EXPECT_THAT(texts, ElementsAre("1 symptoms=redness@200"));
}

TEST(MemoryTest, TheOldestFactGivesWayAtTheCap) {
  Memory memory;
  for (size_t i = 0; i <= kMostFacts; ++i)
    memory.Learn(FactFrom(absl::StrCat("1 conditions=c", i)));
  ASSERT_EQ(memory.facts().size(), kMostFacts);
  EXPECT_EQ(memory.facts().front().value, "c1");
  EXPECT_EQ(memory.facts().back().value, absl::StrCat("c", kMostFacts));
}

TEST(MemoryTest, ALongerValueIsNotRemembered) {
  Memory memory;
  memory.Learn(FactFrom("1 conditions=" + std::string(kMostValueBytes, 'a')));
  memory.Learn(FactFrom("1 conditions=" + std::string(kMostValueBytes + 1, 'b')));
  ASSERT_EQ(memory.facts().size(), 1u);
  EXPECT_EQ(memory.facts()[0].value[0], 'a');
}

TEST(MemoryTest, ForgetSaysHowMany) {
  Memory memory = MemoryOf({"1 conditions=eczema", "1 age_years=34", "2 conditions=psoriasis"});
  const auto is_condition = [](const Remembered& fact) { return fact.field == Field::kConditions; };
  EXPECT_EQ(memory.Forget(is_condition), 2);
  EXPECT_THAT(TextsOf(memory), ElementsAre("1 age_years=34"));
  EXPECT_EQ(memory.Forget(is_condition), 0);
}

// The kept question of turn 2, with a fact of its own and one of turn 1.
Memory WithQuestion() {
  Memory memory;
  memory.turns = 2;
  memory.question = "with eczema, can i roll?";
  memory.question_turn = 2;
  Remembered eczema = FactFrom("2 conditions=eczema");
  eczema.span = {5, 11};
  Remembered age = FactFrom("1 age_years=34");
  age.span = {0, 4};
  memory.Learn(age);
  memory.Learn(eczema);
  return memory;
}

TEST(MemoryTest, ForgettingBlanksTheWordsInTheKeptQuestion) {
  Memory memory = WithQuestion();
  memory.Forget([](const Remembered& fact) { return fact.field == Field::kConditions; });
  EXPECT_EQ(memory.question, "with       , can i roll?");
}

TEST(MemoryTest, ACorrectionBlanksThemAsWell) {
  Memory memory = WithQuestion();
  memory.Learn(FactFrom("3 conditions=eczema/no"));
  EXPECT_EQ(memory.question, "with       , can i roll?");
}

TEST(MemoryTest, WordsOfAnotherTurnAreNotThoseOfTheKeptQuestion) {
  Memory memory = WithQuestion();
  memory.Forget([](const Remembered& fact) { return fact.field == Field::kAgeYears; });
  EXPECT_EQ(memory.question, "with eczema, can i roll?");
}

TEST(MemoryTest, AFactWithoutWordsBlanksNone) {
  Memory memory = WithQuestion();
  memory.Learn(FactFrom("2 conditions=psoriasis"));
  memory.Forget([](const Remembered& fact) { return fact.value == "psoriasis"; });
  EXPECT_EQ(memory.question, "with eczema, can i roll?");
}

TEST(MemoryTest, FindsTheLastOrNone) {
  Memory memory = MemoryOf({"1 conditions=eczema", "2 conditions=psoriasis", "3 age_years=34"});
  const Remembered* last =
      memory.FindLast([](const Remembered& fact) { return fact.field == Field::kConditions; });
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->value, "psoriasis");
  EXPECT_EQ(memory.FindLast([](const Remembered& fact) { return fact.turn == 4; }), nullptr);
  EXPECT_THAT(Memory().facts(), IsEmpty());
}

}  // namespace
}  // namespace needlepoint
