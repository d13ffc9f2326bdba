#include "service/review/contradictions.h"

#include <array>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
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
std::string Found(absl::string_view title, absl::string_view text) {
  return absl::StrJoin(Checker().Check(title, text), "\n",
                       [&](std::string* out, const Contradiction& c) {
                         absl::StrAppend(out, c.rule_id, ": ", c.span.In(text));
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

// What a person has or takes.
INSTANTIATE_TEST_SUITE_P(
    OfPerson, ContradictionTest,
    ValuesIn(std::vector<ClashCase>{
        {"Permitted", "", "You can roll at home on isotretinoin.",
         "isotretinoin/current-home: You can roll at home on isotretinoin"},
        {"Forbidden", "", "Do not roll on isotretinoin.", ""},
        {"Deferred", "", "Ask your dermatologist before you roll on isotretinoin.", ""},
        {"Described", "", "Isotretinoin is taken as capsules. Rollers have needles.", ""},
        {"Reported", "", "Some blogs say you can roll on isotretinoin.", ""},
        {"OfAProduct", "Our balm after rolling", "This serum is safe during pregnancy.", ""},
        {"WithoutNeedling", "", "In pregnancy you can use it without needling.", ""},
        {"TakenBackByAnotherClause", "", "You can roll, but not if you have psoriasis.", ""},
        {"OverIsNoReason", "Sunburn", "Once the sunburn has healed you can roll again.", ""},
        {"ToldToStopAMedicine", "", "Skip your warfarin on the day you needle.",
         "bleeding-risk/stopping: Skip your warfarin on the day you needle"},
        {"ToldNotToStopIt", "", "Never skip your warfarin for needling.", ""},
        {"TooYoung", "", "You can use the home roller from the age of 14.",
         "minor/home: You can use the home roller from the age of 14"},
        {"OldEnough", "", "You can use the home roller from the age of 18.", ""},
    }),
    [](const auto& info) { return info.param.name; });

// What is done, with numbers either side of what a rule allows.
INSTANTIATE_TEST_SUITE_P(OfActs, ContradictionTest,
                         ValuesIn(std::vector<ClashCase>{
                             {"LongNeedleAtHome", "", "Use the 1.5 mm roller at home.",
                              "misuse/length-from-1mm-at-home: Use the 1.5 mm roller at home"},
                             {"LongNeedleNowhereNamed", "", "Use the 1.5 mm roller.",
                              "misuse/length-from-1mm-at-home: Use the 1.5 mm roller"},
                             {"LongNeedleInAClinic", "Our clinic", "You can have 1.5 mm needling.",
                              ""},
                             {"ShortNeedleAtHome", "", "Use the 0.5 mm roller at home.", ""},
                             {"EveryDay", "", "Roll every day with 0.5 mm.",
                              "misuse/too-frequent-half-mm: Roll every day with 0.5 mm"},
                             {"EveryFortnight", "", "Roll every two weeks with 0.5 mm.", ""},
                             {"SharingPermitted", "", "You can share your roller.",
                              "misuse/sharing: You can share your roller"},
                             {"SharingACode", "", "Share your roller discount code.", ""},
                             {"NotToShare", "", "You should never share your roller.", ""},
                         }),
                         [](const auto& info) { return info.param.name; });

// "Wait two weeks" permits what comes two weeks later.
INSTANTIATE_TEST_SUITE_P(
    OfTimes, ContradictionTest,
    ValuesIn(std::vector<ClashCase>{
        {"TwoWeeksAfterMedicine", "", "Wait two weeks after isotretinoin before you roll.",
         "isotretinoin/stopped-home: Wait two weeks after isotretinoin before you roll"},
        {"EightMonthsAfterMedicine", "", "Wait 8 months after isotretinoin before you roll.", ""},
        {"ThreeDaysAfterProcedure", "", "Wait three days after Botox before you roll.",
         "gap/botulinum-toxin: Wait three days after Botox before you roll"},
        {"ThreeWeeksAfterProcedure", "", "Wait three weeks after Botox before you roll.", ""},
        {"NoTimeNamed", "", "Wait after isotretinoin before you roll.", ""},
    }),
    [](const auto& info) { return info.param.name; });

// Red flags that are talked down.
INSTANTIATE_TEST_SUITE_P(OfHarm, ContradictionTest,
                         ValuesIn(std::vector<ClashCase>{
                             {"CalledNormal", "After rolling", "Pus is normal.",
                              "acute/infection-signs-with-pus: Pus is normal"},
                             {"ToldToGoOn", "", "If it oozes pus just keep rolling.",
                              "acute/infection-signs-with-pus: If it oozes pus just keep rolling"},
                             {"CalledNotNormal", "After rolling", "Pus is not normal.", ""},
                             {"FirstAidIsNone", "After rolling",
                              "If it oozes pus, rinse it and see a doctor.", ""},
                             {"MildSignsAreNone", "After rolling", "Slight redness is normal.", ""},
                         }),
                         [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfHeadings, ContradictionTest,
    ValuesIn(std::vector<ClashCase>{
        {"NamesTheSubject", "Rolling when you are pregnant", "Yes, that is perfectly fine.",
         "pregnancy/pregnant-home: Yes, that is perfectly fine"},
        {"AsksWhatYesAnswers", "Can I share my roller?", "Yes!", "misuse/sharing: Yes"},
        {"AsksWhatNoAnswers", "Can I share my roller?", "No!", ""},
        {"QuestionInTheText", "", "Prone to keloids? Home needling is fine.",
         "keloid/own-home: Home needling is fine"},
        {"AloneSaysNothing", "Rolling when you are pregnant", "Orders leave us at noon.", ""},
        {"OfWarnings", "When not to roll", "Roll over active acne.", ""},
        {"OfMyths", "Five myths", "You can share your roller.", ""},
        {"ListPermitted", "", "You can use the roller if you have:\n- eczema\n- oily skin",
         "dermatosis/eczema: eczema"},
        {"ListForbidden", "", "Never:\n- share your roller", ""},
        {"ListEnds", "", "Never:\n- press hard\n\nYou can share your roller.",
         "misuse/sharing: You can share your roller"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ContradictionCheckerTest, LooksAtNothingThatIsNotAboutNeedling) {
  EXPECT_EQ(Found("Sunbeds", "You can use a sunbed in pregnancy."), "");
  EXPECT_EQ(Found("Biopsy", "A needle biopsy is safe in pregnancy."), "");
}

TEST(ContradictionCheckerTest, ReadsAnyBytes) {
  EXPECT_EQ(Found("", ""), "");
  EXPECT_EQ(Found("Rolling", ""), "");
  EXPECT_EQ(Found("Rolling", "?! \xff\xfe ... \n\n:"), "");
  EXPECT_EQ(Found("\xc3", "\xe2\x82 You can share your roller."),
            "misuse/sharing: You can share your roller");
}

TEST(ContradictionCheckerTest, IsSharedByThreads) {
  std::array<std::string, 4> found;
  std::vector<std::thread> threads;
  for (std::string& result : found) {
    threads.emplace_back([&result] { result = Found("", "You can share your roller."); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : found)
    EXPECT_EQ(result, "misuse/sharing: You can share your roller");
}

}  // namespace
}  // namespace needlepoint
