// The snapshot that is served, for tests of what the knowledge makes of a
// question.

#ifndef NEEDLEPOINT_TESTS_SUPPORT_GUIDE_H_
#define NEEDLEPOINT_TESTS_SUPPORT_GUIDE_H_

#include <memory>
#include <string>

#include "service/pack/snapshot.h"

namespace needlepoint {

// The path of the built guide: $NEEDLEPOINT_SNAPSHOT.
std::string GuidePath();

// The guide, opened at the first call and shared by all tests of a program.
// Ends the program if it has not been built. Thread-safe.
const std::shared_ptr<const Snapshot>& Guide();

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_SUPPORT_GUIDE_H_
