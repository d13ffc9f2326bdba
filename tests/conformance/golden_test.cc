// The recorded answers, over the wire: one suite, two doors.

#include "gtest/gtest.h"

#include "tests/conformance/server.h"
#include "tests/golden/golden_cases.h"

namespace needlepoint::conformance {
namespace {

class GoldenOverTheWireTest : public ::testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenOverTheWireTest, AnswersAsRecorded) {
  ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint();
  Client client(SharedServer().address());
  v1::AskQuestionResponse response;
  const grpc::Status status =
      client.Call("GuidanceService/AskQuestion", GetParam().request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(GoldenText(response.answer()), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, GoldenOverTheWireTest, ::testing::ValuesIn(GoldenCases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint::conformance
