#include "service/collection/publisher.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/collection/versions.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A server's life with one data directory: what it serves, in the order of
// their lives.
struct Life {
  std::shared_ptr<DataDir> data_dir;
  CollectionRegistry registry;
  FixedClock clock;
  std::unique_ptr<Publisher> publisher;
  absl::StatusOr<std::vector<std::string>> notices;

  Life(const std::string& root, const std::vector<GivenCollection>& given, absl::Time now)
      : clock(now) {
    auto opened = DataDir::Open(root);
    EXPECT_THAT(opened.status(), IsOk());
    data_dir = *std::move(opened);
    publisher = std::make_unique<Publisher>(*data_dir, registry, clock);
    notices = publisher->Start(given);
  }

  absl::StatusOr<Published> Publish(const std::string& name, const std::string& path,
                                    const std::string& expected = "",
                                    const std::string& note = "") {
    NP_ASSIGN_OR_RETURN(ServedCollection prepared, publisher->Prepare(name, path));
    return publisher->Commit(std::move(prepared), expected, note);
  }
};

class PublisherTest : public testing::Test {
 protected:
  void Start(const std::vector<GivenCollection>& given = {}) {
    life_.reset();
    now_ += absl::Hours(24);
    life_ = std::make_unique<Life>(folder_.Path("data"), given, now_);
    EXPECT_THAT(life_->notices.status(), IsOk());
  }

  // A snapshot that says `text`; its version is remembered by that.
  std::string File(const std::string& text) {
    const std::string path = folder_.Path(text + ".snapshot");
    names_[WriteVersion(text, path)] = text;
    return path;
  }

  void Publish(const std::string& text) {
    EXPECT_THAT(life_->Publish("guide", File(text)).status(), IsOk());
  }

  std::string Path(const std::string& version) const {
    return folder_.Path("data/collections/guide/" + version + ".snapshot");
  }

  // What resolves of the guide, the one in service first, as it was called.
  std::vector<std::string> Kept(const std::string& name = "guide") {
    std::vector<std::string> kept;
    for (const auto& served : life_->registry.Versions(name))
      kept.push_back(names_[served->version()]);
    return kept;
  }

  // The files of snapshots in the folder, as they were called.
  std::vector<std::string> Files() {
    std::vector<std::string> files;
    for (const auto& [version, name] : names_) {
      if (std::filesystem::exists(Path(version))) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  void Damage(const std::string& path) {
    std::string bytes = ReadFileOrDie(path);
    bytes[bytes.size() / 2] ^= 1;
    WriteFileOrDie(path, bytes);
  }

  std::string VersionOf(const std::string& text) {
    for (const auto& [version, name] : names_) {
      if (name == text) return version;
    }
    return "";
  }

  TempFolder folder_;
  std::map<std::string, std::string> names_;
  absl::Time now_ = absl::FromUnixSeconds(1781533815);
  std::unique_ptr<Life> life_;
};

TEST_F(PublisherTest, APublicationSurvivesARestart) {
  Start();
  const std::string a = File("a");
  {
    NP_ASSERT_OK_AND_ASSIGN(const Published published, life_->Publish("guide", a, "", "first"));
    EXPECT_EQ(published.previous_version, "");
    EXPECT_EQ(published.served->since, now_);
    EXPECT_EQ(published.served->note, "first");
  }
  const absl::Time then = now_;
  Start();
  EXPECT_THAT(*life_->notices, IsEmpty());
  EXPECT_THAT(Kept(), ElementsAre("a"));
  NP_ASSERT_OK_AND_ASSIGN(const auto served, life_->registry.Get("guide"));
  EXPECT_EQ(served->since, then);
  EXPECT_EQ(served->note, "first");
  EXPECT_GT(served->size_bytes, 0);
}

TEST_F(PublisherTest, KeepsTheLastThreeVersions) {
  Start();
  for (const char* text : {"a", "b", "c", "d"}) Publish(text);
  EXPECT_THAT(Kept(), ElementsAre("d", "c", "b"));
  EXPECT_THAT(Files(), ElementsAre("b", "c", "d"));
  Start();
  EXPECT_THAT(Kept(), ElementsAre("d", "c", "b"));
  EXPECT_THAT(Files(), ElementsAre("b", "c", "d"));
}

TEST_F(PublisherTest, AVersionInUseIsReadToItsEnd) {
  Start();
  Publish("a");
  NP_ASSERT_OK_AND_ASSIGN(auto held, life_->registry.Get("guide"));
  for (const char* text : {"b", "c", "d", "e"}) Publish(text);
  EXPECT_THAT(Files(), ElementsAre("a", "c", "d", "e"));
  EXPECT_THAT(held->answerer->Answer({"can i go out in the sun?", {}, now_}).status(), IsOk());
  held.reset();
  EXPECT_THAT(Files(), ElementsAre("c", "d", "e"));
}

TEST_F(PublisherTest, GoesBackToTheVersionBeforeAndSurvivesARestart) {
  Start();
  for (const char* text : {"a", "b", "c"}) Publish(text);
  {
    NP_ASSERT_OK_AND_ASSIGN(const Published back, life_->publisher->Rollback("guide", "", "oh"));
    EXPECT_EQ(names_[back.served->version()], "b");
    EXPECT_EQ(names_[back.previous_version], "c");
    EXPECT_EQ(back.served->note, "oh");
  }
  EXPECT_THAT(Kept(), ElementsAre("b", "c", "a"));
  Start();
  EXPECT_THAT(Kept(), ElementsAre("b", "c", "a"));
  NP_ASSERT_OK(life_->publisher->Rollback("guide", VersionOf("a"), "").status());
  EXPECT_THAT(Kept(), ElementsAre("a", "b", "c"));
}

TEST_F(PublisherTest, GoesBackToNothingThatIsNotKept) {
  Start();
  EXPECT_THAT(life_->publisher->Rollback("guide", "", "").status(),
              StatusIs(absl::StatusCode::kNotFound));
  Publish("a");
  EXPECT_THAT(life_->publisher->Rollback("guide", "", "").status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no earlier version")));
  EXPECT_THAT(life_->publisher->Rollback("guide", std::string(64, '0'), "").status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("not kept")));
  EXPECT_THAT(Kept(), ElementsAre("a"));
}

TEST_F(PublisherTest, PublishesOnlyOverTheVersionExpected) {
  Start();
  const std::string a = File("a"), b = File("b");
  EXPECT_THAT(life_->Publish("guide", a, VersionOf("b")).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("it is none")));
  NP_ASSERT_OK(life_->Publish("guide", a).status());
  EXPECT_THAT(life_->Publish("guide", b, VersionOf("b")).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(VersionOf("a"))));
  EXPECT_THAT(Kept(), ElementsAre("a"));
  EXPECT_THAT(Files(), ElementsAre("a"));
  NP_ASSERT_OK(life_->Publish("guide", b, VersionOf("a")).status());
  EXPECT_THAT(Kept(), ElementsAre("b", "a"));
}

TEST_F(PublisherTest, TheSameVersionMayBePublishedAgain) {
  Start();
  for (const char* text : {"a", "b", "a", "a"}) Publish(text);
  EXPECT_THAT(Kept(), ElementsAre("a", "b"));
  EXPECT_THAT(Files(), ElementsAre("a", "b"));
  Start();
  EXPECT_THAT(Kept(), ElementsAre("a", "b"));
}

TEST_F(PublisherTest, RefusesWhatIsDamagedAndServesOn) {
  Start();
  Publish("a");
  const std::string b = File("b");
  Damage(b);
  EXPECT_THAT(life_->Publish("guide", b).status(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(life_->publisher->Validate("guide", b).status(),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Kept(), ElementsAre("a"));
  EXPECT_THAT(Files(), ElementsAre("a"));
}

TEST_F(PublisherTest, ValidatesWithoutATrace) {
  Start();
  const std::string a = File("a");
  NP_ASSERT_OK_AND_ASSIGN(const ServedCollection opened, life_->publisher->Validate("guide", a));
  EXPECT_EQ(opened.version(), VersionOf("a"));
  EXPECT_THAT(life_->registry.List(), IsEmpty());
  EXPECT_THAT(Files(), IsEmpty());
}

// Guidance has rules, a desk's documents have none: neither stands in for the
// other.
TEST_F(PublisherTest, APackIsTheGuideAndDocumentsAreNot) {
  Start();
  const std::string pack = File("a"), documents = folder_.Path("documents");
  WriteDocuments("Nine to five.", documents);
  EXPECT_THAT(life_->Publish("desk", pack).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("as guide")));
  EXPECT_THAT(life_->Publish("guide", documents).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another name")));
  EXPECT_THAT(life_->publisher->Validate("guide", documents).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  NP_ASSERT_OK(life_->Publish("desk", documents).status());
  NP_ASSERT_OK(life_->Publish("guide", pack).status());
  EXPECT_THAT(life_->Publish("../desk", documents).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(life_->registry.List(), SizeIs(2));
}

TEST_F(PublisherTest, ADamagedVersionIsPassedOverAtStart) {
  Start();
  for (const char* text : {"a", "b", "c"}) Publish(text);
  life_.reset();
  Damage(Path(VersionOf("c")));
  std::filesystem::remove(Path(VersionOf("a")));
  Start();
  EXPECT_THAT(Kept(), ElementsAre("b"));
  EXPECT_THAT(*life_->notices,
              ElementsAre(AllOf(HasSubstr(VersionOf("a")), HasSubstr("is not served")),
                          AllOf(HasSubstr(VersionOf("c")), HasSubstr("altered")),
                          AllOf(HasSubstr(VersionOf("b")), HasSubstr("is served"))));
  Publish("d");
  EXPECT_THAT(Kept(), ElementsAre("d", "b"));
  EXPECT_THAT(Files(), ElementsAre("b", "d"));
}

TEST_F(PublisherTest, AFileUnderAnothersNameIsRefused) {
  Start();
  for (const char* text : {"a", "b"}) Publish(text);
  life_.reset();
  std::filesystem::copy_file(File("c"), Path(VersionOf("b")),
                             std::filesystem::copy_options::overwrite_existing);
  Start();
  EXPECT_THAT(Kept(), ElementsAre("a"));
  EXPECT_THAT((*life_->notices)[0], HasSubstr("another version"));
}

TEST_F(PublisherTest, WithNothingLeftACollectionIsNotServed) {
  Start();
  Publish("a");
  life_.reset();
  Damage(Path(VersionOf("a")));
  Start();
  EXPECT_THAT(life_->registry.List(), IsEmpty());
  EXPECT_THAT(life_->notices->back(), HasSubstr("no version that was published can be served"));
}

// The command line and the folder: of one name the later decision is served.
class GivenTest : public PublisherTest {
 protected:
  void StartWith(const std::string& text) { Start({{"guide", File(text)}}); }
};

TEST_F(GivenTest, IsServedIfNothingWasPublishedAndLeavesNothing) {
  StartWith("f");
  EXPECT_THAT(Kept(), ElementsAre("f"));
  EXPECT_THAT(*life_->notices, IsEmpty());
  life_.reset();
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(GivenTest, CanBeGoneBackToAlthoughItsFileChanges) {
  StartWith("f");
  Publish("a");
  EXPECT_THAT(Kept(), ElementsAre("a", "f"));
  WriteFileOrDie(folder_.Path("f.snapshot"), "x");
  NP_ASSERT_OK(life_->publisher->Rollback("guide", "", "").status());
  Start();
  EXPECT_THAT(Kept(), ElementsAre("f", "a"));
}

TEST_F(GivenTest, APublicationOutlivesARestartWithTheSameFile) {
  StartWith("f");
  for (const char* text : {"a", "b", "c", "d"}) {
    Publish(text);
    StartWith("f");
    EXPECT_EQ(Kept().front(), text);
    EXPECT_THAT(*life_->notices, ElementsAre(HasSubstr("published after the file")));
  }
}

TEST_F(GivenTest, AnotherFileGivenSinceIsServed) {
  StartWith("f");
  Publish("a");
  for (int restart = 0; restart < 2; ++restart) {
    StartWith("g");
    EXPECT_THAT(Kept(), ElementsAre("g", "a", "f"));
    EXPECT_THAT(*life_->notices,
                ElementsAre(AllOf(HasSubstr("is new"), HasSubstr(VersionOf("a")))));
  }
  NP_ASSERT_OK(life_->publisher->Rollback("guide", "", "").status());
  StartWith("g");
  EXPECT_THAT(Kept(), ElementsAre("a", "g", "f"));
}

TEST_F(GivenTest, WhatWasPublishedBeforeAFileWasGivenIsServedAfterIt) {
  Start();
  Publish("a");
  StartWith("f");
  EXPECT_THAT(Kept(), ElementsAre("f", "a"));
  StartWith("a");
  EXPECT_THAT(Kept(), ElementsAre("a"));
  EXPECT_THAT(*life_->notices, IsEmpty());
}

TEST_F(GivenTest, LeavingTheFlagOutServesWhatWasPublished) {
  StartWith("f");
  Publish("a");
  Start();
  EXPECT_THAT(Kept(), ElementsAre("a", "f"));
  Publish("b");
  StartWith("f");
  EXPECT_EQ(Kept().front(), "b");
}

TEST_F(GivenTest, ADamagedFileDoesNotStopWhatWasPublished) {
  StartWith("f");
  Publish("a");
  const std::string damaged = File("g");
  Damage(damaged);
  Start({{"guide", damaged}});
  EXPECT_EQ(Kept().front(), "a");
  EXPECT_THAT(*life_->notices,
              ElementsAre(AllOf(HasSubstr("altered"), HasSubstr("what was published is served"))));
}

TEST_F(GivenTest, ADamagedFileStopsTheStartIfThereIsNothingElse) {
  const std::string damaged = File("g");
  Damage(damaged);
  const Life life(folder_.Path("data"), {{"guide", damaged}}, now_);
  EXPECT_THAT(life.notices.status(),
              StatusIs(absl::StatusCode::kDataLoss,
                       AllOf(HasSubstr("collection guide"), HasSubstr(damaged))));
}

TEST_F(GivenTest, NeedsAName) {
  const Life life(folder_.Path("data"), {{"../guide", File("f")}}, now_);
  EXPECT_THAT(life.notices.status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a-z")));
}

TEST_F(GivenTest, ComesBackIfNothingThatWasPublishedCanBeServed) {
  StartWith("f");
  Publish("a");
  life_.reset();
  Damage(Path(VersionOf("a")));
  std::filesystem::remove(Path(VersionOf("f")));
  StartWith("f");
  EXPECT_THAT(Kept(), ElementsAre("f"));
}

TEST_F(PublisherTest, PublishesAndGoesBackWhileOthersAsk) {
  Start();
  const std::vector<std::string> files = {File("a"), File("b"), File("c"), File("d"), File("e")};
  for (int i = 0; i < 2; ++i) NP_ASSERT_OK(life_->Publish("guide", files[i]).status());
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0}, asked{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto served = life_->registry.Get("guide");
        const auto answer = (*served)->answerer->Answer({"can i go out in the sun?", {}, now_});
        wrong += !answer.ok() || answer->knowledge_version() != (*served)->version();
        ++asked;
      }
    });
  }
  std::vector<std::thread> publishers;
  for (int t = 0; t < 2; ++t) {
    publishers.emplace_back([&, t] {
      for (int i = 0; i < 12; ++i) {
        wrong += !life_->Publish("guide", files[(i + 2 * t) % files.size()]).ok();
        wrong += !life_->publisher->Rollback("guide", "", "").ok();
      }
    });
  }
  for (std::thread& publisher : publishers) publisher.join();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(asked, 0);
  const auto kept = Kept();
  EXPECT_THAT(kept, SizeIs(3));
  EXPECT_THAT(Files(), testing::UnorderedElementsAreArray(kept));
  Start();
  EXPECT_EQ(Kept(), kept);
}

}  // namespace
}  // namespace needlepoint
