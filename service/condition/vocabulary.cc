#include "service/condition/vocabulary.h"

#include <algorithm>
#include <utility>

namespace needlepoint {

Vocabulary::Vocabulary(const Knowledge& knowledge) : knowledge_(knowledge) {
  for (const LexiconEntry& entry : knowledge.lexicon) kinds_.emplace(entry.code, entry.kind);
}

const ProfileField* Vocabulary::Declared(Field field) const {
  const auto it =
      std::find_if(knowledge_.fields.begin(), knowledge_.fields.end(),
                   [&](const ProfileField& declared) { return declared.name == FieldName(field); });
  return it == knowledge_.fields.end() ? nullptr : &*it;
}

absl::string_view Vocabulary::KindOf(absl::string_view code) const {
  if (const auto it = kinds_.find(code); it != kinds_.end()) return it->second;
  for (const auto& [known, kind] : kinds_) {
    if (CodeIs(known, code)) return kind;
  }
  return "";
}

std::vector<std::string> Vocabulary::Around(absl::string_view kind, absl::string_view code) const {
  std::vector<std::string> around;
  bool stranger = false;
  for (const LexiconEntry& entry : knowledge_.lexicon) {
    if (entry.kind != kind) continue;
    const bool related = AreRelated(entry.code, code);
    if (!related && std::exchange(stranger, true)) continue;
    around.push_back(entry.code);
  }
  return around;
}

}  // namespace needlepoint
