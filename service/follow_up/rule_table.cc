#include "service/follow_up/rule_table.h"

#include <algorithm>
#include <utility>

namespace needlepoint {
namespace {

constexpr Worth kDecides = 10;  // more than there are dispositions

bool SameComparison(const Atom& a, const Atom& b) {
  return a.function == b.function && a.field == b.field && a.code == b.code &&
         a.comparison == b.comparison && a.number == b.number && a.value == b.value;
}

void InsertSorted(int value, std::vector<int>& into) {
  const auto at = std::lower_bound(into.begin(), into.end(), value);
  if (at == into.end() || *at != value) into.insert(at, value);
}

// Procedures, concerns and areas are absent once the list is complete, and not
// by themselves.
bool IsAbsentByList(Field field) {
  return field == Field::kRecentProcedures || field == Field::kConcerns ||
         field == Field::kBodyAreas;
}

}  // namespace

Worth WorthOf(Disposition disposition, bool decides) {
  return static_cast<Worth>(disposition) + 1 + (decides ? kDecides : 0);
}

Disposition DispositionOf(Worth worth) {
  return static_cast<Disposition>(worth - 1 - (IsDeciding(worth) ? kDecides : 0));
}

bool IsDeciding(Worth worth) { return worth > kDecides; }

RuleTable::RuleTable(const Snapshot& snapshot) {
  const Knowledge& knowledge = snapshot.knowledge();
  for (size_t r = 0; r < knowledge.rules.size(); ++r) {
    const Rule& rule = knowledge.rules[r];
    if (rule.mode == RuleMode::kShadow) continue;
    RuleRow row;
    row.when = &snapshot.RuleCondition(static_cast<int>(r));
    row.unless = &snapshot.RuleUnless(static_cast<int>(r));
    row.worth = WorthOf(rule.disposition, rule.mode == RuleMode::kEnforce);
    for (const Atom& atom : row.when->atoms()) row.when_atoms.push_back(AddAtom(atom));
    for (const Atom& atom : row.unless->atoms()) row.unless_atoms.push_back(AddAtom(atom));
    const auto known = std::find(findings_.begin(), findings_.end(), rule.code);
    const auto finding = static_cast<size_t>(known - findings_.begin());
    if (known == findings_.end()) {
      findings_.push_back(rule.code);
      rules_.emplace_back();
    }
    rules_[finding].push_back(std::move(row));
  }
  AddUnknowns(knowledge);
}

int RuleTable::AddAtom(const Atom& atom) {
  const auto same = std::find_if(atoms_.begin(), atoms_.end(),
                                 [&](const Atom& held) { return SameComparison(held, atom); });
  if (same != atoms_.end()) return static_cast<int>(same - atoms_.begin());
  atoms_.push_back(atom);
  return static_cast<int>(atoms_.size()) - 1;
}

void RuleTable::AddUnknowns(const Knowledge& knowledge) {
  const Vocabulary vocabulary(knowledge);
  std::vector<const Atom*> all;
  for (const Atom& atom : atoms_) all.push_back(&atom);
  for (const Variable& variable : VariablesOf(all, vocabulary)) {
    if (!variable.said) unknowns_.push_back({variable.field, variable.code, {}, {}, {}});
  }
  for (size_t a = 0; a < atoms_.size(); ++a) {
    for (const Variable& variable : VariablesOf({&atoms_[a]}, vocabulary)) {
      if (variable.said) continue;
      const int unknown = FindUnknown(variable.field, variable.code);
      unknowns_[unknown].atoms.push_back(static_cast<int>(a));
    }
  }
  for (const Variable& variable : VariablesOf(all, vocabulary)) {
    if (variable.said) continue;
    Unknown& unknown = unknowns_[FindUnknown(variable.field, variable.code)];
    std::vector<Choice> choices = variable.choices;
    const bool by_list = IsAbsentByList(unknown.field);
    if (by_list) choices.push_back({"absent", [](Question&) { return true; }});
    for (const Choice& choice : choices) {
      Unknown::Value value{choice.apply, {}};
      Question question;
      choice.apply(question);
      if (by_list) question.profile.answered_fields.push_back(unknown.field);
      for (const int atom : unknown.atoms)
        value.truths.push_back(Evaluate(atoms_[atom], {question.profile, &question}));
      const bool whole = std::find(value.truths.begin(), value.truths.end(), Truth::kUnknown) ==
                         value.truths.end();
      const bool again =
          std::any_of(unknown.values.begin(), unknown.values.end(),
                      [&](const Unknown::Value& held) { return held.truths == value.truths; });
      if (!whole || again) continue;
      AddImplied(question, unknown, value);
      unknown.values.push_back(std::move(value));
    }
    std::stable_partition(
        unknown.values.begin(), unknown.values.end(), [](const Unknown::Value& value) {
          return std::find(value.truths.begin(), value.truths.end(), Truth::kTrue) ==
                 value.truths.end();
        });
  }
  finding_unknowns_.resize(findings_.size());
  for (size_t u = 0; u < unknowns_.size(); ++u) {
    for (size_t f = 0; f < rules_.size(); ++f) {
      for (RuleRow& rule : rules_[f]) {
        const bool reads =
            std::any_of(unknowns_[u].atoms.begin(), unknowns_[u].atoms.end(), [&](int atom) {
              return std::find(rule.when_atoms.begin(), rule.when_atoms.end(), atom) !=
                         rule.when_atoms.end() ||
                     std::find(rule.unless_atoms.begin(), rule.unless_atoms.end(), atom) !=
                         rule.unless_atoms.end();
            });
        if (!reads) continue;
        InsertSorted(static_cast<int>(u), rule.unknowns);
        InsertSorted(static_cast<int>(u), finding_unknowns_[f]);
        InsertSorted(static_cast<int>(f), unknowns_[u].findings);
      }
    }
  }
}

// What `question`, which holds no more than `value`, says of related codes.
void RuleTable::AddImplied(const Question& question, const Unknown& unknown,
                           Unknown::Value& value) const {
  for (const Unknown& other : unknowns_) {
    if (&other == &unknown || other.field != unknown.field || other.code.empty() ||
        !AreRelated(other.code, unknown.code))
      continue;
    for (const int atom : other.atoms) {
      const bool own =
          std::find(unknown.atoms.begin(), unknown.atoms.end(), atom) != unknown.atoms.end();
      const Truth truth = Evaluate(atoms_[atom], {question.profile, &question});
      if (!own && truth != Truth::kUnknown) value.implied.emplace_back(atom, truth);
    }
  }
}

int RuleTable::FindUnknown(Field field, absl::string_view code) const {
  const auto it = std::find_if(unknowns_.begin(), unknowns_.end(), [&](const Unknown& unknown) {
    return unknown.field == field && unknown.code == code;
  });
  return it == unknowns_.end() ? -1 : static_cast<int>(it - unknowns_.begin());
}

Truths RuleTable::TruthsOf(const Situation& situation) const {
  Truths truths;
  truths.reserve(atoms_.size());
  for (const Atom& atom : atoms_) truths.push_back(Evaluate(atom, situation));
  return truths;
}

std::vector<Truth> RuleTable::TruthsOfWord(int unknown, const std::string& word) const {
  std::vector<Truth> truths;
  for (const int atom : unknowns_[unknown].atoms) {
    const bool same = atoms_[atom].value == word;
    const bool holds = same == (atoms_[atom].comparison == Comparison::kEqual);
    truths.push_back(holds ? Truth::kTrue : Truth::kFalse);
  }
  return truths;
}

Truth RuleTable::When(const RuleRow& rule, const Truths& truths) {
  return rule.when->EvaluateWith([&](size_t atom) { return truths[rule.when_atoms[atom]]; });
}

Truth RuleTable::Unless(const RuleRow& rule, const Truths& truths) {
  return rule.unless->EvaluateWith([&](size_t atom) { return truths[rule.unless_atoms[atom]]; });
}

Truth RuleTable::Fires(const RuleRow& rule, const Truths& truths) {
  const Truth when = When(rule, truths);
  if (when == Truth::kFalse || rule.unless->always()) return when;
  const Truth unless = Unless(rule, truths);
  if (unless == Truth::kTrue) return Truth::kFalse;
  return unless == Truth::kFalse ? when : Truth::kUnknown;
}

RuleTable::Bounds RuleTable::BoundsOf(int finding, const Truths& truths, Rules rules,
                                      int unknown) const {
  Bounds bounds;
  for (const RuleRow& rule : rules_[finding]) {
    if (rule.worth <= bounds.low) continue;
    const bool reads = std::binary_search(rule.unknowns.begin(), rule.unknowns.end(), unknown);
    if (rules != Rules::kAll && reads != (rules == Rules::kReaders)) continue;
    const Truth fires = Fires(rule, truths);
    if (fires == Truth::kFalse) continue;
    bounds.high = std::max(bounds.high, rule.worth);
    if (fires == Truth::kTrue) bounds.low = std::max(bounds.low, rule.worth);
  }
  return bounds;
}

Worth RuleTable::WorthShown(int finding, const Truths& truths) const {
  Worth shown = 0;
  for (const RuleRow& rule : rules_[finding]) {
    if (rule.worth <= shown || When(rule, truths) != Truth::kTrue) continue;
    if (rule.unless->always() || Unless(rule, truths) != Truth::kTrue) shown = rule.worth;
  }
  return shown;
}

std::vector<int> RuleTable::ReadWith(int finding, int unknown) const {
  std::vector<int> with;
  for (const RuleRow& rule : rules_[finding]) {
    if (!std::binary_search(rule.unknowns.begin(), rule.unknowns.end(), unknown)) continue;
    for (const int other : rule.unknowns) {
      if (other != unknown) InsertSorted(other, with);
    }
  }
  return with;
}

}  // namespace needlepoint
