#include "service/api/desk_notes.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/pack/passage_reader.h"
#include "service/retrieve/snippet.h"

namespace needlepoint {
namespace {

constexpr size_t kMostNotes = 3;
constexpr int kNoteChars = 320;
constexpr double kCoveredShare = 0.5;  // of the question's words, by idf

struct DeskHit {
  std::shared_ptr<const ServedCollection> served;
  SearchPlan plan;
  SearchedPassage hit;
};

// Whether a passage holds so much of what was asked that it is about it.
bool BearsOn(const IndexView& index, const SearchPlan& plan, uint32_t passage) {
  double asked = 0, held = 0;
  std::vector<uint32_t> places;
  for (const PlannedTerm& planned : plan.terms) {
    if (planned.origin == RankingPart::kIntent) continue;
    const TermRecord& term = index.terms()[planned.term];
    asked += term.idf;
    index.ReadPlaces(term, passage, places);
    if (!places.empty()) held += term.idf;
  }
  return held >= kCoveredShare * asked;
}

absl::StatusOr<std::vector<DeskHit>> FindHits(
    const ServedCollection& guide,
    const std::vector<std::shared_ptr<const ServedCollection>>& documents,
    const std::string& question) {
  SearchRequest request;
  request.query = question;
  request.never_cross = &guide.never_cross;
  std::vector<DeskHit> hits;
  for (const auto& served : documents) {
    NP_ASSIGN_OR_RETURN(const PassageSearchResult result,
                        served->search->Search(request, kMostNotes));
    for (const SearchedPassage& hit : result.hits) {
      if (BearsOn(served->search->index(), result.plan, hit.passage))
        hits.push_back({served, result.plan, hit});
    }
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const DeskHit& a, const DeskHit& b) { return a.hit.score > b.hit.score; });
  if (hits.size() > kMostNotes) hits.resize(kMostNotes);
  return hits;
}

absl::Status AddNote(const ServedCollection& guide, const DeskHit& found, v1::Answer& answer) {
  const ServedCollection& served = *found.served;
  const IndexView& index = served.search->index();
  NP_ASSIGN_OR_RETURN(PassageReader reader, PassageReader::Create(served.snapshot_file()));
  NP_ASSIGN_OR_RETURN(const PassageText text, reader.ReadText(found.hit.passage));
  const std::string passage_id = absl::StrCat(served.name, "/", index.Key(found.hit.passage));

  v1::Citation* citation = answer.add_citations();
  citation->set_number(answer.citations_size());
  citation->set_title(std::string(text.title));
  citation->set_uri(std::string(text.uri));
  int year = 0;
  if (absl::SimpleAtoi(text.date.substr(0, 4), &year)) citation->set_year(year);
  citation->set_undated(year == 0);
  citation->set_passage_id(passage_id);
  citation->set_collection(served.name);
  citation->set_issuer_type(v1::ISSUER_TYPE_OWN_DOCUMENT);

  v1::Statement* note = answer.mutable_desk()->add_notes();
  note->set_passage_id(passage_id);
  note->set_statement_id(passage_id);
  note->add_citation_numbers(citation->number());
  const std::vector<Contradiction> contradictions = guide.checker->Check(text.title, text.body);
  for (const Contradiction& contradiction : contradictions)
    note->add_contradicted_rule_ids(contradiction.rule_id);
  // Of a clash the sentence itself is shown.
  note->set_text(contradictions.empty()
                     ? MakeSnippet(index, found.plan, found.hit.passage, text.body, kNoteChars).text
                     : std::string(contradictions.front().span.In(text.body)));
  if (note->text().empty()) note->set_text(citation->title());
  return absl::OkStatus();
}

}  // namespace

absl::Status AddDeskNotes(const ServedCollection& guide,
                          const std::vector<std::shared_ptr<const ServedCollection>>& documents,
                          const std::string& question, v1::Answer& answer) {
  const bool acute = answer.disposition() == v1::DISPOSITION_URGENT ||
                     answer.disposition() == v1::DISPOSITION_EMERGENCY;
  if (acute) return absl::OkStatus();
  NP_ASSIGN_OR_RETURN(const std::vector<DeskHit> hits, FindHits(guide, documents, question));
  for (const DeskHit& hit : hits) NP_RETURN_IF_ERROR(AddNote(guide, hit, answer));
  for (const auto& served : documents) {
    v1::CollectionVersion* version = answer.add_collection_versions();
    version->set_collection(served->name);
    version->set_knowledge_version(served->version());
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
