// How the answers of two snapshots to the same questions differ.

#ifndef NEEDLEPOINT_SERVICE_TOOLS_ANSWER_DIFF_H_
#define NEEDLEPOINT_SERVICE_TOOLS_ANSWER_DIFF_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "needlepoint/v1/guidance_service.pb.h"
#include "service/collection/registry.h"

namespace needlepoint {

struct AskedQuestion {
  std::string id;
  v1::AskQuestionRequest request;
};

// Reads questions, one a line: {"id", "request"} as for needlepoint batch, or a
// plain question, whose id is the number of its line. Blank lines are skipped.
//
// Errors: INVALID_ARGUMENT naming the line.
absl::StatusOr<std::vector<AskedQuestion>> ReadQuestions(std::istream& in);

struct AnswerDiff {
  // For each question whose answers differ, "~ ID: QUESTION" and, indented,
  // each aspect that does (disposition, findings, headlines, statements,
  // citations, no answer, error) with its lines.
  std::vector<std::string> lines;
  // "answers: 3 of 160 changed", and how many of them in each aspect.
  std::string summary;
  bool changed = false;
};

// Asks both guides every question, at one and the same instant.
AnswerDiff DiffAnswers(const CollectionRegistry& before, const CollectionRegistry& after,
                       const std::vector<AskedQuestion>& questions);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TOOLS_ANSWER_DIFF_H_
