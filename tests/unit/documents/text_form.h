// What the readers and the splitter give, as text to compare with.

#ifndef NEEDLEPOINT_TESTS_UNIT_DOCUMENTS_TEXT_FORM_H_
#define NEEDLEPOINT_TESTS_UNIT_DOCUMENTS_TEXT_FORM_H_

#include <string>
#include <vector>

#include "service/documents/blocks.h"
#include "service/documents/document.h"
#include "service/documents/document_reader.h"

namespace needlepoint {

// A block a paragraph: "# Heading", or the text as it is.
std::string TextOf(const std::vector<Block>& blocks);

// "id|title|text|key=text,key=text".
std::string TextOf(const SourceDocument& document);

// "skipped id file:line: reason", with "-" for no id; for a duplicate,
// "duplicate id of other file:line: reason".
std::string TextOf(const ImportIssue& issue);

// Gathers what a reader gives, in order.
struct Gathered {
  std::vector<std::string> documents;
  std::vector<std::string> issues;

  TakeDocument Take();
  ReportIssue Report();

  // Expects one document, or none for "", and one issue that says `issue`, or
  // none for "".
  void Expect(const std::string& document, const std::string& issue) const;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_DOCUMENTS_TEXT_FORM_H_
