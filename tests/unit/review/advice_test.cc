#include "service/review/advice.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/support/guide.h"

namespace needlepoint {
namespace {

using testing::TestWithParam;
using testing::ValuesIn;

absl::string_view StanceName(Stance stance) {
  switch (stance) {
    case Stance::kNone:
      return "-";
    case Stance::kTells:
      return "tells";
    case Stance::kPermits:
      return "permits";
    case Stance::kForbids:
      return "forbids";
    case Stance::kDefers:
      return "defers";
  }
  return "?";
}

// The stances of the clauses of the first sentence: "permits, forbids".
std::string Read(const std::string& text) {
  const auto reader = AdviceReader::Create(Guide()->knowledge());
  if (!reader.ok()) return std::string(reader.status().message());
  const Message message = ReadMessage(text, Speller());
  const Advice advice =
      (*reader)->Read(message, (*reader)->Find(message), message.sentences.front(), {});
  std::string stances =
      absl::StrJoin(advice.clauses, ", ", [](std::string* out, const Clause& clause) {
        absl::StrAppend(out, StanceName(clause.stance), clause.soothes ? " soothes" : "");
      });
  return advice.reported ? absl::StrCat("reported: ", stances) : stances;
}

struct AdviceCase {
  std::string name, text, want;
};
void PrintTo(const AdviceCase& c, std::ostream* os) { *os << c.text; }

class AdviceTest : public TestWithParam<AdviceCase> {};

TEST_P(AdviceTest, ReadsEachClause) { EXPECT_EQ(Read(GetParam().text), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    All, AdviceTest,
    ValuesIn(std::vector<AdviceCase>{
        {"Command", "Roll over the scar twice.", "tells"},
        {"CommandBehindClause", "For deep scars, press hard.", "-, tells"},
        {"NounIsNoCommand", "Our roll of tape is blue.", "-"},
        {"Permission", "You can roll again tomorrow.", "permits"},
        {"Harmless", "It is harmless.", "permits"},
        {"SoothesAboutASymptom", "A little pus is normal.", "- soothes"},
        {"NotSoothing", "Pus is not normal.", "forbids"},
        {"OneClauseAroundAList", "Keep retinol, acids and vitamin C off.", "forbids"},
        {"AndGoesOnCommanding", "Wrap it and press hard.", "tells"},
        {"AndNamesAnotherThing", "Needles and press buttons are sold apart.", "-"},
        {"DeniedWhatIsNeeded", "You should roll without asking anybody.", "permits"},
        {"FineLinesAreNoPermission", "Fine lines fade slowly.", "-"},
        {"Denied", "You should not roll.", "forbids"},
        {"DeniedPermission", "It is not safe.", "forbids"},
        {"DeniedCommand", "Do not press.", "forbids"},
        {"DeniedWarning", "There is no reason to skip a session.", "permits"},
        {"NoNeedToAsk", "You do not need to ask a doctor.", "permits"},
        {"CanHarm", "Needles can spread bacteria.", "forbids"},
        {"Defers", "Ask your doctor before you roll.", "defers"},
        {"DefersOutweighsPermission", "You can roll if your doctor agrees.", "defers"},
        {"EachClauseForItself", "You can roll, but avoid the eyelids.", "permits, forbids"},
        {"Reported", "Some blogs say you can boil it.", "reported: permits"},
        {"Nothing", "Orders leave our warehouse at noon.", "-"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
