// An answer as text: for a terminal or a mail, and as Markdown.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_RENDER_H_
#define NEEDLEPOINT_SERVICE_ANSWER_RENDER_H_

#include "needlepoint/v1/answer.pb.h"
#include "needlepoint/v1/presentation.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Fills `answer.rendered` from its structure. The text is made only of
// statements, finding messages, labels of the snapshot, and echoes of the
// question.
void Render(const Snapshot& snapshot, v1::CitationMode mode, v1::Answer& answer);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_RENDER_H_
