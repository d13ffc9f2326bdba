// What a plan is made of: rows of numbers that sources hold, prices, what can
// and cannot be expected, and the calendar of a course. Statements and facts are
// indices into Knowledge.

#ifndef NEEDLEPOINT_SERVICE_MODEL_PROTOCOL_H_
#define NEEDLEPOINT_SERVICE_MODEL_PROTOCOL_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/model/review.h"

namespace needlepoint {

// Lowest and highest, both included, and the facts that hold them.
struct Range {
  double min = 0;
  double max = 0;
  std::vector<int> facts;
};

// A plan row: what sources hold for a concern in a setting.
struct Protocol {
  std::string id, option, concern, setting, device;
  std::string when;                      // condition; "" holds for everyone
  std::map<std::string, Range> numbers;  // "needle_length_mm", "session_count", ...
  // "full_result_days" counts from the last session; from the first if not.
  bool full_result_from_last = false;
  // Facts that make it a usual choice; empty: it is none.
  std::vector<int> first_line;
  std::vector<int> statements;
  Review review;
};

// What an option costs in a country.
struct Price {
  std::string option;
  std::string concern;       // "": whatever the concern
  std::string jurisdiction;  // ISO 3166-1 alpha-2
  std::string currency;      // ISO 4217
  std::string per;           // "session", "course" or "device"
  Range range;
};

// The most that a course may cost to fit a budget. Ours, not a source's.
struct Budget {
  std::string level;  // "LOW"
  std::string currency;
  double at_most = 0;
};

// What needling can and cannot do for a concern.
struct Outlook {
  std::string concern;
  int headline = -1;
  std::vector<int> can, cannot, ask;
};

// A moment of a course.
enum class Moment {
  kBefore,
  kSession,
  kHealing,
  kFurtherSessions,
  kFirstResult,
  kFullResult,
};

std::optional<Moment> ParseMoment(absl::string_view name);  // "FIRST_RESULT"
absl::string_view MomentName(Moment moment);

// What is said of a moment. Its days come from the plan row, but for those
// before the first session.
struct TimelineEntry {
  std::string id;
  Moment at = Moment::kSession;
  std::string setting, concern;         // "": any
  std::optional<int> day_from, day_to;  // of kBefore; negative
  std::string title;                    // key of a label
  std::vector<int> statements;
};

// The care of some hours after each session; none of a setting overlap.
struct AftercareEntry {
  std::string id;
  std::string setting;  // "": any
  int hour_from = 0;
  std::optional<int> hour_to;  // not included; open-ended if there is none
  std::string title;           // key of a label
  std::vector<int> statements;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_PROTOCOL_H_
