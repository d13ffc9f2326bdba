#include "service/plan/calendar.h"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"

namespace needlepoint {
namespace {

constexpr std::array<std::pair<Moment, const char*>, 6> kMoments = {{
    {Moment::kBefore, "timeline.before"},
    {Moment::kSession, "timeline.session"},
    {Moment::kHealing, "timeline.healing"},
    {Moment::kFurtherSessions, "timeline.further-sessions"},
    {Moment::kFirstResult, "timeline.first-result"},
    {Moment::kFullResult, "timeline.full-result"},
}};

const Range* NumberOf(const Protocol& row, const char* name) {
  const auto it = row.numbers.find(name);
  return it == row.numbers.end() ? nullptr : &it->second;
}

int Up(double days) { return static_cast<int>(std::ceil(days)); }
int Down(double days) { return static_cast<int>(std::floor(days)); }

Days Between(double from, double to) { return {Down(from), Up(to)}; }

// Days from the first to the last session.
Days CourseOf(const Protocol& row) {
  const Range* sessions = NumberOf(row, "session_count");
  const Range* interval = NumberOf(row, "interval_days");
  if (sessions == nullptr || interval == nullptr) return {0, 0};
  return Between((sessions->min - 1) * interval->min, (sessions->max - 1) * interval->max);
}

// The statements of `from` that hold or may hold, each once.
void Say(const std::vector<int>& from, Tailor& tailor, absl::flat_hash_set<int>& said,
         google::protobuf::RepeatedPtrField<v1::Statement>* out) {
  for (const int statement : from) {
    if (tailor.Holds(statement) == Truth::kFalse || !said.insert(statement).second) continue;
    *out->Add() = tailor.Dress(statement);
  }
}

}  // namespace

std::optional<Days> DaysOf(const Protocol& row, Moment moment) {
  const auto of = [&](const char* name) -> std::optional<Days> {
    const Range* range = NumberOf(row, name);
    if (range == nullptr) return std::nullopt;
    return Between(range->min, range->max);
  };
  switch (moment) {
    case Moment::kSession:
      return Days{0, 0};
    case Moment::kHealing: {
      const Range* range = NumberOf(row, "downtime_days");
      if (range == nullptr || range->max <= 0) return std::nullopt;
      return Days{0, Up(range->max)};
    }
    case Moment::kFurtherSessions: {
      const Range* sessions = NumberOf(row, "session_count");
      const Range* interval = NumberOf(row, "interval_days");
      if (interval == nullptr || (sessions != nullptr && sessions->max <= 1)) return std::nullopt;
      if (sessions == nullptr) return Days{Down(interval->min), std::nullopt};
      return Days{Down(interval->min), CourseOf(row).to};
    }
    case Moment::kFirstResult:
      return of("first_result_days");
    case Moment::kFullResult: {
      std::optional<Days> days = of("full_result_days");
      if (!days.has_value() || !row.full_result_from_last) return days;
      const Days course = CourseOf(row);
      return Days{days->from + course.from, *days->to + *course.to};
    }
    case Moment::kBefore:
      break;
  }
  return std::nullopt;
}

void AddTimeline(const Snapshot& snapshot, const Way& way, std::optional<absl::CivilDay> start,
                 Tailor& tailor, v1::Plan& plan) {
  const Knowledge& k = snapshot.knowledge();
  const Protocol& row = k.protocols[way.rows.front()];
  const auto fits = [&](const TimelineEntry& entry) {
    return (entry.setting.empty() || entry.setting == row.setting) &&
           (entry.concern.empty() || CodeIs(row.concern, entry.concern));
  };
  absl::flat_hash_set<int> said;
  for (const auto& [moment, title] : kMoments) {
    std::optional<Days> days = DaysOf(row, moment);
    std::vector<const TimelineEntry*> entries;
    for (const TimelineEntry& entry : k.timeline) {
      if (entry.at != moment || !fits(entry)) continue;
      entries.push_back(&entry);
      if (moment == Moment::kBefore)
        days = Days{std::min(*entry.day_from, days.has_value() ? days->from : 0), *entry.day_to};
    }
    if (!days.has_value()) continue;
    v1::TimelineStep step;
    step.set_title(snapshot.Label(title));
    for (const TimelineEntry* entry : entries) {
      if (step.statements().empty()) step.set_title(snapshot.Label(entry->title));
      Say(entry->statements, tailor, said, step.mutable_statements());
    }
    step.set_day_from(days->from);
    if (days->to.has_value()) step.set_day_to(*days->to);
    if (start.has_value()) {
      step.set_date_from(absl::FormatCivilTime(*start + days->from));
      if (days->to.has_value()) step.set_date_to(absl::FormatCivilTime(*start + *days->to));
    }
    *plan.add_timeline() = std::move(step);
  }
}

void AddAftercare(const Snapshot& snapshot, const Way& way, Tailor& tailor, v1::Plan& plan) {
  const Knowledge& k = snapshot.knowledge();
  absl::flat_hash_set<int> said;
  for (const AftercareEntry& entry : k.aftercare) {
    if (!entry.setting.empty() && entry.setting != k.protocols[way.rows.front()].setting) continue;
    v1::AftercareStep& step = *plan.add_aftercare();
    step.set_hour_from(entry.hour_from);
    if (entry.hour_to.has_value()) step.set_hour_to(*entry.hour_to);
    step.set_title(snapshot.Label(entry.title));
    Say(entry.statements, tailor, said, step.mutable_statements());
  }
}

}  // namespace needlepoint
