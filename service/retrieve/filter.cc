#include "service/retrieve/filter.h"

#include <utility>

#include "service/base/status_macros.h"

namespace needlepoint {

absl::StatusOr<PassageSet> Filter::Evaluate(const AttributeSource& source) const {
  const int passage_count = source.passage_count();
  if (always()) return PassageSet::All(passage_count);
  std::vector<PassageSet> stack;  // no deeper than parentheses may be
  for (const int32_t step : code_) {
    if (step == kNot) {
      stack.back().Complement();
    } else if (step == kAnd || step == kOr) {
      const PassageSet right = std::move(stack.back());
      stack.pop_back();
      step == kAnd ? stack.back().And(right) : stack.back().Or(right);
    } else {
      const Restriction& r = restrictions_[static_cast<size_t>(step)];
      NP_ASSIGN_OR_RETURN(PassageSet found, source.Find(r.field, r.comparison, r.value));
      if (found.passage_count() != passage_count) {
        return absl::InternalError("an attribute source returned a set of another size");
      }
      stack.push_back(std::move(found));
    }
  }
  return std::move(stack.back());
}

}  // namespace needlepoint
