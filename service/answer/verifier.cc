#include "service/answer/verifier.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

// "guide/aftercare/sun/x" without the collection.
absl::string_view WithoutCollection(absl::string_view id) {
  const size_t slash = id.find('/');
  return slash == absl::string_view::npos ? id : id.substr(slash + 1);
}

}  // namespace

absl::Status Broken(absl::string_view what) { return absl::FailedPreconditionError(what); }

absl::Status Verifier::CheckVersion(absl::string_view version) const {
  if (version == snapshot_.version()) return absl::OkStatus();
  return Broken(absl::StrCat("the reply was made from version ", version, "; this snapshot is ",
                             snapshot_.version()));
}

absl::Status Verifier::CheckSections(
    const google::protobuf::RepeatedPtrField<v1::Section>& sections) const {
  for (const v1::Section& section : sections) {
    for (const v1::Statement& statement : section.statements())
      NP_RETURN_IF_ERROR(CheckStatement(statement));
  }
  return absl::OkStatus();
}

absl::Status Verifier::CheckCitations() const {
  for (int i = 0; i < citations_.size(); ++i) {
    const v1::Citation& citation = citations_.Get(i);
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

absl::Status Verifier::CheckNumbers(const std::string& where,
                                    const google::protobuf::RepeatedField<int32_t>& numbers,
                                    const std::vector<int>& facts) const {
  if (numbers.size() != static_cast<int>(facts.size()) || facts.empty())
    return Broken(absl::StrCat(where, " does not cite all its facts"));
  for (int i = 0; i < numbers.size(); ++i) {
    if (numbers[i] < 1 || numbers[i] > citations_.size())
      return Broken(absl::StrCat(where, " cites a number that is not there"));
    if (citations_.Get(numbers[i] - 1).fact_id() != k_.facts[facts[i]].id)
      return Broken(absl::StrCat(where, " cites another fact than its own"));
  }
  return absl::OkStatus();
}

absl::Status Verifier::CheckStatement(const v1::Statement& statement) const {
  const int index = snapshot_.FindStatement(WithoutCollection(statement.statement_id()));
  const std::string where = absl::StrCat("statement ", statement.statement_id());
  if (index < 0) return Broken(absl::StrCat(where, " is not in the snapshot"));
  if (statement.text() != k_.statements[index].text)
    return Broken(absl::StrCat(where, " is not what the snapshot says"));
  return CheckNumbers(where, statement.citation_numbers(), k_.statements[index].facts);
}

absl::Status Verifier::CheckFinding(const v1::Finding& finding) const {
  const std::string where = absl::StrCat("finding ", finding.rule_id());
  const auto rule = std::find_if(k_.rules.begin(), k_.rules.end(),
                                 [&](const Rule& r) { return r.id == finding.rule_id(); });
  if (rule == k_.rules.end()) return Broken(absl::StrCat(where, " is no rule of the snapshot"));
  if (finding.code() != rule->code ||
      static_cast<int>(finding.disposition()) != static_cast<int>(rule->disposition) + 1) {
    return Broken(absl::StrCat(where, " has another code or disposition than its rule"));
  }
  if (rule->mode == RuleMode::kEnforce && disposition_ < finding.disposition()) {
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
  for (const v1::Statement& action : finding.actions()) NP_RETURN_IF_ERROR(CheckStatement(action));
  for (const v1::Statement& ask : finding.questions_to_ask())
    NP_RETURN_IF_ERROR(CheckStatement(ask));
  return absl::OkStatus();
}

}  // namespace needlepoint
