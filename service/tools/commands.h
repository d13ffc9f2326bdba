// The subcommands of needlepoint-pack. Each returns the process's exit code: 0
// done, 1 something is wrong with the input, 2 wrong usage; DiffCommand() and
// ContradictionsCommand() have their own.

#ifndef NEEDLEPOINT_SERVICE_TOOLS_COMMANDS_H_
#define NEEDLEPOINT_SERVICE_TOOLS_COMMANDS_H_

#include <string>
#include <vector>

namespace needlepoint {

// Reads, checks and proves `directory`, then compiles it to `output`; nothing is
// written if it has a fault. `word_files` hold ordinary words, one a line, that
// are never taken for misspellings.
int BuildCommand(const std::string& directory, const std::string& output,
                 const std::vector<std::string>& word_files);

// Checks `directory` and prints each fault.
int LintCommand(const std::string& directory);

// Checks and proves `directory`; prints what was looked at for each property,
// and each fault.
int ProveCommand(const std::string& directory, const std::vector<std::string>& word_files);

// Prints what a snapshot holds.
int InfoCommand(const std::string& file);

// Prints the review sheet of a folder of knowledge, or of a snapshot.
int ReviewSheetCommand(const std::string& knowledge);

// Prints what differs between two snapshots, by id, and, with the name of a
// file of questions, which answers do. Returns 0 if nothing differs, 1 if
// something does, 2 if a file cannot be read.
int DiffCommand(const std::string& before_file, const std::string& after_file,
                const std::string& question_file);

// Prints, rule by rule of the guide, the passages of a desk's documents that
// contradict it and the sentence that does. Returns 0 if there are none, 1 if
// there are, 2 if a file cannot be read.
int ContradictionsCommand(const std::string& documents_file, const std::string& guide_file);

struct ImportOptions {
  bool keep_duplicates = false;  // of documents that say nearly the same, all
};

// Makes a searchable snapshot `output` of a desk's documents: `input` is what
// ReadDocuments() takes. Prints on standard error each document skipped, mended
// or left out, as "FILE:LINE: id: reason", at most 1,000 and then their number,
// and how many are read, every 100,000. Nothing is written if none can be read.
int ImportCommand(const std::string& input, const std::string& output,
                  const ImportOptions& options);

// Checks an answer (the JSON of an AskQuestionResponse) against the snapshot
// it was made from.
int VerifyCommand(const std::string& answer_file, const std::string& snapshot_file);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TOOLS_COMMANDS_H_
