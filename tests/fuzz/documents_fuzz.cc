// Any bytes as JSON lines, Markdown, HTML and plain text: what the readers give
// holds to the invariants of SourceDocument, what is split of it to those of
// DocumentPassage, and nothing stops.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

#include "service/documents/document_reader.h"
#include "service/documents/mend.h"
#include "service/documents/near_duplicates.h"
#include "service/documents/split.h"

namespace needlepoint {
namespace {

void Expect(bool holds) {
  if (!holds) std::abort();
}

bool IsClean(std::string text) {
  const std::string before = text;
  const TextFaults faults = MendText(text);
  return !faults.utf8 && !faults.control && text == before;
}

void CheckPassages(const SourceDocument& document) {
  const std::vector<DocumentPassage> passages = SplitDocument(document);
  Expect(!passages.empty());
  int number = 0;
  for (const DocumentPassage& passage : passages) {
    Expect(passage.number == ++number && passage.document_id == document.id);
    Expect(IsClean(passage.title) && IsClean(passage.text));
    Expect(passage.title.size() <= kMaxTitleBytes);
    Expect(absl::StripAsciiWhitespace(passage.text) == passage.text);
    Expect(passages.size() == 1 || !passage.text.empty());
  }
}

absl::Status CheckDocument(const SourceDocument& document) {
  SourceDocument again = document;
  std::vector<std::string> mended;
  Expect(MendDocument(again, mended).ok() && mended.empty());
  Expect(again.title == document.title && again.text == document.text &&
         again.metadata == document.metadata);
  CheckPassages(document);
  const auto documents = NearDuplicates::Create("/tmp");
  Expect(documents.ok());
  Expect(*(*documents)->FindOrAdd(document.title, document.text) == std::nullopt);
  Expect(*(*documents)->FindOrAdd(document.title, document.text) == 0u);
  return absl::OkStatus();
}

void CheckIssue(const ImportIssue& issue) {
  Expect(!issue.reason.empty() && issue.line > 0);
  Expect(IsClean(issue.document_id) && IsClean(issue.reason));
}

}  // namespace
}  // namespace needlepoint

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace needlepoint;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::istringstream in(bytes);
  Expect(ReadJsonLines(in, "d.jsonl", CheckDocument, CheckIssue).ok());
  for (const char* ending : {".md", ".html", ".txt"})
    Expect(ReadOneDocument("d", ending, bytes, CheckDocument, CheckIssue).ok());
  return 0;
}
