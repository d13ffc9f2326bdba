// What a message takes away from what was said before it, or puts right.

#ifndef NEEDLEPOINT_SERVICE_CONVERSATION_CORRECTIONS_H_
#define NEEDLEPOINT_SERVICE_CONVERSATION_CORRECTIONS_H_

#include <string>
#include <vector>

#include "service/conversation/memory.h"
#include "service/model/knowledge.h"
#include "service/model/question.h"
#include "service/understand/understand.h"

namespace needlepoint {

// Acts on the cues of one message, after its turn was counted and before its facts
// are learnt.
class Corrections {
 public:
  // `message` is changed where its words are about an earlier one alone. All must
  // outlive this.
  Corrections(const Understander& understander, const Knowledge& knowledge, Question& message,
              Memory& memory)
      : understander_(understander), knowledge_(knowledge), alone_(message), memory_(memory) {}

  // Returns the codes that were named to be forgotten: the message does not say
  // them anew.
  std::vector<std::string> Run();

 private:
  void TakeBackMentions();
  void PutRight(int last);
  void ForgetWhatIsNamed(int last);
  bool TellsField(Field field) const;
  bool LearnsClinical() const;
  bool IsHandedOver() const;

  const Understander& understander_;
  const Knowledge& knowledge_;
  Question& alone_;
  Memory& memory_;
  std::vector<std::string> struck_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONVERSATION_CORRECTIONS_H_
