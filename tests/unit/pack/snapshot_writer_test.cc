#include "service/pack/snapshot_writer.h"

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/snapshot.h"
#include "service/pack/snapshot_file.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/pack/knowledge_text.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Writes and opens `knowledge`, and returns what came out.
std::vector<std::string> ThroughAFile(const Knowledge& knowledge) {
  const TempFolder folder;
  EXPECT_THAT(WriteSnapshot(knowledge, folder.Path("x.snapshot")), IsOk());
  const auto snapshot = Snapshot::Open(folder.Path("x.snapshot"));
  EXPECT_THAT(snapshot, IsOk());
  return snapshot.ok() ? KnowledgeText((*snapshot)->knowledge()) : std::vector<std::string>();
}

// A table that is empty is not compared at all.
TEST(SnapshotRoundTripTest, SmallKnowledgeHasARowInEveryTable) {
  const Knowledge k = SmallKnowledge();
  const auto any = [&](auto list) {
    for (const Passage& passage : k.passages) {
      if (!(passage.*list).empty()) return true;
    }
    return false;
  };
  EXPECT_TRUE(any(&Passage::answers) && any(&Passage::thresholds) && any(&Passage::conflicts) &&
              any(&Passage::comparisons) && any(&Passage::aliases));
  EXPECT_FALSE(k.fields.empty() || k.sources.empty() || k.facts.empty() || k.rules.empty() ||
               k.lexicon.empty() || k.context.empty() || k.never_cross.empty() ||
               k.protocols.empty() || k.prices.empty() || k.budgets.empty() || k.outlooks.empty() ||
               k.timeline.empty() || k.aftercare.empty() || k.labels.empty() || k.phones.empty() ||
               k.known_words.empty());
}

TEST(SnapshotRoundTripTest, GivesBackEveryTable) {
  EXPECT_THAT(ThroughAFile(SmallKnowledge()), ElementsAreArray(KnowledgeText(SmallKnowledge())));
}

TEST(SnapshotRoundTripTest, GivesBackNothing) {
  EXPECT_THAT(ThroughAFile({}), ElementsAreArray(KnowledgeText({})));
}

TEST(SnapshotRoundTripTest, GivesBackAwkwardTextAndNumbers) {
  Knowledge k = SmallKnowledge();
  k.facts[0].claim = "quote ' \" \\ crème 😀 tab\t line\nbreak";
  k.facts[0].values = R"({"a":"b=c\nd"})";
  k.passages[0].questions = {"a, b; c", "x = y", " leading and trailing ", "🤔"};
  k.labels["key = with ' marks"] = "line\nbreak";
  k.lexicon[0].values = {{"jurisdiction", "a=b=c"}};
  k.protocols[0].numbers["tiny"] = {1e-12, 0.1 + 0.2, {}};
  k.passages[1].thresholds[0].bound = 1.0 / 3;
  k.rules[0].within_hours = 0;
  k.sources[0].year = 0;
  EXPECT_THAT(ThroughAFile(k), ElementsAreArray(KnowledgeText(k)));
}

TEST(WriteSnapshotTest, SameKnowledgeGivesTheSameBytes) {
  const TempFolder folder;
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), folder.Path("a")));
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), folder.Path("elsewhere")));
  const std::string first = ReadFileOrDie(folder.Path("a"));
  EXPECT_TRUE(first == ReadFileOrDie(folder.Path("elsewhere")));
  // Nor do they depend on the file that stood there before.
  NP_ASSERT_OK(WriteSnapshot(Knowledge(), folder.Path("a")));
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), folder.Path("a")));
  EXPECT_TRUE(first == ReadFileOrDie(folder.Path("a")));
}

TEST(WriteSnapshotTest, OtherKnowledgeGivesAnotherVersion) {
  const TempFolder folder;
  Knowledge k = SmallKnowledge();
  k.statements[0].text += " ";
  NP_ASSERT_OK(WriteSnapshot(k, folder.Path("a")));
  EXPECT_THAT(CheckSnapshotFile(folder.Path("a")), IsOkAndHolds(Not(SmallSnapshot()->version())));
}

TEST(WriteSnapshotTest, LeavesOnlyTheSnapshot) {
  const TempFolder folder;
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), folder.Path("a.snapshot")));
  EXPECT_THAT(folder.Files(), ElementsAre("a.snapshot"));
}

TEST(WriteSnapshotTest, ClearsWhatACrashLeft) {
  const TempFolder folder;
  folder.Write("a.snapshot.unfinished", "half a file");
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), folder.Path("a.snapshot")));
  EXPECT_THAT(folder.Files(), ElementsAre("a.snapshot"));
  NP_EXPECT_OK(Snapshot::Open(folder.Path("a.snapshot")));
}

// What the manifest of a snapshot of `knowledge` says of its review.
std::string ReviewedByClinician(const Knowledge& knowledge) {
  const TempFolder folder;
  EXPECT_THAT(WriteSnapshot(knowledge, folder.Path("x.snapshot")), IsOk());
  const auto snapshot = Snapshot::Open(folder.Path("x.snapshot"));
  EXPECT_THAT(snapshot, IsOk());
  return snapshot.ok() ? (*snapshot)->manifest().at("reviewed_by_clinician") : "";
}

TEST(WriteSnapshotTest, IsReviewedOnlyWhenAllThatDecidesIs) {
  const Review signed_off = {"Dr A. Example", "2026-01-31"};
  Knowledge k = SmallKnowledge();
  for (Rule& rule : k.rules) rule.review = signed_off;
  for (Protocol& protocol : k.protocols) protocol.review = signed_off;
  for (Passage& passage : k.passages) {
    for (Threshold& threshold : passage.thresholds) threshold.review = signed_off;
  }
  EXPECT_EQ(ReviewedByClinician(k), "yes");

  const auto without = [&](auto change) {
    Knowledge changed = k;
    change(changed);
    return ReviewedByClinician(changed);
  };
  EXPECT_EQ(without([](Knowledge& c) { c.rules.back().review = {}; }), "no");
  EXPECT_EQ(without([](Knowledge& c) { c.rules.back().review.on = ""; }), "no");
  EXPECT_EQ(without([](Knowledge& c) { c.rules.back().review.by = ""; }), "no");
  EXPECT_EQ(without([](Knowledge& c) { c.protocols.back().review = {}; }), "no");
  EXPECT_EQ(without([](Knowledge& c) { c.passages[1].thresholds[0].review = {}; }), "no");
  EXPECT_EQ(ReviewedByClinician({}), "no") << "nothing was reviewed";
}

TEST(WriteSnapshotTest, NoFolderIsInternalAndMakesNothing) {
  const TempFolder folder;
  EXPECT_THAT(WriteSnapshot(SmallKnowledge(), folder.Path("none/a.snapshot")),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(folder.Files(), IsEmpty());
}

TEST(WriteSnapshotTest, LeavesNoLitterWhenTheFileCannotBePutInPlace) {
  const TempFolder folder;
  folder.Write("a.snapshot/in-the-way", "x");
  EXPECT_THAT(WriteSnapshot(SmallKnowledge(), folder.Path("a.snapshot")),
              StatusIs(absl::StatusCode::kInternal,
                       AllOf(HasSubstr("cannot be moved into place"), Not(HasSubstr("\n")))));
  EXPECT_THAT(folder.Files(), ElementsAre("a.snapshot/in-the-way"));
}

TEST(WriteSnapshotTest, KeepsTheOldSnapshotOnFailure) {
  const TempFolder folder;
  const std::string path = folder.Path("a.snapshot");
  NP_ASSERT_OK(WriteSnapshot(SmallKnowledge(), path));
  const std::string before = ReadFileOrDie(path);
  folder.Write("a.snapshot.unfinished/in-the-way", "x");
  EXPECT_THAT(WriteSnapshot(Knowledge(), path), StatusIs(absl::StatusCode::kInternal));
  EXPECT_TRUE(ReadFileOrDie(path) == before);
}

}  // namespace
}  // namespace needlepoint
