#include "tests/unit/retrieve/searching.h"

#include "service/text/analyzer.h"

namespace needlepoint {

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
