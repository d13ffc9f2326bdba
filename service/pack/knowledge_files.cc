#include "service/pack/knowledge_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/pack/knowledge_reader.h"

namespace needlepoint {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

// Paths below `directory` with this ending, in order of their names.
std::vector<fs::path> FilesBelow(const fs::path& directory, const std::string& ending) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    if (it->is_regular_file() && absl::EndsWith(it->path().filename().string(), ending))
      files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class FolderReader {
 public:
  explicit FolderReader(const std::string& directory) : root_(directory), reader_(out_) {}

  KnowledgeFiles Run() {
    if (!fs::is_directory(root_)) {
      out_.faults.push_back(
          {root_.string(), 0,
           "there is no such folder; give the folder that holds schema/, evidence/ and passages/"});
      return std::move(out_);
    }
    reader_.ReadProfileFields(Parse(root_ / "schema" / "profile.yaml", nullptr));
    reader_.ReadActs(Parse(root_ / "schema" / "acts.yaml", nullptr));
    reader_.ReadFindingCodes(Parse(root_ / "schema" / "finding-codes.yaml", nullptr));
    for (const fs::path& path : FilesBelow(root_ / "evidence", ".json"))
      reader_.ReadSources(Parse(path, nullptr));
    for (const fs::path& path : FilesBelow(root_ / "evidence", ".yaml")) {
      if (absl::StartsWith(path.filename().string(), "facts-"))
        reader_.ReadFacts(Parse(path, nullptr));
    }
    if (const fs::path unused = root_ / "evidence" / "unused.yaml"; fs::exists(unused))
      reader_.ReadUnusedFacts(Parse(unused, Schema("unused").get()));
    Each("passages", "passage", [&](const Document& document, const fs::path& path) {
      std::string name = fs::relative(path, root_ / "passages").generic_string();
      reader_.ReadPassage(document, std::string(absl::StripSuffix(name, ".yaml")));
    });
    Each("rules", "rules",
         [&](const Document& document, const fs::path&) { reader_.ReadRules(document); });
    Each("protocols", "protocols",
         [&](const Document& document, const fs::path&) { reader_.ReadProtocols(document); });
    ReadPlanFolder();
    ReadLexiconFolder();
    Each("labels", "labels",
         [&](const Document& document, const fs::path&) { reader_.ReadLabels(document); });
    return std::move(out_);
  }

 private:
  Document Parse(const fs::path& path, const FileSchema* schema) {
    return Document(fs::relative(path, root_).generic_string(), ReadFile(path), schema,
                    out_.faults);
  }

  std::unique_ptr<FileSchema> Schema(const std::string& name) {
    const std::string file = absl::StrCat("schema/", name, ".yaml");
    return FileSchema::Compile(file, ReadFile(root_ / file), out_.faults);
  }

  void Each(const std::string& folder, const std::string& schema_name,
            const std::function<void(const Document&, const fs::path&)>& read) {
    const std::unique_ptr<FileSchema> schema = Schema(schema_name);
    for (const fs::path& path : FilesBelow(root_ / folder, ".yaml"))
      read(Parse(path, schema.get()), path);
  }

  void ReadPlanFolder() {
    const auto read = [&](const std::string& name, auto method) {
      const fs::path path = root_ / "plan" / absl::StrCat(name, ".yaml");
      if (fs::exists(path)) {
        (reader_.*method)(Parse(path, Schema(name).get()));
      } else {
        out_.faults.push_back({absl::StrCat("plan/", name, ".yaml"), 0,
                               "there is no such file, and no plan can be made without it"});
      }
    };
    read("costs", &KnowledgeReader::ReadCosts);
    read("outlooks", &KnowledgeReader::ReadOutlooks);
    read("calendar", &KnowledgeReader::ReadCalendar);
  }

  void ReadLexiconFolder() {
    const std::unique_ptr<FileSchema> schema = Schema("lexicon");
    const std::unique_ptr<FileSchema> never_cross = Schema("never-cross");
    // Files of triggers, each with a schema of its own name.
    std::map<std::string, std::unique_ptr<FileSchema>> triggers;
    for (const char* name : {"context", "cues", "proposals", "advice"})
      triggers[absl::StrCat(name, ".yaml")] = Schema(name);
    for (const fs::path& path : FilesBelow(root_ / "lexicon", ".yaml")) {
      const std::string name = path.filename().string();
      if (const auto it = triggers.find(name); it != triggers.end()) {
        reader_.ReadContext(Parse(path, it->second.get()));
      } else if (name == "never-cross.yaml") {
        reader_.ReadNeverCross(Parse(path, never_cross.get()));
      } else {
        reader_.ReadLexicon(Parse(path, schema.get()));
      }
    }
  }

  fs::path root_;
  KnowledgeFiles out_;
  KnowledgeReader reader_;
};

}  // namespace

KnowledgeFiles ReadKnowledge(const std::string& directory) { return FolderReader(directory).Run(); }

}  // namespace needlepoint
