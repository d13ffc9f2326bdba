// Many calls at once: a bounded queue, and no work for callers who have left.

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "needlepoint/v1/guidance_service.pb.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;

constexpr char kAsk[] = "GuidanceService/AskQuestion";
constexpr size_t kQuestionSize = 4000;

// Calls under way, all of a long question.
class LongCalls {
 public:
  LongCalls(Client& client, int count) {
    v1::AskQuestionRequest request;
    request.set_question(LongQuestion(kQuestionSize));
    for (int i = 0; i < count; ++i) {
      contexts_.push_back(std::make_unique<grpc::ClientContext>());
      ends_.push_back(client.Begin(kAsk, request, contexts_.back().get()));
    }
  }
  void CancelAll() {
    for (const auto& context : contexts_) context->TryCancel();
  }
  std::vector<grpc::Status> Finish() {
    std::vector<grpc::Status> statuses;
    for (const auto& end : ends_) statuses.push_back(end());
    return statuses;
  }

 private:
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts_;
  std::vector<std::function<grpc::Status()>> ends_;
};

class LoadTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.started()) << server_.complaint(); }

  // Through the workers' queue, and quick by itself.
  grpc::Status AskInfo(grpc::ClientContext* context = nullptr) {
    return client_.Call("AdminService/GetServerInfo", v1::GetServerInfoRequest(), nullptr, context);
  }

  // Makes one; then, until what was sent before has arrived. Health needs no worker.
  void WaitForTheConnection() {
    bool serving = false;
    ASSERT_TRUE(client_.CheckHealth("", &serving).ok());
  }

  Server server_{{"--workers=1"}};
  Client client_{server_.address()};
};

TEST_F(LoadTest, RefusesWhatTheQueueCannotHoldAndSaysWhenToTryAgain) {
  std::vector<grpc::Status> statuses = LongCalls(client_, 200).Finish();
  int refused = 0;
  for (const grpc::Status& status : statuses) {
    if (status.ok()) continue;
    ++refused;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
    EXPECT_THAT(status.error_message(), HasSubstr("try again"));
    const std::optional<ErrorDetails> details = DetailsOf(status);
    ASSERT_TRUE(details.has_value());
    ASSERT_TRUE(details->retry.has_value());
    EXPECT_GT(details->retry->retry_delay().seconds(), 0);
  }
  EXPECT_GT(refused, 0) << "the queue has no bound";
  EXPECT_GE(static_cast<int>(statuses.size()) - refused, 64) << "the queue is hardly used";
  EXPECT_TRUE(AskInfo().ok()) << "the server does not recover";
}

TEST_F(LoadTest, DoesNotWorkForCallersWhoHaveLeft) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point began = Clock::now();
  EXPECT_TRUE(LongCalls(client_, 1).Finish()[0].ok());
  const Clock::duration one = Clock::now() - began;

  constexpr int kCalls = 60;
  LongCalls calls(client_, kCalls);
  WaitForTheConnection();
  calls.CancelAll();
  for (const grpc::Status& status : calls.Finish()) {
    EXPECT_THAT(status.error_code(),
                AnyOf(Eq(grpc::StatusCode::CANCELLED), Eq(grpc::StatusCode::OK)));
  }
  const Clock::time_point left = Clock::now();
  EXPECT_TRUE(AskInfo().ok());
  EXPECT_LT(Clock::now() - left, one * (kCalls / 2)) << "the server answered those who had left";
}

TEST_F(LoadTest, EndsACallThatWaitsPastItsDeadline) {
  WaitForTheConnection();
  LongCalls calls(client_, 40);
  WaitForTheConnection();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(1));
  EXPECT_EQ(AskInfo(&context).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  calls.CancelAll();
  calls.Finish();
  EXPECT_TRUE(AskInfo().ok());
}

}  // namespace
}  // namespace needlepoint::conformance
