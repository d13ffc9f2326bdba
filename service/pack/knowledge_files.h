// Reads the folder knowledge/ into plain values.

#ifndef NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_FILES_H_
#define NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_FILES_H_

#include <map>
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

// A sentence of a rule tells people to do something, or not to.
struct ToldAct {
  int rule = -1;
  int statement = -1;
  std::string act;  // of schema/acts.yaml
  bool forbidden = false;
};

// A fact that is left out of the guidance on purpose.
struct UnusedFact {
  std::string id, reason;
  Place place;
};

struct KnowledgeFiles {
  Knowledge knowledge;
  std::vector<RuleCase> rule_cases;
  std::vector<ToldAct> told_acts;
  std::map<std::string, std::string> acts;  // what can be told, and what it means
  std::vector<std::string> finding_codes;   // those that have to be raised by some rule
  std::vector<UnusedFact> unused_facts;
  // Parallel to the vectors of `knowledge`, and to rule_cases.
  std::vector<Place> statement_places, passage_places, rule_places, lexicon_places, protocol_places,
      fact_places, case_places;
  std::vector<Fault> faults;  // what could not be read, or breaks its schema
};

// Reads everything below `directory` in the order of the file names, so that
// the same files always give the same values. Never fails: what is wrong is in
// `faults`, with what to do about it.
KnowledgeFiles ReadKnowledge(const std::string& directory);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_FILES_H_
