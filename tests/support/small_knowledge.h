// A hand-made knowledge of four passages and two rules, small enough to reason
// about, with a row in every table of a snapshot. All that refers to skin is
// made up for tests.
//
// Passages and the statements they say for everyone:
//   aftercare/sun#1        sun: stay out for 72 hours; use sunscreen
//   aftercare/wash#1       wash with plain water; a threshold at 4 hours
//   needles/clean#1        soak the roller; a conflict and a comparison
//   contraindications/isotretinoin#1   wait after isotretinoin
// Rules:
//   isotretinoin/current   CONSULT  taking("isotretinoin")
//   infection/signs        URGENT   symptom("infection-signs") unless has("ringworm")

#ifndef NEEDLEPOINT_TESTS_SUPPORT_SMALL_KNOWLEDGE_H_
#define NEEDLEPOINT_TESTS_SUPPORT_SMALL_KNOWLEDGE_H_

#include <memory>

#include "service/model/knowledge.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// A fresh copy, to change at will.
Knowledge SmallKnowledge();

// SmallKnowledge() written and opened at the first call, then shared. Its file
// is removed when the program ends. Thread-safe.
std::shared_ptr<const Snapshot> SmallSnapshot();

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_SUPPORT_SMALL_KNOWLEDGE_H_
