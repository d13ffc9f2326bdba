#include "service/answer/text_writer.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace needlepoint {

void TextWriter::Append(absl::string_view text) { absl::StrAppend(&text_, text); }

void TextWriter::Paragraph(absl::string_view text) {
  if (!text.empty()) absl::StrAppend(&text_, Safe(text), "\n\n");
}

// Markdown's own signs in our sentences are meant as they are.
std::string TextWriter::Safe(absl::string_view text) const {
  if (!form_.markdown) return std::string(text);
  return absl::StrReplaceAll(text, {{"\\", "\\\\"},
                                    {"*", "\\*"},
                                    {"_", "\\_"},
                                    {"`", "\\`"},
                                    {"<", "&lt;"},
                                    {">", "&gt;"},
                                    {"[", "\\["},
                                    {"]", "\\]"},
                                    {"|", "\\|"}});
}

std::string TextWriter::Bold(absl::string_view text) const {
  return form_.markdown ? absl::StrCat("**", Safe(text), "**") : std::string(text);
}

std::string TextWriter::Marks(const google::protobuf::RepeatedField<int32_t>& numbers) const {
  if (form_.mode == v1::CITATION_MODE_NONE || numbers.empty()) return "";
  std::string marks = " ";
  for (const int number : numbers) {
    const bool link = form_.mode == v1::CITATION_MODE_LINKS && form_.markdown && number >= 1 &&
                      number <= citations_.size() && !citations_.Get(number - 1).uri().empty();
    if (link) {
      absl::StrAppend(
          &marks, "[[", number, "]](",
          absl::StrReplaceAll(citations_.Get(number - 1).uri(), {{")", "%29"}, {" ", "%20"}}), ")");
    } else if (form_.markdown) {
      absl::StrAppend(&marks, "\\[", number, "\\]");
    } else {
      absl::StrAppend(&marks, "[", number, "]");
    }
  }
  return marks;
}

std::string TextWriter::Sentence(const v1::Statement& statement) const {
  std::string line = absl::StrCat(Safe(statement.text()), Marks(statement.citation_numbers()));
  if (!statement.population().empty())
    absl::StrAppend(&line, " (", Safe(statement.population()), ")");
  return line;
}

void TextWriter::Headline(const v1::Statement& statement) {
  absl::StrAppend(&text_, Bold(statement.text()), Marks(statement.citation_numbers()));
  if (!statement.population().empty())
    absl::StrAppend(&text_, " (", Safe(statement.population()), ")");
  absl::StrAppend(&text_, "\n\n");
}

void TextWriter::Bullet(const v1::Statement& statement) {
  absl::StrAppend(&text_, "- ", Sentence(statement), "\n");
}

void TextWriter::Finding(const v1::Finding& finding) {
  const bool acute = finding.disposition() >= v1::DISPOSITION_URGENT;
  if (acute)
    absl::StrAppend(&text_, Bold(finding.headline().text()),
                    Marks(finding.headline().citation_numbers()), "\n");
  absl::StrAppend(&text_, acute ? Safe(finding.message()) : Bold(finding.message()),
                  Marks(finding.citation_numbers()), "\n");
  for (const v1::Statement& action : finding.actions()) Bullet(action);
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

void TextWriter::Section(const v1::Section& section) {
  absl::StrAppend(&text_, Bold(section.title()), "\n");
  if (section.has_table()) {
    Table(section);
    return;
  }
  if (section.has_conflict()) {
    for (const v1::ConflictSide& side : section.conflict().sides()) {
      for (const int index : side.statement_indexes())
        absl::StrAppend(&text_, "- ", Safe(side.title()), ": ", Sentence(section.statements(index)),
                        "\n");
    }
    return;
  }
  for (const v1::Statement& statement : section.statements()) Bullet(statement);
}

void TextWriter::Table(const v1::Section& section) {
  const v1::ComparisonTable& table = section.table();
  if (form_.markdown) {
    absl::StrAppend(&text_, "\n| |");
    for (const v1::ComparisonColumn& column : table.columns())
      absl::StrAppend(&text_, " ", Safe(column.title()), " |");
    absl::StrAppend(&text_, "\n| --- |");
    for (int i = 0; i < table.columns_size(); ++i) absl::StrAppend(&text_, " --- |");
    absl::StrAppend(&text_, "\n");
  }
  for (const v1::ComparisonRow& row : table.rows()) {
    absl::StrAppend(&text_, form_.markdown ? "| " : "", Safe(row.title()),
                    form_.markdown ? " |" : ":\n");
    for (int i = 0; i < row.cells_size(); ++i) {
      const bool filled = row.cells(i).has_statement_index();
      const std::string cell =
          filled ? Sentence(section.statements(row.cells(i).statement_index())) : "";
      if (form_.markdown) {
        absl::StrAppend(&text_, " ", cell, " |");
      } else if (filled) {
        absl::StrAppend(&text_, "  ", table.columns(i).title(), ": ", cell, "\n");
      }
    }
    if (form_.markdown) absl::StrAppend(&text_, "\n");
  }
  if (form_.markdown) absl::StrAppend(&text_, "\n");
}

void TextWriter::FollowUp(const v1::FollowUpQuestion& question) {
  constexpr int kMostChoices = 8;
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

void TextWriter::Sources() {
  if (form_.mode == v1::CITATION_MODE_NONE || citations_.empty()) return;
  absl::StrAppend(&text_, Bold(snapshot_.Label("section.sources")), "\n");
  for (const v1::Citation& citation : citations_) {
    // What only the agent's notes cite is no source of the answer.
    if (citation.issuer_type() == v1::ISSUER_TYPE_OWN_DOCUMENT) continue;
    const std::string by = citation.issuer().empty() ? citation.authors() : citation.issuer();
    absl::StrAppend(
        &text_, form_.markdown ? "- \\[" : "[", citation.number(), form_.markdown ? "\\] " : "] ",
        Safe(by), by.empty() ? "" : ", ", Safe(citation.title()), ", ",
        citation.undated() ? snapshot_.Label("notice.undated") : absl::StrCat(citation.year()));
    if (citation.read_as_copy()) absl::StrAppend(&text_, " (", snapshot_.Label("notice.copy"), ")");
    absl::StrAppend(&text_, "\n");
  }
  absl::StrAppend(&text_, "\n");
}

std::string TextWriter::Take() {
  text_ = std::string(absl::StripTrailingAsciiWhitespace(text_));
  return std::move(text_);
}

}  // namespace needlepoint
