// Full-text lookup over the passages of one snapshot.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_INDEX_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_INDEX_H_

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/pack/snapshot.h"

namespace needlepoint {

// How one search is run. The defaults are fit to serve with.
struct SearchOptions {
  int max_hits = 10;          // 1 to 100
  double title_weight = 3.0;  // against body = 1.0; 0 or more
  double question_weight = 2.0;
};

struct PassageHit {
  int passage = -1;    // index in the snapshot
  double score = 0.0;  // higher is better; no fixed scale
};

// The words a search looks for, each with a weight of at most 1.
struct SearchTerm {
  std::string stem;
  double weight = 1.0;
  std::string word;  // as written; FTS5 stems it, and the stem of a stem may be another
};

// The words of `query` that a search looks for: stems, each once, without stop
// words unless there are no others.
std::vector<SearchTerm> PlanQuery(absl::string_view query);

// Thread-safe. Deterministic: equal scores are ordered by passage.
class PassageIndex {
 public:
  // `snapshot` must outlive it.
  explicit PassageIndex(const Snapshot& snapshot);

  // Returns at most `options.max_hits` passages that hold one of `terms`, best
  // first; empty if none does, which is not an error.
  //
  // Errors: INVALID_ARGUMENT if an option is out of range; DATA_LOSS if the
  // snapshot is damaged.
  absl::StatusOr<std::vector<PassageHit>> Search(const std::vector<SearchTerm>& terms,
                                                 const SearchOptions& options) const;

  // How telling a stem is: ln(1 + (N - n + 0.5) / (n + 0.5)), as BM25 has it,
  // over the questions and titles of passages; the highest for an unknown one.
  double Weight(absl::string_view stem) const;

  // How well `terms` cover the nearest of the passage's questions and its
  // title, 0 to 1: the share of weight both have in common (Dice).
  double QuestionMatch(int passage, const std::vector<SearchTerm>& terms) const;

 private:
  // Words that all say "needling" count as one: "roller", "dermapen". Which they
  // are is the lexicon's to say.
  void ReadSynonyms();
  void ReadVocabulary();
  const std::string& Canonical(const std::string& stem) const;

  struct PassageQuestions {
    std::vector<absl::btree_map<std::string, double>> stems;  // one a question
    std::vector<double> weights;                              // sum of each
  };

  const Snapshot& snapshot_;
  absl::flat_hash_set<std::string> needling_words_;  // stems
  absl::flat_hash_set<std::string> vocabulary_;      // stems of all that is indexed
  absl::flat_hash_map<std::string, int> passages_with_;
  std::vector<PassageQuestions> questions_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_INDEX_H_
