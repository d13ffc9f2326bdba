// The times of a message, as profile fields: each belongs to the session, the
// product or the procedure that it stands nearest to.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/understand/profile_builder.h"

namespace needlepoint {
// What times can belong to: procedures, products, and words for needling, of
// which a needle length is one ("0.5 every two weeks").
std::vector<EntryReading> ProfileBuilder::FindTimed() const {
  static const auto* const needling =
      new LexiconEntry{"domain", "needling", "needling", {}, {}, {}};
  std::vector<EntryReading> timed;
  for (const EntryReading& reading : readings_) {
    const std::string& kind = reading.entry->kind;
    if (kind == "procedure" || kind == "medication" || kind == "skincare" || kind == "device" ||
        (kind == "domain" && reading.entry->code == "needling"))
      timed.push_back(reading);
  }
  for (const LengthReading& length : ReadLengths(message_))
    timed.push_back({needling, length.first, length.last});
  return timed;
}

// The procedure or product that a time belongs to: the nearest one in the same
// sentence with no needling word nearer.
const EntryReading* ProfileBuilder::NearestTimed(const TimeReading& time) const {
  const EntryReading* nearest = nullptr;
  int nearest_distance = 1000;
  const int sentence = message_.words[time.first].sentence;
  for (const EntryReading& reading : timed_) {
    if (message_.words[reading.first].sentence != sentence) continue;
    const int distance =
        reading.last <= time.first ? time.first - reading.last : reading.first - time.last;
    // What stands before the time is likelier meant than what follows, and
    // what is in another clause less.
    const int from = std::min(reading.last, time.last), to = std::max(reading.first, time.first);
    bool other_clause = false;
    for (int w = from; w <= to && w < static_cast<int>(message_.words.size()); ++w) {
      other_clause = other_clause ||
                     (w > from - 1 && message_.words[w].comma_before &&
                      w > std::min(reading.first, time.first)) ||
                     message_.words[w].text == "and";
    }
    const int weighed =
        std::abs(distance) * 2 + (reading.first >= time.last ? 1 : 0) + (other_clause ? 8 : 0);
    if (weighed < nearest_distance) {
      nearest_distance = weighed;
      nearest = &reading;
    }
  }
  return nearest;
}

void ProfileBuilder::AttachAgo(const TimeReading& time) {
  Profile& p = out_.profile;
  const EntryReading* nearest = NearestTimed(time);
  if (nearest != nullptr && nearest->entry->kind == "procedure") {
    for (TimedCode& procedure : p.recent_procedures) {
      if (procedure.code != nearest->entry->code) continue;
      if (!procedure.since.has_value()) {
        procedure.since = time.hours / kHoursInWeek;
        Note(time.first, time.last, "recent_procedures",
             absl::StrCat(procedure.code, " ", *procedure.since, " weeks"));
      }
      return;
    }
    if (context_.ExperiencerOf(nearest->first, nearest->last) == Experiencer::kTreated) {
      p.recent_procedures.push_back({nearest->entry->code, time.hours / kHoursInWeek});
      Note(std::min(nearest->first, time.first), std::max(nearest->last, time.last),
           "recent_procedures", nearest->entry->code);
    }
    return;
  }
  if (nearest != nullptr &&
      (nearest->entry->kind == "medication" || nearest->entry->kind == "skincare")) {
    UsedProduct* product = FindProduct(nearest->entry->code);
    const bool stopped = context_.Stopped(nearest->first, nearest->last);
    if (product != nullptr && product->use == Use::kNever) return;
    if (product != nullptr && (product->use == Use::kPast || stopped)) {
      product->use = Use::kPast;
      if (!product->weeks_since_stopped.has_value()) {
        product->weeks_since_stopped = time.hours / kHoursInWeek;
        Note(time.first, time.last, "weeks_since_stopped",
             absl::StrCat(*product->weeks_since_stopped));
      }
      return;
    }
    if (product != nullptr && nearest->entry->kind == "medication") {
      // "was on accutane 2 years ago": a past course.
      if (time.kind == TimeReading::Kind::kAgo && time.hours > kHoursInWeek &&
          !context_.InUse(nearest->first, nearest->last)) {
        product->use = Use::kPast;
        product->weeks_since_stopped = time.hours / kHoursInWeek;
      }
      return;
    }
  }
  if (nearest != nullptr &&
      (nearest->entry->kind == "medication" || nearest->entry->kind == "skincare") &&
      time.hours < 2)
    return;
  if (p.hours_since_last_session.has_value()) return;
  if (context_.ExperiencerOf(time.first, time.last) == Experiencer::kSomebodyElse) return;
  // A session needs a word for one, or skin that reacts to one.
  const bool session = !triggers_.Of("session").empty() ||
                       (nearest != nullptr && nearest->entry->kind != "medication") ||
                       !p.symptoms.empty();
  if (!session) return;
  p.hours_since_last_session = time.hours;
  Note(time.first, time.last, "hours_since_last_session", absl::StrCat(time.hours));
}

void ProfileBuilder::SetItsUse(const std::string& product, bool is_medication,
                               absl::Time reference_time) {
  const bool names_one = std::any_of(readings_.begin(), readings_.end(), [](const auto& reading) {
    return reading.entry->kind == "medication" || reading.entry->kind == "skincare";
  });
  if (names_one) return;
  UsedProduct used{product, Use::kUnspecified, std::nullopt};
  const TriggerReading* trigger = nullptr;
  for (const auto& [type, use] :
       {std::make_pair("never-it", Use::kNever), std::make_pair("stopped-it", Use::kPast),
        std::make_pair("use-of-it", Use::kCurrent)}) {
    if (trigger != nullptr || triggers_.Of(type).empty()) continue;
    trigger = &triggers_.Of(type).front();
    used.use = use;
  }
  if (trigger == nullptr ||
      context_.ExperiencerOf(trigger->first, trigger->last) == Experiencer::kSomebodyElse)
    return;
  if (used.use == Use::kPast) {
    for (const TimeReading& time : ReadTimes(message_, reference_time)) {
      if (time.kind != TimeReading::Kind::kAgo || used.weeks_since_stopped.has_value()) continue;
      used.weeks_since_stopped = time.hours / kHoursInWeek;
      // The time is the product's, and no session's.
      if (out_.profile.hours_since_last_session == time.hours &&
          !given_.hours_since_last_session.has_value())
        out_.profile.hours_since_last_session.reset();
    }
  }
  auto& list = is_medication ? out_.profile.medications : out_.profile.skincare;
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const UsedProduct& p) { return p.code == product; }),
             list.end());
  list.push_back(std::move(used));
  Note(trigger->first, trigger->last, is_medication ? "medications" : "skincare", product);
}

void ProfileBuilder::AttachInterval(const TimeReading& time) {
  Profile& p = out_.profile;
  const EntryReading* nearest = NearestTimed(time);
  if (nearest != nullptr && nearest->entry->kind != "device" && nearest->entry->kind != "domain")
    return;
  if (p.session_interval_days.has_value() || time.hours <= 0) return;
  const bool session =
      nearest != nullptr || !triggers_.Of("session").empty() || p.needle_length_mm.has_value();
  if (!session) return;
  p.session_interval_days = time.hours / 24;
  Note(time.first, time.last, "session_interval_days", absl::StrCat(*p.session_interval_days));
}

void ProfileBuilder::SetTimes(absl::Time reference_time) {
  const std::vector<TimeReading> times = ReadTimes(message_, reference_time);
  for (const TimeReading& time : times) {
    if (time.kind == TimeReading::Kind::kAgo) AttachAgo(time);
  }
  // Of several intervals the one nearest to a word for needling is meant.
  const TimeReading* interval = nullptr;
  int least = 1000;
  for (const TimeReading& time : times) {
    if (time.kind != TimeReading::Kind::kInterval) continue;
    int distance = 100;
    for (const EntryReading& reading : timed_) {
      if (reading.entry->kind != "device" && reading.entry->code != "needling") continue;
      if (message_.words[reading.first].sentence != message_.words[time.first].sentence) continue;
      const bool behind = reading.first >= time.last;
      distance = std::min(
          distance, behind ? (reading.first - time.last) * 2 + 3 : (time.first - reading.last) * 2);
    }
    if (distance < least) {
      least = distance;
      interval = &time;
    }
  }
  if (interval != nullptr) AttachInterval(*interval);
  // "haven't rolled for 4 months": that long ago it was.
  for (const TimeReading& time : times) {
    if (time.kind != TimeReading::Kind::kDuration ||
        out_.profile.hours_since_last_session.has_value())
      continue;
    for (const Mention& mention : out_.mentions) {
      const bool denied_session = mention.kind == "domain" && mention.code == "needling" &&
                                  mention.assertion == Assertion::kNegated &&
                                  mention.sentence == message_.words[time.first].sentence &&
                                  mention.span.end <= message_.words[time.first].span.start;
      if (!denied_session || out_.profile.hours_since_last_session.has_value()) continue;
      out_.profile.hours_since_last_session = time.hours;
      Note(time.first, time.last, "hours_since_last_session", absl::StrCat(time.hours));
    }
  }
  // "5 weeks of redness", "3 weeks now": the session is at least that long ago.
  if (out_.profile.hours_since_last_session.has_value() || out_.profile.symptoms.empty()) return;
  for (const TimeReading& time : times) {
    const EntryReading* nearest =
        time.kind == TimeReading::Kind::kDuration ? NearestTimed(time) : nullptr;
    if (time.kind != TimeReading::Kind::kDuration || time.hours < 24) continue;
    if (nearest != nullptr && nearest->entry->kind != "device" && nearest->entry->kind != "domain")
      continue;
    out_.profile.hours_since_last_session = time.hours;
    Note(time.first, time.last, "hours_since_last_session", absl::StrCat(time.hours));
    return;
  }
}

}  // namespace needlepoint
