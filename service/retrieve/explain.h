// What each part gave to a score.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_EXPLAIN_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_EXPLAIN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "service/index/index_view.h"
#include "service/retrieve/passage_set.h"
#include "service/retrieve/scoring.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

struct Contribution {
  RankingPart part = RankingPart::kBody;
  std::string term;   // stem, two for a pair; "" for the whole query
  int32_t value = 0;  // in units of 1 / kScoreUnit
};

// What the score of `passage` is made of, the largest first; the values add up
// to the score that BestPassages() gives, or BestPassagesByScan().
std::vector<Contribution> ExplainScore(const IndexView& index, const SearchPlan& plan,
                                       RankingParts parts, uint32_t passage);

// Whether `parts` leave out a field, which the postings' frequencies hold mixed.
bool NeedsScan(RankingParts parts);

// The same as BestPassages() for any parts: scores each passage that holds a
// word of the plan from the places of its words. Slow; for study.
std::vector<ScoredPassage> BestPassagesByScan(const IndexView& index, const SearchPlan& plan,
                                              RankingParts parts, size_t most,
                                              const PassageSet* allowed = nullptr);

// The passages that hold any of the plan's words, or that a name in it leads to.
PassageSet MatchingPassages(const IndexView& index, const SearchPlan& plan, RankingParts parts);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_EXPLAIN_H_
