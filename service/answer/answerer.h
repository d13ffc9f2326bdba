// The life of a question: understand, screen, retrieve, tailor, compose,
// verify. service/README.md draws it.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_ANSWERER_H_
#define NEEDLEPOINT_SERVICE_ANSWER_ANSWERER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "needlepoint/v1/answer.pb.h"
#include "needlepoint/v1/presentation.pb.h"
#include "needlepoint/v1/screening.pb.h"
#include "service/answer/compose.h"
#include "service/follow_up/follow_ups.h"
#include "service/model/profile.h"
#include "service/pack/snapshot.h"
#include "service/retrieve/passage_ranker.h"
#include "service/safety/screen.h"
#include "service/understand/understand.h"

namespace needlepoint {

// One question, checked by the caller.
struct AskInput {
  std::string question;  // any bytes
  Profile profile;
  absl::Time reference_time;
  v1::CitationMode citation_mode = v1::CITATION_MODE_MARKERS;
  int max_statements = kStatementsPerPart;  // per part, 1 to 20
};

// A message as it is to be answered. In a conversation more is answered than was
// written: "and at home?" goes with the question before it.
struct UnderstoodMessage {
  std::string text;  // what `question` was read from
  Question question;
  // The message alone, where `text` holds more; what is echoed is of it.
  std::optional<Question> alone;
  // It only tells facts: not to find an answer is no failure.
  bool asks_nothing = false;
  int turn = 1;
  std::vector<v1::Understood> remembered;  // facts of earlier turns, echoed first
};

// Answers from one snapshot. Immutable but for its counter; thread-safe. The
// same input gives the same bytes.
class Answerer {
 public:
  // `collection` is the name the snapshot is served under: ids begin with it.
  //
  // Errors: INVALID_ARGUMENT if the snapshot's lexicon is malformed.
  static absl::StatusOr<std::unique_ptr<Answerer>> Create(std::shared_ptr<const Snapshot> snapshot,
                                                          std::string collection,
                                                          const Stages& stages = {});

  // A refusal, a warning and an emergency are answers, too.
  //
  // Errors: DATA_LOSS if the snapshot is damaged.
  absl::StatusOr<v1::Answer> Answer(const AskInput& input) const;

  // As above, of a message that was read already.
  absl::StatusOr<v1::Answer> Answer(const AskInput& input, const UnderstoodMessage& message) const;

  // The findings of a profile and a text, without an answer.
  v1::Screening Screen(const AskInput& input) const;

  const Snapshot& snapshot() const { return *snapshot_; }
  const std::string& collection() const { return collection_; }
  const Understander& understander() const { return *understander_; }
  const FollowUps& follow_ups() const { return follow_ups_; }

  // Answers that failed their own check and were cut down to their warnings.
  int64_t degraded_count() const { return degraded_.load(); }

 private:
  Answerer(std::shared_ptr<const Snapshot> snapshot, std::string collection,
           std::unique_ptr<Understander> understander);

  absl::Status ComposeParts(const UnderstoodMessage& message, Composer& composer,
                            v1::Answer& answer) const;
  void AddFollowUps(const Question& question, bool asks_nothing, v1::Answer& answer) const;
  v1::Answer Degrade(const v1::Answer& answer) const;

  std::shared_ptr<const Snapshot> snapshot_;
  std::string collection_;
  std::unique_ptr<Understander> understander_;
  PassageRanker ranker_;
  FollowUps follow_ups_;
  mutable std::atomic<int64_t> degraded_{0};
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_ANSWERER_H_
