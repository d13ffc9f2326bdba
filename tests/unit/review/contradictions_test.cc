#include "service/review/contradictions.h"

#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/support/guide.h"

namespace needlepoint {
namespace {

using testing::TestWithParam;
using testing::ValuesIn;

const ContradictionChecker& Checker() {
  static const auto* const checker = [] {
    auto created = ContradictionChecker::Create(*Guide());
    EXPECT_TRUE(created.ok()) << created.status();
    return created->release();
  }();
  return *checker;
}

// "isotretinoin/current-home: words of the sentence", a line each.
std::string Found(const std::string& title, const std::string& text) {
  return absl::StrJoin(Checker().Check(title, text), "\n",
                       [&](std::string* out, const Contradiction& c) {
                         absl::StrAppend(out, c.rule_id, ": ", std::string(c.span.In(text)));
                       });
}

struct ClashCase {
  std::string name, title, text, want;
};
void PrintTo(const ClashCase& c, std::ostream* os) { *os << c.title << " | " << c.text; }

class ContradictionTest : public TestWithParam<ClashCase> {};

TEST_P(ContradictionTest, NamesRuleAndSentence) {
  EXPECT_EQ(Found(GetParam().title, GetParam().text), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, ContradictionTest,
    ValuesIn(std::vector<ClashCase>{
        {"PermitsInSpiteOfMedicine", "Medicines", "You can roll at home on isotretinoin.",
         "isotretinoin/current-home: You can roll at home on isotretinoin"},
        {"WarnsOfMedicine", "Medicines", "Do not roll on isotretinoin.", ""},
        {"DefersToClinician", "Medicines", "Ask your dermatologist before you roll on isotretinoin.",
         ""},
        {"HeadingNamesTheSubject", "Rolling when you are pregnant", "Yes, that is perfectly fine.",
         "pregnancy/pregnant-home: Yes, that is perfectly fine"},
        {"HeadingAloneSaysNothing", "Rolling when you are pregnant", "Orders leave us at noon.", ""},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ContradictionCheckerTest, FindsNothingInNothing) {
  EXPECT_TRUE(Checker().Check("", "").empty());
  EXPECT_TRUE(Checker().Check("Rolling", "").empty());
  EXPECT_TRUE(Checker().Check("", "?! \xff\xfe ...").empty());
}

TEST(ContradictionCheckerTest, IsSharedByThreads) {
  std::vector<std::string> found(4);
  std::vector<std::thread> threads;
  for (std::string& result : found) {
    threads.emplace_back([&result] { result = Found("", "You can share your roller."); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : found) EXPECT_EQ(result, found.front());
}

}  // namespace
}  // namespace needlepoint
