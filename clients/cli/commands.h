// The subcommands.

#ifndef NEEDLEPOINT_CLIENTS_CLI_COMMANDS_H_
#define NEEDLEPOINT_CLIENTS_CLI_COMMANDS_H_

#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "clients/cli/text.h"

namespace needlepoint::cli {

// Where a command reads and writes.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Screen screen;  // what `out` shows
  bool in_is_terminal = false;
  bool err_is_terminal = false;
};

// Exit codes.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;  // no server, the server's error, a file
inline constexpr int kUsage = 2;   // the command line is wrong

// Runs the command line, without the program's name. Returns the exit code.
int RunCommand(const std::vector<std::string>& words, Console& console);

// What to tell the user about a call that failed, on one line. `connected`:
// whether there was a connection when it did.
std::string ExplainError(const absl::Status& status, const std::string& command,
                         const std::string& server, bool connected);

// The screen for standard output. `columns` and `no_color` are the environment
// variables of those names, null if unset; `terminal_columns` is what the
// terminal says, 0 if there is none.
Screen MakeScreen(const char* columns, const char* no_color, int terminal_columns);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_COMMANDS_H_
