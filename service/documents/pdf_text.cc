#include "service/documents/pdf_text.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/documents/document.h"

namespace needlepoint {
namespace {

constexpr rlim_t kProcessorSeconds = 60;
constexpr rlim_t kMemoryBytes = rlim_t{1} << 30;
constexpr std::chrono::seconds kPatience{120};
constexpr int kNotStarted = 127;  // as a shell has it

void Limit(int resource, rlim_t most) {
  const rlimit limit = {most, most};
  (void)setrlimit(resource, &limit);
}

// Becomes pdftotext, with `output` as its standard output. Between fork() and
// exec() only calls that are safe in a process with threads.
[[noreturn]] void Become(char* const arguments[], int output) {
  const int null = open("/dev/null", O_RDWR);
  (void)dup2(null, STDIN_FILENO);
  (void)dup2(null, STDERR_FILENO);
  (void)dup2(output, STDOUT_FILENO);
  Limit(RLIMIT_CPU, kProcessorSeconds);
  Limit(RLIMIT_AS, kMemoryBytes);
  Limit(RLIMIT_CORE, 0);
  (void)execvp(arguments[0], arguments);
  _exit(kNotStarted);
}

enum class End { kClosed, kTooLarge, kTooLate };

// Reads `input` until it is closed, holds more than `limit`, or time is up.
End ReadAll(int input, size_t limit, std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  char buffer[1 << 16];
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return End::kTooLate;
    pollfd wait = {input, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(left.count()));
    if (ready <= 0) continue;  // interrupted, or time is up
    const ssize_t size = read(input, buffer, sizeof(buffer));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return End::kClosed;
    text.append(buffer, static_cast<size_t>(size));
    if (text.size() > limit) return End::kTooLarge;
  }
}

bool IsListMark(absl::string_view line) {
  const auto first = static_cast<unsigned char>(line[0]);
  return absl::ascii_isdigit(first) || first == '-' || first == '*' ||
         line.substr(0, 3) == "\xE2\x80\xA2";  // a bullet
}

// Joins the lines of each paragraph, which end where the page's column does.
std::string JoinLines(absl::string_view text) {
  std::string joined;
  bool open = false;  // within a paragraph
  for (const absl::string_view line : absl::StrSplit(text, absl::ByAnyChar("\n\f"))) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (stripped.empty()) {
      if (open) joined.append("\n\n");
      open = false;
      continue;
    }
    if (open) joined.push_back(IsListMark(stripped) ? '\n' : ' ');
    joined.append(stripped.data(), stripped.size());
    open = true;
  }
  return std::string(absl::StripAsciiWhitespace(joined));
}

}  // namespace

absl::StatusOr<std::string> PdfText(const std::string& path) {
  // A path that begins with '-' would be a flag.
  std::string words[] = {
      "pdftotext", "-q", "-enc", "UTF-8", absl::StrCat(path[0] == '-' ? "./" : "", path), "-"};
  char* arguments[std::size(words) + 1] = {};
  for (size_t i = 0; i < std::size(words); ++i) arguments[i] = words[i].data();

  const absl::Status not_started =
      absl::UnavailableError("pdftotext does not start; install Debian's poppler-utils");
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return not_started;
  const pid_t child = fork();
  if (child == 0) Become(arguments, ends[1]);
  close(ends[1]);
  std::string text;
  End end = End::kClosed;
  if (child > 0) end = ReadAll(ends[0], kMaxDocumentBytes, text);
  close(ends[0]);
  if (child < 0) return not_started;
  if (end != End::kClosed) (void)kill(child, SIGKILL);
  int result = 0;
  while (waitpid(child, &result, 0) < 0 && errno == EINTR) {
  }
  if (end == End::kTooLarge) {
    return absl::InvalidArgumentError(
        absl::StrCat("its text has more than ", kMaxDocumentBytes, " bytes; divide the PDF"));
  }
  if (WIFEXITED(result) && WEXITSTATUS(result) == kNotStarted) return not_started;
  if (end == End::kTooLate || !WIFEXITED(result) || WEXITSTATUS(result) != 0) {
    return absl::InvalidArgumentError(
        "pdftotext cannot read it; it may be damaged, locked or too complex: save it anew");
  }
  return JoinLines(text);
}

}  // namespace needlepoint
