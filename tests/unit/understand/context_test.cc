// How each mention is meant, and whose it is: mechanisms on a small lexicon,
// after the tables of ConText (Harkema et al. 2009).

#include "service/understand/context.h"

#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

struct ContextCase {
  std::string text, want;  // MentionsText()
};
void PrintTo(const ContextCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class ContextTest : public testing::TestWithParam<ContextCase> {};

TEST_P(ContextTest, TellsHowMentionsAreMeant) {
  EXPECT_EQ(MentionsText(SmallUnderstander().Read(GetParam().text, {}, ReferenceTime())),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(Negation, ContextTest,
                         testing::ValuesIn(std::vector<ContextCase>{
                             {"i have eczema", "eczema:present"},
                             {"i don't have eczema", "eczema:negated"},
                             {"no eczema or psoriasis", "eczema:negated psoriasis:negated"},
                             {"eczema, no psoriasis", "eczema:present psoriasis:negated"},
                             {"eczema was ruled out", "eczema:negated"},
                             {"eczema. psoriasis was ruled out",
                              "eczema:present psoriasis:negated"},
                             // Seven words lie within reach, eight do not.
                             {"no a b c d e f g eczema", "eczema:negated"},
                             {"no a b c d e f g h eczema", "eczema:present"},
                             {"no. eczema", "eczema:present"},
                             {"no eczema but psoriasis", "eczema:negated psoriasis:present"},
                             {"no doubt it is eczema", "eczema:present"},
                             {"not sure if eczema", "eczema:present"},
                             // Only what is cancelled is: the second "no" stands.
                             {"no doubt there is no eczema", "eczema:negated"},
                             {"without pus", "infection-signs.pus:negated"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    TimeAndHypothesis, ContextTest,
    testing::ValuesIn(std::vector<ContextCase>{
        {"eczema as a child", "eczema:past"},
        {"years ago i had eczema", "eczema:past"},
        {"eczema as a child, psoriasis today", "eczema:past psoriasis:past"},
        {"eczema as a child but psoriasis today", "eczema:past psoriasis:present"},
        {"what is the risk of eczema", "eczema:hypothetical"},
        {"what if i get pus", "infection-signs.pus:hypothetical"},
        {"if i get pus. i have eczema", "infection-signs.pus:hypothetical eczema:present"},
        // Plans are no hypothesis, and concern procedures.
        {"i want a laser next month", "laser:planned"},
        {"i had a laser", "laser:present"},
        // A trigger inside the mention changes nothing of it.
        {"risk of boxcar scars", "acne-scar.boxcar:present"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Experiencer, ContextTest,
    testing::ValuesIn(std::vector<ContextCase>{
        {"my mum has eczema", "eczema:present:other"},
        {"my mum has eczema and i have psoriasis", "eczema:present:other psoriasis:present"},
        {"my mum has eczema, my skin has psoriasis", "eczema:present:other psoriasis:present"},
        {"she has eczema", "eczema:present:other"},
        {"my son rolled. he has eczema", "needling:present:other eczema:present:other"},
        // A possessive speaks of the thing.
        {"my mother's roller and my eczema", "roller:present eczema:present"},
        // Who is treated has what is said of them.
        {"question for my mum, she has eczema", "eczema:present"},
        {"question for my daughter, she has eczema", "eczema:present"},
        {"a customer has eczema", "eczema:present"},
        {"a customer has eczema, i had psoriasis", "eczema:present psoriasis:present:other"},
    }));

struct SubjectCase {
  std::string text, want;
};
void PrintTo(const SubjectCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class SubjectTest : public testing::TestWithParam<SubjectCase> {};

TEST_P(SubjectTest, IsWhoIsToBeTreated) {
  EXPECT_EQ(SmallUnderstander().Read(GetParam().text, {}, ReferenceTime()).profile.subject,
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, SubjectTest,
                         testing::ValuesIn(std::vector<SubjectCase>{
                             {"can i roll", "SELF"},
                             {"i have eczema", "SELF"},
                             {"is redness normal", ""},
                             {"for my mum, eczema", "OTHER"},
                             {"for my son, eczema", "CHILD"},
                             {"a customer has eczema", "OTHER"},
                             {"my mum has eczema", ""},
                             {"my mum has eczema, can i roll", "SELF"},
                         }));

struct DeniedCase {
  std::string text, want;  // as Unmet()
};
void PrintTo(const DeniedCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class ReadProfileTest : public testing::TestWithParam<DeniedCase> {};

TEST_P(ReadProfileTest, HoldsWhatIsMeant) {
  EXPECT_EQ(Unmet(GetParam().want,
                  SmallUnderstander().Read(GetParam().text, {}, ReferenceTime()).profile),
            "");
}

INSTANTIATE_TEST_SUITE_P(All, ReadProfileTest,
                         testing::ValuesIn(std::vector<DeniedCase>{
                             {"i have eczema", "has=eczema !no"},
                             {"i don't have eczema", "no=eczema !has"},
                             {"eczema as a child", "!has !no"},
                             {"keloids as a child", "has=keloid-history"},  // once is always
                             {"the risk of eczema", "!has !no"},
                             {"my mum has eczema", "!has !no"},
                             {"my mum has eczema but i'm not", "no=eczema !has"},
                             {"there is pus", "symptom=infection-signs.pus"},
                             {"no pus", "no-symptom=infection-signs.pus !symptom"},
                             {"i'm taking accutane", "takes=isotretinoin"},
                             {"can i roll on accutane", "takes=isotretinoin"},
                             {"what is accutane", "!takes !took !never"},
                             {"i stopped accutane 3 weeks ago", "took=isotretinoin@3 !takes"},
                             {"never had accutane", "never=isotretinoin !takes"},
                             {"not taking accutane", "!takes !took"},
                             {"i had a laser 2 weeks ago", "done=laser@2"},
                             {"i want a laser next week", "!done"},
                             {"which laser is good", "!done"},
                             {"rolled 3 days ago", "hours=72"},
                             {"at home", "setting=HOME"},
                             {"not at home", "!setting"},
                             {"dark skin", "skin=5"},
                             {"my roller", "device=ROLLER"},
                             {"on my cheeks", "area=cheeks"},
                             {"boxcar scars, also acne scars",
                              "concern=acne-scar.boxcar !concern=acne-scar"},
                             {"clinics use 2mm, i roll 0.5mm", "needle=0.5"},
                             {"clinics use 2mm", "needle=2"},
                             {"my mum uses 2mm", "!needle"},
                         }));

}  // namespace
}  // namespace needlepoint
