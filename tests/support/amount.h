// How much a test of many made-up cases tries.

#ifndef NEEDLEPOINT_TESTS_SUPPORT_AMOUNT_H_
#define NEEDLEPOINT_TESTS_SUPPORT_AMOUNT_H_

#include <cstdlib>

#include "absl/strings/string_view.h"

namespace needlepoint {

// `usual`, or `slow` where NEEDLEPOINT_SLOW is "yes". Under a sanitizer, which makes
// each ten times as dear and finds what it finds in the first, a tenth of that.
inline int Amount(int usual, int slow) {
  const char* wanted = std::getenv("NEEDLEPOINT_SLOW");
  const int amount = wanted != nullptr && absl::string_view(wanted) == "yes" ? slow : usual;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return amount / 10;
#else
  return amount;
#endif
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_SUPPORT_AMOUNT_H_
