// Checks of the parts that answers and plans are made of, against the snapshot.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_VERIFIER_H_
#define NEEDLEPOINT_SERVICE_ANSWER_VERIFIER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "needlepoint/v1/evidence.pb.h"
#include "needlepoint/v1/finding.pb.h"
#include "needlepoint/v1/statement.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// What a reply that may not leave is refused with: FAILED_PRECONDITION.
absl::Status Broken(absl::string_view what);

// Errors of all: FAILED_PRECONDITION naming what is not as the snapshot has it.
class Verifier {
 public:
  using Citations = google::protobuf::RepeatedPtrField<v1::Citation>;

  // `citations` are all of the reply; `disposition` is the reply's. All must
  // outlive this.
  Verifier(const Snapshot& snapshot, const Citations& citations, v1::Disposition disposition)
      : snapshot_(snapshot),
        k_(snapshot.knowledge()),
        citations_(citations),
        disposition_(disposition) {}

  // That the reply was made from this snapshot.
  absl::Status CheckVersion(absl::string_view version) const;

  // That each resolves to the fact and the source of that number, and carries the
  // fact's own claim.
  absl::Status CheckCitations() const;

  // That it is, byte for byte, the one of that id, and cites all its facts.
  absl::Status CheckStatement(const v1::Statement& statement) const;
  absl::Status CheckSections(const google::protobuf::RepeatedPtrField<v1::Section>& sections) const;

  // That it is a rule's, with its code, disposition, message and numbers to call,
  // and that the reply's disposition is no milder.
  absl::Status CheckFinding(const v1::Finding& finding) const;

  // That `numbers` are the citations of `facts`, one for each.
  absl::Status CheckNumbers(const std::string& where,
                            const google::protobuf::RepeatedField<int32_t>& numbers,
                            const std::vector<int>& facts) const;

 private:
  const Snapshot& snapshot_;
  const Knowledge& k_;
  const Citations& citations_;
  v1::Disposition disposition_;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_VERIFIER_H_
