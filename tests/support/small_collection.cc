#include "tests/support/small_collection.h"

#include "service/base/status_macros.h"
#include "service/pack/collection_writer.h"

namespace needlepoint {

absl::StatusOr<std::shared_ptr<const SnapshotFile>> WriteCollection(
    const std::vector<DocumentPassage>& passages, const std::string& path) {
  NP_ASSIGN_OR_RETURN(const std::unique_ptr<CollectionWriter> writer,
                      CollectionWriter::Create(path));
  std::vector<DocumentPassage> document;
  for (const DocumentPassage& passage : passages) {
    if (!document.empty() && document[0].document_id != passage.document_id) {
      NP_RETURN_IF_ERROR(writer->Add(document));
      document.clear();
    }
    document.push_back(passage);
  }
  NP_RETURN_IF_ERROR(writer->Add(document));
  NP_RETURN_IF_ERROR(writer->Finish());
  return SnapshotFile::Open(path);
}

}  // namespace needlepoint
