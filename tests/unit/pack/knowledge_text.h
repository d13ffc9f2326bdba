// Knowledge as text, every member of every element on a line of its own, so
// that two can be compared and a difference read.

#ifndef NEEDLEPOINT_TESTS_UNIT_PACK_KNOWLEDGE_TEXT_H_
#define NEEDLEPOINT_TESTS_UNIT_PACK_KNOWLEDGE_TEXT_H_

#include <string>
#include <vector>

#include "service/model/knowledge.h"

namespace needlepoint {

// Numbers are written so that different ones look different. A member added to
// the model breaks the build of this, and so cannot be forgotten.
std::vector<std::string> KnowledgeText(const Knowledge& knowledge);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_PACK_KNOWLEDGE_TEXT_H_
