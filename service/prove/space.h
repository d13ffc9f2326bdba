// All situations that a set of conditions can tell apart: each thing they read,
// at every cut point.

#ifndef NEEDLEPOINT_SERVICE_PROVE_SPACE_H_
#define NEEDLEPOINT_SERVICE_PROVE_SPACE_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

#include "service/condition/condition.h"
#include "service/model/knowledge.h"
#include "service/model/question.h"

namespace needlepoint {

// What a space has to know of the pack. `knowledge` must outlive it.
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

// One thing that may be known, and the ways it may be. Not to know it is none
// of the choices.
struct Dimension {
  struct Choice {
    std::string text;  // "needle_length_mm 0.5"
    // Returns false if it contradicts what the question holds already.
    std::function<bool(Question&)> apply;
  };
  // Part of the message, which is read whole: what it does not say is not said,
  // rather than unknown.
  bool said = false;
  std::vector<Choice> choices;
};

struct Space {
  std::vector<Dimension> dimensions;  // those of the message first
  bool whole = true;                  // false: a list has too many codes named for all its sets
};

// What `conditions` read.
//
//   number        below, at and above each bound, inside the field's limits
//   enum          each value; of a text, those named and one other
//   code          present, ruled out, or present as another child of it
//   product       in use, stopped (also a time ago: see number), never used
//   list          each set of the codes named, open or complete
//
// A complete list of conditions or symptoms is left out: it is each code ruled
// out, but that a child may then be present while "=parent" is not.
Space SpaceOf(const std::vector<const Condition*>& conditions, const Vocabulary& vocabulary);
Space SpaceOf(const Atom& atom, const Vocabulary& vocabulary);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PROVE_SPACE_H_
