#include "service/retrieve/explain.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

struct FieldPart {
  TextField field;
  RankingPart part;
  int frequency;  // that one occurrence counts for
};
constexpr std::array<FieldPart, 3> kFieldParts = {{
    {TextField::kTitle, RankingPart::kTitle, kTitleFrequency},
    {TextField::kQuestions, RankingPart::kSynonyms, kQuestionFrequency},
    {TextField::kBody, RankingPart::kBody, kBodyFrequency},
}};

// How often a passage holds a word, weighted by field; fields that do not count
// have none.
std::array<int, 3> FieldFrequencies(const IndexView& index, const TermRecord& term,
                                    RankingParts parts, uint32_t passage) {
  std::array<int, 3> frequencies = {};
  std::vector<uint32_t> places;
  index.ReadPlaces(term, passage, places);
  for (const uint32_t place : places) {
    const auto field = static_cast<size_t>(index.OccurrenceAt(passage, place).field);
    if (parts.Has(kFieldParts[field].part)) frequencies[field] += kFieldParts[field].frequency;
  }
  return frequencies;
}

class Explainer {
 public:
  Explainer(const IndexView& index, const SearchPlan& plan, RankingParts parts, uint32_t passage)
      : index_(index), plan_(plan), parts_(parts), passage_(passage) {}

  std::vector<Contribution> Run() {
    for (const PlannedTerm& term : plan_.terms) AddTerm(term);
    if (parts_.Has(RankingPart::kHeadingCoverage))
      Add(RankingPart::kHeadingCoverage, "", CoverageScore(covered_, index_.headings()[passage_]));
    for (const ScoredPassage& name : AliasScores(index_, plan_, parts_)) {
      if (name.passage == passage_) Add(RankingPart::kSynonyms, "", name.score);
    }
    for (const PlannedPair& pair : plan_.pairs) {
      Add(RankingPart::kPairs,
          absl::StrCat(Stem(plan_.terms[pair.first]), " ", Stem(plan_.terms[pair.second])),
          PairScore(index_, plan_, pair, passage_));
    }
    std::stable_sort(
        contributions_.begin(), contributions_.end(),
        [](const Contribution& a, const Contribution& b) { return a.value > b.value; });
    return std::move(contributions_);
  }

 private:
  std::string Stem(const PlannedTerm& term) const {
    return std::string(index_.Text(index_.terms()[term.term]));
  }

  void Add(RankingPart part, std::string term, int32_t value) {
    if (value != 0) contributions_.push_back({part, std::move(term), value});
  }

  void AddTerm(const PlannedTerm& planned) {
    const TermRecord& term = index_.terms()[planned.term];
    const std::array<int, 3> frequencies = FieldFrequencies(index_, term, parts_, passage_);
    const int all = frequencies[0] + frequencies[1] + frequencies[2];
    if (all == 0) return;
    if (frequencies[0] > 0 || !parts_.Has(RankingPart::kTitle)) AddCovered(term);
    const auto capped = static_cast<float>(std::min(all, kMostFrequency));
    const float norm = index_.norms()[passage_];
    const int32_t whole = TermScore(TermScale(planned.weight, term.idf), capped, norm);
    const int32_t once =
        TermScore(TermScale(std::min(planned.weight, 1.0f), term.idf), capped, norm);
    Add(RankingPart::kRepeats, Stem(planned), whole - once);
    if (planned.origin != RankingPart::kBody) {
      Add(planned.origin, Stem(planned), once);
      return;
    }
    // Each field's share; what rounding leaves goes to the last that has any.
    int32_t left = once;
    int frequency_left = all;
    for (size_t field = 0; field < frequencies.size(); ++field) {
      if (frequencies[field] == 0) continue;
      const auto share = static_cast<int32_t>(int64_t{left} * frequencies[field] / frequency_left);
      Add(kFieldParts[field].part, Stem(planned), share);
      left -= share;
      frequency_left -= frequencies[field];
    }
  }

  // Coverage looks at the title whether or not its words count elsewhere.
  void AddCovered(const TermRecord& term) {
    std::vector<uint32_t> places;
    index_.ReadPlaces(term, passage_, places);
    if (!places.empty() && index_.OccurrenceAt(passage_, places[0]).field == TextField::kTitle)
      covered_ += HeadingShare(term);
  }

  const IndexView& index_;
  const SearchPlan& plan_;
  RankingParts parts_;
  uint32_t passage_;
  int32_t covered_ = 0;
  std::vector<Contribution> contributions_;
};

}  // namespace

std::vector<Contribution> ExplainScore(const IndexView& index, const SearchPlan& plan,
                                       RankingParts parts, uint32_t passage) {
  return Explainer(index, plan, parts, passage).Run();
}

bool NeedsScan(RankingParts parts) {
  return !parts.Has(RankingPart::kBody) || !parts.Has(RankingPart::kTitle) ||
         !parts.Has(RankingPart::kSynonyms);
}

PassageSet MatchingPassages(const IndexView& index, const SearchPlan& plan, RankingParts parts) {
  PassageSet matching(static_cast<int>(index.passages()));
  for (const PlannedTerm& planned : plan.terms) {
    const TermRecord& term = index.terms()[planned.term];
    for (const ListRecord* list : {&term.in_title, &term.elsewhere}) {
      RunReader reader(index.postings(), *list);
      for (PostingRun run; reader.Next(run);) {
        for (const uint16_t low : run.low) matching.Add(static_cast<int>(run.first + low));
      }
    }
  }
  for (const ScoredPassage& name : AliasScores(index, plan, parts))
    matching.Add(static_cast<int>(name.passage));
  return matching;
}

std::vector<ScoredPassage> BestPassagesByScan(const IndexView& index, const SearchPlan& plan,
                                              RankingParts parts, size_t most,
                                              const PassageSet* allowed) {
  std::vector<ScoredPassage> scored;
  PassageSet candidates = MatchingPassages(index, plan, parts);
  if (allowed != nullptr) candidates.And(*allowed);
  candidates.ForEach([&](int passage) {
    ScoredPassage& place = scored.emplace_back();
    place.passage = static_cast<uint32_t>(passage);
    for (const Contribution& part : ExplainScore(index, plan, parts, place.passage))
      place.score += part.value;
    if (place.score <= 0) scored.pop_back();
  });
  std::stable_sort(
      scored.begin(), scored.end(),
      [](const ScoredPassage& a, const ScoredPassage& b) { return a.score > b.score; });
  if (scored.size() > most) scored.resize(most);
  return scored;
}

}  // namespace needlepoint
