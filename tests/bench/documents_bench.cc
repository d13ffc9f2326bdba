// How fast a desk's documents are read, divided and compared, and in how much
// memory. NEEDLEPOINT_BENCH_DOCUMENTS is how many of 1 kB each, 20,000 if unset.

#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "service/documents/document_reader.h"
#include "service/documents/near_duplicates.h"
#include "service/documents/split.h"

namespace needlepoint {
namespace {

int DocumentCount() {
  int count = 20000;
  const char* wanted = std::getenv("NEEDLEPOINT_BENCH_DOCUMENTS");
  if (wanted != nullptr && !absl::SimpleAtoi(wanted, &count)) count = 20000;
  return count;
}

// A file of `count` documents whose texts have 1,000 bytes: sentences of words of
// a vocabulary of 20,000, few of them often.
class CorpusFile {
 public:
  explicit CorpusFile(int count) {
    const char* folder = std::getenv("NEEDLEPOINT_TMP_DIR");
    path_ = absl::StrCat(folder == nullptr ? "." : folder, "/documents-bench-", getpid(), ".jsonl");
    std::ofstream out(path_, std::ios::binary);
    std::mt19937 random(1);
    for (int i = 0; i < count; ++i) {
      out << "{\"id\":\"article-" << i << "\",\"title\":\"" << Words(40, random) << "\",\"text\":\""
          << Words(1000, random) << "\",\"meta\":{\"topic\":\"acne\",\"date\":\"2024-05-01\"}}\n";
    }
  }
  ~CorpusFile() { std::filesystem::remove(path_); }
  CorpusFile(const CorpusFile&) = delete;
  CorpusFile& operator=(const CorpusFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  static std::string Words(size_t bytes, std::mt19937& random) {
    std::string text;
    while (text.size() < bytes) {
      uint32_t number = random() % 20000;
      number = number * (random() % 20000) / 20000;  // small ones more often
      const bool ends = random() % 12 == 0;
      for (uint32_t rest = number + 26; rest > 0; rest /= 26)
        text.push_back(static_cast<char>('a' + rest % 26));
      text.append(ends ? ". " : " ");
    }
    text.resize(bytes);
    return text;
  }

  std::string path_;
};

double PeakMebibytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void ImportDocuments(benchmark::State& state) {
  const int count = DocumentCount();
  const CorpusFile corpus(count);
  int64_t passages = 0;
  for (auto _ : state) {
    const auto kept = NearDuplicates::Create(std::filesystem::path(corpus.path()).parent_path());
    if (!kept.ok()) return state.SkipWithError("no file for comparing documents can be made");
    const auto take = [&](const SourceDocument& document) {
      passages += static_cast<int64_t>(SplitDocument(document).size());
      return (*kept)->FindOrAdd(document.title, document.text).status();
    };
    const absl::Status read = ReadDocuments(corpus.path(), take, [](const ImportIssue&) {});
    if (!read.ok()) state.SkipWithError(std::string(read.message()).c_str());
  }
  benchmark::DoNotOptimize(passages);
  state.SetItemsProcessed(state.iterations() * count);
  state.counters["peak_mib"] = PeakMebibytes();
}
BENCHMARK(ImportDocuments)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace needlepoint
