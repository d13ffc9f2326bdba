// What the pack declares of fields and codes.

#ifndef NEEDLEPOINT_SERVICE_CONDITION_VOCABULARY_H_
#define NEEDLEPOINT_SERVICE_CONDITION_VOCABULARY_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

#include "service/model/knowledge.h"

namespace needlepoint {

// `knowledge` must outlive it.
class Vocabulary {
 public:
  explicit Vocabulary(const Knowledge& knowledge);

  // Null if the pack declares no such field.
  const ProfileField* Declared(Field field) const;
  // The lexicon kind of `code`, or of a child of it if it has no entry; "".
  absl::string_view KindOf(absl::string_view code) const;
  // Codes of `kind` that are `code`, a child or a parent of it, and one that
  // has nothing to do with it.
  std::vector<std::string> Around(absl::string_view kind, absl::string_view code) const;

 private:
  const Knowledge& knowledge_;
  absl::flat_hash_map<std::string, std::string> kinds_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONDITION_VOCABULARY_H_
