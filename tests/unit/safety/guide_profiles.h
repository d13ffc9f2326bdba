// Profiles made of the codes that the guide knows.

#ifndef NEEDLEPOINT_TESTS_UNIT_SAFETY_GUIDE_PROFILES_H_
#define NEEDLEPOINT_TESTS_UNIT_SAFETY_GUIDE_PROFILES_H_

#include <random>
#include <string>
#include <vector>

#include "service/model/knowledge.h"
#include "service/model/profile.h"

namespace needlepoint {

// One risk to add to a profile: kind "condition", "symptom", "medication",
// "skincare", "procedure" or "body-area", and its code.
struct Risk {
  std::string kind, code;
};

// Every code of those kinds in the lexicon, once.
std::vector<Risk> RisksOf(const Knowledge& knowledge);

// Adds `risk` as present or in use now; false if the profile holds it already.
bool AddRisk(const Risk& risk, Profile& profile);

// Some fields set, some codes added; the same seed gives the same profiles.
Profile RandomProfile(const std::vector<Risk>& risks, std::mt19937& random);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_SAFETY_GUIDE_PROFILES_H_
