// The lexicon and the context triggers of a pack, compiled for reading
// messages.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_LEXICON_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_LEXICON_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/model/knowledge.h"
#include "service/text/speller.h"
#include "service/understand/message.h"
#include "service/understand/pattern.h"

namespace needlepoint {

// Words [first, last) read as an entry of the lexicon.
struct EntryReading {
  const LexiconEntry* entry = nullptr;
  int first = 0, last = 0;
  bool corrected = false;
};

// Words [first, last) read as a trigger.
struct TriggerReading {
  int first = 0, last = 0;
};

// All triggers of a message, by type ("negation"), in order.
class Triggers {
 public:
  const std::vector<TriggerReading>& Of(absl::string_view type) const;
  std::vector<TriggerReading>& Add(absl::string_view type) { return by_type_[type]; }
  void Drop(std::initializer_list<absl::string_view> types) {
    for (const absl::string_view type : types) by_type_.erase(type);
  }

  // The first trigger of `type` that overlaps words [first, last); nullptr if
  // there is none.
  const TriggerReading* Within(absl::string_view type, int first, int last) const;

 private:
  absl::flat_hash_map<std::string, std::vector<TriggerReading>> by_type_;
};

// Immutable; thread-safe. `knowledge` must outlive it.
class Lexicon {
 public:
  // Errors: INVALID_ARGUMENT naming the entry whose surface is malformed.
  static absl::StatusOr<std::unique_ptr<Lexicon>> Compile(const Knowledge& knowledge);

  const Speller& speller() const { return speller_; }

  // What the words of `message` are read as. A longer reading hides the
  // clinical ones inside it: "acne scar" is not "acne".
  std::vector<EntryReading> Read(const Message& message) const;

  // `readings` are those of Read(message).
  Triggers FindTriggers(const Message& message, const std::vector<EntryReading>& readings) const;

 private:
  explicit Lexicon(const Knowledge& knowledge) : knowledge_(knowledge) {}
  absl::Status Fill();
  std::vector<Reading> Visible(const std::vector<Reading>& found) const;

  const Knowledge& knowledge_;
  PatternSet surfaces_;
  PatternSet triggers_;
  std::vector<std::string> trigger_types_;  // by trigger owner
  Speller speller_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_LEXICON_H_
