#include "tests/unit/plan/plan_pack.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "service/plan/ways.h"
#include "tests/support/small_knowledge.h"
#include "tests/unit/answer/answer_text.h"

namespace needlepoint {
namespace {

// Indices in SmallKnowledge().facts.
constexpr int kSunFact = 0, kWashFact = 1, kCleanFact = 2;

int StatementOf(const Knowledge& k, const std::string& id) {
  const auto it = std::find_if(k.statements.begin(), k.statements.end(),
                               [&](const Statement& statement) { return statement.id == id; });
  if (it != k.statements.end()) return static_cast<int>(it - k.statements.begin());
  std::fprintf(stderr, "PlanKnowledge: no statement %s\n", id.c_str());
  std::abort();
}

void AddFields(Knowledge& k) {
  const std::vector<std::string> none;
  k.fields = {
      {"age_years", "integer", "age", "How old?", "", "years", none, 0, 120, RiskDirection::kEither,
       Decides::kWhether, Asked::kAll},
      {"setting",
       "enum",
       "where",
       "Is this at home?",
       "",
       "",
       {"HOME", "PROFESSIONAL", "UNDECIDED"},
       {},
       {},
       RiskDirection::kNone,
       Decides::kWhether,
       Asked::kAll},
      {"concerns",
       "codes",
       "concern",
       "What is it for?",
       "concern",
       "",
       none,
       {},
       {},
       RiskDirection::kNone,
       Decides::kWhether,
       Asked::kUnlessNamed},
      {"fitzpatrick", "integer", "skin type", "How dark is it?", "", "", none, 1, 6,
       RiskDirection::kHigher, Decides::kWhether, Asked::kAll},
      {"device",
       "enum",
       "device",
       "Which device?",
       "",
       "",
       {"ROLLER", "PEN", "STAMP", "RF"},
       {},
       {},
       RiskDirection::kNone,
       Decides::kHow,
       Asked::kAll},
      {"needle_length_mm", "number", "needle length", "How long are the needles?", "", "mm", none,
       0, 10, RiskDirection::kHigher, Decides::kHow, Asked::kAll},
      {"conditions",
       "codes",
       "condition",
       "Do any apply?",
       "condition",
       "",
       none,
       {},
       {},
       RiskDirection::kNone,
       Decides::kWhether,
       Asked::kAll},
      {"symptoms",
       "timed",
       "symptom",
       "Any of these now?",
       "symptom",
       "",
       none,
       {},
       {},
       RiskDirection::kNone,
       Decides::kWhether,
       Asked::kWithComplaint},
      {"session_interval_days", "number", "interval", "How often?", "", "days", none, 0, 3650,
       RiskDirection::kLower, Decides::kWhen, Asked::kAll},
      {"budget",
       "enum",
       "budget",
       "What may it cost?",
       "",
       "",
       {"LOW", "MEDIUM", "HIGH"},
       {},
       {},
       RiskDirection::kNone,
       Decides::kHow,
       Asked::kAll},
      {"experience",
       "enum",
       "experience",
       "Done before?",
       "",
       "",
       {"NONE", "SOME"},
       {},
       {},
       RiskDirection::kNone,
       Decides::kHow,
       Asked::kAll},
      {"jurisdiction",
       "text",
       "country",
       "Which country?",
       "",
       "",
       none,
       {},
       {},
       RiskDirection::kNone,
       Decides::kHow,
       Asked::kAll},
  };
}

void AddWords(Knowledge& k) {
  const auto add = [&](const char* kind, const char* code, const char* surface) {
    k.lexicon.push_back({kind, code, surface, {surface}, {}, {}});
  };
  add("concern", "acne-scar.boxcar", "boxcar scar");
  add("concern", "acne-scar.ice-pick", "ice pick scar");
  add("concern", "texture", "texture");
  add("concern", "dark-marks", "dark mark");
  add("condition", "keloid-history", "keloid");
  add("condition", "eczema", "eczema");
  k.context.push_back({"at-most", "=max"});
  k.context.push_back({"days-off", "day|days off"});
  k.context.push_back({"event", "wedding"});
  k.context.push_back({"clinician-proposes", "derm suggests"});
}

void SetRules(Knowledge& k) {
  const Rule pattern = k.rules[0];
  k.rules.erase(k.rules.begin());  // isotretinoin; infection stays
  const auto add = [&](const char* id, const char* code, Disposition disposition,
                       const char* when) {
    Rule& rule = k.rules.emplace_back(pattern);
    rule.id = id;
    rule.code = code;
    rule.disposition = disposition;
    rule.when = when;
  };
  add("keloid/own", "keloids", Disposition::kConsult, "has(\"keloid-history\")");
  add("keloid/home", "keloids", Disposition::kAvoid, "has(\"keloid-history\") AND setting = HOME");
  add("skin/dark", "dark-skin", Disposition::kCaution, "fitzpatrick >= 5");
  add("skin/rf", "rf-dark", Disposition::kAvoid, "fitzpatrick >= 6 AND device = RF");
  add("often", "too-frequent", Disposition::kCaution, "session_interval_days < 7");
  add("long", "long-needle", Disposition::kAvoid, "setting = HOME AND longest_needle_mm() > 0.5");
  add("marks", "marks", Disposition::kCaution, "concern(\"dark-marks\") AND has(\"eczema\")");
}

void SetRows(Knowledge& k) {
  const int shade = StatementOf(k, "aftercare/sun/shade");
  const int screen = StatementOf(k, "aftercare/sun/sunscreen");
  const int at_home = StatementOf(k, "aftercare/sun/at-home");
  const int water = StatementOf(k, "aftercare/wash/water");
  const int soak = StatementOf(k, "needles/clean/soak");
  Protocol clinic{.id = "clinic",
                  .option = "professional-microneedling",
                  .concern = "acne-scar",
                  .setting = "PROFESSIONAL"};
  clinic.numbers = {{"needle_length_mm", {0.5, 1.5, {kSunFact}}},
                    {"session_count", {3, 6, {kSunFact, kWashFact}}},
                    {"interval_days", {28, 42, {kSunFact}}},
                    {"first_result_days", {60, 180, {kSunFact}}},
                    {"full_result_days", {90, 180, {kWashFact}}},
                    {"downtime_days", {1, 7, {kSunFact}}}};
  clinic.full_result_from_last = true;
  clinic.first_line = {kSunFact};
  clinic.statements = {shade, screen, water, at_home, soak};
  const auto like = [&](const Protocol& row, const char* id, const char* concern, bool first) {
    Protocol other = row;
    other.id = id;
    other.concern = concern;
    other.first_line = first ? std::vector<int>{kSunFact} : std::vector<int>();
    return other;
  };
  Protocol roller{.id = "roller",
                  .option = "home-roller",
                  .concern = "acne-scar",
                  .setting = "HOME",
                  .device = "ROLLER"};
  roller.numbers = {{"needle_length_mm", {0.25, 0.5, {kCleanFact}}},
                    {"interval_days", {7, 28, {kCleanFact}}},
                    {"downtime_days", {1, 3, {kCleanFact}}}};
  roller.statements = {soak, water, shade};
  Protocol first = like(roller, "roller-first", "acne-scar", false);
  first.when = "experience = NONE";
  first.numbers["needle_length_mm"] = {0.25, 0.25, {kCleanFact}};
  Protocol stamp = like(roller, "stamp", "acne-scar", false);
  stamp.option = "home-stamp";
  stamp.device = "STAMP";
  Protocol rf{.id = "rf",
              .option = "professional-rf-microneedling",
              .concern = "acne-scar",
              .setting = "PROFESSIONAL",
              .device = "RF"};
  rf.numbers = {{"needle_length_mm", {0.5, 2, {kSunFact}}}, {"session_count", {4, 4, {kSunFact}}}};
  rf.statements = {shade};
  Protocol peel{
      .id = "peel", .option = "chemical-peel", .concern = "acne-scar", .setting = "PROFESSIONAL"};
  peel.statements = {screen};
  Protocol review{.id = "review",
                  .option = kReview,
                  .concern = "acne-scar.ice-pick",
                  .setting = "PROFESSIONAL",
                  .first_line = {kSunFact}};
  review.statements = {water};
  Protocol creams{
      .id = "marks-creams", .option = "skincare-only", .concern = "dark-marks", .setting = "HOME"};
  creams.first_line = {kWashFact};
  creams.numbers = {{"full_result_days", {112, 168, {kWashFact}}}};
  creams.statements = {screen};
  k.protocols = {clinic,
                 like(clinic, "boxcar", "acne-scar.boxcar", true),
                 first,
                 roller,
                 stamp,
                 rf,
                 peel,
                 review,
                 like(clinic, "texture-clinic", "texture", true),
                 like(roller, "texture-roller", "texture", true),
                 creams,
                 like(review, "marks-review", "dark-marks", false),
                 like(clinic, "marks-clinic", "dark-marks", false)};
}

void SetTheRest(Knowledge& k) {
  const int shade = StatementOf(k, "aftercare/sun/shade");
  const int screen = StatementOf(k, "aftercare/sun/sunscreen");
  const int water = StatementOf(k, "aftercare/wash/water");
  const int headline = StatementOf(k, "aftercare/sun/in-general");
  const int wait = StatementOf(k, "contraindications/isotretinoin/wait");
  k.prices = {
      {"professional-microneedling", "", "US", "USD", "session", {100, 700, {kSunFact}}},
      {"professional-microneedling", "", "GB", "GBP", "session", {100, 700, {kWashFact}}},
      {"professional-microneedling", "texture", "GB", "GBP", "course", {150, 150, {kCleanFact}}},
      {"chemical-peel", "", "GB", "GBP", "session", {60, 100, {kWashFact}}},
      {"professional-rf-microneedling", "", "IN", "INR", "session", {9000, 9000, {kSunFact}}}};
  k.budgets = {
      {"LOW", "USD", 200}, {"MEDIUM", "USD", 300}, {"LOW", "GBP", 100}, {"MEDIUM", "GBP", 250}};
  k.outlooks = {{"acne-scar", headline, {water}, {wait}, {screen}}};
  k.timeline = {
      {"before-home", Moment::kBefore, "HOME", "", -7, -1, "title", {water}},
      {"before-clinic", Moment::kBefore, "PROFESSIONAL", "", -28, -1, "title", {shade, water}},
      {"before-boxcar",
       Moment::kBefore,
       "PROFESSIONAL",
       "acne-scar.boxcar",
       -42,
       -1,
       "title",
       {screen}},
      {"session", Moment::kSession, "", "", {}, {}, "session-title", {water}},
      {"healing", Moment::kHealing, "", "", {}, {}, "title", {screen}}};
  k.aftercare = {{"day", "HOME", 0, 24, "title", {shade}},
                 {"clinic-day", "PROFESSIONAL", 0, 24, "title", {shade}},
                 {"later", "", 24, std::nullopt, "later-title", {water, shade}}};
  k.labels["option.home-roller"] = "Rolling at home";
  k.labels["session-title"] = "The day itself";
  k.labels["unit.range"] = "{min} to {max}";
  k.labels["plan.days"] = "day {from} to {to}";
  k.labels["plan.day"] = "day {from}";
  k.labels["plan.days-on"] = "from day {from} on";
  k.labels["plan.days-before"] = "{from} to {to} days before";
  k.labels["plan.hours"] = "hour {from} to {to}";
  k.labels["plan.hours-on"] = "from hour {from} on";
  k.labels["plan.seen-in"] = "seen in {country}";
}

}  // namespace

Knowledge PlanKnowledge() {
  Knowledge k = SmallKnowledge();
  AddFields(k);
  AddWords(k);
  SetRules(k);
  SetRows(k);
  SetTheRest(k);
  return k;
}

const std::shared_ptr<const Snapshot>& PlanSnapshot() {
  static const auto* const snapshot =
      new std::shared_ptr<const Snapshot>(SnapshotOf(PlanKnowledge()));
  return *snapshot;
}

const Protocol& RowOf(const Knowledge& knowledge, const std::string& id) {
  for (const Protocol& row : knowledge.protocols) {
    if (row.id == id) return row;
  }
  std::fprintf(stderr, "no row %s\n", id.c_str());
  std::abort();
}

std::unique_ptr<Planner> PlannerOf(std::shared_ptr<const Snapshot> snapshot) {
  return std::make_unique<Planner>(AnswererOf(std::move(snapshot)));
}

PlanInput PlanInputOf(Profile profile, std::string question) {
  PlanInput input;
  input.question = std::move(question);
  input.profile = std::move(profile);
  input.reference_time = ReferenceTime();
  return input;
}

const v1::PlanOption* OptionOf(const v1::Plan& plan, const std::string& code) {
  for (const v1::PlanOption& option : plan.options()) {
    if (option.code() == code) return &option;
  }
  return nullptr;
}

std::vector<std::string> AskedFields(const v1::Plan& plan) {
  std::vector<std::string> fields;
  for (const v1::FollowUpQuestion& question : plan.follow_up_questions())
    fields.push_back(question.field());
  return fields;
}

std::string PlanText(const v1::Plan& plan) {
  std::string text(absl::StripPrefix(v1::Disposition_Name(plan.disposition()), "DISPOSITION_"));
  for (const v1::Finding& finding : plan.findings()) absl::StrAppend(&text, " ", finding.code());
  absl::StrAppend(&text, " |");
  const char* separator = " ";
  for (const v1::PlanOption& option : plan.options()) {
    absl::StrAppend(&text, std::exchange(separator, "; "),
                    option.protocol_id().empty() ? option.code() : option.protocol_id(),
                    option.recommended() ? "*" : "");
    if (option.has_needle_length_mm())
      absl::StrAppend(&text, " ", option.needle_length_mm().min(), "-",
                      option.needle_length_mm().max(), " mm");
    if (!option.finding_codes().empty())
      absl::StrAppend(&text, " {", absl::StrJoin(option.finding_codes(), " "), "}");
  }
  return text;
}

}  // namespace needlepoint
