// Compiles a desk's documents into a snapshot.

#ifndef NEEDLEPOINT_SERVICE_PACK_COLLECTION_WRITER_H_
#define NEEDLEPOINT_SERVICE_PACK_COLLECTION_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/model/document_passage.h"
#include "service/pack/snapshot_file.h"
#include "service/storage/database.h"

namespace needlepoint {

// Takes documents in any order, keeps them in a file beside the snapshot until
// Finish(), and orders them by id: the same documents give the same bytes. Not
// thread-safe. What is not finished leaves nothing behind.
class CollectionWriter {
 public:
  // Will write the snapshot to `path`.
  //
  // Errors: INTERNAL if no file can be written there.
  static absl::StatusOr<std::unique_ptr<CollectionWriter>> Create(const std::string& path);

  ~CollectionWriter();

  // Adds the passages of one document, all of the same id. A document of an id
  // that was added before takes its place.
  //
  // Errors: INTERNAL if they cannot be written.
  absl::Status Add(const std::vector<DocumentPassage>& passages);

  // Adds the documents of `collection` but those whose id `leave_out` is true
  // of, for others to be added to them.
  absl::Status AddAll(const SnapshotFile& collection,
                      absl::FunctionRef<bool(absl::string_view document_id)> leave_out);

  // Writes the snapshot, which appears whole or not at all and replaces what was
  // there. Call once, last.
  absl::Status Finish();

  // What was written; after Finish().
  int64_t documents() const { return documents_; }
  int64_t passages() const { return passages_; }

 private:
  CollectionWriter(std::string path, std::unique_ptr<Database> staged, Query insert)
      : path_(std::move(path)), staged_(std::move(staged)), insert_(std::move(insert)) {}

  absl::Status WriteTables(Database& database);

  std::string path_;
  std::unique_ptr<Database> staged_;
  Query insert_;
  int64_t added_ = 0;
  int64_t documents_ = 0, passages_ = 0;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_COLLECTION_WRITER_H_
