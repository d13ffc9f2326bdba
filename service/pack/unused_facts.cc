#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "service/pack/lint.h"

namespace needlepoint {
namespace {

constexpr char kFounding[] = "evidence/facts-founding.yaml";

std::set<int> UsedFacts(const Knowledge& k) {
  std::set<int> used;
  const auto use = [&](const std::vector<int>& facts) { used.insert(facts.begin(), facts.end()); };
  for (const Statement& statement : k.statements) use(statement.facts);
  for (const Passage& passage : k.passages) {
    for (const Threshold& threshold : passage.thresholds) use(threshold.facts);
  }
  for (const Rule& rule : k.rules) use(rule.unless_facts);
  for (const Protocol& protocol : k.protocols) {
    for (const auto& [name, range] : protocol.numbers) use(range.facts);
    use(protocol.first_line);
  }
  for (const Price& price : k.prices) use(price.range.facts);
  for (const Phone& phone : k.phones) use(phone.facts);
  return used;
}

bool IsStrong(const Fact& fact, const Knowledge& k) {
  if (fact.grade <= Grade::kCohort) return true;  // strongest first
  return std::any_of(k.sources.begin(), k.sources.end(), [&](const Source& source) {
    const std::string& type = source.issuer_type;
    return std::find(fact.source_ids.begin(), fact.source_ids.end(), source.id) !=
               fact.source_ids.end() &&
           (absl::StartsWith(type, "regulator") || type == "professional-society" ||
            type == "hospital-or-public-health-service");
  });
}

}  // namespace

std::vector<Fault> CheckUnusedFacts(const KnowledgeFiles& files) {
  const Knowledge& k = files.knowledge;
  const std::set<int> used = UsedFacts(k);
  std::set<std::string> excused;
  std::vector<Fault> faults;
  for (const UnusedFact& unused : files.unused_facts) {
    const auto fact = std::find_if(k.facts.begin(), k.facts.end(),
                                   [&](const Fact& f) { return f.id == unused.id; });
    if (fact == k.facts.end()) {
      faults.push_back({unused.place.file, unused.place.line,
                        absl::StrCat("no fact '", unused.id, "' in evidence/; take it out")});
    } else if (used.contains(static_cast<int>(fact - k.facts.begin()))) {
      faults.push_back({unused.place.file, unused.place.line,
                        absl::StrCat("the fact '", unused.id, "' is used; take it out")});
    }
    excused.insert(unused.id);
  }
  for (size_t i = 0; i < k.facts.size(); ++i) {
    const Fact& fact = k.facts[i];
    const Place& place = files.fact_places[i];
    if (used.contains(static_cast<int>(i))) continue;
    if (place.file == kFounding) {
      faults.push_back({place.file, place.line,
                        absl::StrCat("the founding fact '", fact.id,
                                     "' is used nowhere; write a statement that rests on it")});
    } else if (IsStrong(fact, k) && !excused.contains(fact.id)) {
      faults.push_back(
          {place.file, place.line,
           absl::StrCat("the fact '", fact.id,
                        "' is strong and used nowhere; write a statement that rests on "
                        "it, or say why not in evidence/unused.yaml")});
    }
  }
  return faults;
}

}  // namespace needlepoint
