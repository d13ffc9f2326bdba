// Derives a search index from FTS5's.

#ifndef NEEDLEPOINT_SERVICE_INDEX_INDEX_WRITER_H_
#define NEEDLEPOINT_SERVICE_INDEX_INDEX_WRITER_H_

#include <string>

#include "absl/status/status.h"

#include "service/storage/database.h"

namespace needlepoint {

// Appends the search index of `database` to the file at `path`, aligned to
// layout.h's needs. The same tables give the same bytes. `database` holds, with
// passages numbered from 1:
//
//   passage_text(id, title, questions, body)   lines of title and questions are
//                                              titles, aliases and questions
//   passage_fts(title, questions, body)        FTS5 over it, with our tokenizer
//   passage_key(id, path, number)              what names a passage
//   passage_alias(passage, text)               other names of what it is about
//
// Uses files beside `path` while it works, and removes them; memory grows with
// the vocabulary and the passages, not with their text.
//
// Errors: INTERNAL if a file cannot be written; DATA_LOSS if the tables
// disagree.
absl::Status AppendIndex(Database& database, const std::string& path);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_INDEX_INDEX_WRITER_H_
