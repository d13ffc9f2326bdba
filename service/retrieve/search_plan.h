// From the words of a query to what is looked for in an index.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_SEARCH_PLAN_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_SEARCH_PLAN_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

#include "service/base/span.h"
#include "service/index/index_view.h"
#include "service/retrieve/ranking.h"

namespace needlepoint {

// Most terms of a query, the most telling ones. A set of them is a uint64_t.
inline constexpr size_t kMostPlannedTerms = 40;

struct PlannedTerm {
  uint32_t term = 0;  // in the index
  float weight = 1;   // of the word; 1 if it is written once
  // kBody for a word as written, kSpelling for a corrected one, kIntent for one
  // that says what kind of answer is asked for.
  RankingPart origin = RankingPart::kBody;
};

// Two words that follow each other in the query, as indices of terms.
struct PlannedPair {
  int first = 0;
  int second = 0;
};

struct Correction {
  TextSpan span;  // of the query
  std::string word;
};

struct SearchPlan {
  std::vector<PlannedTerm> terms;
  std::vector<PlannedPair> pairs;
  std::vector<Correction> corrections;  // in the order of the query
  bool has_words = false;               // whether the query has any
};

// Pairs of folded words that are never taken for each other, both ways.
using NeverCross = absl::flat_hash_set<std::pair<std::string, std::string>>;

// Plans queries for one index. Immutable; thread-safe.
class SearchPlanner {
 public:
  // `index` must outlive it.
  explicit SearchPlanner(const IndexView& index);

  // What `query`, which may be any bytes, asks of the index. Stop words are left
  // out unless there are no others; so are words that the index does not know
  // and that are near none it does. No correction crosses `never_cross`.
  SearchPlan Plan(absl::string_view query, RankingParts parts,
                  const NeverCross* never_cross = nullptr) const;

  // `query` with its corrections in place; empty if there are none.
  static std::string Corrected(absl::string_view query, const SearchPlan& plan);

 private:
  // The word of the index that a misspelt one stands for; -1 if none.
  int Correct(const std::string& word, const NeverCross* never_cross) const;
  void AddIntents(SearchPlan& plan) const;

  const IndexView& index_;
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> intents_;  // terms to terms
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_SEARCH_PLAN_H_
