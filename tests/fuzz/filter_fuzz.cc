// Any bytes as a filter: it is refused at a byte of its own, or it can be
// evaluated, and what it lets through its negation does not.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "service/retrieve/filter.h"
#include "tests/support/memory_attributes.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace needlepoint;
  static const auto* const source = new MemoryAttributes({
      {{"topic", "aftercare"}, {"date", "2020-02"}, {"grade", "rct"}, {"meta.k", "a*b"}},
      {{"topic", "needles"}, {"topic", "costs"}, {"issuer_type", "clinic"}, {"language", "en"}},
      {},
  });
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Filter> filter = Filter::Parse(text);
  if (!filter.ok()) {
    if (filter.status().code() != absl::StatusCode::kInvalidArgument) std::abort();
    if (!absl::StartsWith(filter.status().message(), "at byte ")) std::abort();
    return 0;
  }
  const absl::StatusOr<PassageSet> passages = filter->Evaluate(*source);
  if (!passages.ok()) std::abort();
  if (filter->always() || size > 1900) return 0;
  const absl::StatusOr<Filter> negation = Filter::Parse(absl::StrCat("NOT (", text, ")"));
  if (!negation.ok()) {
    if (!absl::StrContains(negation.status().message(), "more than 32")) std::abort();
    return 0;
  }
  absl::StatusOr<PassageSet> others = negation->Evaluate(*source);
  if (!others.ok()) std::abort();
  others->Complement();
  if (*others != *passages) std::abort();
  return 0;
}
