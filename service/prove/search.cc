#include "service/prove/search.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {
namespace {

std::string InWords(const std::vector<std::string>& known) {
  return known.empty() ? "nothing known" : absl::StrJoin(known, ", ");
}

class Searcher {
 public:
  Searcher(const Space& space, const Goal& goal) : space_(space.dimensions), goal_(goal) {
    said_ = static_cast<size_t>(
        std::count_if(space_.begin(), space_.end(), [](const Dimension& d) { return d.said; }));
    result_.gave_up = !space.whole;
  }

  SearchResult Run() {
    if (!result_.gave_up && Visit(0, Question())) result_.witness = Witness();
    return std::move(result_);
  }

 private:
  bool Visit(size_t depth, const Question& question) {
    if (++result_.situations > kMostSituations) {
      result_.gave_up = true;
      return false;
    }
    const Truth reached = goal_({question.profile, &question});
    if (reached == Truth::kTrue) return true;
    if (depth == space_.size() || (reached == Truth::kFalse && depth >= said_)) return false;
    for (const Choice& choice : space_[depth].choices) {
      Question next = question;
      if (!choice.apply(next)) continue;
      known_.push_back(&choice);
      if (Visit(depth + 1, next)) return true;
      known_.pop_back();
      if (result_.gave_up) return false;
    }
    return Visit(depth + 1, question);
  }

  // What was found, without that which it does not need.
  std::string Witness() {
    for (size_t i = known_.size(); i-- > 0;) {
      std::vector<const Choice*> fewer = known_;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      Question question;
      for (const Choice* choice : fewer) choice->apply(question);
      if (goal_({question.profile, &question}) == Truth::kTrue) known_ = std::move(fewer);
    }
    std::vector<std::string> words;
    for (const Choice* choice : known_) words.push_back(choice->text);
    return InWords(words);
  }

  const std::vector<Dimension>& space_;
  const Goal& goal_;
  size_t said_ = 0;
  std::vector<const Choice*> known_;
  SearchResult result_;
};

void VisitAll(const std::vector<Dimension>& space, size_t depth, const Question& question,
              const std::function<void(const Question&)>& visit) {
  if (depth == space.size()) return visit(question);
  VisitAll(space, depth + 1, question, visit);
  for (const Choice& choice : space[depth].choices) {
    Question next = question;
    if (choice.apply(next)) VisitAll(space, depth + 1, next, visit);
  }
}

// The value at every situation, in the order of a counter whose first
// dimension turns fastest and whose digit 0 is "unknown".
class ValueTable {
 public:
  ValueTable(const std::vector<Dimension>& space, const Goal& value) : space_(space) {
    int64_t size = 1;
    for (const Dimension& dimension : space) {
      strides_.push_back(size);
      size *= static_cast<int64_t>(dimension.choices.size()) + 1;
    }
    values_.resize(static_cast<size_t>(size));
    Fill(space.size(), 0, Question(), value);
  }

  int64_t size() const { return static_cast<int64_t>(values_.size()); }

  // Of every situation that leaves a dimension unknown and decides the value,
  // the first with a choice that decides otherwise.
  std::optional<std::string> FindOverturned() const {
    for (size_t d = 0; d < space_.size(); ++d) {
      if (space_[d].said) continue;
      for (int64_t at = 0; at < size(); ++at) {
        if (Digit(at, d) != 0 || !Decided(at)) continue;
        for (size_t c = 0; c < space_[d].choices.size(); ++c) {
          const int64_t next = at + static_cast<int64_t>(c + 1) * strides_[d];
          if (values_[next].has_value() && *values_[next] != *values_[at])
            return absl::StrCat(Known(at), "; then ", space_[d].choices[c].text);
        }
      }
    }
    return std::nullopt;
  }

 private:
  // From the last dimension to the first, so that each digit is set once.
  void Fill(size_t left, int64_t at, const Question& question, const Goal& value) {
    if (left == 0) {
      values_[at] = value({question.profile, &question});
      return;
    }
    const size_t d = left - 1;
    Fill(d, at, question, value);
    for (size_t c = 0; c < space_[d].choices.size(); ++c) {
      Question next = question;
      if (space_[d].choices[c].apply(next))
        Fill(d, at + static_cast<int64_t>(c + 1) * strides_[d], next, value);
    }
  }

  bool Decided(int64_t at) const {
    return values_[at].has_value() && *values_[at] != Truth::kUnknown;
  }

  size_t Digit(int64_t at, size_t d) const {
    return static_cast<size_t>(at / strides_[d]) % (space_[d].choices.size() + 1);
  }

  std::string Known(int64_t at) const {
    std::vector<std::string> known;
    for (size_t d = 0; d < space_.size(); ++d) {
      if (const size_t digit = Digit(at, d); digit > 0)
        known.push_back(space_[d].choices[digit - 1].text);
    }
    return InWords(known);
  }

  const std::vector<Dimension>& space_;
  std::vector<int64_t> strides_;
  std::vector<std::optional<Truth>> values_;  // nothing: contradicts itself
};

}  // namespace

SearchResult FindSituation(const Space& space, const Goal& goal) {
  return Searcher(space, goal).Run();
}

void ForEachSituation(const Space& space, const std::function<void(const Question&)>& visit) {
  VisitAll(space.dimensions, 0, Question(), visit);
}

SearchResult FindUnknownTakenAsKnown(const Space& space, const Goal& value, int64_t most) {
  SearchResult result;
  int64_t size = 1;
  for (const Dimension& dimension : space.dimensions) {
    if (size <= most) size *= static_cast<int64_t>(dimension.choices.size()) + 1;
  }
  if (!space.whole || size > most) {
    result.gave_up = true;
    return result;
  }
  const ValueTable table(space.dimensions, value);
  result.situations = table.size();
  result.witness = table.FindOverturned();
  return result;
}

}  // namespace needlepoint
