// Every connective but NOT keeps the order of risk, and so a `when` does if
// each risk fact in it stands under no NOT, each number is bounded on its safe
// side only, and each comparison and call keeps the order by itself. The first
// two are read from the condition; the third is tried on all that a comparison
// reads, with every code that is near its own.

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/prove/checks.h"
#include "service/prove/search.h"

namespace needlepoint {
namespace {

constexpr char kCure[] = " or move it into `unless`, with its facts";

bool IsNumber(const Atom& atom) {
  if (atom.function == Function::kWeeksSince || atom.function == Function::kLongestNeedleMm)
    return true;
  return atom.function == Function::kNone && atom.value.empty();
}

bool IsRisk(const Atom& atom) {
  if (atom.function == Function::kNone) return IsListField(atom.field);
  return !IsNumber(atom) && atom.function != Function::kAsks;
}

const std::string& CodeOf(const Atom& atom) {
  return atom.function == Function::kNone ? atom.value : atom.code;
}

class MonotoneCheck {
 public:
  MonotoneCheck(const CompiledPack& pack, Proof& proof) : pack_(pack), proof_(proof) {}

  void Run() {
    for (size_t r = 0; r < pack_.rule_when.size(); ++r) {
      for (const Atom& atom : pack_.rule_when[r].atoms()) {
        const Place& place = pack_.files.rule_places[r];
        if (IsNumber(atom)) {
          ++numbers_;
          CheckBound(atom, place);
        } else if (IsRisk(atom)) {
          ++risks_;
          CheckRisk(atom, place);
        }
      }
    }
    proof_.counts.push_back(absl::StrCat(
        "1 more risk never silences a rule: ", pack_.rule_when.size(), " rules, ", risks_,
        " risk facts, ", numbers_, " bounds of numbers, ", additions_, " risks added"));
  }

 private:
  // How long ago something was grows riskier towards now.
  std::pair<std::string, RiskDirection> Direction(const Atom& atom) const {
    if (atom.function == Function::kWeeksSince)
      return {absl::StrCat("weeks_since(\"", atom.code, "\")"), RiskDirection::kLower};
    const ProfileField* declared = pack_.vocabulary.Declared(atom.field);
    return {std::string(FieldName(atom.field)),
            declared == nullptr ? RiskDirection::kNone : declared->risk};
  }

  void CheckBound(const Atom& atom, const Place& place) {
    const auto [name, direction] = Direction(atom);
    if (direction == RiskDirection::kEither) return;
    if (direction == RiskDirection::kNone) {
      Refute(place,
             absl::StrCat("the rule's `when` reads ", name,
                          ", which schema/profile.yaml says carries no risk; leave it out, or "
                          "declare its risk there"),
             proof_);
      return;
    }
    const bool from_below =
        atom.comparison == Comparison::kGreater || atom.comparison == Comparison::kGreaterOrEqual;
    const bool from_above =
        atom.comparison == Comparison::kLess || atom.comparison == Comparison::kLessOrEqual;
    const bool higher = (direction == RiskDirection::kHigher) != atom.negated;
    if (higher ? from_below : from_above) return;
    Refute(place,
           absl::StrCat("the rule's `when` stops firing as ", name,
                        direction == RiskDirection::kHigher ? " grows" : " falls",
                        ", and that is riskier; leave this bound out,", kCure),
           proof_);
  }

  void CheckRisk(const Atom& atom, const Place& place) {
    if (atom.negated) {
      Refute(
          place,
          absl::StrCat("the rule's `when` denies \"", CodeOf(atom), "\"; leave that out,", kCure),
          proof_);
      return;
    }
    const std::string code(absl::StripPrefix(CodeOf(atom), "="));
    ForEachSituation(SpaceOf(atom, pack_.vocabulary), [&](const Question& question) {
      if (Evaluate(atom, {question.profile, &question}) != Truth::kTrue) return;
      for (const char* kind :
           {"condition", "symptom", "medication", "skincare", "procedure", "body-area", "act"}) {
        for (const std::string& risk : pack_.vocabulary.Around(kind, code)) {
          ++additions_;
          Question more = question;
          AddRisk(kind, risk, more);
          if (Evaluate(atom, {more.profile, &more}) == Truth::kTrue) continue;
          Refute(place,
                 absl::StrCat("\"", CodeOf(atom), "\" in the rule's `when` is no longer true once ",
                              kind, " ", risk, " is added; this is a fault of the program"),
                 proof_);
        }
      }
    });
  }

  static void AddRisk(absl::string_view kind, const std::string& code, Question& question) {
    Profile& p = question.profile;
    if (kind == "condition") {
      p.conditions.push_back(code);
    } else if (kind == "symptom") {
      p.symptoms.push_back({code, std::nullopt});
    } else if (kind == "procedure") {
      p.recent_procedures.push_back({code, std::nullopt});
    } else if (kind == "body-area") {
      p.body_areas.push_back(code);
    } else if (kind == "act") {
      question.says.push_back(code);
    } else {
      (kind == "skincare" ? p.skincare : p.medications)
          .push_back({code, Use::kCurrent, std::nullopt});
    }
  }

  const CompiledPack& pack_;
  Proof& proof_;
  int64_t numbers_ = 0, risks_ = 0, additions_ = 0;
};

}  // namespace

void ProveMonotone(const CompiledPack& pack, Proof& proof) { MonotoneCheck(pack, proof).Run(); }

}  // namespace needlepoint
