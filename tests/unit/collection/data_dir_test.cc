#include "service/collection/data_dir.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/collection/versions.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class DataDirTest : public testing::Test {
 protected:
  std::shared_ptr<DataDir> Open() {
    auto opened = DataDir::Open(root_);
    EXPECT_THAT(opened.status(), IsOk());
    return opened.ok() ? *std::move(opened) : nullptr;
  }

  // A snapshot in "incoming" that says `text`; its version.
  std::string Incoming(const std::string& text) {
    return WriteVersion(text, root_ + "/incoming/" + text);
  }

  // Takes what is in "incoming" into "desk".
  std::shared_ptr<const HeldFile> Take(DataDir& data_dir, const std::string& text) {
    auto taken = data_dir.Take("desk", root_ + "/incoming/" + text);
    EXPECT_THAT(taken.status(), IsOk());
    return taken.value_or(nullptr);
  }

  static History Of(const std::vector<std::string>& versions) {
    History history;
    for (const std::string& version : versions)
      history.publications.push_back({version, absl::UnixEpoch(), ""});
    return history;
  }

  // All that is in the folder but what operators put there, and the lock.
  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const std::string& file : folder_.Files()) {
      if (file.find("/incoming/") == std::string::npos && file != "data/lock")
        files.push_back(file.substr(std::string("data/").size()));
    }
    return files;
  }

  static std::string InDesk(const std::string& name) { return "collections/desk/" + name; }

  TempFolder folder_;
  std::string root_ = folder_.Path("data");
};

TEST_F(DataDirTest, MakesItsFoldersAndKnowsNothingAtFirst) {
  const auto data_dir = Open();
  EXPECT_THAT(data_dir->Collections(), IsEmpty());
  EXPECT_THAT(data_dir->HistoryOf("desk").publications, IsEmpty());
  Incoming("a");
  EXPECT_THAT(data_dir->IncomingFile("a"), IsOkAndHolds(root_ + "/incoming/a"));
}

TEST_F(DataDirTest, IsOneProcessAtATime) {
  auto first = Open();
  EXPECT_THAT(DataDir::Open(root_).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another needlepointd")));
  {
    Incoming("a");
    const auto file = Take(*first, "a");
    first.reset();
    EXPECT_THAT(DataDir::Open(root_).status(), StatusIs(absl::StatusCode::kFailedPrecondition));
  }
  EXPECT_THAT(DataDir::Open(root_).status(), IsOk());
}

TEST_F(DataDirTest, CannotBeWhereAFileIs) {
  EXPECT_THAT(DataDir::Open(folder_.Write("file", "x")).status(),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("give a folder")));
}

TEST_F(DataDirTest, KeepsWhatIsRecordedAndNoMore) {
  auto data_dir = Open();
  const std::string a = Incoming("a"), b = Incoming("b");
  auto file_a = Take(*data_dir, "a");
  EXPECT_EQ(file_a->version(), a);
  EXPECT_EQ(ReadFileOrDie(file_a->path()), ReadFileOrDie(root_ + "/incoming/a"));
  NP_ASSERT_OK(data_dir->Record("desk", Of({a})));
  Take(*data_dir, "b");  // and let go again
  EXPECT_THAT(Files(), UnorderedElementsAre(InDesk("published.json"), InDesk(a + ".snapshot")));

  file_a.reset();
  data_dir.reset();
  data_dir = Open();
  EXPECT_THAT(data_dir->Collections(), ElementsAre("desk"));
  EXPECT_EQ(data_dir->HistoryOf("desk").publications[0].version, a);
  EXPECT_THAT(Files(), UnorderedElementsAre(InDesk("published.json"), InDesk(a + ".snapshot")));
}

// Calls under way read from the version they began on.
TEST_F(DataDirTest, KeepsAFileAsLongAsItIsHeld) {
  const auto data_dir = Open();
  const std::string a = Incoming("a"), b = Incoming("b");
  auto first = Take(*data_dir, "a"), second = first, again = Take(*data_dir, "a");
  NP_ASSERT_OK(data_dir->Record("desk", Of({a})));
  const auto file_b = Take(*data_dir, "b");
  NP_ASSERT_OK(data_dir->Record("desk", Of({b})));
  first.reset();
  second.reset();
  EXPECT_EQ(CheckSnapshotFile(again->path()).value_or(""), a);
  again.reset();
  EXPECT_THAT(Files(), UnorderedElementsAre(InDesk("published.json"), InDesk(b + ".snapshot")));
}

TEST_F(DataDirTest, WhatIsPublishedAgainWhileAHolderLetsGoStays) {
  const auto data_dir = Open();
  const std::string a = Incoming("a"), b = Incoming("b");
  auto old = Take(*data_dir, "a");
  const auto file_b = Take(*data_dir, "b");
  NP_ASSERT_OK(data_dir->Record("desk", Of({b})));
  auto taken = Take(*data_dir, "a");
  old.reset();
  EXPECT_EQ(CheckSnapshotFile(taken->path()).value_or(""), a);
  NP_ASSERT_OK(data_dir->Record("desk", Of({a, b})));
  taken.reset();
  EXPECT_EQ(CheckSnapshotFile(root_ + "/" + InDesk(a + ".snapshot")).value_or(""), a);
}

TEST_F(DataDirTest, LeavesNothingOfACollectionThatWasNeverPublished) {
  auto data_dir = Open();
  Incoming("a");
  Take(*data_dir, "a");
  EXPECT_FALSE(std::filesystem::exists(root_ + "/collections/desk"));
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(DataDirTest, TakesNoSnapshotThatIsNotWhole) {
  const auto data_dir = Open();
  Incoming("a");
  std::string bytes = ReadFileOrDie(root_ + "/incoming/a");
  bytes[bytes.size() / 2] ^= 1;
  WriteFileOrDie(root_ + "/incoming/a", bytes);
  EXPECT_THAT(data_dir->Take("desk", root_ + "/incoming/a").status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("altered")));
  EXPECT_THAT(data_dir->Take("desk", root_ + "/incoming").status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(data_dir->Take("desk", root_ + "/incoming/none").status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(DataDirTest, RemovesLitterAtStart) {
  auto data_dir = Open();
  const std::string a = Incoming("a"), b = Incoming("b");
  const auto bytes = ReadFileOrDie(root_ + "/incoming/b");
  {
    const auto file = Take(*data_dir, "a");
    NP_ASSERT_OK(data_dir->Record("desk", Of({a})));
  }
  data_dir.reset();
  folder_.Write("data/staging/file-1", "half");
  folder_.Write("data/staging/import/part", "half");
  folder_.Write("data/" + InDesk(b + ".snapshot"), bytes);
  folder_.Write("data/collections/never/" + b + ".snapshot", bytes);
  folder_.Write("data/" + InDesk("README"), "an operator's");
  folder_.Write("data/" + InDesk("copy.snapshot"), "an operator's");
  data_dir = Open();
  EXPECT_THAT(Files(), UnorderedElementsAre(InDesk("published.json"), InDesk(a + ".snapshot"),
                                            InDesk("README"), InDesk("copy.snapshot")));
}

TEST_F(DataDirTest, RemovesNothingIfAHistoryIsDamaged) {
  Open();
  const std::string b = Incoming("b");
  folder_.Write("data/" + InDesk(b + ".snapshot"), "bytes");
  folder_.Write("data/" + InDesk("published.json"), "{\"format\":");
  EXPECT_THAT(DataDir::Open(root_).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("collections/desk/published.json")));
  EXPECT_THAT(Files(), UnorderedElementsAre(InDesk("published.json"), InDesk(b + ".snapshot")));
}

struct NameCase {
  std::string name;
  std::string file;
  absl::StatusCode want;
};
void PrintTo(const NameCase& c, std::ostream* os) { *os << c.name; }

class IncomingFileTest : public DataDirTest, public testing::WithParamInterface<NameCase> {};

TEST_P(IncomingFileTest, IsABareNameOfAFile) {
  const auto data_dir = Open();
  folder_.Write("data/incoming/desk 2.snapshot", "x");
  folder_.Write("data/incoming/.hidden", "x");
  folder_.Write("data/incoming/sub/file", "x");
  EXPECT_EQ(data_dir->IncomingFile(GetParam().file).status().code(), GetParam().want);
}

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

INSTANTIATE_TEST_SUITE_P(All, IncomingFileTest,
                         testing::ValuesIn(std::vector<NameCase>{
                             {"AFile", "desk 2.snapshot", absl::StatusCode::kOk},
                             {"Absent", "desk.snapshot", absl::StatusCode::kNotFound},
                             {"AFolder", "sub", absl::StatusCode::kNotFound},
                             {"Empty", "", kInvalid},
                             {"Hidden", ".hidden", kInvalid},
                             {"Here", ".", kInvalid},
                             {"Above", "..", kInvalid},
                             {"InAFolder", "sub/file", kInvalid},
                             {"Outside", "../lock", kInvalid},
                             {"Absolute", "/etc/passwd", kInvalid},
                             {"Nul", std::string("desk 2.snapshot\0x", 17), kInvalid},
                             {"TooLong", std::string(5000, 'a'), absl::StatusCode::kNotFound},
                         }),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
