// Whether a text is ASCII, eight bytes at a time.

#ifndef NEEDLEPOINT_SERVICE_TEXT_ASCII_H_
#define NEEDLEPOINT_SERVICE_TEXT_ASCII_H_

#include <cstdint>
#include <cstring>

#include "absl/strings/string_view.h"

namespace needlepoint {

inline bool IsAscii(absl::string_view text) {
  uint64_t all = 0;
  size_t at = 0;
  for (; at + sizeof(all) <= text.size(); at += sizeof(all)) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + at, sizeof(bytes));
    all |= bytes;
  }
  for (; at < text.size(); ++at) all |= static_cast<unsigned char>(text[at]);
  return (all & 0x8080808080808080u) == 0;
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TEXT_ASCII_H_
