// Conditions in the words of the lexicon, for people who review them.

#ifndef NEEDLEPOINT_SERVICE_TOOLS_CONDITION_WORDS_H_
#define NEEDLEPOINT_SERVICE_TOOLS_CONDITION_WORDS_H_

#include <string>

#include "service/condition/condition.h"
#include "service/model/knowledge.h"

namespace needlepoint {

// "uses isotretinoin now and needle length is at most 0.5 mm". Codes without a
// label in `knowledge` stand as they are.
std::string InWords(const Knowledge& knowledge, const Condition& condition);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TOOLS_CONDITION_WORDS_H_
