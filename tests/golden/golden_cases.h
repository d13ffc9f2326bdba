// Recorded answers: a request each, and what of the answer a reader would care
// about. The same cases run in process and over the wire, so this knows the
// contract alone.

#ifndef NEEDLEPOINT_TESTS_GOLDEN_GOLDEN_CASES_H_
#define NEEDLEPOINT_TESTS_GOLDEN_GOLDEN_CASES_H_

#include <ostream>
#include <string>
#include <vector>

#include "needlepoint/v1/guidance_service.pb.h"

namespace needlepoint {

struct GoldenCase {
  std::string name;  // of the files in tests/golden/cases
  v1::AskQuestionRequest request;
  std::string want;  // what is recorded; "" if nothing is yet
};

// Names a case in the output of tests.
inline void PrintTo(const GoldenCase& golden, std::ostream* os) {
  *os << golden.request.question();
}

// All cases, by name. Tests run from the root of the repository.
std::vector<GoldenCase> GoldenCases();

// The disposition, the findings, and each part with its headline and
// statements, every one with the ids of its facts; nothing that changes with
// the version or the order of citations.
std::string GoldenText(const v1::Answer& answer);

// Records `text` as what `name` should give.
void Record(const std::string& name, const std::string& text);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_GOLDEN_GOLDEN_CASES_H_
