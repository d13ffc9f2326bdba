#include "tests/unit/documents/text_form.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"

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

void Gathered::Expect(const std::string& document, const std::string& issue) const {
  if (document.empty()) {
    EXPECT_THAT(documents, testing::IsEmpty());
  } else {
    EXPECT_THAT(documents, testing::ElementsAre(document));
  }
  if (issue.empty()) {
    EXPECT_THAT(issues, testing::IsEmpty());
  } else {
    EXPECT_THAT(issues, testing::ElementsAre(testing::HasSubstr(issue)));
  }
}

}  // namespace needlepoint
