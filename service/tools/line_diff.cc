#include "service/tools/line_diff.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace needlepoint {
namespace {

// Appends those lines of `lines` that `others` does not hold as often.
void AppendOnlyIn(const std::vector<std::string>& lines, const std::vector<std::string>& others,
                  const char* sign, std::vector<std::string>& out) {
  absl::flat_hash_map<std::string, int> left;
  for (const std::string& line : others) ++left[line];
  for (const std::string& line : lines) {
    if (left[line]-- <= 0) out.push_back(absl::StrCat(sign, line));
  }
}

}  // namespace

std::vector<std::string> LineDiff(const std::vector<std::string>& before,
                                  const std::vector<std::string>& after) {
  std::vector<std::string> lines;
  AppendOnlyIn(before, after, "- ", lines);
  AppendOnlyIn(after, before, "+ ", lines);
  if (lines.empty() && before != after) lines.push_back("~ in another order");
  return lines;
}

}  // namespace needlepoint
