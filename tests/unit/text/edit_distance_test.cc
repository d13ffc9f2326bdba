#include "service/text/edit_distance.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

struct DistanceCase {
  std::string name, a, b;
  int want;
};
void PrintTo(const DistanceCase& c, std::ostream* os) { *os << c.a << " " << c.b; }

class EditDistanceTest : public testing::TestWithParam<DistanceCase> {};

TEST_P(EditDistanceTest, CountsEitherWay) {
  const DistanceCase& c = GetParam();
  EXPECT_EQ(EditDistance(c.a).To(c.b, 9), c.want);
  EXPECT_EQ(EditDistance(c.b).To(c.a, 9), c.want);
}

TEST_P(EditDistanceTest, SaysOneMoreThanTheLimit) {
  const DistanceCase& c = GetParam();
  for (int limit = 0; limit <= 4; ++limit) {
    EXPECT_EQ(EditDistance(c.a).To(c.b, limit), std::min(c.want, limit + 1)) << "limit " << limit;
  }
}

INSTANTIATE_TEST_SUITE_P(All, EditDistanceTest,
                         testing::ValuesIn(std::vector<DistanceCase>{
                             {"Same", "retinol", "retinol", 0},
                             {"Missing", "retinol", "retnol", 1},
                             {"Extra", "retinol", "rettinol", 1},
                             {"Other", "retinol", "retinal", 1},
                             {"Swapped", "retinol", "reitnol", 1},
                             {"SwappedAtTheStart", "ab", "ba", 1},
                             {"TwoSwaps", "abcd", "badc", 2},
                             {"Kitten", "kitten", "sitting", 3},
                             // Each part is edited once: no insertion inside a swap.
                             {"SwapAndInsert", "ca", "abc", 3},
                             {"AllOther", "abcd", "wxyz", 4},
                         }),
                         [](const auto& info) { return info.param.name; });

// The textbook recurrence without limit, early end or shared rows.
int SlowDistance(const std::string& a, const std::string& b, size_t i, size_t j) {
  if (i == 0) return static_cast<int>(j);
  if (j == 0) return static_cast<int>(i);
  int best = std::min(SlowDistance(a, b, i - 1, j), SlowDistance(a, b, i, j - 1)) + 1;
  best = std::min(best, SlowDistance(a, b, i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1));
  if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
    best = std::min(best, SlowDistance(a, b, i - 2, j - 2) + 1);
  }
  return best;
}

TEST(EditDistanceOracleTest, AgreesWithTheTextbookOnAllShortWords) {
  std::vector<std::string> words = {"a", "b"};
  for (size_t i = 0; i < words.size() && words[i].size() < 5; ++i) {
    for (const char c : {'a', 'b'}) words.push_back(words[i] + c);
  }
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      EXPECT_EQ(EditDistance(a).To(b, 9), SlowDistance(a, b, a.size(), b.size())) << a << " " << b;
    }
  }
}

TEST(EditDistanceLengthTest, IsThatOfTheWordFromNothing) {
  EXPECT_EQ(EditDistance("abc").To("", 9), 3);
  EXPECT_EQ(EditDistance("abc").To("", 2), 3);
}

TEST(EditDistanceLengthTest, TakesTheLongestWordToLongerOnes) {
  const std::string word(EditDistance::kLongest, 'x');
  EXPECT_EQ(EditDistance(word).To(word, 9), 0);
  EXPECT_EQ(EditDistance(word).To("y" + word + "y", 9), 2);
  EXPECT_EQ(EditDistance(word).To(word + "xxx", 2), 3);
}

}  // namespace
}  // namespace needlepoint
