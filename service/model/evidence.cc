#include "service/model/evidence.h"

#include <array>
#include <utility>

#include "absl/strings/match.h"

namespace needlepoint {
namespace {

constexpr std::array<std::pair<absl::string_view, Grade>, 15> kGrades = {{
    {"regulator", Grade::kRegulator},
    {"guideline", Grade::kGuideline},
    {"consensus", Grade::kConsensus},
    {"systematic-review", Grade::kSystematicReview},
    {"meta-analysis", Grade::kMetaAnalysis},
    {"rct", Grade::kRct},
    {"split-face", Grade::kSplitFace},
    {"cohort", Grade::kCohort},
    {"case-series", Grade::kCaseSeries},
    {"case-report", Grade::kCaseReport},
    {"review", Grade::kReview},
    {"animal-study", Grade::kAnimalStudy},
    {"expert", Grade::kExpert},
    {"expert-opinion", Grade::kExpertOpinion},
    {"patient-page", Grade::kPatientPage},
}};

}  // namespace

std::optional<Grade> ParseGrade(absl::string_view name) {
  for (const auto& [grade_name, grade] : kGrades) {
    if (grade_name == name) return grade;
  }
  return std::nullopt;
}

absl::string_view GradeName(Grade grade) { return kGrades[static_cast<size_t>(grade)].first; }

absl::string_view StrengthName(Strength strength) {
  switch (strength) {
    case Strength::kStrong:
      return "strong";
    case Strength::kModerate:
      return "moderate";
    case Strength::kLimited:
      return "limited";
    case Strength::kOpinion:
      return "opinion";
  }
  return "";
}

Strength StrengthOf(Grade grade, absl::string_view issuer_type) {
  switch (grade) {
    case Grade::kRegulator:
    case Grade::kGuideline:
    case Grade::kSystematicReview:
    case Grade::kMetaAnalysis:
    case Grade::kRct:
      return Strength::kStrong;
    case Grade::kConsensus:
    case Grade::kSplitFace:
    case Grade::kCohort:
      return Strength::kModerate;
    case Grade::kCaseSeries:
    case Grade::kCaseReport:
    case Grade::kReview:
    case Grade::kAnimalStudy:
      return Strength::kLimited;
    case Grade::kExpert:
    case Grade::kExpertOpinion:
      return Strength::kOpinion;
    case Grade::kPatientPage:
      return absl::StartsWith(issuer_type, "regulator") ||
                     absl::StartsWith(issuer_type, "hospital") ||
                     absl::StartsWith(issuer_type, "professional-society")
                 ? Strength::kModerate
                 : Strength::kOpinion;
  }
  return Strength::kOpinion;
}

absl::string_view IssuerTypeName(absl::string_view issuer_type) {
  if (issuer_type.empty() || absl::StartsWith(issuer_type, "journal"))
    return "journal_or_reference";
  if (absl::StartsWith(issuer_type, "regulator")) return "regulator";
  if (absl::StartsWith(issuer_type, "professional-society") ||
      absl::StartsWith(issuer_type, "society"))
    return "professional_society";
  if (absl::StartsWith(issuer_type, "hospital")) return "health_service";
  if (absl::StartsWith(issuer_type, "manufacturer")) return "manufacturer_or_seller";
  if (issuer_type == "clinic") return "clinic";
  return "press_or_web";
}

}  // namespace needlepoint
