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

constexpr int kMostHits = 100;  // that pages reach

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

// The first statement that holds a word of the query, and where.
void FillSnippet(const Knowledge& k, int passage, const std::vector<SearchTerm>& terms,
                 v1::SearchHit& hit) {
  for (const Statement& statement : k.statements) {
    if (statement.passage != passage) continue;
    for (const Token& token : Tokenize(statement.text)) {
      const bool wanted = std::any_of(terms.begin(), terms.end(),
                                      [&](const SearchTerm& t) { return t.stem == token.stem; });
      if (!wanted) continue;
      v1::Span* span = hit.add_highlights();
      span->set_start(token.span.start);
      span->set_end(token.span.end);
      FillUtf16Offsets(statement.text, span);
    }
    if (hit.highlights_size() > 0 || hit.snippet().empty()) hit.set_snippet(statement.text);
    if (hit.highlights_size() > 0) return;
  }
}

// What a page token is good for: this query on this version.
std::string TokenKey(const v1::SearchPassagesRequest& request, const std::string& version) {
  Sha256 hash;
  hash.Update(absl::StrCat(version, "\n", request.collection(), "\n", request.query()));
  return ToHex(hash.Finish()).substr(0, 16);
}

absl::Status PageOf(const v1::SearchPassagesRequest& request, const std::string& key,
                    const Limits& limits, int& size, int& offset) {
  if (request.page_size() < 0) {
    return WithDetail(absl::InvalidArgumentError(
                          absl::StrCat("page_size is negative; give 1 to ", limits.max_page_size,
                                       ", or nothing for ", limits.default_page_size)),
                      {"PAGE_SIZE_OUT_OF_RANGE", "page_size"});
  }
  // More than the most is cut to it; AIP-158.
  size = request.page_size() == 0 ? limits.default_page_size
                                  : std::min(request.page_size(), limits.max_page_size);
  if (request.page_token().empty()) return absl::OkStatus();
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(request.page_token(), absl::MaxSplits(':', 1));
  const bool read = absl::SimpleAtoi(parts.second, &offset) && offset >= 0 && offset <= kMostHits;
  if (!read || parts.first != key) {
    return WithDetail(
        absl::InvalidArgumentError("page_token is not of this query on this version of "
                                   "the collection; start again without it"),
        {"PAGE_TOKEN_INVALID", "page_token"});
  }
  return absl::OkStatus();
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

absl::Status Api::SearchPassages(const v1::SearchPassagesRequest& request,
                                 v1::SearchPassagesResponse& response) const {
  if (request.query().size() > static_cast<size_t>(limits_.max_query_bytes)) {
    return TooLarge("query", "QUERY_TOO_LARGE", request.query().size(), limits_.max_query_bytes);
  }
  const bool unserved =
      !request.filter().empty() || !request.order_by().empty() || request.facets_size() > 0 ||
      request.phrases_size() > 0 || request.prefixes_size() > 0 || request.exclusions_size() > 0 ||
      request.explain() || request.group_by() == v1::GROUP_BY_DOCUMENT || request.exact_total() ||
      request.disabled_ranking_parts_size() > 0 || request.max_snippet_chars() != 0;
  if (unserved) {
    return WithDetail(
        absl::UnimplementedError("filter, order_by, facets, phrases, prefixes, exclusions and "
                                 "explain are not served yet; leave them out"),
        {"OPTION_NOT_SERVED", ""});
  }
  NP_ASSIGN_OR_RETURN(
      const std::shared_ptr<const ServedCollection> served,
      collections_.Get(request.collection().empty() ? kGuide : request.collection()));
  response.set_knowledge_version(served->snapshot().version());
  int size = 0, offset = 0;
  const std::string key = TokenKey(request, served->snapshot().version());
  NP_RETURN_IF_ERROR(PageOf(request, key, limits_, size, offset));
  const std::vector<SearchTerm> terms = PlanQuery(request.query());
  response.set_total_size_exact(true);
  if (terms.empty()) {
    response.set_empty_result_reason(v1::EMPTY_RESULT_REASON_NO_WORDS);
    return absl::OkStatus();
  }
  NP_ASSIGN_OR_RETURN(const std::vector<PassageHit> hits,
                      served->answerer->index().Search(terms, {.max_hits = kMostHits}));
  const Knowledge& k = served->snapshot().knowledge();
  for (int i = offset; i < static_cast<int>(hits.size()) && i < offset + size; ++i) {
    const Passage& passage = k.passages[hits[i].passage];
    v1::SearchHit* hit = response.add_hits();
    hit->set_passage_id(absl::StrCat(served->name, "/", passage.id));
    hit->set_document_id(
        absl::StrCat(served->name, "/", passage.id.substr(0, passage.id.find('#'))));
    hit->set_collection(served->name);
    hit->set_score(hits[i].score);
    hit->set_title(passage.title);
    hit->set_topic_id(passage.topic);
    FillSnippet(k, hits[i].passage, terms, *hit);
  }
  const int total = static_cast<int>(hits.size());
  response.set_total_size(total);
  response.set_total_size_exact(total < kMostHits);
  if (total == 0) response.set_empty_result_reason(v1::EMPTY_RESULT_REASON_NO_MATCH);
  if (offset + size < total) response.set_next_page_token(absl::StrCat(key, ":", offset + size));
  return absl::OkStatus();
}

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
