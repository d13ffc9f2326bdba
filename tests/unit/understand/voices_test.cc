// Whose words a message holds: quoted mails, signatures, forms, customers.

#include "service/understand/voices.h"

#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

struct VoiceCase {
  std::string text, want;  // as Unmet()
};
void PrintTo(const VoiceCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class VoicesTest : public testing::TestWithParam<VoiceCase> {};

TEST_P(VoicesTest, OnlyWhoIsTreatedIsRead) {
  EXPECT_EQ(Unmet(GetParam().want,
                  GuideUnderstander().Read(GetParam().text, {}, ReferenceTime()).profile),
            "");
}

INSTANTIATE_TEST_SUITE_P(
    All, VoicesTest,
    testing::ValuesIn(std::vector<VoiceCase>{
        {"Can I roll now?\n\nOn 12 Jan, Sam wrote:\n> I woke up covered in hives", "!symptom"},
        {"Can I roll now?\n> I woke up covered in hives", "symptom=allergic-reaction.hives"},
        {"Which roller?\n\nKind regards\nSam\nClinic for Eczema and Psoriasis", "!has !setting"},
        // Who goes on speaking has not signed off.
        {"Thanks\nmy face is covered in hives", "symptom=allergic-reaction.hives"},
        {"The form asks \"are you pregnant or diabetic now\". Why?", "!has"},
        {"The form asks \"are you pregnant or diabetic now\". None of it applies to me.",
         "!has no=pregnant no=diabetes"},
        {"A customer wrote: \"I am 58 and have eczema on my face\"", "subject=OTHER has=eczema"},
        {"FW: query\n> Hi, I am 58 and have eczema.\ncan we see her?", "subject=OTHER has=eczema"},
        // An apostrophe is no quotation mark.
        {"The site says it's fine. I've eczema and it's sore, isn't it?", "has=eczema"},
    }));

}  // namespace
}  // namespace needlepoint
