#include "service/base/random_id.h"

#include <set>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

TEST(RandomIdTest, GivesAnotherIdEachTime) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    ids.insert(RandomId());
    EXPECT_TRUE(IsRandomId(*ids.rbegin()));
  }
  EXPECT_EQ(ids.size(), 1000u);
}

TEST(RandomIdTest, IsNoOtherName) {
  for (const char* text : {"", "..", "0123456789abcdef", "0123456789abcdef0123456789abcde/",
                           "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef0"})
    EXPECT_FALSE(IsRandomId(text)) << text;
  EXPECT_TRUE(IsRandomId("0123456789abcdef0123456789abcdef"));
}

}  // namespace
}  // namespace needlepoint
