#include "service/understand/proposals.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "service/understand/quantities.h"

namespace needlepoint {
namespace {

constexpr int kMostSessions = 100;
constexpr int kMostDaysOff = 365;
// Words between a number and what it is said of.
constexpr int kNear = 4;

// A number or a range, words [first, last).
struct Amount {
  double value = 0;
  std::optional<double> max;
  int first = 0, last = 0;
};

bool IsInSentence(const Message& m, int i, int sentence) {
  return i >= m.sentences[sentence].first && i < m.sentences[sentence].last;
}

// "4", "3-4", "3 to 4", "three or four"; with `article`, "a" is one.
std::optional<Amount> AmountAt(const Message& m, int i, bool article = false) {
  const Word& word = m.words[i];
  if (article && IsOneOf(word.text, {"a", "one"})) return Amount{1, std::nullopt, i, i + 1};
  if (!word.is_number) return std::nullopt;
  Amount amount{word.number, std::nullopt, i, i + 1};
  int next = i + 1;
  const bool dash = IsOneOf(word.after, {"-", "–", "—"});
  if (!dash && IsInSentence(m, next, word.sentence) &&
      IsOneOf(m.words[next].text, {"to", "or", "and"}))
    ++next;
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

double DaysOf(absl::string_view unit) {
  if (IsOneOf(unit, {"day", "days"})) return 1;
  if (IsOneOf(unit, {"week", "weeks", "wk", "wks"})) return 7;
  if (IsOneOf(unit, {"month", "months"})) return 30;
  return 0;
}

bool IsMoney(const Message& m, const Amount& amount) {
  const Word& word = m.words[amount.first];
  if (IsOneOf(word.before, {"$", "£", "€", "₹"})) return true;
  return IsInSentence(m, amount.last, word.sentence) &&
         IsOneOf(m.words[amount.last].text,
                 {"dollars", "usd", "bucks", "quid", "pounds", "gbp", "euros", "eur", "rupees"});
}

// The sessions that a number at `i` counts; nothing if it counts other things.
std::optional<Amount> SessionsAt(const Message& m, int i) {
  const std::optional<Amount> amount = AmountAt(m, i);
  if (!amount.has_value() || amount->value < 1 || amount->value > kMostSessions ||
      amount->value != std::floor(amount->value) || !m.words[i].before.empty())
    return std::nullopt;
  for (int k = amount->last; k <= amount->last + 1; ++k) {
    if (!IsInSentence(m, k, m.words[i].sentence)) break;
    if (IsSessionWord(m.words[k].text)) return amount;
    if (m.words[k].is_number) break;
  }
  return std::nullopt;
}

bool StandsNear(const Triggers& triggers, absl::string_view type, const Message& m, int first,
                int last) {
  return std::any_of(triggers.Of(type).begin(), triggers.Of(type).end(),
                     [&](const TriggerReading& t) {
                       const bool same = m.words[t.first].sentence == m.words[first].sentence;
                       return same && t.first - last < kNear && first - t.last < kNear;
                     });
}

class ProposalReader {
 public:
  ProposalReader(const Message& message, const Triggers& triggers, const Context& context,
                 absl::Time reference)
      : m_(message), triggers_(triggers), context_(context), reference_(reference) {}

  Proposal Run() {
    for (const LengthReading& length : ReadLengths(m_))
      Add("needle_length_mm", {length.mm, std::nullopt, length.first, length.last});
    const std::vector<CountReading> done = ReadSessions(m_);
    for (int i = 0; i < static_cast<int>(m_.words.size()); ++i) {
      const std::optional<Amount> amount = AmountAt(m_, i);
      if (!amount.has_value()) continue;
      if (IsMoney(m_, *amount)) Add("cost", *amount);
      const bool was = std::any_of(done.begin(), done.end(), [&](const CountReading& c) {
        return c.first <= i && i < c.last;
      });
      if (!was && SessionsAt(m_, i).has_value() && !IsLimit(*amount)) Add("session_count", *amount);
      if (amount->max.has_value()) i = amount->last - 1;
    }
    AddIntervals();
    std::sort(out_.numbers.begin(), out_.numbers.end(),
              [](const ProposedNumber& a, const ProposedNumber& b) {
                return a.span.start < b.span.start;
              });
    out_.by_clinician = !out_.numbers.empty() && !triggers_.Of("clinician-proposes").empty();
    return std::move(out_);
  }

 private:
  bool IsLimit(const Amount& amount) const {
    return StandsNear(triggers_, "at-most", m_, amount.first, amount.last);
  }

  void Add(const char* field, const Amount& amount) {
    if (context_.ExperiencerOf(amount.first, amount.last) == Experiencer::kSomebodyElse) return;
    const Assertion assertion = context_.AssertionOf(amount.first, amount.last, "length");
    if (assertion == Assertion::kNegated || assertion == Assertion::kPast) return;
    out_.numbers.push_back({field, amount.value, amount.max, m_.SpanOf(amount.first, amount.last)});
  }

  // "every 4 weeks", and "six weeks apart".
  void AddIntervals() {
    for (const TimeReading& time : ReadTimes(m_, reference_)) {
      if (time.kind == TimeReading::Kind::kInterval)
        Add("interval_days", {time.hours / 24, std::nullopt, time.first, time.last});
    }
    for (int i = 0; i + 2 < static_cast<int>(m_.words.size()); ++i) {
      const std::optional<Amount> amount = AmountAt(m_, i, true);
      if (!amount.has_value() || amount->last + 1 >= static_cast<int>(m_.words.size())) continue;
      const double days = DaysOf(m_.words[amount->last].text);
      const bool apart = m_.words[amount->last + 1].text == "apart" ||
                         (m_.words[amount->last + 1].text == "between");
      if (days == 0 || !apart) continue;
      Amount interval = *amount;
      interval.value *= days;
      if (interval.max.has_value()) interval.max = *interval.max * days;
      interval.last += 2;
      Add("interval_days", interval);
    }
  }

  const Message& m_;
  const Triggers& triggers_;
  const Context& context_;
  absl::Time reference_;
  Proposal out_;
};

// The day of an event that a time or a stretch of time in its sentence names.
std::optional<absl::CivilDay> EventDay(const Message& m, const Triggers& triggers,
                                       absl::Time reference) {
  const absl::CivilDay today = absl::ToCivilDay(reference, absl::UTCTimeZone());
  for (const TriggerReading& event : triggers.Of("event")) {
    const int sentence = m.words[event.first].sentence;
    for (const TimeReading& time : ReadTimes(m, reference)) {
      if (time.kind == TimeReading::Kind::kFuture && m.words[time.first].sentence == sentence)
        return today + static_cast<int>(std::lround(time.hours / 24));
    }
    // "6 weeks until my wedding", "the wedding is 6 weeks away"
    for (int i = m.sentences[sentence].first; i + 2 < m.sentences[sentence].last; ++i) {
      const std::optional<Amount> amount = AmountAt(m, i, true);
      if (!amount.has_value() || amount->last + 1 >= m.sentences[sentence].last) continue;
      const double days = DaysOf(m.words[amount->last].text);
      if (days > 0 && IsOneOf(m.words[amount->last + 1].text,
                              {"until", "till", "til", "before", "to", "away", "off", "out"}))
        return today + static_cast<int>(amount->value * days);
    }
  }
  return std::nullopt;
}

}  // namespace

Proposal ReadProposal(const Message& message, const Triggers& triggers, const Context& context,
                      absl::Time reference) {
  return ProposalReader(message, triggers, context, reference).Run();
}

Constraints ReadConstraints(const Message& m, const Triggers& triggers, absl::Time reference) {
  Constraints out;
  for (int i = 0; i < static_cast<int>(m.words.size()); ++i) {
    const std::optional<Amount> amount = AmountAt(m, i, true);
    if (!amount.has_value()) continue;
    const double value = amount->max.value_or(amount->value);
    if (SessionsAt(m, i).has_value() &&
        StandsNear(triggers, "at-most", m, amount->first, amount->last)) {
      out.max_session_count = static_cast<int>(value);
    }
    if (!IsInSentence(m, amount->last, m.words[i].sentence)) continue;
    const double days = DaysOf(m.words[amount->last].text) * value;
    if (days > 0 && days <= kMostDaysOff &&
        StandsNear(triggers, "days-off", m, amount->first, amount->last + 1))
      out.max_downtime_days = static_cast<int>(days);
  }
  out.event_day = EventDay(m, triggers, reference);
  return out;
}

}  // namespace needlepoint
