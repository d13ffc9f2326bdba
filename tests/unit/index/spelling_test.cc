#include "service/index/spelling.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

using testing::TestWithParam;
using testing::ValuesIn;

struct KeysCase {
  std::string name, word, other;
  bool share;  // a key, with as many letters out of each as the longer may have mistakes
};
void PrintTo(const KeysCase& c, std::ostream* os) { *os << c.name; }

class SpellingKeysTest : public TestWithParam<KeysCase> {};

TEST_P(SpellingKeysTest, AreSharedByWordsThatAreNear) {
  const auto& [name, word, other, share] = GetParam();
  const int mistakes = MistakesAllowed(std::max(word.size(), other.size()));
  std::vector<uint32_t> keys, others, common;
  SpellingKeys(word, mistakes, keys);
  SpellingKeys(other, mistakes, others);
  std::sort(keys.begin(), keys.end());
  std::sort(others.begin(), others.end());
  std::set_intersection(keys.begin(), keys.end(), others.begin(), others.end(),
                        std::back_inserter(common));
  EXPECT_EQ(!common.empty(), share);
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end()) << "twice";
}

INSTANTIATE_TEST_SUITE_P(All, SpellingKeysTest,
                         ValuesIn(std::vector<KeysCase>{
                             {"TheSame", "acne", "acne", true},
                             {"OneLeftOut", "acne", "ace", true},
                             {"OneChanged", "acne", "ache", true},
                             {"NeighboursSwapped", "acne", "acen", true},
                             {"TwoChangedInAShortWord", "acne", "ochi", false},
                             {"TwoChangedInALongWord", "retinol", "ritinal", true},
                             {"ThreeChangedInALongWord", "retinol", "ritanal", false},
                             {"FarBehindOneSwapped", "microneedling", "microneedlign", true},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(SpellingTest, AllowsMistakesByLength) {
  const std::vector<std::pair<size_t, int>> kLengths = {{0, 0}, {3, 0},  {4, 1}, {6, 1},
                                                        {7, 2}, {40, 2}, {41, 0}};
  for (const auto& [letters, mistakes] : kLengths)
    EXPECT_EQ(MistakesAllowed(letters), mistakes) << letters;
}

TEST(SpellingTest, OnlyLettersMakeAPlainWord) {
  EXPECT_TRUE(IsPlainWord("acne"));
  for (const char* word : {"co2", "0.5", "Acne", "\xC3\xB6", "a b"})
    EXPECT_FALSE(IsPlainWord(word)) << word;
}

// A snapshot keeps them.
TEST(SpellingTest, HashesAreTheSameEverywhere) {
  EXPECT_EQ(StableHash(""), 0x4fd0bfc1u);
  EXPECT_NE(StableHash("acne"), StableHash("acen"));
}

}  // namespace
}  // namespace needlepoint
