#include "service/answer/render.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

#include "service/answer/text_writer.h"

namespace needlepoint {
namespace {

bool IsAboutDoing(v1::Intent intent) {
  switch (intent) {
    case v1::INTENT_CAN:
    case v1::INTENT_SHOULD:
    case v1::INTENT_HOW:
    case v1::INTENT_HOW_OFTEN:
    case v1::INTENT_WHICH:
    case v1::INTENT_WHEN:
      return true;
    default:
      return false;
  }
}

void WriteHeadline(const Snapshot& snapshot, const v1::Part& part, TextWriter& out) {
  if (part.has_headline()) {
    out.Headline(part.headline());
  } else {
    out.Paragraph(snapshot.Label("no-answer.part-silent"));
  }
}

// The first question back, where somebody asks about doing it.
void WriteFollowUp(const v1::Answer& answer, TextWriter& out) {
  const bool about_doing = std::any_of(
      answer.parts().begin(), answer.parts().end(),
      [](const v1::Part& part) { return part.has_headline() && IsAboutDoing(part.intent()); });
  if (about_doing && !answer.follow_up_questions().empty())
    out.FollowUp(answer.follow_up_questions(0));
}

std::string Write(const Snapshot& snapshot, const v1::Answer& answer, TextForm form) {
  TextWriter out(snapshot, answer.citations(), form);
  out.Paragraph(answer.courtesy());
  // At URGENT and EMERGENCY nothing milder is shown.
  const bool acute = answer.disposition() == v1::DISPOSITION_URGENT ||
                     answer.disposition() == v1::DISPOSITION_EMERGENCY;
  // The direct answer comes first; of several, each before its own part.
  const bool one_part = answer.parts_size() == 1;
  if (one_part) WriteHeadline(snapshot, answer.parts(0), out);
  for (const v1::Finding& finding : answer.findings()) {
    if (!acute || finding.disposition() >= v1::DISPOSITION_URGENT) out.Finding(finding);
  }
  if (!answer.no_answer_code().empty()) {
    out.Paragraph(snapshot.Label(answer.no_answer_code()));
    for (const std::string& offer : answer.offers()) out.Paragraph(offer);
  }
  int number = 0;
  for (const v1::Part& part : answer.parts()) {
    if (!one_part) {
      out.Append(absl::StrCat(++number, ". ", out.Safe(part.text()), "\n"));
      WriteHeadline(snapshot, part, out);
    }
    for (const v1::Section& section : part.sections()) out.Section(section);
    out.Append("\n");
  }
  WriteFollowUp(answer, out);
  out.Sources();
  out.Paragraph(answer.review_notice());
  return out.Take();
}

}  // namespace

void Render(const Snapshot& snapshot, v1::CitationMode mode, v1::Answer& answer) {
  v1::Rendered rendered;
  rendered.set_plain(Write(snapshot, answer, {mode, false}));
  rendered.set_markdown(Write(snapshot, answer, {mode, true}));
  *answer.mutable_rendered() = std::move(rendered);
}

}  // namespace needlepoint
