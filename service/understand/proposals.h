// What somebody proposes to do, and what it has to fit into.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_PROPOSALS_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_PROPOSALS_H_

#include <vector>

#include "absl/time/time.h"

#include "service/model/question.h"
#include "service/understand/context.h"
#include "service/understand/lexicon.h"
#include "service/understand/message.h"

namespace needlepoint {

// "my derm suggests a 2 mm pen, 4 sessions, every six weeks, $300 each": numbers of
// what is planned. What was done, and what somebody else does, is none of it.
Proposal ReadProposal(const Message& message, const std::vector<EntryReading>& readings,
                      const Triggers& triggers, const Context& context, absl::Time reference);

// "max 3 days off", "wedding in five weeks", "no more than four sessions".
Constraints ReadConstraints(const Message& message, const Triggers& triggers, absl::Time reference);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_PROPOSALS_H_
