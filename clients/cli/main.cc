// needlepoint, the command-line client.

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/commands.h"

namespace {

// Columns of standard output; 0 if it is no terminal.
int TerminalColumns() {
  if (!isatty(STDOUT_FILENO)) return 0;
  winsize size = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

int main(int argc, char** argv) {
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);  // an error is one line, and ours
  needlepoint::cli::Console console = {
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .screen = needlepoint::cli::MakeScreen(std::getenv("COLUMNS"), std::getenv("NO_COLOR"),
                                             TerminalColumns()),
      .in_is_terminal = isatty(STDIN_FILENO) != 0,
      .err_is_terminal = isatty(STDERR_FILENO) != 0};
  return needlepoint::cli::RunCommand(std::vector<std::string>(argv + 1, argv + argc), console);
}
