// needlepoint-pack as its users run it: what it prints, and how it ends.

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

class PackTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Ended Pack(std::vector<std::string> words) {
    words.insert(words.begin(), Program("needlepoint-pack"));
    return RunProgram(words);
  }

  const std::string folder_ = MakeFolder();
};

TEST_F(PackTest, ReviewSheetOfAFolderHasAllThatIsSigned) {
  const Ended ended = Pack({"review-sheet", "knowledge"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  EXPECT_THAT(ended.out, StartsWith("# Review sheet: knowledge\n"));
  for (const char* part : {
           "## Never reviewed by a clinician\n",
           "\n### acute/infection-red-line\n",
           "- **Disposition:** EMERGENCY",
           "- **Fires when:** symptom a red line creeping outwards or ",
           "`symptom(\"infection-signs.red-streak\") OR ",
           "- **Case, fires:** symptoms: infection-signs.red-streak\n",
           "- **Case, does not fire:** ",
           "`nhs-emergency-spread`",
           "\n### contraindications/isotretinoin/wait-after\n",
           "- **Bound:** time since isotretinoin is at least 26 weeks",
           "- **Sources disagree:** ",
           "\n### acne-scars/needling-clinic\n",
           "- **Signature:** ",
       }) {
    EXPECT_THAT(ended.out, HasSubstr(part));
  }
}

TEST_F(PackTest, ReviewSheetOfASnapshotNamesItsVersionAndHasNoCases) {
  const Ended ended = Pack({"review-sheet", GuideSnapshot()});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, StartsWith("# Review sheet: version "));
  EXPECT_THAT(ended.out, AllOf(HasSubstr("A snapshot holds no cases"), Not(HasSubstr("**Case"))));
}

TEST_F(PackTest, ReviewSheetShowsSignaturesAndObjections) {
  std::filesystem::create_directory(folder_ + "/knowledge");
  for (const char* part :
       {"schema", "evidence", "passages", "rules", "protocols", "plan", "lexicon", "labels"}) {
    std::filesystem::copy(std::string("knowledge/") + part, folder_ + "/knowledge/" + part,
                          std::filesystem::copy_options::recursive);
  }
  const std::string file = folder_ + "/knowledge/rules/acute-infection.yaml";
  std::string rules = ReadFile(file);
  const std::string first = "code: infection-signs\n";
  ASSERT_NE(rules.find(first), std::string::npos);
  rules.insert(rules.find(first),
               "reviewed_by: Dr A. Example\n    reviewed_on: 2026-01-31\n"
               "    objections: [Chills alone count.]\n    ");
  WriteFile(file, rules);
  const Ended ended = Pack({"review-sheet", folder_ + "/knowledge"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("- **Open objection:** Chills alone count.\n"
                                   "- **Signed:** Dr A. Example, 2026-01-31\n"));
  EXPECT_THAT(ended.out, HasSubstr(" rules: `acute/infection-red-line`, "));
}

TEST_F(PackTest, ReviewSheetOfFaultyKnowledgeSaysWhatToMend) {
  std::filesystem::create_directory(folder_ + "/empty");
  for (const std::string& wrong :
       {folder_ + "/empty", folder_ + "/none", std::string("README.md")}) {
    const Ended ended = Pack({"review-sheet", wrong});
    EXPECT_EQ(ended.exit_code, 1) << wrong;
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, StartsWith(wrong));
  }
}

}  // namespace
}  // namespace needlepoint::conformance
