#include "service/answer/verify.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "service/answer/render.h"
#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

absl::Status Broken(absl::string_view what) { return absl::FailedPreconditionError(what); }

// "guide/aftercare/sun/x" without the collection.
absl::string_view WithoutCollection(absl::string_view id) {
  const size_t slash = id.find('/');
  return slash == absl::string_view::npos ? id : id.substr(slash + 1);
}

class Verifier {
 public:
  Verifier(const Snapshot& snapshot, const v1::Answer& answer)
      : snapshot_(snapshot), k_(snapshot.knowledge()), answer_(answer) {}

  absl::Status Run() {
    if (answer_.knowledge_version() != snapshot_.version()) {
      return Broken(absl::StrCat("the answer was made from version ", answer_.knowledge_version(),
                                 "; this snapshot is ", snapshot_.version()));
    }
    NP_RETURN_IF_ERROR(CheckCitations());
    for (const v1::Part& part : answer_.parts()) {
      if (part.has_headline()) NP_RETURN_IF_ERROR(CheckStatement(part.headline()));
      for (const v1::Section& section : part.sections()) {
        for (const v1::Statement& statement : section.statements())
          NP_RETURN_IF_ERROR(CheckStatement(statement));
      }
    }
    for (const v1::Finding& finding : answer_.findings()) NP_RETURN_IF_ERROR(CheckFinding(finding));
    return absl::OkStatus();
  }

 private:
  absl::Status CheckCitations() const {
    for (int i = 0; i < answer_.citations_size(); ++i) {
      const v1::Citation& citation = answer_.citations(i);
      const std::string where = absl::StrCat("citation ", citation.number());
      if (citation.number() != i + 1)
        return Broken(absl::StrCat(where, " stands where ", i + 1, " should"));
      // Of a desk's own document there is no fact; no statement of the pack can
      // cite it, since those are held to their facts.
      if (citation.issuer_type() == v1::ISSUER_TYPE_OWN_DOCUMENT && citation.fact_id().empty())
        continue;
      const int fact = snapshot_.FindFact(citation.fact_id());
      if (fact < 0)
        return Broken(absl::StrCat(where, " names a fact that the snapshot does not have"));
      if (citation.support() != k_.facts[fact].claim)
        return Broken(absl::StrCat(where, " carries another claim than its fact"));
      const std::vector<std::string>& sources = k_.facts[fact].source_ids;
      if (std::find(sources.begin(), sources.end(), citation.source_id()) == sources.end()) {
        return Broken(absl::StrCat(where, " names a source that its fact does not rest on"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckNumbers(const std::string& where,
                            const google::protobuf::RepeatedField<int32_t>& numbers,
                            const std::vector<int>& facts) const {
    if (numbers.size() != static_cast<int>(facts.size()) || facts.empty())
      return Broken(absl::StrCat(where, " does not cite all its facts"));
    for (int i = 0; i < numbers.size(); ++i) {
      if (numbers[i] < 1 || numbers[i] > answer_.citations_size())
        return Broken(absl::StrCat(where, " cites a number that is not there"));
      if (answer_.citations(numbers[i] - 1).fact_id() != k_.facts[facts[i]].id)
        return Broken(absl::StrCat(where, " cites another fact than its own"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckStatement(const v1::Statement& statement) const {
    const int index = snapshot_.FindStatement(WithoutCollection(statement.statement_id()));
    const std::string where = absl::StrCat("statement ", statement.statement_id());
    if (index < 0) return Broken(absl::StrCat(where, " is not in the snapshot"));
    if (statement.text() != k_.statements[index].text)
      return Broken(absl::StrCat(where, " is not what the snapshot says"));
    return CheckNumbers(where, statement.citation_numbers(), k_.statements[index].facts);
  }

  absl::Status CheckFinding(const v1::Finding& finding) const {
    const std::string where = absl::StrCat("finding ", finding.rule_id());
    const auto rule = std::find_if(k_.rules.begin(), k_.rules.end(),
                                   [&](const Rule& r) { return r.id == finding.rule_id(); });
    if (rule == k_.rules.end()) return Broken(absl::StrCat(where, " is no rule of the snapshot"));
    if (finding.code() != rule->code ||
        static_cast<int>(finding.disposition()) != static_cast<int>(rule->disposition) + 1) {
      return Broken(absl::StrCat(where, " has another code or disposition than its rule"));
    }
    if (rule->mode == RuleMode::kEnforce && answer_.disposition() < finding.disposition()) {
      return Broken(absl::StrCat("the disposition is milder than ", where));
    }
    const Statement& message = k_.statements[rule->message];
    if (finding.message() != message.text)
      return Broken(absl::StrCat(where, " has another message than its rule"));
    NP_RETURN_IF_ERROR(CheckNumbers(where, finding.citation_numbers(), message.facts));
    for (const v1::PhoneNumber& phone : finding.phone_numbers()) {
      const bool known = std::any_of(k_.phones.begin(), k_.phones.end(), [&](const Phone& p) {
        return p.number == phone.number() && p.jurisdiction == phone.jurisdiction() &&
               p.label == phone.label();
      });
      if (!known)
        return Broken(
            absl::StrCat(where, " gives a telephone number that the snapshot does not have"));
    }
    const std::string place = rule->place.empty() ? "UNSPECIFIED" : rule->place;
    if (v1::HelpPlace_Name(finding.place()) != absl::StrCat("HELP_PLACE_", place))
      return Broken(absl::StrCat(where, " sends to another place than its rule"));
    if (finding.has_headline()) NP_RETURN_IF_ERROR(CheckStatement(finding.headline()));
    for (const v1::Statement& action : finding.actions())
      NP_RETURN_IF_ERROR(CheckStatement(action));
    for (const v1::Statement& ask : finding.questions_to_ask())
      NP_RETURN_IF_ERROR(CheckStatement(ask));
    return absl::OkStatus();
  }

  const Snapshot& snapshot_;
  const Knowledge& k_;
  const v1::Answer& answer_;
};

}  // namespace

absl::Status VerifyAnswer(const Snapshot& snapshot, const v1::Answer& answer) {
  return Verifier(snapshot, answer).Run();
}

absl::Status VerifyRendered(const Snapshot& snapshot, const v1::Answer& answer) {
  for (const v1::CitationMode mode :
       {v1::CITATION_MODE_MARKERS, v1::CITATION_MODE_LINKS, v1::CITATION_MODE_NONE}) {
    v1::Answer again = answer;
    Render(snapshot, mode, again);
    if (again.rendered().plain() == answer.rendered().plain() &&
        again.rendered().markdown() == answer.rendered().markdown()) {
      return absl::OkStatus();
    }
  }
  return Broken("the rendered text is not what the answer's statements give");
}

absl::Status VerifyWarnings(const Snapshot& snapshot, const Screening& screening,
                            const v1::Answer& answer) {
  for (const Finding& finding : screening.findings) {
    const std::string& id = snapshot.knowledge().rules[finding.rule].id;
    const bool there = std::any_of(answer.findings().begin(), answer.findings().end(),
                                   [&](const v1::Finding& f) { return f.rule_id() == id; });
    if (!there) return Broken(absl::StrCat("the warning of rule ", id, " is missing"));
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
