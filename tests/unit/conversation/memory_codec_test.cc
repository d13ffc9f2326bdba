// A memory written and read back; anything else is no memory.

#include "service/conversation/memory_codec.h"

#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/unit/conversation/fact_text.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

// Every field of it is set, and each kind of fact is there.
Memory RichMemory() {
  Memory memory = MemoryOf({"1 subject=SELF", "1 SELF conditions=eczema", "2 age_years=34",
                            "3 OTHER medications=isotretinoin/past@720", "3 symptoms=redness@5",
                            "4 skincare=retinoid-topical/never", "5 conditions=psoriasis/no",
                            "6 hours_since_last_session=5@5", "6 medications"});
  Remembered worded = FactFrom("7 conditions=keloid-history");
  worded.span = {7, 19};
  worded.utf16 = {6, 18};
  worded.words =
      "kelo\xC3\xAF"
      "d scars";
  memory.Learn(worded);
  memory.turns = 9;
  memory.ahead = absl::Hours(24 * 28);
  memory.now = SaidTime() + memory.ahead;
  memory.person = "OTHER";
  memory.product = "isotretinoin";
  memory.question = std::string("any bytes: \xff\x00\xc3", 14);
  memory.question_turn = 7;
  memory.pending = Pending{Field::kMedications, true, {"isotretinoin", "anticoagulant"}};
  return memory;
}

TEST(MemoryCodecTest, EverythingComesBack) {
  const Memory before = RichMemory();
  const std::optional<Memory> after = DecodeMemory(EncodeMemory(before));
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->turns, 9);
  EXPECT_EQ(after->ahead, absl::Hours(24 * 28));
  EXPECT_EQ(after->now, before.now);
  EXPECT_EQ(after->person, "OTHER");
  EXPECT_EQ(after->product, "isotretinoin");
  EXPECT_EQ(after->question, before.question);
  EXPECT_EQ(after->question_turn, 7);
  ASSERT_TRUE(after->pending.has_value());
  EXPECT_EQ(after->pending->field, Field::kMedications);
  EXPECT_TRUE(after->pending->one_of_many);
  EXPECT_THAT(after->pending->codes, ElementsAre("isotretinoin", "anticoagulant"));
  EXPECT_THAT(TextsOf(*after), ElementsAreArray(TextsOf(before)));
  for (size_t i = 0; i < before.facts().size(); ++i) {
    EXPECT_EQ(after->facts()[i].span, before.facts()[i].span);
    EXPECT_EQ(after->facts()[i].utf16, before.facts()[i].utf16);
    EXPECT_EQ(after->facts()[i].words, before.facts()[i].words);
    EXPECT_EQ(after->facts()[i].said, before.facts()[i].said);
  }
}

TEST(MemoryCodecTest, AnEmptyMemoryComesBack) {
  const std::optional<Memory> after = DecodeMemory(EncodeMemory(Memory()));
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->turns, 0);
  EXPECT_TRUE(after->facts().empty());
  EXPECT_FALSE(after->pending.has_value());
}

// Whatever was read is written as it was.
TEST(MemoryCodecTest, WritingIsRepeatable) {
  const std::string bytes = EncodeMemory(RichMemory());
  EXPECT_EQ(EncodeMemory(*DecodeMemory(bytes)), bytes);
}

TEST(MemoryCodecTest, GarbageIsNoMemory) {
  for (const std::string& bytes :
       {std::string(), std::string("x"), std::string("{}"), std::string(100, '\0'),
        std::string(100, '\xff'), std::string("\xa0"), std::string("\x80"), std::string("\xf6"),
        // {"v": "1"}, {"v": 1} and {"v": [1]}
        std::string("\xa1\x61v\x61\x31"), std::string("\xa1\x61v\x01"),
        std::string("\xa1\x61v\x81\x01")}) {
    EXPECT_FALSE(DecodeMemory(bytes).has_value()) << testing::PrintToString(bytes);
  }
}

TEST(MemoryCodecTest, NoBeginningOfAMemoryIsOne) {
  const std::string bytes = EncodeMemory(RichMemory());
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(DecodeMemory(bytes.substr(0, size)).has_value()) << size << " bytes";
}

TEST(MemoryCodecTest, NothingMayFollowAMemory) {
  EXPECT_FALSE(DecodeMemory(EncodeMemory(RichMemory()) + "x").has_value());
}

TEST(MemoryCodecTest, AnotherVersionGivesNothing) {
  std::string bytes = EncodeMemory(RichMemory());
  const size_t version = bytes.rfind("\x61v\x01");  // {..., "v": 1}
  ASSERT_NE(version, std::string::npos);
  bytes[version + 2] = '\x02';
  EXPECT_FALSE(DecodeMemory(bytes).has_value());
  bytes[version + 2] = '\x00';
  EXPECT_FALSE(DecodeMemory(bytes).has_value());
}

// A span is used to write into the question: one that lies nowhere is refused.
TEST(MemoryCodecTest, ASpanBeforeTheBeginningIsRefused) {
  for (const TextSpan& span : {TextSpan{-5, 3}, TextSpan{3, -5}}) {
    Memory memory;
    Remembered fact = FactFrom("1 conditions=eczema");
    fact.span = span;
    memory.Learn(fact);
    EXPECT_FALSE(DecodeMemory(EncodeMemory(memory)).has_value());
  }
}

TEST(MemoryCodecTest, RandomBytesNeverCrash) {
  std::mt19937 random(20260615);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    EXPECT_FALSE(DecodeMemory(bytes).has_value());
  }
}

// A right memory with wrong bytes in it: either none, or one that can be used.
TEST(MemoryCodecTest, ChangedBytesNeverCrash) {
  std::mt19937 random(20260616);
  const std::string whole = EncodeMemory(RichMemory());
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = whole;
    for (size_t n = random() % 4 + 1; n > 0; --n)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    std::optional<Memory> memory = DecodeMemory(bytes);
    if (!memory.has_value()) continue;
    ++read;
    (void)memory->ProfileAt(memory->now);
    memory->Forget([](const Remembered&) { return true; });
    EXPECT_TRUE(memory->facts().empty());
  }
  EXPECT_GT(read, 100) << "the changes are too coarse to test anything";
}

// Bytes that open 60,000 lists in one another.
TEST(MemoryCodecTest, DeepNestingNeverCrashes) {
  EXPECT_FALSE(DecodeMemory(std::string(60000, '\x81')).has_value());
  std::string maps;
  for (int i = 0; i < 20000; ++i) maps += "\xa1\x61v";
  EXPECT_FALSE(DecodeMemory(maps).has_value());
}

}  // namespace
}  // namespace needlepoint
