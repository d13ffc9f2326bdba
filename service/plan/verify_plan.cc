#include "service/plan/verify_plan.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

#include "service/answer/verifier.h"
#include "service/base/status_macros.h"
#include "service/plan/numbers.h"
#include "service/plan/plan_enums.h"
#include "service/plan/ways.h"

namespace needlepoint {
namespace {

constexpr double kLongestHomeNeedleMm = 0.5;

// That `option` is done as `row` is, and has no number but the row's. Without a
// row there are none.
absl::Status CheckNumbersOf(const v1::PlanOption& option, const Protocol& row,
                            const Verifier& verifier) {
  if (option.setting() != SettingOf(row.setting) || option.device() != DeviceOf(row.device))
    return Broken(absl::StrCat(option.code(), " has another setting or device than its row"));
  for (const NumberField& field : kPlanNumbers) {
    if (!(option.*field.has)()) continue;
    const std::string where = absl::StrCat(field.name, " of ", option.code());
    const v1::NumberRange& number = (option.*field.get)();
    const auto known = row.numbers.find(field.name);
    if (known == row.numbers.end() || known->second.min != number.min() ||
        known->second.max != number.max())
      return Broken(absl::StrCat(where, " is not what the snapshot says"));
    NP_RETURN_IF_ERROR(
        verifier.CheckNumbers(where, number.citation_numbers(), known->second.facts));
  }
  return absl::OkStatus();
}

absl::Status CheckCost(const Knowledge& k, const v1::PlanOption& option, const Verifier& verifier) {
  const std::string where = absl::StrCat("the cost of ", option.code());
  const v1::Cost& cost = option.cost();
  for (const Price& price : k.prices) {
    if (price.option != option.code() || price.jurisdiction != cost.jurisdiction() ||
        price.currency != cost.currency_code() || CostPerOf(price.per) != cost.per() ||
        price.range.min != cost.min() || price.range.max != cost.max())
      continue;
    if (verifier.CheckNumbers(where, cost.citation_numbers(), price.range.facts).ok())
      return absl::OkStatus();
  }
  return Broken(absl::StrCat(where, " is not what the snapshot says"));
}

absl::Status CheckOption(const Snapshot& snapshot, const v1::Plan& plan,
                         const v1::PlanOption& option, const Verifier& verifier) {
  const Knowledge& k = snapshot.knowledge();
  for (const v1::Statement& statement : option.statements())
    NP_RETURN_IF_ERROR(verifier.CheckStatement(statement));
  const auto row = std::find_if(k.protocols.begin(), k.protocols.end(),
                                [&](const Protocol& p) { return p.id == option.protocol_id(); });
  // What the person is referred to need not have a row.
  const bool referral = option.protocol_id().empty() && option.code() == kReview;
  if (!referral && (row == k.protocols.end() || row->option != option.code()))
    return Broken(absl::StrCat(option.code(), " rests on no row of the snapshot"));
  NP_RETURN_IF_ERROR(CheckNumbersOf(option, referral ? Protocol() : *row, verifier));
  if (option.has_cost()) NP_RETURN_IF_ERROR(CheckCost(k, option, verifier));
  if (option.setting() == v1::SETTING_HOME &&
      option.needle_length_mm().max() > kLongestHomeNeedleMm)
    return Broken(absl::StrCat(option.code(), " has long needles at home"));
  if (option.disposition() >= v1::DISPOSITION_AVOID)
    return Broken(absl::StrCat(option.code(), " is offered although it is advised against"));
  if (option.recommended() && option.code() != kReview &&
      std::max(plan.disposition(), option.disposition()) >= v1::DISPOSITION_CONSULT)
    return Broken(absl::StrCat(option.code(), " is recommended against a finding"));
  return absl::OkStatus();
}

// Whether `number` carries, as what sources hold, `min`, `max` and its citations.
template <typename Source>
bool StandsBeside(const v1::ProposedNumber& number, const Source& source) {
  return number.source_min() == source.min() && number.source_max() == source.max() &&
         std::equal(number.citation_numbers().begin(), number.citation_numbers().end(),
                    source.citation_numbers().begin(), source.citation_numbers().end());
}

absl::Status CheckProposed(const v1::Plan& plan) {
  const auto option = std::find_if(
      plan.options().begin(), plan.options().end(),
      [&](const v1::PlanOption& o) { return o.code() == plan.proposed().option_code(); });
  const auto is_held = [&](const v1::ProposedNumber& number) {
    if (option == plan.options().end()) return false;
    if (number.field() == "cost") return option->has_cost() && StandsBeside(number, option->cost());
    return std::any_of(kPlanNumbers.begin(), kPlanNumbers.end(), [&](const NumberField& field) {
      return number.field() == field.name && ((*option).*field.has)() &&
             StandsBeside(number, ((*option).*field.get)());
    });
  };
  for (const v1::ProposedNumber& number : plan.proposed().numbers()) {
    const bool beside_sources = number.has_source_min() || number.has_source_max();
    if (beside_sources && !is_held(number))
      return Broken(absl::StrCat("the proposed ", number.field(),
                                 " stands beside another number than its option's"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyPlan(const Snapshot& snapshot, const v1::Plan& plan) {
  const Verifier verifier(snapshot, plan.citations(), plan.disposition());
  NP_RETURN_IF_ERROR(verifier.CheckVersion(plan.knowledge_version()));
  NP_RETURN_IF_ERROR(verifier.CheckCitations());
  if (plan.has_headline()) NP_RETURN_IF_ERROR(verifier.CheckStatement(plan.headline()));
  NP_RETURN_IF_ERROR(verifier.CheckSections(plan.sections()));
  for (const v1::Finding& finding : plan.findings())
    NP_RETURN_IF_ERROR(verifier.CheckFinding(finding));
  const bool acute = plan.disposition() == v1::DISPOSITION_URGENT ||
                     plan.disposition() == v1::DISPOSITION_EMERGENCY;
  if (acute && !plan.options().empty())
    return Broken("ways to go are offered where care comes first");
  for (const v1::PlanOption& option : plan.options())
    NP_RETURN_IF_ERROR(CheckOption(snapshot, plan, option, verifier));
  NP_RETURN_IF_ERROR(CheckProposed(plan));
  if (plan.disposition() >= v1::DISPOSITION_CONSULT &&
      (!plan.timeline().empty() || !plan.aftercare().empty()))
    return Broken("there is a calendar against a finding");
  for (const v1::TimelineStep& step : plan.timeline()) {
    for (const v1::Statement& statement : step.statements())
      NP_RETURN_IF_ERROR(verifier.CheckStatement(statement));
  }
  for (const v1::AftercareStep& step : plan.aftercare()) {
    for (const v1::Statement& statement : step.statements())
      NP_RETURN_IF_ERROR(verifier.CheckStatement(statement));
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
