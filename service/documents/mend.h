// What a document must hold to, and how one that does not is put right.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_MEND_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_MEND_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "service/documents/document.h"

namespace needlepoint {

struct TextFaults {
  bool utf8 = false;     // ill-formed bytes became U+FFFD, one for each byte
  bool control = false;  // control characters became spaces
};

// Makes `text` well-formed UTF-8 with no control character but tab and line
// feed. Line ends become "\n" and byte order marks go, which are no faults.
TextFaults MendText(std::string& text);

// Makes `document` hold to the invariants of SourceDocument, and adds what was
// changed to `mended`, a sentence each.
//
// Errors: INVALID_ARGUMENT, and the reason, if it cannot be mended: no id or
// one that cannot be used, more than 1 MiB, nothing to read.
absl::Status MendDocument(SourceDocument& document, std::vector<std::string>& mended);

// `title` as one line of at most `limit` bytes, which ends with a word if it can.
std::string NormalTitle(absl::string_view title, size_t limit = kMaxTitleBytes);

// `date` as YYYY-MM-DD, without the time behind it; "" if it is not a day of the
// calendar.
std::string NormalDate(absl::string_view date);

// `language` as BCP 47 writes it: "en_gb" gives "en-GB"; "" if it is no tag of a
// language with, at most, a script, a region and variants.
std::string NormalLanguage(absl::string_view language);

// The first text of `key`, or "".
absl::string_view FirstOf(const Metadata& metadata, absl::string_view key);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_MEND_H_
