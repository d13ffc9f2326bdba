// The best passages of a plan, without looking at the rest.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_MAX_SCORE_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_MAX_SCORE_H_

#include <cstdint>
#include <vector>

#include "service/index/index_view.h"
#include "service/retrieve/passage_set.h"
#include "service/retrieve/scoring.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

// The `most` best passages of `plan`, best first, ties by number; exact. Those
// that `allowed`, where it is given, does not hold are left out.
//
// Fields are not told apart here: without kSynonyms names do not count, and
// kBody and kTitle are not looked at. NeedsScan() says when a scan has to do it.
//
// Passages are looked at in order, a window of them at a time. A list of
// postings whose bound, with those of all smaller lists, cannot lift a passage
// over the worst of the best so far is only asked about passages that other
// lists found (MaxScore).
//
// Source: H. Turtle, J. Flood, Query evaluation: strategies and optimizations,
// Information Processing & Management 31 (1995), 831-850.
std::vector<ScoredPassage> BestPassages(const IndexView& index, const SearchPlan& plan,
                                        RankingParts parts, size_t most,
                                        const PassageSet* allowed = nullptr);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_MAX_SCORE_H_
