#include "service/plan/plan_words.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "service/plan/numbers.h"

namespace needlepoint {
namespace {

std::string FromTo(const Snapshot& snapshot, const char* label, absl::string_view from,
                   absl::string_view to) {
  return absl::StrReplaceAll(snapshot.Label(label),
                             {{"{from}", from}, {"{to}", to}, {"{min}", from}, {"{max}", to}});
}

std::string RangeInWords(const Snapshot& snapshot, double min, double max, const char* unit) {
  std::string words = min == max
                          ? absl::StrCat(min)
                          : FromTo(snapshot, "unit.range", absl::StrCat(min), absl::StrCat(max));
  if (*unit != '\0') absl::StrAppend(&words, " ", snapshot.Label(unit));
  return words;
}

const char* PerLabel(v1::CostPer per) {
  switch (per) {
    case v1::COST_PER_COURSE:
      return "per.course";
    case v1::COST_PER_DEVICE:
      return "per.device";
    default:
      return "per.session";
  }
}

const NumberField* FieldOf(const std::string& name) {
  const auto it = std::find_if(kPlanNumbers.begin(), kPlanNumbers.end(),
                               [&](const NumberField& field) { return field.name == name; });
  return it == kPlanNumbers.end() ? nullptr : &*it;
}

}  // namespace

std::vector<PlanLine> LinesOf(const Snapshot& snapshot, const v1::PlanOption& option) {
  std::vector<PlanLine> lines;
  for (const NumberField& field : kPlanNumbers) {
    if (!(option.*field.has)()) continue;
    const v1::NumberRange& range = (option.*field.get)();
    lines.push_back({snapshot.Label(field.label),
                     RangeInWords(snapshot, range.min(), range.max(), field.unit),
                     &range.citation_numbers(), range.population()});
  }
  if (option.has_cost()) {
    const v1::Cost& cost = option.cost();
    lines.push_back(
        {snapshot.Label("plan.cost"),
         absl::StrCat(RangeInWords(snapshot, cost.min(), cost.max(), ""), " ", cost.currency_code(),
                      " ", snapshot.Label(PerLabel(cost.per()))),
         &cost.citation_numbers(),
         absl::StrReplaceAll(
             snapshot.Label("plan.seen-in"),
             {{"{country}", snapshot.Label(absl::StrCat("country.", cost.jurisdiction()))}})});
  }
  return lines;
}

std::vector<std::string> RemarksOn(const Snapshot& snapshot, const v1::PlanOption& option) {
  std::vector<std::string> remarks;
  if (option.disposition() == v1::DISPOSITION_CAUTION)
    remarks.push_back(snapshot.Label("disposition.caution"));
  if (option.disposition() >= v1::DISPOSITION_CONSULT)
    remarks.push_back(snapshot.Label("disposition.consult"));
  if (option.recommended()) remarks.push_back(snapshot.Label("plan.recommended"));
  if (option.has_fits_budget())
    remarks.push_back(
        snapshot.Label(option.fits_budget() ? "plan.fits-budget" : "plan.over-budget"));
  if (option.has_fits_constraints())
    remarks.push_back(snapshot.Label(option.fits_constraints() ? "plan.fits-constraints"
                                                               : "plan.over-constraints"));
  return remarks;
}

PlanLine LineOf(const Snapshot& snapshot, const v1::ProposedNumber& number) {
  const NumberField* field = FieldOf(number.field());
  return {snapshot.Label(field == nullptr ? "plan.cost" : field->label),
          RangeInWords(snapshot, number.value(),
                       number.has_max_value() ? number.max_value() : number.value(),
                       field == nullptr ? "" : field->unit),
          nullptr, ""};
}

PlanLine SourceLineOf(const Snapshot& snapshot, const v1::ProposedNumber& number) {
  const NumberField* field = FieldOf(number.field());
  PlanLine line{snapshot.Label("section.what-sources-hold"), "", &number.citation_numbers(), ""};
  switch (number.standing()) {
    case v1::PROPOSAL_STANDING_WITHIN:
      line.population = snapshot.Label("standing.within");
      break;
    case v1::PROPOSAL_STANDING_BELOW:
      line.population = snapshot.Label("standing.below");
      break;
    case v1::PROPOSAL_STANDING_ABOVE:
      line.population = snapshot.Label("standing.above");
      break;
    default:
      line.value = snapshot.Label("standing.no-number");
      return line;
  }
  line.value = RangeInWords(snapshot, number.source_min(), number.source_max(),
                            field == nullptr ? "" : field->unit);
  return line;
}

std::string WhenOf(const Snapshot& snapshot, const v1::TimelineStep& step) {
  const std::string from = absl::StrCat(std::abs(step.day_from()));
  const std::string to = absl::StrCat(std::abs(step.day_to()));
  const char* label = step.day_from() < 0                ? "plan.days-before"
                      : !step.has_day_to()               ? "plan.days-on"
                      : step.day_from() == step.day_to() ? "plan.day"
                                                         : "plan.days";
  std::string when = FromTo(snapshot, label, from, to);
  if (step.date_from().empty()) return when;
  const bool one_day = step.date_to() == step.date_from() || step.date_to().empty();
  absl::StrAppend(
      &when, " (",
      one_day ? step.date_from() : FromTo(snapshot, "unit.range", step.date_from(), step.date_to()),
      ")");
  return when;
}

std::string WhenOf(const Snapshot& snapshot, const v1::AftercareStep& step) {
  return FromTo(snapshot, step.has_hour_to() ? "plan.hours" : "plan.hours-on",
                absl::StrCat(step.hour_from()), absl::StrCat(step.hour_to()));
}

}  // namespace needlepoint
