// A passage of a desk's own document.

#ifndef NEEDLEPOINT_SERVICE_MODEL_DOCUMENT_PASSAGE_H_
#define NEEDLEPOINT_SERVICE_MODEL_DOCUMENT_PASSAGE_H_

#include <string>
#include <utility>
#include <vector>

namespace needlepoint {

// Key and value, sorted by key; a key may have several values.
using Metadata = std::vector<std::pair<std::string, std::string>>;

struct DocumentPassage {
  std::string document_id;  // of the desk: 1 to 256 bytes without control characters
  int number = 1;           // in its document, from 1, in reading order
  std::string title;        // heading that names the subject; may be empty
  std::string text;         // may be empty if there is a title
  std::vector<std::string> aliases;  // other names of the subject
  Metadata metadata;                 // to filter by and to show
  std::string uri;                   // "" if it has none
  std::string date;                  // YYYY-MM-DD, "" if undated
  std::string language;              // BCP 47, "" if unknown

  friend bool operator==(const DocumentPassage&, const DocumentPassage&) = default;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_DOCUMENT_PASSAGE_H_
