// A program run beside the tests, as a user would run it.

#ifndef NEEDLEPOINT_TESTS_CONFORMANCE_CHILD_PROCESS_H_
#define NEEDLEPOINT_TESTS_CONFORMANCE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace needlepoint::conformance {

// How a program ended.
struct Ended {
  int exit_code = -1;  // -1: it could not be started; 128 and more: ended by a signal
  std::string out;     // all of standard output
  std::string err;     // all of standard error
};

// A running program. It is killed when this goes away, and when the test's
// process does.
class ChildProcess {
 public:
  // Starts `args[0]` with standard input closed, in `directory` if it is not "".
  explicit ChildProcess(const std::vector<std::string>& args, const std::string& directory = "");
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Reads standard output up to a line that begins with `prefix`, and returns
  // what follows it there; "" if the program closes its output before.
  std::string ReadUntil(const std::string& prefix);

  void Signal(int signal) const;

  // Waits for its end. Call once.
  Ended Wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string read_;  // of standard output, so far
};

// Runs a program to its end.
Ended RunProgram(const std::vector<std::string>& args, const std::string& directory = "");

// Path of a program that this build made.
std::string Program(const std::string& name);

// Path of the guide snapshot that this build made.
std::string GuideSnapshot();

// A new, empty folder for the test's own files.
std::string MakeFolder();

std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, const std::string& bytes);

}  // namespace needlepoint::conformance

#endif  // NEEDLEPOINT_TESTS_CONFORMANCE_CHILD_PROCESS_H_
