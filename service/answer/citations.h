// The numbered citations of one answer.

#ifndef NEEDLEPOINT_SERVICE_ANSWER_CITATIONS_H_
#define NEEDLEPOINT_SERVICE_ANSWER_CITATIONS_H_

#include <string>
#include <vector>

#include "needlepoint/v1/evidence.pb.h"
#include "service/pack/snapshot.h"

namespace needlepoint {

// Numbers facts in the order they are first cited, from 1.
class Citations {
 public:
  // `snapshot` must outlive it; `collection` is the name it is served under.
  Citations(const Snapshot& snapshot, std::string collection)
      : snapshot_(snapshot), collection_(std::move(collection)) {}

  // The numbers of `facts`, in the order of the facts. `passage` is the passage
  // that says it, -1 for none.
  std::vector<int> Numbers(const std::vector<int>& facts, int passage);

  // All that were numbered, in order, as the API shows them.
  std::vector<v1::Citation> Build() const;

 private:
  const Snapshot& snapshot_;
  std::string collection_;
  std::vector<int> facts_;     // by number - 1
  std::vector<int> passages_;  // where each was first cited
};

// How a source's issuer is classed in the API.
v1::IssuerType IssuerTypeOf(absl::string_view issuer_type);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_ANSWER_CITATIONS_H_
