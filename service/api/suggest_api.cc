#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

#include "service/answer/echo.h"
#include "service/api/api.h"
#include "service/api/errors.h"
#include "service/base/status_macros.h"
#include "service/retrieve/suggest.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr int kMostSuggestions = 20;
constexpr int kDefaultSuggestions = 8;

const IndexView& IndexOf(const ServedCollection& served) { return served.snapshot_file().index(); }

// A suggestion and the collection that makes it.
struct Offered {
  const ServedCollection* served = nullptr;
  size_t place = 0;  // among those of its collection
  Suggestion suggestion;
};

// The closest matches first, whatever collection they are of; among equals the
// first of each collection, then the second.
void Order(std::vector<Offered>& offered) {
  std::stable_sort(offered.begin(), offered.end(), [](const Offered& a, const Offered& b) {
    return std::tie(a.suggestion.match, a.place) < std::tie(b.suggestion.match, b.place);
  });
}

void Fill(const Offered& offered, v1::QuerySuggestion& out) {
  const Suggestion& suggestion = offered.suggestion;
  out.set_text(suggestion.text);
  out.set_kind(static_cast<v1::SuggestionKind>(suggestion.kind));
  if (suggestion.passage != kNoPassage) {
    out.set_passage_id(
        absl::StrCat(offered.served->name, "/", IndexOf(*offered.served).Key(suggestion.passage)));
  }
  v1::Span* span = out.add_highlights();
  span->set_start(suggestion.highlight.start);
  span->set_end(suggestion.highlight.end);
  FillUtf16Offsets(suggestion.text, *out.mutable_highlights());
}

}  // namespace

absl::Status Api::SuggestQueries(const v1::SuggestQueriesRequest& request,
                                 v1::SuggestQueriesResponse& response) const {
  if (request.query().size() > static_cast<size_t>(limits_.max_query_bytes))
    return TooLarge("query", "QUERY_TOO_LARGE", request.query().size(), limits_.max_query_bytes);
  if (request.max_suggestions() < 0) {
    return WithDetail(absl::InvalidArgumentError(
                          absl::StrCat("max_suggestions is negative; give 1 to ", kMostSuggestions,
                                       ", or nothing for ", kDefaultSuggestions)),
                      {"MAX_SUGGESTIONS_OUT_OF_RANGE", "max_suggestions"});
  }
  const int most = request.max_suggestions() == 0
                       ? kDefaultSuggestions
                       : std::min(request.max_suggestions(), kMostSuggestions);
  std::vector<std::shared_ptr<const ServedCollection>> collections;
  if (request.collection().empty()) {
    collections = collections_.List();
  } else {
    NP_ASSIGN_OR_RETURN(collections.emplace_back(), collections_.Get(request.collection()));
  }
  std::vector<Offered> offered;
  for (const std::shared_ptr<const ServedCollection>& served : collections) {
    size_t place = 0;
    for (Suggestion& suggestion : Suggest(IndexOf(*served), request.query(), most))
      offered.push_back({served.get(), place++, std::move(suggestion)});
  }
  Order(offered);
  // Of two collections that make the same suggestion, neither is where it leads.
  absl::flat_hash_map<std::string, v1::QuerySuggestion*> filled;  // by folded text
  for (const Offered& each : offered) {
    const auto [it, added] = filled.try_emplace(Fold(each.suggestion.text), nullptr);
    if (!added) {
      if (it->second != nullptr) it->second->clear_passage_id();
    } else if (response.suggestions_size() < most) {
      it->second = response.add_suggestions();
      Fill(each, *it->second);
    }
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
