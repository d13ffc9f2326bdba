// Divides a document into passages.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_SPLIT_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_SPLIT_H_

#include <vector>

#include "service/documents/document.h"

namespace needlepoint {

// The passages of `document`, which MendDocument() has passed, in reading order;
// at least one.
//
// A heading begins a new passage. A passage's title is the document's, then the
// headings above its text, each left out if another holds its words. What stands
// under one heading is divided where it is longer than 1,200 characters: between
// paragraphs, lines or sentences, and so that no part has fewer than 200 if a
// neighbour can take it; no part has more than 1,400. Plain text of at most
// 2,000 characters stays whole. A document without text is one passage of its
// title.
//
// In a passage's text a list item or a table's row is a line. Its metadata is the
// document's without synonyms, uri, date and language, which have fields of
// their own; its language is the one detected if the document names none.
std::vector<DocumentPassage> SplitDocument(const SourceDocument& document);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_SPLIT_H_
