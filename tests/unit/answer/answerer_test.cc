// The answer to a question, on a small knowledge.

#include "service/answer/answerer.h"

#include <iterator>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/unit/answer/answer_text.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// SmallKnowledge() with ten more statements about the sun, each with a fact of
// its own, two of each kind, in an order that is not that of the sections.
Knowledge LargerKnowledge() {
  Knowledge k = SmallKnowledge();
  constexpr StatementKind kKinds[] = {StatementKind::kAsk, StatementKind::kAvoid,
                                      StatementKind::kGetHelp, StatementKind::kExpect,
                                      StatementKind::kDoNow};
  for (int i = 0; i < 10; ++i) {
    Fact fact = k.facts[0];
    fact.id = absl::StrCat("extra-", i);
    k.facts.push_back(fact);
    k.passages[0].statements.push_back(static_cast<int>(k.statements.size()));
    k.statements.push_back({absl::StrCat("aftercare/sun/extra-", i),
                            kKinds[i % 5],
                            Polarity::kFact,
                            absl::StrCat("Sentence ", i, "."),
                            "",
                            {static_cast<int>(k.facts.size()) - 1},
                            0});
  }
  return k;
}

class AnswererTest : public testing::Test {
 protected:
  static const Answerer& answerer() {
    static const Answerer* const answerer = AnswererOf(SnapshotOf(LargerKnowledge())).release();
    return *answerer;
  }

  static v1::Answer Ask(const AskInput& input) {
    absl::StatusOr<v1::Answer> answer = answerer().Answer(input);
    EXPECT_THAT(answer, IsOk());
    EXPECT_EQ(AnswerFault(answerer().snapshot(), input.question, *answer), "") << input.question;
    return *std::move(answer);
  }
  static v1::Answer Ask(std::string text, Profile profile = {}) {
    return Ask(InputOf(std::move(text), std::move(profile)));
  }
};

struct AnswerCase {
  std::string text, want;  // AnswerText()
};
void PrintTo(const AnswerCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class AnswerTableTest : public AnswererTest, public testing::WithParamInterface<AnswerCase> {};

TEST_P(AnswerTableTest, Answers) { EXPECT_EQ(AnswerText(Ask(GetParam().text)), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    All, AnswerTableTest,
    testing::ValuesIn(std::vector<AnswerCase>{
        // Headline, then what to do, expect, avoid, when to get help, what to
        // ask: six, the first of the passage, but none by a fact said before.
        {"can i go out in the sun?",
         "INFORM | aftercare/sun/in-general DO_NOW aftercare/sun/extra-4 EXPECT "
         "aftercare/sun/extra-3 AVOID aftercare/sun/extra-1 GET_HELP aftercare/sun/extra-2 ASK "
         "aftercare/sun/extra-0 aftercare/sun/extra-5"},
        {"how long should I avoid the sun?",
         "INFORM | aftercare/sun/in-general DO_NOW aftercare/sun/extra-4 EXPECT "
         "aftercare/sun/extra-3 AVOID aftercare/sun/extra-1 GET_HELP aftercare/sun/extra-2 ASK "
         "aftercare/sun/extra-0 aftercare/sun/extra-5"},
        {"which cleanser after a session?", "NO_ANSWER"},
        {"may i use plain water, zinc and copper?", "NO_ANSWER"},
        {"i take accutane. can i roll?",
         "CONSULT isotretinoin/current | rule/isotretinoin/current/headline"},
        {"there is pus, can i go out in the sun?", "URGENT infection/signs"},
        {"", "NO_ANSWER"},
        {"?!", "NO_ANSWER"},
        {"zinc and copper", "NO_ANSWER"},
    }));

TEST_F(AnswererTest, HeadlinesFollowTheTimeThatIsKnown) {
  Profile profile;
  profile.hours_since_last_session = 3;
  EXPECT_EQ(Ask("when can i wash my face?", profile).parts(0).headline().text(),
            "Not yet: wait 4 hours.");
  EXPECT_EQ(Ask("when can i wash my face?", profile).parts(0).polarity(), v1::POLARITY_NOT_YET);
  profile.hours_since_last_session = 4;
  EXPECT_EQ(Ask("when can i wash my face?", profile).parts(0).headline().text(),
            "Yes, with plain water.");
}

TEST_F(AnswererTest, SeveralQuestionsHaveSeveralParts) {
  Profile profile;
  profile.hours_since_last_session = 100;
  const v1::Answer answer = Ask("can i go out in the sun? when can i wash my face?", profile);
  ASSERT_EQ(answer.parts_size(), 2);
  EXPECT_EQ(answer.parts(0).text(), "can i go out in the sun");
  EXPECT_EQ(answer.parts(0).intent(), v1::INTENT_CAN);
  EXPECT_EQ(answer.parts(1).headline().text(), "Yes, with plain water.");
  EXPECT_EQ(answer.parts(1).intent(), v1::INTENT_WHEN);
}

TEST_F(AnswererTest, OneAnswerToTwoQuestionsIsGivenOnce) {
  EXPECT_EQ(Ask("can i go out in the sun? can i sunbathe in the sun?").parts_size(), 1);
}

TEST_F(AnswererTest, SaysAtMostAsManyStatementsAsAsked) {
  AskInput input = InputOf("can i go out in the sun?");
  input.max_statements = 1;
  EXPECT_EQ(PartStatements(Ask(input)).size(), 2u);  // and the headline
  input.max_statements = 3;
  EXPECT_EQ(PartStatements(Ask(input)).size(), 4u);
}

TEST_F(AnswererTest, UrgentShowsNothingElse) {
  const v1::Answer answer = Ask("there is pus, can i wash my face in the sun?");
  EXPECT_EQ(answer.disposition(), v1::DISPOSITION_URGENT);
  EXPECT_EQ(answer.parts_size(), 0);
  ASSERT_EQ(answer.findings_size(), 1);
  const v1::Finding& finding = answer.findings(0);
  EXPECT_EQ(finding.message(), "Pus is a sign of infection.");
  EXPECT_EQ(finding.place(), v1::HELP_PLACE_SAME_DAY_CARE);
  EXPECT_EQ(finding.within().seconds(), 24 * 3600);
  ASSERT_EQ(finding.actions_size(), 1);
  EXPECT_EQ(finding.read_passage_id(), "guide/aftercare/wash#1");
  EXPECT_EQ(finding.phone_numbers_size(), 2);  // the country is unknown
  EXPECT_EQ(answer.handoff().kind(), v1::HANDOFF_KIND_MEDICAL_URGENT);
  EXPECT_THAT(answer.rendered().plain(), StartsWith("No: have it seen today."));
  EXPECT_THAT(answer.rendered().plain(), HasSubstr("999"));
  EXPECT_THAT(answer.rendered().plain(), Not(HasSubstr("sun")));
}

TEST_F(AnswererTest, ShowsTheNumbersOfTheCountryIfItHasSome) {
  Profile profile;
  profile.jurisdiction = "AU";
  v1::Answer answer = Ask("there is pus", profile);
  ASSERT_EQ(answer.findings(0).phone_numbers_size(), 1);
  EXPECT_EQ(answer.findings(0).phone_numbers(0).number(), "000");
  profile.jurisdiction = "NZ";
  EXPECT_EQ(Ask("there is pus", profile).findings(0).phone_numbers_size(), 2);
}

TEST_F(AnswererTest, ARefusalHasAReasonAndAnOffer) {
  for (const auto& [text, reason] : std::vector<std::pair<std::string, v1::NoAnswerReason>>{
           {"", v1::NO_ANSWER_REASON_EMPTY},
           {"zinc and copper", v1::NO_ANSWER_REASON_NOTHING_FOUND}}) {
    const v1::Answer answer = Ask(text);
    EXPECT_EQ(answer.disposition(), v1::DISPOSITION_NO_ANSWER) << text;
    EXPECT_EQ(answer.no_answer_reason(), reason) << text;
    EXPECT_FALSE(answer.no_answer_code().empty()) << text;
    EXPECT_GE(answer.offers_size(), 1) << text;
    EXPECT_EQ(answer.citations_size(), 0) << text;
  }
}

TEST_F(AnswererTest, TheHeadlineOfAConsultAnswersWhetherToGoAhead) {
  const v1::Answer answer = Ask("i take accutane. can i roll?");
  EXPECT_EQ(answer.disposition(), v1::DISPOSITION_CONSULT);
  ASSERT_EQ(answer.parts_size(), 1);
  EXPECT_EQ(answer.parts(0).headline().text(), "Not before your prescriber agrees.");
  ASSERT_EQ(answer.findings_size(), 1);
  EXPECT_EQ(answer.findings(0).mode(), v1::FINDING_MODE_ENFORCE);
  EXPECT_EQ(answer.findings(0).questions_to_ask_size(), 1);
  ASSERT_GE(answer.findings(0).because_size(), 1);
  EXPECT_EQ(answer.findings(0).because(0).value(), "isotretinoin");
  EXPECT_EQ(answer.findings(0).because(0).span().start(), 7);
  EXPECT_EQ(answer.findings(0).because(0).span().end(), 15);
}

TEST_F(AnswererTest, TheDirectAnswerComesFirstInTheText) {
  EXPECT_THAT(Ask("can i go out in the sun?").rendered().plain(),
              StartsWith("It depends on the time: 72 hours must pass. [1]"));
  EXPECT_THAT(Ask("i take accutane. can i roll?").rendered().plain(),
              StartsWith("Not before your prescriber agrees. [1]"));
}

TEST_F(AnswererTest, CitesAsAsked) {
  AskInput input = InputOf("how do i clean my roller?");
  EXPECT_THAT(Ask(input).rendered().plain(), HasSubstr("minutes. [1]"));
  input.citation_mode = v1::CITATION_MODE_NONE;
  EXPECT_THAT(Ask(input).rendered().plain(), Not(HasSubstr("minutes. [1]")));
  EXPECT_GT(Ask(input).citations_size(), 0);  // in the structure they always are
  input.citation_mode = v1::CITATION_MODE_LINKS;
  EXPECT_THAT(Ask(input).rendered().markdown(), HasSubstr("(https://doi.org/10.0000/example)"));
}

TEST_F(AnswererTest, EchoesTheCompletedProfile) {
  Profile profile;
  profile.setting = "HOME";
  const v1::Answer answer = Ask("can i use a 0.5mm roller in the sun?", profile);
  EXPECT_EQ(answer.profile().setting(), v1::SETTING_HOME);
  EXPECT_EQ(answer.profile().device(), v1::DEVICE_ROLLER);
  EXPECT_EQ(answer.profile().needle_length_mm(), 0.5);
}

TEST_F(AnswererTest, WarnsOfCodesThatItDoesNotKnow) {
  Profile profile;
  profile.conditions = {"zyzzyva"};
  const v1::Answer answer = Ask("can i go out in the sun?", profile);
  ASSERT_EQ(answer.warnings_size(), 1);
  EXPECT_EQ(answer.warnings(0).code(), "UNKNOWN_CODE");
  EXPECT_THAT(answer.warnings(0).message(), HasSubstr("conditions"));
}

TEST_F(AnswererTest, SaysFromWhatItWasMade) {
  const v1::Answer answer = Ask("can i go out in the sun?");
  EXPECT_EQ(answer.knowledge_version(), answerer().snapshot().version());
  ASSERT_EQ(answer.collection_versions_size(), 1);
  EXPECT_EQ(answer.collection_versions(0).collection(), "guide");
  EXPECT_EQ(answer.reference_time().seconds(), absl::ToUnixSeconds(ReferenceTime()));
  EXPECT_FALSE(answer.clinician_reviewed());
  EXPECT_FALSE(answer.review_notice().empty());
}

TEST_F(AnswererTest, ScreensAsItAnswers) {
  const AskInput input = InputOf("i take accutane. can i roll? there is pus");
  const v1::Screening screening = answerer().Screen(input);
  const v1::Answer answer = Ask(input);
  EXPECT_EQ(screening.disposition(), answer.disposition());
  ASSERT_EQ(screening.findings_size(), answer.findings_size());
  for (int i = 0; i < answer.findings_size(); ++i)
    EXPECT_EQ(screening.findings(i).rule_id(), answer.findings(i).rule_id());
  EXPECT_EQ(screening.profile().SerializeAsString(), answer.profile().SerializeAsString());
}

// A snapshot in which two statements share an id: what is composed is not what
// the snapshot says under that id. The linter keeps such out; the verifier is
// the last gate.
TEST(DegradeTest, KeepsTheWarningsAndRefers) {
  Knowledge k = SmallKnowledge();
  for (Statement& s : k.statements) {
    if (s.id == "aftercare/sun/shade") s.id = "needles/clean/soak";
  }
  const auto answerer = AnswererOf(SnapshotOf(k));
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer sound,
                          answerer->Answer(InputOf("i take accutane. can i roll")));
  EXPECT_EQ(answerer->degraded_count(), 0);
  EXPECT_EQ(sound.no_answer_code(), "");
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer answer,
                          answerer->Answer(InputOf("i take accutane. what about the sun")));
  ASSERT_EQ(answerer->degraded_count(), 1) << AnswerText(answer);
  EXPECT_EQ(answer.disposition(), v1::DISPOSITION_CONSULT);
  EXPECT_EQ(answer.parts_size(), 0);
  ASSERT_EQ(answer.findings_size(), 1);
  EXPECT_EQ(answer.findings(0).rule_id(), "isotretinoin/current");
  EXPECT_EQ(answer.no_answer_code(), "notice.referral-only");
  EXPECT_FALSE(answer.rendered().plain().empty());
  EXPECT_EQ(answer.knowledge_version(), answerer->snapshot().version());
}

TEST(DegradeTest, IsAtLeastAReferral) {
  Knowledge k = SmallKnowledge();
  for (Statement& s : k.statements) {
    if (s.id == "aftercare/sun/in-general") s.id = "aftercare/wash/water";
  }
  const auto answerer = AnswererOf(SnapshotOf(k));
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer answer,
                          answerer->Answer(InputOf("can i go out in the sun?")));
  ASSERT_EQ(answerer->degraded_count(), 1);
  EXPECT_EQ(answer.disposition(), v1::DISPOSITION_CONSULT);
  EXPECT_THAT(answer.rendered().plain(), HasSubstr("notice.referral-only"));
}

TEST(DegradeTest, AWarningThatIsBrokenDoesNotLeave) {
  Knowledge k = SmallKnowledge();
  for (Statement& s : k.statements) {
    if (s.id == "rule/infection/signs/headline") s.id = "rule/infection/signs/message";
  }
  const auto answerer = AnswererOf(SnapshotOf(k));
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer answer, answerer->Answer(InputOf("there is pus")));
  ASSERT_EQ(answerer->degraded_count(), 1);
  EXPECT_EQ(answer.findings_size(), 0);
  EXPECT_EQ(answer.disposition(), v1::DISPOSITION_URGENT);  // never milder
}

TEST(AnswererCreateTest, AMalformedLexiconIsAnError) {
  Knowledge k = SmallKnowledge();
  k.lexicon[0].surfaces = {"?maybe"};
  EXPECT_THAT(Answerer::Create(SnapshotOf(k), "guide").status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("?maybe")));
}

}  // namespace
}  // namespace needlepoint
