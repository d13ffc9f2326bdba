// What may be said: facts, and the works they were read in.

#ifndef NEEDLEPOINT_SERVICE_MODEL_EVIDENCE_H_
#define NEEDLEPOINT_SERVICE_MODEL_EVIDENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace needlepoint {

// Kind of support a fact has, strongest first. Names as in the evidence files.
enum class Grade {
  kRegulator,
  kGuideline,
  kConsensus,
  kSystematicReview,
  kMetaAnalysis,
  kRct,
  kSplitFace,
  kCohort,
  kCaseSeries,
  kCaseReport,
  kReview,
  kAnimalStudy,
  kExpert,
  kExpertOpinion,
  kPatientPage,
};

std::optional<Grade> ParseGrade(absl::string_view name);
absl::string_view GradeName(Grade grade);

// How far a statement may be leaned on, from the grades of its facts.
enum class Strength { kStrong, kModerate, kLimited, kOpinion };

absl::string_view StrengthName(Strength strength);

// Regulators, guidelines, reviews of trials and randomised trials are strong;
// cohorts, consensus and split-face studies moderate; series, cases, reviews
// and animal studies limited; clinics, makers and patient pages opinion, but
// for the patient pages of health services (`issuer_type` of a hospital,
// public health service, regulator or society), which are moderate.
Strength StrengthOf(Grade grade, absl::string_view issuer_type);

// The kind of issuer that stands behind a source, from the words of the evidence
// files: the name in evidence.proto without its prefix, in small letters
// ("health_service").
absl::string_view IssuerTypeName(absl::string_view issuer_type);

struct Source {
  std::string id;
  std::string title;
  std::string authors;      // "Aust MC, Fernandes D" or an organisation
  std::optional<int> year;  // nothing: undated
  std::string uri;
  std::string issuer;
  std::string issuer_type;  // "regulator", "clinic", ...
  bool read_as_copy = false;
};

struct Fact {
  std::string id;
  std::string topic;
  std::string claim;
  std::string values;  // the numbers, as JSON; "" if none
  std::string locator;
  Grade grade = Grade::kExpertOpinion;
  std::string setting;                     // "home", "professional" or "" where it holds anywhere
  std::vector<std::string> devices;        // "rf", "pen", ...; empty: any
  std::vector<std::string> jurisdictions;  // as written in the evidence
  std::vector<std::string> source_ids;     // one or more
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_MODEL_EVIDENCE_H_
