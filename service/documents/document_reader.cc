#include "service/documents/document_reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/documents/mend.h"
#include "service/documents/pdf_text.h"

namespace needlepoint {
namespace {

namespace fs = std::filesystem;

// ".md", ".html", ".txt", ".pdf" or ".jsonl"; "" for other endings.
std::string EndingOf(const fs::path& path) {
  const std::string ending = absl::AsciiStrToLower(path.extension().string());
  if (ending == ".markdown") return ".md";
  if (ending == ".htm" || ending == ".xhtml") return ".html";
  for (const char* known : {".md", ".html", ".txt", ".pdf", ".jsonl"}) {
    if (ending == known) return ending;
  }
  return "";
}

// Tells of one file of a folder that is skipped.
void Skip(const std::string& id, absl::string_view reason, const ReportIssue& report) {
  std::string name = id;
  (void)MendText(name);
  report({ImportIssue::kSkipped, name, name, 1, std::string(reason), ""});
}

absl::Status ReadFile(const fs::path& path, const std::string& id, const TakeDocument& take,
                      const ReportIssue& report) {
  const std::string ending = EndingOf(path);
  const bool pdf = ending == ".pdf";
  if (ending.empty() || ending == ".jsonl") {
    Skip(id, "not a kind of document that a folder may hold; these are .md, .html, .txt and .pdf",
         report);
    return absl::OkStatus();
  }
  std::error_code error;
  const uintmax_t size = fs::file_size(path, error);
  const size_t limit = pdf ? kMaxPdfBytes : kMaxDocumentBytes;
  if (!error && size > limit) {
    Skip(id, absl::StrCat("the file has ", size, " bytes; divide it into ones of at most ", limit),
         report);
    return absl::OkStatus();
  }
  std::string bytes;
  if (pdf) {
    absl::StatusOr<std::string> text = PdfText(path.string());
    if (text.ok() && text->empty())
      text =
          absl::InvalidArgumentError("it holds no text, only pictures; recognise its text first");
    if (!text.ok()) {
      Skip(id, text.status().message(), report);
      return absl::OkStatus();
    }
    bytes = *std::move(text);
  } else {
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
    if (error || in.bad() || !in.is_open()) {
      Skip(id, "the file cannot be read; see whether you may", report);
      return absl::OkStatus();
    }
  }
  return ReadOneDocument(id, pdf ? ".txt" : ending, std::move(bytes), take, report);
}

bool IsHidden(const fs::path& path) { return path.filename().string()[0] == '.'; }

// The files below `folder` in order of their paths, without hidden ones and
// links.
absl::StatusOr<std::vector<std::string>> FilesBelow(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder, options, error), end; !error && it != end;
       it.increment(error)) {
    if (IsHidden(it->path())) {
      it.disable_recursion_pending();
    } else if (!it->is_symlink() && it->is_regular_file()) {
      files.push_back(it->path().lexically_relative(folder).generic_string());
    }
  }
  if (error) return absl::UnavailableError("the folder cannot be read; see whether you may");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

absl::Status ReadDocuments(const std::string& path, const TakeDocument& take,
                           const ReportIssue& report) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) {
    NP_ASSIGN_OR_RETURN(const std::vector<std::string> files, FilesBelow(path));
    for (const std::string& file : files)
      NP_RETURN_IF_ERROR(ReadFile(fs::path(path) / file, file, take, report));
    return absl::OkStatus();
  }
  if (!fs::exists(status)) return absl::NotFoundError("there is no such file or folder");
  const std::string ending = EndingOf(path);
  const std::string name = fs::path(path).filename().string();
  if (!fs::is_regular_file(status) || ending.empty()) {
    return absl::InvalidArgumentError(
        "documents are read from a folder, or from a file that ends in .jsonl, .md, .html, .txt "
        "or .pdf");
  }
  if (ending != ".jsonl") return ReadFile(path, name, take, report);
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::UnavailableError("the file cannot be read; see whether you may");
  return ReadJsonLines(in, name, take, report);
}

}  // namespace needlepoint
