// needlepoint-pack import on files and folders, good and bad.

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/conformance/child_process.h"

namespace needlepoint::conformance {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kText[] = "Keep the skin clean for a day after rolling and stay out of the sun.";

std::string Line(const std::string& id, const std::string& text) {
  return "{\"id\":\"" + id + "\",\"title\":\"T\",\"text\":\"" + text + "\"}\n";
}

class ImportTest : public ::testing::Test {
 protected:
  ~ImportTest() override { std::filesystem::remove_all(folder_); }

  Ended Import(const std::string& input, std::vector<std::string> flags = {}) const {
    std::vector<std::string> words = {Program("needlepoint-pack"), "import", input, "-o",
                                      Path("out.snapshot")};
    words.insert(words.end(), flags.begin(), flags.end());
    return RunProgram(words);
  }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::string Write(const std::string& name, const std::string& bytes) const {
    WriteFile(Path(name), bytes);
    return Path(name);
  }

 private:
  const std::string folder_ = MakeFolder();
};

TEST_F(ImportTest, NamesEachIssueByFileAndLine) {
  const Ended ended = Import(Write("d.jsonl", Line("a", "one") + "no\n" + Line("a", "two") +
                                                  Line("b", kText) + Line("c", kText)));
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("d.jsonl:1: a: line 3 has the same id and counts\n"),
                               HasSubstr("d.jsonl:2: -: skipped: not JSON"),
                               HasSubstr("d.jsonl:5: c: duplicate of b: says nearly the same")));
  EXPECT_THAT(ended.out, HasSubstr("documents 2, passages 2; skipped 1, near duplicates 1, "
                                   "replaced by a later line 1, mendings 0\n"));
}

TEST_F(ImportTest, KeepsDuplicatesWhenAskedTo) {
  const Ended ended =
      Import(Write("d.jsonl", Line("a", kText) + Line("b", kText)), {"--keep-duplicates"});
  EXPECT_THAT(ended.err, IsEmpty());
  EXPECT_THAT(ended.out, HasSubstr("documents 2, passages 2"));
}

TEST_F(ImportTest, SameDocumentsGiveTheSameBytes) {
  const std::string input = Write("d.jsonl", Line("a", "one") + Line("b", "two"));
  ASSERT_EQ(Import(input).exit_code, 0);
  const std::string first = ReadFile(Path("out.snapshot"));
  ASSERT_EQ(Import(input).exit_code, 0);
  EXPECT_EQ(ReadFile(Path("out.snapshot")), first);
}

TEST_F(ImportTest, TellsAThousandIssuesAndHowManyMore) {
  std::string lines = Line("a", "one");
  for (int i = 0; i < 1002; ++i) lines += "no\n";
  const Ended ended = Import(Write("d.jsonl", lines));
  EXPECT_THAT(ended.err, AllOf(HasSubstr("d.jsonl:1001: -"), HasSubstr("and 2 more\n"),
                               Not(HasSubstr("d.jsonl:1002: -"))));
}

TEST_F(ImportTest, WritesNothingIfNoDocumentCanBeRead) {
  for (const std::string& input : {Write("d.jsonl", "no\n"), Path("none")}) {
    const Ended ended = Import(input);
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_FALSE(std::filesystem::exists(Path("out.snapshot")));
  }
}

}  // namespace
}  // namespace needlepoint::conformance
