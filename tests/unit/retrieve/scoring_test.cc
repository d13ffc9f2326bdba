#include "service/retrieve/scoring.h"

#include <limits>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

constexpr float kHeading = 1.0f / 1000;  // a title of 1,000 shares

TEST(CoverageScoreTest, GrowsWithTheSquareOfWhatIsCoveredUpToTwiceTheTitle) {
  EXPECT_EQ(CoverageScore(0, kHeading), 0);
  EXPECT_EQ(CoverageScore(500, kHeading), 500);
  EXPECT_EQ(CoverageScore(1000, kHeading), 2000);
}

TEST(CoverageScoreTest, IsABoundWhereMoreIsHeldThanTheTitleHas) {
  EXPECT_EQ(CoverageScore(3000, kHeading), 6000);
  constexpr int32_t kAll = std::numeric_limits<int32_t>::max() / 4;
  EXPECT_GE(CoverageScore(kAll, kHeading), kAll);
}

}  // namespace
}  // namespace needlepoint
