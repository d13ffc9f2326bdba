// How each mention is meant, after ConText: whether it is so, was so, may be
// so or is denied, and whose it is.
//
// Source: Harkema H, Dowling JN, Thornblade T, Chapman WW. ConText: an
// algorithm for determining negation, experiencer, and temporal status from
// clinical reports. J Biomed Inform 2009;42:839-851.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_CONTEXT_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_CONTEXT_H_

#include <string>
#include <vector>

#include "service/model/question.h"
#include "service/understand/lexicon.h"
#include "service/understand/message.h"

namespace needlepoint {

// Reads one message. What it is given must outlive it.
class Context {
 public:
  // `known_subject` is who is to be treated by what was said before; "" if unknown.
  Context(const Message& message, const Triggers& triggers,
          const std::vector<EntryReading>& readings, const std::string& known_subject = "");

  // "SELF", "CHILD", "OTHER", or "" if the message does not say who is to be
  // treated.
  const std::string& subject() const { return subject_; }

  // How words [first, last) of kind `kind` are meant.
  Assertion AssertionOf(int first, int last, absl::string_view kind) const;

  // Whose words [first, last) are.
  Experiencer ExperiencerOf(int first, int last) const;

  // True if a word of the message near `first` says that the product is in
  // use ("on", "taking", "daily").
  bool InUse(int first, int last) const;
  bool Stopped(int first, int last) const;
  bool NeverUsed(int first, int last) const;

  // True if the words near say that a procedure was done: "had", "after".
  bool WasDone(int first, int last) const;

  // True if the asker denies for themselves what was just said, by a trigger of
  // `type`: "denied-for-self" of somebody else ("my dad is diabetic but I'm
  // not"), "denied-all" of what was listed or asked about ("I have neither").
  bool DeniedForSelf(int first, int last, absl::string_view type) const;

  // True if the word before is somebody else's possessive: "my wife's metformin".
  bool IsOwnedByOther(int first) const;

  // True if the sentence of `word` asks what "I" can or should do.
  bool AsksForSelf(int word) const;

  // True if the sentence of `word` asks what if.
  bool AsksWhatIf(int word) const;

  // True if the sentence of `word` asks something.
  bool InQuestion(int word) const;

 private:
  enum class Person { kSelf, kRelative, kChild, kClient, kAnybody };

  void FindPersons();
  void FindSubject();
  // With `across`, "my" does not end what a trigger reaches: "stopped my retinol".
  bool Reaches(absl::string_view type, int first, int last, int farthest,
               bool across = false) const;
  bool Follows(absl::string_view type, int first, int last, int farthest,
               bool across = false) const;
  bool AsksInGeneral(int sentence) const;
  bool DeniedInReply(int first, int last) const;
  bool ProductBetween(int first, int last) const;
  bool SaidOf(absl::string_view type, int first, int last, bool far) const;
  bool BeginsQuestion(int word) const;
  bool IsPossessive(int word) const;
  bool IsBesideSelf(int word) const;
  bool NamesSelf(const TriggerReading& trigger) const;
  bool IsPseudo(const TriggerReading& trigger) const;
  bool Terminated(int from, int to, bool across) const;

  const Message& message_;
  const Triggers& triggers_;
  const std::vector<EntryReading>& readings_;
  std::vector<Person> person_of_word_;  // whose each word is
  std::vector<bool> question_;          // by sentence
  std::string subject_;
  bool others_treated_ = false;  // the treated person is somebody else
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_CONTEXT_H_
