#include "tests/conformance/child_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace needlepoint::conformance {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set; run with ctest");
  return value;
}

std::string ReadFromStart(int file) {
  std::string bytes;
  char block[4096];
  lseek(file, 0, SEEK_SET);
  for (ssize_t n; (n = read(file, block, sizeof block)) > 0;) bytes.append(block, n);
  return bytes;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& args, const std::string& directory) {
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  out_ = out[0];
  // A file, not a second pipe: nobody has to read it while the program runs.
  err_ = memfd_create("stderr", MFD_CLOEXEC);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  std::vector<char*> argv;
  for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);

  pid_ = fork();
  if (pid_ == 0) {  // nothing here may allocate: other threads may hold malloc's lock
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(nothing, STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err_, STDERR_FILENO);
    if (directory.empty() || chdir(directory.c_str()) == 0) execv(argv[0], argv.data());
    _exit(127);
  }
  close(out[1]);
  close(nothing);
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(out_);
  close(err_);
}

std::string ChildProcess::ReadUntil(const std::string& prefix) {
  size_t line = 0;
  while (true) {
    for (size_t end; (end = read_.find('\n', line)) != std::string::npos; line = end + 1) {
      if (read_.compare(line, prefix.size(), prefix) == 0) {
        return read_.substr(line + prefix.size(), end - line - prefix.size());
      }
    }
    char block[4096];
    const ssize_t n = read(out_, block, sizeof block);
    if (n <= 0) return "";
    read_.append(block, n);
  }
}

void ChildProcess::Signal(int signal) const {
  if (pid_ > 0) kill(pid_, signal);  // -1 would be every process there is
}

Ended ChildProcess::Wait() {
  char block[4096];
  for (ssize_t n; (n = read(out_, block, sizeof block)) > 0;) read_.append(block, n);
  int status = 0;
  if (pid_ <= 0 || waitpid(pid_, &status, 0) != pid_) return {-1, read_, ReadFromStart(err_)};
  pid_ = -1;
  const int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return {code == 127 ? -1 : code, read_, ReadFromStart(err_)};
}

Ended RunProgram(const std::vector<std::string>& args, const std::string& directory) {
  return ChildProcess(args, directory).Wait();
}

std::string Program(const std::string& name) {
  return Environment("NEEDLEPOINT_BIN_DIR") + "/" + name;
}

std::string GuideSnapshot() { return Environment("NEEDLEPOINT_SNAPSHOT"); }

std::string MakeFolder() {
  static std::atomic<int> count{0};
  const std::string name = "/conformance-" + std::to_string(getpid()) + "-";
  const std::string folder =
      Environment("NEEDLEPOINT_TMP_DIR") + name + std::to_string(count.fetch_add(1));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void WriteFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace needlepoint::conformance
