// What fields and mentions bear on in a conversation.

#ifndef NEEDLEPOINT_SERVICE_CONVERSATION_BEARING_H_
#define NEEDLEPOINT_SERVICE_CONVERSATION_BEARING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/model/knowledge.h"
#include "service/model/profile.h"
#include "service/model/question.h"

namespace needlepoint {

// A person's health, and what they use.
bool IsClinical(Field field);
bool IsProduct(Field field);

// Kinds of the lexicon that make a message one of its own.
bool IsSubject(const Mention& mention);

// The field that codes of this kind go into: of "condition", "symptom",
// "medication" and "skincare".
Field FieldOfKind(absl::string_view kind);

// Whether `number` is one that `field` takes.
bool TakesNumber(const Knowledge& knowledge, Field field, double number);

// Whether `code` is one of `codes`, above one or below one.
bool IsAnyRelated(const std::vector<std::string>& codes, absl::string_view code);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONVERSATION_BEARING_H_
