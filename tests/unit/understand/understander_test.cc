// The whole reading of a message: what the caller said stands, the message
// completes it; what the served lexicon makes of plain sentences.

#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/understand/understand.h"
#include "tests/support/matchers.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Question Read(const std::string& text, const Profile& given = {}) {
  return SmallUnderstander().Read(text, given, ReferenceTime());
}

TEST(UnderstanderTest, NoFieldOfTheGivenProfileIsOverruled) {
  Profile given;
  given.subject = "OTHER";
  given.setting = "PROFESSIONAL";
  given.device = "PEN";
  given.needle_length_mm = 0.25;
  given.age_years = 40;
  given.fitzpatrick = 2;
  given.sessions_completed = 1;
  given.hours_since_last_session = 500;
  given.session_interval_days = 30;
  given.conditions = {"eczema"};
  given.ruled_out_conditions = {"psoriasis"};
  given.symptoms = {{"redness", 4}};
  given.medications = {{"isotretinoin", Use::kPast, 30}};
  given.recent_procedures = {{"laser", 9}};
  const std::string text =
      "i'm 31, dark skin, skin type 4. can i roll at home with a 1.5mm roller every week? "
      "i rolled 3 days ago, had 2 sessions. no eczema, no redness. on accutane. "
      "i had a laser 2 weeks ago";
  EXPECT_EQ(Unmet("subject=OTHER setting=PROFESSIONAL device=PEN needle=0.25 age=40 skin=2 "
                  "sessions=1 hours=500 interval=30 has=eczema no=psoriasis symptom=redness@4 "
                  "took=isotretinoin@30 done=laser@9 !takes !no=eczema !no-symptom",
                  Read(text, given).profile),
            "");
}

TEST(UnderstanderTest, TheMessageFillsWhatIsUnknown) {
  Profile given;
  given.setting = "HOME";
  const Question question = Read("i'm 31 and have eczema, can i use a 0.5mm roller?", given);
  EXPECT_EQ(ProfileText(question.profile),
            "subject=SELF setting=HOME device=ROLLER age=31 needle=0.5 has=eczema");
}

TEST(UnderstanderTest, TellsTheWordsThatSetAField) {
  const std::string text = "i'm 31 and have eczema, 0.5mm roller";
  const Question question = Read(text);
  std::vector<std::string> said;
  for (const Understood& u : question.understood)
    said.push_back(u.field + "=" + u.value + ": " + std::string(u.span.In(text)));
  EXPECT_THAT(said, ElementsAre("age_years=31: 31", "conditions=eczema: eczema",
                                "needle_length_mm=0.5: 0.5mm", "device=ROLLER: roller"));
}

TEST(UnderstanderTest, AParentDoesNotReplaceAChild) {
  Profile given;
  given.concerns = {"acne-scar.boxcar"};
  EXPECT_EQ(Read("acne scars", given).profile.concerns, given.concerns);
}

TEST(UnderstanderTest, ReadsWordsInCodeFields) {
  Profile given;
  given.conditions = {"Eczema", "acne"};
  given.ruled_out_conditions = {"keloids"};
  given.medications = {{"Accutane", Use::kCurrent, std::nullopt}};
  given.body_areas = {"both cheeks"};
  const Question question = Read("", given);
  EXPECT_EQ(ProfileText(question.profile),
            "area=cheeks has=eczema has=active-acne no=keloid-history takes=isotretinoin");
  EXPECT_THAT(question.warnings, IsEmpty());
}

TEST(UnderstanderTest, AnUnknownCodeIsKeptWithAWarning) {
  Profile given;
  given.conditions = {"eczema", "zyzzyva"};
  given.medications = {{"xyzzy", Use::kCurrent, std::nullopt}};
  const Question question = Read("", given);
  EXPECT_EQ(ProfileText(question.profile), "has=eczema has=zyzzyva takes=xyzzy");
  // What was written is not repeated.
  EXPECT_THAT(question.warnings,
              ElementsAre(AllOf(HasSubstr("conditions"), Not(HasSubstr("zyzzyva"))),
                          AllOf(HasSubstr("medications"), Not(HasSubstr("xyzzy")))));
}

TEST(UnderstanderTest, AParentCodeIsKnown) {
  Profile given;
  given.symptoms = {{"infection-signs", std::nullopt}};
  EXPECT_THAT(Read("", given).warnings, IsEmpty());
}

TEST(UnderstanderTest, LongUnknownWordsAreHandedBack) {
  const std::string text = "can i roll with frobnitz and zzz on my eczma";
  const Question question = Read(text);
  std::vector<std::string> unknown;
  for (const TextSpan& span : question.not_understood) unknown.emplace_back(span.In(text));
  EXPECT_THAT(unknown, testing::Contains("frobnitz"));
  EXPECT_THAT(unknown, Not(testing::Contains("zzz")));    // too short to tell
  EXPECT_THAT(unknown, Not(testing::Contains("eczma")));  // mended
}

struct ScopeCase {
  std::string text;
  ScopeProblem want;
  std::string code;
};
void PrintTo(const ScopeCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class ScopeTest : public testing::TestWithParam<ScopeCase> {};

TEST_P(ScopeTest, IsTold) {
  const Question question = Read(GetParam().text);
  EXPECT_EQ(question.scope, GetParam().want);
  EXPECT_EQ(question.scope_code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(All, ScopeTest,
                         testing::ValuesIn(std::vector<ScopeCase>{
                             {"can i roll with eczema", ScopeProblem::kNone, ""},
                             {"", ScopeProblem::kEmpty, ""},
                             {" \n ?", ScopeProblem::kEmpty, ""},
                             {"how do i paint a wall", ScopeProblem::kOffTopic, "paint-diy"},
                             {"where is my refund", ScopeProblem::kOffTopic, "order"},
                             {"i want a refund, my skin has eczema and pus", ScopeProblem::kNone,
                              "order"},
                             {"hola puedo usar despues", ScopeProblem::kLanguage, ""},
                         }));

TEST(UnderstanderTest, OffTopicMessagesSetNoFields) {
  EXPECT_EQ(ProfileText(Read("i'm 31, paint, paint and 0.5mm paint").profile), "");
}

// Plain sentences that any lexicon of the guide has to read right.
struct GuideCase {
  std::string text, want;  // as Unmet()
};
void PrintTo(const GuideCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class GuideReadingTest : public testing::TestWithParam<GuideCase> {};

TEST_P(GuideReadingTest, HoldsWhatIsMeant) {
  EXPECT_EQ(Unmet(GetParam().want,
                  GuideUnderstander().Read(GetParam().text, {}, ReferenceTime()).profile),
            "");
}

INSTANTIATE_TEST_SUITE_P(
    Negation, GuideReadingTest,
    testing::ValuesIn(std::vector<GuideCase>{
        {"I have eczema. Can I roll?", "has=eczema"},
        {"I don't have eczema. Can I roll?", "no=eczema !has=eczema"},
        {"I have no eczema or psoriasis.", "no=eczema no=psoriasis !has"},
        {"No eczema, but I have psoriasis.", "no=eczema has=psoriasis"},
        {"I'm not sure if I have eczema.", "has=eczema !no=eczema"},
        {"Rosacea has been ruled out.", "no=rosacea !has=rosacea"},
        {"My pregnancy test came back negative.", "no=pregnant !has=pregnant"},
        {"Cold sores? Never had any.", "no=herpes-simplex !has"},
        {"keloids no. diabetes no. eczema nope, can I start",
         "no=keloid-history no=diabetes no=eczema !has"},
        {"Neither me nor my sister has ever had a keloid.", "no=keloid-history !has"},
        {"Nobody in this house has diabetes.", "!has"},
        {"Red for two days, no pus and no fever.", "!symptom=infection-signs.pus"},
        {"No pus, and no infection at all.", "no-symptom=infection-signs.pus"},
    }));

INSTANTIATE_TEST_SUITE_P(
    TimeAndHypothesis, GuideReadingTest,
    testing::ValuesIn(std::vector<GuideCase>{
        {"I had eczema as a child.", "!has=eczema"},
        {"Awful acne back then, clear for ten years.", "!has"},
        {"Pus from my cheek, healing slowly.", "symptom=infection-signs.pus"},
        {"I cannot stop shivering since the pen.", "symptom=infection-signs.chills"},
        {"I got keloids years ago.", "has=keloid-history"},
        {"What if I get an infection from rolling?", "!symptom"},
        {"Does needling cause cold sores?", "!has=herpes-simplex"},
        {"I stopped accutane three weeks ago.", "took=isotretinoin@3 !takes=isotretinoin"},
        {"I've never been on accutane.", "!takes=isotretinoin !took=isotretinoin"},
        {"I'm taking isotretinoin.", "takes=isotretinoin"},
        {"40mg accutane, can I roll?", "takes=isotretinoin"},
        {"Accutane, can I still roll?", "takes=isotretinoin"},
        {"Is accutane a problem?", "!takes"},
        {"I had a laser two weeks ago.", "done=laser@2"},
        {"I want to get a laser next month.", "!done"},
        {"I had a 5 day course of prednisolone two years ago.",
         "took=corticosteroid-systemic@104.29"},
        {"I took warfarin for a clot after my surgery, stopped after six weeks.",
         "took=anticoagulant !takes"},
        {"Accutane for my skin, finished it in march.", "took=isotretinoin@13.03 !takes"},
        {"My GP mentioned isotretinoin but I never took it.", "!takes !took"},
        {"My GP suggested isotretinoin and I'm still on it.", "takes=isotretinoin"},
        {"I'm on accutane, and stopped retinol last month.", "takes=isotretinoin"},
        {"What does an infection look like?", "!symptom"},
        {"How do I report a bad reaction?", "!symptom"},
        {"Can I pass out from microneedling?", "!symptom"},
        {"Does the pen hurt more than the roller?", "!symptom"},
        {"Does 1.5mm hurt more than 0.5?", "!symptom"},
        {"Which hurts more, dermaplaning or needling?", "!symptom"},
        {"How common are dark marks after needling?", "!symptom"},
        {"How soon would an allergic reaction to needling start?", "!symptom"},
        {"How can I stop my skin getting infected?", "!symptom"},
        {"Should I worry about redness that is spreading?",
         "symptom=infection-signs.spreading-redness"},
        {"Is pus normal after needling?", "symptom=infection-signs.pus"},
        {"I finished isotretinoin at the end of February, it's mid July now.",
         "took=isotretinoin@21.71"},
        {"I forgot to mention the warfarin I take.", "takes=anticoagulant"},
        {"They moved me from warfarin to apixaban in march.", "takes=anticoagulant"},
        {"For my essay: is pregnancy or eczema a contraindication?", "!has"},
        {"Just curious, does diabetes rule it out?", "!has"},
        {"Is melasma the same as rosacea? I have neither.", "!has !concern"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Persons, GuideReadingTest,
    testing::ValuesIn(std::vector<GuideCase>{
        {"My mum has eczema. Can I roll?", "!has=eczema subject=SELF"},
        {"My dad is diabetic but I'm not. Can I roll?", "!has=diabetes"},
        {"Question for my daughter, she has eczema.", "subject=CHILD has=eczema"},
        {"Asking for my sister, she has eczema.", "subject=OTHER has=eczema"},
        {"A customer asks if she can roll over eczema.", "subject=OTHER has=eczema"},
        {"My mum has redness. Can I roll?", "!symptom=redness"},
        {"My mum rolled and her throat is closing!", "symptom=anaphylaxis.throat-swelling"},
        {"My mum rolled and has no throat swelling.", "!symptom=anaphylaxis.throat-swelling"},
        {"Diabetes runs in our family. Can I roll?", "!has=diabetes"},
        {"Say someone was on prednisone, would that matter?", "!takes !took"},
        {"People with eczema are told no, why?", "!has=eczema"},
        {"My wife is pregnant, it's me who wants to roll.", "!has=pregnant"},
        {"My wife's metformin is in the cupboard, she is diabetic. Can I roll?", "!has !takes"},
        {"My son is 19, he asked me whether he can roll.", "subject=OTHER age=19"},
        {"One of my ladies, 54 and diabetic, wants it. Do I turn her away?",
         "subject=OTHER age=54 has=diabetes"},
        {"Are pregnant women allowed to roll?", "!has"},
        {"I dont have diabeties, can i roll?", "no=diabetes !has"},
        {"I stopped nursing my daughter, ok to start at the clinic?", "setting=PROFESSIONAL"},
    }));

INSTANTIATE_TEST_SUITE_P(Numbers, GuideReadingTest,
                         testing::ValuesIn(std::vector<GuideCase>{
                             {"I use a 1.5mm roller at home every two weeks.",
                              "needle=1.5 device=ROLLER setting=HOME interval=14"},
                             {"34F, type 4 skin, rolled 3 days ago with .25",
                              "age=34 skin=4 hours=72 needle=0.25"},
                             {"rolled at 2pm, its 7pm now and my face is red", "hours=5"},
                             {"I'm thirty-four and use a 0.5", "age=34 needle=0.5"},
                             {"what is rolling, explain like I'm 5", "!age"},
                             {"one and a half mm on the cheeks", "needle=1.5"},
                             {"a point two five roller", "needle=0.25"},
                             {"0.5. no wait, it's a 0.3, at home", "needle=0.3"},
                             {"0.5 on mon, wed and fri", "interval=2.33"},
                             {"0.5 roller of a Sunday", "interval=7"},
                             {"laser nine and a half weeks ago", "done=laser@9.5"},
                             {"had the pen twice so far", "sessions=2"},
                             {"the 3rd day after rolling, still pink", "hours=72"},
                             {"day 12 after rolling and still red", "symptom=prolonged-redness"},
                             {"the shop has 0.25 0.5 1.0 and 1.5", "!needle"},
                             {"i do 0.5 every single night as my serum sinks in", "interval=1"},
                             {"where is my order #4471, its been 9 days", "!needle !age"},
                         }));

}  // namespace
}  // namespace needlepoint
