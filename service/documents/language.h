// Which language a text is in.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_LANGUAGE_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_LANGUAGE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace needlepoint {

inline constexpr size_t kMinDetectedCharacters = 40;
inline constexpr size_t kMaxDetectedBytes = 8 << 10;

// The language of most of the first 8 KiB of `text`, which is UTF-8, as a BCP 47
// tag: "en", "pt", "zh-Hant". "" if that is not sure, or the text is shorter
// than 40 characters.
//
// Source: Compact Language Detector 2, Debian's libcld2.
std::string DetectLanguage(absl::string_view text);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_LANGUAGE_H_
