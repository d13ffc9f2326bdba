// Where the time comes from. Only server/, tools/ and tests make a clock; all
// other code is given one, so that an answer can be asked for again.

#ifndef NEEDLEPOINT_SERVICE_BASE_CLOCK_H_
#define NEEDLEPOINT_SERVICE_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace needlepoint {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

// Always the same instant.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(absl::Time now) : now_(now) {}
  absl::Time Now() const override { return now_; }

 private:
  absl::Time now_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_BASE_CLOCK_H_
