// How well a question is one of those that a passage answers.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_QUESTION_INDEX_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_QUESTION_INDEX_H_

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

#include "service/pack/snapshot.h"

namespace needlepoint {

// A word of a question.
struct QuestionTerm {
  std::string stem;
  double weight = 1.0;  // at most 1
};

// The words of `text` that say what is asked: stems, each once, without stop
// words unless there are no others.
std::vector<QuestionTerm> QuestionTerms(absl::string_view text);

// Over the questions and titles of a pack's passages. Immutable; thread-safe.
class QuestionIndex {
 public:
  // `snapshot` must outlive it.
  explicit QuestionIndex(const Snapshot& snapshot);

  // How telling a stem is: ln(1 + (N - n + 0.5) / (n + 0.5)), as BM25 has it,
  // over the questions and titles of passages; the highest for an unknown one.
  double Weight(absl::string_view stem) const;

  // How well `terms` cover the nearest of the passage's questions and its
  // title, 0 to 1: the share of weight both have in common (Dice).
  double QuestionMatch(int passage, const std::vector<QuestionTerm>& terms) const;

 private:
  // Words that all say "needling" count as one: "roller", "dermapen". Which they
  // are is the lexicon's to say.
  void ReadSynonyms();
  const std::string& Canonical(const std::string& stem) const;

  struct PassageQuestions {
    std::vector<absl::btree_map<std::string, double>> stems;  // one a question
    std::vector<double> weights;                              // sum of each
  };

  const Snapshot& snapshot_;
  absl::flat_hash_set<std::string> needling_words_;  // stems
  absl::flat_hash_map<std::string, int> passages_with_;
  std::vector<PassageQuestions> questions_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_QUESTION_INDEX_H_
