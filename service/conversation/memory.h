// What a conversation remembers of a person: facts, each with the turn and the
// words that gave it. A profile is made of them anew for each turn, so that a fact
// that is struck out is as if it had never been said.

#ifndef NEEDLEPOINT_SERVICE_CONVERSATION_MEMORY_H_
#define NEEDLEPOINT_SERVICE_CONVERSATION_MEMORY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "service/base/span.h"
#include "service/model/profile.h"
#include "service/model/question.h"

namespace needlepoint {

// How a remembered code stands.
enum class Standing { kPresent, kAbsent, kPast, kNever };

// One fact.
struct Remembered {
  int turn = 1;
  TextSpan span;       // of the words in that turn's message; empty if the caller gave it
  TextSpan utf16;      // the same in UTF-16 units
  std::string words;   // cut to kMostWordBytes
  std::string person;  // who was being spoken of: "SELF", "OTHER", "CHILD"
  Field field = Field::kSubject;
  std::string value;  // a code, a word of an enum or a number; "" of an answered field
  Standing standing = Standing::kPresent;
  // When it began, was stopped or was done; of what has no time, nothing.
  std::optional<absl::Time> at;
  absl::Time said;
};

// Held through everything but a week's silence, and whoever is spoken of.
inline constexpr char kCrisis[] = "crisis";

inline constexpr size_t kMostWordBytes = 80;
inline constexpr size_t kMostValueBytes = 100;      // a longer code is not remembered
inline constexpr size_t kMostFacts = 300;           // the oldest give way
inline constexpr size_t kMostQuestionBytes = 2000;  // of a message that is kept

// A question that was put back, and what a "none of these" would rule out.
struct Pending {
  Field field = Field::kSubject;
  bool one_of_many = false;        // "none" and a single "yes" can answer it
  std::vector<std::string> codes;  // those that were shown
};

// What is known after some turns. A value: copied, changed, sealed.
class Memory {
 public:
  int turns = 0;
  // How far the conversation's own clock is ahead of the caller's: "four weeks
  // later", though the call came at once.
  absl::Duration ahead;
  absl::Time now;       // of the last turn, by the conversation's clock
  std::string person;   // who is to be treated; "" until it was said
  std::string product;  // the last one spoken of
  // The last message that asked something, without the words of facts that have
  // fallen away since; "" if there is none.
  std::string question;
  int question_turn = 0;
  std::optional<Pending> pending;

  const std::vector<Remembered>& facts() const { return facts_; }

  // Adds `fact`, in place of those of earlier turns that it corrects.
  void Learn(Remembered fact);

  // Strikes out what `should` holds of; returns how many.
  int Forget(absl::FunctionRef<bool(const Remembered&)> should);

  // What is known of the person who is to be treated, at `now`: times have moved
  // on, and a symptom that was last spoken of a week ago may be over.
  Profile ProfileAt(absl::Time at) const;

  // The last one learnt of which `is` holds; null if there is none.
  Remembered* FindLast(absl::FunctionRef<bool(const Remembered&)> is);

  // For decoding alone: as they are.
  void Restore(std::vector<Remembered> facts) { facts_ = std::move(facts); }

 private:
  void Drop(size_t index);
  void AddProlongedRedness(Profile& profile) const;

  std::vector<Remembered> facts_;
};

// The facts that `profile` holds at `now`, without turn, words and person.
std::vector<Remembered> FactsOf(const Profile& profile, absl::Time now);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONVERSATION_MEMORY_H_
