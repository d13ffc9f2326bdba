// Reads documents from a file or a folder, one at a time.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_DOCUMENT_READER_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_DOCUMENT_READER_H_

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "service/documents/document.h"

namespace needlepoint {

inline constexpr size_t kMaxLineBytes = 8 << 20;
inline constexpr size_t kMaxPdfBytes = 64 << 20;

using TakeDocument = std::function<absl::Status(SourceDocument)>;
using ReportIssue = std::function<void(const ImportIssue&)>;

// Gives every document of `path` to `take`, each id once: of several documents
// with one id the last that can be read counts, wherever the others stand.
// What is skipped or mended is reported, and stops nothing.
//
// `path` is either a file of JSON lines (.jsonl), read by ReadJsonLines(), or
// one document (.md, .markdown, .html, .htm, .txt, .pdf), or a folder. Of a
// folder all documents are read, in order of their paths, which are their ids.
// What begins with a dot is left out, and so are links. Text of a PDF comes from
// pdftotext of Debian's poppler-utils, run as a process of its own.
//
// Memory: one document, 16 to 32 bytes for each id of a file of JSON lines, and
// the paths of a folder.
//
// Errors: NOT_FOUND if there is no such file or folder; INVALID_ARGUMENT if it
// is of another kind; UNAVAILABLE if it cannot be read to its end; the status of
// `take` if that is not OK, at once.
absl::Status ReadDocuments(const std::string& path, const TakeDocument& take,
                           const ReportIssue& report);

// Reads a document a line:
//
//   {"id": "a1", "title": "Acne", "text": "...", "meta": {"topic": ["a", "b"]}}
//
// `id` may be a whole number. Texts of `meta` may be numbers and booleans, and
// lists of these. Other keys are not looked at. `in` is read twice, first only
// for the ids, and therefore has to be one that seeks. `file` is what issues
// call it. A line longer than 8 MiB is skipped.
//
// Errors: UNAVAILABLE if `in` cannot be read to its end; the status of `take`.
absl::Status ReadJsonLines(std::istream& in, const std::string& file, const TakeDocument& take,
                           const ReportIssue& report);

// Reads the bytes of one file, whose name ends in `ending`: ".md", ".html" or
// ".txt". Gives the document to `take` unless it has to be skipped.
//
// The title is that of the front matter, else the main heading, else the page's
// <title>, else the file's name. YAML front matter of Markdown is metadata; of
// HTML, the language and the canonical link are. UTF-16 with a byte order mark
// and the character set that an HTML page names are understood.
//
// Errors: the status of `take`.
absl::Status ReadOneDocument(const std::string& id, absl::string_view ending, std::string bytes,
                             const TakeDocument& take, const ReportIssue& report);

// Makes `document`, which came with its format, ready for SplitDocument().
//
// What it lacks it takes from its text as ReadOneDocument() does, with the
// beginning of the text in place of a file's name; what it came with stays. Adds
// what was changed to `mended`, a sentence each.
//
// Errors: those of MendDocument().
absl::Status ReadGivenDocument(SourceDocument& document, std::vector<std::string>& mended);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_DOCUMENT_READER_H_
