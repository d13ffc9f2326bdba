#include "tests/unit/retrieve/searching.h"

#include "absl/strings/str_join.h"

#include "service/pack/snapshot_writer.h"
#include "service/text/analyzer.h"

namespace needlepoint {

std::string StemsText(const std::vector<SearchTerm>& terms) {
  return absl::StrJoin(terms, " ",
                       [](std::string* out, const SearchTerm& t) { out->append(t.stem); });
}

std::vector<std::string> PassageIds(const Snapshot& snapshot, const std::vector<PassageHit>& hits) {
  std::vector<std::string> ids;
  for (const PassageHit& hit : hits) ids.push_back(snapshot.knowledge().passages[hit.passage].id);
  return ids;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> WrittenSnapshot(const Knowledge& knowledge,
                                                                const std::string& path) {
  const absl::Status written = WriteSnapshot(knowledge, path);
  if (!written.ok()) return written;
  return Snapshot::Open(path);
}

ScannedWords Scan(const Snapshot& snapshot) {
  ScannedWords scanned;
  const Knowledge& k = snapshot.knowledge();
  const auto add = [&](const std::string& text, int passage) {
    for (const Token& token : Tokenize(text)) {
      if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) continue;
      scanned.passages[token.stem].insert(passage);
      if (!IsStopWord(token.text)) scanned.written.emplace(token.stem, token.text);
    }
  };
  for (size_t p = 0; p < k.passages.size(); ++p) {
    add(k.passages[p].title, static_cast<int>(p));
    for (const std::string& alias : k.passages[p].aliases) add(alias, static_cast<int>(p));
    for (const std::string& question : k.passages[p].questions) add(question, static_cast<int>(p));
  }
  for (const Statement& statement : k.statements) {
    if (statement.passage >= 0) add(statement.text, statement.passage);
  }
  return scanned;
}

}  // namespace needlepoint
