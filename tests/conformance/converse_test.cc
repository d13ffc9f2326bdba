// Conversations over a real socket: the Converse stream, and state that a client
// carries between calls, servers and end users.

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "tests/conformance/shared_server_test.h"

namespace needlepoint::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kAsk[] = "GuidanceService/AskQuestion";
constexpr char kPlan[] = "GuidanceService/BuildPlan";
constexpr char kEndUser[] = "needlepoint-end-user";
constexpr char kTakes[] = "I take accutane. Can I roll my acne scars at home?";

const std::vector<std::string>& Dialogue() {
  static const auto* const dialogue = new std::vector<std::string>{kTakes,
                                                                   "stopped it last year",
                                                                   "And at a clinic?",
                                                                   "why?",
                                                                   "How long does redness last?",
                                                                   "no",
                                                                   "I'm 34",
                                                                   "thanks!"};
  return *dialogue;
}

// One call of Converse.
class Stream {
 public:
  explicit Stream(const Client& client, const std::string& end_user = "")
      : stub_(v1::GuidanceService::NewStub(client.channel())) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    if (!end_user.empty()) context_.AddMetadata(kEndUser, end_user);
    stream_ = stub_->Converse(&context_);
  }

  // Whether there was an answer.
  bool Say(const v1::ConverseRequest& request, v1::ConverseResponse* response) {
    return stream_->Write(request) && stream_->Read(response);
  }
  bool Say(const std::string& question, v1::ConverseResponse* response) {
    v1::ConverseRequest request;
    request.set_question(question);
    return Say(request, response);
  }

  grpc::Status End() {
    stream_->WritesDone();
    return stream_->Finish();
  }

  void Cancel() { context_.TryCancel(); }

 private:
  std::unique_ptr<v1::GuidanceService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::ConverseRequest, v1::ConverseResponse>> stream_;
};

grpc::Status Ask(Client& client, const std::string& question, const std::string& state,
                 v1::AskQuestionResponse* response, const std::string& end_user = "") {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  if (!end_user.empty()) context.AddMetadata(kEndUser, end_user);
  v1::AskQuestionRequest request;
  request.set_question(question);
  request.set_conversation_state(state);
  return client.Call(kAsk, request, response, &context);
}

// The state after `question` was asked.
std::string StateAfter(Client& client, const std::string& question,
                       const std::string& end_user = "") {
  v1::AskQuestionResponse response;
  const grpc::Status status = Ask(client, question, "", &response, end_user);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.conversation_state(), Not(IsEmpty()));
  return response.conversation_state();
}

void ExpectInvalid(const grpc::Status& status, const std::string& reason) {
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
  const std::optional<ErrorDetails> details = DetailsOf(status);
  ASSERT_TRUE(details.has_value());
  EXPECT_EQ(details->info.reason(), reason);
}

using ConverseTest = SharedServerTest;

TEST_F(ConverseTest, AnswersTurnByTurnAsAskQuestionWould) {
  Stream stream(client_);
  std::string state;
  for (const std::string& question : Dialogue()) {
    SCOPED_TRACE(question);
    v1::ConverseResponse turn;
    ASSERT_TRUE(stream.Say(question, &turn)) << stream.End().error_message();
    v1::AskQuestionResponse asked;
    ASSERT_TRUE(Ask(client_, question, state, &asked).ok());
    EXPECT_EQ(turn.answer().SerializeAsString(), asked.answer().SerializeAsString());
    state = asked.conversation_state();
  }
  EXPECT_TRUE(stream.End().ok());
}

TEST_F(ConverseTest, RemembersAndPutsRight) {
  Stream stream(client_);
  v1::ConverseResponse turn;
  ASSERT_TRUE(stream.Say(kTakes, &turn));
  EXPECT_EQ(turn.answer().disposition(), v1::DISPOSITION_AVOID);
  ASSERT_TRUE(stream.Say("no, it was my sister", &turn));
  EXPECT_THAT(turn.answer().findings(), IsEmpty());
  EXPECT_TRUE(stream.End().ok());
}

TEST_F(ConverseTest, AnEmptyCallIsNoError) { EXPECT_TRUE(Stream(client_).End().ok()); }

TEST_F(ConverseTest, ItsStateGoesOnOverAskQuestionAndBack) {
  Stream stream(client_);
  v1::ConverseResponse turn;
  ASSERT_TRUE(stream.Say(kTakes, &turn));
  EXPECT_TRUE(stream.End().ok());
  v1::AskQuestionResponse asked;
  ASSERT_TRUE(Ask(client_, "And at a clinic?", turn.conversation_state(), &asked).ok());
  EXPECT_EQ(asked.answer().profile().medications_size(), 1);

  Stream again(client_);
  v1::ConverseRequest request;
  request.set_question("And at home?");
  request.set_conversation_state(asked.conversation_state());
  ASSERT_TRUE(again.Say(request, &turn));
  EXPECT_EQ(turn.answer().profile().medications_size(), 1);
  EXPECT_EQ(turn.answer().profile().setting(), v1::SETTING_HOME);
  EXPECT_TRUE(again.End().ok());
}

TEST_F(ConverseTest, APlanUsesItsState) {
  v1::BuildPlanRequest request;
  request.set_conversation_state(StateAfter(client_, kTakes));
  v1::BuildPlanResponse response;
  ASSERT_TRUE(client_.Call(kPlan, request, &response).ok());
  ASSERT_GT(response.plan().findings_size(), 0);
  EXPECT_EQ(response.plan().findings(0).code(), "isotretinoin");
}

TEST_F(ConverseTest, ARefusedRequestEndsTheCallWithItsStatus) {
  Stream stream(client_);
  v1::ConverseResponse turn;
  ASSERT_TRUE(stream.Say(kTakes, &turn));
  EXPECT_FALSE(stream.Say(std::string(20001, 'a'), &turn));
  ExpectInvalid(stream.End(), "QUESTION_TOO_LARGE");
}

TEST_F(ConverseTest, AStateInALaterMessageIsRefused) {
  Stream stream(client_);
  v1::ConverseRequest request;
  request.set_question(kTakes);
  v1::ConverseResponse turn;
  ASSERT_TRUE(stream.Say(request, &turn));
  request.set_conversation_state(turn.conversation_state());
  EXPECT_FALSE(stream.Say(request, &turn));
  ExpectInvalid(stream.End(), "STATE_NOT_FIRST");
}

TEST_F(ConverseTest, AMessageOverTheLimitIsRefusedWithLimitAndSize) {
  Stream stream(client_);
  v1::ConverseResponse turn;
  EXPECT_FALSE(stream.Say(std::string(2 << 20, 'a'), &turn));
  const grpc::Status status = stream.End();
  ExpectInvalid(status, "REQUEST_TOO_LARGE");
  EXPECT_THAT(status.error_message(), HasSubstr("1048576"));
}

// Bytes in a call of Converse; its status.
class BytesCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  BytesCall(const Client& client, const std::string& bytes) : stub_(client.channel()) {
    const grpc::Slice slice(bytes);
    request_ = grpc::ByteBuffer(&slice, 1);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    stub_.PrepareBidiStreamingCall(&context_, "/needlepoint.v1.GuidanceService/Converse",
                                   grpc::StubOptions(), this);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&reply_);
    StartCall();
  }
  grpc::Status End() { return done_.get_future().get(); }

 private:
  void OnReadDone(bool ok) override {
    if (ok) StartRead(&reply_);
  }
  void OnDone(const grpc::Status& status) override { done_.set_value(status); }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
  std::promise<grpc::Status> done_;
};

// As AskQuestion refuses them, and not as if the client had hung up.
TEST_F(ConverseTest, MalformedBytesAreRefused) {
  for (const std::string& bytes : {std::string("\x0a\x7flazer", 7), std::string(4, '\xff'),
                                   std::string("\x0a\x05laz\xe9r", 7)})
    ExpectInvalid(BytesCall(client_, bytes).End(), "REQUEST_MALFORMED");
}

TEST_F(ConverseTest, ACancelledCallDisturbsNobody) {
  for (int i = 0; i < 20; ++i) {
    Stream stream(client_);
    v1::ConverseResponse turn;
    if (i % 2 == 0) {
      EXPECT_TRUE(stream.Say(kTakes, &turn));
    }
    stream.Cancel();
    EXPECT_EQ(stream.End().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(ConverseTest, ConversationsAtOnceAreKeptApart) {
  const auto last_answer = [](const std::string& fact) {
    Client client(SharedServer().address());
    Stream stream(client);
    v1::ConverseResponse turn;
    for (const std::string& question : {fact, std::string("How long does redness last?"),
                                        std::string("Is it safe for me at home?")})
      EXPECT_TRUE(stream.Say(question, &turn));
    EXPECT_TRUE(stream.End().ok());
    return turn.answer().SerializeAsString();
  };
  const std::vector<std::string> facts = {"I have eczema.", "I am on warfarin.", "I am pregnant.",
                                          "I have psoriasis."};
  std::vector<std::string> alone, together(facts.size());
  for (const std::string& fact : facts) alone.push_back(last_answer(fact));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < facts.size(); ++i)
    threads.emplace_back([&, i] { together[i] = last_answer(facts[i]); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(together, alone);
}

TEST_F(ConverseTest, AStateIsBoundToTheEndUserItWasIssuedFor) {
  const std::string state = StateAfter(client_, kTakes, "user-7");
  v1::AskQuestionResponse asked;
  EXPECT_TRUE(Ask(client_, "And now?", state, &asked, "user-7").ok());
  ExpectInvalid(Ask(client_, "And now?", state, nullptr, "user-8"), "STATE_REPLAYED");
  ExpectInvalid(Ask(client_, "And now?", state, nullptr), "STATE_REPLAYED");
  ExpectInvalid(Ask(client_, "And now?", StateAfter(client_, kTakes), nullptr, "user-7"),
                "STATE_REPLAYED");
  v1::BuildPlanRequest plan;
  plan.set_conversation_state(state);
  ExpectInvalid(client_.Call(kPlan, plan, nullptr), "STATE_REPLAYED");

  v1::ConverseRequest request;
  request.set_question("And at home?");
  request.set_conversation_state(state);
  v1::ConverseResponse turn;
  Stream hers(client_, "user-7"), his(client_, "user-8");
  EXPECT_TRUE(hers.Say(request, &turn));
  EXPECT_TRUE(hers.End().ok());
  EXPECT_FALSE(his.Say(request, &turn));
  ExpectInvalid(his.End(), "STATE_REPLAYED");
  // What the stream gives out is hers as well.
  ExpectInvalid(Ask(client_, "And now?", turn.conversation_state(), nullptr, "user-8"),
                "STATE_REPLAYED");
}

TEST_F(ConverseTest, AChangedStateIsRefused) {
  std::string state = StateAfter(client_, kTakes);
  state[state.size() / 2] = static_cast<char>(state[state.size() / 2] ^ 1);
  ExpectInvalid(Ask(client_, "And now?", state, nullptr), "STATE_TAMPERED");
}

// A file of keys, and servers that are started with it one after the other.
class KeysTest : public ::testing::Test {
 protected:
  KeysTest() { WriteKeys(kNow); }
  ~KeysTest() override { std::filesystem::remove_all(folder_); }

  void WriteKeys(const std::string& keys) { WriteFile(path_, keys); }

  // Asks `question` after `state` of a server of its own.
  grpc::Status AskServer(const std::vector<std::string>& flags, const std::string& state,
                         v1::AskQuestionResponse* response) {
    Server server(flags);
    EXPECT_TRUE(server.started()) << server.complaint();
    if (!server.started()) return grpc::Status::CANCELLED;
    Client client(server.address());
    const grpc::Status status = Ask(client, "And at a clinic?", state, response);
    EXPECT_EQ(server.Stop().exit_code, 0);
    return status;
  }

  std::string Flag() const { return "--conversation-keys=" + path_; }

  static constexpr char kNow[] = "now a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=\n";
  static constexpr char kNext[] = "next bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4=\n";
  const std::string clock_ = std::string("--clock-fixed=") + kClock;
  std::string folder_ = MakeFolder();
  std::string path_ = folder_ + "/keys";
};

TEST_F(KeysTest, AStateSurvivesARestartWithTheKeys) {
  v1::AskQuestionResponse first, second;
  ASSERT_TRUE(AskServer({Flag(), clock_}, "", &first).ok());
  EXPECT_TRUE(AskServer({Flag(), clock_}, first.conversation_state(), &second).ok());
  WriteKeys(std::string("# the next\n") + kNext + kNow);
  EXPECT_TRUE(AskServer({Flag(), clock_}, first.conversation_state(), &second).ok()) << "retired";
  WriteKeys(kNext);
  ExpectInvalid(AskServer({Flag(), clock_}, first.conversation_state(), &second), "STATE_FOREIGN");
}

TEST_F(KeysTest, WithoutKeysItDoesNot) {
  v1::AskQuestionResponse first;
  ASSERT_TRUE(AskServer({clock_}, "", &first).ok());
  ExpectInvalid(AskServer({clock_}, first.conversation_state(), &first), "STATE_FOREIGN");
  ExpectInvalid(AskServer({clock_, Flag()}, first.conversation_state(), &first), "STATE_FOREIGN");
}

TEST_F(KeysTest, AStateExpires) {
  v1::AskQuestionResponse first;
  const std::string hour = "--conversation-lifetime=1h";
  ASSERT_TRUE(AskServer({Flag(), hour, "--clock-fixed=2026-03-14T15:00:00Z"}, "", &first).ok());
  v1::AskQuestionResponse second;
  EXPECT_TRUE(AskServer({Flag(), hour, "--clock-fixed=2026-03-14T16:00:00Z"},
                        first.conversation_state(), &second)
                  .ok());
  ExpectInvalid(AskServer({Flag(), hour, "--clock-fixed=2026-03-14T16:00:01Z"},
                          first.conversation_state(), &second),
                "STATE_EXPIRED");
}

// What people write is theirs: nothing of it is in what the server prints.
TEST_F(KeysTest, NothingOfAConversationIsPrinted) {
  Server server({Flag(), clock_});
  ASSERT_TRUE(server.started()) << server.complaint();
  Client client(server.address());
  const std::string marker = "zanzibarmarker";
  {
    Stream stream(client, marker + "-user");
    v1::ConverseRequest request;
    request.set_question("I have eczema and " + marker + ", can I roll?");
    request.mutable_profile()->add_conditions(marker);
    v1::ConverseResponse turn;
    EXPECT_TRUE(stream.Say(request, &turn));
    request.add_forgotten_facts()->set_field(marker);
    EXPECT_FALSE(stream.Say(request, &turn));
    const grpc::Status status = stream.End();
    ExpectInvalid(status, "FIELD_UNKNOWN");
    EXPECT_THAT(status.error_message(), Not(HasSubstr(marker)));
  }
  v1::AskQuestionResponse asked;
  EXPECT_TRUE(Ask(client, marker, "", &asked, marker).ok());
  EXPECT_FALSE(Ask(client, marker, marker, nullptr, marker).ok());
  EXPECT_FALSE(Ask(client, marker + std::string(20000, 'a'), "", nullptr).ok());
  EXPECT_FALSE(BytesCall(client, "\x0a\x7f" + marker).End().ok());
  const Ended ended = server.Stop();
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr(marker)));
  EXPECT_THAT(ended.out + ended.err, Not(HasSubstr("a2tra2tr"))) << "a key is printed";
}

}  // namespace
}  // namespace needlepoint::conformance
