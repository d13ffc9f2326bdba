#include "service/retrieve/search_plan.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/retrieve/intent_words.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr int kMostCorrections = 12;  // of one query
constexpr size_t kNearWords = 4;      // looked at for one that is misspelt
constexpr int kNone = -1;

// A word of the query, in order.
struct QueryWord {
  int term = kNone;
  bool stop = false;
  bool corrected = false;
};

}  // namespace

SearchPlanner::SearchPlanner(const IndexView& index) : index_(index) {
  for (const IntentWords& intent : AllIntentWords()) {
    std::vector<uint32_t> answered;
    for (const absl::string_view word : absl::StrSplit(intent.answered, ' ')) {
      const int term = index_.FindTerm(Stem(word));
      if (term >= 0) answered.push_back(static_cast<uint32_t>(term));
    }
    for (const absl::string_view word : absl::StrSplit(intent.asked, ' ')) {
      const int term = index_.FindTerm(Stem(word));
      if (term < 0) continue;
      std::vector<uint32_t>& list = intents_[static_cast<uint32_t>(term)];
      list.insert(list.end(), answered.begin(), answered.end());
    }
  }
}

int SearchPlanner::Correct(const std::string& word, const NeverCross* never_cross) const {
  for (const int near : index_.NearWords(word, kNearWords)) {
    const absl::string_view text = index_.Text(index_.words()[near]);
    const bool crosses =
        never_cross != nullptr && never_cross->contains(std::make_pair(word, std::string(text)));
    if (!crosses) return near;
  }
  return kNone;
}

void SearchPlanner::AddIntents(SearchPlan& plan) const {
  const size_t own = plan.terms.size();
  for (size_t i = 0; i < own; ++i) {
    const auto intent = intents_.find(plan.terms[i].term);
    if (intent == intents_.end()) continue;
    for (const uint32_t term : intent->second) {
      const bool planned = std::any_of(plan.terms.begin(), plan.terms.end(),
                                       [&](const PlannedTerm& t) { return t.term == term; });
      if (planned || plan.terms.size() == kMostPlannedTerms) continue;
      plan.terms.push_back({term, static_cast<float>(kIntentWeight), RankingPart::kIntent});
    }
  }
}

SearchPlan SearchPlanner::Plan(absl::string_view query, RankingParts parts,
                               const NeverCross* never_cross) const {
  SearchPlan plan;
  std::vector<QueryWord> words;
  int corrections = 0;
  VisitWords(query, [&](const std::string& word, TextSpan span) {
    plan.has_words = true;
    const bool letter = word.size() == 1 && !absl::ascii_isdigit(word[0]);
    QueryWord& place = words.emplace_back();
    place.stop = letter || IsSearchStopWord(word);
    int known = index_.FindWord(word);
    if (known >= 0) {
      place.term = static_cast<int>(index_.words()[known].term);
      return;
    }
    place.term = index_.FindTerm(Stem(word));
    const bool correct = place.term < 0 && !place.stop && parts.Has(RankingPart::kSpelling) &&
                         corrections < kMostCorrections;
    if (!correct) return;
    ++corrections;
    known = Correct(word, never_cross);
    if (known < 0) return;
    const WordRecord& record = index_.words()[known];
    place.term = static_cast<int>(record.term);
    place.stop = IsSearchStopWord(index_.Text(record));
    place.corrected = true;
    plan.corrections.push_back({span, std::string(index_.Text(record))});
  });

  // A word that only names hold finds nothing by itself.
  const bool any_content = std::any_of(words.begin(), words.end(), [&](const QueryWord& w) {
    return !w.stop && w.term >= 0 && index_.terms()[w.term].passages > 0;
  });
  absl::flat_hash_map<uint32_t, int> planned;  // term to index
  std::vector<int> counts;
  int before = kNone;  // index of the content word before
  std::vector<PlannedPair> pairs;
  for (const QueryWord& word : words) {
    if (any_content && word.stop) continue;
    if (word.term < 0) {
      before = kNone;
      continue;
    }
    const auto term = static_cast<uint32_t>(word.term);
    const auto [it, added] = planned.try_emplace(term, static_cast<int>(plan.terms.size()));
    const int at = it->second;
    if (added) {
      plan.terms.push_back({term, 1, word.corrected ? RankingPart::kSpelling : RankingPart::kBody});
      counts.push_back(0);
    }
    ++counts[at];
    if (before != kNone && before != at) pairs.push_back({before, at});
    before = at;
  }
  if (parts.Has(RankingPart::kRepeats)) {
    for (size_t i = 0; i < plan.terms.size(); ++i)
      plan.terms[i].weight = std::sqrt(static_cast<float>(counts[i]));
  }

  // Of too many, the most telling stay.
  std::vector<int> moved(plan.terms.size());
  if (plan.terms.size() > kMostPlannedTerms) {
    std::vector<int> order(plan.terms.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    const auto worth = [&](int i) {
      return plan.terms[i].weight * index_.terms()[plan.terms[i].term].idf;
    };
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return worth(a) > worth(b); });
    std::fill(moved.begin(), moved.end(), kNone);
    order.resize(kMostPlannedTerms);
    std::sort(order.begin(), order.end());
    std::vector<PlannedTerm> kept;
    for (const int i : order) {
      moved[i] = static_cast<int>(kept.size());
      kept.push_back(plan.terms[i]);
    }
    plan.terms = std::move(kept);
  } else {
    for (size_t i = 0; i < moved.size(); ++i) moved[i] = static_cast<int>(i);
  }
  if (parts.Has(RankingPart::kPairs)) {
    for (const PlannedPair& pair : pairs) {
      const PlannedPair kept = {moved[pair.first], moved[pair.second]};
      if (kept.first == kNone || kept.second == kNone) continue;
      const bool seen = std::any_of(
          plan.pairs.begin(), plan.pairs.end(),
          [&](const PlannedPair& p) { return p.first == kept.first && p.second == kept.second; });
      if (!seen) plan.pairs.push_back(kept);
    }
  }
  if (parts.Has(RankingPart::kIntent)) AddIntents(plan);
  return plan;
}

std::string SearchPlanner::Corrected(absl::string_view query, const SearchPlan& plan) {
  if (plan.corrections.empty()) return "";
  std::string corrected;
  int at = 0;
  for (const Correction& correction : plan.corrections) {
    absl::StrAppend(&corrected, query.substr(at, correction.span.start - at), correction.word);
    at = correction.span.end;
  }
  absl::StrAppend(&corrected, query.substr(at));
  return corrected;
}

}  // namespace needlepoint
