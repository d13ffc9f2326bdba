#include "tests/golden/plan_matrix.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace needlepoint {
namespace {

constexpr size_t kMostColumns = 190;

constexpr char kHead[] =
    "# Plans at a glance\n\n"
    "What `BuildPlan` offers somebody of whom only the concern and the setting are known, "
    "and under it what one fact more changes.\n"
    "`*` is recommended; \"every\" is days between sessions; facts of one letter are named "
    "under it below and change the same things in every row.\n"
    "Generated; a diff of it is a change of advice. Anew: "
    "`NEEDLEPOINT_UPDATE_GOLDEN=1 ctest --test-dir build/dev -R plan_matrix_test`.\n";

constexpr char kWarningMore[] = "a warning more";

// One fact about a person.
struct Factor {
  std::string name;
  std::function<void(Profile&)> add;
};

struct Row {
  std::string concern, setting;
};

std::vector<Factor> Factors(const Knowledge& k) {
  std::vector<Factor> factors;
  for (const int type : {4, 5, 6})
    factors.push_back(
        {absl::StrCat("Fitzpatrick ", type), [=](Profile& p) { p.fitzpatrick = type; }});
  for (const int age : {15, 17, 70})
    factors.push_back({absl::StrCat("age ", age), [=](Profile& p) { p.age_years = age; }});
  for (const char* budget : {"LOW", "MEDIUM", "HIGH"})
    factors.push_back({absl::StrCat("budget ", budget), [=](Profile& p) { p.budget = budget; }});
  factors.push_back({"experience NONE", [](Profile& p) { p.experience = "NONE"; }});
  std::set<std::string> conditions, medications;
  for (const LexiconEntry& entry : k.lexicon) {
    if (entry.kind == "condition") conditions.insert(entry.code);
    if (entry.kind == "medication") medications.insert(entry.code);
  }
  for (const std::string& code : conditions)
    factors.push_back({code, [=](Profile& p) { p.conditions = {code}; }});
  for (const std::string& code : medications)
    factors.push_back(
        {code, [=](Profile& p) { p.medications = {{code, Use::kCurrent, std::nullopt}}; }});
  return factors;
}

// The concerns that have rows, a parent before its children.
std::vector<Row> Rows(const Knowledge& k) {
  std::set<std::string> concerns;
  for (const Protocol& row : k.protocols) concerns.insert(row.concern);
  std::vector<Row> rows;
  for (const std::string& concern : concerns) {
    for (const char* setting : {"HOME", "PROFESSIONAL"}) rows.push_back({concern, setting});
  }
  return rows;
}

std::string DispositionText(v1::Disposition disposition) {
  return std::string(absl::StripPrefix(v1::Disposition_Name(disposition), "DISPOSITION_"));
}

std::string RangeText(const v1::NumberRange& range) {
  return range.min() == range.max() ? absl::StrCat(range.min())
                                    : absl::StrCat(range.min(), "-", range.max());
}

// "0.5-1.5 mm, 3-6 sessions, every 28-42"; "" if there are none.
std::string NumbersText(const v1::PlanOption& option) {
  std::vector<std::string> numbers;
  if (option.has_needle_length_mm())
    numbers.push_back(absl::StrCat(RangeText(option.needle_length_mm()), " mm"));
  if (option.has_session_count())
    numbers.push_back(absl::StrCat(RangeText(option.session_count()), " sessions"));
  if (option.has_interval_days())
    numbers.push_back(absl::StrCat("every ", RangeText(option.interval_days())));
  return absl::StrJoin(numbers, ", ");
}

using Options = std::map<std::string, const v1::PlanOption*>;

Options OptionsOf(const v1::Plan& plan) {
  Options options;
  for (const v1::PlanOption& option : plan.options()) options[option.code()] = &option;
  return options;
}

std::set<std::string> Recommended(const v1::Plan& plan) {
  std::set<std::string> codes;
  for (const v1::PlanOption& option : plan.options()) {
    if (option.recommended()) codes.insert(option.code());
  }
  return codes;
}

bool HasNeedle(const v1::PlanOption& option) {
  return option.has_needle_length_mm() || option.device() != v1::DEVICE_UNSPECIFIED;
}

// What is different in `after`, in words; "" if nothing is.
std::string Change(const v1::Plan& before, const v1::Plan& after) {
  std::vector<std::string> changes;
  if (before.disposition() != after.disposition())
    changes.push_back(DispositionText(after.disposition()));
  const Options had = OptionsOf(before), has = OptionsOf(after);
  std::vector<std::string> lost, added, numbers, over;
  std::map<v1::Disposition, std::vector<std::string>> apart;  // graver than all together
  for (const auto& [code, option] : had) {
    if (!has.contains(code)) lost.push_back(code);
  }
  for (const auto& [code, option] : has) {
    const auto same = had.find(code);
    if (same == had.end()) {
      added.push_back(code);
      continue;
    }
    if (NumbersText(*option) != NumbersText(*same->second))
      numbers.push_back(absl::StrCat(code, " ", NumbersText(*option)));
    if (option->has_fits_budget() && !option->fits_budget()) over.push_back(code);
    if (option->disposition() != same->second->disposition() &&
        option->disposition() != after.disposition())
      apart[option->disposition()].push_back(code);
  }
  const bool had_needle = std::any_of(before.options().begin(), before.options().end(), HasNeedle);
  const bool has_needle = std::any_of(after.options().begin(), after.options().end(), HasNeedle);
  if (had_needle && !has_needle) {
    changes.push_back("no needles");
    std::erase_if(lost, [&](const std::string& code) { return HasNeedle(*had.at(code)); });
  }
  if (!lost.empty()) changes.push_back(absl::StrCat("lost ", absl::StrJoin(lost, ", ")));
  const std::set<std::string> first = Recommended(before), now = Recommended(after);
  if (first != now)
    changes.push_back(now.empty() ? "nothing recommended"
                                  : absl::StrCat("recommended only ", absl::StrJoin(now, ", ")));
  std::erase_if(added, [&](const std::string& code) { return now.contains(code); });
  if (!added.empty()) changes.push_back(absl::StrCat("added ", absl::StrJoin(added, ", ")));
  for (const auto& [disposition, codes] : apart)
    changes.push_back(
        absl::StrCat(DispositionText(disposition), " for ", absl::StrJoin(codes, ", ")));
  if (!numbers.empty()) changes.push_back(absl::StrJoin(numbers, "; "));
  if (!over.empty()) changes.push_back(absl::StrCat("over budget ", absl::StrJoin(over, ", ")));
  if (changes.empty() && after.findings_size() > before.findings_size())
    changes.push_back(kWarningMore);
  return absl::StrJoin(changes, "; ");
}

// `text` as an item of a list, in lines that are not too long.
std::string Item(const std::string& text, const std::string& indent = "") {
  std::string out, line = absl::StrCat(indent, "-");
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (line.size() + 1 + word.size() > kMostColumns) {
      absl::StrAppend(&out, line, "\n");
      line = absl::StrCat(indent, " ");
    }
    absl::StrAppend(&line, " ", word);
  }
  return absl::StrCat(out, line, "\n");
}

class Matrix {
 public:
  Matrix(const Planner& planner, const Knowledge& k)
      : planner_(planner), factors_(Factors(k)), rows_(Rows(k)) {
    for (const Row& row : rows_) plans_.push_back(PlanOf(row, nullptr));
    for (const Factor& factor : factors_) {
      std::vector<std::string>& changes = changes_.emplace_back();
      for (size_t r = 0; r < rows_.size(); ++r)
        changes.push_back(Change(plans_[r], PlanOf(rows_[r], &factor)));
    }
    NameGroups();
  }

  std::string Write() const {
    std::string out = absl::StrCat(kHead, "\n## Facts that change the same\n");
    for (const auto& [name, members] : members_) {
      if (members.size() > 1)
        absl::StrAppend(&out, Item(absl::StrCat(name, ": ", absl::StrJoin(members, ", "))));
    }
    absl::StrAppend(
        &out,
        Item(absl::StrCat("a warning more, and no other change in any row: ",
                          absl::StrJoin(only_warning_, ", "))),
        Item(absl::StrCat("no change in any row: ", absl::StrJoin(without_change_, ", "))));
    for (size_t r = 0; r < rows_.size(); ++r) {
      if (r == 0 || rows_[r].concern != rows_[r - 1].concern)
        absl::StrAppend(&out, "\n## ", rows_[r].concern, "\n");
      absl::StrAppend(&out, Item(BaseText(rows_[r], plans_[r])));
      // Groups that change this row alike share a line.
      std::vector<std::pair<std::string, std::vector<std::string>>> lines;
      for (const auto& [name, factor] : groups_) {
        const std::string& change = changes_[factor][r];
        if (change.empty()) continue;
        const auto line = std::find_if(lines.begin(), lines.end(),
                                       [&](const auto& l) { return l.first == change; });
        if (line != lines.end()) {
          line->second.push_back(name);
        } else {
          lines.push_back({change, {name}});
        }
      }
      for (const auto& [change, names] : lines)
        absl::StrAppend(&out, Item(absl::StrCat(absl::StrJoin(names, ", "), ": ", change), "  "));
    }
    return out;
  }

 private:
  v1::Plan PlanOf(const Row& row, const Factor* factor) const {
    PlanInput input;
    input.profile.concerns = {row.concern};
    input.profile.setting = row.setting;
    if (factor != nullptr) factor->add(input.profile);
    input.reference_time = absl::UnixEpoch();
    return planner_.Plan(input);
  }

  // What changes the same in every row has one name.
  void NameGroups() {
    std::map<std::vector<std::string>, std::string> names;
    std::map<std::vector<std::string>, int> sizes;
    for (const auto& changes : changes_) ++sizes[changes];
    char letter = 'A';
    for (size_t f = 0; f < factors_.size(); ++f) {
      const std::vector<std::string>& changes = changes_[f];
      if (std::all_of(changes.begin(), changes.end(),
                      [](const std::string& change) { return change.empty(); })) {
        without_change_.push_back(factors_[f].name);
        continue;
      }
      if (std::all_of(changes.begin(), changes.end(), [](const std::string& change) {
            return change.empty() || change == kWarningMore;
          })) {
        only_warning_.push_back(factors_[f].name);
        continue;
      }
      if (!names.contains(changes)) {
        const bool alone = sizes[changes] == 1;
        names[changes] = alone ? factors_[f].name : std::string(1, letter++);
        groups_.push_back({names[changes], f});
      }
      members_[names[changes]].push_back(factors_[f].name);
    }
  }

  static std::string BaseText(const Row& row, const v1::Plan& plan) {
    std::vector<std::string> options;
    for (const v1::PlanOption& option : plan.options()) {
      const std::string numbers = NumbersText(option);
      options.push_back(absl::StrCat(option.code(), option.recommended() ? "*" : "",
                                     numbers.empty() ? "" : absl::StrCat(" (", numbers, ")")));
    }
    return absl::StrCat("**", row.setting, "**: ", DispositionText(plan.disposition()), ". ",
                        absl::StrJoin(options, "; "), ".");
  }

  const Planner& planner_;
  const std::vector<Factor> factors_;
  const std::vector<Row> rows_;
  std::vector<v1::Plan> plans_;                         // by row
  std::vector<std::vector<std::string>> changes_;       // by factor, by row
  std::vector<std::pair<std::string, size_t>> groups_;  // name, one factor of it
  std::map<std::string, std::vector<std::string>> members_;
  std::vector<std::string> without_change_, only_warning_;
};

}  // namespace

std::string PlanMatrix(const Planner& planner, const Knowledge& knowledge) {
  return Matrix(planner, knowledge).Write();
}

}  // namespace needlepoint
