#include "service/base/clock.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

TEST(FixedClockTest, StandsStill) {
  const absl::Time noon = absl::FromUnixSeconds(1'700'000'000);
  const FixedClock clock(noon);
  EXPECT_EQ(clock.Now(), noon);
  EXPECT_EQ(clock.Now(), noon);
}

TEST(SystemClockTest, NeverRunsBackwards) {
  const SystemClock clock;
  const absl::Time before = clock.Now();
  EXPECT_GE(clock.Now(), before);
  EXPECT_GT(before, absl::FromUnixSeconds(1'600'000'000));
}

}  // namespace
}  // namespace needlepoint
