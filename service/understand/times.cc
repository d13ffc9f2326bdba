#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "service/understand/quantities.h"

namespace needlepoint {
namespace {

constexpr double kDay = 24;
constexpr double kWeek = 7 * kDay;
constexpr double kMonth = 30.4 * kDay;
constexpr double kYear = 365 * kDay;

double UnitHours(absl::string_view w) {
  if (IsOneOf(w, {"minute", "minutes", "min", "mins"})) return 1.0 / 60;
  if (IsOneOf(w, {"hour", "hours", "hr", "hrs", "h"})) return 1;
  if (IsOneOf(w, {"day", "days", "night", "nights", "d"})) return kDay;
  if (IsOneOf(w, {"week", "weeks", "wk", "wks"})) return kWeek;
  if (IsOneOf(w, {"fortnight", "fortnights"})) return 2 * kWeek;
  if (IsOneOf(w, {"month", "months", "mth", "mths", "mnth", "mnths", "mo", "mos"})) return kMonth;
  if (IsOneOf(w, {"year", "years", "yr", "yrs"})) return kYear;
  return 0;
}

int Weekday(absl::string_view w) {
  if (w.empty()) return -1;
  static constexpr std::array<std::array<absl::string_view, 4>, 7> kDays = {
      {{"monday", "mon", "mondays", ""},
       {"tuesday", "tues", "tue", "tuesdays"},
       {"wednesday", "weds", "wed", "wednesdays"},
       {"thursday", "thurs", "thur", "thursdays"},
       {"friday", "fri", "fridays", ""},
       {"saturday", "sat", "saturdays", ""},
       {"sunday", "sun", "sundays", ""}}};
  for (size_t i = 0; i < kDays.size(); ++i) {
    if (std::find(kDays[i].begin(), kDays[i].end(), w) != kDays[i].end())
      return static_cast<int>(i);
  }
  return -1;
}

int Month(absl::string_view w) {
  static constexpr std::array<absl::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (w == kMonths[i] ||
        (w.size() >= 3 && w == kMonths[i].substr(0, 3) && w != "may" && w != "mar") ||
        (w == "sept" && i == 8)) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

int Ordinal(absl::string_view w) {
  static constexpr std::array<absl::string_view, 7> kOrdinals = {
      "", "second", "third", "fourth", "fifth", "sixth", "seventh"};
  const auto* at = std::find(kOrdinals.begin() + 1, kOrdinals.end(), w);
  return at == kOrdinals.end() ? 0 : static_cast<int>(at - kOrdinals.begin()) + 1;
}

class TimeReader {
 public:
  TimeReader(const Message& message, absl::Time reference)
      : m_(message), reference_(absl::ToCivilSecond(reference, absl::UTCTimeZone())) {}

  std::vector<TimeReading> Run() {
    for (const Sentence& sentence : m_.sentences) {
      for (at_ = sentence.first; at_ < sentence.last; ++at_) {
        sentence_ = m_.words[at_].sentence;
        const size_t before = found_.size();
        const bool read = Interval() || DayCount() || Quantity() || Relative() || Calendar();
        if (read && found_.size() > before) at_ = std::max(at_, found_.back().last - 1);
      }
    }
    ClockDifference();
    return std::move(found_);
  }

 private:
  absl::string_view At(int i) const {
    if (i < m_.sentences[sentence_].first || i >= m_.sentences[sentence_].last) return "";
    return m_.words[i].text;
  }

  bool Number(int i, double& value) const {
    if (At(i).empty()) return false;
    const Word& word = m_.words[i];
    if (word.is_number) {
      value = word.number;
      return true;
    }
    if (IsOneOf(word.text, {"a", "an", "last"})) {
      value = 1;
      return true;
    }
    return false;
  }

  bool Add(TimeReading::Kind kind, double hours, int first, int last) {
    found_.push_back({kind, hours, first, last});
    return true;
  }

  // "every 3 weeks", "once in three weeks", "twice a week", "weekly"
  bool Interval() {
    const absl::string_view w = At(at_);
    if (IsOneOf(w, {"weekly"})) return Add(TimeReading::Kind::kInterval, kWeek, at_, at_ + 1);
    if (IsOneOf(w, {"daily", "nightly"}))
      return Add(TimeReading::Kind::kInterval, kDay, at_, at_ + 1);
    if (IsOneOf(w, {"monthly"})) return Add(TimeReading::Kind::kInterval, 30 * kDay, at_, at_ + 1);
    if (IsOneOf(w, {"fortnightly", "biweekly"}))
      return Add(TimeReading::Kind::kInterval, 2 * kWeek, at_, at_ + 1);
    if (IsOneOf(w, {"every", "each"})) return Every();
    double times = 0;
    if (w == "once") times = 1;
    if (w == "twice") times = 2;
    int next = at_ + 1;
    if (w == "thrice") times = 3;
    if (times == 0 && m_.words[at_].is_number && IsOneOf(At(next), {"times", "x", "time"})) {
      times = m_.words[at_].number;
      ++next;
    }
    if (times == 0) {
      if (DaysOfWeek() > 0) return true;
      // "of a Sunday"
      if (Weekday(w) >= 0 && At(at_ - 1) == "a" && IsOneOf(At(at_ - 2), {"of", "on"}))
        return Add(TimeReading::Kind::kInterval, kWeek, at_ - 2, at_ + 1);
      if (Weekday(w) >= 0 && absl::EndsWith(w, "s") && IsOneOf(At(at_ - 1), {"on"}))
        return Add(TimeReading::Kind::kInterval, kWeek, at_, at_ + 1);
      return false;
    }
    if (IsOneOf(At(next), {"a", "per", "in", "every", "each", "an"})) ++next;
    double count = 1;
    if (!At(next).empty() && m_.words[next].is_number) count = m_.words[next++].number;
    if (IsOneOf(At(next), {"other"})) {
      count = 2;
      ++next;
    }
    const double unit = UnitHours(At(next));
    if (unit == 0 || times <= 0) return false;
    const double hours = unit == kMonth ? 30 * kDay : unit;
    return Add(TimeReading::Kind::kInterval, hours * count / times, at_, next + 1);
  }

  // "Mon, Wed and Fri evenings": three or more days named are so many a week.
  // Returns how many; 0 if they are fewer.
  int DaysOfWeek() {
    int days = 0, last = at_;
    for (int i = at_; Weekday(At(i)) >= 0; ++i) {
      ++days;
      last = i + 1;
      if (IsOneOf(At(i + 1), {"and", "n", "then"})) ++i;
    }
    if (days < 3) return 0;
    Add(TimeReading::Kind::kInterval, kWeek / days, at_, last);
    return days;
  }

  bool Every() {
    int next = at_ + 1;
    double count = 1;
    if (IsOneOf(At(next), {"other", "second", "2nd"})) {
      count = 2;
      ++next;
    } else if (!At(next).empty() && m_.words[next].is_number) {
      count = m_.words[next].number;
      const bool dash = m_.words[next].after == "-";
      const int second = dash ? next + 1 : next + 2;
      const bool range = (dash || IsOneOf(At(next + 1), {"to", "or"})) && !At(second).empty() &&
                         m_.words[second].is_number;
      // Of "every 48 to 72 hours" the shorter counts: it is how close sessions come.
      next = (range ? second : next) + 1;
    } else if (IsOneOf(At(next), {"single", "few"})) {
      count = At(next) == "few" ? 3 : 1;
      ++next;
    }
    if (Weekday(At(next)) >= 0)
      return Add(TimeReading::Kind::kInterval, kWeek * count, at_, next + 1);
    if (IsOneOf(At(next), {"night", "day", "morning", "evening"}))
      return Add(TimeReading::Kind::kInterval, kDay * count, at_, next + 1);
    const double unit = UnitHours(At(next));
    if (unit == 0) return false;
    return Add(TimeReading::Kind::kInterval, (unit == kMonth ? 30 * kDay : unit) * count, at_,
               next + 1);
  }

  // "day 4": four days after. "week 3 of" a course of pills is no time ago.
  bool DayCount() {
    // "the 3rd day", "third day now"
    if (const int ordinal = Ordinal(At(at_));
        ordinal > 0 && At(at_ + 1) == "day" && IsOneOf(At(at_ - 1), {"", "the", "my", "its", "is"}))
      return Add(TimeReading::Kind::kAgo, ordinal * kDay, at_, at_ + 2);
    if (m_.words[at_].is_number && IsOneOf(At(at_ + 1), {"rd", "th", "nd"}) && At(at_ + 2) == "day")
      return Add(TimeReading::Kind::kAgo, m_.words[at_].number * kDay, at_, at_ + 3);
    if (!IsOneOf(At(at_), {"day", "week", "hour"})) return false;
    if (At(at_ + 1).empty() || !m_.words[at_ + 1].is_number || m_.words[at_ + 1].number > 120)
      return false;
    if (IsOneOf(At(at_ - 1), {"every", "a", "per"})) return false;
    // "I'm on day 5", "on day 8 after"; but "the wedding is on day 9"
    const bool reached = IsOneOf(At(at_ - 2), {"im", "am", "now", "still", "currently", "only"}) ||
                         IsOneOf(At(at_ + 2), {"after", "post", "since", "now", "of"});
    if (At(at_ - 1) == "on" && !reached) return false;
    if (At(at_ + 2) == "of")
      return Add(TimeReading::Kind::kDuration, m_.words[at_ + 1].number * UnitHours(At(at_)), at_,
                 at_ + 2);
    return Add(TimeReading::Kind::kAgo, m_.words[at_ + 1].number * UnitHours(At(at_)), at_,
               at_ + 2);
  }

  // "three weeks ago", "5 hrs post", "2 days after", "for 6 weeks", "half a year ago"
  bool Quantity() {
    double value = 0;
    if (!Number(at_, value)) return false;
    int next = at_ + 1;
    if (m_.words[at_].after == "/" && !At(next).empty() && m_.words[next].is_number &&
        m_.words[next].number > 0)
      value /= m_.words[next++].number;  // "3/4 of a year"
    if (At(next) == "and" && At(next + 1) == "a" && At(next + 2) == "half") {
      value += 0.5;  // "nine and a half weeks"
      next += 3;
    }
    for (int skipped = 0; skipped < 2 && (m_.words[at_].number_word || value < 1) &&
                          IsOneOf(At(next), {"a", "an", "of"});
         ++skipped)
      ++next;  // "half a year", "couple of weeks"
    if (IsOneOf(At(at_), {"a", "an"}) && IsOneOf(At(next), {"couple", "few"})) {
      value = At(next) == "few" ? 3 : 2;
      ++next;
      if (At(next) == "of") ++next;
    } else if (IsOneOf(At(next), {"or", "to"}) || m_.words[at_].after == "-") {
      const int second = m_.words[at_].after == "-" ? next : next + 1;
      if (!At(second).empty() && m_.words[second].is_number && UnitHours(At(second + 1)) > 0) {
        value = (value + m_.words[second].number) / 2;
        next = second + 1;
      }
    }
    if (IsOneOf(At(next), {"full", "whole", "more", "long"})) ++next;
    const double unit = UnitHours(At(next));
    if (unit == 0 || value <= 0) return false;
    if (At(at_) == "last" && IsOneOf(At(next), {"day", "hour", "night"})) return false;
    double hours = value * unit;
    int last = next + 1;
    if (At(last) == "and" && IsOneOf(At(last + 1), {"a"}) && At(last + 2) == "half") {
      hours += unit / 2;
      last += 3;
    }
    const absl::string_view after = At(last), before = At(at_ - 1);
    if (IsOneOf(At(at_), {"last"}) && IsOneOf(before, {"until", "till"})) {  // "until last month"
      return Add(TimeReading::Kind::kAgo, hours, at_, last);
    }
    if (IsOneOf(At(at_), {"last"})) {  // "last week": a time, but no number of weeks
      return Add(TimeReading::Kind::kDuration, hours, at_, last);
    }
    if (IsOneOf(after, {"old", "olds"})) return true;  // an age
    if (IsOneOf(before, {"in", "within"}) || IsOneOf(after, {"later", "time", "left"})) {
      const bool into =
          before == "in" && IsOneOf(At(at_ - 2), {"months", "weeks", "was", "stopped"});
      if (!into) return Add(TimeReading::Kind::kFuture, hours, at_, last);
    }
    if (IsOneOf(after, {"ago", "back", "post", "after", "since", "out", "now", "on", "prior",
                        "before", "off", "clear", "clean", "in", "into"})) {
      const bool duration =
          IsOneOf(before, {"for"}) || IsOneOf(after, {"before", "prior"}) ||
          (IsOneOf(after, {"now", "in", "into", "on"}) && !IsOneOf(after, {"on"}));
      return Add(duration ? TimeReading::Kind::kDuration : TimeReading::Kind::kAgo, hours, at_,
                 last + 1);
    }
    if (IsOneOf(before,
                {"since", "after", "for", "last", "past", "been", "took", "takes", "about"})) {
      const bool ago = before == "since";
      return Add(ago ? TimeReading::Kind::kAgo : TimeReading::Kind::kDuration, hours, at_, last);
    }
    return Add(TimeReading::Kind::kDuration, hours, at_, last);
  }

  bool Relative() {
    const absl::string_view w = At(at_);
    const double hour = reference_.hour();
    const auto ago = [&](double hours, int words) {
      return Add(TimeReading::Kind::kAgo, hours, at_, at_ + words);
    };
    if (w == "yesterday" || w == "yday") return ago(kDay, 1);
    if (w == "today") return ago(6, 1);
    if (w == "lunchtime") return ago(7, 1);
    if (w == "this" && At(at_ + 1) == "morning") return ago(std::max(hour - 8, 8.0), 2);
    if (w == "this" && IsOneOf(At(at_ + 1), {"afternoon", "evening"})) return ago(3, 2);
    if (w == "last" && IsOneOf(At(at_ + 1), {"night", "evening"})) return ago(12, 2);
    if (w == "earlier" && IsOneOf(At(at_ + 1), {"today"})) return ago(5, 2);
    if (w == "just" && IsOneOf(At(at_ + 1), {"rolled", "needled", "finished", "did", "had"}))
      return ago(1, 2);
    if (IsOneOf(w, {"tomorrow", "tmrw", "tomoz"}))
      return Add(TimeReading::Kind::kFuture, kDay, at_, at_ + 1);
    if (w == "tonight") return Add(TimeReading::Kind::kFuture, 8, at_, at_ + 1);
    if (w == "next" && UnitHours(At(at_ + 1)) > 0)
      return Add(TimeReading::Kind::kFuture, UnitHours(At(at_ + 1)), at_, at_ + 2);
    return false;
  }

  // "since march", "in march, it's august", "on sunday, it's weds", "in 2019"
  bool Calendar() {
    const absl::string_view w = At(at_);
    const absl::string_view before = At(at_ - 1);
    if (m_.words[at_].is_number && m_.words[at_].number >= 1950 &&
        m_.words[at_].number <= reference_.year() &&
        IsOneOf(before, {"in", "since", "until", "till"})) {
      const double years = reference_.year() - m_.words[at_].number;
      return Add(TimeReading::Kind::kAgo, std::max(years, 0.5) * kYear, at_, at_ + 1);
    }
    if (const int month = Month(w);
        month > 0 &&
        (IsOneOf(before, {"in", "since", "last", "from", "early", "late", "mid"}) ||
         (before == "of" && IsOneOf(At(at_ - 2), {"end", "start", "beginning", "middle"})))) {
      int now = reference_.month();
      if (const int stated = StatedNow(Month); stated > 0 && stated != month) now = stated;
      const int months = (now - month + 12) % 12;
      if (months == 0) return false;
      return Add(TimeReading::Kind::kAgo, months * kMonth, at_, at_ + 1);
    }
    if (const int day = Weekday(w);
        day >= 0 && (IsOneOf(before, {"on", "last", "since"}) || StatedNow(WeekdayFromOne) > 0)) {
      if (IsOneOf(before, {"next", "this", "until"})) return false;
      const int stated = StatedNow(WeekdayFromOne);
      if (stated > 0 && stated - 1 == day) return false;  // the day that it is now
      if (stated == 0) return false;                      // could as well be the coming one
      const int days = (stated - 1 - day + 7) % 7;
      return Add(TimeReading::Kind::kAgo, days * kDay, at_, at_ + 1);
    }
    return false;
  }

  static int WeekdayFromOne(absl::string_view w) { return Weekday(w) + 1; }

  // The month or day the message says it is now: "it's august".
  int StatedNow(int (*read)(absl::string_view)) const {
    for (size_t i = 1; i < m_.words.size(); ++i) {
      // "it's august", "it's mid august now"
      const size_t said =
          i >= 2 && IsOneOf(m_.words[i - 1].text, {"mid", "early", "late", "nearly", "almost"})
              ? i - 2
              : i - 1;
      if (IsOneOf(m_.words[said].text, {"its", "now", "today", "is"}) && read(m_.words[i].text) > 0)
        return read(m_.words[i].text);
    }
    return 0;
  }

  // "rolled at 2pm, its 7pm now"
  void ClockDifference() {
    struct Clock {
      double hour;
      int first, last;
    };
    std::vector<Clock> clocks;
    for (int i = 0; i + 1 < static_cast<int>(m_.words.size()); ++i) {
      const std::string& half = m_.words[i + 1].text;
      if (!m_.words[i].is_number || !IsOneOf(half, {"am", "pm"}) || m_.words[i].number > 12)
        continue;
      clocks.push_back({std::fmod(m_.words[i].number, 12) + (half == "pm" ? 12 : 0), i, i + 2});
    }
    if (clocks.size() != 2) return;
    const double hours = std::fmod(clocks[1].hour - clocks[0].hour + 24, 24);
    if (hours > 0)
      found_.push_back({TimeReading::Kind::kAgo, hours, clocks[0].first, clocks[0].last});
  }

  const Message& m_;
  absl::CivilSecond reference_;
  std::vector<TimeReading> found_;
  int at_ = 0;
  int sentence_ = 0;
};

}  // namespace

std::vector<TimeReading> ReadTimes(const Message& message, absl::Time reference) {
  return TimeReader(message, reference).Run();
}

}  // namespace needlepoint
