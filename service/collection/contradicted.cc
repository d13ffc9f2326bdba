#include "service/collection/contradicted.h"

#include <algorithm>
#include <string>

#include "service/base/status_macros.h"
#include "service/retrieve/explain.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

// Passages with a word that the guide reads as needling or its devices.
PassageSet AboutNeedling(const IndexView& index, const Snapshot& guide) {
  SearchPlan plan;
  for (const LexiconEntry& entry : guide.knowledge().lexicon) {
    if (entry.kind != "domain" && entry.kind != "device") continue;
    for (const std::string& surface : entry.surfaces) {
      VisitWords(surface, [&](const std::string& word, TextSpan) {
        const int term = IsSearchStopWord(word) ? -1 : index.FindTerm(Stem(word));
        if (term >= 0) plan.terms.push_back({static_cast<uint32_t>(term)});
      });
    }
  }
  return MatchingPassages(index, plan, RankingParts::PlainBm25().Without(RankingPart::kSynonyms));
}

}  // namespace

absl::Status VisitContradictions(const SnapshotFile& documents, const Snapshot& guide,
                                 const ContradictionChecker& checker,
                                 absl::FunctionRef<void(const ContradictingPassage&)> visit) {
  NP_ASSIGN_OR_RETURN(const SnapshotFile::Connection connection, documents.Connect());
  NP_ASSIGN_OR_RETURN(Query query,
                      connection->Prepare("SELECT title, body FROM passage_text WHERE id = ?"));
  absl::Status status;
  AboutNeedling(documents.index(), guide).ForEach([&](int passage) {
    if (!status.ok()) return;
    query.Reset();
    query.Bind(1, int64_t{passage} + 1);
    const absl::StatusOr<bool> row = query.Step();
    status = row.ok() && !*row ? absl::DataLossError("a passage has no text") : row.status();
    if (!status.ok()) return;
    ContradictingPassage found;
    found.passage = static_cast<uint32_t>(passage);
    found.title = query.Text(0);
    found.text = query.Text(1);
    found.contradictions = checker.Check(found.title, found.text);
    if (!found.contradictions.empty()) visit(found);
  });
  return status;
}

absl::StatusOr<ContradictedRules> FindContradictedRules(const SnapshotFile& documents,
                                                        const Snapshot& guide,
                                                        const ContradictionChecker& checker) {
  ContradictedRules rules;
  NP_RETURN_IF_ERROR(
      VisitContradictions(documents, guide, checker, [&](const ContradictingPassage& found) {
        std::vector<std::string>& of_passage = rules[found.passage];
        for (const Contradiction& contradiction : found.contradictions)
          of_passage.push_back(contradiction.rule_id);
        std::sort(of_passage.begin(), of_passage.end());
        of_passage.erase(std::unique(of_passage.begin(), of_passage.end()), of_passage.end());
      }));
  return rules;
}

}  // namespace needlepoint
