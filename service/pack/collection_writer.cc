#include "service/pack/collection_writer.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "service/base/status_macros.h"
#include "service/pack/fts_tokenizer.h"
#include "service/pack/passage_reader.h"
#include "service/pack/search_tables.h"
#include "service/pack/tables.h"
#include "service/pack/unfinished_file.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr char kStaged[] = ".staged";
constexpr size_t kLongestAttribute = 200;  // bytes; a longer value is no word to filter by

std::string StagedPath(const std::string& path) { return absl::StrCat(path, kStaged, kUnfinished); }

void RemoveStaged(const std::string& path) {
  std::error_code error;
  std::filesystem::remove(StagedPath(path), error);
}

// Values hold no line breaks once they are stored.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return text;
}

std::string WriteMetadata(const Metadata& metadata) {
  return absl::StrJoin(metadata, "\n", [](std::string* out, const auto& entry) {
    absl::StrAppend(out, entry.first, "\t", OneLine(entry.second));
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<CollectionWriter>> CollectionWriter::Create(
    const std::string& path) {
  RemoveStaged(path);
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Database> staged, Database::Create(StagedPath(path)));
  NP_RETURN_IF_ERROR(staged->Execute(
      "CREATE TABLE staged(document TEXT, added INTEGER, number INTEGER, title TEXT, body TEXT, "
      "aliases TEXT, metadata TEXT, uri TEXT, date TEXT, language TEXT); BEGIN"));
  NP_ASSIGN_OR_RETURN(Query insert,
                      staged->Prepare("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  return std::unique_ptr<CollectionWriter>(
      new CollectionWriter(path, std::move(staged), std::move(insert)));
}

CollectionWriter::~CollectionWriter() { RemoveStaged(path_); }

absl::Status CollectionWriter::Add(const std::vector<DocumentPassage>& passages) {
  ++added_;
  for (const DocumentPassage& passage : passages) {
    insert_.Bind(1, passage.document_id)
        .Bind(2, added_)
        .Bind(3, static_cast<int64_t>(passage.number))
        .Bind(4, OneLine(passage.title))
        .Bind(5, passage.text)
        .Bind(6, absl::StrJoin(passage.aliases, "\n",
                               [](std::string* out, const std::string& alias) {
                                 out->append(OneLine(alias));
                               }))
        .Bind(7, WriteMetadata(passage.metadata))
        .Bind(8, passage.uri)
        .Bind(9, passage.date)
        .Bind(10, passage.language);
    NP_RETURN_IF_ERROR(insert_.Run());
  }
  return absl::OkStatus();
}

absl::Status CollectionWriter::AddAll(
    const SnapshotFile& collection,
    absl::FunctionRef<bool(absl::string_view document_id)> leave_out) {
  NP_ASSIGN_OR_RETURN(PassageReader reader, PassageReader::Create(collection));
  std::vector<DocumentPassage> document;
  for (uint32_t passage = 0; passage < collection.index().passages(); ++passage) {
    NP_ASSIGN_OR_RETURN(DocumentPassage read, reader.Read(passage));
    if (!document.empty() && document[0].document_id != read.document_id) {
      NP_RETURN_IF_ERROR(Add(document));
      document.clear();
    }
    if (!leave_out(read.document_id)) document.push_back(std::move(read));
  }
  return document.empty() ? absl::OkStatus() : Add(document);
}

absl::Status CollectionWriter::WriteTables(Database& database) {
  NP_RETURN_IF_ERROR(RegisterFtsTokenizer(database));
  NP_RETURN_IF_ERROR(database.Execute(
      "BEGIN; CREATE TABLE document(path TEXT PRIMARY KEY, metadata TEXT, uri TEXT, date TEXT, "
      "language TEXT) WITHOUT ROWID"));
  NP_ASSIGN_OR_RETURN(SearchTables tables, SearchTables::Create(database));
  NP_ASSIGN_OR_RETURN(Query insert,
                      database.Prepare("INSERT INTO document VALUES (?, ?, ?, ?, ?)"));
  NP_ASSIGN_OR_RETURN(
      Query query,
      staged_->Prepare("SELECT document, added, number, title, body, aliases, metadata, uri, date, "
                       "language FROM staged ORDER BY document, added DESC, number"));
  std::string document;
  int64_t added = 0, in_document = 0;
  Metadata attributes;
  const auto finish_document = [&]() -> absl::Status {
    for (const auto& [field, value] : attributes) {
      if (value.size() <= kLongestAttribute)
        NP_RETURN_IF_ERROR(tables.AddAttribute(field, value, in_document));
    }
    return absl::OkStatus();
  };
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) break;
    if (documents_ == 0 || query.Text(0) != document) {
      NP_RETURN_IF_ERROR(finish_document());
      document = std::string(query.Text(0));
      added = query.Int(1);
      in_document = 0;
      ++documents_;
      for (int parameter = 1; parameter <= 5; ++parameter)
        insert.Bind(parameter, query.Text(parameter == 1 ? 0 : parameter + 4));
      NP_RETURN_IF_ERROR(insert.Run());
      attributes = {{"date", std::string(query.Text(8))}, {"language", std::string(query.Text(9))}};
      for (auto& [key, value] : ReadMetadata(query.Text(6)))
        attributes.emplace_back(absl::StrCat("meta.", key), std::move(value));
    } else if (query.Int(1) != added) {
      continue;  // of an earlier document of this id
    }
    ++in_document;
    SearchEntry entry;
    entry.path = document;
    entry.number = static_cast<int>(query.Int(2));
    entry.title = std::string(query.Text(3));
    entry.body = std::string(query.Text(4));
    entry.questions = std::string(query.Text(5));
    entry.aliases = absl::StrSplit(query.Text(5), '\n', absl::SkipEmpty());
    NP_RETURN_IF_ERROR(tables.Add(entry));
  }
  NP_RETURN_IF_ERROR(finish_document());
  NP_RETURN_IF_ERROR(tables.Finish());
  passages_ = tables.passages();
  NP_RETURN_IF_ERROR(WriteTable<Label>(database, "manifest",
                                       {
                                           {"format", absl::StrCat(kSnapshotFormat)},
                                           {"analyzer", absl::StrCat(kAnalyzerVersion)},
                                           {"content", kDocumentsContent},
                                           {"required_features", ""},
                                           {"optional_features", ""},
                                           {"documents", absl::StrCat(documents_)},
                                           {"passages", absl::StrCat(passages_)},
                                       }));
  return database.Execute("COMMIT");
}

absl::Status CollectionWriter::Finish() {
  NP_RETURN_IF_ERROR(staged_->Execute("COMMIT"));
  return WriteSealedFile(path_, [&](const std::string& unfinished) -> absl::Status {
    NP_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database, Database::Create(unfinished));
    return WriteTables(*database);
  });
}

}  // namespace needlepoint
