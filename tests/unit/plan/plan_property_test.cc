// What holds for every plan and every question back, tried on people made up from
// the guide's own vocabulary: 2,000 by default, 100,000 with NEEDLEPOINT_SLOW.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

#include "service/plan/numbers.h"
#include "service/plan/planner.h"
#include "service/plan/prices.h"
#include "service/plan/verify_plan.h"
#include "service/plan/ways.h"
#include "tests/support/amount.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/unit/answer/answer_text.h"
#include "tests/unit/plan/people.h"
#include "tests/unit/plan/plan_pack.h"
#include "tests/unit/safety/guide_profiles.h"

namespace needlepoint {
namespace {

constexpr int kMostShown = 5;  // failures of a property that are printed

int PeopleToTry() { return Amount(2000, 100'000); }

const Planner& GuidePlanner() {
  static const Planner* const planner = PlannerOf(Guide()).release();
  return *planner;
}

const Answerer& GuideAnswerer() {
  static const Answerer* const answerer = AnswererOf(Guide()).release();
  return *answerer;
}

bool IsAcute(v1::Disposition disposition) {
  return disposition == v1::DISPOSITION_URGENT || disposition == v1::DISPOSITION_EMERGENCY;
}

// Milder to graver; having nothing to say is the mildest.
int Gravity(v1::Disposition disposition) {
  return disposition == v1::DISPOSITION_NO_ANSWER ? v1::DISPOSITION_INFORM : disposition;
}

const Protocol* FindRow(const std::string& id) {
  const std::vector<Protocol>& rows = Guide()->knowledge().protocols;
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Protocol& p) { return p.id == id; });
  return row == rows.end() ? nullptr : &*row;
}

// Counts what fails, and prints the first few.
class Failures {
 public:
  void Add(const std::string& what) {
    if (++count_ <= kMostShown) ADD_FAILURE() << what;
  }
  ~Failures() {
    if (count_ > kMostShown) ADD_FAILURE() << count_ << " in all";
  }

 private:
  int count_ = 0;
};

struct Asked {
  Profile profile;
  std::string text;
};

std::string Shown(const Asked& asked) {
  return absl::StrCat("\nasked: \"", asked.text, "\"\nknown: ", ProfileLine(asked.profile), "\n");
}

class PlanPropertyTest : public testing::Test {
 protected:
  // Calls `check` for each of so many people.
  template <typename Check>
  void ForPeople(int count, Check check) {
    for (int i = 0; i < count; ++i) {
      Asked asked;
      asked.profile = people_.Somebody();
      asked.text = people_.Words();
      check(asked);
    }
  }

  static v1::Plan PlanOf(const Asked& asked) {
    return GuidePlanner().Plan(PlanInputOf(asked.profile, asked.text));
  }

  People people_{Guide()->knowledge(), 20261123};
  Failures failures_;
};

// What is found wrong with an option by its row alone, not by how it was found:
// "" if nothing is.
std::string FaultOf(const v1::PlanOption& option, const v1::Plan& plan, const Asked& asked) {
  if (option.setting() == v1::SETTING_HOME && option.needle_length_mm().max() > 0.5)
    return "a long needle at home";
  const bool asks_first = plan.disposition() >= v1::DISPOSITION_CONSULT &&
                          plan.disposition() != v1::DISPOSITION_NO_ANSWER;
  if (asks_first && option.recommended() && option.code() != kReview)
    return "recommended against a finding";
  if (option.code() == kReview || option.code() == "skincare-only") return "";
  const Protocol* row = FindRow(option.protocol_id());
  if (row == nullptr) return "no row";
  Question question =
      GuideAnswerer().understander().Read(asked.text, asked.profile, ReferenceTime());
  Profile& p = question.profile;
  p.setting = row->setting;
  const bool needles = row->numbers.contains("needle_length_mm");
  if (!row->device.empty() || !needles || p.device == "RF") p.device = row->device;
  p.needle_length_mm.reset();
  question.needle_lengths_mm.clear();
  p.session_interval_days.reset();
  if (needles) p.needle_length_mm = row->numbers.at("needle_length_mm").max;
  if (row->numbers.contains("interval_days"))
    p.session_interval_days = row->numbers.at("interval_days").min;
  std::set<std::string> codes;
  for (const Finding& finding : Screen(*Guide(), {p, &question}).findings) {
    const std::string& code = Guide()->knowledge().rules[finding.rule].code;
    if (finding.disposition >= Disposition::kAvoid) return absl::StrCat("offered against ", code);
    if (finding.disposition >= Disposition::kCaution) codes.insert(code);
    if (option.recommended() && finding.disposition >= Disposition::kConsult &&
        Guide()->knowledge().rules[finding.rule].mode == RuleMode::kEnforce)
      return absl::StrCat("recommended against ", code);
  }
  if (codes != std::set<std::string>(option.finding_codes().begin(), option.finding_codes().end()))
    return absl::StrCat("does not tell its findings: ", absl::StrJoin(codes, " "));
  return "";
}

TEST_F(PlanPropertyTest, EveryPlanIsSoundAndTheSameAgain) {
  const auto again = PlannerOf(Guide());
  int offered = 0, calendars = 0;
  ForPeople(PeopleToTry(), [&](const Asked& asked) {
    const v1::Plan plan = PlanOf(asked);
    const absl::Status verified = VerifyPlan(*Guide(), plan);
    if (!verified.ok()) failures_.Add(absl::StrCat(verified.ToString(), Shown(asked)));
    if (again->Plan(PlanInputOf(asked.profile, asked.text)).SerializeAsString() !=
        plan.SerializeAsString())
      failures_.Add(absl::StrCat("not the same again", Shown(asked)));
    for (const v1::PlanOption& option : plan.options()) {
      const std::string fault = FaultOf(option, plan, asked);
      if (!fault.empty())
        failures_.Add(absl::StrCat(option.code(), ": ", fault, Shown(asked), GistOf(plan)));
    }
    offered += plan.options_size();
    calendars += plan.calendar_option_code().empty() ? 0 : 1;
    if (IsAcute(plan.disposition()) &&
        !(plan.options().empty() && plan.follow_up_questions().empty()))
      failures_.Add(absl::StrCat("more than a warning", Shown(asked)));
  });
  EXPECT_EQ(GuidePlanner().degraded_count(), 0);
  EXPECT_GT(offered, PeopleToTry());
  EXPECT_GT(calendars, PeopleToTry() / 10);
}

TEST_F(PlanPropertyTest, TheOrderOfCodesDoesNotMatter) {
  ForPeople(PeopleToTry() / 2, [&](const Asked& asked) {
    const Asked other{people_.Shuffled(people_.Completed(asked.profile, 3)), asked.text};
    const Asked same{people_.Shuffled(other.profile), asked.text};
    const std::string one = GistOf(PlanOf(other)), two = GistOf(PlanOf(same));
    if (one != two) failures_.Add(absl::StrCat(one, "\n", two, Shown(other), Shown(same)));
  });
}

// Whether all that made `before` graver than now was taken back by a cited
// `unless`: that is meant; see the tests of the rules.
bool IsTakenBack(const Asked& before, const Profile& after, Disposition now) {
  const Question had =
      GuideAnswerer().understander().Read(before.text, before.profile, ReferenceTime());
  const Question has = GuideAnswerer().understander().Read(before.text, after, ReferenceTime());
  for (const Finding& finding : Screen(*Guide(), {had.profile, &had}).findings) {
    if (finding.disposition <= now) continue;
    if (Guide()->knowledge().rules[finding.rule].unless.empty() ||
        Guide()->RuleUnless(finding.rule).Evaluate({has.profile, &has}) != Truth::kTrue)
      return false;
  }
  return true;
}

TEST_F(PlanPropertyTest, OneMoreRiskNeverMakesAPlanMilder) {
  const std::vector<Risk> risks = RisksOf(Guide()->knowledge());
  int graver = 0, taken_back = 0;
  ForPeople(PeopleToTry(), [&](const Asked& asked) {
    Asked more = asked;
    if (!AddRisk(risks[people_.random()() % risks.size()], more.profile)) return;
    const v1::Plan before = PlanOf(asked), after = PlanOf(more);
    const int change = Gravity(after.disposition()) - Gravity(before.disposition());
    graver += change > 0 ? 1 : 0;
    if (change >= 0) return;
    ++taken_back;
    if (!IsTakenBack(asked, more.profile,
                     static_cast<Disposition>(Gravity(after.disposition()) - 1)))
      failures_.Add(absl::StrCat(GistOf(before), "\n", GistOf(after), Shown(asked), Shown(more)));
  });
  EXPECT_GT(graver, PeopleToTry() / 20);
  EXPECT_LE(taken_back, PeopleToTry() / 100);
}

// What a profile comes to, as GistOf() has it of a plan, without making one.
std::string QuickGist(const Asked& asked) {
  const Knowledge& k = Guide()->knowledge();
  const Question question =
      GuideAnswerer().understander().Read(asked.text, asked.profile, ReferenceTime());
  const Screening screening = Screen(*Guide(), {question.profile, &question});
  v1::Plan plan;
  plan.set_disposition(ToProto(screening.disposition));
  for (const Finding& finding : screening.findings) {
    v1::Finding& out = *plan.add_findings();
    out.set_code(k.rules[finding.rule].code);
    out.set_disposition(ToProto(finding.disposition));
  }
  if (IsAcute(plan.disposition())) return GistOf(plan);
  for (const Way& way : FindWays(*Guide(), question, screening)) {
    v1::PlanOption& option = *plan.add_options();
    option.set_code(way.option);
    option.set_recommended(way.recommended);
    for (const Finding& finding : way.screening.findings) {
      if (finding.disposition >= Disposition::kCaution)
        option.add_finding_codes(k.rules[finding.rule].code);
    }
    if (way.rows.empty()) continue;
    const Protocol& row = k.protocols[way.rows.front()];
    for (const NumberField& field : kPlanNumbers) {
      const auto number = row.numbers.find(field.name);
      if (number == row.numbers.end()) continue;
      (option.*field.mutable_)()->set_min(number->second.min);
      (option.*field.mutable_)()->set_max(number->second.max);
    }
    const Profile& p = question.profile;
    const Price* price = PriceOf(k, row, p.jurisdiction);
    if (price == nullptr) continue;
    option.mutable_cost()->set_min(price->range.min);
    option.mutable_cost()->set_currency_code(price->currency);
    const std::optional<bool> fits = FitsBudget(k, row, *price, p.budget, p.jurisdiction);
    if (fits.has_value()) option.set_fits_budget(*fits);
  }
  if (plan.options().empty() && screening.disposition == Disposition::kInform) {
    plan.set_disposition(v1::DISPOSITION_NO_ANSWER);
    plan.set_no_answer_reason(question.profile.concerns.empty()
                                  ? v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN
                                  : v1::NO_ANSWER_REASON_NOTHING_FOUND);
  }
  return GistOf(plan);
}

// What an answer says of a profile: its disposition and findings.
std::string AnswerGist(const Asked& asked) {
  const Question question =
      GuideAnswerer().understander().Read(asked.text, asked.profile, ReferenceTime());
  const Screening screening = Screen(*Guide(), {question.profile, &question});
  std::set<std::string> findings;
  for (const Finding& finding : screening.findings)
    findings.insert(absl::StrCat(Guide()->knowledge().rules[finding.rule].code, " ",
                                 DispositionName(finding.disposition)));
  return absl::StrCat(DispositionName(screening.disposition), " ", absl::StrJoin(findings, ", "));
}

class FollowUpPropertyTest : public PlanPropertyTest {
 protected:
  // Whether two answers to `question` differ in what `gist` makes of them, under
  // some completion of the rest.
  template <typename Gist>
  bool Matters(const v1::FollowUpQuestion& question, const Asked& asked, Gist gist) {
    // What the words said is known, too.
    const Profile known =
        GuideAnswerer().understander().Read(asked.text, asked.profile, ReferenceTime()).profile;
    constexpr int kCompletions = 3000;
    for (int i = 0; i < kCompletions; ++i) {
      // First with all else unknown, then with no risk more, then with some.
      const Profile rest = i == 0 ? known : people_.Completed(known, i < 40 ? 0 : 1 + i % 3);
      std::set<std::string> gists;
      for (const Profile& answered : people_.Answered(question, known, rest, i >= 20))
        gists.insert(gist(Asked{answered, asked.text}));
      if (gists.size() > 1) {
        tried_[i == 0 ? "at once" : i < 40 ? "with the rest known" : "with another risk"] += 1;
        return true;
      }
    }
    return false;
  }

  // The disposition that an outcome names and the findings that it says change, by
  // screening what it is said of.
  static std::string ScreenedGist(const Profile& known, const Profile& answered,
                                  const std::string& text) {
    const auto screened = [&](const Profile& profile, std::set<std::string>& findings) {
      const Question question = GuideAnswerer().understander().Read(text, profile, ReferenceTime());
      const Screening screening = Screen(*Guide(), {question.profile, &question});
      for (const Finding& finding : screening.findings) {
        const Rule& rule = Guide()->knowledge().rules[finding.rule];
        findings.insert(absl::StrCat(rule.code, " ", DispositionName(finding.disposition), " ",
                                     RuleModeName(rule.mode)));
      }
      return screening.disposition;
    };
    std::set<std::string> before, after, changed;
    screened(known, before);
    const Disposition disposition = screened(answered, after);
    for (const auto* one : {&before, &after}) {
      for (const std::string& finding : *one) {
        if (!before.contains(finding) || !after.contains(finding))
          changed.insert(finding.substr(0, finding.find(' ')));
      }
    }
    return absl::StrCat(DispositionName(disposition), " ", absl::StrJoin(changed, " "));
  }

  // That each outcome is what one of the answers of its values comes to.
  void CheckOutcomes(const v1::FollowUpQuestion& question, const Asked& asked) {
    const Profile known =
        GuideAnswerer().understander().Read(asked.text, asked.profile, ReferenceTime()).profile;
    for (const v1::FollowUpOutcome& outcome : question.outcomes()) {
      std::set<std::string> codes(outcome.finding_codes().begin(), outcome.finding_codes().end());
      const std::string want =
          absl::StrCat(DispositionName(static_cast<Disposition>(outcome.disposition() - 1)), " ",
                       absl::StrJoin(codes, " "));
      for (const std::string& value : outcome.values()) {
        v1::FollowUpQuestion one = question;  // with this value alone
        one.clear_outcomes();
        one.add_outcomes()->add_values(value);
        one.clear_choices();
        v1::FollowUpChoice& choice = *one.add_choices();
        choice.set_value(value);
        choice.set_none_of_these(value.empty());
        std::vector<Profile> answers = people_.Answered(one, known, known, false);
        const std::optional<Field> field = ParseField(question.field());
        // Of a list, the first is none of it.
        if (field.has_value() && IsListField(*field) && !value.empty())
          answers.erase(answers.begin());
        std::set<std::string> gists;
        for (const Profile& answered : answers)
          gists.insert(ScreenedGist(known, answered, asked.text));
        if (!gists.contains(want))
          outcome_failures_.Add(absl::StrCat(question.field(), " ", value, " is said to come to ",
                                             want, " and comes to ", absl::StrJoin(gists, " or "),
                                             Shown(asked)));
      }
    }
  }

  // That every question is worth its while, and says what it leads to.
  template <typename Gist>
  void CheckQuestions(const google::protobuf::RepeatedPtrField<v1::FollowUpQuestion>& questions,
                      bool complete, const Asked& asked, Gist gist) {
    std::set<std::string> fields;
    for (const v1::FollowUpQuestion& question : questions) {
      ++asked_[question.field()];
      fields.insert(question.field());
      if (question.text().empty() || question.reason().empty() || question.outcomes().empty())
        failures_.Add(absl::StrCat(question.ShortDebugString(), Shown(asked)));
      CheckOutcomes(question, asked);
      tried_["with one outcome"] += question.outcomes_size() < 2 ? 1 : 0;
      if (!Matters(question, asked, gist))
        failures_.Add(absl::StrCat("nothing depends on ", question.field(), ": ",
                                   question.ShortDebugString(), Shown(asked)));
    }
    if (fields.size() != static_cast<size_t>(questions.size()) || questions.size() > 3 ||
        (complete && !questions.empty()))
      failures_.Add(absl::StrCat("asks too much", Shown(asked)));
  }

  void TearDown() override {
    RecordProperty("asked", absl::StrJoin(asked_, " ", absl::PairFormatter("=")));
    RecordProperty("found", absl::StrJoin(tried_, ", ", absl::PairFormatter(" ")));
  }

  Failures outcome_failures_;
  std::map<std::string, int> asked_, tried_;  // by field; by how it was found to matter
};

TEST_F(FollowUpPropertyTest, EveryQuestionOfAPlanMatters) {
  ForPeople(PeopleToTry(), [&](Asked asked) {
    asked.text = "";
    const v1::Plan plan = PlanOf(asked);
    if (QuickGist(asked) != GistOf(plan))
      failures_.Add(absl::StrCat(QuickGist(asked), "\nis not\n", GistOf(plan), Shown(asked)));
    CheckQuestions(plan.follow_up_questions(), plan.complete(), asked, QuickGist);
  });
  EXPECT_GT(asked_.size(), 10u);
}

// What a plan has to fit into takes recommendations away, and with them questions.
TEST_F(FollowUpPropertyTest, EveryQuestionOfAPlanThatHasToFitMatters) {
  const auto gist = [&](const Asked& asked) { return GistOf(PlanOf(asked)); };
  ForPeople(PeopleToTry() / 40, [&](Asked asked) {
    asked.text = "wedding in five weeks, max 2 days off, no more than 2 sessions";
    const v1::Plan plan = PlanOf(asked);
    CheckQuestions(plan.follow_up_questions(), plan.complete(), asked, gist);
  });
}

TEST_F(FollowUpPropertyTest, EveryQuestionOfAnAnswerMatters) {
  ForPeople(PeopleToTry() / 2, [&](Asked asked) {
    asked.text = "can i do it?";
    const auto answer = GuideAnswerer().Answer(InputOf(asked.text, asked.profile));
    NP_ASSERT_OK(answer);
    CheckQuestions(answer->follow_up_questions(), answer->complete(), asked, AnswerGist);
  });
  EXPECT_GT(asked_.size(), 5u);
}

TEST_F(FollowUpPropertyTest, WhatIsCompleteNothingCanChange) {
  int complete = 0;
  ForPeople(PeopleToTry(), [&](const Asked& asked) {
    const v1::Plan plan = PlanOf(asked);
    if (!plan.complete() || IsAcute(plan.disposition())) return;
    ++complete;
    const Profile known =
        GuideAnswerer().understander().Read(asked.text, asked.profile, ReferenceTime()).profile;
    const std::string gist = GistOf(plan);
    for (int i = 0; i < 12; ++i) {
      const Asked more{people_.Completed(known, i % 4), asked.text};
      const std::string other = GistOf(PlanOf(more));
      if (other == gist) continue;
      failures_.Add(absl::StrCat(gist, "\n", other, Shown(asked), Shown(more)));
      break;
    }
  });
  EXPECT_GT(complete, PeopleToTry() / 40);
}

}  // namespace
}  // namespace needlepoint
