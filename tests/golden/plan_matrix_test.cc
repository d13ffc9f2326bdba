// The page of all plans is the one recorded. To record it anew:
//   NEEDLEPOINT_UPDATE_GOLDEN=1 ctest --test-dir build/dev -R plan_matrix_test

#include "tests/golden/plan_matrix.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/answer/answerer.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

constexpr char kPath[] = "tests/golden/plan-matrix.md";

TEST(PlanMatrixTest, IsAsRecorded) {
  NP_ASSERT_OK_AND_ASSIGN(std::shared_ptr<const Answerer> answerer,
                          Answerer::Create(Guide(), "guide"));
  const std::string page = PlanMatrix(Planner(std::move(answerer)), Guide()->knowledge());
  if (std::getenv("NEEDLEPOINT_UPDATE_GOLDEN") != nullptr)
    std::ofstream(kPath, std::ios::binary) << page;
  std::ifstream in(kPath, std::ios::binary);
  const std::string recorded{std::istreambuf_iterator<char>(in), {}};
  // Line by line, so that a failure shows the lines that differ.
  const std::vector<std::string> want = absl::StrSplit(recorded, '\n');
  const std::vector<std::string> got = absl::StrSplit(page, '\n');
  EXPECT_THAT(got, testing::ElementsAreArray(want));
  // It is meant to be read in one go.
  EXPECT_LT(got.size(), 250u);
  for (const std::string& line : got) EXPECT_LE(line.size(), 200u) << line;
}

}  // namespace
}  // namespace needlepoint
