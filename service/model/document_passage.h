// A passage of a desk's own document.

#ifndef NEEDLEPOINT_SERVICE_MODEL_DOCUMENT_PASSAGE_H_
#define NEEDLEPOINT_SERVICE_MODEL_DOCUMENT_PASSAGE_H_

#include <string>
#include <utility>
#include <vector>

namespace needlepoint {

// Keys and texts, sorted by key; the texts of one key stay in the order they
// came in. A list is several entries of one key.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// A stretch of a document that is found and cited by itself.
struct DocumentPassage {
  std::string document_id;           // 1 to 256 bytes without control characters
  int number = 1;                    // from 1, in reading order, without a gap
  std::string title;                 // names the subject: "Acne scars: How deep"; may be empty
  std::string text;                  // plain; a list item or a table's row is a line; may be empty
  std::vector<std::string> aliases;  // other names of the subject
  Metadata metadata;                 // without synonyms, uri, date and language
  std::string uri;                   // "" if unknown, as for the next two
  std::string date;                  // YYYY-MM-DD
  std::string language;              // BCP 47: "en", "pt-BR"

  friend bool operator==(const DocumentPassage&, const DocumentPassage&) = default;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_DOCUMENT_PASSAGE_H_
