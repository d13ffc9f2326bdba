// Snapshots in files, for tests of publishing.

#ifndef NEEDLEPOINT_TESTS_UNIT_COLLECTION_VERSIONS_H_
#define NEEDLEPOINT_TESTS_UNIT_COLLECTION_VERSIONS_H_

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/snapshot_file.h"
#include "service/pack/snapshot_writer.h"
#include "service/storage/database.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {

// Writes a small pack that says `text`; returns its version.
inline std::string WriteVersion(const std::string& text, const std::string& path) {
  Knowledge k = SmallKnowledge();
  k.statements[0].text = text;
  EXPECT_THAT(WriteSnapshot(k, path), IsOk());
  const absl::StatusOr<std::string> version = CheckSnapshotFile(path);
  EXPECT_THAT(version.status(), IsOk());
  return version.value_or("");
}

// Runs `sql` on the snapshot at `path` and seals it anew; returns its version.
inline std::string EditVersion(const std::string& path, const std::string& sql) {
  constexpr size_t kSealSize = 40;
  const std::string whole = ReadFileOrDie(path);
  WriteFileOrDie(path, whole.substr(0, whole.size() - kSealSize));
  {
    auto database = Database::Create(path);
    EXPECT_THAT(database.status(), IsOk());
    EXPECT_THAT((*database)->Execute(sql), IsOk());
  }
  EXPECT_THAT(SealSnapshotFile(path), IsOk());
  return CheckSnapshotFile(path).value_or("");
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_COLLECTION_VERSIONS_H_
