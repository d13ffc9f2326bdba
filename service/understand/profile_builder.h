// Turns what was read in a message into profile fields, each with the words
// that set it.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_PROFILE_BUILDER_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_PROFILE_BUILDER_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

#include "service/model/question.h"
#include "service/understand/context.h"
#include "service/understand/lexicon.h"
#include "service/understand/message.h"
#include "service/understand/quantities.h"
#include "service/understand/stages.h"

namespace needlepoint {

class ProfileBuilder {
 public:
  // Completes `out.profile`, and fills `mentions`, `understood`, `says` and
  // `needle_lengths_mm`. What the profile holds already is kept.
  ProfileBuilder(const Message& message, const std::vector<EntryReading>& readings,
                 const Triggers& triggers, const Context& context, const Stages& stages,
                 Question& out);

  // With `off_topic`, only acute symptoms are taken from the message.
  void Run(absl::Time reference_time, bool off_topic);

  // After Run(): what "stopped it last year", "never took it" and "still on it" say
  // of `product`, which was spoken of before; nothing if the message names one.
  void SetItsUse(const std::string& product, bool is_medication, absl::Time reference_time);

 private:
  void AddMention(const EntryReading& reading, bool off_topic);
  void SetFromValues(const EntryReading& reading);
  void SetCondition(const EntryReading& reading, Assertion assertion);
  void SetOver(const EntryReading& reading, Assertion assertion);
  void SetProduct(const EntryReading& reading, Assertion assertion, bool is_medication);
  void SetSymptom(const EntryReading& reading, Assertion assertion);
  bool IsAgeOfThing(const CountReading& age) const;
  bool IsOneOfMany(const LengthReading& length, const std::vector<LengthReading>& lengths) const;
  bool IsTakenBack(const LengthReading& length, const std::vector<LengthReading>& lengths) const;
  void SetLengths();
  void SetCounts();
  void SetProlongedRedness();
  void SetTimes(absl::Time reference_time);
  void AttachAgo(const TimeReading& time);
  void AttachInterval(const TimeReading& time);
  std::vector<EntryReading> FindTimed() const;
  const EntryReading* NearestTimed(const TimeReading& time) const;
  UsedProduct* FindProduct(const std::string& code);
  void Note(int first, int last, absl::string_view field, std::string value);

  const Message& message_;
  const std::vector<EntryReading>& readings_;
  const Triggers& triggers_;
  const Context& context_;
  const Stages& stages_;
  Question& out_;
  const Profile given_;
  const std::vector<EntryReading> timed_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_PROFILE_BUILDER_H_
