// The text of a PDF.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_PDF_TEXT_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_PDF_TEXT_H_

#include <string>

#include "absl/status/statusor.h"

namespace needlepoint {

// The text of the PDF file `path` in reading order, any bytes, with an empty
// line between paragraphs and pages; "" if it holds only pictures.
//
// pdftotext (Debian's poppler-utils) reads it in a process of its own, so that
// what crashes or never ends on a bad file is not ours. It gets 60 seconds of a
// processor, two minutes in all and 1 GiB.
//
// Errors: INVALID_ARGUMENT if it cannot be read or its text is larger than
// 1 MiB; UNAVAILABLE if pdftotext is not there or cannot be started.
absl::StatusOr<std::string> PdfText(const std::string& path);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_PDF_TEXT_H_
