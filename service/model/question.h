// What was understood of a message.

#ifndef NEEDLEPOINT_SERVICE_MODEL_QUESTION_H_
#define NEEDLEPOINT_SERVICE_MODEL_QUESTION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "service/base/span.h"
#include "service/model/profile.h"

namespace needlepoint {

// The form a question is asked in; decides what a direct answer looks like.
enum class Form {
  kAny,
  kCan,
  kShould,
  kNormal,
  kHowLong,
  kHowOften,
  kHowMany,
  kHowMuch,
  kWhich,
  kCompare,
  kWhen,
  kWhat,
  kWhy,
  kHow,
};

std::optional<Form> ParseForm(absl::string_view name);  // "how-long"
absl::string_view FormName(Form form);

// How a mention stands in its sentence (ConText; Harkema et al. 2009).
enum class Assertion {
  kPresent,       // said to be so, now
  kPlanned,       // meant to be done, or asked about as one's own next step
  kNegated,       // denied
  kPast,          // was so, is over
  kHypothetical,  // spoken of in general, feared, or only possible
};

// Whose it is.
enum class Experiencer { kTreated, kSomebodyElse };

// Words of the message that were read as a code of the lexicon.
struct Mention {
  std::string code;
  std::string kind;  // kind of the lexicon entry: "condition", "topic", ...
  TextSpan span;
  int sentence = 0;
  Assertion assertion = Assertion::kPresent;
  Experiencer experiencer = Experiencer::kTreated;
  bool corrected = false;  // found only after correcting a misspelling
};

// A profile field that the message set, with the words that did.
struct Understood {
  TextSpan span;
  std::string field;  // "needle_length_mm"
  std::string value;  // "1.5"
};

// One question asked in the message.
struct Ask {
  TextSpan span;
  Form form = Form::kAny;
  std::vector<int> mentions;  // indices into Question::mentions, inside `span`
};

// A number of a plan that is not carried out yet: "2 mm, 4 sessions".
struct ProposedNumber {
  std::string field;          // "needle_length_mm", "session_count", "interval_days", "cost"
  double value = 0;           // the lower one of a range
  std::optional<double> max;  // the upper one
  TextSpan span;
  std::string per;  // of a cost: "session", "course", or "" if it is not said
};

// What the asker, or a clinician, proposes to do. None of it is a fact of the past.
struct Proposal {
  std::vector<ProposedNumber> numbers;  // in the order they were said
  bool by_clinician = false;
};

// What a plan has to fit into.
struct Constraints {
  std::optional<int> max_downtime_days, max_session_count;
  std::optional<absl::CivilDay> event_day;  // by when a result should show

  friend bool operator==(const Constraints&, const Constraints&) = default;
};

// How a message follows on from those before it in a conversation.
struct Cues {
  // What nearly the whole of a short message says.
  enum class Reply { kNone, kYes, kNo, kWhy, kThanks };
  Reply reply = Reply::kNone;
  bool continues = false;               // "and at home?", "what about 1 mm then?"
  bool not_mine = false;                // "no, it's my brother who takes it"
  bool takes_back = false;              // "haha sorry, never mind"
  bool forgets = false;                 // "forget what I said about ..."
  bool attended = false;                // "went in, the doctor says it's fine"
  bool slip = false;                    // "typo", "not .3": a number said before was wrong
  bool recovered = false;               // "all healed", "that was ages ago"
  bool supported = false;               // "I'm safe, my sister is coming over"
  std::optional<double> elapsed_hours;  // "four weeks later"
  std::optional<double> number;         // the only one, in a short message: "34"
  std::optional<double> ago_hours;      // the only time: "9 hours", "14 months ago"
};

// Why a message cannot be answered from the guidance.
enum class ScopeProblem { kNone, kEmpty, kOffTopic, kLanguage, kThanks };

struct Question {
  Profile profile;  // the request's, completed by what the message says
  std::vector<Mention> mentions;
  std::vector<Understood> understood;
  std::vector<TextSpan> not_understood;
  std::vector<Ask> asks;          // at least one, in order, unless out of scope
  std::vector<std::string> says;  // codes done, planned or asked about by the treated person
  std::vector<double> needle_lengths_mm;  // all lengths that are used or planned
  Proposal proposal;
  Constraints constraints;
  Cues cues;
  std::vector<std::string> warnings;
  ScopeProblem scope = ScopeProblem::kNone;
  std::string scope_code;  // off-topic or handoff code that was found, or ""
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_QUESTION_H_
