#include "absl/strings/str_join.h"

#include "clients/cli/render.h"

namespace needlepoint::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string PerLabel(v1::CostPer per) {
  switch (per) {
    case v1::COST_PER_SESSION:
      return " a session";
    case v1::COST_PER_COURSE:
      return " a course";
    case v1::COST_PER_DEVICE:
      return " for the tool";
    default:
      return "";
  }
}

void AddRange(absl::string_view title, absl::string_view unit, bool has,
              const v1::NumberRange& range, const PartWriter& out, Rows& rows) {
  if (!has) return;
  std::string value =
      absl::StrCat(PlainRange(range.min(), range.max()), unit, out.Marks(range.citation_numbers()));
  if (!range.population().empty()) {
    absl::StrAppend(&value, " (", CleanLine(range.population()), ")");
  }
  rows.push_back({absl::StrCat("  ", title), std::move(value)});
}

void WriteOption(const v1::PlanOption& option, PartWriter& out) {
  out.Gap();
  const std::string& name = option.title().empty() ? option.code() : option.title();
  std::vector<std::string> remarks;
  if (option.recommended()) remarks.push_back("fits what is known");
  if (option.disposition() == v1::DISPOSITION_CAUTION) remarks.push_back("with care");
  if (option.disposition() >= v1::DISPOSITION_CONSULT) {
    remarks.push_back("not before a clinician has agreed");
  }
  if (option.has_fits_budget()) {
    remarks.push_back(option.fits_budget() ? "within the budget" : "over the budget");
  }
  if (option.has_fits_constraints() && !option.fits_constraints()) {
    remarks.push_back("does not fit what was asked for");
  }
  std::string line = out.Paint(Style::kBold, CleanLine(name));
  if (!remarks.empty()) absl::StrAppend(&line, " (", absl::StrJoin(remarks, "; "), ")");
  out.Line(line);

  Rows rows;
  AddRange("needle length", " mm", option.has_needle_length_mm(), option.needle_length_mm(), out,
           rows);
  AddRange("sessions", "", option.has_session_count(), option.session_count(), out, rows);
  AddRange("between sessions", " days", option.has_interval_days(), option.interval_days(), out,
           rows);
  AddRange("first result", " days", option.has_first_result_days(), option.first_result_days(), out,
           rows);
  AddRange("full result", " days", option.has_full_result_days(), option.full_result_days(), out,
           rows);
  AddRange("downtime", " days", option.has_downtime_days(), option.downtime_days(), out, rows);
  if (option.has_cost()) {
    const v1::Cost& cost = option.cost();
    rows.push_back({"  cost", absl::StrCat(PlainRange(cost.min(), cost.max()), " ",
                                           CleanLine(cost.currency_code()), PerLabel(cost.per()),
                                           out.Marks(cost.citation_numbers()))});
  }
  for (const auto& row : rows) {
    const std::string margin =
        absl::StrCat(row[0], std::string(20 - std::min<size_t>(20, row[0].size()), ' '));
    out.Line(row[1], margin, std::string(20, ' '));
  }
  for (const v1::Statement& statement : option.statements()) out.Bullet(out.Sentence(statement));
}

// "Days 0 to 3", "Day 7", "From day 90".
template <typename Step>
std::string Time(absl::string_view unit, int from, bool has_to, int to, const Step& step) {
  std::string time = !has_to      ? absl::StrCat("From ", unit, " ", from)
                     : from == to ? absl::StrCat("On ", unit, " ", from)
                                  : absl::StrCat("From ", unit, " ", from, " to ", to);
  if (!step.title().empty()) absl::StrAppend(&time, ": ", CleanLine(step.title()));
  return time;
}

}  // namespace

std::string RenderPlan(const v1::Plan& plan, const RenderOptions& options) {
  PartWriter out(options);
  const bool acute = IsAcute(plan.disposition());
  out.Findings(plan.findings(), acute, {plan.headline().text()});
  if (!acute) {
    out.Gap();
    if (plan.has_headline()) out.Line(out.Sentence(plan.headline(), Style::kBold));
    if (plan.disposition() == v1::DISPOSITION_NO_ANSWER) {
      out.Line(out.Paint(Style::kBold, NoAnswerLine(plan.no_answer_reason())));
    }
    out.Proposed(plan.proposed());
    for (const v1::PlanOption& option : plan.options()) WriteOption(option, out);
    if (plan.timeline_size() > 0) {
      out.Gap();
      out.Heading("Timeline, from the first session");
    }
    for (const v1::TimelineStep& step : plan.timeline()) {
      std::string time = Time("day", step.day_from(), step.has_day_to(), step.day_to(), step);
      if (!step.date_from().empty()) absl::StrAppend(&time, " (", CleanLine(step.date_from()), ")");
      out.Line(time, "", "  ");
      for (const v1::Statement& statement : step.statements()) out.Bullet(out.Sentence(statement));
    }
    if (plan.aftercare_size() > 0) {
      out.Gap();
      out.Heading("Aftercare, from the end of each session");
    }
    for (const v1::AftercareStep& step : plan.aftercare()) {
      out.Line(Time("hour", step.hour_from(), step.has_hour_to(), step.hour_to(), step), "", "  ");
      for (const v1::Statement& statement : step.statements()) out.Bullet(out.Sentence(statement));
    }
    for (const v1::Section& section : plan.sections()) out.SectionBlock(section);
    if (plan.options_size() > 0 && !plan.complete()) {
      out.Paragraph("This plan can change with what is still unknown.");
    }
    out.FollowUp(plan.follow_up_questions());
    if (plan.has_handoff()) out.HandoffBlock(plan.handoff());
    out.Warnings(plan.warnings());
  }
  out.Sources(plan.citations(), acute);
  out.Notice(plan.review_notice());
  return out.Take();
}

}  // namespace needlepoint::cli
