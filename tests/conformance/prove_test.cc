// needlepoint-pack prove and build, on the guide's own knowledge and on a copy
// of it that an author has spoilt.

#include <chrono>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/conformance/child_process.h"

namespace needlepoint::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ProveTest, ProvesTheGuideAndSaysWhatItLookedAt) {
  const auto start = std::chrono::steady_clock::now();
  const Ended ended = RunProgram({Program("needlepoint-pack"), "prove", "knowledge"});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, IsEmpty());
  for (const char* property : {"property 1 ", "property 2 ", "property 3 ", "property 4 ",
                               "property 5 ", "property 6 ", "property 7 ", "property 8 "}) {
    EXPECT_THAT(ended.out, HasSubstr(property));
  }
  EXPECT_THAT(ended.out, HasSubstr("refuted: 0\n"));
  RecordProperty("seconds", std::to_string(took.count()));
}

TEST(ProveTest, BuildsNothingOfWhatIsRefuted) {
  const std::string folder = MakeFolder();
  const std::string knowledge = folder + "/knowledge";
  std::filesystem::copy("knowledge", knowledge, std::filesystem::copy_options::recursive);
  const std::string rules = knowledge + "/rules/misuse-device.yaml";
  const std::string bound = "when: setting = HOME AND needle_length_mm > 0.5";
  std::string text = ReadFile(rules);
  const size_t at = text.find(bound);
  ASSERT_NE(at, std::string::npos);
  WriteFile(rules, text.insert(at + bound.size(), " AND needle_length_mm < 1"));
  const std::string snapshot = folder + "/guide.snapshot";
  const Ended ended = RunProgram({Program("needlepoint-pack"), "build", knowledge, "-o", snapshot});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.err, HasSubstr("knowledge/rules/misuse-device.yaml:39: the rule's `when` stops "
                                   "firing as needle_length_mm grows"));
  EXPECT_THAT(ended.err, HasSubstr("nothing was written"));
  EXPECT_FALSE(std::filesystem::exists(snapshot));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace needlepoint::conformance
