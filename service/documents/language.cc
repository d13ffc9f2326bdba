#include "service/documents/language.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>

namespace needlepoint {
namespace {

constexpr int kMinPercent = 60;  // of the text's letters

}  // namespace

std::string DetectLanguage(absl::string_view text) {
  if (text.size() > kMaxDetectedBytes) {
    size_t end = kMaxDetectedBytes;
    while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  const auto is_continuation = [](char c) { return (c & 0xC0) == 0x80; };
  const auto continuations = std::count_if(text.begin(), text.end(), is_continuation);
  if (text.size() - static_cast<size_t>(continuations) < kMinDetectedCharacters) return "";

  CLD2::Language languages[3];
  int percents[3];
  int letters = 0;
  bool sure = false;
  (void)CLD2::ExtDetectLanguageSummary(text.data(), static_cast<int>(text.size()),
                                       /*is_plain_text=*/true, languages, percents, &letters,
                                       &sure);
  if (!sure || percents[0] < kMinPercent) return "";
  const std::string code = CLD2::LanguageCode(languages[0]);
  // CLD2 keeps two codes that BCP 47 has replaced, and names what it does not
  // know "un" or, by script alone, "xx-...".
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  return code == "un" || code.compare(0, 2, "xx") == 0 ? "" : code;
}

}  // namespace needlepoint
