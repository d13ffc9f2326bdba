// The properties, one function each. Internal to prove.

#ifndef NEEDLEPOINT_SERVICE_PROVE_CHECKS_H_
#define NEEDLEPOINT_SERVICE_PROVE_CHECKS_H_

#include <string>
#include <vector>

#include "service/condition/condition.h"
#include "service/pack/knowledge_files.h"
#include "service/prove/prove.h"
#include "service/prove/space.h"

namespace needlepoint {

// A pack with its conditions compiled; those of protocols and statements
// without one are always true.
struct CompiledPack {
  const KnowledgeFiles& files;
  const Knowledge& knowledge;
  Vocabulary vocabulary;
  std::vector<Condition> rule_when, rule_unless, statement_when, protocol_when;
};

// True if the rule fires, which an unknown `unless` does not hinder. False is
// for good: whatever becomes known, it will not fire.
Truth Fires(const CompiledPack& pack, int rule, const Situation& situation);

// Adds a fault at `place`.
void Refute(const Place& place, std::string why, Proof& proof);

// 1. More risk never turns a rule's `when` from true.
void ProveMonotone(const CompiledPack& pack, Proof& proof);
// 2. Each condition can be true and can be false.
void ProveReachable(const CompiledPack& pack, Proof& proof);
// 3. No two rules that can fire together demand and forbid the same.
void ProveNoClash(const CompiledPack& pack, Proof& proof);
// 4. Nothing follows from what is unknown.
void ProveUnknownIsOpen(const CompiledPack& pack, Proof& proof);
// 5. The rules read their own cases, and raise every code that others know.
void ProveCases(const CompiledPack& pack, Proof& proof);
// 6. No plan row raises an AVOID for those it is for.
void ProveProtocols(const CompiledPack& pack, Proof& proof);
// 7. What a rule gives to read on is about its subject.
void ProveReadOn(const CompiledPack& pack, Proof& proof);
// 8. Every field of the profile can change what is said.
void ProveCoverage(const CompiledPack& pack, Proof& proof);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PROVE_CHECKS_H_
