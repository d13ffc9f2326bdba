// Questions back to the person: of what is unknown and matters, what matters most,
// in words a person uses.

#ifndef NEEDLEPOINT_SERVICE_FOLLOW_UP_FOLLOW_UPS_H_
#define NEEDLEPOINT_SERVICE_FOLLOW_UP_FOLLOW_UPS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "needlepoint/v1/follow_up.pb.h"
#include "service/follow_up/matters.h"

namespace needlepoint {

// Most questions that are asked at once.
inline constexpr size_t kMostFollowUps = 3;

// A way to go that findings can bar or burden.
struct WayToAsk {
  std::string option;  // its code
  Question question;   // the question as if it were gone
};

// What a value of a field, all else as it is, would make of the ways to go.
struct OptionEffect {
  Field field = Field::kBudget;
  std::string value;                 // a code, or the name of an enum value
  std::string label;                 // of a code
  std::vector<std::string> options;  // codes of those that would change
};

// What plans add to what is asked.
struct PlanToAsk {
  std::vector<WayToAsk> ways;
  std::vector<OptionEffect> effects;
};

// What is left to ask of somebody.
struct ToAsk {
  // At most kMostFollowUps, the one that changes most first: what a plan cannot be
  // made without, then what decides whether before what decides when and how, what
  // matters by itself before what matters with other answers, the graver before the
  // milder, the broader before the narrower.
  std::vector<v1::FollowUpQuestion> questions;
  // Nothing that is unknown could change the findings, nor the ways to go.
  bool complete = true;
};

v1::Disposition ToProto(Disposition disposition);

// Immutable; thread-safe.
class FollowUps {
 public:
  // `snapshot` must outlive it.
  explicit FollowUps(const Snapshot& snapshot);

  ToAsk Find(const Question& question, const PlanToAsk& plan = {}) const;

 private:
  struct Candidate;
  struct View;
  class Writer;

  bool IsClosed(Field field, const Profile& profile) const;
  Candidate& CandidateOf(Field field, const std::string& since,
                         std::vector<Candidate>& candidates) const;
  void AddMatters(std::vector<Matter> matters, const Profile& profile,
                  std::vector<Candidate>& candidates) const;
  bool WouldMatter(int unknown, const Question& question,
                   const std::function<bool(Field)>& closed) const;
  void AddContradictions(const Question& question, const PlanToAsk& plan, const Known& known,
                         std::vector<Candidate>& candidates) const;

  const Snapshot& snapshot_;
  const RuleTable table_;
  std::vector<const ProfileField*> declared_;            // by Field; null if it is not
  absl::flat_hash_map<std::string, std::string> names_;  // of codes, by field and code
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_FOLLOW_UP_FOLLOW_UPS_H_
