// A stretch of a text.

#ifndef NEEDLEPOINT_SERVICE_BASE_SPAN_H_
#define NEEDLEPOINT_SERVICE_BASE_SPAN_H_

#include "absl/strings/string_view.h"

namespace needlepoint {

// Bytes [start, end) of a UTF-8 text. Both lie on character boundaries.
struct TextSpan {
  int start = 0;
  int end = 0;

  bool empty() const { return end <= start; }
  bool Contains(const TextSpan& other) const { return start <= other.start && other.end <= end; }
  bool Overlaps(const TextSpan& other) const { return start < other.end && other.start < end; }
  absl::string_view In(absl::string_view text) const { return text.substr(start, end - start); }
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_BASE_SPAN_H_
