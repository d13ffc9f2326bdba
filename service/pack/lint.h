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

// The facts that have to be used by a statement, a rule, a protocol or a phone
// and are neither used nor listed in evidence/unused.yaml: all of
// facts-founding.yaml, and elsewhere those of a cohort or better, or of a
// regulator, a society, a hospital or a health service. Also what
// evidence/unused.yaml lists wrongly. Part of Lint().
std::vector<Fault> CheckUnusedFacts(const KnowledgeFiles& files);

// What is wrong with plan rows, prices, outlooks and the calendar: a row for home
// with long needles, an option without a label or an outlook, hours after a session
// without care, a price without budgets to hold it against. Part of Lint().
std::vector<Fault> CheckPlans(const KnowledgeFiles& files);

// The numbers of `statement`, with the unit behind each, that none of its
// facts holds in its claim or values; empty if all are held.
std::vector<std::string> UnsupportedNumbers(const Statement& statement, const Knowledge& knowledge);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_LINT_H_
