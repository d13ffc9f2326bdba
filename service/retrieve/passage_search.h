// Search over one snapshot.

#ifndef NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SEARCH_H_
#define NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SEARCH_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "service/index/index_view.h"
#include "service/retrieve/max_score.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

// Immutable; thread-safe.
class PassageSearch {
 public:
  // `index` must outlive it.
  explicit PassageSearch(const IndexView& index, NeverCross never_cross = {})
      : index_(index), planner_(index, std::move(never_cross)) {}

  const IndexView& index() const { return index_; }
  const SearchPlanner& planner() const { return planner_; }

 private:
  const IndexView& index_;
  SearchPlanner planner_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_RETRIEVE_PASSAGE_SEARCH_H_
