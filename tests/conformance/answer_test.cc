// AskQuestion over a real socket: cited, repeatable, resolvable.

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/answers.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::ValuesIn;

constexpr char kAsk[] = "GuidanceService/AskQuestion";
constexpr int64_t kMarchSeconds = 1772582400;  // 2026-03-04T00:00:00Z

v1::AskQuestionRequest Request(const std::string& question) {
  v1::AskQuestionRequest request;
  request.set_question(question);
  request.mutable_reference_time()->set_seconds(kMarchSeconds);
  return request;
}

v1::Answer Ask(Client& client, const v1::AskQuestionRequest& request) {
  v1::AskQuestionResponse response;
  const grpc::Status status = client.Call(kAsk, request, &response);
  EXPECT_TRUE(status.ok()) << request.question() << ": " << status.error_message();
  return response.answer();
}

class AnswerTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint(); }
  Client client_{SharedServer().address()};
};

struct QuestionCase {
  std::string question;
};
void PrintTo(const QuestionCase& c, std::ostream* os) { *os << c.question; }

std::vector<QuestionCase> QuestionCases() {
  std::vector<QuestionCase> cases;
  for (const std::string& question : Questions()) cases.push_back({question});
  return cases;
}

class AnswerToTest : public AnswerTest, public ::testing::WithParamInterface<QuestionCase> {};

TEST_P(AnswerToTest, IsCitedThroughout) {
  const v1::Answer answer = Ask(client_, Request(GetParam().question));
  EXPECT_EQ(CitationFault(answer), "");
  EXPECT_NE(answer.disposition(), v1::DISPOSITION_UNSPECIFIED);
  EXPECT_EQ(answer.knowledge_version().size(), 64u);
  EXPECT_THAT(answer.review_notice(), Not(IsEmpty()));
}

// A reply must lead back to what it rests on.
TEST_P(AnswerToTest, HasIdsThatResolve) {
  const v1::Answer answer = Ask(client_, Request(GetParam().question));
  for (const v1::Citation& citation : answer.citations()) {
    v1::GetSourceRequest request;
    v1::GetSourceResponse response;
    request.set_source_id(citation.source_id());
    const grpc::Status status = client_.Call("KnowledgeService/GetSource", request, &response);
    ASSERT_TRUE(status.ok()) << citation.source_id() << ": " << status.error_message();
    EXPECT_EQ(response.source().title(), citation.title());
    EXPECT_EQ(response.source().uri(), citation.uri());
    std::map<std::string, std::string> claims;
    for (const v1::Fact& fact : response.facts()) claims[fact.fact_id()] = fact.claim();
    EXPECT_EQ(claims[citation.fact_id()], citation.support());
    if (citation.passage_id().empty()) continue;
    v1::GetPassageRequest passage;
    passage.set_passage_id(citation.passage_id());
    EXPECT_TRUE(client_.Call("KnowledgeService/GetPassage", passage, nullptr).ok())
        << citation.passage_id();
  }
  for (const v1::Finding& finding : answer.findings()) {
    if (finding.read_passage_id().empty()) continue;
    v1::GetPassageRequest passage;
    passage.set_passage_id(finding.read_passage_id());
    EXPECT_TRUE(client_.Call("KnowledgeService/GetPassage", passage, nullptr).ok())
        << finding.read_passage_id();
  }
}

TEST_P(AnswerToTest, HasStatementsThatStandInTheirPassages) {
  const v1::Answer answer = Ask(client_, Request(GetParam().question));
  for (const v1::Statement* statement : StatementsOf(answer)) {
    EXPECT_THAT(statement->statement_id(), Not(IsEmpty()));
    if (statement->passage_id().empty()) continue;  // a sentence of a rule
    v1::GetPassageRequest request;
    v1::GetPassageResponse response;
    request.set_statement_id(statement->statement_id());
    const grpc::Status status = client_.Call("KnowledgeService/GetPassage", request, &response);
    ASSERT_TRUE(status.ok()) << statement->statement_id() << ": " << status.error_message();
    EXPECT_EQ(response.passage().passage_id(), statement->passage_id());
    EXPECT_THAT(response.passage().statements(),
                Contains(Property(&v1::PassageStatement::text, statement->text())));
  }
}

INSTANTIATE_TEST_SUITE_P(All, AnswerToTest, ValuesIn(QuestionCases()),
                         [](const auto& info) { return "Question" + std::to_string(info.index); });

TEST_F(AnswerTest, AnswersAQuestionWithAHeadlineAndSections) {
  const v1::Answer answer = Ask(client_, Request(Questions()[0]));
  ASSERT_EQ(answer.parts_size(), 1);
  EXPECT_TRUE(answer.parts(0).has_headline());
  EXPECT_GT(answer.parts(0).sections_size(), 0);
  EXPECT_GE(answer.citations_size(), 1);
  EXPECT_THAT(answer.rendered().plain(), HasSubstr(answer.parts(0).headline().text()));
}

// The stub as any C++ client has it, beside the calls by name.
TEST_F(AnswerTest, AnswersThroughAGeneratedStub) {
  const auto stub = v1::GuidanceService::NewStub(client_.channel());
  grpc::ClientContext context;
  v1::AskQuestionResponse response;
  const grpc::Status status = stub->AskQuestion(&context, Request(Questions()[0]), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_GT(StatementsOf(response.answer()).size(), 0u);
}

TEST_F(AnswerTest, EchoesTheReferenceTime) {
  v1::AskQuestionRequest request = Request(Questions()[0]);
  request.mutable_reference_time()->set_nanos(250000000);
  const v1::Answer answer = Ask(client_, request);
  EXPECT_EQ(answer.reference_time().seconds(), kMarchSeconds);
  EXPECT_EQ(answer.reference_time().nanos(), 250000000);
}

TEST_F(AnswerTest, CutsItsOwnClockToTheUtcDay) {
  v1::AskQuestionRequest request = Request(Questions()[0]);
  request.clear_reference_time();
  const v1::Answer answer = Ask(client_, request);
  EXPECT_EQ(answer.reference_time().seconds(), kClockDaySeconds);
  EXPECT_EQ(answer.reference_time().nanos(), 0);
}

TEST_F(AnswerTest, LimitsTheStatementsOfAPart) {
  v1::AskQuestionRequest request = Request(Questions()[0]);
  request.set_max_statements(1);
  const size_t few = StatementsOf(Ask(client_, request)).size();
  request.set_max_statements(20);
  EXPECT_LT(few, StatementsOf(Ask(client_, request)).size());
}

TEST_F(AnswerTest, LeavesOutMarksIfAskedTo) {
  v1::AskQuestionRequest request = Request(Questions()[0]);
  EXPECT_THAT(Ask(client_, request).rendered().plain(), HasSubstr("[1]"));
  request.set_citation_mode(v1::CITATION_MODE_NONE);
  const v1::Answer answer = Ask(client_, request);
  EXPECT_THAT(answer.rendered().plain(), Not(HasSubstr("[1]")));
  EXPECT_EQ(CitationFault(answer), "") << "the structure has citations in any case";
}

// The bytes of the answer to `request`, an AskQuestionRequest, as they came; of the
// reply the state of the conversation alone is never the same twice, and it stands last.
std::string AnswerBytes(Client& client, const std::string& request) {
  std::string bytes;
  const grpc::Status status = client.CallBytes(kAsk, request, &bytes);
  EXPECT_TRUE(status.ok()) << status.error_message();
  v1::AskQuestionResponse response, state;
  EXPECT_TRUE(response.ParseFromString(bytes));
  state.set_conversation_state(response.conversation_state());
  const std::string end = state.SerializeAsString();
  EXPECT_GT(end.size(), 0u);
  EXPECT_EQ(bytes.substr(bytes.size() - end.size()), end);
  return bytes.substr(0, bytes.size() - end.size());
}

// A newer client may send what this server does not know.
TEST_F(AnswerTest, IgnoresUnknownFields) {
  const std::string known = Request(Questions()[0]).SerializeAsString();
  const std::string unknown("\xfa\xbf\x3f\x05later", 9);  // field 130,047 or so, 5 bytes
  EXPECT_EQ(AnswerBytes(client_, known), AnswerBytes(client_, known + unknown));
}

// The bytes of the answer to each of Questions(), as `client` gets them.
std::vector<std::string> BytesOfAnswers(Client& client) {
  std::vector<std::string> all;
  for (const std::string& question : Questions())
    all.push_back(AnswerBytes(client, Request(question).SerializeAsString()));
  return all;
}

TEST_F(AnswerTest, GivesTheSameBytesAThousandTimes) {
  constexpr int kThreads = 4;  // calls that run beside each other must not differ, either
  constexpr int kRounds = 1000;
  const std::string request = Request(Questions()[3]).SerializeAsString();
  const std::string first = AnswerBytes(client_, request);
  std::vector<int> same(kThreads, 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      Client client(SharedServer().address());
      for (int round = 0; round < kRounds / kThreads; ++round) {
        if (AnswerBytes(client, request) == first) ++same[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : same) EXPECT_EQ(count, kRounds / kThreads);
}

TEST_F(AnswerTest, GivesTheSameBytesAfterARestart) {
  Server before({"--clock-fixed", kClock, "--workers=1"});
  ASSERT_TRUE(before.started()) << before.complaint();
  Client client_before(before.address());
  const std::vector<std::string> first = BytesOfAnswers(client_before);
  ASSERT_EQ(before.Stop().exit_code, 0);
  Server after({"--clock-fixed", kClock, "--workers=3"});
  ASSERT_TRUE(after.started()) << after.complaint();
  Client client_after(after.address());
  // Another order of questions: nothing of one call may reach another.
  EXPECT_EQ(AnswerBytes(client_after, Request(Questions()[2]).SerializeAsString()), first[2]);
  EXPECT_EQ(BytesOfAnswers(client_after), first);
}

}  // namespace
}  // namespace needlepoint::conformance
