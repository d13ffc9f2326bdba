// Snapshots in files, for tests of publishing.

#ifndef NEEDLEPOINT_TESTS_UNIT_COLLECTION_VERSIONS_H_
#define NEEDLEPOINT_TESTS_UNIT_COLLECTION_VERSIONS_H_

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/collection_writer.h"
#include "service/pack/snapshot_file.h"
#include "service/pack/snapshot_writer.h"
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

// Writes a desk's one document, which says `text`; returns its version.
inline std::string WriteDocuments(const std::string& text, const std::string& path) {
  DocumentPassage passage;
  passage.document_id = "faq/1";
  passage.title = "Opening hours";
  passage.text = text;
  auto writer = CollectionWriter::Create(path);
  EXPECT_THAT(writer.status(), IsOk());
  EXPECT_THAT((*writer)->Add({passage}), IsOk());
  EXPECT_THAT((*writer)->Finish(), IsOk());
  return CheckSnapshotFile(path).value_or("");
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_TESTS_UNIT_COLLECTION_VERSIONS_H_
