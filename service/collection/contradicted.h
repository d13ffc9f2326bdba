// Which passages of a desk's documents contradict a rule of the guide.

#ifndef NEEDLEPOINT_SERVICE_COLLECTION_CONTRADICTED_H_
#define NEEDLEPOINT_SERVICE_COLLECTION_CONTRADICTED_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/pack/snapshot.h"
#include "service/pack/snapshot_file.h"
#include "service/retrieve/passage_search.h"
#include "service/review/contradictions.h"

namespace needlepoint {

// A passage that contradicts rules.
struct ContradictingPassage {
  uint32_t passage = 0;  // number in its collection
  absl::string_view title, text;
  std::vector<Contradiction> contradictions;
};

// Calls `visit` with each passage of `documents` that contradicts a rule of
// `guide`, which `checker` reads for, in order. Only passages that hold a word of
// needling are read.
//
// Errors: DATA_LOSS if the documents are damaged.
absl::Status VisitContradictions(const SnapshotFile& documents, const Snapshot& guide,
                                 const ContradictionChecker& checker,
                                 absl::FunctionRef<void(const ContradictingPassage&)> visit);

// The same as rule ids by passage, each once.
absl::StatusOr<ContradictedRules> FindContradictedRules(const SnapshotFile& documents,
                                                        const Snapshot& guide,
                                                        const ContradictionChecker& checker);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_COLLECTION_CONTRADICTED_H_
