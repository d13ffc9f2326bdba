#include "service/text/speller.h"

#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

// Targets in the order that decides ties; words that are right; a pair that
// must never cross.
Speller SmallSpeller() {
  Speller speller;
  for (const char* word : {"isotretinoin", "sunscreen", "retinol", "roller", "bleed", "acne"}) {
    speller.AddTarget(word);
  }
  for (const char* word : {"retina", "rolled", "breed"}) speller.AddKnown(word);
  speller.NeverCross("tretinoin", "isotretinoin");
  speller.NeverCross("bleed", "blend");
  return speller;
}

struct CorrectCase {
  std::string name, word;
  std::string want;  // "": left as it is
};
void PrintTo(const CorrectCase& c, std::ostream* os) { *os << c.word; }

class CorrectTest : public testing::TestWithParam<CorrectCase> {};

TEST_P(CorrectTest, GivesTheNearestTarget) {
  EXPECT_EQ(SmallSpeller().Correct(GetParam().word).value_or(""), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, CorrectTest,
                         testing::ValuesIn(std::vector<CorrectCase>{
                             {"LetterMissing", "retnol", "retinol"},
                             {"LetterTwice", "retinnol", "retinol"},
                             {"OtherLetter", "retinal", "retinol"},
                             {"Swapped", "retionl", "retinol"},
                             {"TwoMistakesInALongWord", "isotretnoim", "isotretinoin"},
                             {"ThreeMistakesAreTooMany", "isotrtnoim", ""},
                             {"TwoMistakesInSevenLetters", "retnal", ""},
                             {"TwoMistakesNeedEightLettersOnBothSides", "retinoool", ""},
                             {"RightWord", "retinol", ""},
                             {"KnownWord", "retina", ""},
                             {"KnownWordNearATarget", "rolled", ""},
                             {"FiveLettersAllowOne", "roler", "roller"},
                             {"ShortWordIsLeft", "rolr", ""},
                             {"ShortTargetIsNoTarget", "acnee", ""},
                             {"OtherFirstLetterCountsOneMore", "boller", ""},
                             {"OtherFirstLetterOfALongWord", "dunscreen", "sunscreen"},
                             {"NeverCross", "blend", ""},
                             {"NeverCrossMeansThatPairOnly", "bleend", "bleed"},
                             {"NeverCrossThoughNear", "tretinoin", ""},
                             {"NothingNear", "umbrella", ""},
                             {"Nothing", "", ""},
                             {"TooLong", std::string(41, 'a'), ""},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(SpellerTest, OfEquallyNearWordsTheFirstAddedWins) {
  Speller first_a, first_b;
  first_a.AddTarget("masks");
  first_a.AddTarget("marks");
  first_b.AddTarget("marks");
  first_b.AddTarget("masks");
  // One letter from both.
  EXPECT_EQ(first_a.Correct("maqks"), "masks");
  EXPECT_EQ(first_b.Correct("maqks"), "marks");
}

TEST(SpellerTest, NearerBeatsEarlier) {
  Speller speller;
  speller.AddTarget("moisturise");
  speller.AddTarget("moisturize");
  EXPECT_EQ(speller.Correct("moisturizee"), "moisturize");
}

TEST(SpellerTest, TheNextBestIsTakenWhereTheBestIsForbidden) {
  Speller speller;
  speller.AddTarget("masks");
  speller.AddTarget("marks");
  speller.NeverCross("marks", "maqks");
  EXPECT_EQ(speller.Correct("maqks"), "masks");
  speller.NeverCross("maqks", "masks");
  EXPECT_EQ(speller.Correct("maqks"), std::nullopt);
}

TEST(SpellerTest, KnowsItsTargetsAndKnownWords) {
  const Speller speller = SmallSpeller();
  EXPECT_TRUE(speller.Knows("retinol"));
  EXPECT_TRUE(speller.Knows("retina"));
  EXPECT_TRUE(speller.Knows("acne"));  // too short to correct to, but right
  EXPECT_FALSE(speller.Knows("retnol"));
}

// Every way of one mistake, but in the first letter, leads back.
TEST(SpellerTest, FindsEverySingleMistake) {
  Speller speller;
  const std::string word = "rosacea";
  speller.AddTarget(word);
  for (size_t i = 1; i < word.size(); ++i) {
    std::string missing = word, other = word, extra = word;
    missing.erase(i, 1);
    other[i] = 'q';
    extra.insert(i, "q");
    for (const std::string& wrong : {missing, other, extra}) {
      EXPECT_EQ(speller.Correct(wrong), word) << wrong;
    }
  }
}

}  // namespace
}  // namespace needlepoint
