// The flags of all subcommands, one table row a flag, and the reading of a
// command line.

#ifndef NEEDLEPOINT_CLIENTS_CLI_FLAGS_H_
#define NEEDLEPOINT_CLIENTS_CLI_FLAGS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace needlepoint::cli {

// Subcommands, as bits: a flag's row says which of them take it.
enum Command : unsigned {
  kAsk = 1,
  kSearch = 2,
  kPassage = 4,
  kBatch = 8,
  kPlan = 16,
  kReview = 32,
  kChat = 64,
};

// What a flag's value is read as.
enum class FlagKind {
  kSwitch,      // no value
  kInteger,     // a 32-bit integer
  kNumber,      // a finite number
  kText,        // anything
  kChoice,      // one of the values named in FlagRow::value
  kCodes,       // comma-separated words
  kProducts,    // comma-separated code[:status[:weeks]]
  kSymptoms,    // comma-separated code[:hours]
  kProcedures,  // comma-separated code[:weeks]
};

// One flag.
struct FlagRow {
  const char* name;   // kebab-case, without the dashes
  FlagKind kind;      //
  unsigned commands;  // bits of Command
  bool profile;       // whether it is a field of the profile: its name in kebab-case
  const char* value;  // placeholder of the value in the help; for kChoice "a|b|c"
  const char* help;   // one line
};

// One subcommand.
struct CommandRow {
  const char* name;
  Command command;
  const char* argument;  // what follows the name, "" if nothing does
  const char* help;      // one line
};

// All flags, those of the profile first, in the order of the help.
absl::Span<const FlagRow> AllFlags();

// All subcommands, in the order of the help.
absl::Span<const CommandRow> AllCommands();

// The row of the flag or subcommand of that name, or null.
const FlagRow* FindFlag(absl::string_view name);
const CommandRow* FindCommand(absl::string_view name);

// A command line that was read: flags in the order given, each value already
// checked against its kind, and what is not a flag.
class Flags {
 public:
  // Whether the flag was given.
  bool Has(absl::string_view name) const { return Find(name) != nullptr; }
  // Its value; `fallback` if it was not given. Of a scalar given twice the
  // last counts; a list given twice is joined.
  std::string Text(absl::string_view name, absl::string_view fallback = "") const;
  std::optional<int> Integer(absl::string_view name) const;
  std::optional<double> Number(absl::string_view name) const;
  std::vector<std::string> List(absl::string_view name) const;

  // What is not a flag, in order.
  const std::vector<std::string>& arguments() const { return arguments_; }
  // All that is not a flag, with single spaces between.
  std::string JoinedArguments() const;

 private:
  friend absl::StatusOr<Flags> ParseFlags(const CommandRow&, const std::vector<std::string>&);
  const std::string* Find(absl::string_view name) const;

  std::vector<std::pair<std::string, std::string>> values_;
  std::vector<std::string> arguments_;
};

// Reads what follows the subcommand. `--flag value` and `--flag=value` mean the
// same, an underscore in a name counts as a dash, `--` ends the flags.
//
// Errors: INVALID_ARGUMENT, worded for the user: an unknown flag, with the
// nearest one; a value that is missing or not of its kind.
absl::StatusOr<Flags> ParseFlags(const CommandRow& command, const std::vector<std::string>& words);

// The members of a comma-separated list, trimmed, without empty ones.
std::vector<std::string> SplitList(absl::string_view value);

// The one of `names` with the fewest edits from `word`, or that begins with it.
// `names` is not empty.
std::string Nearest(absl::string_view word, const std::vector<std::string>& names);

// A line that says there is no subcommand `word`, and which is nearest.
std::string UnknownCommand(absl::string_view word);

// The short usage, and all flags of one subcommand.
std::string Usage();
std::string CommandUsage(const CommandRow& command);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_FLAGS_H_
