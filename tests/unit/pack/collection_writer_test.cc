#include "service/pack/collection_writer.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/small_collection.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

std::vector<DocumentPassage> SomeDocuments() {
  std::vector<DocumentPassage> documents;
  for (int i = 0; i < 300; ++i) {
    documents.push_back({.document_id = absl::StrCat("article/", i),
                         .title = absl::StrCat("Scar ", i % 7),
                         .text = absl::StrCat("needling of scar ", i, " and skin ", i % 11),
                         .aliases = {absl::StrCat("pit ", i % 5)},
                         .metadata = {{"team", absl::StrCat("t", i % 3)}},
                         .date = "2026-01-02",
                         .language = "en"});
  }
  return documents;
}

TEST(CollectionWriterTest, TheSameDocumentsInAnyOrderGiveTheSameBytes) {
  const TempFolder folder;
  std::vector<DocumentPassage> documents = SomeDocuments();
  NP_ASSERT_OK(WriteCollection(documents, folder.Path("a.snapshot")));
  const std::string bytes = ReadFileOrDie(folder.Path("a.snapshot"));
  std::mt19937 random(4);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(documents.begin(), documents.end(), random);
    NP_ASSERT_OK(WriteCollection(documents, folder.Path("b.snapshot")));
    EXPECT_TRUE(ReadFileOrDie(folder.Path("b.snapshot")) == bytes) << "round " << round;
  }
  EXPECT_THAT(folder.Files(), testing::ElementsAre("a.snapshot", "b.snapshot"));
}

TEST(CollectionWriterTest, ALaterDocumentTakesThePlaceOfOneOfItsId) {
  const TempFolder folder;
  std::vector<DocumentPassage> documents = SomeDocuments();
  NP_ASSERT_OK_AND_ASSIGN(const auto want, WriteCollection(documents, folder.Path("a.snapshot")));
  DocumentPassage older = documents[5];
  older.text = "what was said before";
  documents.insert(documents.begin(), older);
  NP_ASSERT_OK_AND_ASSIGN(const auto got, WriteCollection(documents, folder.Path("b.snapshot")));
  EXPECT_EQ(got->version(), want->version());
}

TEST(CollectionWriterTest, AddingToACollectionGivesWhatAddingAtOnceDoes) {
  const TempFolder folder;
  const std::vector<DocumentPassage> documents = SomeDocuments();
  const std::vector<DocumentPassage> half(documents.begin(), documents.begin() + 150);
  NP_ASSERT_OK_AND_ASSIGN(const auto want, WriteCollection(documents, folder.Path("a.snapshot")));
  NP_ASSERT_OK_AND_ASSIGN(const auto before, WriteCollection(half, folder.Path("b.snapshot")));
  NP_ASSERT_OK_AND_ASSIGN(const auto writer, CollectionWriter::Create(folder.Path("c.snapshot")));
  NP_ASSERT_OK(writer->AddAll(*before, [](absl::string_view) { return false; }));
  for (size_t i = half.size(); i < documents.size(); ++i) NP_ASSERT_OK(writer->Add({documents[i]}));
  NP_ASSERT_OK(writer->Finish());
  NP_ASSERT_OK_AND_ASSIGN(const auto got, SnapshotFile::Open(folder.Path("c.snapshot")));
  EXPECT_EQ(got->version(), want->version());
}

}  // namespace
}  // namespace needlepoint
