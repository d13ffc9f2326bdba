// A search that scores every passage from what FTS5 holds, by the formulas of
// ranking.h and index/layout.h and without the index of either: slow and
// obvious.

#ifndef NEEDLEPOINT_TESTS_UNIT_RETRIEVE_FULL_SCAN_H_
#define NEEDLEPOINT_TESTS_UNIT_RETRIEVE_FULL_SCAN_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "service/pack/snapshot_file.h"
#include "service/retrieve/passage_set.h"
#include "service/retrieve/ranking.h"
#include "service/retrieve/scoring.h"
#include "service/retrieve/search_plan.h"

namespace needlepoint {

class FullScan {
 public:
  // Reads the tables of `file`, which must outlive it.
  static absl::StatusOr<FullScan> Read(const SnapshotFile& file);

  // What BestPassages() has to give for a plan made for the file's index.
  std::vector<ScoredPassage> Best(const SearchPlan& plan, RankingParts parts, size_t most,
                                  const PassageSet* allowed) const;

 private:
  struct Place {
    char column;  // 't', 'q' or 'b'
    int offset;   // words from the start of the column
  };
  using Places = std::vector<Place>;
  using Passages = std::map<uint32_t, Places>;

  explicit FullScan(const SnapshotFile& file) : file_(&file) {}

  const Passages& PassagesWith(const std::string& stem) const;
  static int Weight(const Place& place);  // of one occurrence
  static int Frequency(const Passages& passages, uint32_t passage);
  float Idf(const std::string& stem) const;
  int32_t Share(const std::string& stem) const;  // idf in score units
  bool IsStop(const std::string& stem) const;
  static int PairFrequency(const Places& first, const Places& second);
  int32_t AliasScore(const std::set<std::string>& asked, uint32_t passage) const;

  const SnapshotFile* file_;
  std::map<std::string, Passages> places_;  // by stem
  std::vector<float> norms_;
  std::vector<std::set<std::string>> titles_;                  // stems
  std::vector<std::vector<std::set<std::string>>> aliases_;    // stems of each name
  std::map<std::string, std::pair<int, int>> stop_and_other_;  // passages, by stem
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_RETRIEVE_FULL_SCAN_H_
