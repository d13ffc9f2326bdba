// What was read in a question, given back to the caller.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_ECHO_H_
#define NEEDLEPOINT_SERVICE_ANSWER_ECHO_H_

#include <string>

#include "absl/strings/string_view.h"

#include "needlepoint/v1/answer.pb.h"
#include "service/model/question.h"

namespace needlepoint {

// `text` with every ill-formed byte replaced by U+FFFD, as a proto string needs.
std::string ToValidUtf8(absl::string_view text);

// What of `question` was understood and what was not, as the API shows it.
void EchoUnderstanding(absl::string_view text, const Question& question,
                       google::protobuf::RepeatedPtrField<v1::Understood>* understood,
                       google::protobuf::RepeatedPtrField<v1::NotUnderstood>* not_understood);

// The answer's notices about what it was given.
void EchoWarnings(const Question& question,
                  google::protobuf::RepeatedPtrField<v1::Warning>* warnings);

// Completes `spans`, bytes of `text`, with their offsets in UTF-16.
void FillUtf16Offsets(absl::string_view text, google::protobuf::RepeatedPtrField<v1::Span>& spans);

// Completes every span of `answer` with its offsets in UTF-16.
void FillUtf16Offsets(absl::string_view text, v1::Answer& answer);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_ECHO_H_
