#include "tests/support/small_knowledge.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "service/pack/snapshot_writer.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

// Indices in SmallKnowledge().facts.
constexpr int kSunFact = 0, kWashFact = 1, kCleanFact = 2, kIsotretinoinFact = 3,
              kInfectionFact = 4;

// Indices in SmallKnowledge().passages.
constexpr int kSun = 0, kWash = 1, kClean = 2, kIsotretinoin = 3, kNoPassage = -1;

int Add(Knowledge& k, Statement statement) {
  k.statements.push_back(std::move(statement));
  return static_cast<int>(k.statements.size()) - 1;
}

void AddEvidence(Knowledge& k) {
  k.sources = {
      {"clinic-leaflet", "After your treatment", "A Clinic", 2021, "https://example.org/leaflet",
       "A Clinic", "clinic", false},
      {"roller-trial", "Rolling and acne scars", "Author A, Author B", std::nullopt,
       "https://doi.org/10.0000/example", "A Journal", "journal", true},
  };
  k.facts = {
      {"sun-72h",
       "aftercare",
       "Stay out of the sun for 72 hours, then use SPF 30.",
       R"({"hours":72,"spf":30})",
       "page 2",
       Grade::kExpert,
       "professional",
       {"pen", "roller"},
       {"GB", "US"},
       {"clinic-leaflet"}},
      {"wash-4h",
       "aftercare",
       "Wash with plain water from 4 hours on.",
       "",
       "page 3",
       Grade::kExpert,
       "",
       {},
       {},
       {"clinic-leaflet"}},
      {"soak-10min",
       "hygiene",
       "Soak the roller in alcohol for 10 minutes.",
       "",
       "methods",
       Grade::kRct,
       "home",
       {"roller"},
       {},
       {"roller-trial", "clinic-leaflet"}},
      {"isotretinoin-6-months",
       "contraindications",
       "Wait 6 months after isotretinoin.",
       "",
       "",
       Grade::kConsensus,
       "",
       {},
       {},
       {"roller-trial"}},
      {"pus-is-infection",
       "complications",
       "Pus and spreading redness are signs of infection.",
       "",
       "",
       Grade::kGuideline,
       "",
       {},
       {},
       {"clinic-leaflet"}},
  };
}

void AddSunPassage(Knowledge& k) {
  Passage p{.id = "aftercare/sun#1", .title = "Sun after needling", .topic = "aftercare"};
  p.about = {"sun-exposure"};
  p.aliases = {"sunbathing"};
  p.questions = {"can I go out in the sun the next day", "how long should I avoid the sun"};
  const int not_yet = Add(k, {"aftercare/sun/not-yet",
                              StatementKind::kHeadline,
                              Polarity::kNotYet,
                              "Not yet: stay out of the sun for 72 hours.",
                              "hours_since_last_session < 72",
                              {kSunFact},
                              kSun});
  const int general = Add(k, {"aftercare/sun/in-general",
                              StatementKind::kHeadline,
                              Polarity::kDepends,
                              "It depends on the time: 72 hours must pass.",
                              "",
                              {kSunFact},
                              kSun});
  p.answers = {{{Form::kCan, Form::kShould}, {"sun-exposure"}, {not_yet, general}},
               {{Form::kAny}, {}, {general}}};
  p.statements = {
      Add(k, {"aftercare/sun/shade",
              StatementKind::kAvoid,
              Polarity::kFact,
              "Keep out of the sun for the first 72 hours.",
              "",
              {kSunFact},
              kSun}),
      Add(k, {"aftercare/sun/sunscreen",
              StatementKind::kDoNow,
              Polarity::kFact,
              "Then use a sunscreen of SPF 30.",
              "",
              {kSunFact},
              kSun}),
      Add(k, {"aftercare/sun/at-home",
              StatementKind::kExpect,
              Polarity::kFact,
              "This comes from clinic treatment.",
              "setting = HOME",
              {kSunFact},
              kSun}),
  };
  k.passages.push_back(std::move(p));
}

void AddWashPassage(Knowledge& k) {
  Passage p{.id = "aftercare/wash#1", .title = "Washing the face", .topic = "aftercare"};
  p.about = {"face-wash"};
  p.questions = {"when can I wash my face", "which cleanser after a session"};
  const int below = Add(k, {"aftercare/wash/gap-below",
                            StatementKind::kHeadline,
                            Polarity::kNotYet,
                            "Not yet: wait 4 hours.",
                            "hours_since_last_session < 4",
                            {kWashFact},
                            kWash});
  const int above = Add(k, {"aftercare/wash/gap-above",
                            StatementKind::kHeadline,
                            Polarity::kPositive,
                            "Yes, with plain water.",
                            "hours_since_last_session >= 4",
                            {kWashFact},
                            kWash});
  p.answers = {{{Form::kCan, Form::kWhen}, {}, {below, above}}};
  p.thresholds = {{"gap", "hours_since_last_session", true, 4, "hours", {kWashFact}, {}}};
  p.statements = {Add(k, {"aftercare/wash/water",
                          StatementKind::kDoNow,
                          Polarity::kFact,
                          "Wash with plain water.",
                          "",
                          {kWashFact},
                          kWash})};
  k.passages.push_back(std::move(p));
}

void AddCleanPassage(Knowledge& k) {
  Passage p{.id = "needles/clean#1", .title = "Cleaning the roller", .topic = "needles"};
  p.about = {"cleaning"};
  p.questions = {"how do I clean my roller", "should I soak the needles"};
  const int soak = Add(k, {"needles/clean/soak",
                           StatementKind::kDoNow,
                           Polarity::kFact,
                           "Soak the roller in alcohol for 10 minutes.",
                           "",
                           {kCleanFact},
                           kClean});
  const int sides = Add(k, {"needles/clean/alcohol",
                            StatementKind::kHeadline,
                            Polarity::kFact,
                            "Sources differ on alcohol.",
                            "",
                            {kCleanFact, kWashFact},
                            kClean});
  const int one = Add(k, {"needles/clean/for",
                          StatementKind::kConflict,
                          Polarity::kFact,
                          "A trial soaked the roller in alcohol.",
                          "",
                          {kCleanFact},
                          kClean});
  const int two = Add(k, {"needles/clean/against",
                          StatementKind::kConflict,
                          Polarity::kFact,
                          "A clinic names plain water only.",
                          "",
                          {kWashFact},
                          kClean});
  const int cell = Add(k, {"needles/clean/how-1-water",
                           StatementKind::kCompare,
                           Polarity::kFact,
                           "Water is for the face.",
                           "",
                           {kWashFact},
                           kClean});
  p.answers = {{{Form::kHow}, {}, {soak}}};
  p.statements = {soak};
  p.conflicts = {{"alcohol", "Alcohol or water?", sides, {one}, {two}, {soak}}};
  p.comparisons = {{"how",
                    {{"alcohol", "alcohol"}, {"water", "plain water"}},
                    {{"use", {-1, cell}}, {"time", {soak, -1}}}}};
  k.passages.push_back(std::move(p));
}

void AddIsotretinoinPassage(Knowledge& k) {
  Passage p{.id = "contraindications/isotretinoin#1",
            .title = "Isotretinoin",
            .topic = "contraindications"};
  p.about = {"isotretinoin"};
  p.questions = {"can I roll on accutane", "how long after isotretinoin"};
  const int wait = Add(k, {"contraindications/isotretinoin/wait",
                           StatementKind::kAvoid,
                           Polarity::kFact,
                           "Wait 6 months after isotretinoin.",
                           "",
                           {kIsotretinoinFact},
                           kIsotretinoin});
  p.answers = {{{Form::kAny}, {}, {wait}}};
  p.statements = {wait};
  k.passages.push_back(std::move(p));
}

void AddRules(Knowledge& k) {
  const auto say = [&](const char* id, StatementKind kind, const char* text, int fact) {
    return Add(k, {id, kind, Polarity::kFact, text, "", {fact}, kNoPassage});
  };
  Rule current{.id = "isotretinoin/current",
               .code = "isotretinoin",
               .disposition = Disposition::kConsult,
               .when = "taking(\"isotretinoin\")"};
  current.headline = say("rule/isotretinoin/current/headline", StatementKind::kHeadline,
                         "Not before your prescriber agrees.", kIsotretinoinFact);
  current.message = say("rule/isotretinoin/current/message", StatementKind::kFinding,
                        "Isotretinoin slows healing.", kIsotretinoinFact);
  current.ask = {say("rule/isotretinoin/current/ask-1", StatementKind::kAsk,
                     "Ask when the 6 months end.", kIsotretinoinFact)};
  current.place = "PRESCRIBER";
  current.read = kIsotretinoin;
  Rule infection{.id = "infection/signs",
                 .code = "infection",
                 .disposition = Disposition::kUrgent,
                 .when = "symptom(\"infection-signs\")",
                 .unless = "has(\"ringworm\")"};
  infection.unless_facts = {kInfectionFact, kWashFact};
  infection.headline = say("rule/infection/signs/headline", StatementKind::kHeadline,
                           "No: have it seen today.", kInfectionFact);
  infection.message = say("rule/infection/signs/message", StatementKind::kFinding,
                          "Pus is a sign of infection.", kInfectionFact);
  infection.actions = {say("rule/infection/signs/action-1", StatementKind::kDoNow,
                           "Wash with plain water.", kWashFact)};
  infection.place = "SAME_DAY_CARE";
  infection.within_hours = 24;
  infection.phones = "emergency";
  infection.read = kWash;
  infection.review = {"Dr A. Example", "2026-01-31"};
  infection.objections = {"Say how soon.", "Blisters too?"};
  k.rules = {std::move(current), std::move(infection)};
}

void AddWords(Knowledge& k) {
  k.lexicon = {
      {"topic", "sun-exposure", "sun", {"sun", "sunbathe|sunbathing"}, {}, {}},
      {"topic", "face-wash", "washing", {"wash .. face", "cleanser"}, {}, {}},
      {"topic", "cleaning", "cleaning", {"clean", "soak"}, {}, {}},
      {"medication", "isotretinoin", "isotretinoin", {"isotretinoin", "accutane"}, {}, {}},
      {"symptom", "infection-signs.pus", "pus", {"pus"}, {"infection-signs"}, {}},
      {"symptom", "infection-signs", "signs of infection", {"infected"}, {}, {}},
      {"condition", "ringworm", "ringworm", {"ringworm"}, {}, {}},
      {"concern", "acne-scar", "acne scars", {"acne scar"}, {}, {}},
      {"setting", "at-home", "at home", {"at home", "myself"}, {}, {{"setting", "HOME"}}},
      {"device", "roller", "roller", {"roller", "dermaroller"}, {}, {{"device", "ROLLER"}}},
      {"domain", "needling", "needling", {"needling", "microneedling"}, {}, {}},
      {"skin-tone", "dark-skin", "dark skin", {"dark skin"}, {}, {{"fitzpatrick", "[5,6]"}}},
  };
  k.context = {{"negation", "=no"},     {"negation", "=not"},   {"negation", "=without"},
               {"terminator", "=but"},  {"past", "=ago"},       {"past", "=stopped"},
               {"hypothetical", "=if"}, {"question", "=can"},   {"question", "=how"},
               {"form-can", "=can"},    {"form-how", "=how"},   {"form-how-long", "how long"},
               {"form-when", "=when"},  {"relative", "=mother"}};
  k.never_cross = {{"isotretinoin", "tretinoin"}, {"bleed", "blend"}};
  k.known_words = {"blend", "resin", "tretinoin"};
}

void AddTheRest(Knowledge& k) {
  k.fields = {
      {"setting", "enum", "where", "Is this at home?", "", "", {"HOME", "PROFESSIONAL"}, {}, {}},
      {"needle_length_mm",
       "number",
       "needle length",
       "How long are the needles?",
       "",
       "mm",
       {},
       0,
       10,
       RiskDirection::kHigher},
      {"conditions", "codes", "condition", "Do any of these apply?", "condition", "", {}, {}, {}},
  };
  Protocol home{.id = "acne-scars/home",
                .option = "roller",
                .concern = "acne-scar",
                .setting = "HOME",
                .device = "ROLLER",
                .when = "needle_length_mm <= 0.5"};
  home.numbers = {{"needle_length_mm", {0.2, 0.5, {kCleanFact}}},
                  {"session_count", {3, 6, {kCleanFact, kWashFact}}}};
  home.full_result_from_last = true;
  home.first_line = {kCleanFact};
  home.statements = {0, 1};
  k.protocols = {std::move(home)};
  k.prices = {{"roller", "acne-scar", "GB", "GBP", "device", {20, 45.5, {kWashFact}}}};
  k.budgets = {{"LOW", "GBP", 200}};
  k.outlooks = {{"acne-scar", 0, {1}, {0}, {2}}};
  k.timeline = {{"before", Moment::kBefore, "HOME", "acne-scar", -7, -1, "title", {0, 1}},
                {"session", Moment::kSession, "", "", std::nullopt, std::nullopt, "title", {1}}};
  k.aftercare = {{"day", "HOME", 0, 24, "title", {0}},
                 {"later", "", 24, std::nullopt, "title", {1}}};
  k.labels = {{"strength.limited", "limited evidence"}, {"title", "Small = guide"}};
  k.phones = {{"emergency", "GB", "999", "United Kingdom", {kInfectionFact}},
              {"emergency", "AU", "000", "Australia", {kInfectionFact}}};
}

}  // namespace

Knowledge SmallKnowledge() {
  Knowledge k;
  AddEvidence(k);
  AddSunPassage(k);
  AddWashPassage(k);
  AddCleanPassage(k);
  AddIsotretinoinPassage(k);
  AddRules(k);
  AddWords(k);
  AddTheRest(k);
  return k;
}

std::shared_ptr<const Snapshot> SmallSnapshot() {
  static const TempFolder folder;
  static const std::shared_ptr<const Snapshot> snapshot = [] {
    const std::string path = folder.Path("small.snapshot");
    const absl::Status written = WriteSnapshot(SmallKnowledge(), path);
    absl::StatusOr<std::shared_ptr<const Snapshot>> opened =
        written.ok() ? Snapshot::Open(path) : written;
    if (!opened.ok()) {
      std::fprintf(stderr, "SmallSnapshot: %s\n", opened.status().ToString().c_str());
      std::abort();
    }
    return *std::move(opened);
  }();
  return snapshot;
}

}  // namespace needlepoint
