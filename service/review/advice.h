// How a sentence of a document advises its readers: whether it tells them to
// do what it speaks of, or warns of it. The words are the `advice-*` triggers
// of knowledge/lexicon/advice.yaml.

#ifndef NEEDLEPOINT_SERVICE_REVIEW_ADVICE_H_
#define NEEDLEPOINT_SERVICE_REVIEW_ADVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/base/span.h"
#include "service/model/knowledge.h"
#include "service/model/question.h"
#include "service/understand/message.h"
#include "service/understand/pattern.h"

namespace needlepoint {

enum class Stance {
  kNone,     // says nothing of what to do
  kTells,    // commands: "roll across the lid"
  kPermits,  // allows, recommends or calls harmless
  kForbids,  // warns, denies or makes people wait
  kDefers,   // sends to a clinician first
};

// Words [first, last) between commas and conjunctions.
struct Clause {
  int first = 0, last = 0;
  Stance stance = Stance::kNone;
  bool soothes = false;   // calls a symptom normal, or sure to pass
  bool needling = false;  // names needling or its tools
  bool waits = false;     // "leave it a week": a number of days may permit what follows
};

// One sentence as advice.
struct Advice {
  std::vector<Clause> clauses;
  bool reported = false;  // what others say or did: a study, a blog, a myth
  bool defers = false;    // some clause does
  bool needling = false;  // names needling or its tools, and not to do without them
  bool answers = false;   // begins as an answer: "Yes, ...", "That is ..."

  // What holds for what stands at `word`: its own clause if that advises, else
  // the nearest one before it that does, else behind it.
  const Clause& ClauseOf(int word) const;
  bool Any(Stance stance) const;
};

// Immutable; thread-safe. Keeps nothing of the knowledge it was made of.
class AdviceReader {
 public:
  // Errors: INVALID_ARGUMENT if a trigger is malformed.
  static absl::StatusOr<std::unique_ptr<AdviceReader>> Create(const Knowledge& knowledge);

  // What was found in a message, to be asked sentence by sentence. Triggers
  // that refer to codes ("around a {condition}") need its `mentions`.
  using Marks = std::vector<Reading>;
  Marks Find(const Message& message, const std::vector<Mention>& mentions = {}) const;

  // Whether `message` is about needling at all: "a biopsy needle" is not.
  bool SpeaksOfNeedling(const Message& message) const;

  // False only if SpeaksOfNeedling() is, of the message that `text` is; in a
  // hundredth of its time. Letters outside ASCII are not folded.
  bool MaySpeakOfNeedling(absl::string_view text) const;

  // Whether `sentence` may tell or permit something: a quick look before Read().
  static bool MayPermit(const Marks& marks, const Sentence& sentence);

  // How words of `sentence` advise. A word of warning that lies inside one of
  // `acts` is part of what is spoken of: "stop your blood thinner".
  Advice Read(const Message& message, const Marks& marks, const Sentence& sentence,
              const std::vector<TextSpan>& acts) const;

 private:
  AdviceReader() = default;
  void AddNeedlingWords(absl::string_view pattern);

  PatternSet patterns_;
  PatternSet needling_;  // of these, the words that only needling is spoken of with
  // One word of each pattern of needling_, as written, or its stem.
  absl::flat_hash_set<std::string> needling_words_;
  std::vector<std::string> needling_stems_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_REVIEW_ADVICE_H_
