// The arithmetic of scores, in units of 1 / kScoreUnit.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_SCORING_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_SCORING_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "service/index/index_view.h"
#include "service/retrieve/ranking.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

struct ScoredPassage {
  uint32_t passage = 0;
  int32_t score = 0;
  friend bool operator==(const ScoredPassage&, const ScoredPassage&) = default;
};

// What a word of this weight and idf gives where its frequency is without end.
inline float TermScale(float weight, float idf) {
  return static_cast<float>(weight * idf * (kBm25K1 + 1) * kScoreUnit);
}

// What a word gives that a passage holds with this weighted frequency.
inline int32_t TermScore(float scale, float frequency, float norm) {
  return static_cast<int32_t>(scale * (frequency / (frequency + norm)) + 0.5f);
}

// What a word of a title adds to how much of it is covered.
int32_t HeadingShare(const TermRecord& term);

// `covered`: shares of the title's words that the query holds, or a bound of
// them, which may be more than the title has. `heading`: IndexView::headings() of
// the passage.
inline int32_t CoverageScore(int32_t covered, float heading) {
  const auto share = static_cast<float>(covered);
  const float of_title = std::min(share * heading, 1.0f);
  return static_cast<int32_t>(static_cast<float>(kCoverageWeight) * share * of_title + 0.5f);
}

// The passages that a name held whole by the plan's words leads to, each with
// what the weightiest such name gives, by passage; none without kSynonyms.
std::vector<ScoredPassage> AliasScores(const IndexView& index, const SearchPlan& plan,
                                       RankingParts parts);

// What a pair gives where it is found without end.
float PairScale(const IndexView& index, const SearchPlan& plan, const PlannedPair& pair);

// What a pair gives to a passage that holds both its words, in any places.
int32_t PairScore(const IndexView& index, const SearchPlan& plan, const PlannedPair& pair,
                  uint32_t passage);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_SCORING_H_
