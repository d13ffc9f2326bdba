#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/collection/contradicted.h"
#include "service/tools/commands.h"

namespace needlepoint {

int ContradictionsCommand(const std::string& documents_file, const std::string& guide_file) {
  const auto guide = Snapshot::Open(guide_file);
  if (!guide.ok()) {
    std::cerr << guide_file << ": " << guide.status().message() << "\n";
    return 2;
  }
  const auto documents = SnapshotFile::Open(documents_file);
  if (!documents.ok()) {
    std::cerr << documents_file << ": " << documents.status().message() << "\n";
    return 2;
  }
  const auto checker = ContradictionChecker::Create(**guide);
  if (!checker.ok()) {
    std::cerr << guide_file << ": " << checker.status().message() << "\n";
    return 2;
  }
  // By rule, the lines of the passages that contradict it.
  std::map<std::string, std::vector<std::string>> by_rule;
  const absl::Status visited =
      VisitContradictions(**documents, **guide, **checker, [&](const ContradictingPassage& found) {
        for (const Contradiction& contradiction : found.contradictions) {
          by_rule[contradiction.rule_id].push_back(absl::StrCat(
              (*documents)->index().Key(found.passage), ": ", contradiction.span.In(found.text)));
        }
      });
  if (!visited.ok()) {
    std::cerr << documents_file << ": " << visited.message() << "\n";
    return 2;
  }
  for (const auto& [rule, lines] : by_rule) {
    std::cout << rule << "\n";
    for (const std::string& line : lines) std::cout << "  " << line << "\n";
  }
  return by_rule.empty() ? 0 : 1;
}

}  // namespace needlepoint
