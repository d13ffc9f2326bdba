// Whose words stand where in a message. A quoted form and a signature speak of
// nobody in particular; what a customer wrote is said by the customer.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_VOICES_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_VOICES_H_

#include "service/understand/lexicon.h"
#include "service/understand/message.h"

namespace needlepoint {

// Sets the voice of each word of `message`:
//
//   kDocument  earlier mails ("On 12 Jan, Sam wrote:" and the lines that begin
//              with ">"), signatures, and what a form, label or website says in
//              quotation marks ("document" triggers)
//   kClient    what a customer writes, in quotation marks or forwarded
//   kAsker     all else
void FindVoices(const Triggers& triggers, Message& message);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_VOICES_H_
