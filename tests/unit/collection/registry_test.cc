#include "service/collection/registry.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/snapshot_writer.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/collection/versions.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Two versions of a collection, in files.
class CollectionRegistryTest : public testing::Test {
 protected:
  CollectionRegistryTest() {
    Knowledge k = SmallKnowledge();
    EXPECT_THAT(WriteSnapshot(k, first_), IsOk());
    k.statements[0].text = "Not yet: stay in the shade for 72 hours.";
    EXPECT_THAT(WriteSnapshot(k, second_), IsOk());
  }

  std::string Version(absl::string_view name) const {
    const auto served = registry_.Get(name);
    return served.ok() ? (*served)->snapshot().version() : std::string(served.status().message());
  }

  static absl::Time Day(int day) {
    return absl::FromCivil(absl::CivilDay(2026, 6, day), absl::UTCTimeZone());
  }

  TempFolder folder_;
  std::string first_ = folder_.Path("first.snapshot");
  std::string second_ = folder_.Path("second.snapshot");
  CollectionRegistry registry_;
};

TEST_F(CollectionRegistryTest, ServesWhatWasPublished) {
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  NP_ASSERT_OK_AND_ASSIGN(const auto served, registry_.Get("guide"));
  EXPECT_EQ(served->name, "guide");
  EXPECT_EQ(served->since, Day(1));
  EXPECT_EQ(served->answerer->collection(), "guide");
  EXPECT_EQ(served->snapshot().knowledge().passages.size(), 4u);
}

TEST_F(CollectionRegistryTest, AHolderKeepsItsVersionThroughASwap) {
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  NP_ASSERT_OK_AND_ASSIGN(auto held, registry_.Get("guide"));
  const std::string before = held->snapshot().version();
  std::weak_ptr<const ServedCollection> watch = held;
  NP_ASSERT_OK(registry_.Publish("guide", second_, Day(2)));

  // New callers are on the new version, the holder works on with the old one.
  EXPECT_NE(Version("guide"), before);
  EXPECT_EQ(held->snapshot().version(), before);
  AskInput input;
  input.question = "can i go out in the sun?";
  input.profile.hours_since_last_session = 5;
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer old_answer, held->answerer->Answer(input));
  EXPECT_EQ(old_answer.parts(0).headline().text(), "Not yet: stay out of the sun for 72 hours.");
  NP_ASSERT_OK_AND_ASSIGN(const auto now, registry_.Get("guide"));
  NP_ASSERT_OK_AND_ASSIGN(const v1::Answer new_answer, now->answerer->Answer(input));
  EXPECT_EQ(new_answer.parts(0).headline().text(), "Not yet: stay in the shade for 72 hours.");

  // When it is no longer kept, the old one goes with its last holder.
  for (const char* text : {"third", "fourth"}) {
    WriteVersion(text, folder_.Path(text));
    NP_ASSERT_OK(registry_.Publish("guide", folder_.Path(text), Day(3)));
  }
  EXPECT_FALSE(watch.expired());
  held.reset();
  EXPECT_TRUE(watch.expired());
}

TEST_F(CollectionRegistryTest, TheLastThreeVersionsResolve) {
  std::vector<std::string> versions;
  for (const char* text : {"one", "two", "three", "four"}) {
    versions.push_back(WriteVersion(text, folder_.Path(text)));
    NP_ASSERT_OK(registry_.Publish("guide", folder_.Path(text), Day(1)));
  }
  const auto kept = registry_.Versions("guide");
  ASSERT_THAT(kept, SizeIs(3));
  for (size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i]->version(), versions[3 - i]);
    NP_ASSERT_OK_AND_ASSIGN(const auto resolved, registry_.GetVersion("guide", versions[3 - i]));
    EXPECT_EQ(resolved, kept[i]);
  }
  EXPECT_THAT(registry_.GetVersion("guide", versions[0]),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("last 3")));
  NP_ASSERT_OK_AND_ASSIGN(const auto current, registry_.GetVersion("guide", ""));
  EXPECT_EQ(current, kept[0]);
  EXPECT_THAT(registry_.GetVersion("absent", versions[3]),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("guide")));
  EXPECT_THAT(registry_.Versions("absent"), IsEmpty());
}

TEST_F(CollectionRegistryTest, AVersionServedAgainComesFirstAndIsKeptOnce) {
  std::vector<std::string> versions;
  for (const char* text : {"one", "two", "three", "one"}) {
    versions.push_back(WriteVersion(text, folder_.Path(text)));
    NP_ASSERT_OK(registry_.Publish("guide", folder_.Path(text), Day(1)));
  }
  const auto kept = registry_.Versions("guide");
  ASSERT_THAT(kept, SizeIs(3));
  EXPECT_EQ(kept[0]->version(), versions[0]);
  EXPECT_EQ(kept[1]->version(), versions[2]);
  EXPECT_EQ(kept[2]->version(), versions[1]);
}

TEST_F(CollectionRegistryTest, AFailedPublishLeavesTheVersionBeforeServing) {
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  const std::string before = Version("guide");
  EXPECT_THAT(registry_.Publish("guide", folder_.Path("absent"), Day(2)),
              StatusIs(absl::StatusCode::kNotFound));
  std::string bytes = ReadFileOrDie(second_);
  bytes[bytes.size() / 2] ^= 1;
  EXPECT_THAT(registry_.Publish("guide", folder_.Write("damaged", bytes), Day(2)),
              StatusIs(absl::StatusCode::kDataLoss));
  Knowledge malformed = SmallKnowledge();
  malformed.lexicon[0].surfaces = {"?maybe"};
  NP_ASSERT_OK(WriteSnapshot(malformed, folder_.Path("malformed")));
  EXPECT_THAT(registry_.Publish("guide", folder_.Path("malformed"), Day(2)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Version("guide"), before);
  EXPECT_EQ((*registry_.Get("guide"))->since, Day(1));
}

TEST_F(CollectionRegistryTest, TheSameFileMayBePublishedAgain) {
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(2)));
  EXPECT_EQ((*registry_.Get("guide"))->since, Day(2));
  EXPECT_THAT(registry_.List(), SizeIs(1));
}

TEST_F(CollectionRegistryTest, ListsByName) {
  EXPECT_THAT(registry_.List(), IsEmpty());
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  WriteDocuments("Nine to five.", folder_.Path("documents"));
  NP_ASSERT_OK(registry_.Publish("b-2", folder_.Path("documents"), Day(1)));
  const auto list = registry_.List();
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0]->name, "b-2");
  EXPECT_EQ(list[1]->name, "guide");
}

TEST_F(CollectionRegistryTest, AnAbsentCollectionIsNotFoundAndTheOthersAreNamed) {
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  WriteDocuments("Nine to five.", folder_.Path("documents"));
  NP_ASSERT_OK(registry_.Publish("other", folder_.Path("documents"), Day(1)));
  EXPECT_THAT(registry_.Get("absent"),
              StatusIs(absl::StatusCode::kNotFound, AllOf(HasSubstr("guide"), HasSubstr("other"))));
}

TEST_F(CollectionRegistryTest, RefusesOtherNames) {
  for (const std::string& name : {std::string(), std::string("Guide"), std::string("a/b"),
                                  std::string("a b"), std::string("a\n"), std::string(65, 'a')}) {
    EXPECT_THAT(registry_.Publish(name, first_, Day(1)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("64")))
        << name;
  }
  EXPECT_THAT(registry_.List(), IsEmpty());
  WriteDocuments("Nine to five.", folder_.Path("documents"));
  EXPECT_THAT(registry_.Publish(std::string(64, 'a'), folder_.Path("documents"), Day(1)), IsOk());
}

TEST_F(CollectionRegistryTest, SwapsWhileOthersAsk) {
  NP_ASSERT_OK(registry_.Publish("guide", first_, Day(1)));
  std::vector<std::thread> askers;
  std::vector<int> wrong(2, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    askers.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const auto served = registry_.Get("guide");
        const auto answer = (*served)->answerer->Answer({"can i go out in the sun?", {}, Day(1)});
        wrong[t] += !answer.ok() || answer->knowledge_version() != (*served)->snapshot().version();
      }
    });
  }
  for (int i = 0; i < 10; ++i)
    NP_EXPECT_OK(registry_.Publish("guide", i % 2 == 0 ? second_ : first_, Day(2)));
  for (std::thread& asker : askers) asker.join();
  EXPECT_EQ(wrong, (std::vector<int>{0, 0}));
}

}  // namespace
}  // namespace needlepoint
