// From a document to its passages.

#ifndef NEEDLEPOINT_SERVICE_DOCUMENTS_INTAKE_H_
#define NEEDLEPOINT_SERVICE_DOCUMENTS_INTAKE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "service/documents/document.h"
#include "service/documents/near_duplicates.h"

namespace needlepoint {

// Splits documents, and leaves out those that say nearly the same as an earlier
// one of another id. Not thread-safe.
class Intake {
 public:
  struct Taken {
    std::vector<DocumentPassage> passages;  // at least one, if it is kept
    std::string duplicate_of;               // id of the earlier document; "" if this is kept
  };

  // Keeps a file of NearDuplicates in `folder`; none with `keep_duplicates`.
  //
  // Errors: UNAVAILABLE if no file can be made there.
  static absl::StatusOr<std::unique_ptr<Intake>> Create(const std::string& folder,
                                                        bool keep_duplicates);

  // `document` has passed MendDocument().
  //
  // Errors: UNAVAILABLE if the file cannot be written or read.
  absl::StatusOr<Taken> Take(const SourceDocument& document);

 private:
  explicit Intake(std::unique_ptr<NearDuplicates> near) : near_(std::move(near)) {}

  const std::unique_ptr<NearDuplicates> near_;  // null if duplicates are kept
  std::vector<std::string> kept_ids_;           // by the numbers that near_ gives
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_DOCUMENTS_INTAKE_H_
