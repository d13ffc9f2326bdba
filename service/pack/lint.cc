#include "service/pack/lint.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "service/condition/condition.h"

namespace needlepoint {
namespace {

constexpr size_t kMostWords = 25;
constexpr absl::string_view kThresholdSides[] = {"below", "near", "above", "unknown"};

class Linter {
 public:
  explicit Linter(const KnowledgeFiles& files)
      : files_(files), k_(files.knowledge), faults_(files.faults) {
    for (const LexiconEntry& entry : k_.lexicon) {
      by_kind_[entry.kind].insert(entry.code);
    }
    for (const ProfileField& field : k_.fields) fields_[field.name] = &field;
  }

  std::vector<Fault> Run() {
    CheckStatements();
    CheckPassages();
    CheckRules();
    CheckLexicon();
    for (size_t i = 0; i < k_.protocols.size(); ++i)
      CheckCondition(k_.protocols[i].when, files_.protocol_places[i]);
    for (const std::vector<Fault>& more : {CheckPlans(files_), CheckUnusedFacts(files_)})
      faults_.insert(faults_.end(), more.begin(), more.end());
    return std::move(faults_);
  }

 private:
  void Say(const Place& place, std::string message) {
    faults_.push_back({place.file, place.line, std::move(message)});
  }

  // `code`, or a child of it, is in the lexicon; with `kinds`, in one of these.
  bool Knows(absl::string_view code, const std::vector<std::string>& kinds) const {
    for (const auto& [kind, codes] : by_kind_) {
      if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
      for (const std::string& known : codes) {
        if (CodeIs(known, code)) return true;
      }
    }
    return false;
  }

  void CheckCondition(const std::string& text, const Place& place) {
    const absl::StatusOr<Condition> condition = Condition::Parse(text);
    if (!condition.ok()) {
      Say(place, absl::StrCat("the condition `", text, "`: ", condition.status().message()));
      return;
    }
    for (const Atom& atom : condition->atoms()) CheckAtom(atom, place);
  }

  void CheckAtom(const Atom& atom, const Place& place) {
    static const auto* const kinds = new std::map<Function, std::vector<std::string>>({
        {Function::kHas, {"condition"}},
        {Function::kSymptom, {"symptom"}},
        {Function::kTaking, {"medication", "skincare"}},
        {Function::kTook, {"medication", "skincare"}},
        {Function::kProcedure, {"procedure"}},
        {Function::kArea, {"body-area"}},
        {Function::kConcern, {"concern"}},
        {Function::kWeeksSince, {"procedure", "medication", "skincare"}},
        {Function::kSays, {}},
    });
    if (atom.function == Function::kAsks) {
      if (!ParseForm(atom.code).has_value())
        Say(place, absl::StrCat("asks(\"", atom.code, "\"): no such form; see README.md"));
      return;
    }
    if (const auto it = kinds->find(atom.function); it != kinds->end()) {
      if (!Knows(absl::StripPrefix(atom.code, "="), it->second)) {
        Say(place, absl::StrCat("the code \"", atom.code, "\" is not in the lexicon",
                                it->second.empty() ? "" : " as ", absl::StrJoin(it->second, " or "),
                                "; add it there, or use one that is"));
      }
      return;
    }
    const auto field = fields_.find(std::string(FieldName(atom.field)));
    if (field == fields_.end() || atom.value.empty()) return;
    const ProfileField& f = *field->second;
    if (f.type == "enum" &&
        std::find(f.values.begin(), f.values.end(), atom.value) == f.values.end()) {
      Say(place, absl::StrCat(f.name, " is never '", atom.value, "'; it is one of ",
                              absl::StrJoin(f.values, ", ")));
    }
    if (!f.kind.empty() && !Knows(atom.value, {f.kind})) {
      Say(place, absl::StrCat("the code '", atom.value, "' is not in the lexicon as ", f.kind));
    }
  }

  void CheckStatements() {
    for (size_t i = 0; i < k_.statements.size(); ++i) {
      const Statement& s = k_.statements[i];
      const Place& place = files_.statement_places[i];
      if (s.facts.empty())
        Say(place, absl::StrCat("'", s.id, "' rests on no fact; name one that says this"));
      const size_t words =
          std::vector<absl::string_view>(absl::StrSplit(s.text, ' ', absl::SkipEmpty())).size();
      if (words > kMostWords) {
        Say(place, absl::StrCat("'", s.id, "' has ", words, " words; ", kMostWords,
                                " is the limit: split it in two"));
      }
      if (absl::StrContains(s.text, '!'))
        Say(place, absl::StrCat("'", s.id, "' shouts; end it with a full stop"));
      if (absl::StrContains(s.text, '\n'))
        Say(place, absl::StrCat("'", s.id, "' has a line break; write one line"));
      if (const std::vector<std::string> missing = UnsupportedNumbers(s, k_);
          !missing.empty() && !s.facts.empty()) {
        Say(place,
            absl::StrCat("'", s.id, "': none of its facts holds ", absl::StrJoin(missing, ", "),
                         "; name the fact that does, or leave the number out"));
      }
      if (!s.when.empty()) CheckCondition(s.when, place);
    }
  }

  void CheckPassages() {
    for (size_t i = 0; i < k_.passages.size(); ++i) {
      const Passage& p = k_.passages[i];
      const Place& place = files_.passage_places[i];
      for (const std::string& code : p.about) {
        if (!Knows(code, {}))
          Say(place,
              absl::StrCat("about: '", code, "' is not in the lexicon; add it to lexicon/topics/"));
      }
      for (const DirectAnswer& answer : p.answers) {
        for (const std::string& code : answer.about) {
          if (!Knows(code, {}))
            Say(place, absl::StrCat("an answer's about: '", code,
                                    "' is not in the lexicon; add it to lexicon/topics/"));
        }
        if (answer.variants.empty() || k_.statements[answer.variants.back()].when.empty()) continue;
        const bool threshold =
            p.thresholds.end() !=
            std::find_if(p.thresholds.begin(), p.thresholds.end(), [&](const Threshold& t) {
              const std::string& id = k_.statements[answer.variants.back()].id;
              return std::any_of(std::begin(kThresholdSides), std::end(kThresholdSides),
                                 [&](absl::string_view side) {
                                   return absl::EndsWith(id, absl::StrCat("/", t.id, "-", side));
                                 });
            });
        if (!threshold)
          Say(files_.statement_places[answer.variants.back()],
              "the last variant of an answer has no condition: it is what is said when nothing is "
              "known");
      }
    }
  }

  void CheckRules() {
    for (size_t i = 0; i < k_.rules.size(); ++i) {
      CheckCondition(k_.rules[i].when, files_.rule_places[i]);
      if (!k_.rules[i].unless.empty()) CheckCondition(k_.rules[i].unless, files_.rule_places[i]);
    }
  }

  void CheckLexicon() {
    for (size_t i = 0; i < k_.lexicon.size(); ++i) {
      for (const std::string& code : k_.lexicon[i].implies) {
        if (!Knows(code, {}))
          Say(files_.lexicon_places[i],
              absl::StrCat("implies: '", code, "' is not in the lexicon"));
      }
    }
  }

  const KnowledgeFiles& files_;
  const Knowledge& k_;
  std::vector<Fault> faults_;
  std::map<std::string, std::set<std::string>> by_kind_;
  std::map<std::string, const ProfileField*> fields_;
};

}  // namespace

std::vector<Fault> Lint(const KnowledgeFiles& files) { return Linter(files).Run(); }

}  // namespace needlepoint
