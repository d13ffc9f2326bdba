#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"

#include "service/pack/lint.h"

namespace needlepoint {
namespace {

constexpr char kCosts[] = "plan/costs.yaml";
constexpr char kOutlooks[] = "plan/outlooks.yaml";
constexpr char kCalendar[] = "plan/calendar.yaml";
// No source names a longer one for use at home.
constexpr double kLongestHomeNeedleMm = 0.5;

class PlanLinter {
 public:
  explicit PlanLinter(const KnowledgeFiles& files) : files_(files), k_(files.knowledge) {}

  std::vector<Fault> Run() {
    for (size_t i = 0; i < k_.protocols.size(); ++i)
      CheckProtocol(k_.protocols[i], files_.protocol_places[i]);
    CheckCosts();
    for (const Outlook& outlook : k_.outlooks) CheckOutlook(outlook);
    for (const TimelineEntry& entry : k_.timeline) {
      CheckTitle(entry.id, entry.title);
      const bool before = entry.at == Moment::kBefore;
      if (before != entry.day_from.has_value() || before != entry.day_to.has_value())
        Say(kCalendar, absl::StrCat("'", entry.id,
                                    "': BEFORE has day_from and day_to, and no "
                                    "other moment has; its days come from the plan row"));
    }
    for (const AftercareEntry& entry : k_.aftercare) CheckTitle(entry.id, entry.title);
    for (const char* setting : {"HOME", "PROFESSIONAL"}) CheckAftercare(setting);
    return std::move(faults_);
  }

 private:
  void Say(const char* file, std::string message) { faults_.push_back({file, 1, message}); }

  void CheckProtocol(const Protocol& row, const Place& place) {
    const auto say = [&](absl::string_view what) {
      faults_.push_back({place.file, place.line, absl::StrCat("'", row.id, "' ", what)});
    };
    for (const auto& [name, range] : row.numbers) {
      if (range.min > range.max)
        say(absl::StrCat("has ", name, " from ", range.min, " to ", range.max,
                         "; give the lower number first"));
    }
    const auto needle = row.numbers.find("needle_length_mm");
    if (row.setting == "HOME" && needle != row.numbers.end() &&
        needle->second.max > kLongestHomeNeedleMm)
      say(absl::StrCat("has needles over ", kLongestHomeNeedleMm, " mm at home"));
    if (!k_.labels.contains(absl::StrCat("option.", row.option)))
      say(absl::StrCat("has no label; add option.", row.option, " to labels/"));
    const bool told = std::any_of(k_.outlooks.begin(), k_.outlooks.end(),
                                  [&](const Outlook& o) { return CodeIs(row.concern, o.concern); });
    if (!told) say(absl::StrCat("has no outlook; add ", row.concern, " to ", kOutlooks));
  }

  void CheckCosts() {
    std::set<std::string> told;
    for (const Price& price : k_.prices) {
      const std::string key =
          absl::StrCat(price.option, ", ", price.concern, ", ", price.jurisdiction);
      if (!told.insert(key).second)
        Say(kCosts, absl::StrCat("the price of ", key, " stands twice"));
      if (price.range.min > price.range.max)
        Say(kCosts, absl::StrCat("the price of ", key, " has its higher number first"));
      if (!k_.labels.contains(absl::StrCat("country.", price.jurisdiction)))
        Say(kCosts, absl::StrCat("no label country.", price.jurisdiction, " in labels/"));
      const bool offered =
          std::any_of(k_.protocols.begin(), k_.protocols.end(),
                      [&](const Protocol& row) { return row.option == price.option; });
      if (!offered) Say(kCosts, absl::StrCat("no plan row has the option ", price.option));
      for (const char* level : {"LOW", "MEDIUM"}) {
        const bool known =
            std::any_of(k_.budgets.begin(), k_.budgets.end(), [&](const Budget& budget) {
              return budget.level == level && budget.currency == price.currency;
            });
        if (!known)
          Say(kCosts, absl::StrCat("no budget says what ", level, " is in ", price.currency));
      }
    }
  }

  void CheckOutlook(const Outlook& outlook) {
    if (!k_.statements[outlook.headline].when.empty()) {
      Say(kOutlooks, absl::StrCat("the headline of ", outlook.concern, ", ",
                                  k_.statements[outlook.headline].id,
                                  ", does not hold for everyone; choose one without `when`"));
    }
    for (const int statement : outlook.can) {
      if (std::find(outlook.cannot.begin(), outlook.cannot.end(), statement) !=
          outlook.cannot.end())
        Say(kOutlooks, absl::StrCat(outlook.concern, " says ", k_.statements[statement].id,
                                    " both of what can and of what cannot be expected"));
    }
  }

  void CheckTitle(const std::string& id, const std::string& title) {
    if (!k_.labels.contains(title))
      Say(kCalendar, absl::StrCat("'", id, "': no label ", title, " in labels/"));
  }

  // The steps of a setting follow each other from 0 on.
  void CheckAftercare(const char* setting) {
    std::optional<int> reached = 0;
    for (const AftercareEntry& entry : k_.aftercare) {
      if (!entry.setting.empty() && entry.setting != setting) continue;
      if (entry.hour_from != reached)
        Say(kCalendar, absl::StrCat("'", entry.id, "' begins at hour ", entry.hour_from,
                                    ", where the step before it for ", setting,
                                    " does not end; leave no gap and no overlap"));
      reached = entry.hour_to;
    }
    if (reached.has_value())
      Say(kCalendar,
          absl::StrCat("the last aftercare of ", setting, " ends; leave its hour_to out"));
  }

  const KnowledgeFiles& files_;
  const Knowledge& k_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> CheckPlans(const KnowledgeFiles& files) { return PlanLinter(files).Run(); }

}  // namespace needlepoint
