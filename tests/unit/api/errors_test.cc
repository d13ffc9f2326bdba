#include "service/api/errors.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(ErrorDetailTest, IsReadBack) {
  const absl::Status status =
      WithDetail(absl::NotFoundError("no such thing"), {"NOT_FOUND", "source_id"});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(DetailOf(status).has_value());
  EXPECT_EQ(DetailOf(status)->reason, "NOT_FOUND");
  EXPECT_EQ(DetailOf(status)->field, "source_id");
}

TEST(ErrorDetailTest, MayNameNoField) {
  const auto detail = DetailOf(WithDetail(absl::InternalError("x"), {"OPTION_NOT_SERVED", ""}));
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->field, "");
}

TEST(ErrorDetailTest, AStatusWithoutOneHasNone) {
  EXPECT_FALSE(DetailOf(absl::InternalError("x")).has_value());
  EXPECT_FALSE(DetailOf(absl::OkStatus()).has_value());
}

TEST(TooLargeTest, NamesFieldSizeAndLimit) {
  const absl::Status status = TooLarge("query", "QUERY_TOO_LARGE", 7, 5);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("query"), HasSubstr("7"), HasSubstr("5")));
  EXPECT_EQ(DetailOf(status)->reason, "QUERY_TOO_LARGE");
}

}  // namespace
}  // namespace needlepoint
