// People made up for the properties that plans and questions back must have: what
// is known of somebody, all that may turn out of the rest, and what they are told.

#ifndef NEEDLEPOINT_TESTS_UNIT_PLAN_PEOPLE_H_
#define NEEDLEPOINT_TESTS_UNIT_PLAN_PEOPLE_H_

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "needlepoint/v1/follow_up.pb.h"
#include "needlepoint/v1/plan.pb.h"
#include "service/model/knowledge.h"
#include "service/model/profile.h"

namespace needlepoint {

// The same seed gives the same people.
class People {
 public:
  // `knowledge` must outlive it.
  People(const Knowledge& knowledge, unsigned seed);

  // Some fields known, some codes said or denied, some lists complete.
  Profile Somebody();

  // What somebody writes beside it: often nothing.
  std::string Words();

  // `known` with nothing left unknown: `risks` codes more at most, all else
  // absent. What nobody is asked for stays as it is; see Asked in
  // service/model/knowledge.h.
  Profile Completed(const Profile& known, int risks);

  // `known` as it is after different answers to `asked`, at least two; `rest` is
  // `known` with all else that may be completed. A question of a list is answered
  // by one of its codes or by none and, with `sets`, by two as well.
  std::vector<Profile> Answered(const v1::FollowUpQuestion& asked, const Profile& known,
                                const Profile& rest, bool sets);

  // The lists of codes in another order; that of concerns counts.
  Profile Shuffled(const Profile& profile);

  std::mt19937& random() { return random_; }

 private:
  bool Chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  template <typename T>
  const T& Pick(const std::vector<T>& all) {
    return all[random_() % all.size()];
  }
  const std::vector<std::string>& Codes(const std::string& kind) const;
  bool AddUnknownCode(Profile& profile);

  const Knowledge& knowledge_;
  std::mt19937 random_;
  std::vector<std::string> concerns_, conditions_, symptoms_, medications_, skincare_, procedures_,
      body_areas_, countries_;
};

// What of a plan must be the same where nothing that matters differs: disposition,
// findings, and the options with their numbers, prices and findings.
std::string GistOf(const v1::Plan& plan);

std::string ProfileLine(const Profile& profile);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_PLAN_PEOPLE_H_
