#include "service/pack/passage_reader.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

absl::Status Missing() {
  return absl::DataLossError("the search index names a passage that is not there");
}

}  // namespace

Metadata ReadMetadata(absl::string_view text) {
  Metadata metadata;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty()))
    metadata.push_back(absl::StrSplit(line, absl::MaxSplits('\t', 1)));
  return metadata;
}

absl::StatusOr<PassageReader> PassageReader::Create(const SnapshotFile& file) {
  NP_ASSIGN_OR_RETURN(SnapshotFile::Connection connection, file.Connect());
  NP_ASSIGN_OR_RETURN(
      Query text,
      connection->Prepare(file.content() == SnapshotContent::kPack
                              ? "SELECT title, body, '', '' FROM passage_text WHERE id = ?"
                              : "SELECT title, body, uri, date FROM passage_text JOIN passage_key "
                                "USING (id) JOIN document USING (path) WHERE id = ?"));
  return PassageReader(std::move(connection), std::move(text));
}

absl::Status PassageReader::Prepare(absl::string_view sql, std::optional<Query>& query) const {
  if (query.has_value()) {
    query->Reset();
    return absl::OkStatus();
  }
  NP_ASSIGN_OR_RETURN(Query prepared, connection_->Prepare(sql));
  query.emplace(std::move(prepared));
  return absl::OkStatus();
}

absl::StatusOr<PassageText> PassageReader::ReadText(uint32_t passage) {
  text_.Reset();
  text_.Bind(1, int64_t{passage} + 1);
  NP_ASSIGN_OR_RETURN(const bool there, text_.Step());
  if (!there) return Missing();
  return PassageText{text_.Text(0), text_.Text(1), text_.Text(2), text_.Text(3)};
}

absl::StatusOr<DocumentPassage> PassageReader::Read(uint32_t passage) {
  NP_RETURN_IF_ERROR(
      Prepare("SELECT path, number, title, questions, body, metadata, uri, date, language FROM "
              "passage_key JOIN passage_text USING (id) JOIN document USING (path) WHERE id = ?",
              whole_));
  whole_->Bind(1, int64_t{passage} + 1);
  NP_ASSIGN_OR_RETURN(const bool there, whole_->Step());
  if (!there) return Missing();
  DocumentPassage read;
  read.document_id = std::string(whole_->Text(0));
  read.number = static_cast<int>(whole_->Int(1));
  read.title = std::string(whole_->Text(2));
  read.aliases = absl::StrSplit(whole_->Text(3), '\n', absl::SkipEmpty());
  read.text = std::string(whole_->Text(4));
  read.metadata = ReadMetadata(whole_->Text(5));
  read.uri = std::string(whole_->Text(6));
  read.date = std::string(whole_->Text(7));
  read.language = std::string(whole_->Text(8));
  return read;
}

absl::StatusOr<std::optional<uint32_t>> PassageReader::Find(absl::string_view key) {
  const size_t hash = key.rfind('#');
  int64_t number = 0;
  if (hash != absl::string_view::npos && absl::SimpleAtoi(key.substr(hash + 1), &number) &&
      absl::StrCat(number) == key.substr(hash + 1)) {
    NP_ASSIGN_OR_RETURN(const std::optional<uint32_t> found,
                        FindNumbered(key.substr(0, hash), number));
    if (found.has_value()) return found;
  }
  return FindNumbered(key, 1);
}

absl::StatusOr<std::optional<uint32_t>> PassageReader::FindNumbered(absl::string_view path,
                                                                    int64_t number) {
  NP_RETURN_IF_ERROR(Prepare("SELECT id FROM passage_key WHERE path = ? AND number = ?", by_key_));
  by_key_->Bind(1, path).Bind(2, number);
  NP_ASSIGN_OR_RETURN(const bool there, by_key_->Step());
  if (!there) return std::nullopt;
  return static_cast<uint32_t>(by_key_->Int(0) - 1);
}

}  // namespace needlepoint
