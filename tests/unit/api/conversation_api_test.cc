// State that a client carries from turn to turn: what goes on with it, and what is
// refused, each with a reason of its own.

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/api/conversation_state.h"
#include "tests/unit/api/api_fixture.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kTakes[] = "I take accutane. Can I roll?";

class ConversationApiTest : public ApiTest {
 protected:
  // The answer to `question` after `state`, and the state after it.
  v1::AskQuestionResponse Ask(const std::string& question, const std::string& state = "",
                              const Caller& caller = {}) {
    v1::AskQuestionRequest request;
    request.set_question(question);
    request.set_conversation_state(state);
    v1::AskQuestionResponse response;
    EXPECT_THAT(talking_.AskQuestion(request, response, caller), IsOk());
    return response;
  }

  absl::Status Refusal(const v1::AskQuestionRequest& request, const Caller& caller = {}) {
    v1::AskQuestionResponse response;
    const absl::Status status = talking_.AskQuestion(request, response, caller);
    EXPECT_FALSE(response.has_answer());
    EXPECT_THAT(response.conversation_state(), IsEmpty());
    return status;
  }

  static constexpr absl::Duration kLifetime = absl::Hours(24);
  const Sealer sealer_{{{"now", std::string(32, 'k')}}, clock_, kLifetime};
  const Api talking_{collections_, clock_, limits_, nullptr, nullptr, &sealer_};
};

TEST_F(ConversationApiTest, GoesOnFromAState) {
  const v1::AskQuestionResponse first = Ask(kTakes);
  EXPECT_EQ(first.answer().disposition(), v1::DISPOSITION_CONSULT);
  const v1::AskQuestionResponse second =
      Ask("Can I go out in the sun?", first.conversation_state());
  EXPECT_EQ(second.answer().disposition(), v1::DISPOSITION_CONSULT);
  EXPECT_EQ(second.answer().profile().medications(0).code(), "isotretinoin");
  EXPECT_NE(Ask("Can I go out in the sun?").answer().disposition(), v1::DISPOSITION_CONSULT);
}

// The conversation's state is no part of it.
TEST_F(ConversationApiTest, TheSameStateGivesTheSameAnswer) {
  const std::string state = Ask(kTakes).conversation_state();
  const v1::AskQuestionResponse one = Ask("And at home?", state), two = Ask("And at home?", state);
  EXPECT_EQ(one.answer().SerializeAsString(), two.answer().SerializeAsString());
  EXPECT_NE(one.conversation_state(), two.conversation_state());
}

TEST_F(ConversationApiTest, TheStateShowsNothing) {
  const std::string state = Ask(kTakes).conversation_state();
  EXPECT_THAT(state,
              AllOf(Not(IsEmpty()), Not(HasSubstr("accutane")), Not(HasSubstr("isotretinoin"))));
}

TEST_F(ConversationApiTest, WithoutAKeyThereIsNoState) {
  v1::AskQuestionRequest request;
  request.set_question(kTakes);
  v1::AskQuestionResponse response;
  NP_ASSERT_OK(api_.AskQuestion(request, response));
  EXPECT_THAT(response.conversation_state(), IsEmpty());
  request.set_conversation_state(Ask(kTakes).conversation_state());
  EXPECT_THAT(api_.AskQuestion(request, response),
              IsError(absl::StatusCode::kInvalidArgument, "STATE_FOREIGN", "conversation_state",
                      HasSubstr("Begin a new conversation")));
}

TEST_F(ConversationApiTest, ForgottenFactsAreStruckOut) {
  v1::AskQuestionRequest request;
  request.set_question("Can I go out in the sun?");
  request.set_conversation_state(Ask(kTakes).conversation_state());
  request.add_forgotten_facts()->set_field("medications");
  v1::AskQuestionResponse response;
  NP_ASSERT_OK(talking_.AskQuestion(request, response));
  EXPECT_THAT(response.answer().findings(), IsEmpty());
  EXPECT_THAT(response.answer().profile().medications(), IsEmpty());
}

// As `understood` may name it.
TEST_F(ConversationApiTest, WhatIsRuledOutIsAFactOfItsField) {
  v1::AskQuestionRequest request;
  request.set_question("Can I roll?");
  request.mutable_profile()->add_ruled_out_conditions("ringworm");
  v1::AskQuestionResponse response;
  NP_ASSERT_OK(talking_.AskQuestion(request, response));
  request.clear_profile();
  request.set_conversation_state(response.conversation_state());
  NP_ASSERT_OK(talking_.AskQuestion(request, response));
  ASSERT_EQ(response.answer().profile().ruled_out_conditions_size(), 1);
  request.add_forgotten_facts()->set_field("ruled_out_conditions");
  request.mutable_forgotten_facts(0)->set_value("ringworm");
  NP_ASSERT_OK(talking_.AskQuestion(request, response));
  EXPECT_THAT(response.answer().profile().ruled_out_conditions(), IsEmpty());
}

struct StateFault {
  std::string name;
  // Changes a request that holds a good state, issued at the test's time to "user-7".
  std::function<void(v1::AskQuestionRequest&)> make;
  std::string end_user = "user-7";
  absl::Duration later;
  std::string reason, field;
  std::string message;  // part of it
};
void PrintTo(const StateFault& c, std::ostream* os) { *os << c.name; }

class StateFaultTest : public ConversationApiTest,
                       public testing::WithParamInterface<StateFault> {};

TEST_P(StateFaultTest, IsNamedWithWhatToDo) {
  v1::AskQuestionRequest request;
  request.set_question("secret words of the user");
  request.set_conversation_state(Ask(kTakes, "", {"user-7"}).conversation_state());
  GetParam().make(request);
  clock_ = FixedClock(clock_.Now() + GetParam().later);
  const absl::Status status = Refusal(request, {GetParam().end_user});
  EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, GetParam().reason,
                              GetParam().field, HasSubstr(GetParam().message)));
  EXPECT_THAT(std::string(status.message()),
              AllOf(Not(HasSubstr("secret")), Not(HasSubstr("user-7"))));
}

void Nothing(v1::AskQuestionRequest&) {}

std::vector<StateFault> StateFaults() {
  const char state[] = "conversation_state", forgotten[] = "forgotten_facts";
  const auto last_byte = [](auto& r) {
    std::string& bytes = *r.mutable_conversation_state();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
  };
  const auto cut = [](auto& r) {
    r.mutable_conversation_state()->resize(r.conversation_state().size() - 1);
  };
  const auto garbage = [](auto& r) { r.set_conversation_state("secret"); };
  const auto other_key = [](auto& r) {
    static const FixedClock clock(absl::FromUnixSeconds(1781533815));
    r.set_conversation_state(
        Sealer({{"other", std::string(32, 'o')}}, clock, absl::Hours(24)).Seal("", "user-7"));
  };
  const auto other_format = [](auto& r) {
    static const FixedClock clock(absl::FromUnixSeconds(1781533815));
    r.set_conversation_state(Sealer({{"now", std::string(32, 'k')}}, clock, absl::Hours(24))
                                 .Seal("of another program", "user-7"));
  };
  return {
      {"AByteFlipped", last_byte, "user-7", {}, "STATE_TAMPERED", state, "unchanged"},
      {"CutShort", cut, "user-7", {}, "STATE_TAMPERED", state, "unchanged"},
      {"Garbage", garbage, "user-7", {}, "STATE_TAMPERED", state, "unchanged"},
      {"AnotherKey", other_key, "user-7", {}, "STATE_FOREIGN", state, "file of keys"},
      {"AnotherFormat", other_format, "user-7", {}, "STATE_FOREIGN", state, "another version"},
      {"Old", Nothing, "user-7", absl::Hours(24) + absl::Seconds(1), "STATE_EXPIRED", state,
       "new conversation"},
      {"AnotherEndUser", Nothing, "user-8", {}, "STATE_REPLAYED", state, "somebody else"},
      {"NoEndUser", Nothing, "", {}, "STATE_REPLAYED", state, "somebody else"},
      {"TooLarge",
       [](auto& r) { r.set_conversation_state(std::string(kMostStateBytes + 1, 'x')); },
       "user-7",
       {},
       "STATE_TOO_LARGE",
       state,
       "65536"},
      {"NoSuchField",
       [](auto& r) { r.add_forgotten_facts()->set_field("secret_size"); },
       "user-7",
       {},
       "FIELD_UNKNOWN",
       forgotten,
       "medications"},
      {"NoField",
       [](auto& r) { r.add_forgotten_facts(); },
       "user-7",
       {},
       "FIELD_UNKNOWN",
       forgotten,
       "medications"},
      {"TooManyForgotten",
       [](auto& r) {
         for (int i = 0; i <= kMostForgottenFacts; ++i)
           r.add_forgotten_facts()->set_field("conditions");
       },
       "user-7",
       {},
       "FORGOTTEN_FACTS_TOO_MANY",
       forgotten,
       "100"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, StateFaultTest, testing::ValuesIn(StateFaults()),
                         [](const auto& info) { return info.param.name; });

TEST_F(ConversationApiTest, LimitsOfStateAreInclusive) {
  v1::AskQuestionRequest request;
  request.set_question(kTakes);
  request.set_conversation_state(Ask(kTakes).conversation_state());
  for (int i = 0; i < kMostForgottenFacts; ++i)
    request.add_forgotten_facts()->set_field("conditions");
  clock_ = FixedClock(clock_.Now() + kLifetime);
  v1::AskQuestionResponse response;
  NP_EXPECT_OK(talking_.AskQuestion(request, response));
  request.set_conversation_state(std::string(kMostStateBytes, 'x'));
  EXPECT_THAT(Refusal(request), IsError(absl::StatusCode::kInvalidArgument, "STATE_TAMPERED",
                                        "conversation_state", HasSubstr("unchanged")));
}

// Whatever a caller tells, what is given out is taken back.
TEST_F(ConversationApiTest, AStateIsNeverTooLarge) {
  v1::AskQuestionRequest request;
  request.set_question(std::string(limits_.max_question_bytes, 'a'));
  v1::AskQuestionResponse response;
  for (int turn = 0; turn < 4; ++turn) {
    request.clear_profile();
    for (int i = 0; i < limits_.max_profile_entries / 2; ++i) {
      const std::string code = absl::StrCat(turn, "-", i, "-", std::string(80, 'x'));
      request.mutable_profile()->add_conditions(code);
      request.mutable_profile()->add_medications()->set_code(code + std::string(1000, 'y'));
    }
    NP_ASSERT_OK(talking_.AskQuestion(request, response));
    EXPECT_LE(response.conversation_state().size(), kMostStateBytes);
    request.set_conversation_state(response.conversation_state());
  }
}

TEST_F(ConversationApiTest, ALifetimeCountsFromTheLastTurn) {
  std::string state = Ask(kTakes).conversation_state();
  for (int i = 0; i < 3; ++i) {
    clock_ = FixedClock(clock_.Now() + absl::Hours(23));
    const v1::AskQuestionResponse response = Ask("And now?", state);
    EXPECT_EQ(response.answer().profile().medications_size(), 1);
    state = response.conversation_state();
  }
}

TEST_F(ConversationApiTest, ConverseAnswersAsAskQuestionDoes) {
  v1::AskQuestionRequest before;
  std::string state;
  for (const char* question : {kTakes, "And at home?", "stopped it last year", "thanks"}) {
    v1::ConverseRequest request;
    request.set_question(question);
    v1::ConverseResponse response;
    NP_ASSERT_OK(talking_.Converse(request, before, response));
    const v1::AskQuestionResponse asked = Ask(question, state);
    EXPECT_EQ(response.answer().SerializeAsString(), asked.answer().SerializeAsString());
    state = asked.conversation_state();
  }
}

TEST_F(ConversationApiTest, ConverseCarriesSettingsOver) {
  ServeDesk();
  v1::ConverseRequest request;
  request.set_question("Can I go out in the sun?");
  request.mutable_profile()->add_conditions("ringworm");
  request.mutable_reference_time()->set_seconds(1781000000);
  request.set_citation_mode(v1::CITATION_MODE_NONE);
  request.set_audience(v1::AUDIENCE_AGENT);
  request.set_view(v1::VIEW_COMPACT);
  request.set_max_statements(1);
  request.set_language_code("de");
  request.add_collections("desk");
  request.add_forgotten_facts()->set_field("conditions");
  v1::AskQuestionRequest before;
  v1::ConverseResponse response;
  NP_ASSERT_OK(talking_.Converse(request, before, response));

  v1::ConverseRequest bare;
  bare.set_question("And at home?");
  NP_ASSERT_OK(talking_.Converse(bare, before, response));
  EXPECT_EQ(before.question(), "And at home?");
  EXPECT_EQ(before.reference_time().seconds(), 1781000000);
  EXPECT_EQ(before.citation_mode(), v1::CITATION_MODE_NONE);
  EXPECT_EQ(before.audience(), v1::AUDIENCE_AGENT);
  EXPECT_EQ(before.view(), v1::VIEW_COMPACT);
  EXPECT_EQ(before.max_statements(), 1);
  EXPECT_EQ(before.language_code(), "de");
  ASSERT_EQ(before.collections_size(), 1);
  EXPECT_FALSE(before.has_profile()) << "it is remembered, and need not be told again";
  EXPECT_THAT(before.forgotten_facts(), IsEmpty());
  EXPECT_EQ(response.answer().reference_time().seconds(), 1781000000);
  EXPECT_EQ(response.answer().profile().conditions_size(), 1);

  v1::ConverseRequest changed;
  changed.set_question("And now?");
  changed.set_citation_mode(v1::CITATION_MODE_LINKS);
  changed.set_max_statements(3);
  changed.mutable_reference_time()->set_seconds(1781000060);
  NP_ASSERT_OK(talking_.Converse(changed, before, response));
  EXPECT_EQ(before.citation_mode(), v1::CITATION_MODE_LINKS);
  EXPECT_EQ(before.max_statements(), 3);
  EXPECT_EQ(before.reference_time().seconds(), 1781000060);
  EXPECT_EQ(before.audience(), v1::AUDIENCE_AGENT);
}

TEST_F(ConversationApiTest, ConverseGoesOnFromAStateInItsFirstMessageAlone) {
  v1::ConverseRequest request;
  request.set_question("Can I go out in the sun?");
  request.set_conversation_state(Ask(kTakes).conversation_state());
  v1::AskQuestionRequest before;
  v1::ConverseResponse response;
  NP_ASSERT_OK(talking_.Converse(request, before, response));
  EXPECT_EQ(response.answer().disposition(), v1::DISPOSITION_CONSULT);
  const absl::Status status = talking_.Converse(request, before, response);
  EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, "STATE_NOT_FIRST",
                              "conversation_state", HasSubstr("first message of a call")));
}

// Also after a first message that is empty.
TEST_F(ConversationApiTest, AnEmptyFirstMessageIsTheFirst) {
  v1::AskQuestionRequest before;
  v1::ConverseResponse response;
  NP_ASSERT_OK(talking_.Converse({}, before, response));
  EXPECT_EQ(response.answer().no_answer_reason(), v1::NO_ANSWER_REASON_EMPTY);
  v1::ConverseRequest request;
  request.set_question("Can I go out in the sun?");
  request.set_conversation_state(response.conversation_state());
  EXPECT_THAT(talking_.Converse(request, before, response),
              IsError(absl::StatusCode::kInvalidArgument, "STATE_NOT_FIRST", "conversation_state",
                      HasSubstr("first message of a call")));
}

TEST_F(ConversationApiTest, ARefusedMessageLeavesWhatWasBefore) {
  v1::ConverseRequest request;
  request.set_question(kTakes);
  v1::AskQuestionRequest before;
  v1::ConverseResponse response;
  NP_ASSERT_OK(talking_.Converse(request, before, response));
  const std::string held = before.SerializeAsString();
  request.set_question(std::string(limits_.max_question_bytes + 1, 'a'));
  EXPECT_THAT(talking_.Converse(request, before, response),
              IsError(absl::StatusCode::kInvalidArgument, "QUESTION_TOO_LARGE", "question",
                      HasSubstr("20000")));
  EXPECT_EQ(before.SerializeAsString(), held);
}

TEST_F(ConversationApiTest, ConverseStrikesOutForgottenFacts) {
  v1::AskQuestionRequest before;
  v1::ConverseRequest request;
  request.set_question(kTakes);
  v1::ConverseResponse response;
  NP_ASSERT_OK(talking_.Converse(request, before, response));
  request.set_question("Can I go out in the sun?");
  request.add_forgotten_facts()->set_field("medications");
  NP_ASSERT_OK(talking_.Converse(request, before, response));
  EXPECT_THAT(response.answer().profile().medications(), IsEmpty());
}

TEST_F(ConversationApiTest, APlanUsesTheFactsOfTheConversation) {
  v1::BuildPlanRequest request;
  request.mutable_profile()->add_concerns("acne-scar");
  v1::BuildPlanResponse response;
  NP_ASSERT_OK(talking_.BuildPlan(request, response));
  EXPECT_THAT(response.plan().findings(), IsEmpty());
  request.set_conversation_state(Ask(kTakes).conversation_state());
  NP_ASSERT_OK(talking_.BuildPlan(request, response));
  ASSERT_EQ(response.plan().findings_size(), 1);
  EXPECT_EQ(response.plan().findings(0).rule_id(), "isotretinoin/current");
}

TEST_F(ConversationApiTest, APlanRefusesAStateAsAQuestionDoes) {
  v1::BuildPlanRequest request;
  request.set_conversation_state(Ask(kTakes, "", {"user-7"}).conversation_state());
  v1::BuildPlanResponse response;
  EXPECT_THAT(talking_.BuildPlan(request, response, {"user-8"}),
              IsError(absl::StatusCode::kInvalidArgument, "STATE_REPLAYED", "conversation_state",
                      HasSubstr("somebody else")));
  NP_EXPECT_OK(talking_.BuildPlan(request, response, {"user-7"}));
  request.set_conversation_state("x");
  EXPECT_THAT(talking_.BuildPlan(request, response),
              IsError(absl::StatusCode::kInvalidArgument, "STATE_TAMPERED", "conversation_state",
                      HasSubstr("unchanged")));
}

}  // namespace
}  // namespace needlepoint
