// What ReadKnowledge() makes of files, good and bad.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/knowledge_files.h"
#include "service/pack/lint.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/pack/folder_for_test.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;
using testing::StartsWith;

TEST(ReadKnowledgeTest, ReadsEvidence) {
  const Knowledge k = KnowledgeFolder().Read().knowledge;
  ASSERT_THAT(k.sources, SizeIs(1));
  EXPECT_EQ(k.sources[0].authors, "A Clinic");
  EXPECT_EQ(k.sources[0].year, 2021);
  EXPECT_EQ(k.sources[0].uri, "https://example.org/a");
  EXPECT_EQ(k.sources[0].issuer, "A Clinic");
  EXPECT_EQ(k.sources[0].issuer_type, "clinic");
  ASSERT_THAT(k.facts, SizeIs(2));
  EXPECT_EQ(k.facts[0].id, "sun-72h");
  EXPECT_EQ(k.facts[0].values, R"({"hours":72,"spf":30})");
  EXPECT_EQ(k.facts[0].setting, "professional");
  EXPECT_THAT(k.facts[0].devices, ElementsAre("pen"));
  EXPECT_THAT(k.facts[0].jurisdictions, ElementsAre("GB", "US"));
  EXPECT_EQ(k.facts[0].locator, "page 2");
  EXPECT_EQ(k.facts[1].grade, Grade::kRct);
  EXPECT_EQ(k.facts[1].values, "");
}

TEST(ReadKnowledgeTest, WritesAuthorsAsACitationHasThem) {
  KnowledgeFolder folder;
  folder.Write("evidence/sources-test.json", R"([
    {"id": "clinic", "author": [{"family": "Aust", "given": "MC"}, {"literal": "A Society"}]},
    {"id": "many", "DOI": "10.1/x", "author": [{"family": "A"}, {"family": "B"}, {"family": "C"}, {"family": "D"}]},
    {"id": "bare"}])");
  const std::vector<Source> sources = folder.Read().knowledge.sources;
  ASSERT_THAT(sources, SizeIs(3));
  EXPECT_EQ(sources[0].authors, "Aust MC, A Society");
  EXPECT_EQ(sources[1].authors, "A, B, C, et al.");
  EXPECT_EQ(sources[1].uri, "https://doi.org/10.1/x");
  EXPECT_EQ(sources[2].authors, "");
  EXPECT_EQ(sources[2].year, std::nullopt);
  EXPECT_EQ(sources[2].uri, "");
}

TEST(ReadKnowledgeTest, ReadsPassages) {
  const Knowledge k = KnowledgeFolder().Read().knowledge;
  ASSERT_THAT(k.passages, SizeIs(2));
  const Passage& sun = k.passages[0];
  EXPECT_EQ(sun.id, "aftercare/sun#1");
  EXPECT_EQ(sun.topic, "aftercare");
  EXPECT_THAT(sun.questions, SizeIs(5));
  ASSERT_THAT(sun.answers, SizeIs(1));
  EXPECT_THAT(sun.answers[0].forms, ElementsAre(Form::kCan, Form::kShould));
  ASSERT_THAT(sun.answers[0].variants, SizeIs(2));
  const Statement& not_yet = k.statements[sun.answers[0].variants[0]];
  EXPECT_EQ(not_yet.id, "aftercare/sun/not-yet");
  EXPECT_EQ(not_yet.kind, StatementKind::kHeadline);
  EXPECT_EQ(not_yet.polarity, Polarity::kNotYet);
  EXPECT_EQ(not_yet.when, "hours_since_last_session < 72");
  EXPECT_EQ(not_yet.passage, 0);
  EXPECT_EQ(k.statements[sun.statements.at(0)].kind, StatementKind::kAvoid);
  ASSERT_THAT(sun.conflicts, SizeIs(1));
  EXPECT_EQ(k.statements[sun.conflicts[0].other.at(0)].kind, StatementKind::kConflict);
  EXPECT_THAT(sun.conflicts[0].agree, IsEmpty());
  ASSERT_THAT(sun.comparisons, SizeIs(1));
  ASSERT_THAT(sun.comparisons[0].rows, SizeIs(1));
  ASSERT_THAT(sun.comparisons[0].rows[0].cells, SizeIs(2));
  EXPECT_EQ(k.statements[sun.comparisons[0].rows[0].cells[0]].id,
            "aftercare/sun/sun-or-water-1-sun");
  EXPECT_EQ(sun.comparisons[0].rows[0].cells[1], -1) << "an empty cell";
}

TEST(ReadKnowledgeTest, ReadsRulesAndTheirCases) {
  const KnowledgeFiles files = KnowledgeFolder().Read();
  const Knowledge& k = files.knowledge;
  ASSERT_THAT(k.rules, SizeIs(2));
  const Rule& rule = k.rules[0];
  EXPECT_EQ(rule.disposition, Disposition::kUrgent);
  EXPECT_EQ(rule.unless, "says(\"face-wash\")");
  EXPECT_THAT(rule.unless_facts, ElementsAre(1));
  EXPECT_EQ(k.statements[rule.headline].id, "rule/infection/signs/headline");
  EXPECT_EQ(k.statements[rule.headline].passage, -1);
  EXPECT_EQ(k.statements[rule.actions.at(0)].kind, StatementKind::kDoNow);
  EXPECT_EQ(rule.read, 1);
  EXPECT_EQ(rule.within_hours, std::nullopt);
  EXPECT_EQ(k.rules[1].mode, RuleMode::kAdvise);
  ASSERT_THAT(files.rule_cases, SizeIs(4));
  EXPECT_EQ(files.rule_cases[1].profile, R"({"ruled_out_symptoms":["infection-signs"]})");
  EXPECT_FALSE(files.rule_cases[1].fires);
  EXPECT_EQ(files.rule_cases[3].rule, 1);
}

TEST(ReadKnowledgeTest, ReadsReviewsAndObjections) {
  KnowledgeFolder folder;
  folder.Replace("rules/acute.yaml", "    actions: []\n",
                 "    actions: []\n    reviewed_by: Dr A. Example\n    reviewed_on: 2026-01-31\n"
                 "    objections: [Say which eczema., Say how long.]\n");
  folder.Replace("passages/aftercare/wash.yaml", "    at_least: 4\n",
                 "    at_least: 4\n    reviewed_by: Dr B. Example\n    reviewed_on: 2026-02-01\n");
  folder.Replace(
      "protocols/scars.yaml", "    setting: HOME\n",
      "    setting: HOME\n    reviewed_by: Dr C. Example\n    reviewed_on: 2026-02-02\n");
  const KnowledgeFiles files = folder.Read();
  EXPECT_THAT(Written(files.faults), IsEmpty());
  const Knowledge& k = files.knowledge;
  EXPECT_EQ(k.rules[0].review.by, "");
  EXPECT_THAT(k.rules[0].objections, IsEmpty());
  EXPECT_EQ(k.rules[1].review.by, "Dr A. Example");
  EXPECT_EQ(k.rules[1].review.on, "2026-01-31");
  EXPECT_THAT(k.rules[1].objections, ElementsAre("Say which eczema.", "Say how long."));
  EXPECT_EQ(k.passages[1].thresholds.at(0).review.by, "Dr B. Example");
  EXPECT_EQ(k.protocols[0].review.on, "2026-02-02");
}

TEST(ReadKnowledgeTest, AReviewHasAReviewerAndADay) {
  for (const char* half : {"reviewed_by: Dr A. Example", "reviewed_on: 2026-01-31",
                           "reviewed_by: Dr A. Example\n    reviewed_on: last week"}) {
    KnowledgeFolder folder;
    folder.Replace("rules/acute.yaml", "    actions: []\n",
                   std::string("    actions: []\n    ") + half + "\n");
    EXPECT_THAT(Written(folder.Read().faults), Contains(StartsWith("rules/acute.yaml:"))) << half;
  }
}

TEST(ReadKnowledgeTest, ReadsTheRest) {
  const Knowledge k = KnowledgeFolder().Read().knowledge;
  ASSERT_THAT(k.protocols, SizeIs(1));
  EXPECT_EQ(k.protocols[0].numbers.at("session_count").min, 3);
  EXPECT_TRUE(k.protocols[0].full_result_from_last);
  EXPECT_THAT(k.protocols[0].first_line, SizeIs(1));
  ASSERT_THAT(k.prices, SizeIs(1));
  EXPECT_EQ(k.prices[0].range.max, 45.5);
  EXPECT_EQ(k.prices[0].currency, "GBP");
  EXPECT_THAT(k.budgets, SizeIs(2));
  ASSERT_THAT(k.outlooks, SizeIs(1));
  EXPECT_EQ(k.outlooks[0].concern, "acne-scar");
  ASSERT_THAT(k.timeline, SizeIs(1));
  EXPECT_EQ(k.timeline[0].day_from, -7);
  ASSERT_THAT(k.aftercare, SizeIs(2));
  EXPECT_EQ(k.aftercare[0].hour_to, 24);
  EXPECT_EQ(k.aftercare[1].hour_to, std::nullopt);
  EXPECT_THAT(k.never_cross, ElementsAre(Pair("bleed", "blend")));
  EXPECT_THAT(k.labels, ElementsAre(Pair("country.GB", "Britain"),
                                    Pair("option.roller", "a roller"), Pair("title", "A guide")));
  ASSERT_THAT(k.phones, SizeIs(1));
  EXPECT_EQ(k.phones[0].number, "000") << "leading zeros are part of a number to dial";
  EXPECT_THAT(k.lexicon, SizeIs(5));
  EXPECT_THAT(k.context, SizeIs(15));
  EXPECT_THAT(k.fields, SizeIs(19));
}

TEST(ReadKnowledgeTest, PlacesAreParallel) {
  const KnowledgeFiles files = KnowledgeFolder().Read();
  EXPECT_EQ(files.statement_places.size(), files.knowledge.statements.size());
  EXPECT_EQ(files.passage_places.size(), files.knowledge.passages.size());
  EXPECT_EQ(files.rule_places.size(), files.knowledge.rules.size());
  EXPECT_EQ(files.lexicon_places.size(), files.knowledge.lexicon.size());
  EXPECT_EQ(files.protocol_places.size(), files.knowledge.protocols.size());
}

TEST(ReadKnowledgeTest, ASchemaFaultLeavesTheOtherFilesReadable) {
  KnowledgeFolder folder;
  folder.Replace("passages/aftercare/sun.yaml", "kind: AVOID", "kind: SHUN");
  const KnowledgeFiles files = folder.Read();
  // The passage is not read, so what refers to it says so as well.
  EXPECT_THAT(Written(files.faults),
              Contains(AllOf(StartsWith("passages/aftercare/sun.yaml:16: /statements/0/kind: "),
                             HasSubstr("knowledge/schema/"))));
  EXPECT_THAT(files.knowledge.passages, SizeIs(1));
}

TEST(ReadKnowledgeTest, EveryKindOfFileIsHeldToItsSchema) {
  const struct {
    std::string file, from, to, where;
  } slips[] = {
      {"rules/acute.yaml", "disposition: URGENT", "disposition: SOON",
       "rules/acute.yaml:4: /rules/0/disposition: "},
      {"protocols/scars.yaml", "range: [3, 6]", "range: [3]",
       "protocols/scars.yaml:7: /protocols/0/session_count/range: "},
      {"plan/costs.yaml", "per: device", "per: needle", "plan/costs.yaml:2: /costs/0/per: "},
      {"plan/outlooks.yaml", "cannot: []", "cannot: [x]",
       "plan/outlooks.yaml:5: /outlooks/0/cannot/0: "},
      {"plan/calendar.yaml", "at: BEFORE", "at: SOON", "plan/calendar.yaml:2: /timeline/0/at: "},
      {"lexicon/condition.yaml", "surfaces: [eczema]", "surfaces: eczema",
       "lexicon/condition.yaml:3: /entries/0/surfaces: "},
      {"lexicon/context.yaml", "past: [=word]", "past: []", "lexicon/context.yaml:5: /past: "},
      {"lexicon/never-cross.yaml", "[bleed, blend]", "[bleed]",
       "lexicon/never-cross.yaml:2: /pairs/0: "},
      {"labels/labels.yaml", "use: emergency", "use: taxi",
       "labels/labels.yaml:3: /phones/0/use: "},
  };
  for (const auto& slip : slips) {
    KnowledgeFolder folder;
    folder.Replace(slip.file, slip.from, slip.to);
    EXPECT_THAT(Written(folder.Read().faults), Contains(StartsWith(slip.where)));
  }
}

TEST(ReadKnowledgeTest, NotYamlIsAFault) {
  for (const char* file :
       {"passages/aftercare/sun.yaml", "rules/acute.yaml", "evidence/facts-test.yaml",
        "evidence/sources-test.json", "lexicon/condition.yaml", "schema/passage.yaml"}) {
    KnowledgeFolder folder;
    folder.Write(file, "a: [1\n");
    EXPECT_THAT(Written(folder.Read().faults), Contains(StartsWith(file)));
  }
}

// Files of evidence and profile.yaml have no schema; other shapes than theirs
// must be faults all the same.
TEST(ReadKnowledgeTest, OtherShapesAreFaults) {
  for (const char* file :
       {"evidence/facts-test.yaml", "evidence/sources-test.json", "schema/profile.yaml"}) {
    for (const char* text : {"", "word", "a: 1", "[word]", "[[1]]"}) {
      KnowledgeFolder folder;
      folder.Write(file, text);
      std::vector<std::string> lines;
      EXPECT_NO_THROW(lines = Written(Lint(folder.Read()))) << file << ": " << text;
      EXPECT_THAT(lines, Not(IsEmpty())) << file << ": " << text;
    }
  }
}

TEST(ReadKnowledgeTest, MissingFolderIsAFault) {
  const TempFolder folder;
  EXPECT_THAT(Written(ReadKnowledge(folder.Path("none")).faults),
              ElementsAre(HasSubstr("there is no such folder; give the folder that holds")));
}

TEST(ReadKnowledgeTest, EmptyFolderIsFaults) {
  const TempFolder folder;
  EXPECT_THAT(Written(ReadKnowledge(folder.path()).faults), Contains(HasSubstr("schema/")));
}

TEST(ReadKnowledgeTest, MissingSchemaIsAFault) {
  for (const char* schema : {"passage", "rules", "protocols", "lexicon", "context", "advice",
                             "never-cross", "labels", "profile"}) {
    KnowledgeFolder folder;
    const std::string file = std::string("schema/") + schema + ".yaml";
    folder.Remove(file);
    std::vector<std::string> lines;
    EXPECT_NO_THROW(lines = Written(folder.Read().faults)) << file;
    EXPECT_THAT(lines, Contains(HasSubstr(file)));
  }
}

}  // namespace
}  // namespace needlepoint
