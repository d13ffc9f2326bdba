// What the score of a passage is made of.
//
// For each word that query and passage share, BM25 over weighted frequencies
// (index/layout.h); for a title, how much of it the query covers; for a name of
// the passage's subject that the query holds whole, what its words weigh; for
// two words that follow each other in both, a bonus. Values are in units of
// 1 / kScoreUnit.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_RANKING_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_RANKING_H_

#include <cstdint>

#include "service/index/layout.h"

namespace needlepoint {

// Parts of a score; the values of v1.RankingPart.
enum class RankingPart {
  kBody = 1,
  kTitle = 2,
  kHeadingCoverage = 3,
  kSynonyms = 4,
  kPairs = 5,
  kIntent = 6,
  kSpelling = 7,
  kRepeats = 8,
};
inline constexpr int kRankingPartCount = 8;

// Which parts count.
class RankingParts {
 public:
  static constexpr RankingParts All() { return RankingParts(~0u); }
  static constexpr RankingParts PlainBm25() {
    return RankingParts(0)
        .With(RankingPart::kBody)
        .With(RankingPart::kTitle)
        .With(RankingPart::kSynonyms);
  }
  constexpr RankingParts With(RankingPart part) const {
    return RankingParts(bits_ | 1u << static_cast<int>(part));
  }
  constexpr RankingParts Without(RankingPart part) const {
    return RankingParts(bits_ & ~(1u << static_cast<int>(part)));
  }
  constexpr bool Has(RankingPart part) const { return (bits_ >> static_cast<int>(part) & 1) != 0; }

 private:
  explicit constexpr RankingParts(uint32_t bits) : bits_(bits) {}
  uint32_t bits_;
};

// Round numbers, chosen on the development halves of ../shared/bench together.
inline constexpr double kCoverageWeight = 2.0;
inline constexpr double kPairWeight = 0.1;  // of the mean idf of its words
inline constexpr double kIntentWeight = 0.3;
inline constexpr uint32_t kPairReach = 2;  // places from one word to the next

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_RANKING_H_
