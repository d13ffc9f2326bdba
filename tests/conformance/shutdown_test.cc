// SIGTERM: calls under way end well, new ones are refused, exit code 0.

#include <grpcpp/grpcpp.h>

#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::HasSubstr;

constexpr char kAsk[] = "GuidanceService/AskQuestion";

struct SignalCase {
  std::string name;
  int signal;
};
void PrintTo(const SignalCase& c, std::ostream* os) { *os << c.name; }

class ShutdownTest : public ::testing::TestWithParam<SignalCase> {};

TEST_P(ShutdownTest, OfAnIdleServerEndsWithZero) {
  Server server;
  ASSERT_TRUE(server.started()) << server.complaint();
  server.process().Signal(GetParam().signal);
  const Ended ended = server.process().Wait();
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, HasSubstr("stopped"));
}

INSTANTIATE_TEST_SUITE_P(All, ShutdownTest,
                         ::testing::Values(SignalCase{"Terminate", SIGTERM},
                                           SignalCase{"Interrupt", SIGINT}),
                         [](const auto& info) { return info.param.name; });

TEST(ShutdownUnderLoadTest, FinishesWhatRunsAndRefusesWhatIsNew) {
  constexpr int kCalls = 12;  // on one worker, so that most still wait when the signal comes
  Server server({"--workers=1"});
  ASSERT_TRUE(server.started()) << server.complaint();
  Client client(server.address());
  v1::AskQuestionRequest request;
  request.set_question(LongQuestion(8000));
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::function<grpc::Status()>> ends;
  for (int i = 0; i < kCalls; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    ends.push_back(client.Begin(kAsk, request, contexts.back().get()));
  }
  ASSERT_TRUE(ends.front()().ok());  // the others were sent with it, and have arrived

  server.process().Signal(SIGTERM);
  EXPECT_NE(server.process().ReadUntil("stopping"), "");
  bool serving = true;
  while (serving) {  // the signal is said to be seen a little before the doors are closed
    (void)Client(server.address()).CheckHealth("", &serving);
  }
  // Not CANCELLED, after which a client would not try another server.
  for (const bool known : {true, false}) {
    Client newcomer(server.address());
    const grpc::Status refused = (known ? client : newcomer).Call(kAsk, request, nullptr);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE) << refused.error_message();
  }

  for (int i = 1; i < kCalls; ++i) {
    const grpc::Status status = ends[i]();
    EXPECT_TRUE(status.ok()) << "call " << i << ": " << status.error_message();
  }
  const Ended ended = server.process().Wait();
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, HasSubstr("stopped"));
}

// Who waits for the next thing that a person will say is told to go elsewhere.
TEST(ShutdownUnderLoadTest, EndsConversationsThatWait) {
  Server server;
  ASSERT_TRUE(server.started()) << server.complaint();
  const Client client(server.address());
  const auto stub = v1::GuidanceService::NewStub(client.channel());
  grpc::ClientContext context;
  const auto stream = stub->Converse(&context);
  v1::ConverseRequest request;
  request.set_question("Can I share my roller?");
  v1::ConverseResponse response;
  ASSERT_TRUE(stream->Write(request) && stream->Read(&response));

  const absl::Time start = absl::Now();
  server.process().Signal(SIGTERM);
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  EXPECT_EQ(server.process().Wait().exit_code, 0);
  EXPECT_LT(absl::Now() - start, absl::Seconds(10)) << "calls that run are given 20 s";
}

}  // namespace
}  // namespace needlepoint::conformance
