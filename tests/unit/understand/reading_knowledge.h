// A lexicon and triggers made for the tests of how messages are read: few
// words, so that a case shows one rule of reading at a time.

#ifndef NEEDLEPOINT_TESTS_UNIT_UNDERSTAND_READING_KNOWLEDGE_H_
#define NEEDLEPOINT_TESTS_UNIT_UNDERSTAND_READING_KNOWLEDGE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "service/model/profile.h"
#include "service/model/question.h"
#include "service/understand/understand.h"

namespace needlepoint {

// Made at the first call, shared, never changed.
const Knowledge& ReadingKnowledge();
const Understander& SmallUnderstander();  // of ReadingKnowledge()
const Understander& GuideUnderstander();  // of the snapshot that is served

// Monday, 15 June 2026, 14:00 UTC.
absl::Time ReferenceTime();

// All that is known, as words: "setting=HOME needle=0.5 has=eczema
// symptom=pus@24 took=isotretinoin@3". The names are those of SituationText in
// tests/unit/condition; numbers of hours, days and weeks are rounded to two
// decimals.
std::string ProfileText(const Profile& profile);

// Which of `wanted`, items as above, `profile` does not meet; "" if it meets
// all. "!has=eczema" must not be there, "!has" must not be there at all.
std::string Unmet(absl::string_view wanted, const Profile& profile);

// "eczema:negated", "isotretinoin:present:other", in order.
std::string MentionsText(const Question& question);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_UNDERSTAND_READING_KNOWLEDGE_H_
