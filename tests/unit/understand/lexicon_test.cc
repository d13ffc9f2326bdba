// Which words a message is read as: a longer reading hides a shorter one.

#include "service/understand/lexicon.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Lexicon& SmallLexicon() {
  static const Lexicon* const lexicon = Lexicon::Compile(ReadingKnowledge()).value().release();
  return *lexicon;
}

// "acne-scar=acne scars", with a star behind a corrected one.
std::string Codes(const std::string& text) {
  const Message message = ReadMessage(text, SmallLexicon().speller());
  return absl::StrJoin(SmallLexicon().Read(message), ", ",
                       [&](std::string* out, const EntryReading& r) {
                         absl::StrAppend(out, r.entry->code, r.corrected ? "*" : "", "=",
                                         message.SpanOf(r.first, r.last).In(text));
                       });
}

struct LexiconCase {
  std::string text, want;
};
void PrintTo(const LexiconCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class LexiconTest : public testing::TestWithParam<LexiconCase> {};

TEST_P(LexiconTest, ReadsCodes) { EXPECT_EQ(Codes(GetParam().text), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(LongestHides, LexiconTest,
                         testing::ValuesIn(std::vector<LexiconCase>{
                             {"acne", "active-acne=acne"},
                             {"acne scars", "acne-scar=acne scars"},
                             {"acne and acne scars", "active-acne=acne, acne-scar=acne scars"},
                             {"boxcar scars", "acne-scar.boxcar=boxcar scars"},
                             {"lip filler", "filler=lip filler"},
                             {"filler, then lips", "filler=filler, lips=lips"},
                             {"a roller", "roller=roller"},
                             {"a paint roller",
                              "paint-diy=paint"},  // "ignore" hides all but what is off topic
                             {"lint rollers", ""},
                             {"lint on my roller", "roller=roller"},
                         }));

INSTANTIATE_TEST_SUITE_P(References, LexiconTest,
                         testing::ValuesIn(std::vector<LexiconCase>{
                             // A surface with a reference does not hide what it refers to.
                             {"we share a roller", "share-device=share a roller, roller=roller"},
                             {"we share a lint roller", ""},
                             {"share the paint roller", "paint-diy=paint"},
                         }));

INSTANTIATE_TEST_SUITE_P(Misspelt, LexiconTest,
                         testing::ValuesIn(std::vector<LexiconCase>{
                             {"eczma", "eczema*=eczma"},
                             {"isotretinion", "isotretinoin*=isotretinion"},
                             {"my dermarollr", "roller*=dermarollr"},
                             {"boxcr scars", "acne-scar.boxcar*=boxcr scars"},
                             {"acme", ""},     // too short, and never crossed
                             {"retinal", ""},  // near "retinol", and never crossed
                             {"retinoll", "retinoid-topical*=retinoll"},
                             {"clock", ""},
                         }));

TEST(LexiconTest, TriggersMayReferToKinds) {
  const std::string text = "question for my mum";
  const Message message = ReadMessage(text, SmallLexicon().speller());
  const Triggers triggers = SmallLexicon().FindTriggers(message, SmallLexicon().Read(message));
  ASSERT_EQ(triggers.Of("relative").size(), 1u);
  ASSERT_EQ(triggers.Of("other-treated").size(), 1u);
  EXPECT_EQ(triggers.Of("other-treated")[0].first, 1);
  EXPECT_EQ(triggers.Of("other-treated")[0].last, 4);
  EXPECT_NE(triggers.Within("relative", 3, 4), nullptr);
  EXPECT_EQ(triggers.Within("relative", 0, 3), nullptr);
  EXPECT_TRUE(triggers.Of("no such type").empty());
}

TEST(LexiconTest, AMalformedSurfaceIsNamedWithItsEntry) {
  Knowledge k = ReadingKnowledge();
  k.lexicon[1].surfaces.push_back("?maybe");
  EXPECT_THAT(Lexicon::Compile(k).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("psoriasis"), HasSubstr("?maybe"))));
}

TEST(LexiconTest, AMalformedTriggerIsNamedWithItsType) {
  Knowledge k = ReadingKnowledge();
  k.context.push_back({"terminator", "{open"});
  EXPECT_THAT(Lexicon::Compile(k).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("terminator"), HasSubstr("{open"))));
}

}  // namespace
}  // namespace needlepoint
