#include "clients/cli/render_parts.h"

#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace needlepoint::cli {
namespace {

// The statement at `index`, or null: a client trusts no position.
const v1::Statement* At(const v1::Section& section, int index) {
  return index >= 0 && index < section.statements_size() ? &section.statements(index) : nullptr;
}

absl::string_view HandoffLabel(v1::HandoffKind kind) {
  switch (kind) {
    case v1::HANDOFF_KIND_ORDER:
      return "order";
    case v1::HANDOFF_KIND_ADVERSE_REACTION:
      return "possible adverse reaction";
    case v1::HANDOFF_KIND_MEDICAL_URGENT:
      return "medical, urgent";
    case v1::HANDOFF_KIND_LEGAL:
      return "legal";
    case v1::HANDOFF_KIND_COMPLAINT:
      return "complaint";
    default:
      return "other";
  }
}

}  // namespace

void PartWriter::Gap() {
  if (!text_.empty()) text_ += "\n";
}

void PartWriter::Line(absl::string_view styled, absl::string_view first, absl::string_view next) {
  absl::StrAppend(&text_, Wrap(styled, options_.screen.width, first, next));
}

void PartWriter::Bullet(absl::string_view styled) { Line(styled, "  - ", "    "); }

void PartWriter::Heading(absl::string_view title) {
  if (!title.empty()) Line(Paint(Style::kBold, CleanLine(title)));
}

void PartWriter::Paragraph(absl::string_view text, Style style) {
  const std::string clean = CleanLine(text);
  if (clean.find_first_not_of(' ') == std::string::npos) return;
  Gap();
  Line(Paint(style, clean));
}

void PartWriter::Lines(absl::string_view text) {
  for (const std::string& line : CleanLines(text)) {
    const std::string wrapped = Wrap(line, options_.screen.width, "  ", "  ");
    absl::StrAppend(&text_, wrapped.empty() ? "\n" : wrapped);
  }
}

void PartWriter::Rows(const std::vector<std::vector<std::string>>& rows) {
  absl::StrAppend(&text_, Table(options_.screen, rows));
}

std::string PartWriter::Sentence(const v1::Statement& statement, Style style) const {
  std::string text =
      Paint(style, absl::StrCat(CleanLine(statement.text()), Marks(statement.citation_numbers())));
  if (!statement.population().empty()) {
    const std::string whose = absl::StrCat("(", CleanLine(statement.population()), ")");
    absl::StrAppend(&text, " ", Paint(Style::kDim, whose));
  }
  if (statement.contradicted_rule_ids_size() > 0) {
    absl::StrAppend(&text, " ", Paint(Style::kRed, "(contradicts a safety rule)"));
  }
  return text;
}

void PartWriter::SectionBlock(const v1::Section& section) {
  if (section.statements().empty() && !section.has_table()) return;
  Gap();
  Heading(section.title());
  if (section.has_table()) return TableLayout(section);
  if (section.has_conflict()) return ConflictLayout(section);
  for (const v1::Statement& statement : section.statements()) Bullet(Sentence(statement));
}

void PartWriter::TableLayout(const v1::Section& section) {
  std::vector<std::vector<std::string>> rows = {{""}};
  for (const v1::ComparisonColumn& column : section.table().columns()) {
    rows[0].push_back(Paint(Style::kBold, CleanLine(column.title())));
  }
  for (const v1::ComparisonRow& row : section.table().rows()) {
    std::vector<std::string> cells = {
        Paint(row.deciding() ? Style::kBold : Style::kPlain, CleanLine(row.title()))};
    for (const v1::ComparisonCell& cell : row.cells()) {
      const v1::Statement* statement =
          cell.has_statement_index() ? At(section, cell.statement_index()) : nullptr;
      cells.push_back(statement ? Sentence(*statement) : CleanLine(cell.echo()));
    }
    cells.resize(rows[0].size());
    rows.push_back(std::move(cells));
  }
  Rows(rows);
}

void PartWriter::ConflictLayout(const v1::Section& section) {
  const v1::Conflict& conflict = section.conflict();
  if (!conflict.question().empty()) Line(CleanLine(conflict.question()), "  ", "  ");
  const auto side = [&](absl::string_view title, Style style, const auto& indexes) {
    if (indexes.empty()) return;
    Line(Paint(style, CleanLine(title)), "  ", "  ");
    for (const int index : indexes) {
      if (const v1::Statement* statement = At(section, index)) {
        Line(Sentence(*statement), "    - ", "      ");
      }
    }
  };
  for (const bool cautious : {true, false}) {
    for (const v1::ConflictSide& each : conflict.sides()) {
      if (each.cautious() != cautious) continue;
      side(each.title(), cautious ? Style::kYellow : Style::kBold, each.statement_indexes());
    }
  }
  side("Whichever side", Style::kBold, conflict.agreed_statement_indexes());
}

void PartWriter::Proposed(const v1::ProposedPlan& proposed) {
  if (proposed.numbers().empty()) return;
  std::vector<std::vector<std::string>> rows = {
      {"", Paint(Style::kBold, "your plan"), Paint(Style::kBold, "what sources hold")}};
  for (const v1::ProposedNumber& number : proposed.numbers()) {
    const double upper = number.has_max_value() ? number.max_value() : number.value();
    std::string sources = "my sources do not say";
    if (number.has_source_min() && number.has_source_max()) {
      sources = PlainRange(number.source_min(), number.source_max());
    } else if (number.has_source_min()) {
      sources = absl::StrCat("from ", Plain(number.source_min()));
    } else if (number.has_source_max()) {
      sources = absl::StrCat("up to ", Plain(number.source_max()));
    }
    absl::StrAppend(&sources, Marks(number.citation_numbers()));
    rows.push_back({absl::StrReplaceAll(CleanLine(number.field()), {{"_", " "}}),
                    PlainRange(number.value(), upper), std::move(sources)});
  }
  Gap();
  Rows(rows);
}

void PartWriter::FollowUp(
    const google::protobuf::RepeatedPtrField<v1::FollowUpQuestion>& questions) {
  if (questions.empty()) return;
  const v1::FollowUpQuestion& question = questions[0];
  Gap();
  constexpr int kMostChoices = 8;  // as the server's own text, so that "none" means these
  std::vector<std::string> choices;
  bool none_of_these = false;
  for (const v1::FollowUpChoice& choice : question.choices()) {
    none_of_these = none_of_these || choice.none_of_these();
    if (!choice.none_of_these() && choices.size() < kMostChoices)
      choices.push_back(CleanLine(choice.label()));
  }
  const std::string offered =
      choices.empty() ? "" : absl::StrCat("(", absl::StrJoin(choices, "; "), ") ");
  Line(absl::StrCat("May I ask: ", Paint(Style::kBold, CleanLine(question.text())), " ", offered,
                    CleanLine(question.reason())));
  if (options_.in_chat) return;
  const std::pair<std::string, std::string> field =
      absl::StrSplit(CleanLine(question.field()), absl::MaxSplits(':', 1));
  if (field.first.empty()) return;
  const std::string flag = absl::StrReplaceAll(field.first, {{"_", "-"}});
  std::string answer =
      absl::StrCat("To answer: --", flag, " ", field.second.empty() ? "VALUE" : field.second);
  if (none_of_these) absl::StrAppend(&answer, " · none of these: --answered-fields ", field.first);
  Line(Paint(Style::kDim, answer));
}

void PartWriter::HandoffBlock(const v1::Handoff& handoff) {
  Gap();
  Line(absl::StrCat(Paint(Style::kBold, absl::StrCat("For a person to take over: ",
                                                     HandoffLabel(handoff.kind()))),
                    handoff.urgency() == v1::HANDOFF_URGENCY_NOW        ? ", now"
                    : handoff.urgency() == v1::HANDOFF_URGENCY_SAME_DAY ? ", the same day"
                                                                        : ""));
  if (!handoff.summary().empty()) Line(CleanLine(handoff.summary()), "  ", "  ");
  for (const v1::HandoffField& field : handoff.fields()) {
    Bullet(absl::StrCat(CleanLine(field.name()), ": ",
                        field.value().empty() ? "(to be asked)" : CleanLine(field.value())));
  }
}

void PartWriter::Warnings(const google::protobuf::RepeatedPtrField<v1::Warning>& warnings) {
  if (warnings.empty()) return;
  Gap();
  for (const v1::Warning& warning : warnings) {
    std::string line = absl::StrCat("Note on the request: ", CleanLine(warning.message()));
    if (!warning.field().empty()) absl::StrAppend(&line, " (", CleanLine(warning.field()), ")");
    Line(Paint(Style::kDim, line), "", "  ");
  }
}

void PartWriter::Sources(const google::protobuf::RepeatedPtrField<v1::Citation>& citations,
                         bool only_used) {
  if (!options_.marks || citations.empty()) return;
  Gap();
  Heading("Sources");
  for (const v1::Citation& citation : citations) {
    if (only_used && used_.count(citation.number()) == 0) continue;
    std::vector<std::string> pieces;
    const auto add = [&](absl::string_view piece) {
      if (!piece.empty()) pieces.emplace_back(piece);
    };
    add(CleanLine(citation.issuer().empty() ? citation.authors() : citation.issuer()));
    add(CleanLine(citation.title()));
    add(citation.has_year() ? absl::StrCat(citation.year()) : "undated");
    add(StrengthLabel(citation));
    if (citation.read_as_copy()) add("read in a copy");
    std::string line;
    for (const std::string& piece : pieces) absl::StrAppend(&line, line.empty() ? "" : ". ", piece);
    const std::string mark = absl::StrCat("[", citation.number(), "] ");
    const std::string margin(mark.size(), ' ');
    Line(line, mark, margin);
    if (!citation.uri().empty())
      Line(Paint(Style::kDim, CleanLine(citation.uri())), margin, margin);
  }
}

void PartWriter::Notice(absl::string_view notice) { Paragraph(notice, Style::kDim); }

}  // namespace needlepoint::cli
