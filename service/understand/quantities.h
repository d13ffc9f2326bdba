// Numbers and times of a message, and what they count.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_QUANTITIES_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_QUANTITIES_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"

#include "service/understand/lexicon.h"
#include "service/understand/message.h"

namespace needlepoint {

// Words [first, last) that give a needle length.
struct LengthReading {
  double mm = 0;
  int first = 0, last = 0;
};

inline constexpr double kHoursInDay = 24;
inline constexpr double kHoursInWeek = 168;

// Words [first, last) that give a stretch of time.
struct TimeReading {
  enum class Kind {
    kAgo,       // "three days ago", "yesterday", "day 4", "since march"
    kInterval,  // "every two weeks", "weekly"
    kDuration,  // "for six weeks", "5 weeks of"
    kFuture,    // "next week", "in five weeks"
  };
  Kind kind = Kind::kAgo;
  double hours = 0;
  int first = 0, last = 0;
};

struct CountReading {
  int value = 0;
  int first = 0, last = 0;
};

// Needle lengths, in mm: "1.5mm", ".25", "0,5 mm", "1/2 mm", "2 mil", "500
// microns"; a bare decimal only where it is a length that needles have.
std::vector<LengthReading> ReadLengths(const Message& message);

// Ages in years: "34F", "I'm 31", "(17)", "my mum is 68".
std::vector<CountReading> ReadAges(const Message& message, const Triggers& triggers);

// Fitzpatrick types: "type 4 skin", "fitz III".
std::vector<CountReading> ReadFitzpatrick(const Message& message);

// Weeks of a pregnancy: "I'm 28 weeks", "31 wks along".
std::vector<CountReading> ReadGestation(const Message& message);

// Sessions that have been: "3 done", "had 2 so far".
std::vector<CountReading> ReadSessions(const Message& message);

// Times, relative to `reference` (UTC).
std::vector<TimeReading> ReadTimes(const Message& message, absl::Time reference);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_QUANTITIES_H_
