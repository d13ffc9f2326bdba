#include "service/retrieve/scoring.h"

#include <algorithm>
#include <cmath>

namespace needlepoint {
namespace {

// How often a place of `first` has one of `second` close behind, weighted by
// field. Both ascend.
int PairFrequency(const IndexView& index, uint32_t passage, const std::vector<uint32_t>& first,
                  const std::vector<uint32_t>& second) {
  int frequency = 0;
  auto behind = second.begin();
  for (const uint32_t place : first) {
    while (behind != second.end() && *behind <= place) ++behind;
    if (behind == second.end()) break;
    if (*behind - place > kPairReach) continue;
    frequency += index.OccurrenceAt(passage, place).field == TextField::kTitle ? kTitleFrequency
                                                                               : kBodyFrequency;
  }
  return std::min(frequency, kMostFrequency);
}

}  // namespace

int32_t HeadingShare(const TermRecord& term) {
  return term.stop != 0 ? 0 : static_cast<int32_t>(std::lround(term.idf * kScoreUnit));
}

std::vector<ScoredPassage> AliasScores(const IndexView& index, const SearchPlan& plan,
                                       RankingParts parts) {
  std::vector<ScoredPassage> scores;
  if (!parts.Has(RankingPart::kSynonyms)) return scores;
  const auto planned = [&](uint32_t term) {
    return std::any_of(plan.terms.begin(), plan.terms.end(),
                       [&](const PlannedTerm& t) { return t.term == term; });
  };
  for (const PlannedTerm& term : plan.terms) {
    for (const AliasRecord& alias : index.Aliases(index.terms()[term.term])) {
      const absl::Span<const uint32_t> terms = index.AliasTerms(alias);
      if (!std::all_of(terms.begin(), terms.end(), planned)) continue;
      for (const uint32_t passage : index.AliasPassages(alias))
        scores.push_back({passage, alias.value});
    }
  }
  std::sort(scores.begin(), scores.end(), [](const ScoredPassage& a, const ScoredPassage& b) {
    return a.passage != b.passage ? a.passage < b.passage : a.score > b.score;
  });
  scores.erase(std::unique(scores.begin(), scores.end(),
                           [](const auto& a, const auto& b) { return a.passage == b.passage; }),
               scores.end());
  return scores;
}

float PairScale(const IndexView& index, const SearchPlan& plan, const PlannedPair& pair) {
  const PlannedTerm& a = plan.terms[pair.first];
  const PlannedTerm& b = plan.terms[pair.second];
  const float idf = (index.terms()[a.term].idf + index.terms()[b.term].idf) / 2;
  return TermScale(static_cast<float>(kPairWeight) * std::min(a.weight, b.weight), idf);
}

int32_t PairScore(const IndexView& index, const SearchPlan& plan, const PlannedPair& pair,
                  uint32_t passage) {
  thread_local std::vector<uint32_t> first, second;
  index.ReadPlaces(index.terms()[plan.terms[pair.first].term], passage, first);
  if (first.empty()) return 0;
  index.ReadPlaces(index.terms()[plan.terms[pair.second].term], passage, second);
  const int frequency = PairFrequency(index, passage, first, second);
  if (frequency == 0) return 0;
  return TermScore(PairScale(index, plan, pair), static_cast<float>(frequency),
                   index.norms()[passage]);
}

}  // namespace needlepoint
