// Who has agreed to a rule, a threshold or a plan row.

#ifndef NEEDLEPOINT_SERVICE_MODEL_REVIEW_H_
#define NEEDLEPOINT_SERVICE_MODEL_REVIEW_H_

#include <string>

namespace needlepoint {

// The clinician who has agreed to something, and when; both "" if nobody has.
struct Review {
  std::string by;
  std::string on;  // "2026-01-31"
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_REVIEW_H_
