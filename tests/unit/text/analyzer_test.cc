#include "service/text/analyzer.h"

#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

struct FoldCase {
  std::string name, text, want;
};
void PrintTo(const FoldCase& c, std::ostream* os) { *os << c.name; }

class FoldTest : public testing::TestWithParam<FoldCase> {};

TEST_P(FoldTest, GivesThePlainLetters) { EXPECT_EQ(Fold(GetParam().text), GetParam().want); }

TEST_P(FoldTest, ChangesNothingTheSecondTime) {
  const std::string once = Fold(GetParam().text);
  EXPECT_EQ(Fold(once), once);
}

INSTANTIATE_TEST_SUITE_P(All, FoldTest,
                         testing::ValuesIn(std::vector<FoldCase>{
                             {"Nothing", "", ""},
                             {"LowerCase", "ROSACEA", "rosacea"},
                             {"Apostrophe", "It's", "its"},
                             {"CurlyApostrophe", "It’s", "its"},
                             {"ModifierApostrophe", "itʼs", "its"},
                             {"ApostrophesBesideAccents", "l'été", "lete"},
                             {"Accents", "Éczéma naïve", "eczema naive"},
                             {"Sharp", "GROẞ", "gross"},
                             {"Superscript", "cm²", "cm2"},
                             {"Ligature", "ﬂaky", "flaky"},
                             {"ZeroWidth", "sun\u200Bscreen", "sunscreen"},
                             {"Greek", "Σίγμα", "σιγμα"},
                             {"TurkishDottedI", "İ", "i"},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(FoldTest, LeavesIllFormedBytesInPlace) { EXPECT_EQ(Fold("A\xFF"), "A\xFF"); }

struct StemCase {
  std::string stem;
  std::vector<std::string> words;
};
void PrintTo(const StemCase& c, std::ostream* os) { *os << c.stem; }

class StemTest : public testing::TestWithParam<StemCase> {};

TEST_P(StemTest, IsOneForAllInflections) {
  for (const std::string& word : GetParam().words) EXPECT_EQ(Stem(word), GetParam().stem) << word;
}

INSTANTIATE_TEST_SUITE_P(All, StemTest,
                         testing::ValuesIn(std::vector<StemCase>{
                             {"roll", {"roll", "rolls", "rolled", "rolling"}},
                             {"needl", {"needle", "needles", "needling"}},
                             {"treatment", {"treatment", "treatments"}},
                             {"infect", {"infect", "infected", "infection", "infections"}},
                             {"scar", {"scar", "scars", "scarring"}},
                             {"day", {"day", "days"}},
                             {"blister", {"blister", "blisters", "blistering"}},
                         }),
                         [](const auto& info) { return info.param.stem; });

TEST(StemTest, TellsApartWhatDiffers) {
  EXPECT_NE(Stem("retinol"), Stem("retina"));
  EXPECT_NE(Stem("roller"), Stem("roll"));
}

TEST(StemTest, IsTheSameOnEveryThread) {
  std::vector<std::string> stems(4);
  std::vector<std::thread> threads;
  for (std::string& stem : stems) {
    threads.emplace_back([&stem] {
      for (int i = 0; i < 1000; ++i) stem = Stem(i % 2 == 0 ? "treatments" : "needling");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(stems, std::vector<std::string>(4, "needl"));
}

TEST(IsStopWordTest, HoldsEmptyWordsOnly) {
  for (const char* word : {"the", "is", "my", "dont", "im"}) EXPECT_TRUE(IsStopWord(word)) << word;
  for (const char* word : {"sun", "no", "not", "retinol", "", "The"}) {
    EXPECT_FALSE(IsStopWord(word)) << word;
  }
}

}  // namespace
}  // namespace needlepoint
