#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/answer/citations.h"
#include "service/answer/echo.h"
#include "service/answer/tailor.h"
#include "service/api/api.h"
#include "service/api/document_time.h"
#include "service/api/errors.h"
#include "service/base/status_macros.h"
#include "service/pack/passage_reader.h"

namespace needlepoint {
namespace {

constexpr int kMostNeighbours = 10;  // on each side

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

// Writes passages of one version.
class PassageWriter {
 public:
  // `served` must outlive it.
  static absl::StatusOr<PassageWriter> Create(const ServedCollection& served) {
    PassageWriter writer(served);
    if (served.kind() == CollectionKind::kDocuments) {
      NP_ASSIGN_OR_RETURN(PassageReader reader, PassageReader::Create(served.snapshot_file()));
      writer.reader_.emplace(std::move(reader));
    }
    return writer;
  }

  // The passage that `request` names by `id`, without its collection.
  absl::StatusOr<std::optional<uint32_t>> Find(const v1::GetPassageRequest& request,
                                               absl::string_view id) {
    const bool by_statement = request.target_case() == v1::GetPassageRequest::kStatementId;
    if (reader_.has_value()) {
      if (by_statement) return std::nullopt;  // documents have none
      return reader_->Find(id);
    }
    const Snapshot& snapshot = served_->snapshot();
    int passage = -1;
    if (by_statement) {
      const int statement = snapshot.FindStatement(id);
      if (statement >= 0) passage = snapshot.knowledge().statements[statement].passage;
    } else {
      passage = snapshot.FindPassage(id);
      if (passage < 0) passage = snapshot.FindPassage(absl::StrCat(id, "#1"));
    }
    if (passage < 0) return std::nullopt;
    return static_cast<uint32_t>(passage);
  }

  // Fills `response` with `passage` and its neighbours.
  absl::Status Write(const v1::GetPassageRequest& request, uint32_t passage,
                     v1::GetPassageResponse& response) {
    const PassageRange document = served_->search->DocumentOf(passage);
    const auto before = static_cast<uint32_t>(request.before_count());
    const auto after = static_cast<uint32_t>(request.after_count());
    const uint32_t first = passage - std::min(passage - document.first, before);
    const uint32_t end = std::min(document.end, passage + after + 1);
    for (uint32_t p = first; p < end; ++p) {
      NP_RETURN_IF_ERROR(Write(p, p < passage    ? *response.add_passages_before()
                                  : p == passage ? *response.mutable_passage()
                                                 : *response.add_passages_after()));
    }
    response.set_knowledge_version(served_->version());
    return absl::OkStatus();
  }

 private:
  explicit PassageWriter(const ServedCollection& served) : served_(&served) {}

  absl::Status Write(uint32_t passage, v1::Passage& out) {
    const absl::string_view key = served_->search->index().Key(passage);
    out.set_passage_id(absl::StrCat(served_->name, "/", key));
    out.set_collection(served_->name);
    out.set_document_id(absl::StrCat(served_->name, "/", key.substr(0, key.rfind('#'))));
    const auto contradicted = served_->search->contradicted().find(passage);
    if (contradicted != served_->search->contradicted().end()) {
      *out.mutable_contradicted_rule_ids() = {contradicted->second.begin(),
                                              contradicted->second.end()};
    }
    if (reader_.has_value()) return WriteDocument(passage, out);
    WriteGuidance(static_cast<int>(passage), out);
    return absl::OkStatus();
  }

  absl::Status WriteDocument(uint32_t passage, v1::Passage& out) {
    NP_ASSIGN_OR_RETURN(DocumentPassage read, reader_->Read(passage));
    out.set_title(std::move(read.title));
    out.set_text(std::move(read.text));
    out.set_uri(std::move(read.uri));
    if (const auto time = DocumentTime(read.date)) *out.mutable_document_time() = *time;
    out.set_language_code(std::move(read.language));
    for (auto& [key, value] : read.metadata) {
      v1::MetadataEntry* entry = out.add_metadata();
      entry->set_key(std::move(key));
      entry->set_value(std::move(value));
    }
    return absl::OkStatus();
  }

  void WriteGuidance(int index, v1::Passage& out) const {
    const Snapshot& snapshot = served_->snapshot();
    const Knowledge& k = snapshot.knowledge();
    const Passage& passage = k.passages[index];
    out.set_title(passage.title);
    out.set_topic_id(passage.topic);
    out.set_language_code("en");
    *out.mutable_questions() = {passage.questions.begin(), passage.questions.end()};
    *out.mutable_topic_codes() = {passage.about.begin(), passage.about.end()};
    Citations citations(snapshot, served_->name);
    std::vector<std::string> lines;
    for (const Statement& statement : k.statements) {
      if (statement.passage != index) continue;
      v1::PassageStatement* item = out.add_statements();
      item->set_statement_id(absl::StrCat(served_->name, "/", statement.id));
      item->set_text(statement.text);
      item->set_kind(KindOf(statement.kind));
      item->set_condition(statement.when);
      item->set_strength(StrengthOfFacts(statement.facts, snapshot));
      for (const int number : citations.Numbers(statement.facts, index))
        item->add_citation_numbers(number);
      lines.push_back(statement.text);
    }
    out.set_text(absl::StrJoin(lines, "\n"));
    for (v1::Citation& citation : citations.Build()) *out.add_citations() = std::move(citation);
  }

  const ServedCollection* served_;
  std::optional<PassageReader> reader_;  // of documents
};

// Fills `response` with a source and its facts, all or only `fact_id`; by id.
void WriteSource(const ServedCollection& served, int source, absl::string_view fact_id,
                 v1::GetSourceResponse& response) {
  const Snapshot& snapshot = served.snapshot();
  const Knowledge& k = snapshot.knowledge();
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
  out->set_collection(served.name);
  std::vector<const Fact*> facts;
  int of_source = 0;
  for (const Fact& fact : k.facts) {
    const bool held =
        std::find(fact.source_ids.begin(), fact.source_ids.end(), s.id) != fact.source_ids.end();
    of_source += held ? 1 : 0;
    if (held && (fact_id.empty() || fact_id == fact.id)) facts.push_back(&fact);
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
}

absl::Status NeedsTarget(absl::string_view fields) {
  return WithDetail(
      absl::InvalidArgumentError(absl::StrCat("the request names nothing; give ", fields)),
      {"TARGET_MISSING", ""});
}

// The versions of `name` to look in: the one that a request wants, or all that
// are kept, the newest first.
absl::StatusOr<std::vector<std::shared_ptr<const ServedCollection>>> Resolve(
    const CollectionRegistry& collections, absl::string_view name, absl::string_view version) {
  std::vector<std::shared_ptr<const ServedCollection>> versions = collections.Versions(name);
  if (versions.empty()) return collections.Get(name).status();
  if (version.empty()) return versions;
  auto wanted = collections.GetVersion(name, version);
  if (!wanted.ok()) return WithDetail(wanted.status(), {"VERSION_NOT_FOUND", "knowledge_version"});
  return std::vector<std::shared_ptr<const ServedCollection>>{*std::move(wanted)};
}

absl::Status CheckNeighbours(absl::string_view field, int count) {
  if (count >= 0 && count <= kMostNeighbours) return absl::OkStatus();
  return Invalid(absl::StrCat(field, " is ", count, "; give 0 to ", kMostNeighbours),
                 "NEIGHBOUR_COUNT_OUT_OF_RANGE", field);
}

}  // namespace

absl::Status Api::GetPassage(const v1::GetPassageRequest& request,
                             v1::GetPassageResponse& response) const {
  if (request.target_case() == v1::GetPassageRequest::TARGET_NOT_SET) {
    return NeedsTarget("passage_id or statement_id");
  }
  NP_RETURN_IF_ERROR(CheckNeighbours("before_count", request.before_count()));
  NP_RETURN_IF_ERROR(CheckNeighbours("after_count", request.after_count()));
  const bool by_statement = request.target_case() == v1::GetPassageRequest::kStatementId;
  const auto [name, id] = SplitId(by_statement ? request.statement_id() : request.passage_id());
  NP_ASSIGN_OR_RETURN(const auto versions,
                      Resolve(collections_, name, request.knowledge_version()));
  for (const auto& served : versions) {
    NP_ASSIGN_OR_RETURN(PassageWriter writer, PassageWriter::Create(*served));
    NP_ASSIGN_OR_RETURN(const std::optional<uint32_t> passage, writer.Find(request, id));
    if (passage.has_value()) return writer.Write(request, *passage, response);
  }
  return NotFound("passage", by_statement ? "statement_id" : "passage_id");
}

absl::Status Api::GetSource(const v1::GetSourceRequest& request,
                            v1::GetSourceResponse& response) const {
  if (request.target_case() == v1::GetSourceRequest::TARGET_NOT_SET) {
    return NeedsTarget("source_id or fact_id");
  }
  const bool by_fact = request.target_case() == v1::GetSourceRequest::kFactId;
  NP_ASSIGN_OR_RETURN(const auto versions,
                      Resolve(collections_, kGuide, request.knowledge_version()));
  for (const auto& served : versions) {
    const Snapshot& snapshot = served->snapshot();
    int source = by_fact ? -1 : snapshot.FindSource(request.source_id());
    const int fact = by_fact ? snapshot.FindFact(request.fact_id()) : -1;
    if (fact >= 0)
      source = snapshot.FindSource(snapshot.knowledge().facts[fact].source_ids.front());
    if (source < 0) continue;
    WriteSource(*served, source, request.fact_id(), response);
    return absl::OkStatus();
  }
  return NotFound("source", by_fact ? "fact_id" : "source_id");
}

}  // namespace needlepoint
