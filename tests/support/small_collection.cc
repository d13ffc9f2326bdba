#include "tests/support/small_collection.h"

#include "service/base/status_macros.h"
#include "service/pack/collection_writer.h"

namespace needlepoint {

absl::StatusOr<std::shared_ptr<const SnapshotFile>> WriteCollection(
    const std::vector<DocumentPassage>& passages, const std::string& path) {
  NP_ASSIGN_OR_RETURN(const std::unique_ptr<CollectionWriter> writer,
                      CollectionWriter::Create(path));
  for (const DocumentPassage& passage : passages) NP_RETURN_IF_ERROR(writer->Add({passage}));
  NP_RETURN_IF_ERROR(writer->Finish());
  return SnapshotFile::Open(path);
}

}  // namespace needlepoint
