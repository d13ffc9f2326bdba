#include "tests/support/memory_attributes.h"

#include <cstddef>

#include "absl/strings/ascii.h"

namespace needlepoint {
namespace {

// Whether "`have` `comparison` `value`" holds.
bool AttributeHolds(absl::string_view have, AttributeSource::Comparison comparison,
                    absl::string_view value) {
  const int order = absl::string_view(absl::AsciiStrToLower(have)).compare(value);
  switch (comparison) {
    case AttributeSource::Comparison::kPresent:
      return true;
    case AttributeSource::Comparison::kEqual:
      return order == 0;
    case AttributeSource::Comparison::kLess:
      return order < 0;
    case AttributeSource::Comparison::kLessOrEqual:
      return order <= 0;
    case AttributeSource::Comparison::kGreater:
      return order > 0;
    case AttributeSource::Comparison::kGreaterOrEqual:
      return order >= 0;
  }
  return false;
}

}  // namespace

MemoryAttributes::MemoryAttributes(std::vector<Attributes> passages)
    : passages_(std::move(passages)) {}

absl::StatusOr<PassageSet> MemoryAttributes::Find(absl::string_view field, Comparison comparison,
                                                  absl::string_view value) const {
  PassageSet found(passage_count());
  for (size_t i = 0; i < passages_.size(); ++i) {
    for (const auto& [name, have] : passages_[i]) {
      if (name == field && AttributeHolds(have, comparison, value)) found.Add(static_cast<int>(i));
    }
  }
  return found;
}

}  // namespace needlepoint
