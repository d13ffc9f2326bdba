#include "service/plan/verify_plan.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

#include "service/answer/verifier.h"
#include "service/base/status_macros.h"
#include "service/plan/numbers.h"
#include "service/plan/ways.h"

namespace needlepoint {
namespace {

constexpr double kLongestHomeNeedleMm = 0.5;

absl::Status CheckNumbersOf(const v1::PlanOption& option, const Protocol& row,
                            const Verifier& verifier) {
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
        price.currency != cost.currency_code() || price.range.min != cost.min() ||
        price.range.max != cost.max())
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
  if (!option.protocol_id().empty()) {
    const auto row = std::find_if(k.protocols.begin(), k.protocols.end(),
                                  [&](const Protocol& p) { return p.id == option.protocol_id(); });
    if (row == k.protocols.end() || row->option != option.code())
      return Broken(absl::StrCat(option.code(), " rests on no row of the snapshot"));
    NP_RETURN_IF_ERROR(CheckNumbersOf(option, *row, verifier));
  }
  if (option.has_cost()) NP_RETURN_IF_ERROR(CheckCost(k, option, verifier));
  if (option.setting() == v1::SETTING_HOME &&
      option.needle_length_mm().max() > kLongestHomeNeedleMm)
    return Broken(absl::StrCat(option.code(), " has long needles at home"));
  if (option.recommended() && option.code() != kReview &&
      plan.disposition() >= v1::DISPOSITION_CONSULT)
    return Broken(absl::StrCat(option.code(), " is recommended against a finding"));
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
  for (const v1::PlanOption& option : plan.options())
    NP_RETURN_IF_ERROR(CheckOption(snapshot, plan, option, verifier));
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
