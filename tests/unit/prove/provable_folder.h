// A small folder of knowledge of which all is proved, to be spoilt by tests.

#ifndef NEEDLEPOINT_TESTS_UNIT_PROVE_PROVABLE_FOLDER_H_
#define NEEDLEPOINT_TESTS_UNIT_PROVE_PROVABLE_FOLDER_H_

#include "tests/unit/pack/folder_for_test.h"

namespace needlepoint {

// KnowledgeFolder with a profile of five fields, three acts, two finding codes
// and these in place of its rules and protocols:
//
//   infection/signs  URGENT  symptom("infection-signs")       demands wash
//   eczema/home      AVOID   has("eczema") AND setting = HOME  forbids needling
//   scars/home       a roller of 0.25 to 0.5 mm at home, NOT has("eczema")
class ProvableFolder : public KnowledgeFolder {
 public:
  ProvableFolder();
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_PROVE_PROVABLE_FOLDER_H_
