// needlepoint-bench: indexes a corpus and times searches in it, in the protocol
// of a benchmark that other engines speak as well.
//
//   needlepoint-bench index CORPUS DIR
//   needlepoint-bench search DIR QUERIES [--passes N] [--threads T] [--warmup-seconds S]
//                     [--max-seconds M] [--ranking full|bm25]
//
// CORPUS: lines "id TAB title TAB text". QUERIES: the last column is the text.

#include <time.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"

#include "service/base/flag_names.h"
#include "service/pack/collection_writer.h"
#include "service/pack/snapshot_file.h"
#include "service/retrieve/passage_search.h"

ABSL_FLAG(int, passes, 3, "search: timed passes over the queries, at most");
ABSL_FLAG(int, threads, 1, "search: threads that take queries in turns");
ABSL_FLAG(double, warmup_seconds, 2, "search: whole untimed passes before, for so long");
ABSL_FLAG(double, max_seconds, 1e9, "search: no timed pass begins after so long");
ABSL_FLAG(std::string, ranking, "full", "search: full, or bm25 for plain BM25");

namespace needlepoint {
namespace {

constexpr size_t kHits = 10;
constexpr char kSnapshotName[] = "/corpus.snapshot";

int Fail(absl::string_view message) {
  std::cerr << "needlepoint-bench: " << message << "\n";
  return 1;
}

double Seconds(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

int IndexCorpus(const std::string& corpus, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::ifstream in(corpus);
  if (!in) return Fail("the corpus cannot be read");
  auto writer = CollectionWriter::Create(folder + kSnapshotName);
  if (!writer.ok()) return Fail(writer.status().message());
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> columns = absl::StrSplit(line, absl::MaxSplits('\t', 2));
    if (columns.size() != 3) return Fail("a line of the corpus has no three columns");
    DocumentPassage passage;
    passage.document_id = columns[0];
    passage.title = columns[1];
    passage.text = columns[2];
    if (const absl::Status added = (*writer)->Add({passage}); !added.ok())
      return Fail(added.message());
  }
  if (const absl::Status finished = (*writer)->Finish(); !finished.ok())
    return Fail(finished.message());
  std::cout << nlohmann::json{{"docs", (*writer)->documents()}, {"version", NEEDLEPOINT_VERSION}}
            << "\n";
  return 0;
}

// The queries of a benchmark and what was measured of each.
class SearchRun {
 public:
  SearchRun(const PassageSearch& search, RankingParts parts, std::vector<std::string> queries)
      : search_(search),
        parts_(parts),
        queries_(std::move(queries)),
        ids_(queries_.size()),
        latencies_us_(queries_.size()) {}

  // Every query once, by `threads` threads.
  void Pass(int threads, bool timed) {
    std::atomic<size_t> next = 0;
    const auto work = [&] {
      for (size_t i; (i = next++) < queries_.size();) SearchOne(i, timed);
    };
    const double wall = Seconds(CLOCK_MONOTONIC), cpu = Seconds(CLOCK_PROCESS_CPUTIME_ID);
    std::vector<std::thread> workers;
    for (int t = 1; t < threads; ++t) workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
    if (!timed) return;
    wall_us_.push_back((Seconds(CLOCK_MONOTONIC) - wall) * 1e6);
    cpu_us_.push_back((Seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e6);
  }

  nlohmann::json Report() const {
    return {{"pass_wall_us", wall_us_},
            {"pass_cpu_us", cpu_us_},
            {"latency_us", latencies_us_},
            {"ids", ids_}};
  }

 private:
  void SearchOne(size_t i, bool timed) {
    const double start = Seconds(CLOCK_MONOTONIC);
    const SearchPlan plan = search_.planner().Plan(queries_[i], parts_);
    std::vector<std::string> ids;
    for (const ScoredPassage& hit : BestPassages(search_.index(), plan, parts_, kHits)) {
      const absl::string_view key = search_.index().Key(hit.passage);
      ids.emplace_back(key.substr(0, key.rfind('#')));
    }
    const double end = Seconds(CLOCK_MONOTONIC);
    if (timed) latencies_us_[i].push_back((end - start) * 1e6);
    ids_[i] = std::move(ids);
  }

  const PassageSearch& search_;
  RankingParts parts_;
  std::vector<std::string> queries_;
  std::vector<std::vector<std::string>> ids_;
  std::vector<std::vector<double>> latencies_us_;
  std::vector<double> wall_us_, cpu_us_;
};

int SearchQueries(const std::string& folder, const std::string& query_file) {
  const auto file = SnapshotFile::Open(folder + kSnapshotName);
  if (!file.ok()) return Fail(file.status().message());
  std::ifstream in(query_file);
  if (!in) return Fail("the queries cannot be read");
  std::vector<std::string> queries;
  for (std::string line; std::getline(in, line);)
    queries.push_back(line.substr(line.rfind('\t') + 1));
  const bool plain = absl::GetFlag(FLAGS_ranking) == "bm25";
  const PassageSearch search(*file, "corpus");
  SearchRun run(search, plain ? RankingParts::PlainBm25() : RankingParts::All(), queries);
  const int threads = std::max(1, absl::GetFlag(FLAGS_threads));
  int warmups = 0;
  double start = Seconds(CLOCK_MONOTONIC);
  do {
    run.Pass(threads, false);
    ++warmups;
  } while (Seconds(CLOCK_MONOTONIC) - start < absl::GetFlag(FLAGS_warmup_seconds));
  start = Seconds(CLOCK_MONOTONIC);
  for (int pass = 0; pass < absl::GetFlag(FLAGS_passes); ++pass) {
    if (pass > 0 && Seconds(CLOCK_MONOTONIC) - start > absl::GetFlag(FLAGS_max_seconds)) break;
    run.Pass(threads, true);
  }
  nlohmann::json report = run.Report();
  report["engine"] = plain ? "needlepoint-bm25" : "needlepoint";
  report["version"] = NEEDLEPOINT_VERSION;
  report["threads"] = threads;
  report["warmup_passes"] = warmups;
  std::cout << report << "\n";
  return 0;
}

}  // namespace
}  // namespace needlepoint

int main(int argc, char** argv) {
  using namespace needlepoint;  // NOLINT: the program's own
  absl::SetProgramUsageMessage(
      "needlepoint-bench index CORPUS DIR | needlepoint-bench search DIR QUERIES [--passes N] ...");
  UseUnderscores(argc, argv);
  const std::vector<char*> args = absl::ParseCommandLine(argc, argv);
  const std::string command = args.size() == 4 ? args[1] : "";
  if (command == "index") return IndexCorpus(args[2], args[3]);
  if (command == "search") return SearchQueries(args[2], args[3]);
  std::cerr << absl::ProgramUsageMessage() << "\n";
  return 2;
}
