// The last gate: whether an answer says only what the snapshot says.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_VERIFY_H_
#define NEEDLEPOINT_SERVICE_ANSWER_VERIFY_H_

#include "absl/status/status.h"

#include "needlepoint/v1/answer.pb.h"
#include "service/pack/snapshot.h"
#include "service/safety/screen.h"

namespace needlepoint {

// Checks that
//   1. every statement is, byte for byte, the one of that id in `snapshot`;
//   2. every statement is cited, each citation resolves to the fact and the
//      source of that number, and carries the fact's own claim;
//   3. every finding is a rule's, with its code, disposition and message;
//   4. the disposition is at least that of every enforced finding.
//
// Errors: FAILED_PRECONDITION naming the first place that breaks one of them.
absl::Status VerifyAnswer(const Snapshot& snapshot, const v1::Answer& answer);

// Checks that `answer.rendered` is what rendering the rest of it gives, in one of
// the citation modes.
//
// Errors: FAILED_PRECONDITION if it is not.
absl::Status VerifyRendered(const Snapshot& snapshot, const v1::Answer& answer);

// Checks that every finding of `screening` is among `findings`, those of a reply.
//
// Errors: FAILED_PRECONDITION naming the first that is missing.
absl::Status VerifyWarnings(const Snapshot& snapshot, const Screening& screening,
                            const google::protobuf::RepeatedPtrField<v1::Finding>& findings);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_VERIFY_H_
