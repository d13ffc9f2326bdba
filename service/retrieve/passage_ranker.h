// Which passages answer a question that was understood.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_RANKER_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_RANKER_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

#include "service/model/question.h"
#include "service/pack/snapshot.h"
#include "service/retrieve/question_index.h"

namespace needlepoint {

struct RankedPassage {
  int passage = -1;
  double score = 0;           // higher is better
  double code_score = 0;      // how much the mentioned codes speak for it
  bool about_it = false;      // the question mentions what the passage is about
  double question_match = 0;  // QuestionIndex::QuestionMatch()
};

// What a part of a message is answered from.
struct AskView {
  absl::string_view text;  // the whole message
  const Question& question;
  const Ask& ask;
};

// Thread-safe. Deterministic.
class PassageRanker {
 public:
  // `snapshot` must outlive it.
  explicit PassageRanker(const Snapshot& snapshot);

  // The passages that may answer `view`, best first, at most ten. Its own words
  // count fully, the rest of the message less; so do the codes that the words
  // were read as, and whether the passage answers this form of question.
  std::vector<RankedPassage> Rank(const AskView& view) const;

 private:
  struct MentionedCode {
    std::string code;
    double weight = 0;
  };
  std::vector<MentionedCode> MentionedCodes(const AskView& view) const;
  double CodeScore(int passage, const std::vector<MentionedCode>& codes) const;
  double CodeWeight(const std::string& code) const;

  const Snapshot& snapshot_;
  QuestionIndex questions_;
  absl::flat_hash_map<std::string, std::vector<int>> passages_about_;
  absl::flat_hash_map<std::string, std::string> labels_;  // of codes
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_RANKER_H_
