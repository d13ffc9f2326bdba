// What a clinician is asked to agree to, as one document to read and sign.

#ifndef NEEDLEPOINT_SERVICE_TOOLS_REVIEW_SHEET_H_
#define NEEDLEPOINT_SERVICE_TOOLS_REVIEW_SHEET_H_

#include <string>
#include <vector>

#include "service/model/knowledge.h"

namespace needlepoint {

// Markdown: a head that says what was never reviewed, then every rule,
// threshold and protocol in the order of `knowledge`, each with its bounds,
// words, facts, conflicts, objections and a line to sign. `name` says what the
// sheet is of. `cases` are those of the rules; empty where they are not known.
std::string ReviewSheet(const Knowledge& knowledge, const std::vector<RuleCase>& cases,
                        const std::string& name);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TOOLS_REVIEW_SHEET_H_
