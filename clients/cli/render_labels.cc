// The words of render_parts.h that are our own: a closed list that claims
// nothing.

#include "absl/strings/str_format.h"

#include "clients/cli/render_parts.h"

namespace needlepoint::cli {

absl::string_view DispositionLabel(v1::Disposition disposition) {
  switch (disposition) {
    case v1::DISPOSITION_INFORM:
      return "For your information";
    case v1::DISPOSITION_CAUTION:
      return "With care";
    case v1::DISPOSITION_CONSULT:
      return "Ask a clinician first";
    case v1::DISPOSITION_AVOID:
      return "Advised against";
    case v1::DISPOSITION_URGENT:
      return "Medical care today";
    case v1::DISPOSITION_EMERGENCY:
      return "Emergency";
    case v1::DISPOSITION_NO_ANSWER:
      return "No answer";
    default:
      return "";
  }
}

absl::string_view NoAnswerLine(v1::NoAnswerReason reason) {
  switch (reason) {
    case v1::NO_ANSWER_REASON_OUT_OF_SCOPE:
      return "This is not a question about needling.";
    case v1::NO_ANSWER_REASON_NOTHING_FOUND:
      return "My sources do not say.";
    case v1::NO_ANSWER_REASON_LOW_CONFIDENCE:
      return "I am not sure what was asked.";
    case v1::NO_ANSWER_REASON_NOT_ENOUGH_KNOWN:
      return "It depends on something I do not know yet.";
    case v1::NO_ANSWER_REASON_LANGUAGE:
      return "I do not understand this language.";
    case v1::NO_ANSWER_REASON_EMPTY:
      return "Nothing was asked.";
    default:
      return "";
  }
}

std::string Plain(double number) { return absl::StrFormat("%.6g", number); }

std::string PlainRange(double min, double max) {
  return min == max ? Plain(min) : absl::StrCat(Plain(min), " to ", Plain(max));
}

std::string StrengthLabel(const v1::Citation& citation) {
  const bool public_body = citation.issuer_type() == v1::ISSUER_TYPE_HEALTH_SERVICE ||
                           citation.issuer_type() == v1::ISSUER_TYPE_REGULATOR;
  switch (citation.grade()) {
    case v1::GRADE_REGULATOR:
      return "regulator, strong";
    case v1::GRADE_GUIDELINE:
      return "guideline, strong";
    case v1::GRADE_SYSTEMATIC_REVIEW:
      return "systematic review, strong";
    case v1::GRADE_META_ANALYSIS:
      return "meta-analysis, strong";
    case v1::GRADE_RCT:
      return "randomised trial, strong";
    case v1::GRADE_CONSENSUS:
      return "consensus, moderate";
    case v1::GRADE_SPLIT_FACE:
      return "split-face trial, moderate";
    case v1::GRADE_COHORT:
      return "cohort, moderate";
    case v1::GRADE_CASE_SERIES:
      return "case series, limited";
    case v1::GRADE_CASE_REPORT:
      return "case report, limited";
    case v1::GRADE_REVIEW:
      return "review, limited";
    case v1::GRADE_ANIMAL_STUDY:
      return "animal study, limited";
    case v1::GRADE_EXPERT:
      return "clinic, maker or single expert, opinion";
    case v1::GRADE_EXPERT_OPINION:
      return "expert opinion";
    case v1::GRADE_PATIENT_PAGE:
      return public_body ? "patient page, moderate" : "patient page, opinion";
    default:
      return citation.issuer_type() == v1::ISSUER_TYPE_OWN_DOCUMENT ? "own document" : "";
  }
}

}  // namespace needlepoint::cli
