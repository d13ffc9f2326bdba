#include "service/documents/intake.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/documents/split.h"

namespace needlepoint {

absl::StatusOr<std::unique_ptr<Intake>> Intake::Create(const std::string& folder,
                                                       bool keep_duplicates) {
  std::unique_ptr<NearDuplicates> near;
  if (!keep_duplicates) {
    NP_ASSIGN_OR_RETURN(near, NearDuplicates::Create(folder));
  }
  return std::unique_ptr<Intake>(new Intake(std::move(near)));
}

absl::StatusOr<Intake::Taken> Intake::Take(const SourceDocument& document) {
  Taken taken;
  taken.passages = SplitDocument(document);
  if (near_ == nullptr) return taken;
  std::string text;
  for (const DocumentPassage& passage : taken.passages) absl::StrAppend(&text, passage.text, "\n");
  NP_ASSIGN_OR_RETURN(const std::optional<uint32_t> earlier,
                      near_->FindOrAdd(taken.passages[0].title, text));
  if (!earlier.has_value()) {
    kept_ids_.push_back(document.id);
  } else if (kept_ids_[*earlier] != document.id) {
    taken.passages.clear();
    taken.duplicate_of = kept_ids_[*earlier];
  }
  return taken;
}

}  // namespace needlepoint
