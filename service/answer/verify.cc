#include "service/answer/verify.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

#include "service/answer/render.h"
#include "service/answer/verifier.h"
#include "service/base/status_macros.h"

namespace needlepoint {

absl::Status VerifyAnswer(const Snapshot& snapshot, const v1::Answer& answer) {
  const Verifier verifier(snapshot, answer.citations(), answer.disposition());
  NP_RETURN_IF_ERROR(verifier.CheckVersion(answer.knowledge_version()));
  NP_RETURN_IF_ERROR(verifier.CheckCitations());
  for (const v1::Part& part : answer.parts()) {
    if (part.has_headline()) NP_RETURN_IF_ERROR(verifier.CheckStatement(part.headline()));
    NP_RETURN_IF_ERROR(verifier.CheckSections(part.sections()));
  }
  for (const v1::Finding& finding : answer.findings())
    NP_RETURN_IF_ERROR(verifier.CheckFinding(finding));
  return absl::OkStatus();
}

absl::Status VerifyRendered(const Snapshot& snapshot, const v1::Answer& answer) {
  for (const v1::CitationMode mode :
       {v1::CITATION_MODE_MARKERS, v1::CITATION_MODE_LINKS, v1::CITATION_MODE_NONE}) {
    v1::Answer again = answer;
    Render(snapshot, mode, again);
    if (again.rendered().plain() == answer.rendered().plain() &&
        again.rendered().markdown() == answer.rendered().markdown()) {
      return absl::OkStatus();
    }
  }
  return Broken("the rendered text is not what the answer's statements give");
}

absl::Status VerifyWarnings(const Snapshot& snapshot, const Screening& screening,
                            const google::protobuf::RepeatedPtrField<v1::Finding>& findings) {
  for (const Finding& finding : screening.findings) {
    const std::string& id = snapshot.knowledge().rules[finding.rule].id;
    const bool there = std::any_of(findings.begin(), findings.end(),
                                   [&](const v1::Finding& f) { return f.rule_id() == id; });
    if (!there) return Broken(absl::StrCat("the warning of rule ", id, " is missing"));
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
