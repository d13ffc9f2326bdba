#include "clients/cli/commands.h"

#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

Outcome RunWords(const std::vector<std::string>& words, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Console console = {.in = in, .out = out, .err = err};
  const int exit_code = RunCommand(words, console);
  return {exit_code, out.str(), err.str()};
}

TEST(RunCommandTest, ShowsUsage) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{}, {"help"}, {"--help"}}) {
    const Outcome outcome = RunWords(words);
    EXPECT_EQ(outcome.exit_code, kOk);
    EXPECT_THAT(outcome.out, HasSubstr("needlepoint ask \"QUESTION\""));
  }
  EXPECT_THAT(RunWords({"help", "ask"}).out, HasSubstr("--needle-length-mm MM"));
  EXPECT_THAT(RunWords({"search", "--help"}).out, HasSubstr("--page-size"));
}

struct WrongCase {
  std::string name;
  std::vector<std::string> words;
  std::string want;
};
void PrintTo(const WrongCase& c, std::ostream* os) { *os << c.name; }

class WrongCommandTest : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongCommandTest, ExitsWithTwo) {
  const Outcome outcome = RunWords(GetParam().words);
  EXPECT_EQ(outcome.exit_code, kUsage);
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().want));
  EXPECT_THAT(outcome.out, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongCommandTest,
    testing::ValuesIn(std::vector<WrongCase>{
        {"UnknownCommand", {"serach", "sun"}, "nearest is search"},
        {"UnknownFlag", {"ask", "q", "--setings", "home"}, "nearest is --setting"},
        {"FlagsFirst", {"--timeout", "0", "ask", "q"}, "more than 0"},
        {"FlagsOnly", {"--server", "h:1"}, "a subcommand is missing"},
        {"NoQuestion", {"ask", "--setting", "home"}, "ask takes a question"},
        {"NoDraft", {"review", "q"}, "--draft"},
        {"NoPassage", {"passage"}, "one id"},
        {"BatchMethod", {"batch", "passage", "--in", "a", "--out", "b"}, "ask, converse"},
        {"BatchFiles", {"batch", "ask", "--in", "a"}, "--out"},
        {"BatchSameFile", {"batch", "ask", "--in", "a", "--out", "a"}, "same file"},
        {"Timeout", {"ask", "q", "--timeout", "0"}, "more than 0"},
        {"NotUtf8", {"ask", "\xff"}, "not UTF-8"},
    }),
    [](const auto& info) { return info.param.name; });

// Nothing listens at port 1.
TEST(RunCommandTest, SaysWhatToDoWithoutAServer) {
  for (const std::string command : {"ask", "search", "plan"}) {
    const Outcome outcome = RunWords({command, "sun", "--server", "127.0.0.1:1", "--timeout", "5"});
    EXPECT_EQ(outcome.exit_code, kFailed);
    EXPECT_EQ(outcome.err,
              "needlepoint: no Needlepoint server answers at 127.0.0.1:1; start one with "
              "deploy/dev/run, or name another with --server\n");
  }
}

TEST(ExplainErrorTest, NamesWhatIsNotServed) {
  EXPECT_EQ(ExplainError(absl::UnimplementedError(""), "plan", "h:1", true),
            "the server at h:1 does not serve plan (UNIMPLEMENTED)");
  EXPECT_EQ(ExplainError(absl::UnavailableError("draining"), "ask", "h:1", true),
            "UNAVAILABLE: draining");
  EXPECT_THAT(ExplainError(absl::DeadlineExceededError(""), "ask", "h:1", true),
              HasSubstr("--timeout"));
}

TEST(MakeScreenTest, ReadsEnvironmentAndTerminal) {
  EXPECT_EQ(MakeScreen(nullptr, nullptr, 0).width, 80);
  EXPECT_FALSE(MakeScreen(nullptr, nullptr, 0).color);
  EXPECT_EQ(MakeScreen("60", nullptr, 90).width, 60);
  EXPECT_EQ(MakeScreen("x", nullptr, 90).width, 90);
  EXPECT_EQ(MakeScreen("3", nullptr, 0).width, 20);
  EXPECT_TRUE(MakeScreen(nullptr, nullptr, 90).color);
  EXPECT_TRUE(MakeScreen(nullptr, "", 90).color);
  EXPECT_FALSE(MakeScreen(nullptr, "1", 90).color);
}

}  // namespace
}  // namespace needlepoint::cli
