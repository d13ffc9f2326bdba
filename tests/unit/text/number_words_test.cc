#include "service/text/number_words.h"

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

TEST(CardinalValueTest, ReadsOnesTeensAndTens) {
  EXPECT_EQ(CardinalValue("one"), 1);
  EXPECT_EQ(CardinalValue("nine"), 9);
  EXPECT_EQ(CardinalValue("ten"), 10);
  EXPECT_EQ(CardinalValue("nineteen"), 19);
  EXPECT_EQ(CardinalValue("twenty"), 20);
  EXPECT_EQ(CardinalValue("ninety"), 90);
}

TEST(CardinalValueTest, OtherWordsHaveNone) {
  EXPECT_FALSE(CardinalValue("").has_value());
  EXPECT_FALSE(CardinalValue("tenth").has_value());
  EXPECT_FALSE(CardinalValue("once").has_value());
  EXPECT_FALSE(CardinalValue("7").has_value());
}

}  // namespace
}  // namespace needlepoint
