#include "service/understand/proposals.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>

#include "service/understand/quantities.h"

namespace needlepoint {
namespace {

constexpr int kMostSessions = 100;
constexpr int kMostDaysOff = 365;
constexpr double kMostDays = 3650;  // what is further off is no plan
// Words between a number and what it is said of.
constexpr int kNear = 4;
// A sentence of no more words only replies: "every 4 weeks".
constexpr int kMostWordsOfReply = 5;

// A number or a range, words [first, last).
struct Amount {
  double value = 0;
  std::optional<double> max;
  int first = 0, last = 0;
};

bool IsInSentence(const Message& m, int i, int sentence) {
  return i >= m.sentences[sentence].first && i < m.sentences[sentence].last;
}

// The word at `i`, or "" outside `sentence`.
absl::string_view WordAt(const Message& m, int i, int sentence) {
  return IsInSentence(m, i, sentence) ? absl::string_view(m.words[i].text) : "";
}

// "4", "3-4", "3 to 4", "three or four"; with `article`, "a" is one.
std::optional<Amount> AmountAt(const Message& m, int i, bool article = false) {
  const Word& word = m.words[i];
  if (article && IsOneOf(word.text, {"a", "one"})) return Amount{1, std::nullopt, i, i + 1};
  if (!word.is_number) return std::nullopt;
  Amount amount{word.number, std::nullopt, i, i + 1};
  int next = i + 1;
  const bool dash = IsOneOf(word.after, {"-", "–", "—"});
  if (!dash && IsOneOf(WordAt(m, next, word.sentence), {"to", "or", "and"})) ++next;
  const bool joined = dash || next > i + 1;
  if (joined && IsInSentence(m, next, word.sentence) && m.words[next].is_number &&
      m.words[next].number > amount.value) {
    amount.max = m.words[next].number;
    amount.last = next + 1;
  }
  return amount;
}

bool IsSessionWord(absl::string_view word) {
  return IsOneOf(word, {"session", "sessions", "treatment", "treatments", "sitting", "sittings",
                        "rounds", "visits", "appointments"});
}

// "4 clinic sessions", but not "a 4 week treatment" nor "5 laser treatments".
bool IsKindOfSession(absl::string_view word) {
  return IsOneOf(word,
                 {"clinic",      "pro",     "professional", "home",   "full",     "derma",
                  "dermapen",    "skinpen", "pen",          "roller", "needling", "microneedling",
                  "dermaroller", "rolling", "prp",          "rf",     "more",     "further",
                  "monthly",     "weekly",  "separate",     "face",   "facial",   "scar"});
}

// "Type 4", "week 4": the number is a name.
bool NamesByNumber(absl::string_view word) {
  return IsOneOf(word, {"type", "fitzpatrick", "fitz", "spf", "grade", "stage", "level", "order",
                        "age", "aged", "day", "week", "month", "session"});
}

double DaysOf(absl::string_view unit) {
  if (IsOneOf(unit, {"day", "days"})) return 1;
  if (IsOneOf(unit, {"week", "weeks", "wk", "wks"})) return 7;
  if (IsOneOf(unit, {"month", "months"})) return 30;
  return 0;
}

bool IsMoney(const Message& m, const Amount& amount) {
  const Word& word = m.words[amount.first];
  if (IsOneOf(word.before, {"$", "£", "€", "₹"})) return true;
  return IsOneOf(WordAt(m, amount.last, word.sentence),
                 {"dollars", "usd", "bucks", "quid", "pounds", "gbp", "euros", "eur", "rupees"});
}

// The sessions that a number at `i` counts; nothing if it counts other things.
std::optional<Amount> SessionsAt(const Message& m, int i) {
  const std::optional<Amount> amount = AmountAt(m, i);
  const int sentence = m.words[i].sentence;
  if (!amount.has_value() || amount->value < 1 || amount->value > kMostSessions ||
      amount->value != std::floor(amount->value) || !m.words[i].before.empty() ||
      m.words[amount->last - 1].after == "%" || NamesByNumber(WordAt(m, i - 1, sentence)))
    return std::nullopt;
  const auto counts = [&](int word) {
    return IsSessionWord(WordAt(m, word, sentence)) && !m.words[word].comma_before;
  };
  if (counts(amount->last)) return amount;
  if (IsKindOfSession(WordAt(m, amount->last, sentence)) && !m.words[amount->last].comma_before &&
      counts(amount->last + 1))
    return amount;
  return std::nullopt;
}

// What a price is for: "$300 each", "$1,200 for 4 sessions", "1,200 in total".
const char* PerOf(const Message& m, const Amount& amount) {
  constexpr int kFar = 6;
  const int sentence = m.words[amount.first].sentence;
  for (int i = amount.last; i < amount.last + kFar; ++i) {
    const absl::string_view word = WordAt(m, i, sentence), before = WordAt(m, i - 1, sentence);
    if (word.empty()) break;
    if (IsOneOf(word, {"each", "apiece", "pop"})) return "session";
    if (IsSessionWord(word)) {
      const bool one = IsOneOf(before, {"a", "per", "each", "every", "one", "single"});
      return one ? "session" : "course";
    }
    if (IsOneOf(word, {"total", "altogether", "overall", "course", "package", "series", "bundle"}))
      return "course";
    // The next price is about something else.
    if (m.words[i].comma_before && i > amount.last) break;
  }
  for (int i = amount.first - 1; i >= amount.first - 4; --i) {
    if (IsOneOf(WordAt(m, i, sentence), {"total", "course", "package", "series", "bundle"}))
      return "course";
  }
  return "";
}

// Whether words [from, to) hold a comma, another number or one of `words`.
bool IsParted(const Message& m, int from, int to, std::initializer_list<absl::string_view> words) {
  for (int i = from; i < to; ++i) {
    if (m.words[i].comma_before || m.words[i].is_number || IsOneOf(m.words[i].text, words))
      return true;
  }
  return false;
}

// Whether a trigger of `type` is said of words [first, last): near, and of no
// other number. "4 sessions, max" ends with it.
bool StandsNear(const Triggers& triggers, absl::string_view type, const Message& m, int first,
                int last) {
  const auto near = [&](const TriggerReading& t) {
    const int sentence = m.words[first].sentence;
    if (m.words[t.first].sentence != sentence) return false;
    if (t.first < last && first < t.last) return true;
    if (t.last <= first)
      return first - t.last < kNear && !IsParted(m, t.last, first, {}) &&
             !m.words[first].comma_before;
    const bool closes = t.last == m.sentences[sentence].last;
    return t.first - last < kNear && !IsParted(m, last, t.first, {}) &&
           (closes || !m.words[t.first].comma_before);
  };
  return std::any_of(triggers.Of(type).begin(), triggers.Of(type).end(), near);
}

// Words between [first, last) and [other_first, other_last).
int Distance(int first, int last, int other_first, int other_last) {
  return std::max({first - other_last, other_first - last, 0});
}

class ProposalReader {
 public:
  ProposalReader(const Message& message, const std::vector<EntryReading>& readings,
                 const Triggers& triggers, const Context& context, absl::Time reference)
      : m_(message),
        readings_(readings),
        triggers_(triggers),
        context_(context),
        lengths_(ReadLengths(message)),
        done_(ReadSessions(message)),
        times_(ReadTimes(message, reference)) {}

  Proposal Run() {
    for (const LengthReading& length : lengths_) {
      const Amount amount{length.mm, std::nullopt, length.first, length.last};
      if (!IsPast(amount)) Add("needle_length_mm", amount);
    }
    for (int i = 0; i < static_cast<int>(m_.words.size()); ++i) {
      const std::optional<Amount> amount = AmountAt(m_, i);
      if (!amount.has_value()) continue;
      if (!IsPast(*amount)) {
        if (IsMoney(m_, *amount)) Add("cost", *amount, PerOf(m_, *amount));
        if (SessionsAt(m_, i).has_value() && !IsLimit(*amount)) Add("session_count", *amount);
      }
      i = amount->last - 1;
    }
    AddIntervals();
    std::sort(out_.numbers.begin(), out_.numbers.end(),
              [](const ProposedNumber& a, const ProposedNumber& b) {
                return a.span.start < b.span.start;
              });
    return std::move(out_);
  }

 private:
  bool IsLimit(const Amount& amount) const {
    return StandsNear(triggers_, "at-most", m_, amount.first, amount.last);
  }

  // "Had 3-4 sessions", "had 3 sessions at 1.5 mm", "rolled 1.5 mm 3 days ago".
  bool IsPast(const Amount& amount) const {
    const int sentence = m_.words[amount.first].sentence;
    for (int back = 1; back <= 2; ++back) {
      const absl::string_view word = WordAt(m_, amount.first - back, sentence);
      if (word.empty() || m_.words[amount.first - back + 1].comma_before) break;
      if (IsOneOf(word, {"had", "did", "done", "completed", "finished", "after"})) return true;
    }
    const auto beside = [&](int first, int last) {
      if (m_.words[first].sentence != sentence) return false;
      const bool behind = amount.first >= last;
      return Distance(amount.first, amount.last, first, last) < kNear &&
             !IsParted(m_, behind ? last : amount.last, behind ? amount.first : first,
                       {"and", "then", "but", "now"}) &&
             !m_.words[behind ? amount.first : first].comma_before;
    };
    for (const CountReading& count : done_) {
      if (count.first < amount.last && amount.first < count.last) return true;
      if (count.last <= amount.first && beside(count.first, count.last)) return true;
    }
    return std::any_of(times_.begin(), times_.end(), [&](const TimeReading& time) {
      return time.kind == TimeReading::Kind::kAgo && beside(time.first, time.last);
    });
  }

  // Whether a clinician is said to propose in the sentence of `word`, or in the
  // one before.
  bool IsByClinician(int word) const {
    const int sentence = m_.words[word].sentence;
    const std::vector<TriggerReading>& triggers = triggers_.Of("clinician-proposes");
    return std::any_of(triggers.begin(), triggers.end(), [&](const TriggerReading& t) {
      const int said = m_.words[t.first].sentence;
      return said == sentence || said + 1 == sentence;
    });
  }

  void Add(const char* field, const Amount& amount, const char* per = "") {
    if (context_.ExperiencerOf(amount.first, amount.last) == Experiencer::kSomebodyElse) return;
    const Assertion assertion = context_.AssertionOf(amount.first, amount.last, "length");
    if (assertion == Assertion::kNegated || assertion == Assertion::kPast) return;
    out_.numbers.push_back(
        {field, amount.value, amount.max, m_.SpanOf(amount.first, amount.last), per});
    out_.by_clinician = out_.by_clinician || IsByClinician(amount.first);
  }

  void AddInterval(const Amount& amount) {
    if (amount.value > 0 && amount.max.value_or(amount.value) <= kMostDays)
      Add("interval_days", amount);
  }

  // "every 4 weeks", and "six weeks apart".
  void AddIntervals() {
    for (const TimeReading& time : times_) {
      if (time.kind == TimeReading::Kind::kInterval && IsOfSessions(time))
        AddInterval({time.hours / 24, std::nullopt, time.first, time.last});
    }
    for (int i = 0; i < static_cast<int>(m_.words.size()); ++i) {
      const std::optional<Amount> amount = AmountAt(m_, i, true);
      if (!amount.has_value()) continue;
      i = amount->last - 1;
      const int sentence = m_.words[i].sentence;
      const double days = DaysOf(WordAt(m_, amount->last, sentence));
      if (days == 0 || !IsOneOf(WordAt(m_, amount->last + 1, sentence), {"apart", "between"}))
        continue;
      Amount interval = *amount;
      interval.value *= days;
      if (interval.max.has_value()) interval.max = *interval.max * days;
      interval.last += 2;
      AddInterval(interval);
    }
  }

  // "Tretinoin every night" is how often something else is done.
  bool IsOfSessions(const TimeReading& time) const {
    constexpr int kFar = 1000;
    const int sentence = m_.words[time.first].sentence;
    int session = kFar, product = kFar;
    bool any_session = !out_.numbers.empty() || !triggers_.Of("session").empty() ||
                       !triggers_.Of("clinician-proposes").empty() || !lengths_.empty();
    const auto note = [&](int first, int last, int& nearest) {
      if (m_.words[first].sentence == sentence)
        nearest = std::min(nearest, Distance(time.first, time.last, first, last));
    };
    for (const TriggerReading& t : triggers_.Of("session")) note(t.first, t.last, session);
    for (const LengthReading& length : lengths_) note(length.first, length.last, session);
    for (const EntryReading& reading : readings_) {
      const std::string& kind = reading.entry->kind;
      const bool needling = kind == "device" || reading.entry->code == "needling";
      any_session = any_session || needling;
      if (needling) note(reading.first, reading.last, session);
      if (kind == "medication" || kind == "skincare") note(reading.first, reading.last, product);
    }
    if (product < session) return false;
    return any_session ||
           m_.sentences[sentence].last - m_.sentences[sentence].first <= kMostWordsOfReply;
  }

  const Message& m_;
  const std::vector<EntryReading>& readings_;
  const Triggers& triggers_;
  const Context& context_;
  const std::vector<LengthReading> lengths_;
  const std::vector<CountReading> done_;
  const std::vector<TimeReading> times_;
  Proposal out_;
};

// Days from now to `event` that `amount` gives: "6 weeks until my wedding", "I have 6
// weeks before my wedding", "the wedding is 6 weeks away". "Roll 2 weeks before the
// wedding" gives none.
std::optional<double> DaysTo(const TriggerReading& event, const Amount& amount, const Message& m) {
  const int sentence = m.words[amount.first].sentence;
  const double days = DaysOf(WordAt(m, amount.last, sentence)) * amount.value;
  if (days <= 0 || days > kMostDays) return std::nullopt;
  const absl::string_view link = WordAt(m, amount.last + 1, sentence);
  if (event.first > amount.last) {
    if (IsOneOf(link, {"until", "till", "til", "to"})) return days;
    if (link != "before") return std::nullopt;
    for (int back = 1; back <= 2; ++back) {
      if (IsOneOf(WordAt(m, amount.first - back, sentence),
                  {"have", "has", "got", "ive", "left", "theres", "remain"}))
        return days;
    }
    return std::nullopt;
  }
  if (!IsOneOf(link, {"away", "off", "out", "to"})) return std::nullopt;
  int before = amount.first - 1;
  while (IsOneOf(WordAt(m, before, sentence),
                 {"about", "only", "just", "still", "now", "roughly", "around", "in", "like"}))
    --before;
  const bool is = IsOneOf(WordAt(m, before, sentence), {"is", "are", "its", "thats"});
  return is || before == event.last - 1 ? std::optional(days) : std::nullopt;
}

// What stretches of days are of, in a message that names an event or not.
class ConstraintsReader {
 public:
  ConstraintsReader(const Message& message, const Triggers& triggers, absl::Time reference)
      : m_(message), triggers_(triggers), reference_(reference) {}

  Constraints Run() {
    SetEventByTime();
    for (int i = 0; i < static_cast<int>(m_.words.size()); ++i) {
      const std::optional<Amount> amount = AmountAt(m_, i, true);
      if (!amount.has_value()) continue;
      i = amount->last - 1;
      if (SetEventBy(*amount)) continue;
      const double value = amount->max.value_or(amount->value);
      if (SessionsAt(m_, amount->first).has_value() && IsLimited(*amount) && value <= kMostSessions)
        out_.max_session_count = static_cast<int>(value);
      const double days = DaysOf(WordAt(m_, amount->last, m_.words[i].sentence)) * value;
      if (days > 0 && days <= kMostDaysOff && IsOff(*amount))
        out_.max_downtime_days = static_cast<int>(days);
    }
    return out_;
  }

 private:
  bool IsLimited(const Amount& amount) const {
    return StandsNear(triggers_, "at-most", m_, amount.first, amount.last);
  }

  // "3 days off"; of downtime a limit is said to be one.
  bool IsOff(const Amount& amount) const {
    return StandsNear(triggers_, "days-off", m_, amount.first, amount.last + 1) ||
           (IsLimited(amount) &&
            StandsNear(triggers_, "downtime", m_, amount.first, amount.last + 1));
  }

  void SetEvent(double days) {
    const absl::CivilDay today = absl::ToCivilDay(reference_, absl::UTCTimeZone());
    out_.event_day = today + static_cast<int>(std::lround(days));
  }

  // "My wedding is in five weeks".
  void SetEventByTime() {
    for (const TriggerReading& event : triggers_.Of("event")) {
      for (const TimeReading& time : ReadTimes(m_, reference_)) {
        const bool same = m_.words[time.first].sentence == m_.words[event.first].sentence;
        if (time.kind != TimeReading::Kind::kFuture || !same || out_.event_day.has_value() ||
            time.hours / 24 > kMostDays)
          continue;
        SetEvent(time.hours / 24);
      }
    }
  }

  bool SetEventBy(const Amount& amount) {
    for (const TriggerReading& event : triggers_.Of("event")) {
      if (m_.words[event.first].sentence != m_.words[amount.first].sentence) continue;
      const std::optional<double> days = DaysTo(event, amount, m_);
      if (!days.has_value()) continue;
      if (!out_.event_day.has_value()) SetEvent(*days);
      return true;
    }
    return false;
  }

  const Message& m_;
  const Triggers& triggers_;
  const absl::Time reference_;
  Constraints out_;
};

}  // namespace

Proposal ReadProposal(const Message& message, const std::vector<EntryReading>& readings,
                      const Triggers& triggers, const Context& context, absl::Time reference) {
  return ProposalReader(message, readings, triggers, context, reference).Run();
}

Constraints ReadConstraints(const Message& message, const Triggers& triggers,
                            absl::Time reference) {
  return ConstraintsReader(message, triggers, reference).Run();
}

}  // namespace needlepoint
