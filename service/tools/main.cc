// needlepoint-pack: makes snapshots of knowledge, and checks them.

#include <iostream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"

#include "service/base/flag_names.h"
#include "service/tools/commands.h"

ABSL_FLAG(std::string, o, "", "build, import: the file to write");
ABSL_FLAG(bool, keep_duplicates, false, "import: keep documents that say nearly the same");
ABSL_FLAG(std::vector<std::string>, words, {},
          "build, prove: lists of ordinary words, one a line, never taken for misspellings");
ABSL_FLAG(std::string, questions, "",
          "diff: questions to ask both, one a line, plain or as for needlepoint batch");
ABSL_FLAG(std::string, guide, "", "contradictions: the snapshot with the rules");
ABSL_FLAG(std::string, snapshot, "", "verify: the snapshot that the answer was made from");

namespace {

constexpr char kUsage[] = R"(
  needlepoint-pack build KNOWLEDGE -o FILE [--words LIST,LIST]   compile a folder of knowledge
  needlepoint-pack import DOCUMENTS -o FILE [--keep-duplicates]  compile JSON lines or a folder of documents
  needlepoint-pack lint KNOWLEDGE                                check it, and say what to mend
  needlepoint-pack prove KNOWLEDGE [--words LIST,LIST]           prove what must be true of it
  needlepoint-pack info FILE                                     what a snapshot holds
  needlepoint-pack review-sheet KNOWLEDGE|FILE                   what a clinician is asked to sign, in Markdown
  needlepoint-pack contradictions FILE --guide FILE              what of a desk's documents contradicts a rule
  needlepoint-pack diff A B [--questions FILE]                   what differs between two snapshots, and their answers
  needlepoint-pack verify ANSWER.json --snapshot FILE            check an answer against its snapshot
)";

}  // namespace

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  needlepoint::UseUnderscores(argc, argv);
  const std::vector<char*> args = absl::ParseCommandLine(argc, argv);
  const std::string command = args.size() > 1 ? args[1] : "";
  const std::string target = args.size() > 2 ? args[2] : "";
  const std::string output = absl::GetFlag(FLAGS_o);
  const std::string snapshot = absl::GetFlag(FLAGS_snapshot);
  const std::string guide = absl::GetFlag(FLAGS_guide);
  if (args.size() == 3) {
    if (command == "build" && !output.empty())
      return needlepoint::BuildCommand(target, output, absl::GetFlag(FLAGS_words));
    if (command == "import" && !output.empty())
      return needlepoint::ImportCommand(target, output,
                                        {.keep_duplicates = absl::GetFlag(FLAGS_keep_duplicates)});
    if (command == "lint") return needlepoint::LintCommand(target);
    if (command == "prove") return needlepoint::ProveCommand(target, absl::GetFlag(FLAGS_words));
    if (command == "info") return needlepoint::InfoCommand(target);
    if (command == "review-sheet") return needlepoint::ReviewSheetCommand(target);
    if (command == "contradictions" && !guide.empty())
      return needlepoint::ContradictionsCommand(target, guide);
    if (command == "verify" && !snapshot.empty())
      return needlepoint::VerifyCommand(target, snapshot);
  }
  if (args.size() == 4 && command == "diff")
    return needlepoint::DiffCommand(target, args[3], absl::GetFlag(FLAGS_questions));
  std::cerr << "usage:" << kUsage;
  return 2;
}
