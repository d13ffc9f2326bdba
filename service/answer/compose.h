// Writes the parts of an answer: for each question asked its direct answer
// first, then what to do, expect and avoid.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_COMPOSE_H_
#define NEEDLEPOINT_SERVICE_ANSWER_COMPOSE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"

#include "needlepoint/v1/answer.pb.h"
#include "service/answer/citations.h"
#include "service/answer/tailor.h"
#include "service/pack/snapshot.h"
#include "service/retrieve/passage_ranker.h"
#include "service/safety/screen.h"

namespace needlepoint {

// Most statements of a part beside its headline, unless the caller says less.
inline constexpr int kStatementsPerPart = 6;

// Composes the parts of one answer, in the order of the questions. No statement
// is said twice.
class Composer {
 public:
  // All must outlive it.
  Composer(const Snapshot& snapshot, const Question& question, const Screening& screening,
           Citations& citations, std::string collection, int max_statements)
      : snapshot_(snapshot),
        question_(question),
        screening_(screening),
        citations_(citations),
        collection_(std::move(collection)),
        max_statements_(max_statements) {}

  // The part that answers `view` from `ranked`, best first; not one of them fits
  // makes it a part with a reason and no headline.
  // Nothing if its headline has been said: two questions with one answer are
  // answered once.
  std::optional<v1::Part> Compose(const AskView& view, const std::vector<RankedPassage>& ranked);

  // How a finding is shown.
  v1::Finding ComposeFinding(const Finding& finding);

 private:
  bool IsConfident(const RankedPassage& ranked) const;
  int RuleLead(const AskView& view, int passage) const;
  int DirectAnswerOf(const Passage& passage, const AskView& view, const Tailor& tailor) const;
  std::vector<int> ChoosePassages(const AskView& view,
                                  const std::vector<RankedPassage>& ranked) const;
  bool CoversMore(const AskView& view, int passage, int than) const;
  std::vector<int> Gather(const std::vector<int>& passages, const Tailor& tailor) const;
  bool SaysAgain(int statement) const;
  std::pair<int, std::vector<int>> FactsIn(int section, int statement) const;
  void AddSections(const std::vector<int>& statements, Tailor& tailor, v1::Part& part);
  void AddComparison(const Passage& passage, Tailor& tailor, v1::Part& part);
  int AddConflict(const Passage& passage, Tailor& tailor, int room, v1::Part& part);
  bool Say(int statement);

  const Snapshot& snapshot_;
  const Question& question_;
  const Screening& screening_;
  Citations& citations_;
  std::string collection_;
  int max_statements_;
  absl::flat_hash_set<std::string> said_;  // texts
  absl::flat_hash_set<int> headlines_;
  // Facts of what was said, sorted, by the section it stands in: a sign to get
  // help may rest on the same facts as what to expect.
  absl::flat_hash_set<std::pair<int, std::vector<int>>> said_facts_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_COMPOSE_H_
