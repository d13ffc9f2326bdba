#include "service/plan/render_plan.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/answer/text_writer.h"
#include "service/plan/plan_words.h"

namespace needlepoint {
namespace {

class Writer {
 public:
  Writer(const Snapshot& snapshot, const v1::Plan& plan, TextForm form)
      : snapshot_(snapshot), plan_(plan), out_(snapshot, plan.citations(), form) {}

  std::string Run() {
    const bool acute = plan_.disposition() == v1::DISPOSITION_URGENT ||
                       plan_.disposition() == v1::DISPOSITION_EMERGENCY;
    if (!acute && plan_.has_headline()) out_.Headline(plan_.headline());
    for (const v1::Finding& finding : plan_.findings()) {
      if (!acute || finding.disposition() >= v1::DISPOSITION_URGENT) out_.Finding(finding);
    }
    if (plan_.disposition() == v1::DISPOSITION_NO_ANSWER)
      out_.Paragraph(
          snapshot_.Label(plan_.no_answer_reason() == v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN
                              ? "no-answer.not-enough-known"
                              : "no-answer.nothing-found"));
    WriteProposed();
    WriteOptions();
    for (const v1::Section& section : plan_.sections()) {
      out_.Section(section);
      out_.Append("\n");
    }
    WriteSteps("section.timeline", plan_.timeline());
    WriteSteps("section.aftercare", plan_.aftercare());
    if (!plan_.follow_up_questions().empty()) out_.FollowUp(plan_.follow_up_questions(0));
    out_.Sources();
    out_.Paragraph(plan_.review_notice());
    return out_.Take();
  }

 private:
  void Title(const char* label) {
    out_.Append(absl::StrCat(out_.Bold(snapshot_.Label(label)), "\n"));
  }

  void Line(const PlanLine& line) {
    std::string text = absl::StrCat("- ", out_.Safe(line.title), ": ", out_.Safe(line.value));
    if (line.citations != nullptr) absl::StrAppend(&text, out_.Marks(*line.citations));
    if (!line.population.empty()) absl::StrAppend(&text, " (", out_.Safe(line.population), ")");
    out_.Append(absl::StrCat(text, "\n"));
  }

  void WriteProposed() {
    if (plan_.proposed().numbers().empty()) return;
    Title("section.your-plan");
    for (const v1::ProposedNumber& number : plan_.proposed().numbers()) {
      const PlanLine own = LineOf(snapshot_, number), source = SourceLineOf(snapshot_, number);
      Line({own.title, absl::StrCat(own.value, "; ", source.title, ": ", source.value),
            source.citations, source.population});
    }
    out_.Append("\n");
  }

  void WriteOptions() {
    absl::flat_hash_set<std::string> said;
    for (const v1::PlanOption& option : plan_.options()) {
      std::string title = out_.Bold(option.title());
      const std::vector<std::string> remarks = RemarksOn(snapshot_, option);
      if (!remarks.empty())
        absl::StrAppend(&title, " (", out_.Safe(absl::StrJoin(remarks, "; ")), ")");
      out_.Append(absl::StrCat(title, "\n"));
      for (const PlanLine& line : LinesOf(snapshot_, option)) Line(line);
      for (const v1::Statement& statement : option.statements()) {
        if (said.insert(statement.statement_id()).second) out_.Bullet(statement);
      }
      out_.Append("\n");
    }
  }

  template <typename Steps>
  void WriteSteps(const char* title, const Steps& steps) {
    if (steps.empty()) return;
    Title(title);
    for (const auto& step : steps) {
      out_.Append(absl::StrCat(
          "- ", out_.Safe(absl::StrCat(step.title(), ", ", WhenOf(snapshot_, step))), "\n"));
      for (const v1::Statement& statement : step.statements())
        out_.Append(absl::StrCat("  - ", out_.Sentence(statement), "\n"));
    }
    out_.Append("\n");
  }

  const Snapshot& snapshot_;
  const v1::Plan& plan_;
  TextWriter out_;
};

}  // namespace

void RenderPlan(const Snapshot& snapshot, v1::CitationMode mode, v1::Plan& plan) {
  v1::Rendered rendered;
  rendered.set_plain(Writer(snapshot, plan, {mode, false}).Run());
  rendered.set_markdown(Writer(snapshot, plan, {mode, true}).Run());
  *plan.mutable_rendered() = std::move(rendered);
}

}  // namespace needlepoint
