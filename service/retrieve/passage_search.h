// Search over one snapshot: plan, restrict, rank, count.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SEARCH_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SEARCH_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/pack/snapshot_file.h"
#include "service/retrieve/explain.h"
#include "service/retrieve/filter.h"
#include "service/retrieve/max_score.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

enum class SearchOrder { kRelevance, kNewestFirst, kOldestFirst };

// Passages that the snapshot itself does not mark: rule ids by passage.
using ContradictedRules = absl::flat_hash_map<uint32_t, std::vector<std::string>>;

struct SearchRequest {
  std::string query;  // any bytes
  RankingParts parts = RankingParts::All();
  const Filter* filter = nullptr;
  std::vector<std::string> phrases;     // each must occur
  std::vector<std::string> prefixes;    // some word must begin so, for each
  std::vector<std::string> exclusions;  // none may occur
  SearchOrder order = SearchOrder::kRelevance;
  bool by_document = false;  // the best passage of each document alone
  bool exact_total = false;
  bool keep_matching = false;  // fills PassageSearchResult::matching
  const NeverCross* never_cross = nullptr;
};

struct SearchedPassage {
  uint32_t passage = 0;
  int32_t score = 0;          // in units of 1 / kScoreUnit; 0 without words or by date
  int document_passages = 0;  // with by_document: how many of its document match
  std::string date;           // with an order by date; "" if undated
};

struct PassageSearchResult {
  SearchPlan plan;
  std::vector<SearchedPassage> hits;  // in order; at most as many as asked for
  int total = 0;                      // hits, or documents with by_document
  bool total_exact = false;
  bool filtered_out = false;           // nothing is left of what matches the words
  std::optional<PassageSet> matching;  // all that was found
};

// Passages from `first` to the one before `end`.
struct PassageRange {
  uint32_t first = 0, end = 0;
};

struct FacetCount {
  std::string value;
  int count = 0;
};

// Immutable; thread-safe.
class PassageSearch {
 public:
  // `collection` is the name the snapshot is served under.
  PassageSearch(std::shared_ptr<const SnapshotFile> file, std::string collection,
                ContradictedRules contradicted = {});

  const SnapshotFile& file() const { return *file_; }
  const std::shared_ptr<const SnapshotFile>& shared_file() const { return file_; }
  const IndexView& index() const { return file_->index(); }
  const ContradictedRules& contradicted() const { return contradicted_; }
  const SearchPlanner& planner() const { return planner_; }

  // The passages of the document that `passage` belongs to, in reading order.
  PassageRange DocumentOf(uint32_t passage) const;

  // The first `most` passages, or documents, that `request` finds; ties by id.
  //
  // Errors: INVALID_ARGUMENT if a phrase, prefix or exclusion holds no word;
  // DATA_LOSS if the snapshot is damaged.
  absl::StatusOr<PassageSearchResult> Search(const SearchRequest& request, size_t most) const;

  // How many of `matching`, passages or documents, have each value of a filter's
  // field; the most frequent first, at most `most`.
  absl::StatusOr<std::vector<FacetCount>> CountFacet(absl::string_view field,
                                                     const PassageSet& matching, bool by_document,
                                                     size_t most) const;

 private:
  class Attributes;

  absl::StatusOr<std::optional<PassageSet>> Restrict(const Database& database,
                                                     const SearchRequest& request) const;
  PassageSet WithPrefix(absl::string_view folded_prefix) const;
  std::vector<SearchedPassage> Rank(const SearchPlan& plan, const SearchRequest& request,
                                    const PassageSet* allowed, size_t most) const;
  std::vector<SearchedPassage> RankDocuments(const SearchPlan& plan, const SearchRequest& request,
                                             const PassageSet* allowed, const PassageSet& matching,
                                             size_t most) const;
  absl::StatusOr<std::vector<SearchedPassage>> OrderByDate(const Database& database,
                                                           const SearchRequest& request,
                                                           const PassageSet& matching,
                                                           size_t most) const;
  bool SameDocument(uint32_t a, uint32_t b) const;
  int CountDocuments(const PassageSet& passages) const;

  std::shared_ptr<const SnapshotFile> file_;
  std::string collection_;
  ContradictedRules contradicted_;
  SearchPlanner planner_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SEARCH_H_
