// One turn of a conversation: what the message says is added to what is
// remembered, and answered with it.

#ifndef NEEDLEPOINT_SERVICE_CONVERSATION_CONVERSATION_H_
#define NEEDLEPOINT_SERVICE_CONVERSATION_CONVERSATION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "needlepoint/v1/answer.pb.h"
#include "service/answer/answerer.h"
#include "service/conversation/memory.h"

namespace needlepoint {

// A fact to strike out: all of a field, or one value of it.
struct ForgottenFact {
  Field field = Field::kSubject;
  std::string value;
};

struct TurnInput {
  AskInput ask;  // its profile is what the caller says anew
  std::vector<ForgottenFact> forgotten;
};

// Answers `input` with what `memory` holds, and brings `memory` up to date. The
// first turn is answered as Answerer::Answer() would.
//
// Errors: those of Answerer::Answer().
absl::StatusOr<v1::Answer> TakeTurn(const Answerer& answerer, const TurnInput& input,
                                    Memory& memory);

// What is known of the person at `time`, the caller's, with what `told` says anew.
Profile RememberedProfile(Memory memory, const Profile& told, absl::Time time);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONVERSATION_CONVERSATION_H_
