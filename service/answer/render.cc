#include "service/answer/render.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

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

// Writes one of the two forms.
class Writer {
 public:
  Writer(const Snapshot& snapshot, const v1::Answer& answer, v1::CitationMode mode, bool markdown)
      : snapshot_(snapshot), answer_(answer), mode_(mode), markdown_(markdown) {}

  std::string Run() {
    if (!answer_.courtesy().empty()) Paragraph(answer_.courtesy());
    // At URGENT and EMERGENCY nothing milder is shown.
    const bool acute = answer_.disposition() == v1::DISPOSITION_URGENT ||
                       answer_.disposition() == v1::DISPOSITION_EMERGENCY;
    // The direct answer comes first; of several, each before its own part.
    const bool one_part = answer_.parts_size() == 1;
    if (one_part) WriteHeadline(answer_.parts(0));
    for (const v1::Finding& finding : answer_.findings()) {
      if (!acute || finding.disposition() >= v1::DISPOSITION_URGENT) WriteFinding(finding);
    }
    if (!answer_.no_answer_code().empty()) WriteNoAnswer();
    int number = 0;
    for (const v1::Part& part : answer_.parts()) {
      if (!one_part) {
        absl::StrAppend(&text_, ++number, ". ", Safe(part.text()), "\n");
        WriteHeadline(part);
      }
      for (const v1::Section& section : part.sections()) WriteSection(section);
      absl::StrAppend(&text_, "\n");
    }
    WriteFollowUp();
    WriteSources();
    Paragraph(answer_.review_notice());
    return std::string(absl::StripTrailingAsciiWhitespace(text_));
  }

 private:
  void Paragraph(absl::string_view line) {
    if (!line.empty()) absl::StrAppend(&text_, Safe(line), "\n\n");
  }

  // Markdown's own signs in our sentences are meant as they are.
  std::string Safe(absl::string_view line) const {
    if (!markdown_) return std::string(line);
    return absl::StrReplaceAll(line, {{"\\", "\\\\"},
                                      {"*", "\\*"},
                                      {"_", "\\_"},
                                      {"`", "\\`"},
                                      {"<", "&lt;"},
                                      {">", "&gt;"},
                                      {"[", "\\["},
                                      {"]", "\\]"},
                                      {"|", "\\|"}});
  }

  std::string Bold(absl::string_view line) const {
    return markdown_ ? absl::StrCat("**", Safe(line), "**") : std::string(line);
  }

  template <typename Numbers>
  std::string Marks(const Numbers& numbers) const {
    if (mode_ == v1::CITATION_MODE_NONE || numbers.empty()) return "";
    std::string marks = " ";
    for (const int number : numbers) {
      const bool link = mode_ == v1::CITATION_MODE_LINKS && markdown_ && number >= 1 &&
                        number <= answer_.citations_size() &&
                        !answer_.citations(number - 1).uri().empty();
      if (link) {
        absl::StrAppend(
            &marks, "[[", number, "]](",
            absl::StrReplaceAll(answer_.citations(number - 1).uri(), {{")", "%29"}, {" ", "%20"}}),
            ")");
      } else if (markdown_) {
        absl::StrAppend(&marks, "\\[", number, "\\]");
      } else {
        absl::StrAppend(&marks, "[", number, "]");
      }
    }
    return marks;
  }

  std::string Line(const v1::Statement& statement) const {
    std::string line = absl::StrCat(Safe(statement.text()), Marks(statement.citation_numbers()));
    if (!statement.population().empty())
      absl::StrAppend(&line, " (", Safe(statement.population()), ")");
    return line;
  }

  void WriteFinding(const v1::Finding& finding) {
    const bool acute = finding.disposition() >= v1::DISPOSITION_URGENT;
    if (acute)
      absl::StrAppend(&text_, Bold(finding.headline().text()),
                      Marks(finding.headline().citation_numbers()), "\n");
    absl::StrAppend(&text_, acute ? Safe(finding.message()) : Bold(finding.message()),
                    Marks(finding.citation_numbers()), "\n");
    for (const v1::Statement& action : finding.actions())
      absl::StrAppend(&text_, "- ", Line(action), "\n");
    if (finding.phone_numbers_size() > 0) {
      const bool crisis = finding.phone_numbers(0).use() == v1::PHONE_USE_CRISIS;
      absl::StrAppend(
          &text_, Safe(snapshot_.Label(crisis ? "notice.crisis-lines" : "notice.numbers")), " ",
          absl::StrJoin(finding.phone_numbers(), " · ",
                        [&](std::string* out, const v1::PhoneNumber& phone) {
                          absl::StrAppend(out, Safe(phone.number()), " (", Safe(phone.label()), ")",
                                          Marks(phone.citation_numbers()));
                        }),
          "\n");
    }
    absl::StrAppend(&text_, "\n");
  }

  void WriteNoAnswer() {
    if (!answer_.no_answer_code().empty()) {
      Paragraph(snapshot_.Label(answer_.no_answer_code()));
    }
    for (const std::string& offer : answer_.offers()) Paragraph(offer);
  }

  void WriteHeadline(const v1::Part& part) {
    if (!part.has_headline()) {
      Paragraph(snapshot_.Label("no-answer.part-silent"));
      return;
    }
    absl::StrAppend(&text_, Bold(part.headline().text()),
                    Marks(part.headline().citation_numbers()));
    if (!part.headline().population().empty()) {
      absl::StrAppend(&text_, " (", Safe(part.headline().population()), ")");
    }
    absl::StrAppend(&text_, "\n\n");
  }

  void WriteSection(const v1::Section& section) {
    absl::StrAppend(&text_, Bold(section.title()), "\n");
    if (section.has_table()) {
      WriteTable(section);
      return;
    }
    if (section.has_conflict()) {
      for (const v1::ConflictSide& side : section.conflict().sides()) {
        for (const int index : side.statement_indexes())
          absl::StrAppend(&text_, "- ", Safe(side.title()), ": ", Line(section.statements(index)),
                          "\n");
      }
      return;
    }
    for (const v1::Statement& statement : section.statements())
      absl::StrAppend(&text_, "- ", Line(statement), "\n");
  }

  void WriteTable(const v1::Section& section) {
    const v1::ComparisonTable& table = section.table();
    if (markdown_) {
      absl::StrAppend(&text_, "\n| |");
      for (const v1::ComparisonColumn& column : table.columns())
        absl::StrAppend(&text_, " ", Safe(column.title()), " |");
      absl::StrAppend(&text_, "\n| --- |");
      for (int i = 0; i < table.columns_size(); ++i) absl::StrAppend(&text_, " --- |");
      absl::StrAppend(&text_, "\n");
    }
    for (const v1::ComparisonRow& row : table.rows()) {
      absl::StrAppend(&text_, markdown_ ? "| " : "", Safe(row.title()), markdown_ ? " |" : ":\n");
      for (int i = 0; i < row.cells_size(); ++i) {
        const bool filled = row.cells(i).has_statement_index();
        const std::string cell =
            filled ? Line(section.statements(row.cells(i).statement_index())) : "";
        if (markdown_) {
          absl::StrAppend(&text_, " ", cell, " |");
        } else if (filled) {
          absl::StrAppend(&text_, "  ", table.columns(i).title(), ": ", cell, "\n");
        }
      }
      if (markdown_) absl::StrAppend(&text_, "\n");
    }
    if (markdown_) absl::StrAppend(&text_, "\n");
  }

  // The first question back, where somebody asks about doing it; of a long list of
  // choices the first few.
  void WriteFollowUp() {
    constexpr int kMostChoices = 8;
    const bool about_doing = std::any_of(
        answer_.parts().begin(), answer_.parts().end(),
        [](const v1::Part& part) { return part.has_headline() && IsAboutDoing(part.intent()); });
    if (!about_doing || answer_.follow_up_questions().empty()) return;
    const v1::FollowUpQuestion& question = answer_.follow_up_questions(0);
    std::vector<std::string> choices;
    for (const v1::FollowUpChoice& choice : question.choices()) {
      if (!choice.none_of_these()) choices.push_back(choice.label());
    }
    if (choices.size() > kMostChoices) {
      choices.resize(kMostChoices);
      choices.push_back(snapshot_.Label("follow-up.more"));
    }
    Paragraph(absl::StrCat(snapshot_.Label("follow-up.ask"), " ", question.text(),
                           choices.empty() ? "" : " (", absl::StrJoin(choices, "; "),
                           choices.empty() ? " " : ") ", question.reason()));
  }

  void WriteSources() {
    if (mode_ == v1::CITATION_MODE_NONE || answer_.citations().empty()) return;
    absl::StrAppend(&text_, Bold(snapshot_.Label("section.sources")), "\n");
    for (const v1::Citation& citation : answer_.citations()) {
      // What only the agent's notes cite is no source of the answer.
      if (citation.issuer_type() == v1::ISSUER_TYPE_OWN_DOCUMENT) continue;
      const std::string by = citation.issuer().empty() ? citation.authors() : citation.issuer();
      absl::StrAppend(
          &text_, markdown_ ? "- \\[" : "[", citation.number(), markdown_ ? "\\] " : "] ", Safe(by),
          by.empty() ? "" : ", ", Safe(citation.title()), ", ",
          citation.undated() ? snapshot_.Label("notice.undated") : absl::StrCat(citation.year()));
      if (citation.read_as_copy())
        absl::StrAppend(&text_, " (", snapshot_.Label("notice.copy"), ")");
      absl::StrAppend(&text_, "\n");
    }
    absl::StrAppend(&text_, "\n");
  }

  const Snapshot& snapshot_;
  const v1::Answer& answer_;
  v1::CitationMode mode_;
  bool markdown_;
  std::string text_;
};

}  // namespace

void Render(const Snapshot& snapshot, v1::CitationMode mode, v1::Answer& answer) {
  v1::Rendered rendered;
  rendered.set_plain(Writer(snapshot, answer, mode, false).Run());
  rendered.set_markdown(Writer(snapshot, answer, mode, true).Run());
  *answer.mutable_rendered() = std::move(rendered);
}

}  // namespace needlepoint
