#include "tests/unit/documents/text_form.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {

std::string TextOf(const std::vector<Block>& blocks) {
  return absl::StrJoin(blocks, "\n\n", [](std::string* out, const Block& block) {
    if (block.heading > 0) absl::StrAppend(out, std::string(block.heading, '#'), " ");
    absl::StrAppend(out, block.text);
  });
}

std::string TextOf(const SourceDocument& document) {
  return absl::StrCat(document.id, "|", document.title, "|", document.text, "|",
                      absl::StrJoin(document.metadata, ",", absl::PairFormatter("=")));
}

std::string TextOf(const ImportIssue& issue) {
  constexpr const char* kKinds[] = {"skipped", "mended", "duplicate"};
  const std::string of = issue.duplicate_of.empty() ? "" : absl::StrCat(" of ", issue.duplicate_of);
  return absl::StrCat(kKinds[issue.kind], " ", issue.document_id.empty() ? "-" : issue.document_id,
                      of, " ", issue.file, ":", issue.line, ": ", issue.reason);
}

TakeDocument Gathered::Take() {
  return [this](const SourceDocument& document) {
    documents.push_back(TextOf(document));
    return absl::OkStatus();
  };
}

ReportIssue Gathered::Report() {
  return [this](const ImportIssue& issue) { issues.push_back(TextOf(issue)); };
}

}  // namespace needlepoint
