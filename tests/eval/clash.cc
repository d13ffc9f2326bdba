// Checks documents against the rules of a pack, for tests/eval/clash.py.
//
//   needlepoint-clash SNAPSHOT IN.jsonl OUT.jsonl
//
// A line in is {"id", "title", "text"}; a line out is {"id", "contradictions":
// [{"ruleId", "findingCode", "start", "end"}]}. Ends by saying how many were
// checked in a second.

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "service/review/contradictions.h"

namespace needlepoint {
namespace {

absl::Status Run(const std::string& file, std::istream& in, std::ostream& out) {
  const auto snapshot = Snapshot::Open(file);
  if (!snapshot.ok()) return snapshot.status();
  const auto checker = ContradictionChecker::Create(**snapshot);
  if (!checker.ok()) return checker.status();
  std::vector<nlohmann::json> documents;
  for (std::string line; std::getline(in, line);) documents.push_back(nlohmann::json::parse(line));
  size_t checked = 0, bytes = 0, found = 0;
  absl::Duration spent;
  for (const nlohmann::json& document : documents) {
    const std::string title = document.at("title"), text = document.at("text");
    const absl::Time start = absl::Now();
    const std::vector<Contradiction> contradictions = (*checker)->Check(title, text);
    spent += absl::Now() - start;
    ++checked;
    bytes += text.size();
    found += contradictions.empty() ? 0 : 1;
    nlohmann::json list = nlohmann::json::array();
    for (const Contradiction& c : contradictions) {
      list.push_back({{"ruleId", c.rule_id},
                      {"findingCode", c.finding_code},
                      {"start", c.span.start},
                      {"end", c.span.end}});
    }
    out << nlohmann::json{{"id", document.at("id")}, {"contradictions", list}}.dump() << "\n";
  }
  const double seconds = absl::ToDoubleSeconds(spent);
  std::cout << absl::StrFormat("%d passages of %d bytes in %.2f s: %.0f a second; %d contradict\n",
                               checked, bytes, seconds, checked / seconds, found);
  return absl::OkStatus();
}

}  // namespace
}  // namespace needlepoint

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: needlepoint-clash SNAPSHOT IN.jsonl OUT.jsonl\n";
    return 2;
  }
  std::ifstream in(argv[2]);
  std::ofstream out(argv[3]);
  const absl::Status status = needlepoint::Run(argv[1], in, out);
  if (status.ok()) return 0;
  std::cerr << status.message() << "\n";
  return 1;
}
