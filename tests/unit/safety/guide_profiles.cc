#include "tests/unit/safety/guide_profiles.h"

#include <algorithm>
#include <iterator>

#include "absl/container/btree_set.h"

namespace needlepoint {
namespace {

bool HoldsTimed(const std::vector<TimedCode>& list, const std::string& code) {
  return std::any_of(list.begin(), list.end(), [&](const TimedCode& t) { return t.code == code; });
}

bool HoldsProduct(const Profile& p, const std::string& code) {
  const auto same = [&](const UsedProduct& u) { return u.code == code; };
  return std::any_of(p.medications.begin(), p.medications.end(), same) ||
         std::any_of(p.skincare.begin(), p.skincare.end(), same);
}

}  // namespace

std::vector<Risk> RisksOf(const Knowledge& knowledge) {
  absl::btree_set<std::pair<std::string, std::string>> seen;
  for (const LexiconEntry& entry : knowledge.lexicon) {
    for (const char* kind :
         {"condition", "symptom", "medication", "skincare", "procedure", "body-area"}) {
      if (entry.kind == kind) seen.insert({entry.kind, entry.code});
    }
  }
  std::vector<Risk> risks;
  for (const auto& [kind, code] : seen) risks.push_back({kind, code});
  return risks;
}

bool AddRisk(const Risk& risk, Profile& p) {
  if (risk.kind == "condition") return AddCode(p.conditions, risk.code);
  if (risk.kind == "body-area") return AddCode(p.body_areas, risk.code);
  if (risk.kind == "symptom" || risk.kind == "procedure") {
    std::vector<TimedCode>& list = risk.kind == "symptom" ? p.symptoms : p.recent_procedures;
    if (HoldsTimed(list, risk.code)) return false;
    list.push_back({risk.code, std::nullopt});
    return true;
  }
  if (HoldsProduct(p, risk.code)) return false;
  (risk.kind == "medication" ? p.medications : p.skincare)
      .push_back({risk.code, Use::kCurrent, std::nullopt});
  return true;
}

Profile RandomProfile(const std::vector<Risk>& risks, std::mt19937& random) {
  const auto pick = [&](auto... values) {
    const std::string all[] = {values...};
    return all[random() % std::size(all)];
  };
  Profile p;
  p.setting = pick("", "HOME", "PROFESSIONAL", "UNDECIDED");
  p.device = pick("", "ROLLER", "PEN", "STAMP", "RF");
  p.subject = pick("", "SELF", "CHILD", "OTHER");
  if (random() % 2 == 0) p.age_years = static_cast<int>(10 + random() % 70);
  if (random() % 2 == 0) p.fitzpatrick = static_cast<int>(1 + random() % 6);
  if (random() % 2 == 0) p.needle_length_mm = 0.25 * static_cast<double>(1 + random() % 10);
  if (random() % 2 == 0) p.hours_since_last_session = static_cast<double>(random() % 800);
  if (random() % 3 == 0) p.session_interval_days = static_cast<double>(1 + random() % 60);
  for (size_t n = random() % 5; n > 0; --n) AddRisk(risks[random() % risks.size()], p);
  for (TimedCode& procedure : p.recent_procedures) {
    if (random() % 2 == 0) procedure.since = static_cast<double>(random() % 60);
  }
  for (UsedProduct& product : p.medications) {
    if (random() % 3 > 0) continue;
    product.use = Use::kPast;
    product.weeks_since_stopped = static_cast<double>(random() % 60);
  }
  return p;
}

}  // namespace needlepoint
