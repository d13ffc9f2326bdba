#include <filesystem>
#include <iostream>

#include "service/pack/knowledge_files.h"
#include "service/pack/lint.h"
#include "service/pack/snapshot.h"
#include "service/tools/commands.h"
#include "service/tools/review_sheet.h"

namespace needlepoint {

int ReviewSheetCommand(const std::string& knowledge) {
  if (std::filesystem::is_directory(knowledge)) {
    const KnowledgeFiles files = ReadKnowledge(knowledge);
    const std::vector<Fault> faults = Lint(files);
    for (const Fault& fault : faults) std::cerr << knowledge << "/" << fault.ToString() << "\n";
    if (!faults.empty()) {
      std::cerr << "nothing to sign yet; mend the faults above\n";
      return 1;
    }
    std::cout << ReviewSheet(files.knowledge, files.rule_cases, knowledge);
    return 0;
  }
  const auto snapshot = Snapshot::Open(knowledge);
  if (!snapshot.ok()) {
    std::cerr << knowledge << ": " << snapshot.status().message() << "\n";
    return 1;
  }
  std::cout << ReviewSheet((*snapshot)->knowledge(), {}, "version " + (*snapshot)->version());
  return 0;
}

}  // namespace needlepoint
