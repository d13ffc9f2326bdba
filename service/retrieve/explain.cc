#include "service/retrieve/explain.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

struct FieldPart {
  RankingPart part;
  int frequency;  // that one occurrence counts for
};
// By TextField.
constexpr std::array<FieldPart, 3> kFieldParts = {{
    {RankingPart::kTitle, kTitleFrequency},
    {RankingPart::kSynonyms, kQuestionFrequency},
    {RankingPart::kBody, kBodyFrequency},
}};

class Explainer {
 public:
  // `name`: what AliasScores() gives the passage.
  Explainer(const IndexView& index, const SearchPlan& plan, RankingParts parts, uint32_t passage,
            int32_t name)
      : index_(index), plan_(plan), parts_(parts), passage_(passage), name_(name) {}

  std::vector<Contribution> Run() {
    for (const PlannedTerm& term : plan_.terms) AddTerm(term);
    if (parts_.Has(RankingPart::kHeadingCoverage))
      Add(RankingPart::kHeadingCoverage, "", CoverageScore(covered_, index_.headings()[passage_]));
    Add(RankingPart::kSynonyms, "", name_);
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
    index_.ReadPlaces(term, passage_, places_);
    std::array<int, 3> frequencies = {};
    bool in_title = false;
    for (const uint32_t place : places_) {
      const TextField field = index_.OccurrenceAt(passage_, place).field;
      const FieldPart& part = kFieldParts[static_cast<size_t>(field)];
      in_title = in_title || field == TextField::kTitle;
      if (parts_.Has(part.part)) frequencies[static_cast<size_t>(field)] += part.frequency;
    }
    // Coverage looks at the title whether or not its words count by themselves.
    if (in_title) covered_ += HeadingShare(term);
    const int all = frequencies[0] + frequencies[1] + frequencies[2];
    if (all == 0) return;
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

  const IndexView& index_;
  const SearchPlan& plan_;
  RankingParts parts_;
  uint32_t passage_;
  int32_t name_;
  int32_t covered_ = 0;
  std::vector<uint32_t> places_;
  std::vector<Contribution> contributions_;
};

}  // namespace

std::vector<Contribution> ExplainScore(const IndexView& index, const SearchPlan& plan,
                                       RankingParts parts, uint32_t passage) {
  int32_t of_passage = 0;
  for (const ScoredPassage& name : AliasScores(index, plan, parts)) {
    if (name.passage == passage) of_passage = name.score;
  }
  return Explainer(index, plan, parts, passage, of_passage).Run();
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
  const std::vector<ScoredPassage> names = AliasScores(index, plan, parts);  // by passage
  auto name = names.begin();
  PassageSet candidates = MatchingPassages(index, plan, parts);
  if (allowed != nullptr) candidates.And(*allowed);
  candidates.ForEach([&](int candidate) {
    const auto passage = static_cast<uint32_t>(candidate);
    while (name != names.end() && name->passage < passage) ++name;
    const bool named = name != names.end() && name->passage == passage;
    int32_t score = 0;
    for (const Contribution& part :
         Explainer(index, plan, parts, passage, named ? name->score : 0).Run())
      score += part.value;
    if (score > 0) scored.push_back({passage, score});
  });
  std::stable_sort(
      scored.begin(), scored.end(),
      [](const ScoredPassage& a, const ScoredPassage& b) { return a.score > b.score; });
  if (scored.size() > most) scored.resize(most);
  return scored;
}

}  // namespace needlepoint
