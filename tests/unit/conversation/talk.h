// A conversation on the guide that is served, turn by turn.

#ifndef NEEDLEPOINT_TESTS_UNIT_CONVERSATION_TALK_H_
#define NEEDLEPOINT_TESTS_UNIT_CONVERSATION_TALK_H_

#include <string>
#include <vector>

#include "needlepoint/v1/answer.pb.h"
#include "service/answer/answerer.h"
#include "service/conversation/conversation.h"

namespace needlepoint {

// Made at the first call, shared by all tests of a program.
const Answerer& GuideAnswerer();

// Each message of a talk is asked at the same time, ReferenceTime() of
// tests/unit/understand, unless told otherwise; the talk itself may move on.
class Talk {
 public:
  // Ends the program on an error: the guide has none.
  v1::Answer Say(const std::string& message, const std::vector<ForgottenFact>& forgotten = {},
                 const Profile& told = {});

  // As Say(), so long after ReferenceTime().
  v1::Answer SayAfter(absl::Duration later, const std::string& message);

  const Memory& memory() const { return memory_; }

  // What is known of the person now.
  Profile profile() const { return memory_.ProfileAt(memory_.now); }

 private:
  v1::Answer Take(const TurnInput& input);

  Memory memory_;
};

// "CONSULT dermatosis/eczema diabetes/any": the disposition, and the rules that fired, in
// order of their names.
std::string FindingsText(const v1::Answer& answer);

// The headline of each part, without "guide/".
std::vector<std::string> HeadlinesOf(const v1::Answer& answer);

// "1 conditions=eczema `eczema`": what was understood in earlier turns and this, with
// its turn and its words; "!=" if it is denied, "~=" if it is past. In order.
std::vector<std::string> UnderstoodTexts(const v1::Answer& answer);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_CONVERSATION_TALK_H_
