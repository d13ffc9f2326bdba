#include "clients/cli/batch.h"

#include <deque>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Answers at once: the handoff's summary is the question, the state the
// question and the state before it.
class FakeClient : public Client {
 public:
  void Ask(const v1::AskQuestionRequest& request, Done<v1::AskQuestionResponse> done) override {
    asked.push_back(request);
    if (request.question() == "fail") return done(absl::ResourceExhaustedError("slow \"down\""));
    v1::AskQuestionResponse response;
    response.mutable_answer()->mutable_handoff()->set_summary(request.question());
    response.set_conversation_state(
        absl::StrCat(request.conversation_state(), "/", request.question()));
    done(std::move(response));
  }
  void Plan(const v1::BuildPlanRequest&, Done<v1::BuildPlanResponse> done) override {
    done(absl::UnimplementedError("no plans"));
  }
  void Review(const v1::ReviewDraftRequest&, Done<v1::ReviewDraftResponse> done) override {
    done(v1::ReviewDraftResponse());
  }
  void Search(const v1::SearchPassagesRequest&, Done<v1::SearchPassagesResponse> done) override {
    done(v1::SearchPassagesResponse());
  }
  void Passage(const v1::GetPassageRequest&, Done<v1::GetPassageResponse> done) override {
    done(v1::GetPassageResponse());
  }
  bool Connect(absl::Duration) override { return true; }
  bool connected() const override { return true; }

  std::vector<v1::AskQuestionRequest> asked;
};

std::vector<std::string> RunLines(const std::string& method, const std::string& lines,
                                  FakeClient& client) {
  std::istringstream in(lines);
  std::ostringstream out;
  BatchOptions options;
  options.conversation = method == "converse";
  RunBatch(in, out, options, NewBatchHandler(method, client));
  return absl::StrSplit(out.str(), '\n', absl::SkipEmpty());
}

std::vector<std::string> RunLines(const std::string& method, const std::string& lines) {
  FakeClient client;
  return RunLines(method, lines, client);
}

struct LineCase {
  std::string name;
  std::string line;
  std::string want_id;
  std::string want_error;  // in the message; empty: none
};
void PrintTo(const LineCase& c, std::ostream* os) { *os << c.line; }

class ParseBatchLineTest : public testing::TestWithParam<LineCase> {};

TEST_P(ParseBatchLineTest, ReadsIdAndRequest) {
  const BatchLine line = ParseBatchLine(GetParam().line, false);
  EXPECT_EQ(line.id, GetParam().want_id);
  EXPECT_EQ(line.status.ok(), GetParam().want_error.empty()) << line.status;
  EXPECT_THAT(std::string(line.status.message()), HasSubstr(GetParam().want_error));
}

INSTANTIATE_TEST_SUITE_P(
    All, ParseBatchLineTest,
    testing::ValuesIn(std::vector<LineCase>{
        {"Plain", R"({"id":"a","request":{}})", R"("a")", ""},
        {"NumberAsWritten", R"({"id":12345678901234567890,"request":{}})", "12345678901234567890",
         ""},
        {"MoreMembers", R"({"note":1,"request":{},"id":"\u00e9"})", R"("\u00e9")", ""},
        {"NotJson", "hello", "null", "not a JSON object"},
        {"Cut", R"({"id":"a","request":{)", "null", "not a JSON object"},
        {"NotUtf8", "{\"id\":\"\xff\"}", "null", "not UTF-8"},
        {"NoId", R"({"request":{}})", "null", "\"id\""},
        {"NullId", R"({"id":null,"request":{}})", "null", "\"id\""},
        {"NoRequest", R"({"id":"a"})", R"("a")", "\"request\""},
        {"RequestIsNoObject", R"({"id":"a","request":[]})", R"("a")", "not an object"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(BatchTest, ErrorLinesDoNotStopIt) {
  EXPECT_THAT(
      RunLines("ask",
               "{\"id\":1,\"request\":{\"question\":\"q\"}}\nnonsense\n\n"
               "{\"id\":2,\"request\":{\"question\":\"fail\"}}\r\n"
               "{\"id\":3,\"request\":{\"questoin\":\"q\"}}\n{\"id\":4,\"request\":{}}"),
      ElementsAre(
          R"({"id":1,"response":{"answer":{"handoff":{"summary":"q"}},"conversationState":"L3E="}})",
          HasSubstr(R"({"id":null,"error":{"code":"INVALID_ARGUMENT","message":")"),
          R"({"id":2,"error":{"code":"RESOURCE_EXHAUSTED","message":"slow \"down\""}})",
          HasSubstr(R"({"id":3,"error":{"code":"INVALID_ARGUMENT")"),
          HasSubstr(R"({"id":4,"response":)")));
}

TEST(BatchTest, UnimplementedIsAnErrorLine) {
  EXPECT_THAT(RunLines("plan", R"({"id":"p","request":{}})"),
              ElementsAre(R"({"id":"p","error":{"code":"UNIMPLEMENTED","message":"no plans"}})"));
}

TEST(BatchTest, ConversationPassesStateAndSettingsOn) {
  FakeClient client;
  const auto lines =
      RunLines("converse",
               R"({"id":"c","requests":[{"question":"one","audience":"AUDIENCE_AGENT",)"
               R"("referenceTime":"2025-01-01T00:00:00Z"},{"question":"two"}]})",
               client);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(R"("responses":[{"answer")"));
  ASSERT_EQ(client.asked.size(), 2u);
  EXPECT_EQ(client.asked[0].conversation_state(), "");
  EXPECT_EQ(client.asked[1].conversation_state(), "/one");
  EXPECT_EQ(client.asked[1].audience(), v1::AUDIENCE_AGENT);
  EXPECT_EQ(client.asked[1].reference_time().seconds(), 1735689600);
}

TEST(BatchTest, ConversationFailsAsAWhole) {
  EXPECT_THAT(
      RunLines("converse",
               "{\"id\":\"a\",\"requests\":[{\"question\":\"x\"},{\"question\":\"fail\"}]}\n"
               "{\"id\":\"b\",\"requests\":[]}\n"
               "{\"id\":\"c\",\"requests\":[{},{\"x\":1}]}\n"
               "{\"id\":\"d\",\"requests\":[1]}\n"),
      ElementsAre(HasSubstr(R"("message":"requests[1]: slow)"), R"({"id":"b","responses":[]})",
                  HasSubstr("requests[1]"), HasSubstr("not an object")));
}

// Answers on threads of its own, the newest call first.
class LastFirst {
 public:
  explicit LastFirst(size_t batch) : batch_(batch) {}
  ~LastFirst() {
    for (std::thread& thread : threads_) thread.join();
  }

  void Call(const std::string& request, Done<std::string> done) {
    waiting_.emplace_back(request, std::move(done));
    most_ = std::max(most_, waiting_.size());
    if (waiting_.size() < batch_) return;
    threads_.emplace_back([waiting = std::exchange(waiting_, {})] {
      for (auto it = waiting.rbegin(); it != waiting.rend(); ++it) it->second(it->first);
    });
  }

  size_t most() const { return most_; }

 private:
  const size_t batch_;
  size_t most_ = 0;
  std::deque<std::pair<std::string, Done<std::string>>> waiting_;
  std::vector<std::thread> threads_;
};

TEST(BatchTest, KeepsOrderAndTheLimitInFlight) {
  std::string lines;
  std::string want;
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&lines, "{\"id\":", i, ",\"request\":{\"n\":", i, "}}\n");
    absl::StrAppend(&want, "{\"id\":", i, ",\"response\":{\"n\":", i, "}}\n");
  }
  std::istringstream in(lines);
  std::ostringstream out;
  LastFirst server(4);
  BatchOptions options;
  options.in_flight = 4;
  const BatchCounts counts =
      RunBatch(in, out, options, [&](const auto& requests, Done<std::string> done) {
        server.Call(requests[0], std::move(done));
      });
  EXPECT_EQ(out.str(), want);
  EXPECT_EQ(counts.lines, 40);
  EXPECT_EQ(counts.errors, 0);
  EXPECT_EQ(server.most(), 4u);
}

TEST(NewBatchHandlerTest, KnowsItsMethods) {
  FakeClient client;
  EXPECT_TRUE(NewBatchHandler("review", client) != nullptr);
  EXPECT_TRUE(NewBatchHandler("passage", client) == nullptr);
}

}  // namespace
}  // namespace needlepoint::cli
