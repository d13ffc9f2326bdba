// Proves of a pack what must be true of every pack before it is served.

#ifndef NEEDLEPOINT_SERVICE_PROVE_PROVE_H_
#define NEEDLEPOINT_SERVICE_PROVE_PROVE_H_

#include <string>
#include <vector>

#include "service/pack/knowledge_files.h"

namespace needlepoint {

struct Proof {
  std::vector<Fault> faults;        // what does not hold, where, and how to mend it
  std::vector<std::string> counts;  // one line for each property: what was looked at
};

// Proves the nine properties of knowledge/README.md, "What is proved"; the
// ninth, that no strong fact is left out, is part of Lint(). `files` must have
// passed Lint(), and hold the words that will be served with them.
Proof Prove(const KnowledgeFiles& files);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PROVE_PROVE_H_
