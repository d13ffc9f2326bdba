// What a desk's own documents say about a question, for its agent.

#ifndef NEEDLEPOINT_SERVICE_API_DESK_NOTES_H_
#define NEEDLEPOINT_SERVICE_API_DESK_NOTES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "needlepoint/v1/answer.pb.h"
#include "service/collection/registry.h"

namespace needlepoint {

// Adds to `answer`, for AUDIENCE_AGENT, the stretches of `documents` that bear on
// `question` most: each cited as the desk's own, and marked where it contradicts
// a rule of `guide`. The findings and parts stay as they are: a rule prevails
// over any document. Nothing is added at URGENT and EMERGENCY.
//
// Errors: DATA_LOSS if a snapshot is damaged.
absl::Status AddDeskNotes(const ServedCollection& guide,
                          const std::vector<std::shared_ptr<const ServedCollection>>& documents,
                          const std::string& question, v1::Answer& answer);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_DESK_NOTES_H_
