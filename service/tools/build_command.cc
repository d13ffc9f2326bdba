#include <algorithm>
#include <fstream>
#include <iostream>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"

#include "service/pack/knowledge_files.h"
#include "service/pack/lint.h"
#include "service/pack/snapshot.h"
#include "service/pack/snapshot_writer.h"
#include "service/prove/prove.h"
#include "service/text/analyzer.h"
#include "service/tools/commands.h"
#include "service/understand/lexicon.h"

namespace needlepoint {
namespace {

// Reads `directory` and prints its faults; true if there are none.
bool ReadClean(const std::string& directory, KnowledgeFiles& files) {
  files = ReadKnowledge(directory);
  std::vector<Fault> faults = Lint(files);
  if (const auto lexicon = Lexicon::Compile(files.knowledge); !lexicon.ok()) {
    faults.push_back({"lexicon", 0, std::string(lexicon.status().message())});
  }
  for (const Fault& fault : faults) std::cerr << directory << "/" << fault.ToString() << "\n";
  const Knowledge& k = files.knowledge;
  std::cout << directory << ": " << k.passages.size() << " passages, " << k.statements.size()
            << " statements, " << k.rules.size() << " rules, " << k.facts.size() << " facts, "
            << k.lexicon.size() << " lexicon entries; faults: " << faults.size() << "\n";
  return faults.empty();
}

// The words of `files`, folded, sorted, each once; false if one cannot be read.
bool ReadWords(const std::vector<std::string>& files, std::vector<std::string>& words) {
  absl::btree_set<std::string> sorted;
  for (const std::string& file : files) {
    std::ifstream in(file);
    if (!in) {
      std::cerr << file
                << ": this word list cannot be read; on Debian it comes with the package wamerican "
                   "or wbritish\n";
      return false;
    }
    for (std::string line; std::getline(in, line);) {
      const bool name = !line.empty() && line[0] >= 'A' && line[0] <= 'Z';  // a proper noun
      const std::string word = Fold(line);
      if (!name && word.size() > 3) sorted.insert(word);
    }
  }
  words.assign(sorted.begin(), sorted.end());
  return true;
}

// Proves `files` and prints what was looked at and what does not hold; true if
// all holds.
bool IsProved(const std::string& directory, const KnowledgeFiles& files) {
  const Proof proof = Prove(files);
  for (const std::string& line : proof.counts) std::cout << "property " << line << "\n";
  for (const Fault& fault : proof.faults) std::cerr << directory << "/" << fault.ToString() << "\n";
  std::cout << directory << ": refuted: " << proof.faults.size() << "\n";
  return proof.faults.empty();
}

}  // namespace

int LintCommand(const std::string& directory) {
  KnowledgeFiles files;
  return ReadClean(directory, files) ? 0 : 1;
}

int ProveCommand(const std::string& directory, const std::vector<std::string>& word_files) {
  KnowledgeFiles files;
  if (!ReadClean(directory, files)) {
    std::cerr << "nothing was proved; mend the faults above\n";
    return 1;
  }
  if (!ReadWords(word_files, files.knowledge.known_words)) return 1;
  return IsProved(directory, files) ? 0 : 1;
}

int BuildCommand(const std::string& directory, const std::string& output,
                 const std::vector<std::string>& word_files) {
  KnowledgeFiles files;
  if (!ReadClean(directory, files)) {
    std::cerr << "nothing was written; mend the faults above\n";
    return 1;
  }
  if (!ReadWords(word_files, files.knowledge.known_words)) return 1;
  if (!IsProved(directory, files)) {
    std::cerr << "nothing was written; mend what is refuted above\n";
    return 1;
  }
  if (const absl::Status written = WriteSnapshot(files.knowledge, output); !written.ok()) {
    std::cerr << output << ": " << written.message() << "\n";
    return 1;
  }
  const auto snapshot = Snapshot::Open(output);
  if (!snapshot.ok()) {
    std::cerr << output << ": what was written cannot be opened: " << snapshot.status().message()
              << "\n";
    return 1;
  }
  std::cout << output << ": version " << (*snapshot)->version() << "\n";
  return 0;
}

int InfoCommand(const std::string& file) {
  const auto snapshot = SnapshotFile::Open(file);
  if (!snapshot.ok()) {
    std::cerr << file << ": " << snapshot.status().message() << "\n";
    return 1;
  }
  std::cout << "version " << (*snapshot)->version() << "\n";
  for (const auto& [key, text] : (*snapshot)->manifest())
    std::cout << key << " " << (text.empty() ? "-" : text) << "\n";
  return 0;
}

}  // namespace needlepoint
