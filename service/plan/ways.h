// The ways to go for a person: rows of the protocol table, one for each option,
// each held against the rules as if it were done.

#ifndef NEEDLEPOINT_SERVICE_PLAN_WAYS_H_
#define NEEDLEPOINT_SERVICE_PLAN_WAYS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/model/question.h"
#include "service/pack/snapshot.h"
#include "service/safety/screen.h"

namespace needlepoint {

// A visit to a dermatologist: always open, and what a finding that asks for a
// clinician leads to.
inline constexpr char kReview[] = "dermatologist-review";

// One way to go.
struct Way {
  std::string option;  // its code
  // Rows of the pack that it rests on, that of the leading concern first; its
  // numbers are those of the first. Empty: a referral without a row.
  std::vector<int> rows;
  Question terms;       // the question as if it were done
  Screening screening;  // of `terms`; empty of what is always open
  bool recommended = false;
};

// Whether no finding is about an option: the rules are about what is done to skin.
bool IsAlwaysOpen(absl::string_view option);

// Whether a row is done with needles.
bool HasNeedles(const Protocol& row);

// The concerns of a profile in the order in which they decide: one that a finding
// rests on before one that none does.
std::vector<std::string> LeadingConcerns(const Profile& profile, const Screening& screening);

// The ways that are open, recommended ones first. Barred is what raises a finding of
// AVOID or worse under its own terms, unless it is always open. Nothing
// is recommended that a finding of CONSULT or worse stands against, but a review.
std::vector<Way> FindWays(const Snapshot& snapshot, const Question& question,
                          const Screening& screening);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_WAYS_H_
