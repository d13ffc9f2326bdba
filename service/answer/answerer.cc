#include "service/answer/answerer.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "service/answer/citations.h"
#include "service/answer/describe.h"
#include "service/answer/echo.h"
#include "service/answer/profile_proto.h"
#include "service/answer/refuse.h"
#include "service/answer/render.h"
#include "service/answer/verify.h"
#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

// Findings that speak first, and kindly.
constexpr char kCrisis[] = "crisis";

// Who only thanks is not warned again of what was said before, unless it is acute.
Screening ScreenOf(const Snapshot& snapshot, const Question& question) {
  Screening screening = Screen(snapshot, {question.profile, &question});
  if (question.scope == ScopeProblem::kThanks && screening.disposition < Disposition::kUrgent)
    return {};
  return screening;
}

// An answer to more than was written: its parts are about the whole message, and
// what words elsewhere said has no place in it.
void PointIntoMessage(const std::string& text, v1::Answer& answer) {
  const auto forget = [](auto* reasons) {
    for (v1::Because& because : *reasons) because.clear_span();
  };
  for (v1::Finding& finding : *answer.mutable_findings()) {
    forget(finding.mutable_because());
    for (v1::Statement& action : *finding.mutable_actions()) forget(action.mutable_because());
    for (v1::Statement& ask : *finding.mutable_questions_to_ask()) forget(ask.mutable_because());
  }
  for (v1::Part& part : *answer.mutable_parts()) {
    part.mutable_span()->set_start(0);
    part.mutable_span()->set_end(static_cast<int32_t>(text.size()));
    part.set_text(ToValidUtf8(text));
    if (part.has_headline()) forget(part.mutable_headline()->mutable_because());
    for (v1::Section& section : *part.mutable_sections()) {
      for (v1::Statement& statement : *section.mutable_statements())
        forget(statement.mutable_because());
    }
  }
}

bool HasHeadline(const v1::Answer& answer) {
  return std::any_of(answer.parts().begin(), answer.parts().end(),
                     [](const v1::Part& part) { return part.has_headline(); });
}

}  // namespace

Answerer::Answerer(std::shared_ptr<const Snapshot> snapshot, std::string collection,
                   std::unique_ptr<Understander> understander)
    : snapshot_(std::move(snapshot)),
      collection_(std::move(collection)),
      understander_(std::move(understander)),
      ranker_(*snapshot_),
      follow_ups_(*snapshot_) {}

absl::StatusOr<std::unique_ptr<Answerer>> Answerer::Create(std::shared_ptr<const Snapshot> snapshot,
                                                           std::string collection,
                                                           const Stages& stages) {
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Understander> understander,
                      Understander::Create(snapshot->knowledge(), stages));
  return std::unique_ptr<Answerer>(
      new Answerer(std::move(snapshot), std::move(collection), std::move(understander)));
}

absl::StatusOr<v1::Answer> Answerer::Answer(const AskInput& input) const {
  return Answer(input, {.text = input.question,
                        .question = understander_->Read(input.question, input.profile,
                                                        input.reference_time)});
}

absl::StatusOr<v1::Answer> Answerer::Answer(const AskInput& input,
                                            const UnderstoodMessage& message) const {
  const Question& question = message.question;
  // Warnings come before any search.
  const Screening screening = ScreenOf(*snapshot_, question);

  v1::Answer answer;
  Describe(*snapshot_, collection_, input.reference_time, answer);
  *answer.mutable_profile() = ProfileToProto(question.profile);
  const Question& alone = message.alone.has_value() ? *message.alone : question;
  EchoUnderstanding(input.question, alone, answer.mutable_understood(),
                    answer.mutable_not_understood());
  for (v1::Understood& fact : *answer.mutable_understood()) fact.set_turn_number(message.turn);
  EchoWarnings(alone, answer.mutable_warnings());

  Citations citations(*snapshot_, collection_);
  Composer composer(*snapshot_, question, screening, citations, collection_, input.max_statements);
  answer.set_disposition(ToProto(screening.disposition));
  const bool acute = screening.disposition >= Disposition::kUrgent;
  const v1::NoAnswerReason refusal =
      acute ? v1::NO_ANSWER_REASON_UNSPECIFIED : ReasonToRefuse(question);
  // Warnings stand whatever else is said.
  for (const Finding& finding : screening.findings) {
    v1::Finding composed = composer.ComposeFinding(finding);
    if (composed.code() == kCrisis) answer.set_courtesy(snapshot_->Label("courtesy.crisis"));
    *answer.add_findings() = std::move(composed);
  }
  if (refusal != v1::NO_ANSWER_REASON_UNSPECIFIED) {
    Refuse(*snapshot_, question, refusal, answer);
  } else if (!acute) {
    NP_RETURN_IF_ERROR(ComposeParts(message, composer, answer));
    if (!HasHeadline(answer) && screening.disposition == Disposition::kInform) {
      answer.clear_parts();
      if (message.asks_nothing) {
        answer.set_courtesy(snapshot_->Label("courtesy.noted"));
      } else {
        Refuse(*snapshot_, question, v1::NO_ANSWER_REASON_NOTHING_FOUND, answer);
      }
    }
  }
  for (v1::Citation& citation : citations.Build()) *answer.add_citations() = std::move(citation);
  if (std::optional<v1::Handoff> handoff =
          HandoffOf(*snapshot_, question, answer.disposition(), answer.findings()))
    *answer.mutable_handoff() = *std::move(handoff);
  AddFollowUps(question, acute || refusal != v1::NO_ANSWER_REASON_UNSPECIFIED, answer);
  if (message.alone.has_value()) PointIntoMessage(input.question, answer);
  FillUtf16Offsets(input.question, answer);
  google::protobuf::RepeatedPtrField<v1::Understood> remembered(message.remembered.begin(),
                                                                message.remembered.end());
  remembered.MergeFrom(answer.understood());
  answer.mutable_understood()->Swap(&remembered);

  // Verify: nothing leaves that the snapshot does not say.
  absl::Status verified = VerifyAnswer(*snapshot_, answer);
  if (verified.ok()) verified = VerifyWarnings(*snapshot_, screening, answer.findings());
  if (!verified.ok()) {
    degraded_.fetch_add(1);
    answer = Degrade(answer);
  }
  Render(*snapshot_, input.citation_mode, answer);
  return answer;
}

// Nobody is asked in an emergency, nor where nothing was answered.
void Answerer::AddFollowUps(const Question& question, bool asks_nothing, v1::Answer& answer) const {
  ToAsk to_ask = follow_ups_.Find(question);
  answer.set_complete(to_ask.complete);
  if (asks_nothing) return;
  for (v1::FollowUpQuestion& asked : to_ask.questions)
    *answer.add_follow_up_questions() = std::move(asked);
}

absl::Status Answerer::ComposeParts(const UnderstoodMessage& message, Composer& composer,
                                    v1::Answer& answer) const {
  for (const Ask& ask : message.question.asks) {
    const AskView view{message.text, message.question, ask};
    const std::vector<RankedPassage> ranked = ranker_.Rank(view);
    std::optional<v1::Part> part = composer.Compose(view, ranked);
    if (!part.has_value()) continue;
    part->set_text(ToValidUtf8(part->text()));
    *answer.add_parts() = *std::move(part);
  }
  return absl::OkStatus();
}

// What is left of an answer that broke an invariant: its warnings, and a
// referral.
v1::Answer Answerer::Degrade(const v1::Answer& answer) const {
  v1::Answer safe;
  safe.set_disposition(std::max(answer.disposition() == v1::DISPOSITION_NO_ANSWER
                                    ? v1::DISPOSITION_INFORM
                                    : answer.disposition(),
                                v1::DISPOSITION_CONSULT));
  *safe.mutable_findings() = answer.findings();
  *safe.mutable_citations() = answer.citations();
  *safe.mutable_profile() = answer.profile();
  *safe.mutable_collection_versions() = answer.collection_versions();
  safe.set_knowledge_version(answer.knowledge_version());
  *safe.mutable_reference_time() = answer.reference_time();
  safe.set_clinician_reviewed(answer.clinician_reviewed());
  safe.set_review_notice(answer.review_notice());
  safe.set_no_answer_code("notice.referral-only");
  // Warnings that are themselves broken do not leave either.
  if (!VerifyAnswer(*snapshot_, safe).ok()) {
    safe.clear_findings();
    safe.clear_citations();
  }
  return safe;
}

v1::Screening Answerer::Screen(const AskInput& input) const {
  const Question question =
      understander_->Read(input.question, input.profile, input.reference_time);
  const Screening screening = needlepoint::Screen(*snapshot_, {question.profile, &question});
  v1::Screening result;
  Describe(*snapshot_, collection_, input.reference_time, result);
  result.set_disposition(ToProto(screening.disposition));
  *result.mutable_profile() = ProfileToProto(question.profile);
  EchoUnderstanding(input.question, question, result.mutable_understood(),
                    result.mutable_not_understood());
  EchoWarnings(question, result.mutable_warnings());
  Citations citations(*snapshot_, collection_);
  Composer composer(*snapshot_, question, screening, citations, collection_, input.max_statements);
  for (const Finding& finding : screening.findings)
    *result.add_findings() = composer.ComposeFinding(finding);
  for (v1::Citation& citation : citations.Build()) *result.add_citations() = std::move(citation);
  return result;
}

}  // namespace needlepoint
