#include "service/prove/prove.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "service/prove/checks.h"

namespace needlepoint {
namespace {

// Compiles `text`, which Lint() has found to be a condition.
Condition Compile(const std::string& text, const Vocabulary& vocabulary) {
  return Condition::Parse(text, &vocabulary).value_or(Condition());
}

CompiledPack CompilePack(const KnowledgeFiles& files) {
  const Knowledge& k = files.knowledge;
  CompiledPack pack{files, k, Vocabulary(k), {}, {}, {}, {}};
  for (const Rule& rule : k.rules) {
    pack.rule_when.push_back(Compile(rule.when, pack.vocabulary));
    pack.rule_unless.push_back(Compile(rule.unless, pack.vocabulary));
  }
  for (const Statement& statement : k.statements)
    pack.statement_when.push_back(Compile(statement.when, pack.vocabulary));
  for (const Protocol& protocol : k.protocols)
    pack.protocol_when.push_back(Compile(protocol.when, pack.vocabulary));
  return pack;
}

}  // namespace

Truth Fires(const CompiledPack& pack, int rule, const Situation& situation) {
  const Truth when = pack.rule_when[rule].Evaluate(situation);
  if (when == Truth::kFalse) return Truth::kFalse;
  const Condition& unless = pack.rule_unless[rule];
  if (!unless.always() && unless.Evaluate(situation) == Truth::kTrue) return Truth::kFalse;
  return when;
}

void Refute(const Place& place, std::string why, Proof& proof) {
  proof.faults.push_back({place.file, place.line, std::move(why)});
}

Proof Prove(const KnowledgeFiles& files) {
  const CompiledPack pack = CompilePack(files);
  Proof proof;
  ProveMonotone(pack, proof);
  ProveReachable(pack, proof);
  ProveNoClash(pack, proof);
  ProveUnknownIsOpen(pack, proof);
  ProveCases(pack, proof);
  ProveProtocols(pack, proof);
  ProveReadOn(pack, proof);
  ProveCoverage(pack, proof);
  return proof;
}

}  // namespace needlepoint
