// Answers in a few words, and what an answer must be whatever was asked.

#ifndef NEEDLEPOINT_TESTS_UNIT_ANSWER_ANSWER_TEXT_H_
#define NEEDLEPOINT_TESTS_UNIT_ANSWER_ANSWER_TEXT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "needlepoint/v1/answer.pb.h"
#include "service/answer/answerer.h"
#include "service/model/knowledge.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Monday, 15 June 2026, 14:00 UTC.
absl::Time ReferenceTime();

AskInput InputOf(std::string question, Profile profile = {});

// An answerer over `snapshot`, served as "guide".
std::unique_ptr<Answerer> AnswererOf(std::shared_ptr<const Snapshot> snapshot);

// `knowledge` written to a file of its own and opened.
std::shared_ptr<const Snapshot> SnapshotOf(const Knowledge& knowledge);

// The statements of the parts: headlines, then sections, in order.
std::vector<const v1::Statement*> PartStatements(const v1::Answer& answer);

// All statements: those of parts, and headlines, actions and questions of
// findings.
std::vector<const v1::Statement*> AllStatements(const v1::Answer& answer);

// "CONSULT isotretinoin/current | can a/b: AVOID a/c EXPECT a/d | nothing": the
// disposition, the rules that fired, and for each part its headline and
// sections, statements by id without the collection.
std::string AnswerText(const v1::Answer& answer);

// What breaks a promise that every answer keeps, in words; "" if nothing does.
// `text` is the question it answers.
std::string AnswerFault(const Snapshot& snapshot, absl::string_view text, const v1::Answer& answer);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_ANSWER_ANSWER_TEXT_H_
