// What a snapshot's tables say of its passages.

#ifndef NEEDLEPOINT_SERVICE_PACK_PASSAGE_READER_H_
#define NEEDLEPOINT_SERVICE_PACK_PASSAGE_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/model/document_passage.h"
#include "service/pack/snapshot_file.h"
#include "service/storage/database.h"

namespace needlepoint {

// The metadata of a document as its table holds it: a line for each entry,
// "key\tvalue".
Metadata ReadMetadata(absl::string_view text);

// The text of a passage, and what is known of its document.
struct PassageText {
  absl::string_view title;  // of a pack: its names, a line for each
  absl::string_view body;
  absl::string_view uri, date;  // DocumentPassage; "" in a pack
};

// Reads passages, known by their number in the index, over one connection. Not
// thread-safe.
class PassageReader {
 public:
  // `file` must outlive it.
  //
  // Errors: DATA_LOSS if the file is damaged, as for all methods.
  static absl::StatusOr<PassageReader> Create(const SnapshotFile& file);

  // What it returns is valid until the next call.
  absl::StatusOr<PassageText> ReadText(uint32_t passage);

  // All that documents say of a passage; not for a pack.
  absl::StatusOr<DocumentPassage> Read(uint32_t passage);

  // The passage that `key` names: "path#number", or a path alone for the first
  // of its document. A path may itself end in "#1"; a number goes first.
  absl::StatusOr<std::optional<uint32_t>> Find(absl::string_view key);

 private:
  PassageReader(SnapshotFile::Connection connection, Query text)
      : connection_(std::move(connection)), text_(std::move(text)) {}

  absl::StatusOr<std::optional<uint32_t>> FindNumbered(absl::string_view path, int64_t number);
  absl::Status Prepare(absl::string_view sql, std::optional<Query>& query) const;

  SnapshotFile::Connection connection_;  // goes back after the queries are gone
  Query text_;
  std::optional<Query> whole_, by_key_;  // made when first used
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_PASSAGE_READER_H_
