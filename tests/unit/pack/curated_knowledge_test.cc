// All that knowledge/ says, walked statement by statement.

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/knowledge_files.h"
#include "service/pack/lint.h"
#include "service/pack/snapshot.h"
#include "service/pack/snapshot_writer.h"
#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/pack/knowledge_text.h"

namespace needlepoint {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::Not;

const KnowledgeFiles& Curated() {
  static const auto* const files = new KnowledgeFiles(ReadKnowledge("knowledge"));
  return *files;
}

TEST(CuratedKnowledgeTest, IsThere) {
  const Knowledge& k = Curated().knowledge;
  EXPECT_GT(k.statements.size(), 500u);
  EXPECT_GT(k.passages.size(), 100u);
  EXPECT_GT(k.rules.size(), 50u);
  EXPECT_GT(k.facts.size(), 500u);
}

TEST(CuratedKnowledgeTest, LintFindsNothing) {
  std::vector<std::string> lines;
  for (const Fault& fault : Lint(Curated())) lines.push_back(fault.ToString());
  EXPECT_THAT(lines, IsEmpty());
}

TEST(CuratedKnowledgeTest, EveryStatementRestsOnFactsWithSources) {
  const Knowledge& k = Curated().knowledge;
  for (const Statement& statement : k.statements) {
    EXPECT_THAT(statement.facts, Not(IsEmpty())) << statement.id;
    for (const int fact : statement.facts) {
      EXPECT_THAT(k.facts.at(fact).source_ids, Not(IsEmpty())) << statement.id;
      EXPECT_THAT(k.facts.at(fact).claim, Not(IsEmpty())) << statement.id;
    }
  }
}

TEST(CuratedKnowledgeTest, EveryNumberOfAStatementStandsInItsFacts) {
  const Knowledge& k = Curated().knowledge;
  for (const Statement& statement : k.statements) {
    EXPECT_EQ(absl::StrJoin(UnsupportedNumbers(statement, k), ", "), "")
        << statement.id << ": " << statement.text;
  }
}

TEST(CuratedKnowledgeTest, EveryRuleHasACaseOnEachSide) {
  const KnowledgeFiles& files = Curated();
  std::vector<int> fires(files.knowledge.rules.size()), not_fires(fires.size());
  for (const RuleCase& rule_case : files.rule_cases) {
    ++(rule_case.fires ? fires : not_fires).at(rule_case.rule);
    EXPECT_FALSE(rule_case.question.empty() && rule_case.profile.empty())
        << files.knowledge.rules[rule_case.rule].id << " has a case that holds nothing";
  }
  for (size_t i = 0; i < fires.size(); ++i) {
    EXPECT_GT(fires[i], 0) << files.knowledge.rules[i].id;
    EXPECT_GT(not_fires[i], 0) << files.knowledge.rules[i].id;
  }
}

TEST(CuratedKnowledgeTest, ReadsTheSameTwice) {
  EXPECT_THAT(KnowledgeText(ReadKnowledge("knowledge").knowledge),
              ElementsAreArray(KnowledgeText(Curated().knowledge)));
}

TEST(CuratedKnowledgeTest, ComesBackWholeFromASnapshotOfTheSameBytes) {
  const TempFolder folder;
  NP_ASSERT_OK(WriteSnapshot(Curated().knowledge, folder.Path("a")));
  NP_ASSERT_OK(WriteSnapshot(Curated().knowledge, folder.Path("b")));
  EXPECT_TRUE(ReadFileOrDie(folder.Path("a")) == ReadFileOrDie(folder.Path("b")));
  NP_ASSERT_OK_AND_ASSIGN(const auto snapshot, Snapshot::Open(folder.Path("a")));
  EXPECT_THAT(KnowledgeText(snapshot->knowledge()),
              ElementsAreArray(KnowledgeText(Curated().knowledge)));
}

}  // namespace
}  // namespace needlepoint
