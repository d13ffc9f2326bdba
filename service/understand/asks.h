// The questions that a message asks, and the form of each.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_ASKS_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_ASKS_H_

#include <vector>

#include "service/model/question.h"
#include "service/understand/lexicon.h"
#include "service/understand/message.h"

namespace needlepoint {

// One Ask for each sentence that asks something, in order, at most
// `kMostAsks`; a question without a word of its own ("is this normal?") belongs
// with the sentences before it. A message that asks nothing is one Ask.
// `mentions` are those of the message; their sentences are filled in.
std::vector<Ask> FindAsks(const Message& message, const Triggers& triggers,
                          const std::vector<Mention>& mentions);

inline constexpr int kMostAsks = 4;

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_ASKS_H_
