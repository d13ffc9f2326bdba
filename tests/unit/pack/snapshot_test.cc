// An opened snapshot.

#include "service/pack/snapshot.h"

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/base/sha256.h"
#include "service/pack/snapshot_writer.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

TEST(SnapshotTest, VersionIsTheDigestOfTheFile) {
  const TempFolder folder;
  const std::string path = folder.Path("a.snapshot");
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), path));
  NP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Snapshot::Open(path));
  Sha256 hash;
  hash.Update(ReadFileOrDie(path));
  EXPECT_EQ(snapshot->version(), ToHex(hash.Finish()));
  EXPECT_EQ(snapshot->version(), SmallSnapshot()->version());
}

TEST(SnapshotTest, ManifestSaysWhatIsInIt) {
  const Knowledge& k = SmallSnapshot()->knowledge();
  const std::map<std::string, std::string> want = {
      {"format", "4"},
      {"analyzer", "1"},
      {"passages", "4"},
      {"rules", "2"},
      {"facts", "5"},
      {"statements", absl::StrCat(k.statements.size())},
      // Until somebody has: the project promises no more.
      {"reviewed_by_clinician", "no"},
  };
  EXPECT_THAT(SmallSnapshot()->manifest(), IsSupersetOf(want));
}

TEST(SnapshotTest, FindsByIdAndNothingElse) {
  const auto snapshot = SmallSnapshot();
  EXPECT_EQ(snapshot->FindFact("wash-4h"), 1);
  EXPECT_EQ(snapshot->FindSource("roller-trial"), 1);
  EXPECT_EQ(snapshot->FindPassage("needles/clean#1"), 2);
  EXPECT_EQ(snapshot->FindStatement("aftercare/sun/not-yet"), 0);
  for (const char* id : {"", "wash", "WASH-4H", "needles/clean"}) {
    EXPECT_EQ(snapshot->FindFact(id), -1) << id;
    EXPECT_EQ(snapshot->FindSource(id), -1) << id;
    EXPECT_EQ(snapshot->FindPassage(id), -1) << id;
    EXPECT_EQ(snapshot->FindStatement(id), -1) << id;
  }
}

TEST(SnapshotTest, LabelsFallBackToTheirKey) {
  EXPECT_EQ(SmallSnapshot()->Label("strength.limited"), "limited evidence");
  EXPECT_EQ(SmallSnapshot()->Label("no.such.label"), "no.such.label");
}

TEST(SnapshotTest, ConditionsAreCompiledBesideTheirElements) {
  const auto snapshot = SmallSnapshot();
  const Knowledge& k = snapshot->knowledge();
  for (size_t i = 0; i < k.statements.size(); ++i) {
    EXPECT_EQ(snapshot->StatementCondition(static_cast<int>(i)).text(), k.statements[i].when);
  }
  for (size_t i = 0; i < k.rules.size(); ++i) {
    EXPECT_EQ(snapshot->RuleCondition(static_cast<int>(i)).text(), k.rules[i].when);
    EXPECT_EQ(snapshot->RuleUnless(static_cast<int>(i)).text(), k.rules[i].unless);
  }
}

TEST(SnapshotTest, RuleIndexLeadsToTheRules) {
  const Profile profile{.symptoms = {{"infection-signs.pus", std::nullopt}}};
  EXPECT_THAT(SmallSnapshot()->rule_index().Candidates({profile}), ElementsAre(1));
}

std::vector<int> Search(const Database& database, absl::string_view query) {
  absl::StatusOr<Query> select =
      database.Prepare("SELECT rowid FROM passage_fts WHERE passage_fts MATCH ? ORDER BY rowid");
  EXPECT_THAT(select, IsOk());
  std::vector<int> rows;
  select->Bind(1, query);
  while (select->Step().value()) rows.push_back(static_cast<int>(select->Int(0)));
  return rows;
}

TEST(SnapshotConnectionTest, FindsPassagesByWordsInAnyInflection) {
  NP_ASSERT_OK_AND_ASSIGN(const SnapshotFile::Connection connection,
                          SmallSnapshot()->file()->Connect());
  EXPECT_THAT(Search(*connection, "\"sunbathing\""), ElementsAre(1)) << "an alias";
  EXPECT_THAT(Search(*connection, "\"soaked\""), ElementsAre(3)) << "said, inflected";
  EXPECT_THAT(Search(*connection, "\"CLEANSERS\""), ElementsAre(2)) << "a question";
  EXPECT_THAT(Search(*connection, "\"isotretinoin\""), ElementsAre(4)) << "a title";
  EXPECT_THAT(Search(*connection, "\"umbrella\""), IsEmpty());
}

// What a rule says is no passage's.
TEST(SnapshotConnectionTest, RulesAreNotSearched) {
  NP_ASSERT_OK_AND_ASSIGN(const SnapshotFile::Connection connection,
                          SmallSnapshot()->file()->Connect());
  EXPECT_THAT(Search(*connection, "\"prescriber\""), IsEmpty());
}

TEST(SnapshotConnectionTest, IsUsedAgain) {
  const auto snapshot = SmallSnapshot();
  const Database* first = nullptr;
  {
    NP_ASSERT_OK_AND_ASSIGN(const SnapshotFile::Connection connection, snapshot->file()->Connect());
    first = &*connection;
  }
  NP_ASSERT_OK_AND_ASSIGN(const SnapshotFile::Connection again, snapshot->file()->Connect());
  EXPECT_EQ(&*again, first);
  NP_ASSERT_OK_AND_ASSIGN(const SnapshotFile::Connection other, snapshot->file()->Connect());
  EXPECT_NE(&*other, first) << "held by one caller at a time";
}

TEST(SnapshotConnectionTest, ThreadsSearchAtOnce) {
  const auto snapshot = SmallSnapshot();
  std::vector<std::vector<int>> found(4);
  std::vector<std::thread> threads;
  for (std::vector<int>& rows : found) {
    threads.emplace_back([&snapshot, &rows] {
      for (int i = 0; i < 50; ++i) {
        const absl::StatusOr<SnapshotFile::Connection> connection = snapshot->file()->Connect();
        rows = Search(**connection, "\"sun\"");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<int>& rows : found) EXPECT_THAT(rows, ElementsAre(1));
}

// A new version may be moved into place while an old one is still answering.
TEST(SnapshotConnectionTest, OutlivesItsReplacement) {
  const TempFolder folder;
  const std::string path = folder.Path("a.snapshot");
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), path));
  NP_ASSERT_OK_AND_ASSIGN(const auto old, Snapshot::Open(path));
  NP_ASSERT_OK_AND_ASSIGN(const SnapshotFile::Connection connection, old->file()->Connect());
  Knowledge other = SmallKnowledge();
  other.passages[0].title = "Umbrella";
  NP_ASSERT_OK(WriteSnapshot(other, path));
  EXPECT_THAT(Search(*connection, "\"umbrella\""), IsEmpty());
  EXPECT_EQ(old->knowledge().passages[0].title, "Sun after needling");
}

}  // namespace
}  // namespace needlepoint
