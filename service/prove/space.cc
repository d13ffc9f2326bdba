#include "service/prove/space.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {
namespace {

constexpr size_t kMostSets = 5000;  // of the codes of one list

// The sets of `items`, of each at most one choice; each open and complete. The
// open set of nothing is not to know the list, and so no choice.
std::vector<Choice> SetChoices(Field field, const std::vector<const Variable*>& items) {
  std::vector<std::vector<Choice>> sets(1);
  for (const Variable* item : items) {
    const size_t before = sets.size();
    for (size_t s = 0; s < before; ++s) {
      for (const Choice& choice : item->choices) {
        sets.push_back(sets[s]);
        sets.back().push_back(choice);
      }
    }
    if (sets.size() > kMostSets) return {};
  }
  std::vector<Choice> choices;
  for (const bool complete : {false, true}) {
    for (const std::vector<Choice>& set : sets) {
      if (set.empty() && !complete) continue;
      std::vector<std::string> words;
      for (const Choice& choice : set) words.push_back(choice.text);
      if (complete) words.push_back(absl::StrCat("no other of ", std::string(FieldName(field))));
      choices.push_back({absl::StrJoin(words, ", "), [=](Question& q) {
                           for (const Choice& choice : set) choice.apply(q);
                           if (complete) q.profile.answered_fields.push_back(field);
                           return true;
                         }});
    }
  }
  return choices;
}

Space SpaceOf(const std::vector<const Atom*>& atoms, const Vocabulary& vocabulary) {
  Space space;
  const std::vector<Variable> variables = VariablesOf(atoms, vocabulary);
  const auto is_set = [](const Variable& variable) {
    return !variable.said &&
           (variable.field == Field::kRecentProcedures || variable.field == Field::kConcerns ||
            variable.field == Field::kBodyAreas);
  };
  for (const Variable& variable : variables) {
    if (!is_set(variable)) space.dimensions.push_back({variable.said, variable.choices});
  }
  for (const Field list : {Field::kRecentProcedures, Field::kConcerns, Field::kBodyAreas}) {
    std::vector<const Variable*> items;
    for (const Variable& variable : variables) {
      if (!variable.said && variable.field == list) items.push_back(&variable);
    }
    if (items.empty()) continue;
    std::vector<Choice> choices = SetChoices(list, items);
    space.whole = space.whole && !choices.empty();
    space.dimensions.push_back({false, std::move(choices)});
  }
  return space;
}

}  // namespace

Space SpaceOf(const std::vector<const Condition*>& conditions, const Vocabulary& vocabulary) {
  std::vector<const Atom*> atoms;
  for (const Condition* condition : conditions) {
    for (const Atom& atom : condition->atoms()) atoms.push_back(&atom);
  }
  return SpaceOf(atoms, vocabulary);
}

Space SpaceOf(const Atom& atom, const Vocabulary& vocabulary) {
  return SpaceOf(std::vector<const Atom*>{&atom}, vocabulary);
}

}  // namespace needlepoint
