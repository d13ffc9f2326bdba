#include "service/base/clock.h"

#include "absl/time/clock.h"

namespace needlepoint {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace needlepoint
