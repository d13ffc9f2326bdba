#include "service/base/span.h"

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

TEST(TextSpanTest, EndIsNotPartOfIt) {
  EXPECT_EQ((TextSpan{2, 4}.In("abcdef")), "cd");
  EXPECT_TRUE((TextSpan{2, 2}.empty()));
  EXPECT_FALSE((TextSpan{2, 3}.empty()));
}

TEST(TextSpanTest, ContainsUpToItsEdges) {
  const TextSpan span{2, 6};
  EXPECT_TRUE(span.Contains({2, 6}));
  EXPECT_TRUE(span.Contains({3, 5}));
  EXPECT_FALSE(span.Contains({1, 5}));
  EXPECT_FALSE(span.Contains({3, 7}));
}

TEST(TextSpanTest, NeighboursDoNotOverlap) {
  const TextSpan span{2, 4};
  EXPECT_FALSE(span.Overlaps({4, 6}));
  EXPECT_FALSE(span.Overlaps({0, 2}));
  EXPECT_TRUE(span.Overlaps({3, 6}));
  EXPECT_TRUE(span.Overlaps({0, 3}));
}

}  // namespace
}  // namespace needlepoint
