#include "service/answer/refuse.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

std::string LabelOf(v1::NoAnswerReason reason) {
  switch (reason) {
    case v1::NO_ANSWER_REASON_OUT_OF_SCOPE:
      return "no-answer.out-of-scope";
    case v1::NO_ANSWER_REASON_LOW_CONFIDENCE:
      return "no-answer.low-confidence";
    case v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN:
      return "no-answer.not-enough-known";
    case v1::NO_ANSWER_REASON_LANGUAGE:
      return "no-answer.language";
    case v1::NO_ANSWER_REASON_EMPTY:
      return "no-answer.empty";
    default:
      return "no-answer.nothing-found";
  }
}

v1::HandoffKind KindOfHandoff(absl::string_view code) {
  if (code == "order") return v1::HANDOFF_KIND_ORDER;
  if (code == "complaint") return v1::HANDOFF_KIND_COMPLAINT;
  if (code == "legal") return v1::HANDOFF_KIND_LEGAL;
  if (code == "adverse-reaction") return v1::HANDOFF_KIND_ADVERSE_REACTION;
  return v1::HANDOFF_KIND_UNSPECIFIED;
}

std::string HandoffLabel(v1::HandoffKind kind) {
  switch (kind) {
    case v1::HANDOFF_KIND_ORDER:
      return "handoff.order";
    case v1::HANDOFF_KIND_ADVERSE_REACTION:
      return "handoff.adverse-reaction";
    case v1::HANDOFF_KIND_MEDICAL_URGENT:
      return "handoff.medical-urgent";
    case v1::HANDOFF_KIND_LEGAL:
      return "handoff.legal";
    case v1::HANDOFF_KIND_COMPLAINT:
      return "handoff.complaint";
    default:
      return "handoff.other";
  }
}

}  // namespace

v1::NoAnswerReason ReasonToRefuse(const Question& question) {
  switch (question.scope) {
    case ScopeProblem::kNone:
      return v1::NO_ANSWER_REASON_UNSPECIFIED;
    case ScopeProblem::kEmpty:
    case ScopeProblem::kThanks:
      return v1::NO_ANSWER_REASON_EMPTY;
    case ScopeProblem::kOffTopic:
      return v1::NO_ANSWER_REASON_OUT_OF_SCOPE;
    case ScopeProblem::kLanguage:
      return v1::NO_ANSWER_REASON_LANGUAGE;
  }
  return v1::NO_ANSWER_REASON_UNSPECIFIED;
}

void Refuse(const Snapshot& snapshot, const Question& question, v1::NoAnswerReason reason,
            v1::Answer& answer) {
  answer.set_disposition(v1::DISPOSITION_NO_ANSWER);
  answer.set_no_answer_reason(reason);
  if (question.scope == ScopeProblem::kThanks) {
    answer.set_courtesy(snapshot.Label("courtesy.thanks"));
    return;
  }
  const std::string particular = absl::StrCat("out-of-scope.", question.scope_code);
  const bool known = reason == v1::NO_ANSWER_REASON_OUT_OF_SCOPE &&
                     snapshot.knowledge().labels.contains(particular);
  answer.set_no_answer_code(known ? particular : LabelOf(reason));
  answer.add_offers(snapshot.Label("no-answer.what-i-can-do"));
}

std::optional<v1::Handoff> HandoffOf(
    const Snapshot& snapshot, const Question& question, v1::Disposition disposition,
    const google::protobuf::RepeatedPtrField<v1::Finding>& findings) {
  v1::HandoffKind kind = KindOfHandoff(question.scope_code);
  v1::HandoffUrgency urgency = v1::HANDOFF_URGENCY_ROUTINE;
  if (disposition == v1::DISPOSITION_URGENT || disposition == v1::DISPOSITION_EMERGENCY) {
    kind = v1::HANDOFF_KIND_MEDICAL_URGENT;
    urgency = v1::HANDOFF_URGENCY_NOW;
  }
  if (kind == v1::HANDOFF_KIND_UNSPECIFIED) return std::nullopt;
  v1::Handoff handoff;
  handoff.set_kind(kind);
  handoff.set_urgency(urgency);
  handoff.set_summary(snapshot.Label(HandoffLabel(kind)));
  for (const v1::Finding& finding : findings) {
    v1::HandoffField* field = handoff.add_fields();
    field->set_name("finding");
    field->set_value(finding.code());
  }
  return handoff;
}

}  // namespace needlepoint
