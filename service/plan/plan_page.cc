#include "service/plan/plan_page.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "service/plan/plan_words.h"

namespace needlepoint {
namespace {

constexpr absl::string_view kStyle = R"(
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #111; background: #fff; max-width: 44em;
  margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.45em; line-height: 1.25; margin: 0 0 .6em; }
h2 { font-size: 1.1em; margin: 1.6em 0 .4em; border-bottom: 1px solid #999; break-after: avoid; }
h3 { font-size: 1em; margin: 1em 0 .2em; break-after: avoid; }
.finding { border-left: 4px solid #8a1c1c; padding: .2em .8em; margin: .6em 0; }
.option, .step { break-inside: avoid; }
table { border-collapse: collapse; margin: .3em 0; }
th, td { text-align: left; vertical-align: top; padding: .1em .9em .1em 0; font-weight: normal; }
th { color: #444; }
h2::first-letter, th::first-letter, p.remark::first-letter { text-transform: uppercase; }
ul { margin: .2em 0; padding-left: 1.2em; }
sup a { color: inherit; text-decoration: none; }
.remark, .sources, .notice { color: #444; }
.sources { font-size: .85em; }
@media print { body { margin: 0; max-width: none; } }
)";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

class Page {
 public:
  Page(const Snapshot& snapshot, const v1::Plan& plan) : snapshot_(snapshot), plan_(plan) {}

  std::string Run() {
    absl::StrAppend(&html_,
                    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
                    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
                    Escaped(snapshot_.Label("section.plan")), "</title>\n<style>", kStyle,
                    "</style>\n</head>\n<body>\n");
    Element("p", "notice", Escaped(plan_.review_notice()));
    if (plan_.has_headline()) Element("h1", "", Sentence(plan_.headline()));
    for (const v1::Finding& finding : plan_.findings()) WriteFinding(finding);
    WriteProposed();
    if (!plan_.options().empty()) Title("plan.options");
    for (const v1::PlanOption& option : plan_.options()) WriteOption(option);
    for (const v1::Section& section : plan_.sections()) {
      Element("h2", "", Escaped(section.title()));
      List(section.statements());
    }
    WriteSteps("section.timeline", plan_.timeline());
    WriteSteps("section.aftercare", plan_.aftercare());
    WriteSources();
    absl::StrAppend(&html_, "</body>\n</html>\n");
    return std::move(html_);
  }

 private:
  void Element(const char* tag, const char* kind, absl::string_view inner) {
    if (inner.empty()) return;
    const std::string attribute = *kind == '\0' ? "" : absl::StrCat(" class=\"", kind, "\"");
    absl::StrAppend(&html_, "<", tag, attribute, ">", inner, "</", tag, ">\n");
  }

  void Title(const char* label) { Element("h2", "", Escaped(snapshot_.Label(label))); }

  template <typename Numbers>
  static std::string Marks(const Numbers& numbers) {
    std::string marks;
    for (const int number : numbers)
      absl::StrAppend(&marks, "<sup><a href=\"#s", number, "\">[", number, "]</a></sup>");
    return marks;
  }

  static std::string Sentence(const v1::Statement& statement) {
    std::string line = absl::StrCat(Escaped(statement.text()), Marks(statement.citation_numbers()));
    if (!statement.population().empty())
      absl::StrAppend(&line, " <span class=\"remark\">(", Escaped(statement.population()),
                      ")</span>");
    return line;
  }

  void List(const google::protobuf::RepeatedPtrField<v1::Statement>& statements) {
    if (statements.empty()) return;
    absl::StrAppend(&html_, "<ul>\n");
    for (const v1::Statement& statement : statements) Element("li", "", Sentence(statement));
    absl::StrAppend(&html_, "</ul>\n");
  }

  void Rows(const std::vector<PlanLine>& lines) {
    if (lines.empty()) return;
    absl::StrAppend(&html_, "<table>\n");
    for (const PlanLine& line : lines) {
      absl::StrAppend(&html_, "<tr><th scope=\"row\">", Escaped(line.title), "</th><td>",
                      Escaped(line.value), line.citations == nullptr ? "" : Marks(*line.citations));
      if (!line.population.empty())
        absl::StrAppend(&html_, " <span class=\"remark\">(", Escaped(line.population), ")</span>");
      absl::StrAppend(&html_, "</td></tr>\n");
    }
    absl::StrAppend(&html_, "</table>\n");
  }

  void WriteFinding(const v1::Finding& finding) {
    absl::StrAppend(&html_, "<div class=\"finding\">\n<strong>", Escaped(finding.message()),
                    "</strong>", Marks(finding.citation_numbers()), "\n");
    List(finding.actions());
    for (const v1::PhoneNumber& phone : finding.phone_numbers())
      Element("p", "", absl::StrCat(Escaped(phone.number()), " (", Escaped(phone.label()), ")"));
    absl::StrAppend(&html_, "</div>\n");
  }

  void WriteProposed() {
    if (plan_.proposed().numbers().empty()) return;
    Title("section.your-plan");
    std::vector<PlanLine> lines;
    for (const v1::ProposedNumber& number : plan_.proposed().numbers()) {
      PlanLine own = LineOf(snapshot_, number);
      const PlanLine source = SourceLineOf(snapshot_, number);
      absl::StrAppend(&own.value, "; ", source.title, ": ", source.value);
      own.citations = source.citations;
      own.population = source.population;
      lines.push_back(std::move(own));
    }
    Rows(lines);
  }

  void WriteOption(const v1::PlanOption& option) {
    absl::StrAppend(&html_, "<div class=\"option\">\n");
    Element("h3", "", Escaped(option.title()));
    Element("p", "remark", Escaped(absl::StrJoin(RemarksOn(snapshot_, option), "; ")));
    Rows(LinesOf(snapshot_, option));
    List(option.statements());
    absl::StrAppend(&html_, "</div>\n");
  }

  template <typename Steps>
  void WriteSteps(const char* title, const Steps& steps) {
    if (steps.empty()) return;
    Title(title);
    for (const auto& step : steps) {
      absl::StrAppend(&html_, "<div class=\"step\">\n");
      Element("h3", "", Escaped(absl::StrCat(step.title(), ", ", WhenOf(snapshot_, step))));
      List(step.statements());
      absl::StrAppend(&html_, "</div>\n");
    }
  }

  void WriteSources() {
    if (plan_.citations().empty()) return;
    Title("section.sources");
    absl::StrAppend(&html_, "<ol class=\"sources\">\n");
    for (const v1::Citation& citation : plan_.citations()) {
      const std::string by = citation.issuer().empty() ? citation.authors() : citation.issuer();
      const std::string year =
          citation.undated() ? snapshot_.Label("notice.undated") : absl::StrCat(citation.year());
      absl::StrAppend(&html_, "<li id=\"s", citation.number(), "\">", Escaped(by),
                      by.empty() ? "" : ", ", Escaped(citation.title()), ", ", Escaped(year), ". ",
                      Escaped(citation.uri()), "</li>\n");
    }
    absl::StrAppend(&html_, "</ol>\n");
  }

  const Snapshot& snapshot_;
  const v1::Plan& plan_;
  std::string html_;
};

}  // namespace

std::string PlanPage(const Snapshot& snapshot, const v1::Plan& plan) {
  return Page(snapshot, plan).Run();
}

}  // namespace needlepoint
