// The tables that passages are found by, in every kind of snapshot. Internal to
// pack.
//
//   passage_text(id, title, questions, body)   passages, numbered from 1
//   passage_fts                                FTS5 over it
//   passage_key(id, path, number)              what names a passage: "path#number"
//   passage_alias(passage, text)               other names of its subject
//   attribute(field, value, passage, count)    what filters and facets look at:
//                                              `count` passages from `passage` on

#ifndef NEEDLEPOINT_SERVICE_PACK_SEARCH_TABLES_H_
#define NEEDLEPOINT_SERVICE_PACK_SEARCH_TABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "service/storage/database.h"

namespace needlepoint {

// What a passage is found by.
struct SearchEntry {
  std::string path;  // of the document it belongs to
  int number = 1;
  std::string title;      // a line for each title
  std::string questions;  // a line for each
  std::string body;
  std::vector<std::string> aliases;
};

// Fills the tables of a new snapshot.
class SearchTables {
 public:
  // Makes the tables. `database` must outlive it.
  static absl::StatusOr<SearchTables> Create(Database& database);

  // Adds the next passage; paths come in ascending order, numbers too.
  absl::Status Add(const SearchEntry& entry);

  // Says that the last `count` passages have `value` in `field`.
  absl::Status AddAttribute(absl::string_view field, absl::string_view value, int64_t count);

  // Merges what FTS5 wrote.
  absl::Status Finish();

  int64_t passages() const { return passages_; }

 private:
  SearchTables(Database& database, Query text, Query fts, Query key, Query alias, Query attribute)
      : database_(&database),
        text_(std::move(text)),
        fts_(std::move(fts)),
        key_(std::move(key)),
        alias_(std::move(alias)),
        attribute_(std::move(attribute)) {}

  Database* database_;
  Query text_, fts_, key_, alias_, attribute_;
  int64_t passages_ = 0;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_SEARCH_TABLES_H_
