// Where somebody else's document tells people to do what a rule of the pack
// warns of.

#ifndef NEEDLEPOINT_SERVICE_REVIEW_CONTRADICTIONS_H_
#define NEEDLEPOINT_SERVICE_REVIEW_CONTRADICTIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/base/span.h"
#include "service/pack/snapshot.h"
#include "service/review/advice.h"
#include "service/understand/understand.h"

namespace needlepoint {

struct Contradiction {
  std::string rule_id;       // "isotretinoin/current-home"
  std::string finding_code;  // "isotretinoin"
  TextSpan span;             // of the sentence, in the passage's text

  friend bool operator==(const Contradiction&, const Contradiction&) = default;
};

// Reads a document's sentences as if they were said of the reader, screens them
// with the rules of one pack, and keeps what a sentence permits in spite of a
// rule. There is no model: what no word of the lexicon names is not found.
//
// Immutable; thread-safe. The snapshot must outlive it.
class ContradictionChecker {
 public:
  // Errors: INVALID_ARGUMENT if a surface or trigger of the pack is malformed.
  static absl::StatusOr<std::unique_ptr<ContradictionChecker>> Create(const Snapshot& pack);

  // Sentences of `text` that tell people to do, or call safe, what a rule of
  // the pack refuses, delays or sends to a clinician; in order, each with the
  // gravest such rule of each finding code. `title` may name what they are
  // about. Of a document that speaks of a clinic's own treatment only rules
  // that hold there count; one that names no place is taken to speak of home.
  // Empty if there are none, or if nothing here is about needling.
  std::vector<Contradiction> Check(absl::string_view title, absl::string_view text) const;

 private:
  class Document;

  ContradictionChecker(const Snapshot& pack, std::unique_ptr<Understander> understander,
                       std::unique_ptr<AdviceReader> advice);

  const Snapshot& pack_;
  const std::unique_ptr<Understander> understander_;
  const std::unique_ptr<AdviceReader> advice_;
  PatternSet places_;                     // owners: indices into place_names_
  std::vector<std::string> place_names_;  // "HOME", "PROFESSIONAL"
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_REVIEW_CONTRADICTIONS_H_
