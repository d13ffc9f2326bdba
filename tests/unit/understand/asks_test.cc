// Which questions a message asks, and in which form.

#include "service/understand/asks.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

std::string Asks(const std::string& text, const Understander& understander) {
  const Question question = understander.Read(text, {}, ReferenceTime());
  return absl::StrJoin(question.asks, " | ", [&](std::string* out, const Ask& ask) {
    absl::StrAppend(out, FormName(ask.form), ": ", std::string(ask.span.In(text)));
  });
}

struct AskCase {
  std::string text, want;
};
void PrintTo(const AskCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class AskTest : public testing::TestWithParam<AskCase> {};

TEST_P(AskTest, HasAFormAndASpan) {
  EXPECT_EQ(Asks(GetParam().text, SmallUnderstander()), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    One, AskTest,
    testing::ValuesIn(std::vector<AskCase>{
        {"can i roll?", "can: can i roll"},
        {"how do i clean it", "how: how do i clean it"},
        // Of two forms at one word the more telling one, else the earlier one.
        {"how long does redness last", "how-long: how long does redness last"},
        {"when can i roll", "when: when can i roll"},
        {"what is the difference", "compare: what is the difference"},
        {"can you say if it is all normal", "normal: can you say if it is all normal"},
        {"eczema and a roller", "any: eczema and a roller"},
        // A single question is about the whole message.
        {"i have eczema. can i roll?", "can: i have eczema. can i roll"},
        {"can i roll? i have eczema", "can: can i roll? i have eczema"},
        // One without a word of its own belongs to those before.
        {"my skin is red and hot today. is it?", "can: my skin is red and hot today. is it"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Several, AskTest,
    testing::ValuesIn(std::vector<AskCase>{
        {"can i roll? how long does redness last?",
         "can: can i roll | how-long: how long does redness last"},
        {"1) can i roll 2) how do i clean my roller",
         "can: can i roll | how: how do i clean my roller"},
        {"1) roll my cheeks 2) how do i clean my roller",
         "any: roll my cheeks | how: how do i clean my roller"},
        {"can i roll? really?", "can: can i roll? really"},
        {"can i roll with eczema? i am pale. should i clean it?",
         "can: can i roll with eczema | should: should i clean it"},
        {"can i roll? which roller? how long is redness? why the laser? what filler?",
         "can: can i roll | which: which roller | how-long: how long is redness | why: why the "
         "laser"},
    }));

TEST(AskTest, AMessageWithoutWordsAsksNothing) {
  EXPECT_EQ(Asks("", SmallUnderstander()), "");
  EXPECT_EQ(Asks(" ?! ", SmallUnderstander()), "");
}

TEST(AskTest, HoldsTheMentionsInsideIt) {
  const Question question =
      SmallUnderstander().Read("can i roll? how do i clean my roller?", {}, ReferenceTime());
  ASSERT_EQ(question.asks.size(), 2u);
  std::vector<std::string> second;
  for (const int m : question.asks[1].mentions) second.push_back(question.mentions[m].code);
  EXPECT_EQ(second, (std::vector<std::string>{"cleaning", "roller"}));
}

// The forms of plain questions with the words of the guide.
struct FormCase {
  std::string text, form;
};
void PrintTo(const FormCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class GuideFormTest : public testing::TestWithParam<FormCase> {};

TEST_P(GuideFormTest, IsRead) {
  const Question question = GuideUnderstander().Read(GetParam().text, {}, ReferenceTime());
  ASSERT_EQ(question.asks.size(), 1u);
  EXPECT_EQ(FormName(question.asks[0].form), GetParam().form);
}

INSTANTIATE_TEST_SUITE_P(All, GuideFormTest,
                         testing::ValuesIn(std::vector<FormCase>{
                             {"can I wear make-up after rolling?", "can"},
                             {"is it safe to use retinol after needling?", "can"},
                             {"should I wash my face before rolling?", "should"},
                             {"is redness after rolling normal?", "normal"},
                             {"how long does redness last after needling?", "how-long"},
                             {"how often can I use a 0.5mm roller?", "how-often"},
                             {"how many sessions do acne scars need?", "how-many"},
                             {"how much does microneedling cost?", "how-much"},
                             {"which needle length is best for acne scars?", "which"},
                             {"what is the difference between a roller and a pen?", "compare"},
                             {"when can I use sunscreen after needling?", "when"},
                             {"what is microneedling?", "what"},
                             {"why does my skin peel after rolling?", "why"},
                             {"how do I clean my derma roller?", "how"},
                         }));

}  // namespace
}  // namespace needlepoint
