#include "service/pack/search_tables.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/pack/fts_tokenizer.h"

namespace needlepoint {

absl::StatusOr<SearchTables> SearchTables::Create(Database& database) {
  NP_RETURN_IF_ERROR(database.Execute(absl::StrCat(
      "CREATE TABLE passage_text(id INTEGER PRIMARY KEY, title TEXT, questions TEXT, body TEXT);"
      "CREATE VIRTUAL TABLE passage_fts USING fts5(title, questions, body, content='passage_text', "
      "content_rowid='id', tokenize='",
      kFtsTokenizerName,
      "');"
      // All in one segment, without merges on the way.
      "INSERT INTO passage_fts(passage_fts, rank) VALUES('hashsize', 67108864);"
      "CREATE TABLE passage_key(id INTEGER PRIMARY KEY, path TEXT NOT NULL, number INTEGER);"
      "CREATE TABLE passage_alias(passage INTEGER NOT NULL, text TEXT NOT NULL);"
      "CREATE TABLE attribute(field TEXT NOT NULL, value TEXT NOT NULL COLLATE NOCASE, "
      "passage INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(field, value, passage)) "
      "WITHOUT ROWID")));
  NP_ASSIGN_OR_RETURN(
      Query text,
      database.Prepare("INSERT INTO passage_text(id, title, questions, body) VALUES (?, ?, ?, ?)"));
  NP_ASSIGN_OR_RETURN(Query fts,
                      database.Prepare("INSERT INTO passage_fts(rowid, title, questions, body) "
                                       "VALUES (?, ?, ?, ?)"));
  NP_ASSIGN_OR_RETURN(
      Query key, database.Prepare("INSERT INTO passage_key(id, path, number) VALUES (?, ?, ?)"));
  NP_ASSIGN_OR_RETURN(Query alias,
                      database.Prepare("INSERT INTO passage_alias(passage, text) VALUES (?, ?)"));
  NP_ASSIGN_OR_RETURN(
      Query attribute,
      database.Prepare("INSERT OR IGNORE INTO attribute(field, value, passage, count) "
                       "VALUES (?, ?, ?, ?)"));
  return SearchTables(database, std::move(text), std::move(fts), std::move(key), std::move(alias),
                      std::move(attribute));
}

absl::Status SearchTables::Add(const SearchEntry& entry) {
  ++passages_;
  for (Query* insert : {&text_, &fts_}) {
    insert->Bind(1, passages_).Bind(2, entry.title).Bind(3, entry.questions).Bind(4, entry.body);
    NP_RETURN_IF_ERROR(insert->Run());
  }
  key_.Bind(1, passages_).Bind(2, entry.path).Bind(3, static_cast<int64_t>(entry.number));
  NP_RETURN_IF_ERROR(key_.Run());
  for (const std::string& alias : entry.aliases) {
    alias_.Bind(1, passages_).Bind(2, alias);
    NP_RETURN_IF_ERROR(alias_.Run());
  }
  return absl::OkStatus();
}

absl::Status SearchTables::AddAttribute(absl::string_view field, absl::string_view value,
                                        int64_t count) {
  if (value.empty() || count < 1) return absl::OkStatus();
  attribute_.Bind(1, field).Bind(2, value).Bind(3, passages_ - count + 1).Bind(4, count);
  return attribute_.Run();
}

absl::Status SearchTables::Finish() {
  return database_->Execute(
      "INSERT INTO passage_fts(passage_fts) VALUES('optimize');"
      "CREATE INDEX passage_key_by_path ON passage_key(path, number)");
}

}  // namespace needlepoint
