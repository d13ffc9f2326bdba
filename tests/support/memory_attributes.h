// Passages' fields held in memory, for tests of filters.

#ifndef NEEDLEPOINT_TESTS_SUPPORT_MEMORY_ATTRIBUTES_H_
#define NEEDLEPOINT_TESTS_SUPPORT_MEMORY_ATTRIBUTES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/retrieve/filter.h"
#include "service/retrieve/passage_set.h"

namespace needlepoint {

// One passage's fields and their values; a field may occur more than once.
using Attributes = std::vector<std::pair<std::string, std::string>>;

// Looks at every passage for every comparison.
class MemoryAttributes : public AttributeSource {
 public:
  explicit MemoryAttributes(std::vector<Attributes> passages);

  int passage_count() const override { return static_cast<int>(passages_.size()); }
  absl::StatusOr<PassageSet> Find(absl::string_view field, Comparison comparison,
                                  absl::string_view value) const override;

  const std::vector<Attributes>& passages() const { return passages_; }

 private:
  std::vector<Attributes> passages_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_SUPPORT_MEMORY_ATTRIBUTES_H_
