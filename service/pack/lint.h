// What is wrong with knowledge that could be read.

#ifndef NEEDLEPOINT_SERVICE_PACK_LINT_H_
#define NEEDLEPOINT_SERVICE_PACK_LINT_H_

#include <string>
#include <vector>

#include "service/model/knowledge.h"
#include "service/pack/knowledge_files.h"

namespace needlepoint {

// All faults, those of reading first. Each names file and line and says how to
// mend it.
std::vector<Fault> Lint(const KnowledgeFiles& files);

// The numbers of `statement`, with the unit behind each, that none of its
// facts holds in its claim or values; empty if all are held.
std::vector<std::string> UnsupportedNumbers(const Statement& statement, const Knowledge& knowledge);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_LINT_H_
