#include "service/understand/cues.h"

#include <algorithm>
#include <vector>

#include "service/understand/quantities.h"

namespace needlepoint {
namespace {

// A message of more words says more than yes or no.
constexpr int kReplyWords = 7;
// One of more is not about a number alone.
constexpr size_t kNumberWords = 9;

// Words that add nothing to a reply.
bool IsFiller(absl::string_view word) {
  return IsOneOf(word,
                 {"ok",   "okay", "oh",     "ah",     "um",     "well", "so",    "and",  "but",
                  "then", "lol",  "haha",   "hm",     "hmm",    "like", "thats", "that", "it",
                  "is",   "all",  "good",   "fine",   "great",  "for",  "me",    "i",    "do",
                  "am",   "have", "them",   "of",     "any",    "at",   "the",   "a",    "you",
                  "very", "much", "really", "please", "though", "x",    "cheers"});
}

// Whether the triggers of `type` and fillers are all that a short message holds.
bool IsAllThereIs(absl::string_view type, const Message& m, const Triggers& triggers) {
  const int words = static_cast<int>(m.words.size());
  if (words == 0 || words > kReplyWords || triggers.Of(type).empty()) return false;
  for (int w = 0; w < words; ++w) {
    if (triggers.Within(type, w, w + 1) == nullptr && !IsFiller(m.words[w].text)) return false;
  }
  return true;
}

// The words from the last comma, or the beginning of the sentence, to `word`.
int ClauseOf(const Message& m, int word) {
  const int begin = m.sentences[m.words[word].sentence].first;
  while (word > begin && !m.words[word].comma_before) --word;
  return word;
}

// "Is it", "should I" among words [first, last): what follows is asked.
bool Inverts(const Message& m, int first, int last) {
  for (int w = first; w + 1 < last; ++w) {
    if (IsOneOf(m.words[w].text, {"is", "are", "was", "were", "does", "do", "did", "has", "have",
                                  "should", "can", "could", "would", "will", "must"}) &&
        IsOneOf(m.words[w + 1].text, {"it", "this", "that", "these", "those", "i", "he", "she",
                                      "they", "we", "you", "my", "the"}))
      return true;
  }
  return false;
}

bool IsAsked(const Message& m, const Triggers& triggers, const TriggerReading& t) {
  const Sentence& s = m.sentences[m.words[t.first].sentence];
  const int clause = ClauseOf(m, t.first);
  for (const TriggerReading& question : triggers.Of("question")) {
    if (question.first == clause && question.first < t.first) return true;
  }
  if (Inverts(m, clause, t.first)) return true;
  if (!s.question_mark) return false;
  // "Healed?", but not "all healed, can I roll again?"
  for (int w = t.last; w < s.last; ++w) {
    if (m.words[w].comma_before) return false;
  }
  return !Inverts(m, t.last, s.last);
}

// "Not yet healed", "I haven't seen a doctor", "once it has healed".
bool IsDeniedOrAwaited(const Message& m, const Triggers& triggers, const TriggerReading& t) {
  constexpr int kReach = 3;  // words between
  const int clause = ClauseOf(m, t.first);
  for (const TriggerReading& negation : triggers.Of("negation")) {
    if (negation.first < clause || negation.first >= t.first) continue;
    const int between = t.first - negation.last;
    // "No pus any more, all healed".
    const bool of_next = m.words[negation.first].text == "no";
    if (between <= (of_next ? 0 : kReach)) return true;
  }
  for (int w = clause; w < t.first; ++w) {
    if (IsOneOf(m.words[w].text, {"if", "when", "once", "until", "till", "unless", "before"}))
      return true;
  }
  return false;
}

// Whether a trigger of `type` says that something is so. What only asks, denies or
// awaits it must not take a warning away.
bool IsSaid(absl::string_view type, const Message& m, const Triggers& triggers) {
  const std::vector<TriggerReading>& found = triggers.Of(type);
  return std::any_of(found.begin(), found.end(), [&](const TriggerReading& t) {
    return !IsAsked(m, triggers, t) && !IsDeniedOrAwaited(m, triggers, t);
  });
}

// "Please forget it" is an order, "I always forget it" and "I scratch my face" are none.
bool IsOrdered(absl::string_view type, const Message& m, const Triggers& triggers) {
  for (const TriggerReading& t : triggers.Of(type)) {
    bool ordered = true;
    for (int w = ClauseOf(m, t.first); w < t.first; ++w) {
      ordered =
          ordered && IsOneOf(m.words[w].text,
                             {"please",   "pls",    "can",  "could", "would", "you",   "just",
                              "actually", "ok",     "okay", "oh",    "no",    "wait",  "sorry",
                              "so",       "and",    "but",  "well",  "then",  "also",  "now",
                              "lets",     "better", "yes",  "hm",    "lol",   "never", "mind"});
    }
    if (ordered) return true;
  }
  return false;
}

double HoursOf(absl::string_view unit) {
  if (IsOneOf(unit, {"hour", "hours", "hr", "hrs"})) return 1;
  if (IsOneOf(unit, {"day", "days"})) return kHoursInDay;
  if (IsOneOf(unit, {"week", "weeks", "wk", "wks"})) return 7 * kHoursInDay;
  if (IsOneOf(unit, {"month", "months"})) return 30 * kHoursInDay;
  if (IsOneOf(unit, {"year", "years", "yr", "yrs"})) return 365 * kHoursInDay;
  return 0;
}

// "four weeks later", "5 months on", "a week has passed", "next day".
std::optional<double> ElapsedHours(const Message& m) {
  const auto at = [&](int w) -> absl::string_view {
    return w >= 0 && w < static_cast<int>(m.words.size()) ? absl::string_view(m.words[w].text) : "";
  };
  for (int w = 0; w < static_cast<int>(m.words.size()); ++w) {
    if (IsOneOf(at(w), {"next", "following"}) &&
        IsOneOf(at(w + 1), {"day", "morning", "evening"}) && (w == 0 || at(w - 1) == "the"))
      return kHoursInDay;
    const bool one = IsOneOf(at(w), {"a", "an"});
    const double count = one                    ? 1
                         : at(w) == "couple"    ? 2
                         : m.words[w].is_number ? m.words[w].number
                                                : 0;
    int unit = w + 1;
    if (at(unit) == "of") ++unit;
    const double hours = count * HoursOf(at(unit));
    if (hours <= 0) continue;
    const bool closes = unit + 2 >= static_cast<int>(m.words.size()) ||
                        m.words[unit + 2].comma_before ||
                        m.words[unit + 2].sentence != m.words[unit].sentence;
    if (at(unit + 1) == "later" || (at(unit + 1) == "on" && closes) ||
        (at(unit + 1) == "has" && at(unit + 2) == "passed") ||
        (at(unit + 1) == "have" && at(unit + 2) == "passed"))
      return hours;
  }
  return std::nullopt;
}

// The number of a short message that holds one; of "1.3 not .3" the first.
std::optional<double> OnlyNumber(const Message& m) {
  if (m.words.size() > kNumberWords) return std::nullopt;
  std::optional<double> number;
  int count = 0;
  for (size_t w = 0; w < m.words.size(); ++w) {
    if (!m.words[w].is_number || m.words[w].number_word) continue;
    const bool denied = w > 0 && m.words[w - 1].text == "not";
    if (denied) continue;
    number = m.words[w].number;
    ++count;
  }
  return count == 1 ? number : std::nullopt;
}

// The time of a short message that holds one, ago or not.
std::optional<double> OnlyTime(const Message& m, absl::Time reference) {
  if (m.words.size() > kNumberWords) return std::nullopt;
  std::optional<double> hours;
  for (const TimeReading& time : ReadTimes(m, reference)) {
    if (hours.has_value()) return std::nullopt;
    if (time.kind == TimeReading::Kind::kAgo || time.kind == TimeReading::Kind::kDuration)
      hours = time.hours;
  }
  if (hours.has_value()) return hours;
  for (size_t w = 0; w + 1 < m.words.size(); ++w) {
    const double unit = HoursOf(m.words[w + 1].text);
    if (m.words[w].is_number && unit > 0) return m.words[w].number * unit;
  }
  return std::nullopt;
}

}  // namespace

Cues ReadCues(const Message& message, const Triggers& triggers, absl::Time reference) {
  Cues cues;
  if (IsAllThereIs("reply-thanks", message, triggers)) {
    cues.reply = Cues::Reply::kThanks;
  } else if (IsAllThereIs("reply-why", message, triggers)) {
    cues.reply = Cues::Reply::kWhy;
  } else if (IsAllThereIs("reply-no", message, triggers)) {
    cues.reply = Cues::Reply::kNo;
  } else if (IsAllThereIs("reply-yes", message, triggers)) {
    cues.reply = Cues::Reply::kYes;
  }
  for (const TriggerReading& t : triggers.Of("follow-on"))
    cues.continues = cues.continues || t.first == 0;
  cues.not_mine = !triggers.Of("not-mine").empty();
  cues.takes_back = !triggers.Of("takes-back").empty();
  cues.forgets = IsOrdered("forget", message, triggers);
  // Who was told to go to a doctor has not been seen by one.
  cues.attended = IsSaid("attended", message, triggers) && triggers.Of("sent-on").empty();
  const bool shouts = message.text.find("!!") != absl::string_view::npos;
  cues.slip = !triggers.Of("slip").empty() || !triggers.Of("correction").empty() || shouts;
  cues.recovered = IsSaid("recovered", message, triggers);
  cues.supported = IsSaid("supported", message, triggers);
  cues.elapsed_hours = ElapsedHours(message);
  cues.number = OnlyNumber(message);
  cues.ago_hours = OnlyTime(message, reference);
  return cues;
}

}  // namespace needlepoint
