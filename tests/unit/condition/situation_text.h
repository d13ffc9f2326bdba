// A situation written on a line, so that a test of a condition is text.

#ifndef NEEDLEPOINT_TESTS_UNIT_CONDITION_SITUATION_TEXT_H_
#define NEEDLEPOINT_TESTS_UNIT_CONDITION_SITUATION_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

#include "service/condition/condition.h"
#include "service/model/profile.h"
#include "service/model/question.h"

namespace needlepoint {

// What is known, from items separated by spaces:
//
//   subject=SELF setting=HOME device=PEN budget=LOW experience=NONE country=GB
//   age=30 skin=5 sessions=3 needle=0.5 hours=48 interval=14
//   has=eczema no=eczema             condition, ruled out
//   symptom=pus no-symptom=pus
//   concern=acne-scar area=eyelids
//   takes=isotretinoin took=aspirin took=aspirin@3 never=aspirin uses=retinol
//   unsaid=aspirin                   a medicine with no word of its use
//   done=laser done=laser@2          weeks ago
//   answered=conditions              what is not listed is absent
//   says=share-device spoken-needle=1.5 form=can
//
// An item that is none of these ends the program.
class SituationText {
 public:
  explicit SituationText(absl::string_view text);

  Situation Get() const { return {profile, &question, form}; }

  Profile profile;
  Question question;
  Form form = Form::kAny;
};

// "true", "false", "unknown".
std::string TruthName(Truth truth);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_CONDITION_SITUATION_TEXT_H_
