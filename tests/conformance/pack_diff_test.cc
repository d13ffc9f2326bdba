// needlepoint-pack diff on snapshots built from the knowledge and a changed copy.

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
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kRollOnAccutane[] = "i take isotretinoin, can i roll at home?";

Ended Pack(std::vector<std::string> words) {
  words.insert(words.begin(), Program("needlepoint-pack"));
  return RunProgram(words);
}

class PackDiffTest : public ::testing::Test {
 protected:
  // Builds two snapshots once: of the knowledge, and of a copy with one rule
  // milder and one lexicon entry more.
  static void SetUpTestSuite() {
    folder_ = new std::string(MakeFolder());
    const std::string copy = *folder_ + "/knowledge";
    std::filesystem::create_directory(copy);
    for (const char* part :
         {"schema", "evidence", "passages", "rules", "protocols", "plan", "lexicon", "labels"}) {
      std::filesystem::copy("knowledge/" + std::string(part), copy + "/" + part,
                            std::filesystem::copy_options::recursive);
    }
    Build(copy, Old());
    Replace(copy + "/rules/contraindications-drugs-pregnancy.yaml",
            "id: isotretinoin/current-home\n    code: isotretinoin\n    disposition: AVOID",
            "id: isotretinoin/current-home\n    code: isotretinoin\n    disposition: CONSULT");
    WriteFile(copy + "/lexicon/more.yaml",
              "kind: ignore\nentries:\n  - {code: paint-drum, label: paint drum, surfaces: [paint "
              "drum]}\n");
    Build(copy, New());
  }
  static void TearDownTestSuite() {
    std::filesystem::remove_all(*folder_);
    delete folder_;
  }

  static void Build(const std::string& knowledge, const std::string& snapshot) {
    const Ended ended = Pack({"build", knowledge, "-o", snapshot});
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
  }

  static void Replace(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = ReadFile(file);
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << " has no " << from;
    WriteFile(file, text.replace(at, from.size(), to));
  }

  static std::string Old() { return *folder_ + "/old.snapshot"; }
  static std::string New() { return *folder_ + "/new.snapshot"; }

  // Writes a file of questions, and returns its flag.
  static std::string Questions(const std::string& lines) {
    WriteFile(*folder_ + "/questions", lines);
    return "--questions=" + *folder_ + "/questions";
  }

  static std::string* folder_;
};

std::string* PackDiffTest::folder_ = nullptr;

TEST_F(PackDiffTest, SaysNothingWhereNothingDiffers) {
  const Ended ended = Pack({"diff", Old(), Old()});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "");
}

TEST_F(PackDiffTest, NamesWhatChangedById) {
  const Ended ended = Pack({"diff", Old(), New()});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_EQ(ended.out,
            "~ rule isotretinoin/current-home\n"
            "    - disposition: AVOID\n"
            "    + disposition: CONSULT\n"
            "+ lexicon entry ignore paint-drum\n"
            "rule: 0 added, 0 removed, 1 changed\n"
            "lexicon entry: 1 added, 0 removed, 0 changed\n");
}

TEST_F(PackDiffTest, TheOtherWayRoundIsRemoved) {
  const Ended ended = Pack({"diff", New(), Old()});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("- lexicon entry ignore paint-drum\n"),
                    HasSubstr("    - disposition: CONSULT\n    + disposition: AVOID\n")));
}

TEST_F(PackDiffTest, NamesTheAnswersThatChange) {
  const Ended ended =
      Pack({"diff", Old(), New(),
            Questions(std::string(kRollOnAccutane) +
                      "\n\nwhat is microneedling?\n"
                      R"({"id": "batch-1", "request": {"question": "can i roll at home?",)"
                      R"( "profile": {"medications": [{"code": "isotretinoin",)"
                      R"( "status": "MEDICATION_STATUS_CURRENT"}]}}})"
                      "\n")});
  EXPECT_EQ(ended.exit_code, 1) << ended.err;
  // The rule for isotretinoin anywhere now speaks before the one for home.
  EXPECT_THAT(ended.out,
              HasSubstr("~ 1: " + std::string(kRollOnAccutane) +
                        "\n    disposition\n"
                        "      - DISPOSITION_AVOID\n"
                        "      + DISPOSITION_CONSULT\n"
                        "    findings\n"
                        "      - isotretinoin isotretinoin/current-home DISPOSITION_AVOID\n"
                        "      + isotretinoin isotretinoin/current DISPOSITION_CONSULT\n"
                        "    headlines\n      - "));
  EXPECT_THAT(ended.out, HasSubstr("\n~ batch-1: can i roll at home?\n"));
  EXPECT_THAT(ended.out, Not(HasSubstr("~ 3: ")));
  EXPECT_THAT(ended.out, HasSubstr("\nanswers: 2 of 3 changed; in citations 2, disposition 2, "
                                   "findings 2, headlines 2, statements 2\n"));
}

TEST_F(PackDiffTest, SaysThatNoAnswerChanged) {
  const Ended same = Pack({"diff", Old(), Old(), Questions(kRollOnAccutane)});
  EXPECT_EQ(same.exit_code, 0) << same.err;
  EXPECT_EQ(same.out, "answers: 0 of 1 changed\n");
  const Ended other = Pack({"diff", Old(), New(), Questions("what is microneedling?")});
  EXPECT_EQ(other.exit_code, 1) << "the knowledge did";
  EXPECT_THAT(other.out, HasSubstr("\nanswers: 0 of 1 changed\n"));
}

TEST_F(PackDiffTest, WhatCannotBeReadIsTwo) {
  const std::string none = *folder_ + "/none";
  for (const auto& [words, complaint] :
       std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"diff", none, New()}, none + ": "},
           {{"diff", Old(), "README.md"}, "README.md: "},
           {{"diff", Old(), New(), "--questions=" + none}, none + ": "},
           {{"diff", Old(), New(), "--questions=" + *folder_}, *folder_ + ": "},
           {{"diff", Old()}, "usage:"},
       }) {
    const Ended ended = Pack(words);
    EXPECT_EQ(ended.exit_code, 2) << complaint;
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, StartsWith(complaint));
  }
}

TEST_F(PackDiffTest, AWrongLineOfQuestionsIsNamed) {
  for (const char* wrong : {"{\"id\": \"a\"}", "{not json", "{\"id\": 1, \"request\": {}}",
                            "{\"id\": \"a\", \"request\": {\"quest\": \"\"}}"}) {
    const Ended ended = Pack({"diff", Old(), New(), Questions("fine?\n" + std::string(wrong))});
    EXPECT_EQ(ended.exit_code, 2) << wrong;
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr(": line 2: ")) << wrong;
  }
}

}  // namespace
}  // namespace needlepoint::conformance
