// Remembered facts as text, so that a case of a test fits on a line.

#ifndef NEEDLEPOINT_TESTS_UNIT_CONVERSATION_FACT_TEXT_H_
#define NEEDLEPOINT_TESTS_UNIT_CONVERSATION_FACT_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "service/conversation/memory.h"

namespace needlepoint {

// Monday, 15 June 2026, 14:00 UTC: when the facts below were said.
absl::Time SaidTime();

// The fact "TURN [PERSON] FIELD[=VALUE][/STANDING][@HOURS]":
//
//   "1 conditions=eczema"            present, of nobody in particular
//   "2 OTHER conditions=eczema/no"   ruled out; also /past and /never
//   "1 symptoms=redness@48"          began 48 hours before it was said
//   "1 medications"                  the field was answered
//
// Ends the program if `text` is not written so.
Remembered FactFrom(absl::string_view text);

// The same text of a fact.
std::string TextOf(const Remembered& fact);
std::vector<std::string> TextsOf(const Memory& memory);

// A memory that has learnt `facts` one after the other.
Memory MemoryOf(const std::vector<std::string>& facts);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_CONVERSATION_FACT_TEXT_H_
