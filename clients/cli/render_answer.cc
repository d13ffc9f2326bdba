#include <set>
#include <string>

#include "clients/cli/render.h"

namespace needlepoint::cli {
namespace {

void WriteHeadline(const v1::Part& part, PartWriter& out) {
  if (part.has_headline()) {
    out.Line(out.Sentence(part.headline(), Style::kBold));
  } else {
    const absl::string_view why = NoAnswerLine(part.no_answer_reason());
    out.Line(out.Paint(Style::kBold, why.empty() ? "My sources give no direct answer." : why));
  }
}

void WriteSections(const v1::Part& part, PartWriter& out) {
  for (const v1::Section& section : part.sections()) out.SectionBlock(section);
}

// One of several questions, as it was asked.
void WritePart(const v1::Part& part, int number, PartWriter& out) {
  out.Gap();
  out.Line(out.Paint(Style::kCyan, absl::StrCat(number, ". ", CleanLine(part.text()))));
  WriteHeadline(part, out);
  WriteSections(part, out);
}

void WriteDesk(const v1::DeskReply& desk, PartWriter& out) {
  if (desk.notes_size() > 0) {
    out.Gap();
    out.Heading("Notes for the desk");
    for (const v1::Statement& note : desk.notes()) out.Bullet(out.Sentence(note));
  }
  if (!desk.reply().plain().empty()) {
    out.Gap();
    out.Heading("Reply to send");
    out.Lines(desk.reply().plain());
  }
}

// Whether a section shows the asker's plan, so that it is not shown twice.
bool ShowsProposed(const v1::Answer& answer) {
  for (const v1::Part& part : answer.parts()) {
    for (const v1::Section& section : part.sections()) {
      for (const v1::ComparisonColumn& column : section.table().columns()) {
        if (column.code() == "proposed") return true;
      }
    }
  }
  return false;
}

}  // namespace

std::string RenderKnown(const v1::Answer& answer, const RenderOptions& options) {
  PartWriter out(options);
  if (answer.understood().empty()) out.Line("Nothing is remembered.");
  for (const v1::Understood& fact : answer.understood()) {
    if (fact.field().empty()) continue;
    const bool denied = fact.assertion() == v1::ASSERTION_NEGATED;
    const bool past = fact.assertion() == v1::ASSERTION_PAST;
    std::string line = absl::StrCat(CleanLine(fact.field()), " ", CleanLine(fact.value()),
                                    denied ? ", not so"
                                    : past ? ", in the past"
                                           : "");
    if (!fact.text().empty())
      absl::StrAppend(&line, " (turn ", fact.turn_number(), ": \"", CleanLine(fact.text()), "\")");
    out.Bullet(line);
  }
  return out.Take();
}

std::string RenderAnswer(const v1::Answer& answer, const RenderOptions& options) {
  PartWriter out(options);
  const bool acute = IsAcute(answer.disposition());
  out.Paragraph(answer.courtesy());
  std::set<std::string> said;
  for (const v1::Part& part : answer.parts()) said.insert(part.headline().text());
  // The direct answer comes first; of several, each before its own part.
  const bool one_part = !acute && answer.parts_size() == 1;
  if (one_part) WriteHeadline(answer.parts(0), out);
  out.Findings(answer.findings(), acute, said);
  if (!acute) {
    if (answer.disposition() == v1::DISPOSITION_NO_ANSWER && answer.parts().empty()) {
      out.Paragraph(NoAnswerLine(answer.no_answer_reason()), Style::kBold);
    }
    if (one_part) WriteSections(answer.parts(0), out);
    for (int i = 0; !one_part && i < answer.parts_size(); ++i) {
      WritePart(answer.parts(i), i + 1, out);
    }
    if (!ShowsProposed(answer)) out.Proposed(answer.proposed());
    for (const std::string& offer : answer.offers()) out.Paragraph(offer);
    out.FollowUp(answer.follow_up_questions());
  }
  WriteDesk(answer.desk(), out);
  if (answer.has_handoff() && (!acute || answer.has_desk())) out.HandoffBlock(answer.handoff());
  if (!acute) out.Warnings(answer.warnings());
  out.Sources(answer.citations(), acute);
  out.Notice(answer.review_notice());
  return out.Take();
}

}  // namespace needlepoint::cli
