// Which statements hold for a person, and how far the evidence is theirs.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_TAILOR_H_
#define NEEDLEPOINT_SERVICE_ANSWER_TAILOR_H_

#include <string>
#include <vector>

#include "needlepoint/v1/statement.pb.h"
#include "service/answer/citations.h"
#include "service/condition/condition.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Chooses and dresses statements for one situation.
class Tailor {
 public:
  // All must outlive it.
  Tailor(const Snapshot& snapshot, const Situation& situation, Citations& citations,
         std::string collection)
      : snapshot_(snapshot),
        situation_(situation),
        citations_(citations),
        collection_(std::move(collection)) {}

  Truth Holds(int statement) const {
    return snapshot_.StatementCondition(statement).Evaluate(situation_);
  }

  // The first of `variants` that holds; -1 if none does. One whose condition is
  // unknown is passed over: nobody is told "yes" on a guess.
  int FirstThatHolds(const std::vector<int>& variants) const;

  // The statement as the API shows it, with its citations, why it was chosen
  // and whose evidence it is.
  v1::Statement Dress(int statement);

  // The label of whose evidence `facts` are, where every one comes from another
  // setting or device than the asker's; "" where some fact is the asker's own, or
  // holds anywhere. `mismatch` is set to what differs.
  std::string Population(const std::vector<int>& facts, v1::PopulationMismatch& mismatch) const;

 private:
  const Snapshot& snapshot_;
  const Situation& situation_;
  Citations& citations_;
  std::string collection_;
};

// Reasons as the API shows them. `question` may be null.
void AddBecause(const std::vector<Because>& reasons, const Question* question,
                google::protobuf::RepeatedPtrField<v1::Because>* out);

// How far something may be leaned on: as far as its best fact.
v1::Strength StrengthOfFacts(const std::vector<int>& facts, const Snapshot& snapshot);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_TAILOR_H_
