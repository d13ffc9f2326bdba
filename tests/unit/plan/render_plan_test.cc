// A plan as text, as Markdown and as a page: what stands in it, and that no text
// can be more than text.

#include "service/plan/render_plan.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/plan/plan_page.h"
#include "service/plan/plan_words.h"
#include "tests/support/guide.h"
#include "tests/unit/plan/plan_pack.h"

namespace needlepoint {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Sets every text of `message` and of all in it to `text`, of each list one more.
void FillTexts(const std::string& text, int depth, Message& message) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (field->type() == FieldDescriptor::TYPE_STRING && field->is_repeated()) {
      reflection->AddString(&message, field, text);
    } else if (field->type() == FieldDescriptor::TYPE_STRING) {
      reflection->SetString(&message, field, text);
    } else if (field->type() == FieldDescriptor::TYPE_MESSAGE && depth > 0) {
      FillTexts(text, depth - 1,
                field->is_repeated() ? *reflection->AddMessage(&message, field)
                                     : *reflection->MutableMessage(&message, field));
    }
  }
}

constexpr char kHostile[] = R"(<script src="//x.example/a.js">*a*_b_`c`[d](javascript:e)|'&)";

v1::Plan HostilePlan() {
  v1::Plan plan;
  FillTexts(kHostile, 6, plan);
  plan.set_disposition(v1::DISPOSITION_CAUTION);
  plan.mutable_citations(0)->set_number(1);
  // The page of an earlier rendering and the text are no part of what is rendered.
  plan.clear_page();
  plan.clear_rendered();
  for (v1::Section& section : *plan.mutable_sections()) {
    section.clear_table();
    section.clear_conflict();
  }
  return plan;
}

TEST(RenderPlanTest, NoTextIsMarkup) {
  v1::Plan plan = HostilePlan();
  RenderPlan(*PlanSnapshot(), v1::CITATION_MODE_MARKERS, plan);
  const std::string& markdown = plan.rendered().markdown();
  EXPECT_THAT(markdown, HasSubstr("&lt;script"));
  EXPECT_THAT(markdown, Not(HasSubstr("<")));
  // Signs of Markdown stand behind a backslash, but for the bold of titles.
  const std::string signs = std::regex_replace(markdown, std::regex(R"(\\.|\*\*)"), "");
  EXPECT_THAT(signs, Not(testing::ContainsRegex("[][*_`|]")));
  EXPECT_THAT(plan.rendered().plain(), HasSubstr(kHostile));
}

TEST(PlanPageTest, NoTextIsMarkup) {
  const std::string page = PlanPage(*PlanSnapshot(), HostilePlan());
  EXPECT_THAT(page, HasSubstr("&lt;script src=&quot;//x.example/a.js&quot;&gt;"));
  EXPECT_THAT(page, HasSubstr("&#39;&amp;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("x.example/a.js\"")));
}

// Whoever opens the page is seen by nobody: it has no script, and nothing in it
// is fetched.
void ExpectFetchesNothing(const std::string& page) {
  static const auto* const element = new std::regex("<([a-z0-9]+)([^>]*)>");
  const std::set<std::string> harmless = {
      "html",   "head", "meta", "title", "style", "body", "p",  "h1", "h2",   "h3",  "div",
      "strong", "ul",   "ol",   "li",    "table", "tr",   "th", "td", "span", "sup", "a"};
  for (std::sregex_iterator it(page.begin(), page.end(), *element), end; it != end; ++it) {
    EXPECT_TRUE(harmless.contains((*it)[1])) << it->str();
    const std::string attributes = (*it)[2];
    EXPECT_FALSE(absl::StrContains(attributes, " on") || absl::StrContains(attributes, "src") ||
                 absl::StrContains(attributes, "style"))
        << it->str();
    const bool links = absl::StrContains(attributes, "href");
    EXPECT_TRUE(!links || std::regex_match(attributes, std::regex(" href=\"#s[0-9]+\"")))
        << it->str();
  }
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  EXPECT_THAT(page, Not(HasSubstr("http-equiv")));
}

TEST(PlanPageTest, ATextFetchesNothingEither) {
  ExpectFetchesNothing(PlanPage(*PlanSnapshot(), HostilePlan()));
}

// Plans of the guide that have between them all that can be rendered.
std::vector<v1::Plan> GuidePlans(v1::CitationMode mode) {
  static const Planner* const planner = PlannerOf(Guide()).release();
  const std::vector<std::pair<Profile, std::string>> asked = {
      {{}, ""},
      {{.setting = "HOME", .experience = "NONE", .concerns = {"texture"}}, ""},
      {{.setting = "PROFESSIONAL",
        .budget = "LOW",
        .jurisdiction = "GB",
        .fitzpatrick = 5,
        .concerns = {"acne-scar.rolling", "hyperpigmentation"}},
       "derm suggests <b>2mm</b>, 4 sessions, every six weeks, $300 each. max 3 days off, my "
       "wedding is in five weeks"},
      {{.setting = "HOME", .concerns = {"melasma"}}, ""},
      {{.concerns = {"hair-loss"}, .medications = {{"isotretinoin", Use::kCurrent, {}}}}, ""},
      {{.concerns = {"acne-scar"}, .symptoms = {{"anaphylaxis", std::nullopt}}}, ""},
      {{.concerns = {"acne-scar"}, .symptoms = {{"crisis.suicidal", std::nullopt}}}, ""},
  };
  std::vector<v1::Plan> plans;
  for (const auto& [profile, question] : asked) {
    PlanInput input = PlanInputOf(profile, question);
    input.citation_mode = mode;
    input.with_page = true;
    input.start_day = absl::CivilDay(2027, 1, 31);
    plans.push_back(planner->Plan(input));
  }
  EXPECT_EQ(planner->degraded_count(), 0);
  return plans;
}

std::set<int> NumbersIn(const std::string& text, const std::string& pattern) {
  std::set<int> numbers;
  const std::regex mark(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), mark), end; it != end; ++it)
    numbers.insert(std::stoi((*it)[1]));
  return numbers;
}

// The text above the list of sources, and the list.
std::pair<std::string, std::string> Parts(const std::string& text) {
  return absl::StrSplit(text,
                        absl::MaxSplits(absl::StrCat(Guide()->Label("section.sources"), ""), 1));
}

TEST(GuidePlanTextTest, EveryMarkIsASourceOfTheList) {
  for (const v1::Plan& plan : GuidePlans(v1::CITATION_MODE_MARKERS)) {
    for (const auto& [text, mark] : {std::pair(plan.rendered().plain(), R"(\[(\d+)\])"),
                                     std::pair(plan.rendered().markdown(), R"(\\\[(\d+)\\\])")}) {
      const auto [said, sources] = Parts(text);
      const std::set<int> listed = NumbersIn(sources, mark);
      EXPECT_EQ(listed.size(), static_cast<size_t>(plan.citations_size()));
      for (const int number : NumbersIn(said, mark))
        EXPECT_TRUE(listed.contains(number)) << number << " in:\n" << text;
    }
    const std::set<int> marks = NumbersIn(plan.page(), "href=\"#s(\\d+)\"");
    const std::set<int> targets = NumbersIn(plan.page(), "id=\"s(\\d+)\"");
    for (const int number : marks) EXPECT_TRUE(targets.contains(number)) << number;
    EXPECT_EQ(targets.size(), static_cast<size_t>(plan.citations_size()));
  }
}

// Nobody is shown a source that nothing rests on.
TEST(GuidePlanTextTest, EverySourceIsCited) {
  for (const v1::Plan& plan : GuidePlans(v1::CITATION_MODE_MARKERS)) {
    std::set<int> cited = NumbersIn(plan.page(), "href=\"#s(\\d+)\"");
    for (const v1::Finding& finding : plan.findings()) {
      cited.insert(finding.citation_numbers().begin(), finding.citation_numbers().end());
      cited.insert(finding.headline().citation_numbers().begin(),
                   finding.headline().citation_numbers().end());
      for (const v1::Statement& ask : finding.questions_to_ask())
        cited.insert(ask.citation_numbers().begin(), ask.citation_numbers().end());
      for (const v1::PhoneNumber& phone : finding.phone_numbers())
        cited.insert(phone.citation_numbers().begin(), phone.citation_numbers().end());
    }
    for (const v1::Citation& citation : plan.citations())
      EXPECT_TRUE(cited.contains(citation.number())) << citation.fact_id();
  }
}

TEST(GuidePlanTextTest, WithoutCitationsThereIsNoMarkAndNoList) {
  for (const v1::Plan& plan : GuidePlans(v1::CITATION_MODE_NONE)) {
    EXPECT_THAT(NumbersIn(plan.rendered().plain(), R"(\[(\d+)\])"), IsEmpty());
    EXPECT_THAT(plan.rendered().plain(), Not(HasSubstr(Guide()->Label("section.sources"))));
  }
}

TEST(GuidePlanTextTest, PagesFetchNothing) {
  for (const v1::Plan& plan : GuidePlans(v1::CITATION_MODE_MARKERS)) {
    ExpectFetchesNothing(plan.page());
    EXPECT_THAT(plan.page(), HasSubstr("<!doctype html>"));
    EXPECT_THAT(plan.page(), HasSubstr(Guide()->Label("section.plan")));
  }
}

// No key of a label and no placeholder has slipped through, and no value is blank.
TEST(GuidePlanTextTest, AllLabelsAreFilled) {
  for (const v1::Plan& plan : GuidePlans(v1::CITATION_MODE_MARKERS)) {
    const std::string page = plan.page().substr(plan.page().find("</style>") + 1);
    for (const std::string& text : {plan.rendered().plain(), plan.rendered().markdown(), page}) {
      EXPECT_FALSE(absl::StrContains(text, "{") || absl::StrContains(text, ": \n")) << text;
      for (const auto& [key, label] : Guide()->knowledge().labels) {
        const bool key_shown = absl::StrContains(key, ".") && absl::StrContains(text, key);
        EXPECT_FALSE(key_shown) << key;
      }
    }
  }
}

TEST(GuidePlanTextTest, InAnEmergencyNothingElseIsSaid) {
  const v1::Plan plan = GuidePlans(v1::CITATION_MODE_MARKERS)[5];
  EXPECT_EQ(plan.disposition(), v1::DISPOSITION_EMERGENCY);
  EXPECT_THAT(plan.options(), IsEmpty());
  EXPECT_THAT(plan.rendered().plain(), Not(HasSubstr(Guide()->Label("section.timeline"))));
  EXPECT_THAT(plan.page(), HasSubstr("999"));
  EXPECT_THAT(plan.rendered().plain(), HasSubstr("999"));
}

TEST(GuidePlanTextTest, TheReviewNoticeIsShown) {
  for (const v1::Plan& plan : GuidePlans(v1::CITATION_MODE_MARKERS)) {
    ASSERT_FALSE(plan.review_notice().empty());
    EXPECT_THAT(plan.rendered().plain(), HasSubstr(plan.review_notice()));
    EXPECT_THAT(plan.page(), HasSubstr(plan.review_notice()));
  }
}

TEST(RenderPlanTest, ASentenceOfSeveralOptionsIsWrittenOnce) {
  const auto planner = PlannerOf(PlanSnapshot());
  const v1::Plan plan = planner->Plan(PlanInputOf({.concerns = {"texture"}}));
  const std::string sentence = plan.options(0).statements(0).text();
  int options = 0;
  for (const v1::PlanOption& option : plan.options()) {
    for (const v1::Statement& statement : option.statements())
      options += statement.text() == sentence ? 1 : 0;
  }
  ASSERT_EQ(options, 2);
  const std::vector<std::string> pieces = absl::StrSplit(
      plan.rendered().plain().substr(0, plan.rendered().plain().find("section.timeline")),
      sentence);
  EXPECT_EQ(pieces.size(), 2u);
}

// "title: value".
std::vector<std::string> Lines(const std::vector<PlanLine>& lines) {
  std::vector<std::string> texts;
  for (const PlanLine& line : lines) texts.push_back(absl::StrCat(line.title, ": ", line.value));
  return texts;
}

TEST(PlanWordsTest, ValuesOfAnOption) {
  v1::PlanOption option;
  option.mutable_needle_length_mm()->set_min(0.25);
  option.mutable_needle_length_mm()->set_max(0.5);
  option.mutable_session_count()->set_min(4);
  option.mutable_session_count()->set_max(4);
  option.mutable_downtime_days()->set_max(3);
  option.mutable_cost()->set_min(100);
  option.mutable_cost()->set_max(45000);
  option.mutable_cost()->set_currency_code("GBP");
  option.mutable_cost()->set_jurisdiction("GB");
  option.mutable_cost()->set_per(v1::COST_PER_SESSION);
  EXPECT_THAT(Lines(LinesOf(*Guide(), option)),
              ElementsAre("needle length: 0.25 to 0.5 mm", "sessions: 4", "downtime: 0 to 3 days",
                          "cost: 100 to 45000 GBP a session"));
  EXPECT_EQ(LinesOf(*Guide(), option).back().population, "seen in the United Kingdom");
  option.mutable_cost()->set_per(v1::COST_PER_COURSE);
  EXPECT_THAT(Lines(LinesOf(*Guide(), option)).back(), HasSubstr("for the course"));
  option.mutable_cost()->set_per(v1::COST_PER_DEVICE);
  EXPECT_THAT(Lines(LinesOf(*Guide(), option)).back(), HasSubstr("for the device"));
  EXPECT_THAT(LinesOf(*Guide(), v1::PlanOption()), IsEmpty());
}

TEST(PlanWordsTest, RemarksOnAnOption) {
  v1::PlanOption option;
  EXPECT_THAT(RemarksOn(*Guide(), option), IsEmpty());
  option.set_recommended(true);
  option.set_fits_budget(true);
  option.set_fits_constraints(true);
  option.set_disposition(v1::DISPOSITION_CAUTION);
  EXPECT_THAT(RemarksOn(*Guide(), option),
              ElementsAre(Guide()->Label("disposition.caution"), "fits what you told me",
                          "within the budget", "fits the time you have"));
  option.set_recommended(false);
  option.set_fits_budget(false);
  option.set_fits_constraints(false);
  option.set_disposition(v1::DISPOSITION_CONSULT);
  EXPECT_THAT(RemarksOn(*Guide(), option),
              ElementsAre(Guide()->Label("disposition.consult"), "over the budget",
                          "does not fit the time you have"));
}

TEST(PlanWordsTest, AProposalAndWhatSourcesHold) {
  v1::ProposedNumber number;
  number.set_field("interval_days");
  number.set_value(14);
  number.set_max_value(21);
  number.set_source_min(28);
  number.set_source_max(42);
  number.set_standing(v1::PROPOSAL_STANDING_BELOW);
  const PlanLine own = LineOf(*Guide(), number), source = SourceLineOf(*Guide(), number);
  EXPECT_EQ(absl::StrCat(own.title, ": ", own.value), "time between sessions: 14 to 21 days");
  EXPECT_EQ(absl::StrCat(source.value, ", ", source.population), "28 to 42 days, below it");
  number.clear_source_min();
  number.clear_source_max();
  number.set_standing(v1::PROPOSAL_STANDING_NO_NUMBER);
  EXPECT_EQ(SourceLineOf(*Guide(), number).value, "my sources hold no number");
  number.set_field("cost");
  EXPECT_EQ(LineOf(*Guide(), number).title, "cost");
  EXPECT_EQ(LineOf(*Guide(), number).value, "14 to 21");
}

std::string When(int from, std::optional<int> to, const std::string& date_from = "",
                 const std::string& date_to = "") {
  v1::TimelineStep step;
  step.set_day_from(from);
  if (to.has_value()) step.set_day_to(*to);
  step.set_date_from(date_from);
  step.set_date_to(date_to);
  return WhenOf(*Guide(), step);
}

TEST(PlanWordsTest, DaysAndHours) {
  EXPECT_EQ(When(-28, -1), "28 to 1 days before");
  EXPECT_EQ(When(0, 0), "day 0");
  EXPECT_EQ(When(0, 7), "day 0 to 7");
  EXPECT_EQ(When(7, {}), "from day 7 on");
  EXPECT_EQ(When(28, 56, "2027-01-04", "2027-02-01"), "day 28 to 56 (2027-01-04 to 2027-02-01)");
  EXPECT_EQ(When(0, 0, "2027-01-04", "2027-01-04"), "day 0 (2027-01-04)");
  EXPECT_EQ(When(7, {}, "2027-01-04"), "from day 7 on (2027-01-04)");
  v1::AftercareStep step;
  step.set_hour_to(24);
  EXPECT_EQ(WhenOf(*Guide(), step), "hour 0 to 24");
  step.clear_hour_to();
  step.set_hour_from(72);
  EXPECT_EQ(WhenOf(*Guide(), step), "from hour 72 on");
}

}  // namespace
}  // namespace needlepoint
