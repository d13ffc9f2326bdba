// The bounds of a number that comparisons come to, in words.

#ifndef NEEDLEPOINT_SERVICE_FOLLOW_UP_BOUNDS_IN_WORDS_H_
#define NEEDLEPOINT_SERVICE_FOLLOW_UP_BOUNDS_IN_WORDS_H_

#include <string>
#include <vector>

#include "service/follow_up/rule_table.h"

namespace needlepoint {

// "> 0.5", ">= 18 and < 70", "= 0.5": what makes the comparisons that read `unknown`
// come out as `truths`; "" if any number does.
std::string BoundsInWords(const RuleTable& table, const Unknown& unknown,
                          const std::vector<Truth>& truths);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_FOLLOW_UP_BOUNDS_IN_WORDS_H_
