#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "service/answer/citations.h"
#include "service/answer/echo.h"
#include "service/answer/tailor.h"
#include "service/api/api.h"
#include "service/api/errors.h"
#include "service/base/sha256.h"
#include "service/base/status_macros.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

absl::Status NotFound(absl::string_view what, absl::string_view field) {
  return WithDetail(
      absl::NotFoundError(absl::StrCat(
          "no ", what, " of this id is in service; ids come from answers, hits and lists")),
      {"NOT_FOUND", std::string(field)});
}

// "guide/aftercare/sun#1" to "guide" and "aftercare/sun#1".
std::pair<absl::string_view, absl::string_view> SplitId(absl::string_view id) {
  const size_t slash = id.find('/');
  if (slash == absl::string_view::npos) return {kGuide, id};
  return {id.substr(0, slash), id.substr(slash + 1)};
}

v1::SectionKind KindOf(StatementKind kind) {
  v1::SectionKind section = v1::SECTION_KIND_UNSPECIFIED;
  v1::SectionKind_Parse(absl::StrCat("SECTION_KIND_", StatementKindName(kind)), &section);
  return section;
}

void FillPassage(const ServedCollection& served, int index, v1::Passage& out) {
  const Snapshot& snapshot = served.snapshot();
  const Knowledge& k = snapshot.knowledge();
  const Passage& passage = k.passages[index];
  out.set_passage_id(absl::StrCat(served.name, "/", passage.id));
  out.set_collection(served.name);
  out.set_document_id(absl::StrCat(served.name, "/", passage.id.substr(0, passage.id.find('#'))));
  out.set_title(passage.title);
  out.set_topic_id(passage.topic);
  out.set_language_code("en");
  *out.mutable_questions() = {passage.questions.begin(), passage.questions.end()};
  *out.mutable_topic_codes() = {passage.about.begin(), passage.about.end()};
  Citations citations(snapshot, served.name);
  std::vector<std::string> lines;
  for (const Statement& statement : k.statements) {
    if (statement.passage != index) continue;
    v1::PassageStatement* item = out.add_statements();
    item->set_statement_id(absl::StrCat(served.name, "/", statement.id));
    item->set_text(statement.text);
    item->set_kind(KindOf(statement.kind));
    item->set_condition(statement.when);
    item->set_strength(
        static_cast<v1::Strength>(static_cast<int>(StrengthOfStatement(statement, snapshot)) + 1));
    for (const int number : citations.Numbers(statement.facts, index))
      item->add_citation_numbers(number);
    lines.push_back(statement.text);
  }
  out.set_text(absl::StrJoin(lines, "\n"));
  for (v1::Citation& citation : citations.Build()) *out.add_citations() = std::move(citation);
}

absl::Status NeedsTarget(absl::string_view fields) {
  return WithDetail(
      absl::InvalidArgumentError(absl::StrCat("the request names nothing; give ", fields)),
      {"TARGET_MISSING", ""});
}

// The version of `name` that a request wants; "" is the one in service.
absl::StatusOr<std::shared_ptr<const ServedCollection>> Resolve(
    const CollectionRegistry& collections, absl::string_view name, absl::string_view version) {
  auto served = collections.GetVersion(name, version);
  if (served.ok() || !collections.Get(name).ok()) return served;
  return WithDetail(served.status(), {"VERSION_NOT_FOUND", "knowledge_version"});
}

}  // namespace

absl::Status Api::GetPassage(const v1::GetPassageRequest& request,
                             v1::GetPassageResponse& response) const {
  if (request.target_case() == v1::GetPassageRequest::TARGET_NOT_SET) {
    return NeedsTarget("passage_id or statement_id");
  }
  const bool by_statement = request.target_case() == v1::GetPassageRequest::kStatementId;
  const auto [name, id] = SplitId(by_statement ? request.statement_id() : request.passage_id());
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<const ServedCollection> served,
                      Resolve(collections_, name, request.knowledge_version()));
  const Snapshot& snapshot = served->snapshot();
  int passage = by_statement ? -1 : snapshot.FindPassage(id);
  if (by_statement) {
    const int statement = snapshot.FindStatement(id);
    if (statement >= 0) passage = snapshot.knowledge().statements[statement].passage;
  } else if (passage < 0) {
    passage = snapshot.FindPassage(absl::StrCat(id, "#1"));
  }
  if (passage < 0) return NotFound("passage", by_statement ? "statement_id" : "passage_id");
  FillPassage(*served, passage, *response.mutable_passage());
  response.set_knowledge_version(snapshot.version());
  return absl::OkStatus();
}

absl::Status Api::GetSource(const v1::GetSourceRequest& request,
                            v1::GetSourceResponse& response) const {
  if (request.target_case() == v1::GetSourceRequest::TARGET_NOT_SET) {
    return NeedsTarget("source_id or fact_id");
  }
  NP_ASSIGN_OR_RETURN(const std::shared_ptr<const ServedCollection> served,
                      Resolve(collections_, kGuide, request.knowledge_version()));
  const Snapshot& snapshot = served->snapshot();
  const Knowledge& k = snapshot.knowledge();
  int source = snapshot.FindSource(request.source_id());
  if (request.target_case() == v1::GetSourceRequest::kFactId) {
    const int fact = snapshot.FindFact(request.fact_id());
    if (fact >= 0) source = snapshot.FindSource(k.facts[fact].source_ids.front());
  }
  if (source < 0) return NotFound("source", "source_id");
  const Source& s = k.sources[source];
  v1::Source* out = response.mutable_source();
  out->set_source_id(s.id);
  out->set_title(s.title);
  out->set_authors(s.authors);
  if (s.year.has_value()) out->set_year(*s.year);
  out->set_uri(s.uri);
  out->set_issuer(s.issuer);
  out->set_issuer_type(IssuerTypeOf(s.issuer_type));
  out->set_read_as_copy(s.read_as_copy);
  out->set_collection(served->name);
  // All facts of the source, or the one that was asked for; by id.
  std::vector<const Fact*> facts;
  int of_source = 0;
  for (const Fact& fact : k.facts) {
    const bool held =
        std::find(fact.source_ids.begin(), fact.source_ids.end(), s.id) != fact.source_ids.end();
    of_source += held ? 1 : 0;
    if (held && (request.fact_id().empty() || request.fact_id() == fact.id)) facts.push_back(&fact);
  }
  std::sort(facts.begin(), facts.end(), [](const Fact* a, const Fact* b) { return a->id < b->id; });
  for (const Fact* fact : facts) {
    v1::Fact* item = response.add_facts();
    item->set_fact_id(fact->id);
    item->set_claim(fact->claim);
    item->set_grade(static_cast<v1::Grade>(static_cast<int>(fact->grade) + 1));
    item->set_locator(fact->locator);
    *item->mutable_source_ids() = {fact->source_ids.begin(), fact->source_ids.end()};
  }
  out->set_fact_count(of_source);
  response.set_knowledge_version(snapshot.version());
  return absl::OkStatus();
}

}  // namespace needlepoint
