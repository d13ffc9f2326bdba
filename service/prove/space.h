// All situations that a set of conditions can tell apart: each thing they read,
// at every cut point.

#ifndef NEEDLEPOINT_SERVICE_PROVE_SPACE_H_
#define NEEDLEPOINT_SERVICE_PROVE_SPACE_H_

#include <vector>

#include "service/condition/variables.h"

namespace needlepoint {

// One thing that may be known, and the ways it may be.
struct Dimension {
  bool said = false;  // see Variable
  std::vector<Choice> choices;
};

struct Space {
  std::vector<Dimension> dimensions;  // those of the message first
  bool whole = true;                  // false: a list has too many codes named for all its sets
};

// What `conditions` read: their variables, but that of procedures, concerns and
// body areas each set of the codes named is a choice of one dimension, open or
// complete.
//
// A complete list of conditions or symptoms is left out: it is each code ruled
// out, but that a child may then be present while "=parent" is not.
Space SpaceOf(const std::vector<const Condition*>& conditions, const Vocabulary& vocabulary);
Space SpaceOf(const Atom& atom, const Vocabulary& vocabulary);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PROVE_SPACE_H_
