// Any bytes as a query and as a message: nothing crashes, nothing is an error.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "service/retrieve/passage_search.h"
#include "service/retrieve/suggest.h"
#include "service/understand/understand.h"
#include "tests/support/small_knowledge.h"

namespace needlepoint {
namespace {

struct Parts {
  std::shared_ptr<const Snapshot> snapshot = SmallSnapshot();
  PassageSearch search{snapshot->file(), "guide"};
  std::unique_ptr<Understander> understander = *Understander::Create(snapshot->knowledge());
};

}  // namespace
}  // namespace needlepoint

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace needlepoint;
  static const auto* const parts = new Parts();
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  SearchRequest request;
  request.query = std::string(text);
  if (!parts->search.Search(request, 10).ok()) std::abort();
  for (const Suggestion& suggestion : Suggest(parts->snapshot->file()->index(), text, 8)) {
    const TextSpan& typed = suggestion.highlight;
    const bool inside = typed.start >= 0 && typed.start <= typed.end &&
                        static_cast<size_t>(typed.end) <= suggestion.text.size();
    if (!inside) std::abort();
  }
  const Question question = parts->understander->Read(text, {}, absl::UnixEpoch());
  for (const Understood& item : question.understood) {
    const bool inside = item.span.start >= 0 && item.span.start <= item.span.end &&
                        static_cast<size_t>(item.span.end) <= size;
    if (!inside) std::abort();
  }
  return 0;
}
