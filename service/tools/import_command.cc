#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "service/base/status_macros.h"
#include "service/documents/document_reader.h"
#include "service/documents/intake.h"
#include "service/pack/collection_writer.h"
#include "service/tools/commands.h"

namespace needlepoint {
namespace {

constexpr int64_t kMaxIssuesTold = 1000;
constexpr int64_t kDocumentsPerProgress = 100000;

// Takes documents from a reader to the writer, and counts.
class Import {
 public:
  explicit Import(CollectionWriter& writer) : writer_(writer) {}

  absl::Status Take(const SourceDocument& document, Intake& intake) {
    if (++read_ % kDocumentsPerProgress == 0) std::cerr << read_ << " documents\n";
    NP_ASSIGN_OR_RETURN(const Intake::Taken taken, intake.Take(document));
    if (!taken.duplicate_of.empty()) {
      ++near_;
      Tell({ImportIssue::kDuplicate, document.id, document.file, document.line,
            "says nearly the same as another document and is left out; keep both with "
            "--keep-duplicates",
            taken.duplicate_of});
      return absl::OkStatus();
    }
    return writer_.Add(taken.passages);
  }

  void Report(const ImportIssue& issue) {
    skipped_ += issue.kind == ImportIssue::kSkipped;
    mended_ += issue.kind == ImportIssue::kMended;
    replaced_ += issue.kind == ImportIssue::kDuplicate;
    Tell(issue);
  }

  void TellRest() const {
    if (told_ > kMaxIssuesTold) std::cerr << "and " << told_ - kMaxIssuesTold << " more\n";
  }

  void TellSummary(const std::string& output) const {
    std::cout << output << ": documents " << writer_.documents() << ", passages "
              << writer_.passages() << "; skipped " << skipped_ << ", near duplicates " << near_
              << ", replaced by a later line " << replaced_ << ", mendings " << mended_ << "\n";
  }

  int64_t read() const { return read_; }

 private:
  void Tell(const ImportIssue& issue) {
    if (++told_ > kMaxIssuesTold) return;
    std::cerr << issue.file << ":" << issue.line << ": "
              << (issue.document_id.empty() ? "-" : issue.document_id) << ": ";
    if (issue.kind == ImportIssue::kSkipped) std::cerr << "skipped: ";
    if (issue.kind == ImportIssue::kMended) std::cerr << "mended: ";
    if (issue.kind == ImportIssue::kDuplicate && issue.duplicate_of != issue.document_id)
      std::cerr << "duplicate of " << issue.duplicate_of << ": ";
    std::cerr << issue.reason << "\n";
  }

  CollectionWriter& writer_;
  int64_t read_ = 0, near_ = 0, skipped_ = 0, mended_ = 0, replaced_ = 0, told_ = 0;
};

absl::Status Run(const std::string& input, const std::string& output,
                 const ImportOptions& options) {
  NP_ASSIGN_OR_RETURN(const std::unique_ptr<CollectionWriter> writer,
                      CollectionWriter::Create(output));
  const std::string folder = std::filesystem::path(output).parent_path().string();
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Intake> intake,
                      Intake::Create(folder.empty() ? "." : folder, options.keep_duplicates));
  Import import(*writer);
  NP_RETURN_IF_ERROR(ReadDocuments(
      input, [&](const SourceDocument& document) { return import.Take(document, *intake); },
      [&](const ImportIssue& issue) { import.Report(issue); }));
  import.TellRest();
  if (import.read() == 0)
    return absl::InvalidArgumentError("no document could be read; nothing was written");
  intake.reset();  // its memory is the writer's now
  NP_RETURN_IF_ERROR(writer->Finish());
  import.TellSummary(output);
  return absl::OkStatus();
}

}  // namespace

int ImportCommand(const std::string& input, const std::string& output,
                  const ImportOptions& options) {
  const absl::Status done = Run(input, output, options);
  if (!done.ok()) std::cerr << input << ": " << done.message() << "\n";
  return done.ok() ? 0 : 1;
}

}  // namespace needlepoint
