// The values of a plan in words, for text and for a page.

#ifndef NEEDLEPOINT_SERVICE_PLAN_PLAN_WORDS_H_
#define NEEDLEPOINT_SERVICE_PLAN_PLAN_WORDS_H_

#include <string>
#include <vector>

#include "needlepoint/v1/plan.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// A value of an option or a proposal, with what holds it.
struct PlanLine {
  std::string title, value;
  const google::protobuf::RepeatedField<int32_t>* citations = nullptr;
  std::string population;
};

// The numbers and the price of an option, in the order in which they are read.
std::vector<PlanLine> LinesOf(const Snapshot& snapshot, const v1::PlanOption& option);

// What is to be said beside its name: whether it fits, what stands against it.
std::vector<std::string> RemarksOn(const Snapshot& snapshot, const v1::PlanOption& option);

// A number the asker proposes: what it counts, and its value.
PlanLine LineOf(const Snapshot& snapshot, const v1::ProposedNumber& number);

// What sources hold beside it, and where it stands.
PlanLine SourceLineOf(const Snapshot& snapshot, const v1::ProposedNumber& number);

// "day 28 to 56 (2027-01-04 to 2027-02-01)", "hour 0 to 24".
std::string WhenOf(const Snapshot& snapshot, const v1::TimelineStep& step);
std::string WhenOf(const Snapshot& snapshot, const v1::AftercareStep& step);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PLAN_PLAN_WORDS_H_
