// One slip of an author in, what the proof says out: of each property a pack
// that has it and one that lacks nothing else.

#include "service/prove/prove.h"

#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/lint.h"
#include "tests/unit/prove/provable_folder.h"

namespace needlepoint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Matcher;
using testing::StartsWith;

constexpr char kRules[] = "rules/acute.yaml";
constexpr char kRows[] = "protocols/scars.yaml";
constexpr char kSun[] = "passages/aftercare/sun.yaml";

TEST(ProveTest, HoldsOfAGoodFolderAndSaysWhatItLookedAt) {
  const ProvableFolder folder;
  ASSERT_THAT(Written(Lint(folder.Read())), IsEmpty());
  const Proof proof = Prove(folder.Read());
  EXPECT_THAT(Written(proof.faults), IsEmpty());
  EXPECT_THAT(
      proof.counts,
      ElementsAre(
          StartsWith("1 more risk never silences a rule: 2 rules, 2 risk facts, 0 bounds"),
          StartsWith("2 each condition can be true and can be false: 2 rules, 4 "
                     "statements, 2 plan rows,"),
          StartsWith("3 no rule demands what another forbids: 3 sayings of 3 acts, 0 pairs"),
          StartsWith("4 unknown is never read as absent: 10 comparisons, 8 of 8"),
          StartsWith("5 every warning is reachable: 4 cases, of which 0 known to be "
                     "misread; 2 finding codes"),
          StartsWith("6 no plan row is barred for those it is for: 1 of 2 rows"),
          StartsWith("7 every finding has a passage to read on: 0 by subject, 2 by a fact"),
          StartsWith("8 every profile field changes something: 5 fields, 6 conditions")));
}

struct SlipCase {
  std::string name;
  std::string file, from, to;     // the slip
  std::vector<std::string> want;  // a part of each line, in order
};
void PrintTo(const SlipCase& c, std::ostream* os) { *os << c.file << ": " << c.to; }

class ProveSlipTest : public testing::TestWithParam<SlipCase> {};

TEST_P(ProveSlipTest, NamesFileLineAndCure) {
  const SlipCase& c = GetParam();
  ProvableFolder folder;
  folder.Replace(c.file, c.from, c.to);
  ASSERT_THAT(Written(Lint(folder.Read())), IsEmpty());
  std::vector<Matcher<std::string>> want;
  for (const std::string& part : c.want) want.push_back(HasSubstr(part));
  EXPECT_THAT(Written(Prove(folder.Read()).faults), testing::ElementsAreArray(want));
}

const auto kName = [](const auto& info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Monotone, ProveSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"DeniesASymptom",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME AND NOT symptom(\"infection-signs\")",
         {"rules/acute.yaml:15: the rule's `when` denies \"infection-signs\"; leave that out, or "
          "move it into `unless`, with its facts"}},
        {"DeniesACodeOfAField",
         kRules,
         "when: symptom(\"infection-signs\")",
         "when: symptom(\"infection-signs\") OR (needle_length_mm > 5 AND NOT conditions:eczema)",
         {"rules/acute.yaml:2: the rule's `when` denies \"eczema\""}},
        {"DeniesInAnExceptionIsFine",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME\n    unless: {when: NOT has(\"eczema\") AND "
         "symptom(\"infection-signs\"), facts: [sun-72h]}",
         {}},
        {"BoundsFromTheRiskySide",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME AND needle_length_mm < 1",
         {"rules/acute.yaml:15: the rule's `when` stops firing as needle_length_mm grows, and that "
          "is riskier; leave this bound out, or move it into `unless`"}},
        {"BoundsFromTheSafeSide",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME AND needle_length_mm >= 0.5",
         {}},
        {"DeniesTheRiskySide",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME AND NOT needle_length_mm < 0.5",
         {}},
        {"AsksForOneLengthOnly",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME AND needle_length_mm = 0.5",
         {"rules/acute.yaml:15: the rule's `when` stops firing as needle_length_mm grows"}},
        {"BothSidesOfAnEitherAreFine",
         kRules,
         "when: symptom(\"infection-signs\")",
         "when: symptom(\"infection-signs\") OR (hours_since_last_session > 5 AND "
         "hours_since_last_session < 7)",
         {}},
        {"ReadsWhatCarriesNoRisk",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: has(\"eczema\") AND setting = HOME AND sessions_completed < 4",
         {"rules/acute.yaml:15: the rule's `when` reads sessions_completed, which "
          "schema/profile.yaml says carries no risk; leave it out, or declare its risk there"}},
    }),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Reachable, ProveSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"NeverSaid",
         kSun,
         "when: setting = HOME AND needle_length_mm > 0.2,",
         "when: needle_length_mm > 0.5 AND needle_length_mm <= 0.5 AND setting = HOME,",
         {"passages/aftercare/sun.yaml:17: 'aftercare/sun/sunscreen' can never be said: nothing "
          "makes `needle_length_mm > 0.5 AND needle_length_mm <= 0.5 AND setting = HOME` true"}},
        {"BetweenTwoBoundsIsFine",
         kSun,
         "when: setting = HOME AND needle_length_mm > 0.2,",
         "when: needle_length_mm > 0.5 AND needle_length_mm < 0.6 AND setting = HOME,",
         {}},
        {"SaidToEverybody",
         kSun,
         "when: setting = HOME AND needle_length_mm > 0.2,",
         "when: needle_length_mm > 0.2 OR NOT needle_length_mm > 0.2,",
         {"passages/aftercare/sun.yaml:17: 'aftercare/sun/sunscreen' holds for everyone: nothing "
          "makes `needle_length_mm > 0.2 OR NOT needle_length_mm > 0.2` false"}},
        {"BeyondTheLimitOfTheField",
         kSun,
         "when: setting = HOME AND needle_length_mm > 0.2,",
         "when: needle_length_mm > 10,",
         {"'aftercare/sun/sunscreen' can never be said"}},
        {"RowForNobody",
         kRows,
         "when: has(\"eczema\")\n",
         "when: has(\"eczema\") AND NOT has(\"eczema\")\n",
         {"protocols/scars.yaml:10: the row 'scars/cream' can never be said"}},
        {"RuleNeverSilent",
         kRules,
         "when: symptom(\"infection-signs\")",
         "when: symptom(\"infection-signs\") OR NOT setting = HOME OR setting = HOME",
         {"rules/acute.yaml:2: the rule 'infection/signs' can never be silent: nothing makes "
          "`when` "
          "false or `unless` true; say whom it is for",
          "protocols/scars.yaml:2: the row 'scars/home'"}},
    }),
    kName);

// A rule that never fires misses its case as well.
TEST(ProveTest, FindsARuleThatItsExceptionAlwaysTakesBack) {
  ProvableFolder folder;
  folder.Replace(kRules, "when: has(\"eczema\") AND setting = HOME",
                 "when: has(\"eczema\") AND setting = HOME\n    unless: {when: setting = HOME, "
                 "facts: [sun-72h]}");
  EXPECT_THAT(Written(Prove(folder.Read()).faults),
              Contains(HasSubstr("rules/acute.yaml:15: the rule 'eczema/home' can never fire: "
                                 "nothing makes `when` true and leaves `unless` untrue")));
}

INSTANTIATE_TEST_SUITE_P(
    Clashes, ProveSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"OneForbidsWhatTheOtherDemands",
         kRules,
         "forbids: [pick]",
         "forbids: [pick, wash]",
         {"rules/acute.yaml:10: 'infection/signs' demands `wash`, which 'eczema/home' "
          "(rules/acute.yaml:23) forbids, and both fire with: setting HOME, condition eczema, "
          "symptom infection-signs; reword one of the sentences, or keep the rules apart"}},
        {"BothForbid", kRules, "demands: [wash]", "forbids: [pick]", {}},
        {"OneRuleDoesBoth",
         kRules,
         "forbids: [pick]",
         "demands: [needling]",
         {"rules/acute.yaml:23: the rule 'eczema/home' demands and forbids `needling`; reword "
          "one"}},
    }),
    kName);

TEST(ProveTest, RulesThatNeverFireTogetherMayBeOpposed) {
  ProvableFolder folder;
  folder.Replace(kRules, "forbids: [pick]", "forbids: [wash]");
  folder.Replace(kRules, "when: has(\"eczema\") AND setting = HOME",
                 "when: has(\"eczema\") AND setting = HOME\n    unless: {when: "
                 "symptom(\"infection-signs\"), facts: [sun-72h]}");
  const Proof proof = Prove(folder.Read());
  EXPECT_THAT(Written(proof.faults), IsEmpty());
  EXPECT_THAT(proof.counts[2], HasSubstr("1 pairs opposed, of which 0 of one finding code"));
}

TEST(ProveTest, RulesOfOneCodeMayBeOpposed) {
  ProvableFolder folder;
  folder.Replace(kRules, "forbids: [pick]", "forbids: [wash]");
  folder.Replace(kRules, "code: eczema", "code: infection");
  folder.Write("schema/finding-codes.yaml", "- infection\n");
  const Proof proof = Prove(folder.Read());
  EXPECT_THAT(Written(proof.faults), IsEmpty());
  EXPECT_THAT(proof.counts[2], HasSubstr("1 pairs opposed, of which 1 of one finding code"));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ProveSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        {"CaseNotRead",
         kRules,
         "question: there is pus",
         "question: there is nothing",
         {"rules/acute.yaml:13: the rule 'infection/signs' is silent, and this case of it says "
          "otherwise; mend its `when`, or the words that the lexicon reads in the case",
          "rules/acute.yaml:2: the rule 'infection/signs' fires for none of its cases; give it "
          "one"}},
        {"FiresWhereItMustNot",
         kRules,
         "{fires: false, profile: {ruled_out_symptoms: [infection-signs]}}",
         "{fires: false, question: is it pus}",
         {"rules/acute.yaml:14: the rule 'infection/signs' fires, and this case of it says"}},
        {"KnownToBeMisread",
         kRules,
         "{fires: false, profile: {ruled_out_symptoms: [infection-signs]}}",
         "{fires: false, question: is it pus, misread: it is asked and not told}",
         {}},
        {"ReadRightAgain",
         kRules,
         "question: there is pus}",
         "question: there is pus, misread: this was so once}",
         {"rules/acute.yaml:13: this case of 'infection/signs' is read right now; take `misread`"}},
        {"UnknownFieldInACase",
         kRules,
         "{ruled_out_symptoms: [infection-signs]}",
         "{mood: low}",
         {"rules/acute.yaml:14: 'mood' is no profile field; see schema/profile.yaml"}},
        {"OtherTypeInACase",
         kRules,
         "{ruled_out_symptoms: [infection-signs]}",
         "{needle_length_mm: long}",
         {"rules/acute.yaml:14: the profile field 'needle_length_mm' holds another type"}},
        {"NoRuleForACode",
         "schema/finding-codes.yaml",
         "- eczema",
         "- eczema\n- crisis",
         {"schema/finding-codes.yaml: no rule raises 'crisis'; write one in rules/"}},
    }),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Rest, ProveSlipTest,
    testing::ValuesIn(std::vector<SlipCase>{
        // Said once, not for each end of needle and interval.
        {"RowInsideItsContraindication",
         kRows,
         "when: NOT has(\"eczema\")",
         "when: has(\"eczema\")",
         {"protocols/scars.yaml:2: the row 'scars/home' is for people whom the rule 'eczema/home' "
          "tells to leave it; mend the row's numbers or its `when`"}},
        {"RowTooLongAtOneEnd",
         kRules,
         "when: has(\"eczema\") AND setting = HOME",
         "when: setting = HOME AND (has(\"eczema\") OR needle_length_mm >= 0.5)",
         {"protocols/scars.yaml:2: the row 'scars/home' is for people whom the rule "
          "'eczema/home'"}},
        {"ReadsOnElsewhere",
         kRules,
         "read: aftercare/sun",
         "read: aftercare/wash",
         {"rules/acute.yaml:15: the rule 'eczema/home' gives 'aftercare/wash#1' to read on, which "
          "is "
          "about none of its codes and cites none of its facts; name a passage on its subject"}},
        {"FieldThatChangesNothing",
         "schema/profile.yaml",
         "fields:\n",
         "fields:\n  - {name: budget, type: enum, values: [LOW], decides: how, label: budget, ask: "
         "What}\n",
         {"schema/profile.yaml: the field budget changes nothing: no rule, statement or threshold "
          "reads it; write one that does, or do not ask for it"}},
    }),
    kName);

}  // namespace
}  // namespace needlepoint
