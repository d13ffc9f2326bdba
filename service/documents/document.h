// A desk's documents as they come. What they become is in model/document_passage.h.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_DOCUMENT_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_DOCUMENT_H_

#include <cstddef>
#include <string>

#include "service/model/document_passage.h"

namespace needlepoint {

inline constexpr size_t kMaxDocumentIdBytes = 256;
inline constexpr size_t kMaxDocumentBytes = 1 << 20;  // id, title, text and metadata together
inline constexpr size_t kMaxTitleBytes = 512;
inline constexpr size_t kMaxMetadataEntries = 64;

enum class DocumentFormat { kPlain, kMarkdown, kHtml };

// One document. MendDocument() makes any one hold to this:
//
//   1. `id` has 1 to 256 bytes, no control character and no ill-formed UTF-8.
//   2. All texts are UTF-8; of control characters they hold tab and line feed.
//   3. `title` is one line of at most 512 bytes.
//   4. A title, a text, or metadata of the key "subject" is there.
//   5. `metadata` has at most 64 entries, and keys of [a-z][a-z0-9_]{0,63}.
//
// Metadata with a meaning of its own: "subject", the title where `title` is
// empty; "synonyms", other names of the subject, divided by ';', ',', '|' or a
// line feed; "uri", http or https; "date", YYYY-MM-DD; "language", BCP 47.
struct SourceDocument {
  std::string id;
  std::string title;
  std::string text;  // in `format`
  DocumentFormat format = DocumentFormat::kPlain;
  Metadata metadata;
  std::string file;  // where it came from, as in ImportIssue
  int line = 0;
};

// What was not taken as it came, and why.
struct ImportIssue {
  enum Kind {
    kSkipped,    // the document is left out
    kMended,     // it is taken, changed as `reason` says
    kDuplicate,  // it is left out for `duplicate_of`
  };
  Kind kind = kSkipped;
  std::string document_id;  // "" if it has none
  std::string file;         // relative to the folder that is read; a file's own name without one
  int line = 0;             // from 1
  std::string reason;
  std::string duplicate_of;  // kDuplicate: the id of the document that stays
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_DOCUMENT_H_
