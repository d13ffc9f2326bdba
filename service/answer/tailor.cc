#include "service/answer/tailor.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {
namespace {

v1::BecauseKind ToProto(Because::Kind kind) {
  return static_cast<v1::BecauseKind>(static_cast<int>(kind) + 1);
}

}  // namespace

void AddBecause(const std::vector<Because>& reasons, const Question* question,
                google::protobuf::RepeatedPtrField<v1::Because>* out) {
  for (const Because& reason : reasons) {
    v1::Because* because = out->Add();
    because->set_kind(ToProto(reason.kind));
    because->set_field(reason.field);
    because->set_value(reason.value);
    if (question == nullptr) continue;
    // The words that said so, if the message did.
    for (const Understood& understood : question->understood) {
      const bool same =
          understood.field == reason.field &&
          (understood.value == reason.value || CodeIs(understood.value, reason.value));
      if (!same) continue;
      because->mutable_span()->set_start(understood.span.start);
      because->mutable_span()->set_end(understood.span.end);
      break;
    }
    if (because->has_span()) continue;
    for (const Mention& mention : question->mentions) {
      if (!CodeIs(mention.code, reason.value)) continue;
      because->mutable_span()->set_start(mention.span.start);
      because->mutable_span()->set_end(mention.span.end);
      break;
    }
  }
}

v1::Strength StrengthOfFacts(const std::vector<int>& facts, const Snapshot& snapshot) {
  Strength best = Strength::kOpinion;
  for (const int fact : facts) {
    const Fact& f = snapshot.knowledge().facts[fact];
    const Source& source = snapshot.knowledge().sources[snapshot.FindSource(f.source_ids.front())];
    best = std::min(best, StrengthOf(f.grade, source.issuer_type));
  }
  return static_cast<v1::Strength>(static_cast<int>(best) + 1);
}

int Tailor::FirstThatHolds(const std::vector<int>& variants) const {
  for (const int variant : variants) {
    if (Holds(variant) == Truth::kTrue) return variant;
  }
  return -1;
}

std::string Tailor::Population(const std::vector<int>& facts,
                               v1::PopulationMismatch& mismatch) const {
  const Profile& p = situation_.profile;
  bool all_professional = true, all_home = true, all_rf = true;
  for (const int fact : facts) {
    const Fact& f = snapshot_.knowledge().facts[fact];
    all_professional = all_professional && f.setting == "professional";
    all_home = all_home && f.setting == "home";
    all_rf = all_rf && f.devices.size() == 1 && f.devices[0] == "rf";
  }
  if (all_professional && p.setting != "PROFESSIONAL") {
    mismatch = v1::POPULATION_MISMATCH_SETTING;
    return snapshot_.Label("population.professional");
  }
  if (all_home && p.setting == "PROFESSIONAL") {
    mismatch = v1::POPULATION_MISMATCH_SETTING;
    return snapshot_.Label("population.home");
  }
  if (all_rf && !p.device.empty() && p.device != "RF") {
    mismatch = v1::POPULATION_MISMATCH_DEVICE;
    return snapshot_.Label("population.device-rf");
  }
  return "";
}

v1::Statement Tailor::Dress(int statement) {
  const Statement& s = snapshot_.knowledge().statements[statement];
  v1::Statement out;
  out.set_text(s.text);
  out.set_statement_id(absl::StrCat(collection_, "/", s.id));
  if (s.passage >= 0)
    out.set_passage_id(
        absl::StrCat(collection_, "/", snapshot_.knowledge().passages[s.passage].id));
  for (const int number : citations_.Numbers(s.facts, s.passage)) out.add_citation_numbers(number);
  out.set_strength(StrengthOfFacts(s.facts, snapshot_));
  v1::PopulationMismatch mismatch = v1::POPULATION_MISMATCH_UNSPECIFIED;
  out.set_population(Population(s.facts, mismatch));
  if (!out.population().empty()) out.add_population_mismatches(mismatch);
  const Condition& condition = snapshot_.StatementCondition(statement);
  if (condition.Evaluate(situation_) == Truth::kTrue) {
    out.set_applicability(v1::APPLICABILITY_APPLIES);
    std::vector<Because> reasons = condition.Explain(situation_);
    if (reasons.empty()) reasons.push_back({});  // holds for everyone
    AddBecause(reasons, situation_.question, out.mutable_because());
  } else {
    out.set_applicability(v1::APPLICABILITY_UNKNOWN);
    for (const Atom& atom : condition.atoms()) {
      const std::string field(FieldName(atom.field));
      if (std::find(out.open_fields().begin(), out.open_fields().end(), field) ==
          out.open_fields().end())
        out.add_open_fields(field);
    }
  }
  return out;
}

}  // namespace needlepoint
