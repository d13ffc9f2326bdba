// Dialogues on the guide that is served: what each message adds to what was said
// before, and what it takes away.

#include "service/conversation/conversation.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/conversation/talk.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

struct Said {
  std::string message;
  std::string findings;  // as FindingsText(); "" is any
  std::string profile;   // as Unmet()
};

struct DialogueCase {
  std::string name;
  std::vector<Said> turns;
};
void PrintTo(const DialogueCase& c, std::ostream* os) { *os << c.name; }

class DialogueTest : public testing::TestWithParam<DialogueCase> {};

TEST_P(DialogueTest, IsFollowedTurnByTurn) {
  Talk talk;
  for (const Said& said : GetParam().turns) {
    SCOPED_TRACE(said.message);
    const v1::Answer answer = talk.Say(said.message);
    if (!said.findings.empty()) {
      EXPECT_EQ(FindingsText(answer), said.findings);
    }
    EXPECT_EQ(Unmet(said.profile, talk.profile()), "");
  }
}

constexpr char kMayI[] = "Can I roll my face at home?";
constexpr char kLong[] = "AVOID misuse/length-from-1mm-at-home";

INSTANTIATE_TEST_SUITE_P(
    All, DialogueTest,
    testing::ValuesIn(std::vector<DialogueCase>{
        {"FactsAddUp",
         {{"I have eczema.", "CONSULT dermatosis/eczema", "has=eczema"},
          {"I am on warfarin.", "CONSULT bleeding-risk/anticoagulant dermatosis/eczema",
           "has=eczema takes=anticoagulant"},
          {"Is it safe for me?", "CONSULT bleeding-risk/anticoagulant dermatosis/eczema", ""}}},
        {"AndAtHome",
         {{"Can I use a 0.5 mm roller on my acne scars at a clinic?", "INFORM",
           "setting=PROFESSIONAL needle=0.5"},
          {"And at home?", "INFORM", "setting=HOME needle=0.5 concern=acne-scar"},
          {"What about 1 mm then?", kLong, "setting=HOME needle=1"},
          {"and 0.25?", "INFORM", "needle=0.25 setting=HOME"}}},
        {"WhyIsOfTheSame",
         {{"Can I use 1.5 mm on my acne scars at home?", kLong, "needle=1.5"},
          {"why?", kLong, "needle=1.5 setting=HOME"}}},
        {"ItWasMySister",
         {{"I want to roll my acne scars. I am on warfarin.", "CONSULT bleeding-risk/anticoagulant",
           "takes=anticoagulant"},
          {"no, it was my sister", "INFORM", "!takes concern=acne-scar"}}},
        {"StoppedItLastYear",
         {{"I take accutane. Can I roll?", "AVOID isotretinoin/current-home", "takes=isotretinoin"},
          {"stopped it last year", "CONSULT isotretinoin/stopped", "took=isotretinoin !takes"}}},
        {"StoppedItThreeWeeksAgo",
         {{"I take accutane. Can I roll?", "", "takes=isotretinoin"},
          {"I stopped it three weeks ago", "", "took=isotretinoin@3"}}},
        {"ATypo",
         {{"My roller is 2.5 mm, how often can I roll at home?", kLong, "needle=2.5"},
          {"typo, 0.25!!", "INFORM", "needle=0.25 setting=HOME"}}},
        {"AnAgeThatWasATypo",
         {{"I am 16. Can I roll?", "", "age=16"}, {"oops typo, I meant 26", "", "age=26"}}},
        {"ForgetsWhatIsNamed",
         {{"I have eczema and diabetes. Can I roll my face at home?",
           "CONSULT dermatosis/eczema diabetes/any", "has=eczema has=diabetes"},
          {"forget what I said about eczema", "CONSULT diabetes/any",
           "!has=eczema !no=eczema has=diabetes area=face"}}},
        {"ForgetsTheTurnBefore",
         {{kMayI, "INFORM", "setting=HOME"},
          {"I am pregnant", "AVOID pregnancy/pregnant-home", "has=pregnant"},
          {"forget that", "INFORM", "!has setting=HOME"}}},
        {"DeniesWhatWasSaid",
         {{kMayI, "INFORM", ""},
          {"I'm pregnant", "AVOID pregnancy/pregnant-home", "has=pregnant"},
          {"actually no I'm not pregnant", "INFORM", "!has no=pregnant"}}},
        {"ADoctorHasSeenIt",
         {{"I rolled yesterday and there is pus coming out",
           "URGENT acute/infection-signs-with-pus", "symptom=infection-signs.pus"},
          {"been to the doctor, he gave me antibiotics", "INFORM", "!symptom hours=24"}}},
        {"WhatIsNewAfterTheDoctorCounts",
         {{"I rolled yesterday and there is pus coming out", "", ""},
          {"went to the doctor yesterday. now I am covered in hives", "",
           "!symptom=infection-signs.pus symptom=allergic-reaction.hives"}}},
        // An alarm is taken away by what is said, and by nothing that only sounds like it.
        {"AskingIfItIsNormalIsNoRecovery",
         {{"I rolled yesterday and there is pus coming out",
           "URGENT acute/infection-signs-with-pus", ""},
          {"is that normal?", "URGENT acute/infection-signs-with-pus",
           "symptom=infection-signs.pus"},
          {"it does not look normal", "URGENT acute/infection-signs-with-pus", ""},
          {"I have not seen a doctor yet", "URGENT acute/infection-signs-with-pus", ""},
          {"should I go see a doctor?", "URGENT acute/infection-signs-with-pus", ""}}},
        {"ScratchingIsNoTakingBack",
         {{"I have eczema. Can I roll at home?", "CONSULT dermatosis/eczema", ""},
          {"I scratch my eczema at night", "CONSULT dermatosis/eczema", "has=eczema"},
          {"and I always forget my cream", "CONSULT dermatosis/eczema", "has=eczema"}}},
        {"ASymptomIsKeptWithoutADoctor",
         {{"I rolled yesterday and there is pus coming out",
           "URGENT acute/infection-signs-with-pus", ""},
          {"Can I put makeup on?", "URGENT acute/infection-signs-with-pus",
           "symptom=infection-signs.pus"}}},
        {"TimePasses",
         {{"I rolled yesterday and my face is red. Is that normal?", "INFORM",
           "hours=24 symptom=redness"},
          {"two weeks later. is the redness normal?", "CONSULT complications/prolonged-redness",
           "hours=360 symptom=redness symptom=prolonged-redness"}}},
        {"ASymptomLapsesWithTime",
         {{"I rolled yesterday and my face is red. Is that normal?", "INFORM", "symptom=redness"},
          {"three weeks later. Can I roll again?", "", "!symptom hours=528"}}},
        {"WhatIsNotSymptomDoesNotLapse",
         {{"I have eczema. Can I roll?", "", "has=eczema"},
          {"three months later. Can I roll now?", "", "has=eczema"}}},
        {"ThanksChangesNothing",
         {{"I have eczema. Can I roll my face?", "", "has=eczema"},
          {"thanks, that helps!", "NO_ANSWER", "has=eczema"},
          {"And at a clinic?", "CONSULT dermatosis/eczema", "has=eczema setting=PROFESSIONAL"}}},
        {"AnotherTopicAndBack",
         {{"I have eczema. Can I roll at home?", "CONSULT dermatosis/eczema", "has=eczema"},
          {"How often should I replace the needles?", "CONSULT dermatosis/eczema", "has=eczema"},
          {"What is the weather in Paris?", "", "has=eczema"},
          {"Can I roll with it?", "CONSULT dermatosis/eczema", "has=eczema setting=HOME"}}},
        {"AnotherPersonIsKeptApart",
         {{"Can my daughter roll? She is 14.", "CONSULT minor/any", "subject=CHILD age=14"},
          {"She has eczema.", "CONSULT dermatosis/eczema minor/any", "has=eczema"},
          {"What about me, can I roll? I have psoriasis.", "CONSULT dermatosis/psoriasis",
           "subject=SELF !age !has=eczema has=psoriasis"}}},
        {"ThePersonIsRememberedByAPronoun",
         {{"Question for my sister, can she roll at home?", "INFORM", "subject=OTHER"},
          {"she is pregnant", "AVOID pregnancy/pregnant-home", "subject=OTHER has=pregnant"}}},
        {"AnAgeInAnswerToTheQuestionForIt",
         {{"I take accutane. Can I roll?", "", ""}, {"I'm 34", "", "age=34 takes=isotretinoin"}}},
    }),
    [](const auto& info) { return info.param.name; });

// The codes of the first question that `answer` puts back.
std::vector<std::string> ChoicesOf(const v1::Answer& answer) {
  std::vector<std::string> codes;
  if (answer.follow_up_questions().empty()) return codes;
  for (const v1::FollowUpChoice& choice : answer.follow_up_questions(0).choices()) {
    if (!choice.none_of_these()) codes.push_back(choice.value());
  }
  return codes;
}

class NoneOfThoseTest : public testing::TestWithParam<std::string> {};

// As many as were shown, eight, and not one of those that nobody saw.
TEST_P(NoneOfThoseTest, RulesOutTheChoicesThatWereShown) {
  Talk talk;
  const v1::Answer first = talk.Say(kMayI);
  std::vector<std::string> choices = ChoicesOf(first);
  ASSERT_EQ(first.follow_up_questions(0).field(), "conditions");
  ASSERT_GT(choices.size(), 8u);
  choices.resize(8);
  const v1::Answer second = talk.Say(GetParam());
  EXPECT_THAT(talk.profile().ruled_out_conditions, testing::UnorderedElementsAreArray(choices));
  EXPECT_THAT(talk.profile().conditions, IsEmpty());
  EXPECT_EQ(HeadlinesOf(second), HeadlinesOf(first)) << "the question is answered again";
  EXPECT_THAT(ChoicesOf(second), Not(Contains(choices[0]))) << "it is asked again";
}

INSTANTIATE_TEST_SUITE_P(All, NoneOfThoseTest,
                         testing::Values("no", "nope", "none", "None of those.", "none of these",
                                         "none of the above", "no, none of them", "neither"));

// "Yes" to a list says nothing of any one of it.
TEST(ReplyTest, YesToManyRulesNothingInOrOut) {
  Talk talk;
  const v1::Answer first = talk.Say(kMayI);
  const v1::Answer second = talk.Say("yes");
  EXPECT_THAT(talk.profile().conditions, IsEmpty());
  EXPECT_THAT(talk.profile().ruled_out_conditions, IsEmpty());
  EXPECT_EQ(HeadlinesOf(second), HeadlinesOf(first));
}

// A memory in which one thing was asked.
TEST(ReplyTest, YesToOneIsThatOne) {
  Memory memory;
  memory.turns = 1;
  memory.now = ReferenceTime();
  memory.question = kMayI;
  memory.question_turn = 1;
  memory.pending = Pending{Field::kConditions, true, {"eczema"}};
  TurnInput input;
  input.ask.question = "yes I do";
  input.ask.reference_time = ReferenceTime();
  ASSERT_TRUE(TakeTurn(GuideAnswerer(), input, memory).ok());
  EXPECT_EQ(Unmet("has=eczema", memory.ProfileAt(memory.now)), "");
}

TEST(ReplyTest, ANumberAnswersTheQuestionForOne) {
  Memory memory;
  memory.turns = 1;
  memory.now = ReferenceTime();
  memory.question = kMayI;
  memory.question_turn = 1;
  memory.pending = Pending{Field::kAgeYears, false, {}};
  TurnInput input;
  input.ask.reference_time = ReferenceTime();
  input.ask.question = "140";
  Memory too_old = memory;
  ASSERT_TRUE(TakeTurn(GuideAnswerer(), input, too_old).ok());
  EXPECT_EQ(Unmet("!age", too_old.ProfileAt(too_old.now)), "");
  input.ask.question = "34";
  ASSERT_TRUE(TakeTurn(GuideAnswerer(), input, memory).ok());
  EXPECT_EQ(Unmet("age=34", memory.ProfileAt(memory.now)), "");
}

// A question about medicines is answered by "never took any".
TEST(ReplyTest, NoToMedicinesIsNever) {
  Memory memory;
  memory.turns = 1;
  memory.now = ReferenceTime();
  memory.question = kMayI;
  memory.question_turn = 1;
  memory.pending = Pending{Field::kMedications, true, {"isotretinoin", "anticoagulant"}};
  TurnInput input;
  input.ask.question = "no";
  input.ask.reference_time = ReferenceTime();
  ASSERT_TRUE(TakeTurn(GuideAnswerer(), input, memory).ok());
  EXPECT_EQ(
      Unmet("never=isotretinoin never=anticoagulant !takes !took", memory.ProfileAt(memory.now)),
      "");
}

// Nobody can tell what it would answer.
TEST(ReplyTest, NoAtTheBeginningSaysNothing) {
  Talk talk;
  talk.Say("no");
  EXPECT_EQ(Unmet("!no !has !never", talk.profile()), "");
}

TEST(ConversationTest, WhyIsAnsweredWithTheReason) {
  Talk talk;
  talk.Say("Can I use 1.5 mm on my acne scars at home?");
  const v1::Answer why = talk.Say("why?");
  ASSERT_EQ(why.parts_size(), 1);
  EXPECT_EQ(why.parts(0).intent(), v1::INTENT_WHY);
}

TEST(ConversationTest, ThanksAreReturned) {
  Talk talk;
  talk.Say(kMayI);
  const v1::Answer thanks = talk.Say("Thank you!");
  EXPECT_EQ(thanks.no_answer_reason(), v1::NO_ANSWER_REASON_EMPTY);
  EXPECT_FALSE(thanks.courtesy().empty());
  EXPECT_THAT(HeadlinesOf(thanks), IsEmpty());
}

// "And at home?" has the answer of the question asked in full.
TEST(ConversationTest, AFollowOnIsAnsweredAsTheQuestionBefore) {
  Talk talk, whole;
  talk.Say("How long does redness last at a clinic?");
  EXPECT_EQ(HeadlinesOf(talk.Say("and at home?")),
            HeadlinesOf(whole.Say("How long does redness last at home?")));
}

TEST(ConversationTest, AFactAloneIsAnsweredWithTheQuestionBefore) {
  Talk talk;
  const std::vector<std::string> before = HeadlinesOf(talk.Say("How long does redness last?"));
  EXPECT_EQ(HeadlinesOf(talk.Say("I'm 34")), before);
}

TEST(ConversationTest, TheFirstTurnIsAnsweredAsWithoutAConversation) {
  for (const char* question : {kMayI, "I have eczema.", "thanks", "why?", "and at home?",
                               "no, it was my sister", "two weeks later", "forget that"}) {
    AskInput input;
    input.question = question;
    input.reference_time = ReferenceTime();
    const absl::StatusOr<v1::Answer> alone = GuideAnswerer().Answer(input);
    ASSERT_TRUE(alone.ok());
    Talk talk;
    EXPECT_EQ(talk.Say(question).SerializeAsString(), alone->SerializeAsString()) << question;
  }
}

TEST(ConversationTest, UnderstoodListsEarlierFactsWithTurnAndWords) {
  Talk talk;
  talk.Say("My eczema is mild. Can I roll?");
  talk.Say("I'm on warfarin");
  const v1::Answer answer = talk.Say("and I'm 34");
  EXPECT_THAT(UnderstoodTexts(answer),
              IsSupersetOf({"1 conditions=eczema `eczema`",
                            "2 medications=anticoagulant `warfarin`", "3 age_years=34 `34`"}));
  EXPECT_EQ(Unmet("has=eczema takes=anticoagulant age=34", talk.profile()), "");
}

TEST(ConversationTest, AnEarlierFactHasItsSpanInBothUnits) {
  Talk talk;
  talk.Say("\xF0\x9F\x98\x80 I have eczema. Can I roll?");
  const v1::Answer answer = talk.Say("And at home?");
  int found = 0;
  for (const v1::Understood& u : answer.understood()) {
    if (u.value() != "eczema") continue;
    ++found;
    EXPECT_EQ(u.turn_number(), 1);
    EXPECT_EQ(u.text(), "eczema");
    EXPECT_EQ(u.span().start(), 12);
    EXPECT_EQ(u.span().end(), 18);
    EXPECT_EQ(u.span().utf16_start(), 10);
    EXPECT_EQ(u.span().utf16_end(), 16);
    EXPECT_EQ(u.assertion(), v1::ASSERTION_PRESENT);
  }
  EXPECT_EQ(found, 1);
}

TEST(ConversationTest, UnderstoodSaysHowEarlierFactsStand) {
  Talk talk;
  talk.Say("I don't have eczema. I stopped accutane three weeks ago. Can I roll?");
  EXPECT_THAT(UnderstoodTexts(talk.Say("And at home?")),
              IsSupersetOf({"1 conditions!=eczema `eczema`"}));
  bool past = false;
  const v1::Answer clinic = talk.Say("And at a clinic?");
  for (const v1::Understood& u : clinic.understood())
    past = past || (u.value() == "isotretinoin" && u.assertion() == v1::ASSERTION_PAST);
  EXPECT_TRUE(past);
}

// Neither as it was nor as it is not.
TEST(ConversationTest, WhatIsForgottenIsUnderstoodNoMore) {
  Talk talk;
  talk.Say("I have eczema. Can I roll my face at home?");
  const v1::Answer answer = talk.Say("forget what I said about eczema");
  for (const std::string& text : UnderstoodTexts(answer))
    EXPECT_FALSE(absl::StrContains(text, "eczema")) << text;
  for (const std::string& text : UnderstoodTexts(talk.Say("And at a clinic?")))
    EXPECT_FALSE(absl::StrContains(text, "eczema")) << text;
}

struct ForgottenCase {
  std::string name;
  std::vector<ForgottenFact> forgotten;
  std::string profile;
};
void PrintTo(const ForgottenCase& c, std::ostream* os) { *os << c.name; }

class ForgottenTest : public testing::TestWithParam<ForgottenCase> {};

TEST_P(ForgottenTest, IsKnownNoMore) {
  Talk talk;
  talk.Say("I have eczema and psoriasis. I am on warfarin. I am 34.");
  talk.Say("Is it safe for me?", GetParam().forgotten);
  EXPECT_EQ(Unmet(GetParam().profile, talk.profile()), "");
}

INSTANTIATE_TEST_SUITE_P(
    All, ForgottenTest,
    testing::ValuesIn(std::vector<ForgottenCase>{
        {"None", {}, "has=eczema has=psoriasis takes=anticoagulant age=34"},
        {"OneValue",
         {{Field::kConditions, "eczema"}},
         "!has=eczema has=psoriasis takes=anticoagulant age=34"},
        {"AllOfAField", {{Field::kConditions, ""}}, "!has takes=anticoagulant age=34"},
        {"ANumber", {{Field::kAgeYears, "34"}}, "!age has=eczema"},
        {"AnotherNumberIsNone", {{Field::kAgeYears, "35"}}, "age=34"},
        {"WhatWasNeverSaid", {{Field::kConditions, "diabetes"}}, "has=eczema has=psoriasis"},
        {"Several",
         {{Field::kConditions, "psoriasis"}, {Field::kMedications, ""}, {Field::kAgeYears, ""}},
         "has=eczema !has=psoriasis !takes !age"},
    }),
    [](const auto& info) { return info.param.name; });

// "It" was the medicine that is struck out.
TEST(ConversationTest, AForgottenMedicineIsNotWhatItMeans) {
  Talk talk;
  talk.Say("I take accutane. Can I roll?");
  talk.Say("Is it safe at a clinic?", {{Field::kMedications, ""}});
  talk.Say("stopped it last year");
  EXPECT_EQ(Unmet("!took !takes", talk.profile()), "");
}

TEST(ConversationTest, WhatTheCallerTellsAddsUpAsWell) {
  Talk talk;
  Profile told;
  told.conditions = {"eczema"};
  talk.Say(kMayI, {}, told);
  EXPECT_EQ(FindingsText(talk.Say("And at a clinic?")), "CONSULT dermatosis/eczema");
  told = {};
  told.ruled_out_conditions = {"eczema"};
  EXPECT_EQ(FindingsText(talk.Say("And now?", {}, told)), "INFORM");
}

// What is kept is sealed and sent to and fro: it stays small whatever comes.
TEST(ConversationTest, WhatTheCallerTellsIsKeptShort) {
  Talk talk;
  Profile told;
  told.medications = {{std::string(70000, 'm'), Use::kCurrent, std::nullopt}};
  talk.Say(kMayI, {}, told);
  EXPECT_LE(talk.memory().product.size(), kMostValueBytes);
}

TEST(ConversationTest, TheCallersClockMovesTheConversation) {
  Talk talk;
  talk.Say("I rolled yesterday. Can I use retinol?");
  talk.SayAfter(absl::Hours(48), "And now?");
  EXPECT_EQ(Unmet("hours=72", talk.profile()), "");
}

// "Two weeks later" counts from the turn before, and stays said.
TEST(ConversationTest, ItsOwnClockNeverRunsBack) {
  Talk talk;
  talk.Say("I rolled yesterday. Can I use retinol?");
  talk.Say("two weeks later. can I roll again?");
  EXPECT_EQ(Unmet("hours=360", talk.profile()), "");
  talk.SayAfter(absl::Hours(1), "And at a clinic?");
  EXPECT_EQ(Unmet("hours=361", talk.profile()), "");
  talk.SayAfter(-absl::Hours(1), "And at home?");
  EXPECT_EQ(Unmet("hours=361", talk.profile()), "");
}

TEST(RememberedProfileTest, IsWhatIsKnownAndWhatIsTold) {
  Talk talk;
  talk.Say("I have eczema. I am 34. Can I roll?");
  Profile told;
  told.setting = "PROFESSIONAL";
  told.age_years = 35;
  const Profile profile = RememberedProfile(talk.memory(), told, ReferenceTime());
  EXPECT_EQ(Unmet("has=eczema setting=PROFESSIONAL age=35", profile), "");
  EXPECT_EQ(Unmet("has=eczema age=34", talk.profile()), "") << "the memory itself is changed";
}

TEST(RememberedProfileTest, TimesMoveOnWithTheCallersClock) {
  Talk talk;
  talk.Say("I rolled yesterday. Can I use retinol?");
  EXPECT_EQ(
      Unmet("hours=72", RememberedProfile(talk.memory(), {}, ReferenceTime() + absl::Hours(48))),
      "");
}

}  // namespace
}  // namespace needlepoint
