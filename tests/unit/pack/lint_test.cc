// One slip of an author in, the lint's lines out.

#include "service/pack/lint.h"

#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/pack/folder_for_test.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Matcher;
using testing::StartsWith;

TEST(LintTest, FindsNothingInAGoodFolder) {
  EXPECT_THAT(Written(Lint(KnowledgeFolder().Read())), IsEmpty());
}

struct SlipCase {
  std::string name;
  std::string file, from, to;     // the slip
  std::vector<std::string> want;  // a part of each line, in order
};
void PrintTo(const SlipCase& c, std::ostream* os) { *os << c.file << ": " << c.to; }

class LintSlipTest : public testing::TestWithParam<SlipCase> {};

TEST_P(LintSlipTest, NamesFileLineAndCure) {
  const SlipCase& c = GetParam();
  KnowledgeFolder folder;
  folder.Replace(c.file, c.from, c.to);
  std::vector<Matcher<std::string>> want;
  for (const std::string& part : c.want) want.push_back(HasSubstr(part));
  EXPECT_THAT(Written(Lint(folder.Read())), testing::ElementsAreArray(want));
}

const auto kName = [](const auto& info) { return info.param.name; };
constexpr char kSun[] = "passages/aftercare/sun.yaml";
constexpr char kWash[] = "passages/aftercare/wash.yaml";
constexpr char kRules[] = "rules/acute.yaml";
constexpr char kFacts[] = "evidence/facts-test.yaml";

INSTANTIATE_TEST_SUITE_P(
    Statements, LintSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"UnknownFact",
         kSun,
         "text: Use SPF 30., facts: [sun-72h]",
         "text: Use SPF 30., facts: [sun-72h, nobody-said]",
         {"passages/aftercare/sun.yaml:17: no fact 'nobody-said' in evidence/; name one"}},
        {"OnlyUnknownFacts",
         kSun,
         "text: Use SPF 30., facts: [sun-72h]",
         "text: Use SPF 30., facts: [nobody-said]",
         {"sun.yaml:17: no fact 'nobody-said'",
          "sun.yaml:17: 'aftercare/sun/sunscreen' rests on no fact; name one that says this"}},
        {"NumberInNoFact",
         kSun,
         "text: Use SPF 30.,",
         "text: Use SPF 50.,",
         {"sun.yaml:17: 'aftercare/sun/sunscreen': none of its facts holds 50; name the fact"}},
        {"UnitInNoFact",
         kSun,
         "text: Stay out of the sun for 72 hours.,",
         "text: Stay out of the sun for 72 days.,",
         {"sun.yaml:16: 'aftercare/sun/shade': none of its facts holds 72 day;"}},
        {"NumberOfAnotherFact",
         kSun,
         "text: A clinic says 4 hours.,",
         "text: A clinic says 72 hours.,",
         {"sun.yaml:23: 'aftercare/sun/short': none of its facts holds 72;"}},
        {"NumberInARule",
         kRules,
         "text: Have it seen today.,",
         "text: Have it seen in 24 hours.,",
         {"rules/acute.yaml:8: 'rule/infection/signs/headline': none of its facts holds 24;"}},
        {"NumberInACell",
         kSun,
         "text: Wait 72 hours.,",
         "text: Wait 73 hours.,",
         {"sun.yaml:29: 'aftercare/sun/sun-or-water-1-sun': none of its facts holds 73;"}},
        {"NumberInAThreshold",
         kWash,
         "below: {text: Not yet.}",
         "below: {text: Wait 9 hours.}",
         {"wash.yaml:16: 'aftercare/wash/gap-below': none of its facts holds 9;"}},
        {"TwentySixWords",
         kSun,
         "text: Use SPF 30.,",
         "text: a a a a a a a a a a a a a a a a a a a a a a a a a a,",
         {"sun.yaml:17: 'aftercare/sun/sunscreen' has 26 words; 25 is the limit: split it"}},
        {"TwentyFiveWordsAreFine",
         kSun,
         "text: Use SPF 30.,",
         "text: a a a a a a a a a a a a a a a a a a a a a a a a a,",
         {}},
        {"Shouts",
         kSun,
         "text: Use SPF 30.,",
         "text: Use SPF 30!,",
         {"sun.yaml:17: 'aftercare/sun/sunscreen' shouts; end it with a full stop"}},
        {"LineBreak",
         kSun,
         "text: Use SPF 30.,",
         "text: \"Use\\nSPF 30.\",",
         {"sun.yaml:17: 'aftercare/sun/sunscreen' has a line break; write one line"}},
        {"IdTwice",
         kSun,
         "{id: sunscreen,",
         "{id: shade,",
         {"sun.yaml:17: the id 'aftercare/sun/shade' stands twice; ids are unique in a file"}},
        {"IdOfAnAnswerAgain",
         kSun,
         "{id: sunscreen,",
         "{id: general,",
         {"sun.yaml:17: the id 'aftercare/sun/general' stands twice"}},
    }),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Conditions, LintSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"Syntax",
         kSun,
         "when: setting = HOME,",
         "when: setting == HOME,",
         {"sun.yaml:17: the condition `setting == HOME`: at byte 9: expected a value"}},
        {"Mixed",
         kRules,
         "has(\"eczema\") AND setting = HOME",
         "has(\"eczema\") AND setting = HOME OR says(\"sun-exposure\")",
         {
             "rules/acute.yaml:15: the condition",
         }},
        {"UnknownCondition",
         kRules,
         "has(\"eczema\")",
         "has(\"exzema\")",
         {"rules/acute.yaml:15: the code \"exzema\" is not in the lexicon as condition; add it"}},
        {"CodeOfAnotherKind",
         kRules,
         "has(\"eczema\")",
         "has(\"acne-scar\")",
         {"the code \"acne-scar\" is not in the lexicon as condition"}},
        {"UnknownSymptom",
         kRules,
         "symptom(\"infection-signs\")",
         "symptom(\"infection\")",
         {"rules/acute.yaml:2: the code \"infection\" is not in the lexicon as symptom"}},
        {"UnknownMedicine",
         kRules,
         "has(\"eczema\")",
         "taking(\"aspirin\")",
         {"\"aspirin\" is not in the lexicon as medication or skincare"}},
        {"UnknownProcedure",
         kRules,
         "has(\"eczema\")",
         "weeks_since(\"laser\") < 4",
         {"\"laser\" is not in the lexicon as procedure or medication or skincare"}},
        {"UnknownArea",
         kRules,
         "has(\"eczema\")",
         "area(\"lips\")",
         {"\"lips\" is not in the lexicon as body-area"}},
        {"UnknownConcern",
         kRules,
         "has(\"eczema\")",
         "concern(\"scars\")",
         {"\"scars\" is not in the lexicon as concern"}},
        {"UnknownConcernByField",
         kRules,
         "has(\"eczema\")",
         "concerns:scars",
         {"the code 'scars' is not in the lexicon as concern"}},
        {"UnknownWord",
         kRules,
         "says(\"face-wash\")",
         "says(\"face-washing\")",
         {"rules/acute.yaml:2: the code \"face-washing\" is not in the lexicon; add it"}},
        {"UnknownForm",
         kRules,
         "says(\"face-wash\")",
         "asks(\"whether\")",
         {"asks(\"whether\"): no such form; see README.md"}},
        {"UnknownValue",
         kRules,
         "AND setting = HOME",
         "AND setting = HOUSE",
         {"setting is never 'HOUSE'; it is one of HOME, PROFESSIONAL, UNDECIDED"}},
        {"UnknownField",
         kRules,
         "AND setting = HOME",
         "AND place = HOME",
         {"'place' is neither a field of profile.yaml nor a function"}},
        {"InAProtocol",
         "protocols/scars.yaml",
         "needle_length_mm <= 0.5",
         "needle_length <= 0.5",
         {"protocols/scars.yaml:2: the condition `needle_length <= 0.5`: at byte 0"}},
        // A parent is known by its children.
        {"ParentOfAKnownCodeIsFine",
         kRules,
         "says(\"face-wash\")",
         "says(\"infection-signs\")",
         {}},
    }),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Plans, LintSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"NumbersTheWrongWayRound",
         "protocols/scars.yaml",
         "range: [3, 6]",
         "range: [6, 3]",
         {"protocols/scars.yaml:2: 'scars/home' has session_count from 6 to 3"}},
        {"LongNeedleAtHome",
         "protocols/scars.yaml",
         "    session_count:",
         "    needle_length_mm: {range: [0.5, 0.6], facts: [sun-72h]}\n    session_count:",
         {"'scars/home' has needles over 0.5 mm at home"}},
        {"OptionWithoutALabel",
         "labels/labels.yaml",
         "option.roller",
         "option.pen",
         {"'scars/home' has no label; add option.roller to labels/"}},
        {"ConcernWithoutAnOutlook",
         "plan/outlooks.yaml",
         "concern: acne-scar",
         "concern: acne-scar.boxcar",
         {"'scars/home' has no outlook; add acne-scar to plan/outlooks.yaml"}},
        {"SaidOfCanAndOfCannot",
         "plan/outlooks.yaml",
         "cannot: []",
         "cannot: [aftercare/sun/shade]",
         {"acne-scar says aftercare/sun/shade both of what can and of what cannot"}},
        {"PriceOfNothing",
         "plan/costs.yaml",
         "option: roller",
         "option: pen",
         {"no plan row has the option pen"}},
        {"CurrencyWithoutABudget",
         "plan/costs.yaml",
         "budget: LOW, currency: GBP",
         "budget: LOW, currency: USD",
         {"no budget says what LOW is in GBP"}},
        {"HoursWithoutCare",
         "plan/calendar.yaml",
         "hour_from: 24",
         "hour_from: 48",
         {"'later' begins at hour 48, where the step before it for HOME does not end",
          "where the step before it for PROFESSIONAL does not end"}},
        {"CareThatEnds",
         "plan/calendar.yaml",
         "hour_from: 24, ",
         "hour_from: 24, hour_to: 72, ",
         {"the last aftercare of HOME ends; leave its hour_to out",
          "the last aftercare of PROFESSIONAL ends"}},
        {"DaysWithoutAMoment",
         "plan/calendar.yaml",
         "at: BEFORE",
         "at: SESSION",
         {"'before': BEFORE has day_from and day_to, and no other moment has"}},
        {"TitleWithoutALabel",
         "plan/calendar.yaml",
         "day_to: -1, title: title",
         "day_to: -1, title: heading",
         {"'before': no label heading in labels/"}},
    }),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Passages, LintSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"About",
         kSun,
         "about: [sun-exposure]\nquestions:",
         "about: [sun-beam]\nquestions:",
         {"sun.yaml:1: about: 'sun-beam' is not in the lexicon; add it to lexicon/topics/"}},
        {"AboutOfAnAnswer",
         kSun,
         "    about: [sun-exposure]\n    variants:",
         "    about: [sun-beam]\n    variants:",
         {"sun.yaml:1: an answer's about: 'sun-beam' is not in the lexicon"}},
        {"LastVariantConditional",
         kSun,
         "{id: general, polarity: depends,",
         "{id: general, polarity: depends, when: setting = HOME,",
         {"sun.yaml:14: the last variant of an answer has no condition"}},
        // The passage has a threshold, but this answer is not its.
        {"LastVariantConditionalBesideAThreshold",
         kWash,
         "{id: water, polarity: fact,",
         "{id: gaping, polarity: fact, when: setting = HOME,",
         {"wash.yaml:6: the last variant of an answer has no condition"}},
        {"ThresholdBothWays",
         kWash,
         "at_least: 4",
         "at_least: 4\n    at_most: 9",
         {"wash.yaml:10: a threshold has either at_least or at_most"}},
        {"ThresholdNoWay",
         kWash,
         "    at_least: 4\n",
         "",
         {"wash.yaml:10: a threshold has either at_least or at_most"}},
        {"CellOfNoOption",
         kSun,
         "cells: {sun:",
         "cells: {moon:",
         {"sun.yaml:28: the cell 'moon' is for no option of this table"}},
        {"Implies",
         "lexicon/acts.yaml",
         "implies: [sun-exposure]",
         "implies: [sun]",
         {"lexicon/acts.yaml:4: implies: 'sun' is not in the lexicon"}},
    }),
    kName);

INSTANTIATE_TEST_SUITE_P(
    References, LintSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"NoPassageToRead",
         kRules,
         "read: aftercare/wash",
         "read: aftercare/water",
         {"rules/acute.yaml:11: no passage 'aftercare/water'; name one to read on"}},
        {"RuleTwice",
         kRules,
         "id: eczema/flare",
         "id: infection/signs",
         {"the id 'rule/infection/signs/headline' stands twice",
          "the id 'rule/infection/signs/message' stands twice",
          "rules/acute.yaml:15: the rule id 'infection/signs' stands twice"}},
        {"ExceptionWithoutFact",
         kRules,
         "facts: [wash-4h]}\n    headline",
         "facts: [none]}\n    headline",
         {"rules/acute.yaml:7: no fact 'none' in evidence/"}},
        {"StatementOfAProtocol",
         "protocols/scars.yaml",
         "aftercare/sun/shade",
         "aftercare/sun/x",
         {"protocols/scars.yaml:10: no statement 'aftercare/sun/x'"}},
        {"FactOfAProtocol",
         "protocols/scars.yaml",
         "range: [3, 6], facts: [sun-72h]",
         "range: [3, 6], facts: [none]",
         {"protocols/scars.yaml:7: no fact 'none'"}},
        {"FactOfAPhone",
         "labels/labels.yaml",
         "facts: [wash-4h]",
         "facts: [none]",
         {"labels/labels.yaml:3: no fact 'none'"}},
        {"FactTwice",
         kFacts,
         "- id: wash-4h",
         "- id: sun-72h\n  claim: Again.\n  sources: "
         "[clinic]\n  grade: rct\n- id: wash-4h",
         {"evidence/facts-test.yaml:9: the fact 'sun-72h' stands twice; ids are unique over all"}},
    }),
    kName);

TEST(LintEvidenceTest, NamesTheFactAndWhatItNeeds) {
  const struct {
    std::string from, to, want;
  } slips[] = {
      {"grade: rct", "grade: RCT", "facts-test.yaml:9: the fact 'wash-4h' has no known grade"},
      {"sources: [clinic]\n  grade: rct", "sources: [doctor]\n  grade: rct",
       "facts-test.yaml:9: the fact 'wash-4h' names the source 'doctor', which is in no sources"},
      {"  claim: Wash with plain water from 4 hours on.\n", "",
       "facts-test.yaml:9: the fact 'wash-4h' needs a claim and a source"},
  };
  for (const auto& slip : slips) {
    KnowledgeFolder folder;
    folder.Replace(kFacts, slip.from, slip.to);
    const std::vector<std::string> lines = Written(Lint(folder.Read()));
    // What named the fact complains too; the cause comes first.
    ASSERT_FALSE(lines.empty());
    EXPECT_THAT(lines[0], HasSubstr(slip.want));
  }
}

constexpr char kSpare[] =
    "\n- {id: spare, claim: Nobody says this., sources: [clinic], grade: cohort}\n";

TEST(LintUnusedFactTest, AStrongFactIsUsedOrExcused) {
  KnowledgeFolder folder;
  folder.Write(kFacts, folder.Text(kFacts) + kSpare);
  EXPECT_THAT(
      Written(Lint(folder.Read())),
      ElementsAre("evidence/facts-test.yaml:15: the fact 'spare' is strong and used nowhere; "
                  "write a statement that rests on it, or say why not in "
                  "evidence/unused.yaml"));
  folder.Write("evidence/unused.yaml", "- {id: spare, reason: it holds of rats only}\n");
  EXPECT_THAT(Written(Lint(folder.Read())), IsEmpty());
}

TEST(LintUnusedFactTest, AWeakFactMayBeLeftOutUnlessAnAuthoritySaysIt) {
  KnowledgeFolder folder;
  folder.Write(kFacts, folder.Text(kFacts) + kSpare);
  folder.Replace(kFacts, "grade: cohort", "grade: expert");
  EXPECT_THAT(Written(Lint(folder.Read())), IsEmpty());
  for (const char* issuer :
       {"regulator-via-secondary", "professional-society", "hospital-or-public-health-service"}) {
    KnowledgeFolder said;
    said.Write(kFacts, folder.Text(kFacts));
    said.Replace("evidence/sources-test.json", "\"issuer_type\": \"clinic\"",
                 std::string("\"issuer_type\": \"") + issuer + "\"");
    EXPECT_THAT(Written(Lint(said.Read())), ElementsAre(HasSubstr("'spare' is strong"))) << issuer;
  }
}

TEST(LintUnusedFactTest, AFoundingFactIsNeverExcused) {
  KnowledgeFolder folder;
  folder.Write("evidence/facts-founding.yaml", kSpare);
  folder.Write("evidence/unused.yaml", "- {id: spare, reason: it holds of rats only}\n");
  EXPECT_THAT(
      Written(Lint(folder.Read())),
      ElementsAre("evidence/facts-founding.yaml:2: the founding fact 'spare' is used nowhere; "
                  "write a statement that rests on it"));
}

TEST(LintUnusedFactTest, AnExcuseIsForAFactThatIsThereAndUnused) {
  KnowledgeFolder folder;
  folder.Write("evidence/unused.yaml",
               "- {id: wash-4h, reason: nobody asks for it}\n"
               "- {id: nobody, reason: nobody asks for it}\n");
  EXPECT_THAT(Written(Lint(folder.Read())),
              ElementsAre("evidence/unused.yaml:1: the fact 'wash-4h' is used; take it out",
                          "evidence/unused.yaml:2: no fact 'nobody' in evidence/; take it out"));
}

TEST(LintTest, AnActOutsideTheVocabulary) {
  KnowledgeFolder folder;
  folder.Replace(kRules, "facts: [wash-4h]}]\n", "facts: [wash-4h], demands: [dance]}]\n");
  EXPECT_THAT(Written(Lint(folder.Read())),
              ElementsAre("rules/acute.yaml:10: no act 'dance' in schema/acts.yaml; add it there, "
                          "with what it means, or use one that is"));
}

TEST(LintTest, ANumberOfTheProfileWithoutItsRisk) {
  KnowledgeFolder folder;
  folder.Replace("schema/profile.yaml", "risk: lower, ", "");
  EXPECT_THAT(
      Written(Lint(folder.Read())),
      ElementsAre(HasSubstr("the number 'session_interval_days' needs `risk`: higher, lower, "
                            "either or none; see the head of the file")));
}

TEST(LintEvidenceTest, SourceTwice) {
  KnowledgeFolder folder;
  folder.Write("evidence/sources-z.json", R"([{"id": "clinic", "title": "Again"}])");
  EXPECT_THAT(Written(Lint(folder.Read())),
              ElementsAre("evidence/sources-z.json: the source 'clinic' stands twice; keep one"));
}

// The cause stands before what follows from it.
TEST(LintTest, PutsReadingFaultsFirst) {
  KnowledgeFolder folder;
  folder.Replace(kSun, "text: Use SPF 30.,", "text: Use SPF 50.,");
  folder.Replace(kRules, "read: aftercare/wash", "read: nowhere/at-all");
  EXPECT_THAT(Written(Lint(folder.Read())),
              ElementsAre(StartsWith("rules/acute.yaml:11:"),
                          StartsWith("passages/aftercare/sun.yaml:17:")));
}

}  // namespace
}  // namespace needlepoint
