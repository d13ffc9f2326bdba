#include "service/pack/snapshot_writer.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/base/status_macros.h"
#include "service/pack/fts_tokenizer.h"
#include "service/pack/snapshot_file.h"
#include "service/pack/tables.h"
#include "service/storage/database.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

// Whether a clinician has agreed to everything that is laid before one: each
// rule, threshold and protocol. Of nothing, nobody has.
bool ReviewedByClinician(const Knowledge& knowledge) {
  const auto reviewed = [](const auto& list) {
    return std::all_of(list.begin(), list.end(), [](const auto& item) {
      return !item.review.by.empty() && !item.review.on.empty();
    });
  };
  return !knowledge.rules.empty() && reviewed(knowledge.rules) && reviewed(knowledge.protocols) &&
         std::all_of(knowledge.passages.begin(), knowledge.passages.end(),
                     [&](const Passage& passage) { return reviewed(passage.thresholds); });
}

absl::Status WriteManifest(Database& database, const Knowledge& knowledge) {
  return WriteTable<Label>(
      database, "manifest",
      {
          {"format", absl::StrCat(kSnapshotFormat)},
          {"analyzer", absl::StrCat(kAnalyzerVersion)},
          {"content", "pack"},
          {"required_features", ""},
          {"optional_features", ""},
          {"passages", absl::StrCat(knowledge.passages.size())},
          {"statements", absl::StrCat(knowledge.statements.size())},
          {"facts", absl::StrCat(knowledge.facts.size())},
          {"rules", absl::StrCat(knowledge.rules.size())},
          {"reviewed_by_clinician", ReviewedByClinician(knowledge) ? "yes" : "no"},
      });
}

absl::Status WritePassageParts(Database& database, const Knowledge& knowledge) {
  std::vector<Owned<DirectAnswer>> answers;
  std::vector<Owned<Threshold>> thresholds;
  std::vector<Owned<Conflict>> conflicts;
  std::vector<Owned<ComparisonTable>> tables;
  std::vector<Owned<Option>> options;
  std::vector<Owned<ComparisonRow>> rows;
  for (size_t i = 0; i < knowledge.passages.size(); ++i) {
    const Passage& passage = knowledge.passages[i];
    const int owner = static_cast<int>(i);
    for (const DirectAnswer& answer : passage.answers) answers.push_back({owner, answer});
    for (const Threshold& threshold : passage.thresholds) thresholds.push_back({owner, threshold});
    for (const Conflict& conflict : passage.conflicts) conflicts.push_back({owner, conflict});
    for (const ComparisonTable& table : passage.comparisons) {
      const int table_index = static_cast<int>(tables.size());
      for (const auto& [code, label] : table.options)
        options.push_back({table_index, {code, label}});
      for (const ComparisonRow& row : table.rows) rows.push_back({table_index, row});
      tables.push_back({owner, table});
    }
  }
  NP_RETURN_IF_ERROR(WriteTable(database, "direct_answer", std::move(answers)));
  NP_RETURN_IF_ERROR(WriteTable(database, "threshold", std::move(thresholds)));
  NP_RETURN_IF_ERROR(WriteTable(database, "conflict", std::move(conflicts)));
  NP_RETURN_IF_ERROR(WriteTable(database, "comparison", std::move(tables)));
  NP_RETURN_IF_ERROR(WriteTable(database, "comparison_option", std::move(options)));
  return WriteTable(database, "comparison_row", std::move(rows));
}

absl::Status WriteProtocols(Database& database, const Knowledge& knowledge) {
  std::vector<Owned<NamedRange>> numbers;
  for (size_t i = 0; i < knowledge.protocols.size(); ++i) {
    for (const auto& [name, range] : knowledge.protocols[i].numbers) {
      numbers.push_back({static_cast<int>(i), {name, range}});
    }
  }
  NP_RETURN_IF_ERROR(WriteTable(database, "protocol", knowledge.protocols));
  return WriteTable(database, "protocol_number", std::move(numbers));
}

// The words a passage is found by: its title and aliases, the questions it
// answers, and all that it says.
absl::Status WriteSearchIndex(Database& database, const Knowledge& knowledge) {
  NP_RETURN_IF_ERROR(database.Execute(absl::StrCat(
      "CREATE TABLE passage_text(id INTEGER PRIMARY KEY, title TEXT, questions TEXT, body TEXT);"
      "CREATE VIRTUAL TABLE passage_fts USING fts5(title, questions, body, content='passage_text', "
      "content_rowid='id', tokenize='",
      kFtsTokenizerName, "')")));
  NP_ASSIGN_OR_RETURN(
      Query insert,
      database.Prepare("INSERT INTO passage_text(id, title, questions, body) VALUES (?, ?, ?, ?)"));
  for (size_t i = 0; i < knowledge.passages.size(); ++i) {
    const Passage& passage = knowledge.passages[i];
    std::vector<std::string> body;
    for (const Statement& statement : knowledge.statements) {
      if (statement.passage == static_cast<int>(i)) body.push_back(statement.text);
    }
    std::string title = passage.title;
    for (const std::string& alias : passage.aliases) absl::StrAppend(&title, "\n", alias);
    insert.Bind(1, static_cast<int64_t>(i + 1))
        .Bind(2, title)
        .Bind(3, absl::StrJoin(passage.questions, "\n"));
    insert.Bind(4, absl::StrJoin(body, "\n"));
    NP_RETURN_IF_ERROR(insert.Run());
  }
  return database.Execute(
      "INSERT INTO passage_fts(passage_fts) VALUES('rebuild'); INSERT INTO "
      "passage_fts(passage_fts) VALUES('optimize');");
}

absl::Status WriteTables(Database& database, const Knowledge& knowledge) {
  NP_RETURN_IF_ERROR(RegisterFtsTokenizer(database));
  NP_RETURN_IF_ERROR(database.Execute("BEGIN"));
  NP_RETURN_IF_ERROR(WriteManifest(database, knowledge));
  NP_RETURN_IF_ERROR(WriteTable(database, "profile_field", knowledge.fields));
  NP_RETURN_IF_ERROR(WriteTable(database, "source", knowledge.sources));
  NP_RETURN_IF_ERROR(WriteTable(database, "fact", knowledge.facts));
  NP_RETURN_IF_ERROR(WriteTable(database, "statement", knowledge.statements));
  NP_RETURN_IF_ERROR(WriteTable(database, "passage", knowledge.passages));
  NP_RETURN_IF_ERROR(WritePassageParts(database, knowledge));
  NP_RETURN_IF_ERROR(WriteTable(database, "rule", knowledge.rules));
  NP_RETURN_IF_ERROR(WriteTable(database, "lexicon", knowledge.lexicon));
  NP_RETURN_IF_ERROR(WriteTable(database, "context_trigger", knowledge.context));
  std::vector<WordPair> pairs;
  for (const auto& [a, b] : knowledge.never_cross) pairs.push_back({a, b});
  NP_RETURN_IF_ERROR(WriteTable(database, "never_cross", std::move(pairs)));
  NP_RETURN_IF_ERROR(WriteProtocols(database, knowledge));
  std::vector<Label> labels;
  for (const auto& [key, text] : knowledge.labels) labels.push_back({key, text});
  NP_RETURN_IF_ERROR(WriteTable(database, "label", std::move(labels)));
  NP_RETURN_IF_ERROR(WriteTable(database, "phone", knowledge.phones));
  NP_RETURN_IF_ERROR(WriteTable<Label>(database, "word_list",
                                       {{"known", absl::StrJoin(knowledge.known_words, "\n")}}));
  NP_RETURN_IF_ERROR(WriteSearchIndex(database, knowledge));
  NP_RETURN_IF_ERROR(database.Execute("COMMIT"));
  return database.Execute("VACUUM");
}

}  // namespace

absl::Status WriteSnapshot(const Knowledge& knowledge, const std::string& path) {
  std::error_code error;
  const std::string unfinished = path + ".unfinished";
  std::filesystem::remove(unfinished, error);
  const absl::Cleanup clean = [&] { std::filesystem::remove(unfinished, error); };
  {
    NP_ASSIGN_OR_RETURN(std::unique_ptr<Database> database, Database::Create(unfinished));
    NP_RETURN_IF_ERROR(WriteTables(*database, knowledge));
  }
  NP_RETURN_IF_ERROR(SealSnapshotFile(unfinished));
  std::filesystem::rename(unfinished, path, error);
  if (error)
    return absl::InternalError(
        absl::StrCat("the snapshot cannot be moved into place: ", error.message()));
  return absl::OkStatus();
}

}  // namespace needlepoint
