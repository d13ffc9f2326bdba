// What is said when the guidance cannot answer: why, and what can be done
// instead.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_REFUSE_H_
#define NEEDLEPOINT_SERVICE_ANSWER_REFUSE_H_

#include <optional>

#include "needlepoint/v1/answer.pb.h"
#include "service/model/question.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Why `question` is not answered; UNSPECIFIED if it may be.
v1::NoAnswerReason ReasonToRefuse(const Question& question);

// Makes `answer` a refusal for `reason`, with what the service can do.
void Refuse(const Snapshot& snapshot, const Question& question, v1::NoAnswerReason reason,
            v1::Answer& answer);

// The handoff of a reply where a human has to take over: an order, a complaint, a
// bad reaction, an urgent symptom; nothing where none has to.
std::optional<v1::Handoff> HandoffOf(
    const Snapshot& snapshot, const Question& question, v1::Disposition disposition,
    const google::protobuf::RepeatedPtrField<v1::Finding>& findings);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_REFUSE_H_
