// Codes are dotted; a child counts for its parents.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "service/model/profile.h"

namespace needlepoint {
namespace {

using testing::TestWithParam;
using testing::ValuesIn;

struct CodeIsCase {
  std::string name, code, ancestor;
  bool want;
};
void PrintTo(const CodeIsCase& c, std::ostream* os) { *os << c.code << " is " << c.ancestor; }

class CodeIsTest : public TestWithParam<CodeIsCase> {};

TEST_P(CodeIsTest, FollowsTheDots) {
  EXPECT_EQ(CodeIs(GetParam().code, GetParam().ancestor), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, CodeIsTest,
                         ValuesIn(std::vector<CodeIsCase>{
                             {"Itself", "acne-scar", "acne-scar", true},
                             {"Child", "acne-scar.boxcar", "acne-scar", true},
                             {"Grandchild", "a.b.c", "a", true},
                             {"ParentIsNotTheChild", "acne-scar", "acne-scar.boxcar", false},
                             {"LongerWordIsNoChild", "acne-scar", "acne", false},
                             {"SiblingIsNot", "a.b", "a.c", false},
                             {"HalfAStepIsNot", "a.bc", "a.b", false},
                             {"NothingIsNoCode", "", "acne", false},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(AnyCodeIsTest, LooksAtAll) {
  EXPECT_TRUE(AnyCodeIs({"wrinkles", "acne-scar.rolling"}, "acne-scar"));
  EXPECT_FALSE(AnyCodeIs({"wrinkles", "acne"}, "acne-scar"));
  EXPECT_FALSE(AnyCodeIs({}, "acne-scar"));
}

struct AddCodeCase {
  std::string name;
  std::string held;  // codes separated by spaces
  std::string added;
  std::string want;
  bool changed;
};
void PrintTo(const AddCodeCase& c, std::ostream* os) { *os << c.held << " + " << c.added; }

class AddCodeTest : public TestWithParam<AddCodeCase> {};

TEST_P(AddCodeTest, KeepsTheMostExact) {
  const AddCodeCase& c = GetParam();
  std::vector<std::string> codes = absl::StrSplit(c.held, ' ', absl::SkipEmpty());
  EXPECT_EQ(AddCode(codes, c.added), c.changed);
  EXPECT_EQ(absl::StrJoin(codes, " "), c.want);
}

INSTANTIATE_TEST_SUITE_P(
    All, AddCodeTest,
    ValuesIn(std::vector<AddCodeCase>{
        {"First", "", "acne", "acne", true},
        {"NewOnesComeLast", "acne", "wrinkles", "acne wrinkles", true},
        {"TwiceIsOnce", "acne wrinkles", "acne", "acne wrinkles", false},
        {"ParentOfAHeldChildAddsNothing", "scar.boxcar", "scar", "scar.boxcar", false},
        {"ChildTakesItsParentsPlace", "acne scar wrinkles", "scar.boxcar",
         "acne scar.boxcar wrinkles", true},
        {"SiblingsStandBeside", "scar.boxcar", "scar.rolling", "scar.boxcar scar.rolling", true},
        {"LongerWordIsNoChild", "acne", "acne-scar", "acne acne-scar", true},
    }),
    [](const auto& info) { return info.param.name; });

// No scar says more than no boxcar scar.
TEST(RuleOutTest, KeepsAParentBesideItsChild) {
  std::vector<std::string> codes = {"scar.boxcar"};
  EXPECT_TRUE(RuleOut(codes, "scar"));
  EXPECT_FALSE(RuleOut(codes, "scar"));
  EXPECT_EQ(absl::StrJoin(codes, " "), "scar.boxcar scar");
}

}  // namespace
}  // namespace needlepoint
