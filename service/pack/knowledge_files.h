// Reads the folder knowledge/ into plain values.

#ifndef NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_FILES_H_
#define NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_FILES_H_

#include <string>
#include <vector>

#include "service/model/knowledge.h"
#include "service/pack/document.h"

namespace needlepoint {

// Where something stands in knowledge/.
struct Place {
  std::string file;
  int line = 0;
};

struct KnowledgeFiles {
  Knowledge knowledge;
  std::vector<RuleCase> rule_cases;
  // Parallel to the vectors of `knowledge`.
  std::vector<Place> statement_places, passage_places, rule_places, lexicon_places, protocol_places;
  std::vector<Fault> faults;  // what could not be read, or breaks its schema
};

// Reads everything below `directory` in the order of the file names, so that
// the same files always give the same values. Never fails: what is wrong is in
// `faults`, with what to do about it.
KnowledgeFiles ReadKnowledge(const std::string& directory);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_FILES_H_
