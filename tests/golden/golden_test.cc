// The recorded answers, in process. To record them anew:
//   NEEDLEPOINT_UPDATE_GOLDEN=1 ctest --test-dir build/dev -R golden_test

#include <cstdlib>

#include "gtest/gtest.h"

#include "service/api/api.h"
#include "service/base/clock.h"
#include "tests/golden/golden_cases.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

class GoldenTest : public ::testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenTest, AnswersAsRecorded) {
  const FixedClock clock(absl::UnixEpoch());
  const Limits limits;
  static auto* const collections = new CollectionRegistry();
  if (collections->List().empty()) {
    ASSERT_TRUE(collections->Publish(kGuide, GuidePath(), clock.Now()).ok());
  }
  const Api api(*collections, clock, limits);
  v1::AskQuestionResponse response;
  ASSERT_TRUE(api.AskQuestion(GetParam().request, response).ok());
  const std::string text = GoldenText(response.answer());
  if (std::getenv("NEEDLEPOINT_UPDATE_GOLDEN") != nullptr) Record(GetParam().name, text);
  EXPECT_EQ(text, std::getenv("NEEDLEPOINT_UPDATE_GOLDEN") != nullptr ? text : GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, GoldenTest, ::testing::ValuesIn(GoldenCases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
