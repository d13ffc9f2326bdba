// An Api over the small snapshot, at a fixed time.

#ifndef NEEDLEPOINT_TESTS_UNIT_API_API_FIXTURE_H_
#define NEEDLEPOINT_TESTS_UNIT_API_API_FIXTURE_H_

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/api/api.h"
#include "service/api/errors.h"
#include "service/pack/snapshot_writer.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {

class ApiTest : public testing::Test {
 protected:
  ApiTest() {
    EXPECT_THAT(WriteSnapshot(SmallKnowledge(), path_), IsOk());
    EXPECT_THAT(collections_.Publish(kGuide, path_, clock_.Now()), IsOk());
  }

  // Monday, 15 June 2026, 14:30:15 UTC.
  FixedClock clock_{absl::FromUnixSeconds(1781533815)};
  TempFolder folder_;
  std::string path_ = folder_.Path("small.snapshot");
  CollectionRegistry collections_;
  Limits limits_;
  Api api_{collections_, clock_, limits_};
};

// Matches an error with the code, the reason and the field, whose message says
// `message`.
MATCHER_P4(IsError, code, reason, field, message, "is the error " + std::string(reason)) {
  *result_listener << "which is " << arg.ToString();
  const std::optional<ErrorDetail> detail = DetailOf(arg);
  return arg.code() == code && detail.has_value() && detail->reason == reason &&
         detail->field == field &&
         testing::ExplainMatchResult(message, std::string(arg.message()), result_listener);
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_API_API_FIXTURE_H_
