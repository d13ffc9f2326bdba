#include <algorithm>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/prove/checks.h"

namespace needlepoint {
namespace {

using Facts = absl::btree_set<int>;

Facts FactsOfRule(const Rule& rule, const Knowledge& k) {
  Facts facts(rule.unless_facts.begin(), rule.unless_facts.end());
  std::vector<int> sayings = {rule.headline, rule.message};
  sayings.insert(sayings.end(), rule.actions.begin(), rule.actions.end());
  sayings.insert(sayings.end(), rule.ask.begin(), rule.ask.end());
  for (const int saying : sayings)
    facts.insert(k.statements[saying].facts.begin(), k.statements[saying].facts.end());
  return facts;
}

// The finding's code and what `when` reads.
std::vector<std::string> SubjectsOf(const Rule& rule, const Condition& when) {
  std::vector<std::string> subjects = {rule.code};
  for (const Atom& atom : when.atoms()) {
    const std::string& code = atom.code.empty() ? atom.value : atom.code;
    if (!code.empty()) subjects.emplace_back(absl::StripPrefix(code, "="));
  }
  return subjects;
}

bool IsAbout(const Passage& passage, const std::vector<std::string>& subjects) {
  return std::any_of(passage.about.begin(), passage.about.end(), [&](const std::string& about) {
    return std::any_of(subjects.begin(), subjects.end(), [&](const std::string& subject) {
      return CodeIs(about, subject) || CodeIs(subject, about);
    });
  });
}

bool CitesOne(int passage, const Facts& facts, const Knowledge& k) {
  return std::any_of(k.statements.begin(), k.statements.end(), [&](const Statement& s) {
    return s.passage == passage && std::any_of(s.facts.begin(), s.facts.end(),
                                               [&](int fact) { return facts.contains(fact); });
  });
}

// The profile fields that one comparison or call reads.
void AddFields(const Atom& atom, const Vocabulary& vocabulary, absl::btree_set<Field>& fields) {
  if (atom.function == Function::kSays || atom.function == Function::kAsks) return;
  const bool product = atom.field == Field::kMedications || atom.field == Field::kSkincare;
  if (!product && atom.function != Function::kWeeksSince) {
    fields.insert(atom.field);
    return;
  }
  const absl::string_view kind =
      vocabulary.KindOf(atom.code.empty() ? absl::string_view(atom.value) : atom.code);
  fields.insert(kind == "procedure"  ? Field::kRecentProcedures
                : kind == "skincare" ? Field::kSkincare
                                     : Field::kMedications);
}

}  // namespace

void ProveReadOn(const CompiledPack& pack, Proof& proof) {
  const Knowledge& k = pack.knowledge;
  int64_t by_subject = 0, by_fact = 0;
  for (size_t r = 0; r < k.rules.size(); ++r) {
    const Rule& rule = k.rules[r];
    const Passage& passage = k.passages[rule.read];
    if (IsAbout(passage, SubjectsOf(rule, pack.rule_when[r]))) {
      ++by_subject;
    } else if (CitesOne(rule.read, FactsOfRule(rule, k), k)) {
      ++by_fact;
    } else {
      Refute(pack.files.rule_places[r],
             absl::StrCat("the rule '", rule.id, "' gives '", passage.id,
                          "' to read on, which is about none of its codes and cites none of its "
                          "facts; name a passage on its subject"),
             proof);
    }
  }
  proof.counts.push_back(absl::StrCat("7 every finding has a passage to read on: ", by_subject,
                                      " by subject, ", by_fact, " by a fact in common"));
}

void ProveCoverage(const CompiledPack& pack, Proof& proof) {
  absl::btree_set<Field> read;
  int64_t conditions = 0;
  for (const auto* list : {&pack.rule_when, &pack.rule_unless, &pack.statement_when}) {
    for (const Condition& condition : *list) {
      conditions += condition.always() ? 0 : 1;
      for (const Atom& atom : condition.atoms()) AddFields(atom, pack.vocabulary, read);
    }
  }
  for (const ProfileField& field : pack.knowledge.fields) {
    const std::optional<Field> named = ParseField(field.name);
    if (named.has_value() && read.contains(*named)) continue;
    Refute({"schema/profile.yaml", 0},
           absl::StrCat("the field ", field.name,
                        " changes nothing: no rule, statement or threshold reads it; write one "
                        "that does, or do not ask for it"),
           proof);
  }
  proof.counts.push_back(
      absl::StrCat("8 every profile field changes something: ", pack.knowledge.fields.size(),
                   " fields, ", conditions, " conditions"));
}

}  // namespace needlepoint
