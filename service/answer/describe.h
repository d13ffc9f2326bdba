// What every reply says of itself.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_DESCRIBE_H_
#define NEEDLEPOINT_SERVICE_ANSWER_DESCRIBE_H_

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

#include "needlepoint/v1/version.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

void SetTime(absl::Time time, google::protobuf::Timestamp* out);

// Which knowledge it rests on, whether a clinician has reviewed that, and the time
// that times are counted from. `Result` is an Answer, a Screening or a Plan.
template <typename Result>
void Describe(const Snapshot& snapshot, const std::string& collection, absl::Time reference_time,
              Result& result) {
  result.set_knowledge_version(snapshot.version());
  v1::CollectionVersion* version = result.add_collection_versions();
  version->set_collection(collection);
  version->set_knowledge_version(snapshot.version());
  SetTime(reference_time, result.mutable_reference_time());
  const auto reviewed = snapshot.manifest().find("reviewed_by_clinician");
  result.set_clinician_reviewed(reviewed != snapshot.manifest().end() && reviewed->second == "yes");
  if (!result.clinician_reviewed()) result.set_review_notice(snapshot.Label("notice.not-reviewed"));
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_DESCRIBE_H_
