// The things that conditions read, and what each may turn out to be: what two
// conditions cannot tell apart is one choice.

#ifndef NEEDLEPOINT_SERVICE_CONDITION_VARIABLES_H_
#define NEEDLEPOINT_SERVICE_CONDITION_VARIABLES_H_

#include <functional>
#include <string>
#include <vector>

#include "service/condition/condition.h"
#include "service/condition/vocabulary.h"
#include "service/model/question.h"

namespace needlepoint {

// One way a thing may be known to be.
struct Choice {
  std::string text;  // "needle_length_mm 0.5"
  // Returns false if it contradicts what the question holds already.
  std::function<bool(Question&)> apply;
};

// One thing that may be known. Not to know it is none of the choices.
struct Variable {
  // Part of the message, which is read whole: what it does not say is not said,
  // rather than unknown.
  bool said = false;
  Field field = Field::kSubject;
  std::string code;  // of a list field; "" for others
  std::vector<Choice> choices;
};

// What `atoms` read, the message first, each thing once.
//
//   number        below, at and above each bound, inside the field's limits
//   enum          each value; of a text, those named and one other
//   condition     present, ruled out, or present as another child of it; so a
//                 symptom
//   product       in use, stopped (also a time ago: see number), never used
//   procedure     done, also a time ago
//   concern       present, or present as another child of it; so a body area
//
// That a procedure, concern or area is absent is no choice here: only a complete
// list says so.
std::vector<Variable> VariablesOf(const std::vector<const Atom*>& atoms,
                                  const Vocabulary& vocabulary);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONDITION_VARIABLES_H_
