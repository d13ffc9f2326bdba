// Sets of passages, against std::set.

#include "service/retrieve/passage_set.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

std::vector<int> MembersOf(const PassageSet& set) {
  std::vector<int> members;
  set.ForEach([&](int passage) { members.push_back(passage); });
  return members;
}

PassageSet SetOf(int passage_count, const std::set<int>& members) {
  PassageSet set(passage_count);
  for (const int passage : members) set.Add(passage);
  return set;
}

TEST(PassageSetTest, OfNoPassagesIsEmptyEvenIfAllAreIn) {
  for (PassageSet set : {PassageSet(), PassageSet(0), PassageSet::All(0)}) {
    set.Complement();
    EXPECT_EQ(set.passage_count(), 0);
    EXPECT_TRUE(set.empty());
    EXPECT_EQ(set.Count(), 0);
    EXPECT_FALSE(set.Contains(0));
    EXPECT_THAT(MembersOf(set), IsEmpty());
  }
}

TEST(PassageSetTest, HoldsWhatWasAdded) {
  const PassageSet set = SetOf(130, {0, 63, 64, 127, 128, 129});
  EXPECT_THAT(MembersOf(set), ElementsAre(0, 63, 64, 127, 128, 129));
  EXPECT_EQ(set.Count(), 6);
  EXPECT_FALSE(set.empty());
  for (const int passage : {-1, 1, 62, 65, 126, 130, 1 << 30}) {
    EXPECT_FALSE(set.Contains(passage)) << passage;
  }
  EXPECT_TRUE(set.Contains(63));
  EXPECT_TRUE(set.Contains(129));
}

TEST(PassageSetTest, AllEndsAtTheLastPassage) {
  for (const int count : {1, 63, 64, 65, 128, 1000}) {
    const PassageSet all = PassageSet::All(count);
    EXPECT_EQ(all.Count(), count);
    EXPECT_TRUE(all.Contains(count - 1));
    EXPECT_FALSE(all.Contains(count));
    EXPECT_EQ(MembersOf(all).back(), count - 1);
    PassageSet none = all;
    none.Complement();
    EXPECT_EQ(none, PassageSet(count));
  }
}

TEST(PassageSetTest, SetsAreJoinedAsStdSetsAre) {
  std::mt19937 random(5);
  for (const int count : {1, 2, 63, 64, 65, 200}) {
    for (int round = 0; round < 50; ++round) {
      std::set<int> a, b;
      for (int i = 0; i < count; ++i) {
        if (random() % 3 == 0) a.insert(i);
        if (random() % 2 == 0) b.insert(i);
      }
      std::vector<int> both, either, left;
      std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
      std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(either));
      std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(left));

      PassageSet joined = SetOf(count, a);
      joined.And(SetOf(count, b));
      EXPECT_THAT(MembersOf(joined), ElementsAreArray(both));
      EXPECT_EQ(joined.Count(), static_cast<int>(both.size()));
      EXPECT_EQ(joined.empty(), both.empty());
      joined = SetOf(count, a);
      joined.Or(SetOf(count, b));
      EXPECT_THAT(MembersOf(joined), ElementsAreArray(either));
      joined = SetOf(count, a);
      joined.AndNot(SetOf(count, b));
      EXPECT_THAT(MembersOf(joined), ElementsAreArray(left));
      // What is in neither is what is not in either.
      joined = SetOf(count, a);
      joined.Or(SetOf(count, b));
      joined.Complement();
      EXPECT_EQ(joined.Count(), count - static_cast<int>(either.size()));
      PassageSet others = SetOf(count, b);
      others.Complement();
      others.AndNot(SetOf(count, a));
      EXPECT_EQ(joined, others);
    }
  }
}

TEST(PassageSetTest, SetsOverDifferentCountsDiffer) {
  EXPECT_FALSE(PassageSet(3) == PassageSet(4));
  EXPECT_FALSE(SetOf(3, {1}) == SetOf(3, {2}));
  EXPECT_EQ(SetOf(3, {1}), SetOf(3, {1}));
}

}  // namespace
}  // namespace needlepoint
