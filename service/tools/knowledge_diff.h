// What differs between the knowledge of two snapshots, by id.

#ifndef NEEDLEPOINT_SERVICE_TOOLS_KNOWLEDGE_DIFF_H_
#define NEEDLEPOINT_SERVICE_TOOLS_KNOWLEDGE_DIFF_H_

#include <string>
#include <vector>

#include "service/model/knowledge.h"

namespace needlepoint {

struct KnowledgeDiff {
  // "+ passage aftercare/sun#1", "- rule acute/fever", or "~ statement ID" with
  // the lines of it that changed, indented, below.
  std::vector<std::string> lines;
  // "rules: 1 added, 0 removed, 2 changed"; only kinds that differ.
  std::vector<std::string> summary;
};

// Every kind of element counts, so that two snapshots without a difference
// answer alike. Elements that refer to others do so by id: a passage changes
// when it lists another statement, not when that statement's text changes.
KnowledgeDiff DiffKnowledge(const Knowledge& before, const Knowledge& after);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TOOLS_KNOWLEDGE_DIFF_H_
