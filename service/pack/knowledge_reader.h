// The parts of ReadKnowledge(), one for each kind of file. Internal to pack.

#ifndef NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_READER_H_
#define NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_READER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

#include "service/pack/document.h"
#include "service/pack/knowledge_files.h"

namespace needlepoint {

class KnowledgeReader {
 public:
  explicit KnowledgeReader(KnowledgeFiles& out) : out_(out) {}

  // Evidence first: everything else refers to facts. Then passages, then rules,
  // protocols and what else plans are made of, which refer to passages.
  void ReadProfileFields(const Document& document);
  void ReadActs(const Document& document);
  void ReadFindingCodes(const Document& document);
  void ReadSources(const Document& document);
  void ReadFacts(const Document& document);
  void ReadUnusedFacts(const Document& document);
  // `name` is "aftercare/sun".
  void ReadPassage(const Document& document, const std::string& name);
  void ReadRules(const Document& document);
  void ReadProtocols(const Document& document);
  void ReadCosts(const Document& document);
  void ReadOutlooks(const Document& document);
  void ReadCalendar(const Document& document);
  void ReadLexicon(const Document& document);
  void ReadContext(const Document& document);
  void ReadNeverCross(const Document& document);
  void ReadLabels(const Document& document);

 private:
  bool IsListOfMaps(const Document& document);
  std::vector<int> Facts(const Document& document, const nlohmann::json& node,
                         const std::string& pointer);

  Range ReadRange(const Document& document, const nlohmann::json& node, const std::string& pointer);
  std::vector<int> NamedStatements(const Document& document, const nlohmann::json& node,
                                   const char* key, const std::string& pointer);

  // Adds the statement at `pointer` and returns its index. `id` is without the
  // passage or rule it belongs to; `inherited` are its facts if it names none.
  int AddStatement(const Document& document, const nlohmann::json& node, const std::string& pointer,
                   const std::string& owner, const std::string& id, StatementKind kind,
                   const std::vector<int>& inherited = {});
  std::vector<int> AddSide(const Document& document, const nlohmann::json& list,
                           const std::string& pointer, const std::string& owner);
  void ReadAnswers(const Document& document, const std::string& name, Passage& passage);
  void ReadThreshold(const Document& document, const nlohmann::json& node,
                     const std::string& pointer, const std::string& name, Passage& passage);
  void ReadConflicts(const Document& document, const std::string& name, Passage& passage);
  void ReadComparisons(const Document& document, const std::string& name, Passage& passage);
  void ReadRule(const Document& document, const nlohmann::json& node, const std::string& pointer);
  // Adds the statement at `pointer` of a rule, with the acts it tells of.
  int AddSaying(const Document& document, const nlohmann::json& node, const std::string& pointer,
                const Rule& rule, const std::string& id, StatementKind kind);

  KnowledgeFiles& out_;
  int passage_ = -1;  // of the statements being read
  absl::flat_hash_map<std::string, int> facts_, sources_, passages_, statements_, rules_;
};

// `reviewed_by` and `reviewed_on` of a rule, a threshold or a protocol.
Review ReviewOf(const nlohmann::json& node);

// The strings of a JSON list; of a single string, that one.
std::vector<std::string> Strings(const nlohmann::json& node);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_KNOWLEDGE_READER_H_
