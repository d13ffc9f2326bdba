// main() of every gtest program. ctest runs whole programs and shows little of
// what they print, so a crash says first which test it happened in.

#include <unistd.h>

#include <csignal>
#include <cstring>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

[[maybe_unused]] void SayWhichTest(int signal) {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  for (const char* part : {"CRASHED in ", test ? test->test_suite_name() : "no", ".",
                           test ? test->name() : "test", "\n"}) {
    (void)!write(STDERR_FILENO, part, std::strlen(part));
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

int main(int argc, char** argv) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // The sanitizers have handlers of their own, which print the stack.
  for (const int signal : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV}) {
    std::signal(signal, SayWhichTest);
  }
#endif
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
