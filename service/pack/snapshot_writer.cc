#include "service/pack/snapshot_writer.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "service/base/status_macros.h"
#include "service/pack/fts_tokenizer.h"
#include "service/pack/search_tables.h"
#include "service/pack/snapshot_file.h"
#include "service/pack/tables.h"
#include "service/pack/unfinished_file.h"
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
          {"content", kPackContent},
          {"required_features", ""},
          {"optional_features", ""},
          {"passages", absl::StrCat(knowledge.passages.size())},
          {"statements", absl::StrCat(knowledge.statements.size())},
          {"facts", absl::StrCat(knowledge.facts.size())},
          {"rules", absl::StrCat(knowledge.rules.size())},
          {"sources", absl::StrCat(knowledge.sources.size())},
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

absl::Status WritePlanParts(Database& database, const Knowledge& knowledge) {
  std::vector<Owned<NamedRange>> numbers;
  for (size_t i = 0; i < knowledge.protocols.size(); ++i) {
    for (const auto& [name, range] : knowledge.protocols[i].numbers) {
      numbers.push_back({static_cast<int>(i), {name, range}});
    }
  }
  NP_RETURN_IF_ERROR(WriteTable(database, "protocol", knowledge.protocols));
  NP_RETURN_IF_ERROR(WriteTable(database, "protocol_number", std::move(numbers)));
  NP_RETURN_IF_ERROR(WriteTable(database, "price", knowledge.prices));
  NP_RETURN_IF_ERROR(WriteTable(database, "budget", knowledge.budgets));
  NP_RETURN_IF_ERROR(WriteTable(database, "outlook", knowledge.outlooks));
  NP_RETURN_IF_ERROR(WriteTable(database, "timeline", knowledge.timeline));
  return WriteTable(database, "aftercare", knowledge.aftercare);
}

// Words that lead to a code and are no pattern.
bool IsPlainSurface(const std::string& surface) {
  return std::all_of(surface.begin(), surface.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == ' ' || c == '-' || c == '\'';
  });
}

// Other names of what a passage is about: its aliases, the questions it
// answers, and the words that the lexicon reads as its codes.
std::vector<std::string> AliasesOf(const Passage& passage, const Knowledge& knowledge) {
  std::vector<std::string> aliases = passage.aliases;
  aliases.insert(aliases.end(), passage.questions.begin(), passage.questions.end());
  for (const LexiconEntry& entry : knowledge.lexicon) {
    if (std::find(passage.about.begin(), passage.about.end(), entry.code) == passage.about.end())
      continue;
    for (const std::string& surface : entry.surfaces) {
      if (IsPlainSurface(surface)) aliases.push_back(surface);
    }
  }
  return aliases;
}

// What filters look at. A passage's date is that of its newest source; of most
// the year alone is known.
absl::Status WriteAttributes(const Passage& passage, const std::vector<int>& facts,
                             const Knowledge& knowledge, SearchTables& tables) {
  NP_RETURN_IF_ERROR(tables.AddAttribute("topic", passage.topic, 1));
  NP_RETURN_IF_ERROR(tables.AddAttribute("language", "en", 1));
  int newest = 0;
  for (const int index : facts) {
    const Fact& fact = knowledge.facts[index];
    NP_RETURN_IF_ERROR(
        tables.AddAttribute("grade", absl::StrReplaceAll(GradeName(fact.grade), {{"-", "_"}}), 1));
    for (const std::string& jurisdiction : fact.jurisdictions)
      NP_RETURN_IF_ERROR(tables.AddAttribute("jurisdiction", jurisdiction, 1));
    for (const std::string& id : fact.source_ids) {
      const auto source = std::find_if(knowledge.sources.begin(), knowledge.sources.end(),
                                       [&](const Source& s) { return s.id == id; });
      if (source == knowledge.sources.end()) continue;
      NP_RETURN_IF_ERROR(
          tables.AddAttribute("issuer_type", IssuerTypeName(source->issuer_type), 1));
      newest = std::max(newest, source->year.value_or(0));
    }
  }
  return newest == 0 ? absl::OkStatus()
                     : tables.AddAttribute("date", absl::StrCat(newest, "-01-01"), 1);
}

// The words a passage is found by: its title and aliases, the questions it
// answers, and all that it says.
absl::Status WriteSearchTables(Database& database, const Knowledge& knowledge) {
  NP_ASSIGN_OR_RETURN(SearchTables tables, SearchTables::Create(database));
  for (size_t i = 0; i < knowledge.passages.size(); ++i) {
    const Passage& passage = knowledge.passages[i];
    std::vector<std::string> body;
    std::vector<int> facts;
    for (const Statement& statement : knowledge.statements) {
      if (statement.passage != static_cast<int>(i)) continue;
      body.push_back(statement.text);
      facts.insert(facts.end(), statement.facts.begin(), statement.facts.end());
    }
    const std::pair<std::string, std::string> path_number =
        absl::StrSplit(passage.id, absl::MaxSplits('#', 1));
    SearchEntry entry;
    entry.path = path_number.first;
    (void)absl::SimpleAtoi(path_number.second, &entry.number);
    entry.title = passage.title;
    for (const std::string& alias : passage.aliases) absl::StrAppend(&entry.title, "\n", alias);
    entry.questions = absl::StrJoin(passage.questions, "\n");
    entry.body = absl::StrJoin(body, "\n");
    entry.aliases = AliasesOf(passage, knowledge);
    NP_RETURN_IF_ERROR(tables.Add(entry));
    NP_RETURN_IF_ERROR(WriteAttributes(passage, facts, knowledge, tables));
  }
  return tables.Finish();
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
  NP_RETURN_IF_ERROR(WritePlanParts(database, knowledge));
  std::vector<Label> labels;
  for (const auto& [key, text] : knowledge.labels) labels.push_back({key, text});
  NP_RETURN_IF_ERROR(WriteTable(database, "label", std::move(labels)));
  NP_RETURN_IF_ERROR(WriteTable(database, "phone", knowledge.phones));
  NP_RETURN_IF_ERROR(WriteTable<Label>(database, "word_list",
                                       {{"known", absl::StrJoin(knowledge.known_words, "\n")}}));
  NP_RETURN_IF_ERROR(WriteSearchTables(database, knowledge));
  NP_RETURN_IF_ERROR(database.Execute("COMMIT"));
  return database.Execute("VACUUM");
}

}  // namespace

absl::Status WriteSnapshot(const Knowledge& knowledge, const std::string& path) {
  return WriteSealedFile(path, [&](const std::string& unfinished) -> absl::Status {
    NP_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database, Database::Create(unfinished));
    return WriteTables(*database, knowledge);
  });
}

}  // namespace needlepoint
