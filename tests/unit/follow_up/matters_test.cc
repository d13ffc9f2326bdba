#include "service/follow_up/matters.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/safety/screen.h"
#include "tests/support/amount.h"
#include "tests/unit/follow_up/rule_pack.h"

namespace needlepoint {
namespace {

bool NothingClosed(Field) { return false; }

std::string NameOf(const Unknown& unknown) {
  const std::string field(FieldName(unknown.field));
  return unknown.code.empty() ? field : absl::StrCat(field, ":", unknown.code);
}

// "conditions:eczema alone CONSULT", "setting together".
std::vector<std::string> Found(const Snapshot& pack, const Profile& profile,
                               const std::function<bool(Field)>& closed = NothingClosed) {
  const RuleTable table(pack);
  std::vector<std::string> found;
  for (const Matter& matter : FindMatters(table, Known(table, {profile}, closed))) {
    const std::string how =
        matter.alone ? absl::StrCat("alone ", DispositionName(matter.worst)) : "together";
    found.push_back(absl::StrCat(NameOf(table.unknowns()[matter.unknown]), " ", how));
  }
  return found;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(RulePackTest, WhatDecidesARuleMatters) {
  const auto pack = Pack({{"dermatosis", Disposition::kConsult, "has(\"eczema\")", ""}});
  EXPECT_THAT(Found(*pack, {}), ElementsAre("conditions:eczema alone CONSULT"));
  EXPECT_THAT(Found(*pack, {.conditions = {"eczema"}}), IsEmpty());
  EXPECT_THAT(Found(*pack, {.ruled_out_conditions = {"eczema"}}), IsEmpty());
  EXPECT_THAT(Found(*pack, {.answered_fields = {Field::kConditions}}), IsEmpty());
}

TEST_F(RulePackTest, WhatMattersOnlyWithAnotherRiskIsSaidSo) {
  const auto pack =
      Pack({{"pregnancy", Disposition::kConsult, "has(\"pregnant\")", ""},
            {"pregnancy", Disposition::kAvoid, "has(\"pregnant\") AND setting = HOME", ""}});
  EXPECT_THAT(Found(*pack, {}),
              UnorderedElementsAre("conditions:pregnant alone CONSULT", "setting together"));
  EXPECT_THAT(Found(*pack, {.conditions = {"pregnant"}}), ElementsAre("setting alone AVOID"));
  EXPECT_THAT(Found(*pack, {.setting = "HOME"}), ElementsAre("conditions:pregnant alone AVOID"));
  EXPECT_THAT(Found(*pack, {.ruled_out_conditions = {"pregnant"}}), IsEmpty());
}

TEST_F(RulePackTest, WhatAGraverRuleHidesDoesNotMatter) {
  const auto pack =
      Pack({{"skin", Disposition::kAvoid, "has(\"sunburn\")", ""},
            {"skin", Disposition::kCaution, "has(\"eczema\")", ""},
            {"skin", Disposition::kEmergency, "has(\"burn\")", "", RuleMode::kAdvise}});
  EXPECT_THAT(Found(*pack, {.conditions = {"sunburn"}}), IsEmpty());
  EXPECT_THAT(Found(*pack, {.conditions = {"eczema"}}),
              ElementsAre("conditions:sunburn alone AVOID"));
}

TEST_F(RulePackTest, AnUnlessMattersWhereItsRuleCanFire) {
  const auto pack = Pack({{"isotretinoin", Disposition::kConsult, "took(\"isotretinoin\")",
                           "weeks_since(\"isotretinoin\") >= 26"}});
  EXPECT_THAT(Found(*pack, {}), ElementsAre("medications:isotretinoin alone CONSULT"));
  Profile stopped;
  stopped.medications = {{"isotretinoin", Use::kPast, std::nullopt}};
  EXPECT_THAT(Found(*pack, stopped), ElementsAre("medications:isotretinoin alone CONSULT"));
  stopped.medications[0].weeks_since_stopped = 30;
  EXPECT_THAT(Found(*pack, stopped), IsEmpty());
}

TEST_F(RulePackTest, AClosedFieldIsTakenForAbsent) {
  const auto pack =
      Pack({{"infection", Disposition::kUrgent, "symptom(\"pus\") AND age_years < 18", ""}});
  EXPECT_THAT(Found(*pack, {}, [](Field field) { return field == Field::kSymptoms; }), IsEmpty());
  EXPECT_THAT(Found(*pack, {}),
              UnorderedElementsAre("age_years together", "symptoms:pus together"));
}

TEST_F(RulePackTest, TheFirstSessionHasNoTimeSinceTheLast) {
  const auto pack =
      Pack({{"too-frequent", Disposition::kCaution, "session_interval_days < 7", ""}});
  EXPECT_THAT(Found(*pack, {}), ElementsAre("session_interval_days alone CAUTION"));
  EXPECT_THAT(Found(*pack, {.experience = "NONE"}), IsEmpty());
}

// The answer by trying everything: each variable takes each of its choices, and
// two completions that differ in one of them are screened by the rules as they
// are.
class Oracle {
 public:
  Oracle(const Snapshot& pack, const Profile& known) : pack_(pack), known_(known) {
    const Vocabulary vocabulary(pack.knowledge());
    for (size_t r = 0; r < pack.knowledge().rules.size(); ++r) {
      const int rule = static_cast<int>(r);
      for (const Condition* condition : {&pack.RuleCondition(rule), &pack.RuleUnless(rule)}) {
        for (const Atom& atom : condition->atoms()) atoms_.push_back(&atom);
      }
    }
    variables_ = VariablesOf(atoms_, vocabulary);
    for (Variable& variable : variables_) {
      // Absent, or what is known of it already.
      variable.choices.push_back({"", [](Question&) { return true; }});
    }
  }

  std::set<std::string> Run() {
    Question question;
    question.profile = known_;
    // When it was stopped is open: the choices say it again, with the time.
    question.profile.medications.clear();
    Complete(0, question, "");
    std::set<std::string> matter;
    for (size_t v = 0; v < variables_.size(); ++v) {
      // Completions that are alike in all other variables.
      std::map<std::string, std::set<std::string>> outcomes;
      for (const auto& [choices, outcome] : completions_) {
        std::string others = choices;
        others[v] = '*';
        outcomes[others].insert(outcome);
      }
      for (const auto& [others, different] : outcomes) {
        if (different.size() > 1)
          matter.insert(NameOf({variables_[v].field, variables_[v].code, {}, {}, {}}));
      }
    }
    return matter;
  }

 private:
  void Complete(size_t next, const Question& question, const std::string& chosen) {
    if (next == variables_.size()) {
      Question whole = question;
      for (const Field list : {Field::kRecentProcedures, Field::kConcerns, Field::kBodyAreas})
        whole.profile.answered_fields.push_back(list);
      const Situation situation{whole.profile, &whole};
      for (const Atom* atom : atoms_) {
        if (Evaluate(*atom, situation) == Truth::kUnknown) return;  // not complete
      }
      // What is known has to be so still.
      for (const Atom* atom : atoms_) {
        const Truth before = Evaluate(*atom, {known_});
        if (before != Truth::kUnknown && before != Evaluate(*atom, situation)) return;
      }
      completions_.emplace_back(chosen, Outcome(situation));
      return;
    }
    for (size_t c = 0; c < variables_[next].choices.size(); ++c) {
      Question more = question;
      if (variables_[next].choices[c].apply(more))
        Complete(next + 1, more, chosen + static_cast<char>('a' + c));
    }
  }

  std::string Outcome(const Situation& situation) const {
    const Screening screening = Screen(pack_, situation);
    std::set<std::string> findings;
    for (const Finding& finding : screening.findings) {
      const Rule& rule = pack_.knowledge().rules[finding.rule];
      findings.insert(absl::StrCat(rule.code, DispositionName(rule.disposition)));
    }
    return absl::StrCat(absl::StrJoin(findings, ","), DispositionName(screening.disposition));
  }

  const Snapshot& pack_;
  const Profile known_;
  std::vector<const Atom*> atoms_;
  std::vector<Variable> variables_;
  std::vector<std::pair<std::string, std::string>> completions_;  // choices, outcome
};

class RandomPack {
 public:
  explicit RandomPack(std::mt19937& random) : random_(random) {}

  std::vector<TestRule> Rules() {
    std::vector<TestRule> rules;
    const size_t count = 1 + random_() % 5;
    while (rules.size() < count) {
      TestRule& rule = rules.emplace_back();
      rule.code = random_() % 2 == 0 ? "one" : "two";
      rule.disposition = static_cast<Disposition>(1 + random_() % 4);
      rule.mode = random_() % 4 == 0 ? RuleMode::kAdvise : RuleMode::kEnforce;
      rule.when = Expression();
      if (random_() % 3 == 0) rule.unless = Expression();
    }
    return rules;
  }

  Profile Known() {
    Profile p;
    if (random_() % 3 == 0) p.setting = random_() % 2 == 0 ? "HOME" : "PROFESSIONAL";
    if (random_() % 3 == 0) p.conditions = {"eczema"};
    if (random_() % 3 == 0) p.ruled_out_conditions = {"pregnant"};
    if (random_() % 4 == 0) p.age_years = random_() % 2 == 0 ? 15 : 40;
    if (random_() % 4 == 0) p.medications = {{"isotretinoin", Use::kPast, std::nullopt}};
    if (random_() % 4 == 0) p.body_areas = {"face"};
    if (random_() % 4 == 0) p.answered_fields = {Field::kRecentProcedures};
    return p;
  }

 private:
  std::string Expression() {
    const std::string one = Comparison();
    switch (random_() % 4) {
      case 0:
        return absl::StrCat(one, " AND ", Comparison());
      case 1:
        return absl::StrCat(one, " OR ", Comparison());
      case 2:
        return absl::StrCat("(", one, " OR ", Comparison(), ") AND ", Comparison());
      default:
        return one;
    }
  }

  std::string Comparison() {
    static const auto* const all = new std::vector<std::string>(
        {"has(\"eczema\")", "has(\"pregnant\")", "setting = HOME", "setting = PROFESSIONAL",
         "age_years < 18", "taking(\"isotretinoin\")", "took(\"isotretinoin\")",
         "weeks_since(\"isotretinoin\") < 26", "procedure(\"laser\")", "weeks_since(\"laser\") < 4",
         "area(\"lips\")", "says(\"anything\")"});
    return (*all)[random_() % all->size()];
  }

  std::mt19937& random_;
};

TEST_F(RulePackTest, AgreesWithTryingEverything) {
  std::mt19937 random(20261123);
  int some = 0, none = 0;
  const int packs = Amount(150, 1500);
  for (int i = 0; i < packs; ++i) {
    RandomPack maker(random);
    const std::vector<TestRule> rules = maker.Rules();
    const auto pack = Pack(rules);
    const RuleTable table(*pack);
    for (int j = 0; j < 5; ++j) {
      const Profile known = maker.Known();
      std::set<std::string> found;
      for (const Matter& matter : FindMatters(table, Known(table, {known}, NothingClosed)))
        found.insert(NameOf(table.unknowns()[matter.unknown]));
      std::string text;
      for (const TestRule& rule : rules) {
        absl::StrAppend(&text, rule.code, " ", DispositionName(rule.disposition),
                        rule.mode == RuleMode::kAdvise ? " advise " : " ", rule.when, " UNLESS ",
                        rule.unless, "\n");
      }
      ASSERT_EQ(found, Oracle(*pack, known).Run()) << text << "profile " << j;
      ++(found.empty() ? none : some);
    }
  }
  EXPECT_GT(some, packs * 2 / 3);
  EXPECT_GT(none, packs / 8);
}

}  // namespace
}  // namespace needlepoint
