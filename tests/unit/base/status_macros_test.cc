#include "service/base/status_macros.h"

#include <memory>
#include <utility>

#include "gtest/gtest.h"

#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

using testing::Pointee;

absl::StatusOr<std::unique_ptr<int>> Half(int number) {
  if (number % 2 != 0) return absl::InvalidArgumentError("odd");
  return std::make_unique<int>(number / 2);
}

absl::StatusOr<std::unique_ptr<int>> Quarter(int number) {
  // Twice in one scope, and of a type that can only be moved.
  NP_ASSIGN_OR_RETURN(const std::unique_ptr<int> half, Half(number));
  NP_ASSIGN_OR_RETURN(std::unique_ptr<int> quarter, Half(*half));
  return quarter;
}

absl::Status Check(int number, int& calls) {
  NP_RETURN_IF_ERROR(Half(number).status());
  ++calls;
  return absl::OkStatus();
}

TEST(AssignOrReturnTest, AssignsTheValue) { EXPECT_THAT(Quarter(8), IsOkAndHolds(Pointee(2))); }

TEST(AssignOrReturnTest, ReturnsTheFirstError) {
  EXPECT_THAT(Quarter(7), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
  EXPECT_THAT(Quarter(6), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
}

TEST(ReturnIfErrorTest, GoesOnOnlyWithoutAnError) {
  int calls = 0;
  NP_EXPECT_OK(Check(2, calls));
  EXPECT_EQ(calls, 1);
  EXPECT_THAT(Check(3, calls), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace needlepoint
