// Walking over an answer.

#ifndef NEEDLEPOINT_TESTS_CONFORMANCE_ANSWERS_H_
#define NEEDLEPOINT_TESTS_CONFORMANCE_ANSWERS_H_

#include <string>
#include <vector>

#include "needlepoint/v1/answer.pb.h"

namespace needlepoint::conformance {

// Questions of several kinds: answered, screened, refused, urgent, off topic,
// nothing, and the same twice.
const std::vector<std::string>& Questions();

// Every statement of `answer`: headlines, sections, and those of findings.
std::vector<const v1::Statement*> StatementsOf(const v1::Answer& answer);

// What breaks the promise that all is cited: a statement, finding or telephone
// number without a citation, a citation number that nothing stands behind, a
// citation that nobody uses. "" if nothing does.
std::string CitationFault(const v1::Answer& answer);

}  // namespace needlepoint::conformance

#endif  // NEEDLEPOINT_TESTS_CONFORMANCE_ANSWERS_H_
