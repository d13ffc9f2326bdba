// What differs between two lists of lines.

#ifndef NEEDLEPOINT_SERVICE_TOOLS_LINE_DIFF_H_
#define NEEDLEPOINT_SERVICE_TOOLS_LINE_DIFF_H_

#include <string>
#include <vector>

namespace needlepoint {

// "- LINE" for each line that only `before` has, then "+ LINE" for each that
// only `after` has, in their order; "~ in another order" if that is all that
// differs. Empty if nothing does.
std::vector<std::string> LineDiff(const std::vector<std::string>& before,
                                  const std::vector<std::string>& after);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_TOOLS_LINE_DIFF_H_
