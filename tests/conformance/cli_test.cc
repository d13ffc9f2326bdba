// The programs a user has in a terminal, against a running server: needlepoint,
// and needlepoint-pack verify on what it prints.

#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/guidance_service.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "tests/conformance/answers.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::ValuesIn;

class CliTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint(); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Ended Needlepoint(std::vector<std::string> words) {
    words.insert(words.begin(), Program("needlepoint"));
    words.push_back("--server=" + SharedServer().address());
    return RunProgram(words);
  }

  // What `ask --json` prints for a question.
  std::string AnswerJson(const std::string& question) {
    const Ended ended = Needlepoint({"ask", "--json", question});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    return ended.out;
  }

  // The lines that `batch METHOD` writes for these.
  std::vector<std::string> Batch(const std::string& method, const std::string& lines) {
    WriteFile(folder_ + "/in.jsonl", lines);
    const std::string out = folder_ + "/out.jsonl";
    const Ended ended = Needlepoint({"batch", method, "--in", folder_ + "/in.jsonl", "--out", out});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    std::vector<std::string> replies;
    std::istringstream read(ReadFile(out));
    for (std::string line; std::getline(read, line);) replies.push_back(line);
    return replies;
  }

  Ended Verify(const std::string& json) {
    WriteFile(folder_ + "/answer.json", json);
    return RunProgram({Program("needlepoint-pack"), "verify", folder_ + "/answer.json",
                       "--snapshot", GuideSnapshot()});
  }

  const std::string folder_ = MakeFolder();
};

v1::AskQuestionResponse FromJson(const std::string& json) {
  v1::AskQuestionResponse response;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &response).ok()) << json;
  return response;
}

std::string ToJson(const v1::AskQuestionResponse& response) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(response, &json).ok());
  return json;
}

TEST_F(CliTest, AskPrintsTheDirectAnswerFirstWithItsSources) {
  const v1::Answer answer = FromJson(AnswerJson(Questions()[0])).answer();
  const Ended ended = Needlepoint({"ask", Questions()[0]});
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, StartsWith(answer.parts(0).headline().text().substr(0, 40)));
  EXPECT_THAT(ended.out, AllOf(HasSubstr("[1]"), HasSubstr("\nSources\n")));
  EXPECT_THAT(ended.out, HasSubstr(answer.review_notice()));
  EXPECT_THAT(ended.out, Not(HasSubstr("\x1b"))) << "no colours in a pipe";
}

TEST_F(CliTest, AskReadsWhatIsKnownOfThePerson) {
  const Ended ended = Needlepoint(
      {"ask", "--json", "--medications", "isotretinoin", "can i roll at home with 0.25 mm?"});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_GE(FromJson(ended.out).answer().disposition(), v1::DISPOSITION_CONSULT);
}

TEST_F(CliTest, AskWithJsonPrintsTheResponseOfTheCall) {
  Client client(SharedServer().address());
  v1::AskQuestionRequest request;
  v1::AskQuestionResponse called;
  request.set_question(Questions()[5]);
  ASSERT_TRUE(client.Call("GuidanceService/AskQuestion", request, &called).ok());
  // The state is never the same bytes twice.
  EXPECT_EQ(FromJson(AnswerJson(Questions()[5])).answer().DebugString(),
            called.answer().DebugString());
}

TEST_F(CliTest, SearchPrintsTitlesAndIdsThatPassageTakes) {
  const Ended json = Needlepoint({"search", "--json", "--page-size=1", "sunscreen"});
  ASSERT_EQ(json.exit_code, 0) << json.err;
  v1::SearchPassagesResponse found;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json.out, &found).ok());
  ASSERT_EQ(found.hits_size(), 1);
  const Ended search = Needlepoint({"search", "sunscreen"});
  EXPECT_EQ(search.exit_code, 0);
  EXPECT_THAT(search.out,
              AllOf(HasSubstr(found.hits(0).title()), HasSubstr(found.hits(0).passage_id())));
  const Ended passage = Needlepoint({"passage", found.hits(0).passage_id()});
  EXPECT_EQ(passage.exit_code, 0) << passage.err;
  EXPECT_THAT(passage.out, HasSubstr(found.hits(0).title()));
}

TEST_F(CliTest, SaysInOneLineWhatIsWrong) {
  const Ended absent = Needlepoint({"passage", "guide/nothing/here#1"});
  EXPECT_EQ(absent.exit_code, 1);
  EXPECT_EQ(absent.out, "");
  EXPECT_THAT(absent.err, AllOf(StartsWith("needlepoint: "), HasSubstr("NOT_FOUND")));
  EXPECT_EQ(absent.err.find('\n'), absent.err.size() - 1);

  const Ended nobody =
      RunProgram({Program("needlepoint"), "ask", "sun?", "--server=127.0.0.1:1", "--timeout=5"});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_THAT(nobody.err, AllOf(HasSubstr("127.0.0.1:1"), HasSubstr("deploy/dev/run")));
  EXPECT_EQ(nobody.err.find('\n'), nobody.err.size() - 1);

  const Ended unserved = Needlepoint({"review", "--draft", "README.md"});
  EXPECT_EQ(unserved.exit_code, 1);
  EXPECT_THAT(unserved.err, HasSubstr("does not serve review"));
}

TEST_F(CliTest, BatchKeepsTheOrder) {
  constexpr int kLines = 60;
  std::string lines;
  for (int i = 0; i < kLines; ++i) {
    // Quick ones behind slow ones.
    const std::string question = i % 3 == 0 ? LongQuestion(1500) : "sun?";
    lines +=
        "{\"id\":\"q" + std::to_string(i) + "\",\"request\":{\"question\":\"" + question + "\"}}\n";
  }
  const std::vector<std::string> replies = Batch("ask", lines);
  ASSERT_EQ(replies.size(), kLines);
  for (int i = 0; i < kLines; ++i) {
    EXPECT_THAT(replies[i], StartsWith("{\"id\":\"q" + std::to_string(i) + "\",\"response\":"));
  }
}

TEST_F(CliTest, BatchGoesOnAfterALineThatFails) {
  const std::vector<std::string> replies =
      Batch("ask",
            "{\"id\":1,\"request\":{\"question\":\"sun?\"}}\n"
            "no json\n"
            "{\"id\":\"field\",\"request\":{\"qestion\":\"sun?\"}}\n"
            "{\"id\":\"server\",\"request\":{\"question\":\"sun?\",\"maxStatements\":99}}\n"
            "{\"id\":\"last\",\"request\":{\"question\":\"sun?\"}}\n");
  ASSERT_EQ(replies.size(), 5u);
  EXPECT_THAT(replies[0], StartsWith("{\"id\":1,\"response\":"));
  EXPECT_THAT(replies[1], AllOf(HasSubstr("\"error\":"), HasSubstr("INVALID_ARGUMENT")));
  EXPECT_THAT(replies[2], AllOf(StartsWith("{\"id\":\"field\",\"error\":"), HasSubstr("qestion")));
  EXPECT_THAT(replies[3], AllOf(StartsWith("{\"id\":\"server\",\"error\":"), HasSubstr("20")));
  EXPECT_THAT(replies[4], StartsWith("{\"id\":\"last\",\"response\":"));
}

TEST_F(CliTest, BatchSaysOfEachLineThatAMethodIsNotServed) {
  const std::vector<std::string> replies = Batch("review", "{\"id\":\"r\",\"request\":{}}\n");
  ASSERT_EQ(replies.size(), 1u);
  EXPECT_THAT(replies[0],
              AllOf(StartsWith("{\"id\":\"r\",\"error\":"), HasSubstr("UNIMPLEMENTED")));
}

TEST_F(CliTest, VerifyAcceptsWhatAskPrints) {
  for (const std::string& question : Questions()) {
    const Ended ended = Verify(AnswerJson(question));
    EXPECT_EQ(ended.exit_code, 0) << question << ": " << ended.err;
  }
}

// Every place of an answer where a sentence of the knowledge stands, as a
// string that can be changed.
std::vector<std::string*> SentencesOf(v1::Answer& answer) {
  std::vector<std::string*> all;
  for (const v1::Statement* statement : StatementsOf(answer)) {
    all.push_back(const_cast<v1::Statement*>(statement)->mutable_text());
  }
  for (v1::Finding& finding : *answer.mutable_findings()) {
    all.push_back(finding.mutable_message());
  }
  return all;
}

struct TamperCase {
  std::string name;
  std::string question;
};
void PrintTo(const TamperCase& c, std::ostream* os) { *os << c.question; }

class TamperTest : public CliTest, public ::testing::WithParamInterface<TamperCase> {};

TEST_P(TamperTest, VerifyRefusesAByteChangedInAnyStatement) {
  v1::AskQuestionResponse response = FromJson(AnswerJson(GetParam().question));
  const size_t count = SentencesOf(*response.mutable_answer()).size();
  ASSERT_GT(count, 2u);
  for (size_t i = 0; i < count; ++i) {
    v1::AskQuestionResponse changed = response;
    std::string& text = *SentencesOf(*changed.mutable_answer())[i];
    // First, middle and last bytes in turn; to a letter that is not there.
    char& byte = text[i % 3 == 0 ? 0 : i % 3 == 1 ? text.size() / 2 : text.size() - 1];
    if (static_cast<unsigned char>(byte) >= 0x80) continue;  // half a character is no JSON
    byte = byte == 'x' ? 'y' : 'x';
    const Ended ended = Verify(ToJson(changed));
    EXPECT_EQ(ended.exit_code, 1) << "accepted: " << text;
    EXPECT_THAT(ended.err, HasSubstr("refused"));
  }
}

// The rendered text is what most people read: it must not say anything else.
TEST_P(TamperTest, VerifyRefusesAByteChangedInTheRenderedText) {
  const v1::AskQuestionResponse response = FromJson(AnswerJson(GetParam().question));
  for (const bool markdown : {false, true}) {
    v1::AskQuestionResponse changed = response;
    v1::Rendered& rendered = *changed.mutable_answer()->mutable_rendered();
    std::string& text = markdown ? *rendered.mutable_markdown() : *rendered.mutable_plain();
    ASSERT_GT(text.size(), 10u);
    text[5] = text[5] == 'x' ? 'y' : 'x';
    EXPECT_EQ(Verify(ToJson(changed)).exit_code, 1) << "accepted: " << text.substr(0, 60);
  }
}

TEST_P(TamperTest, VerifyRefusesAnAnswerWithoutItsCitations) {
  v1::AskQuestionResponse response = FromJson(AnswerJson(GetParam().question));
  response.mutable_answer()->clear_citations();
  EXPECT_EQ(Verify(ToJson(response)).exit_code, 1);
}

INSTANTIATE_TEST_SUITE_P(All, TamperTest,
                         ValuesIn(std::vector<TamperCase>{
                             {"Answered", Questions()[0]},
                             {"Screened", Questions()[2]},
                             {"Urgent", Questions()[4]},
                             {"Compared", Questions()[5]},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(CliTest, VerifyRefusesWhatIsNoAnswer) {
  for (const char* text : {"", "{", "{}", "[]", "null", "{\"answer\": 1}", "{\"nope\": {}}"}) {
    const Ended ended = Verify(text);
    EXPECT_EQ(ended.exit_code, 1) << text;
    EXPECT_THAT(ended.err, HasSubstr("needlepoint ask --json")) << text;
  }
}

TEST_F(CliTest, VerifyRefusesTheAnswerOfAnotherVersion) {
  v1::AskQuestionResponse response = FromJson(AnswerJson(Questions()[0]));
  response.mutable_answer()->set_knowledge_version(std::string(64, 'a'));
  EXPECT_EQ(Verify(ToJson(response)).exit_code, 1);
}

}  // namespace
}  // namespace needlepoint::conformance
