#include "tests/unit/understand/reading_knowledge.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "tests/support/guide.h"

namespace needlepoint {
namespace {

Knowledge MakeKnowledge() {
  Knowledge k;
  k.lexicon = {
      {"condition", "eczema", "eczema", {"eczema"}, {}, {}},
      {"condition", "psoriasis", "psoriasis", {"psoriasis"}, {}, {}},
      {"condition", "keloid-history", "keloids", {"keloid"}, {}, {}},
      {"condition", "active-acne", "acne", {"acne", "pimple|spot"}, {}, {}},
      {"concern", "acne-scar", "acne scars", {"acne scar"}, {}, {}},
      {"concern", "acne-scar.boxcar", "boxcar scars", {"boxcar ?scar"}, {}, {}},
      {"medication", "isotretinoin", "isotretinoin", {"isotretinoin", "accutane"}, {}, {}},
      {"skincare", "retinoid-topical", "retinol", {"retinol"}, {}, {}},
      {"symptom", "infection-signs.pus", "pus", {"pus"}, {"infection-signs"}, {}},
      {"symptom", "redness", "redness", {"red|redness"}, {}, {}},
      {"procedure", "laser", "laser", {"laser"}, {}, {}},
      {"procedure", "filler", "filler", {"lip filler", "filler"}, {}, {}},
      {"body-area", "lips", "lips", {"lip"}, {}, {}},
      {"body-area", "cheeks", "cheeks", {"cheek"}, {}, {}},
      {"device", "roller", "roller", {"roller", "dermaroller"}, {}, {{"device", "ROLLER"}}},
      {"setting", "at-home", "at home", {"at home"}, {}, {{"setting", "HOME"}}},
      {"setting", "clinic", "clinic", {"clinic"}, {}, {{"setting", "PROFESSIONAL"}}},
      {"skin-tone", "dark-skin", "dark skin", {"dark skin"}, {}, {{"fitzpatrick", "[5,6]"}}},
      {"act", "share-device", "sharing", {"share|shared .. {device}"}, {}, {}},
      {"topic", "cleaning", "cleaning", {"clean"}, {}, {}},
      {"domain", "needling", "needling", {"needling", "rolled|roll|rolling"}, {}, {}},
      {"off-topic", "paint-diy", "painting", {"paint"}, {}, {}},
      {"handoff", "order", "orders", {"order|refund"}, {}, {}},
      {"ignore", "paint-roller", "", {"paint roller", "lint roller"}, {}, {}},
  };
  const auto add = [&](const char* type, std::vector<const char*> patterns) {
    for (const char* pattern : patterns) k.context.push_back({type, pattern});
  };
  add("negation", {"=no", "=not", "=dont", "=without"});
  add("negation-after", {"ruled out"});
  add("pseudo-negation", {"=not sure", "=no doubt"});
  add("terminator", {"=but", "=my"});
  add("denied-for-self", {"=im =not"});
  add("past", {"as =a child", "years ago"});
  add("hypothetical", {"=if =i =get", "risk of"});
  add("planned", {"want", "next"});
  add("use", {"=on", "taking"});
  add("stopped", {"stopped"});
  add("never", {"=never"});
  add("relative", {"mother|mum", "=he|=she"});
  add("child", {"son|daughter"});
  add("client", {"customer"});
  add("other-treated", {"=for =my {relative}", "=for =my {child}", "=a {client}"});
  add("self-treated", {"=can =i", "=my cheeks"});
  add("self-mentioned", {"=i"});
  add("done", {"=had"});
  add("session", {"rolled|roll|rolling", "session"});
  add("length-aside", {"clinics use"});
  add("question", {"=is", "=can", "=how", "=what", "=which"});
  add("foreign", {"=hola", "=puedo", "=despues"});
  add("form-can", {"=can"});
  add("form-should", {"=should"});
  add("form-normal", {"=is ... normal"});
  add("form-how", {"=how"});
  add("form-how-long", {"=how long"});
  add("form-which", {"=which"});
  add("form-what", {"=what"});
  add("form-why", {"=why"});
  add("form-when", {"=when"});
  add("form-compare", {"difference"});
  k.never_cross = {{"acne", "acme"}, {"retinol", "retinal"}};
  k.known_words = {"redder", "clock"};
  return k;
}

const Understander* MakeUnderstander(const Knowledge& knowledge) {
  absl::StatusOr<std::unique_ptr<Understander>> made = Understander::Create(knowledge);
  if (!made.ok()) {
    std::fprintf(stderr, "%s\n", made.status().ToString().c_str());
    std::abort();
  }
  return made->release();
}

std::string Rounded(double value) { return absl::StrCat(std::round(value * 100) / 100); }

std::string WithTime(const std::string& code, const std::optional<double>& since) {
  return since.has_value() ? absl::StrCat(code, "@", Rounded(*since)) : code;
}

std::string Name(Use use) {
  switch (use) {
    case Use::kCurrent:
      return "takes";
    case Use::kPast:
      return "took";
    case Use::kNever:
      return "never";
    case Use::kUnspecified:
      break;
  }
  return "unsaid";
}

}  // namespace

const Knowledge& ReadingKnowledge() {
  static const auto* const knowledge = new Knowledge(MakeKnowledge());
  return *knowledge;
}

const Understander& SmallUnderstander() {
  static const auto* const understander = MakeUnderstander(ReadingKnowledge());
  return *understander;
}

const Understander& GuideUnderstander() {
  static const auto* const understander = MakeUnderstander(Guide()->knowledge());
  return *understander;
}

absl::Time ReferenceTime() {
  return absl::FromCivil(absl::CivilHour(2026, 6, 15, 14), absl::UTCTimeZone());
}

std::string ProfileText(const Profile& p) {
  std::vector<std::string> items;
  const auto text = [&](const char* name, const std::string& value) {
    if (!value.empty()) items.push_back(absl::StrCat(name, "=", value));
  };
  const auto number = [&](const char* name, const auto& value) {
    if (value.has_value()) items.push_back(absl::StrCat(name, "=", Rounded(*value)));
  };
  text("subject", p.subject);
  text("setting", p.setting);
  text("device", p.device);
  text("budget", p.budget);
  text("experience", p.experience);
  text("country", p.jurisdiction);
  number("age", p.age_years);
  number("skin", p.fitzpatrick);
  number("sessions", p.sessions_completed);
  number("needle", p.needle_length_mm);
  number("hours", p.hours_since_last_session);
  number("interval", p.session_interval_days);
  for (const std::string& code : p.concerns) text("concern", code);
  for (const std::string& code : p.body_areas) text("area", code);
  for (const std::string& code : p.conditions) text("has", code);
  for (const std::string& code : p.ruled_out_conditions) text("no", code);
  for (const TimedCode& s : p.symptoms) text("symptom", WithTime(s.code, s.since));
  for (const std::string& code : p.ruled_out_symptoms) text("no-symptom", code);
  for (const TimedCode& s : p.recent_procedures) text("done", WithTime(s.code, s.since));
  for (const auto* list : {&p.medications, &p.skincare}) {
    for (const UsedProduct& u : *list)
      text(Name(u.use).c_str(), WithTime(u.code, u.weeks_since_stopped));
  }
  return absl::StrJoin(items, " ");
}

std::string Unmet(absl::string_view wanted, const Profile& profile) {
  const std::string text = ProfileText(profile);
  const std::vector<std::string> items = absl::StrSplit(text, ' ', absl::SkipEmpty());
  std::vector<std::string> unmet;
  for (absl::string_view want : absl::StrSplit(wanted, ' ', absl::SkipEmpty())) {
    const absl::string_view said = want;
    const bool absent = absl::ConsumePrefix(&want, "!");
    bool there = false;
    for (const std::string& item : items) {
      there = there || item == want ||
              (absent && !absl::StrContains(want, "=") &&
               absl::StartsWith(item, absl::StrCat(want, "=")));
    }
    if (there == absent) unmet.emplace_back(said);
  }
  if (unmet.empty()) return "";
  return absl::StrCat(absl::StrJoin(unmet, " "), " of [", text, "]");
}

std::string MentionsText(const Question& question) {
  const auto assertion = [](Assertion a) -> std::string {
    switch (a) {
      case Assertion::kPresent:
        return "present";
      case Assertion::kPlanned:
        return "planned";
      case Assertion::kNegated:
        return "negated";
      case Assertion::kPast:
        return "past";
      case Assertion::kHypothetical:
        return "hypothetical";
    }
    return "?";
  };
  return absl::StrJoin(question.mentions, " ", [&](std::string* out, const Mention& m) {
    absl::StrAppend(out, m.code, ":", assertion(m.assertion),
                    m.experiencer == Experiencer::kTreated ? "" : ":other");
  });
}

}  // namespace needlepoint
