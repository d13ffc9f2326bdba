// Matchers over absl::Status and absl::StatusOr. They mean what newer Abseil's
// absl/status/status_matchers.h means, so that moving to those is a rename.

#ifndef NEEDLEPOINT_TESTS_SUPPORT_MATCHERS_H_
#define NEEDLEPOINT_TESTS_SUPPORT_MATCHERS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/base/status_macros.h"

namespace needlepoint {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// Matches an absl::Status or absl::StatusOr that is OK.
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << "which is " << StatusOf(arg).ToString();
  return arg.ok();
}

// Matches a status with this code, and a message that `message` matches.
MATCHER_P2(StatusIs, code, message,
           "has the code " + absl::StatusCodeToString(code) + " and a message that " +
               testing::DescribeMatcher<std::string>(message)) {
  const absl::Status& status = StatusOf(arg);
  *result_listener << "which is " << status.ToString();
  return status.code() == code &&
         testing::ExplainMatchResult(message, std::string(status.message()), result_listener);
}

inline auto StatusIs(absl::StatusCode code) { return StatusIs(code, testing::_); }

// Matches an absl::StatusOr that is OK and whose value `inner` matches.
MATCHER_P(IsOkAndHolds, inner, "is OK and holds a matching value") {
  if (!arg.ok()) {
    *result_listener << "which is " << arg.status().ToString();
    return false;
  }
  return testing::ExplainMatchResult(inner, *arg, result_listener);
}

}  // namespace needlepoint

#define NP_EXPECT_OK(expr) EXPECT_THAT((expr), ::needlepoint::IsOk())
#define NP_ASSERT_OK(expr) ASSERT_THAT((expr), ::needlepoint::IsOk())

#define NP_ASSERT_OK_AND_ASSIGN_INNER_(tmp, lhs, expr) \
  auto tmp = (expr);                                   \
  ASSERT_THAT(tmp, ::needlepoint::IsOk());             \
  lhs = *std::move(tmp)

// Assigns the value of `expr`, an absl::StatusOr, to `lhs`, which may declare a
// variable; fails the test if there is none. Only in functions returning void.
#define NP_ASSERT_OK_AND_ASSIGN(lhs, expr) \
  NP_ASSERT_OK_AND_ASSIGN_INNER_(NP_CONCAT_(np_result_, __LINE__), lhs, expr)

#endif  // NEEDLEPOINT_TESTS_SUPPORT_MATCHERS_H_
