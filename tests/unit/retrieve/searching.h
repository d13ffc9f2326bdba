// What the tests of the search share: short forms, and the slow, obvious search
// that the index is held against.

#ifndef NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCHING_H_
#define NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCHING_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/status/statusor.h"

#include "service/pack/snapshot.h"
#include "service/retrieve/passage_index.h"

namespace needlepoint {

std::string StemsText(const std::vector<SearchTerm>& terms);

std::vector<std::string> PassageIds(const Snapshot& snapshot, const std::vector<PassageHit>& hits);

absl::StatusOr<std::shared_ptr<const Snapshot>> WrittenSnapshot(const Knowledge& knowledge,
                                                                const std::string& path);

// A full scan: which passages hold which stem, and a word as written of each.
struct ScannedWords {
  absl::btree_map<std::string, absl::btree_set<int>> passages;
  absl::btree_map<std::string, std::string> written;  // no stop words among them
};
ScannedWords Scan(const Snapshot& snapshot);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCHING_H_
