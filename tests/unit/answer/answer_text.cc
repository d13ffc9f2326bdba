#include "tests/unit/answer/answer_text.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/container/btree_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/answer/echo.h"
#include "service/answer/verify.h"
#include "service/pack/snapshot_writer.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

template <typename T>
T ValueOrDie(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", result.status().ToString().c_str());
    std::abort();
  }
  return *std::move(result);
}

std::string Id(const v1::Statement& statement) {
  return std::string(absl::StripPrefix(statement.statement_id(), "guide/"));
}

template <typename Enum>
std::string Without(absl::string_view prefix, const Enum& name) {
  return std::string(absl::StripPrefix(name, prefix));
}

class FaultFinder {
 public:
  FaultFinder(const Snapshot& snapshot, absl::string_view text, const v1::Answer& answer)
      : snapshot_(snapshot), text_(text), answer_(answer) {}

  std::string Run() {
    CheckCitations();
    CheckDisposition();
    CheckParts();
    CheckSpans();
    const absl::Status verified = VerifyAnswer(snapshot_, answer_);
    if (!verified.ok()) Say(absl::StrCat("VerifyAnswer: ", std::string(verified.message())));
    if (answer_.knowledge_version() != snapshot_.version()) Say("another knowledge version");
    if (answer_.rendered().plain().empty() || answer_.rendered().markdown().empty())
      Say("nothing is rendered");
    return fault_;
  }

 private:
  void Say(const std::string& fault) { absl::StrAppend(&fault_, fault, "; "); }

  template <typename Numbers>
  void Use(const std::string& what, const Numbers& numbers) {
    if (numbers.empty()) Say(absl::StrCat(what, " is not cited"));
    for (const int number : numbers) {
      used_.insert(number);
      if (number < 1 || number > answer_.citations_size())
        Say(absl::StrCat(what, " cites ", number, " of ", answer_.citations_size()));
    }
  }

  void CheckCitations() {
    for (const v1::Statement* s : AllStatements(answer_))
      Use(s->statement_id(), s->citation_numbers());
    for (const v1::Finding& f : answer_.findings()) {
      Use(f.rule_id(), f.citation_numbers());
      for (const v1::PhoneNumber& phone : f.phone_numbers())
        Use(phone.number(), phone.citation_numbers());
    }
    for (int i = 0; i < answer_.citations_size(); ++i) {
      const v1::Citation& c = answer_.citations(i);
      if (c.number() != i + 1) Say(absl::StrCat("citation ", c.number(), " stands at ", i + 1));
      if (!used_.contains(i + 1)) Say(absl::StrCat("nobody cites ", i + 1));
      if (snapshot_.FindFact(c.fact_id()) < 0) Say(absl::StrCat("no fact ", c.fact_id()));
      if (snapshot_.FindSource(c.source_id()) < 0) Say(absl::StrCat("no source ", c.source_id()));
      if (c.support().empty() || c.title().empty()) Say(absl::StrCat(c.fact_id(), " is bare"));
      if (c.undated() == c.has_year()) Say(absl::StrCat(c.fact_id(), " is dated and undated"));
    }
  }

  void CheckDisposition() {
    const bool acute = answer_.disposition() == v1::DISPOSITION_URGENT ||
                       answer_.disposition() == v1::DISPOSITION_EMERGENCY;
    const bool refused = answer_.disposition() == v1::DISPOSITION_NO_ANSWER;
    if (acute && answer_.parts_size() > 0) Say("parts beside something urgent");
    if (acute && answer_.findings_size() == 0) Say("urgent without a finding");
    if (acute && answer_.handoff().urgency() != v1::HANDOFF_URGENCY_NOW) Say("no handoff now");
    if (refused != (answer_.no_answer_reason() != v1::NO_ANSWER_REASON_UNSPECIFIED))
      Say("a reason without a refusal, or a refusal without a reason");
    if (refused && (answer_.offers().empty() || answer_.parts_size() > 0))
      Say("a refusal without an offer, or with parts");
    if (!acute && !refused && answer_.parts_size() == 0) Say("no part");
  }

  void CheckParts() {
    absl::btree_set<std::string> said;
    for (const v1::Statement* s : PartStatements(answer_)) {
      if (!said.insert(s->statement_id()).second) Say(absl::StrCat(s->statement_id(), " twice"));
      if (s->text().empty()) Say(absl::StrCat(s->statement_id(), " is empty"));
    }
    absl::btree_set<std::string> texts;  // two cells of a table may say the same of two things
    for (const v1::Part& part : answer_.parts()) {
      if (part.has_headline() && !texts.insert(part.headline().text()).second)
        Say(absl::StrCat(part.headline().statement_id(), " says again what another says"));
      if (part.has_headline() == (part.no_answer_reason() != v1::NO_ANSWER_REASON_UNSPECIFIED))
        Say("a part with headline and reason, or without both");
      if (!part.has_headline() && part.sections_size() > 0) Say("sections without a headline");
      if (part.has_headline() && part.headline().applicability() != v1::APPLICABILITY_APPLIES &&
          answer_.findings().empty())
        Say("a headline on a guess");
      int statements = 0;
      for (const v1::Section& section : part.sections()) {
        CheckSection(section);
        if (section.kind() == v1::SECTION_KIND_COMPARE) continue;
        statements += section.statements_size();
        for (const v1::Statement& s : section.statements()) {
          if (!texts.insert(s.text()).second)
            Say(absl::StrCat(s.statement_id(), " says again what another says"));
        }
      }
      if (statements > kStatementsPerPart) Say(absl::StrCat(statements, " statements in a part"));
    }
  }

  void CheckSection(const v1::Section& section) {
    if (section.statements().empty() || section.title().empty()) Say("an empty section");
    const auto valid = [&](int index) { return index >= 0 && index < section.statements_size(); };
    for (const v1::ComparisonRow& row : section.table().rows()) {
      if (row.cells_size() != section.table().columns_size()) Say("a row of another width");
      for (const v1::ComparisonCell& cell : row.cells()) {
        if (cell.has_statement_index() && !valid(cell.statement_index())) Say("a cell of nothing");
      }
    }
    if (section.kind() != v1::SECTION_KIND_CONFLICT) return;
    if (section.conflict().sides_size() != 2 || !section.conflict().sides(0).cautious())
      Say("a conflict without two sides, the cautious first");
    for (const v1::ConflictSide& side : section.conflict().sides()) {
      if (side.statement_indexes().empty()) Say("a side of a conflict is silent");
      for (const int index : side.statement_indexes()) {
        if (!valid(index)) Say("a side of nothing");
      }
    }
  }

  void CheckSpan(const v1::Span& span) {
    const int size = static_cast<int>(text_.size());
    if (span.start() < 0 || span.end() < span.start() || span.end() > size)
      Say(absl::StrCat("span ", span.start(), "-", span.end(), " of ", size));
    if (span.utf16_end() - span.utf16_start() > span.end() - span.start())
      Say("a span longer in UTF-16 than in bytes");
  }

  void CheckSpans() {
    for (const v1::Understood& u : answer_.understood()) CheckSpan(u.span());
    for (const v1::NotUnderstood& u : answer_.not_understood()) CheckSpan(u.span());
    for (const v1::Part& part : answer_.parts()) {
      CheckSpan(part.span());
      if (part.text() !=
          ToValidUtf8(text_.substr(part.span().start(), part.span().end() - part.span().start())))
        Say("a part's text is not its span");
    }
    for (const v1::Statement* s : AllStatements(answer_)) {
      for (const v1::Because& because : s->because()) {
        if (because.has_span()) CheckSpan(because.span());
      }
    }
  }

  const Snapshot& snapshot_;
  const absl::string_view text_;
  const v1::Answer& answer_;
  absl::btree_set<int> used_;
  std::string fault_;
};

}  // namespace

absl::Time ReferenceTime() {
  return absl::FromCivil(absl::CivilHour(2026, 6, 15, 14), absl::UTCTimeZone());
}

AskInput InputOf(std::string question, Profile profile) {
  AskInput input;
  input.question = std::move(question);
  input.profile = std::move(profile);
  input.reference_time = ReferenceTime();
  return input;
}

std::unique_ptr<Answerer> AnswererOf(std::shared_ptr<const Snapshot> snapshot) {
  return ValueOrDie(Answerer::Create(std::move(snapshot), "guide"));
}

std::shared_ptr<const Snapshot> SnapshotOf(const Knowledge& knowledge) {
  static const TempFolder folder;
  static int written = 0;
  const std::string path = folder.Path(absl::StrCat(written++, ".snapshot"));
  const absl::Status status = WriteSnapshot(knowledge, path);
  if (!status.ok()) return ValueOrDie(absl::StatusOr<std::shared_ptr<const Snapshot>>(status));
  return ValueOrDie(Snapshot::Open(path));
}

std::vector<const v1::Statement*> PartStatements(const v1::Answer& answer) {
  std::vector<const v1::Statement*> statements;
  for (const v1::Part& part : answer.parts()) {
    if (part.has_headline()) statements.push_back(&part.headline());
    for (const v1::Section& section : part.sections()) {
      for (const v1::Statement& s : section.statements()) statements.push_back(&s);
    }
  }
  return statements;
}

std::vector<const v1::Statement*> AllStatements(const v1::Answer& answer) {
  std::vector<const v1::Statement*> statements = PartStatements(answer);
  for (const v1::Finding& finding : answer.findings()) {
    statements.push_back(&finding.headline());
    for (const v1::Statement& s : finding.actions()) statements.push_back(&s);
    for (const v1::Statement& s : finding.questions_to_ask()) statements.push_back(&s);
  }
  return statements;
}

std::string AnswerText(const v1::Answer& answer) {
  std::string text = Without("DISPOSITION_", v1::Disposition_Name(answer.disposition()));
  for (const v1::Finding& finding : answer.findings())
    absl::StrAppend(&text, " ", finding.rule_id());
  for (const v1::Part& part : answer.parts()) {
    if (!part.has_headline()) {
      absl::StrAppend(&text, " | nothing");
      continue;
    }
    absl::StrAppend(&text, " | ", Id(part.headline()));
    for (const v1::Section& section : part.sections()) {
      absl::StrAppend(&text, " ", Without("SECTION_KIND_", v1::SectionKind_Name(section.kind())));
      for (const v1::Statement& s : section.statements()) absl::StrAppend(&text, " ", Id(s));
    }
  }
  return text;
}

std::string AnswerFault(const Snapshot& snapshot, absl::string_view text,
                        const v1::Answer& answer) {
  return FaultFinder(snapshot, text, answer).Run();
}

}  // namespace needlepoint
