// What the tests of the search share: the slow, obvious search that the
// index is held against.

#ifndef NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCHING_H_
#define NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCHING_H_

#include <string>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"

#include "service/pack/snapshot.h"

namespace needlepoint {

// A full scan: which passages hold which stem, and a word as written of each.
struct ScannedWords {
  absl::btree_map<std::string, absl::btree_set<int>> passages;
  absl::btree_map<std::string, std::string> written;  // no stop words among them
};
ScannedWords Scan(const Snapshot& snapshot);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_RETRIEVE_SEARCHING_H_
