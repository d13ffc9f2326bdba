#include "service/plan/proposed.h"

#include <algorithm>

#include "service/answer/echo.h"
#include "service/answer/profile_proto.h"
#include "service/plan/plan_enums.h"

namespace needlepoint {
namespace {

const v1::PlanOption* OptionMeant(const Question& question, const v1::Plan& plan) {
  const v1::Profile profile = ProfileToProto(question.profile);
  const auto find = [&](auto fits) -> const v1::PlanOption* {
    const auto it = std::find_if(plan.options().begin(), plan.options().end(),
                                 [&](const v1::PlanOption& option) {
                                   return option.has_needle_length_mm() && fits(option);
                                 });
    return it == plan.options().end() ? nullptr : &*it;
  };
  const auto in_setting = [&](const v1::PlanOption& option) {
    return profile.setting() == option.setting() || profile.setting() == v1::SETTING_UNSPECIFIED ||
           profile.setting() == v1::SETTING_UNDECIDED;
  };
  if (const v1::PlanOption* same = find([&](const v1::PlanOption& option) {
        return in_setting(option) && option.device() == profile.device();
      }))
    return same;
  return find(in_setting);
}

const v1::NumberRange* RangeOf(const v1::PlanOption& option, const std::string& field) {
  if (field == "needle_length_mm" && option.has_needle_length_mm())
    return &option.needle_length_mm();
  if (field == "session_count" && option.has_session_count()) return &option.session_count();
  if (field == "interval_days" && option.has_interval_days()) return &option.interval_days();
  return nullptr;
}

v1::ProposalStanding StandingOf(const ProposedNumber& number, double min, double max) {
  constexpr double kSame = 1e-9;
  if (number.max.value_or(number.value) > max + kSame) return v1::PROPOSAL_STANDING_ABOVE;
  if (number.value < min - kSame) return v1::PROPOSAL_STANDING_BELOW;
  return v1::PROPOSAL_STANDING_WITHIN;
}

template <typename Source>
void SetSource(const Source& source, const ProposedNumber& number, v1::ProposedNumber& out) {
  out.set_source_min(source.min());
  out.set_source_max(source.max());
  *out.mutable_citation_numbers() = source.citation_numbers();
  out.set_standing(StandingOf(number, source.min(), source.max()));
}

}  // namespace

void AddProposed(const std::string& text, const Question& question, v1::Plan& plan) {
  if (question.proposal.numbers.empty()) return;
  const v1::PlanOption* option = OptionMeant(question, plan);
  v1::ProposedPlan& proposed = *plan.mutable_proposed();
  proposed.set_by_clinician(question.proposal.by_clinician);
  if (option != nullptr) proposed.set_option_code(option->code());
  for (const ProposedNumber& number : question.proposal.numbers) {
    v1::ProposedNumber& out = *proposed.add_numbers();
    out.set_field(number.field);
    out.set_value(number.value);
    if (number.max.has_value()) out.set_max_value(*number.max);
    out.mutable_span()->set_start(number.span.start);
    out.mutable_span()->set_end(number.span.end);
    out.set_text(ToValidUtf8(number.span.In(text)));
    out.set_standing(v1::PROPOSAL_STANDING_NO_NUMBER);
    if (option == nullptr) continue;
    // The price of a course is not held against that of a session.
    if (number.field == "cost" && option->has_cost() &&
        (number.per.empty() || CostPerOf(number.per) == option->cost().per()))
      SetSource(option->cost(), number, out);
    if (const v1::NumberRange* range = RangeOf(*option, number.field))
      SetSource(*range, number, out);
  }
}

}  // namespace needlepoint
