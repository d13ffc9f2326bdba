// How a message follows on from those before it.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_CUES_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_CUES_H_

#include "absl/time/time.h"

#include "service/model/question.h"
#include "service/understand/lexicon.h"
#include "service/understand/message.h"

namespace needlepoint {

// What the triggers of `message` say of it as a part of a conversation. Alone they
// mean nothing: only a conversation acts on them.
Cues ReadCues(const Message& message, const Triggers& triggers, absl::Time reference);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_CUES_H_
