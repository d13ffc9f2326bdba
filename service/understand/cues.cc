#include "service/understand/cues.h"

#include "service/understand/quantities.h"

namespace needlepoint {
namespace {

// A message of more words says more than yes or no.
constexpr int kReplyWords = 7;

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

std::optional<double> OnlyNumber(const Message& m) {
  std::optional<double> number;
  for (const Word& word : m.words) {
    if (word.is_number && !number.has_value()) {
      number = word.number;
    } else if (!IsFiller(word.text) &&
               !IsOneOf(word.text, {"im", "its", "about", "years", "old", "yo"})) {
      return std::nullopt;
    }
  }
  return number;
}

}  // namespace

Cues ReadCues(const Message& message, const Triggers& triggers) {
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
  cues.forgets = !triggers.Of("forget").empty();
  cues.attended = !triggers.Of("attended").empty();
  cues.elapsed_hours = ElapsedHours(message);
  cues.number = OnlyNumber(message);
  return cues;
}

}  // namespace needlepoint
