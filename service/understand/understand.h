// Reads a message: what it says of the person, and what it asks.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_UNDERSTAND_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_UNDERSTAND_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "service/model/knowledge.h"
#include "service/model/question.h"
#include "service/understand/lexicon.h"
#include "service/understand/stages.h"

namespace needlepoint {

// What the words of a message may refer back to.
struct Antecedents {
  std::string subject;  // who is to be treated: whom "she" means
  std::string product;  // code of the last one spoken of: what "stopped it" means
};

// Immutable; thread-safe. The knowledge it was made of must outlive it.
class Understander {
 public:
  // Errors: INVALID_ARGUMENT if a surface of the lexicon is malformed.
  static absl::StatusOr<std::unique_ptr<Understander>> Create(const Knowledge& knowledge,
                                                              const Stages& stages = {});

  // Reads `text`, any bytes, against `reference_time`. `given` is what the
  // caller knows already: it stands, and the message completes it. Codes of
  // `given` that the lexicon does not have are turned into those it does, or
  // kept with a warning.
  Question Read(absl::string_view text, const Profile& given, absl::Time reference_time,
                const Antecedents& antecedents = {}) const;

  // Whether `code` is a medicine; skin care if not.
  bool IsMedication(absl::string_view code) const;

 private:
  Understander(const Knowledge& knowledge, std::unique_ptr<Lexicon> lexicon, const Stages& stages)
      : knowledge_(knowledge), lexicon_(std::move(lexicon)), stages_(stages) {}

  Triggers FindTriggers(const Message& message, const std::vector<EntryReading>& readings) const;

  const Knowledge& knowledge_;
  std::unique_ptr<Lexicon> lexicon_;
  const Stages stages_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_UNDERSTAND_H_
