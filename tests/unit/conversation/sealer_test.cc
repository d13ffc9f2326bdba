// Only what was sealed opens, for whom it was sealed, and not for ever.

#include "service/conversation/sealer.h"

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kHolder[] = "user-7";
constexpr char kText[] = "on warfarin, 34 years old";

SealingKey Key(const std::string& id, char byte) { return {id, std::string(32, byte)}; }

class SealerTest : public testing::Test {
 protected:
  // A sealer with `keys` whose clock stands `later` than that of sealer_.
  Sealer Later(absl::Duration later, std::vector<SealingKey> keys) {
    later_ = FixedClock(clock_.Now() + later);
    return Sealer(std::move(keys), later_, kLifetime);
  }

  static constexpr absl::Duration kLifetime = absl::Hours(24);
  FixedClock clock_{absl::FromUnixSeconds(1781533815)};
  FixedClock later_{clock_.Now()};
  Sealer sealer_{{Key("now", 'k')}, clock_, kLifetime};
};

// "": it opened.
std::string FaultOf(const OpenResult& opened) {
  if (opened.ok) return "";
  switch (opened.fault) {
    case SealFault::kTampered:
      return "tampered";
    case SealFault::kForeign:
      return "foreign";
    case SealFault::kExpired:
      return "expired";
    case SealFault::kReplayed:
      return "replayed";
  }
  return "?";
}

TEST_F(SealerTest, OpensWhatItSealed) {
  for (const std::string& text :
       {std::string(kText), std::string(), std::string("\0\xff\n", 3), std::string(60000, 'x')}) {
    const OpenResult opened = sealer_.Open(sealer_.Seal(text, kHolder), kHolder);
    EXPECT_TRUE(opened.ok);
    EXPECT_EQ(opened.text, text);
  }
}

TEST_F(SealerTest, SealsForNobodyInParticular) {
  EXPECT_EQ(FaultOf(sealer_.Open(sealer_.Seal(kText, ""), "")), "");
}

TEST_F(SealerTest, NeverSealsToTheSameBytes) {
  std::set<std::string> sealed;
  for (int i = 0; i < 1000; ++i) sealed.insert(sealer_.Seal(kText, kHolder));
  EXPECT_EQ(sealed.size(), 1000u);
}

TEST_F(SealerTest, ShowsNeitherTextNorHolderNorKey) {
  const std::string sealed = sealer_.Seal(kText, kHolder);
  EXPECT_THAT(sealed,
              AllOf(Not(HasSubstr("warfarin")), Not(HasSubstr(kHolder)), Not(HasSubstr("kkkk"))));
}

TEST_F(SealerTest, AnotherSealerWithTheKeyOpensIt) {
  const Sealer replica({Key("now", 'k')}, clock_, kLifetime);
  EXPECT_EQ(FaultOf(replica.Open(sealer_.Seal(kText, kHolder), kHolder)), "");
}

// Each bit of it: what names the key may then name one that is not here.
TEST_F(SealerTest, EveryFlippedBitIsSeen) {
  const std::string sealed = sealer_.Seal(kText, kHolder);
  const size_t name = 2, name_end = name + 3;
  for (size_t byte = 0; byte < sealed.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = sealed;
      flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << bit));
      const std::string fault = FaultOf(sealer_.Open(flipped, kHolder));
      if (byte == 1) {  // the length of the name: too much, or another name
        EXPECT_THAT(fault, testing::AnyOf("tampered", "foreign")) << "bit " << bit;
      } else {
        EXPECT_EQ(fault, byte >= name && byte < name_end ? "foreign" : "tampered")
            << "bit " << bit << " of byte " << byte;
      }
    }
  }
}

TEST_F(SealerTest, EveryTruncationIsSeen) {
  const std::string sealed = sealer_.Seal(kText, kHolder);
  for (size_t size = 0; size < sealed.size(); ++size)
    EXPECT_EQ(FaultOf(sealer_.Open(sealed.substr(0, size), kHolder)), "tampered") << size;
}

TEST_F(SealerTest, WhatFollowsIsSeen) {
  EXPECT_EQ(FaultOf(sealer_.Open(sealer_.Seal(kText, kHolder) + "x", kHolder)), "tampered");
}

TEST_F(SealerTest, GarbageIsTampered) {
  for (const std::string& bytes : {std::string(), std::string("\x01"), std::string("x"),
                                   std::string(500, '\xff'), std::string(500, '\x02')})
    EXPECT_EQ(FaultOf(sealer_.Open(bytes, kHolder)), "tampered");
}

TEST_F(SealerTest, AnotherKeyIsForeign) {
  const Sealer other({Key("other", 'k')}, clock_, kLifetime);
  EXPECT_EQ(FaultOf(other.Open(sealer_.Seal(kText, kHolder), kHolder)), "foreign");
}

TEST_F(SealerTest, AnotherKeyOfTheSameNameOpensNothing) {
  const Sealer other({Key("now", 'x')}, clock_, kLifetime);
  EXPECT_EQ(FaultOf(other.Open(sealer_.Seal(kText, kHolder), kHolder)), "tampered");
}

TEST_F(SealerTest, ExpiresAfterItsLifetime) {
  const std::string sealed = sealer_.Seal(kText, kHolder);
  EXPECT_EQ(FaultOf(Later(kLifetime, {Key("now", 'k')}).Open(sealed, kHolder)), "");
  EXPECT_EQ(FaultOf(Later(kLifetime + absl::Seconds(1), {Key("now", 'k')}).Open(sealed, kHolder)),
            "expired");
}

// Replicas' clocks differ a little.
TEST_F(SealerTest, OpensWhatAClockAheadSealed) {
  const std::string sealed = Later(absl::Minutes(1), {Key("now", 'k')}).Seal(kText, kHolder);
  EXPECT_EQ(FaultOf(sealer_.Open(sealed, kHolder)), "");
}

TEST_F(SealerTest, AnotherHolderIsAReplay) {
  const std::string sealed = sealer_.Seal(kText, kHolder);
  EXPECT_EQ(FaultOf(sealer_.Open(sealed, "user-8")), "replayed");
  EXPECT_EQ(FaultOf(sealer_.Open(sealed, "")), "replayed");
  EXPECT_EQ(FaultOf(sealer_.Open(sealer_.Seal(kText, ""), kHolder)), "replayed");
}

TEST_F(SealerTest, ARetiredKeyStillOpens) {
  const std::string sealed = sealer_.Seal(kText, kHolder);
  const Sealer rotated({Key("next", 'n'), Key("now", 'k')}, clock_, kLifetime);
  EXPECT_EQ(FaultOf(rotated.Open(sealed, kHolder)), "");
  EXPECT_EQ(FaultOf(sealer_.Open(rotated.Seal(kText, kHolder), kHolder)), "foreign")
      << "the first key seals";
}

TEST_F(SealerTest, TheLongestNameIsRead) {
  const Sealer sealer({Key(std::string(32, 'n'), 'k')}, clock_, kLifetime);
  EXPECT_EQ(FaultOf(sealer.Open(sealer.Seal(kText, kHolder), kHolder)), "");
}

TEST(RandomSealingKeyTest, IsAnotherEachTime) {
  const SealingKey one = RandomSealingKey(), two = RandomSealingKey();
  EXPECT_EQ(one.key.size(), 32u);
  EXPECT_NE(one.id, two.id);
  EXPECT_NE(one.key, two.key);
}

// 32 bytes in base64.
std::string Base64Key(char byte) { return absl::Base64Escape(std::string(32, byte)); }

TEST(ReadSealingKeysTest, ReadsNamesAndKeysInOrder) {
  const TempFolder folder;
  const std::string path =
      folder.Write("keys", absl::StrCat("# made on Monday\n\n  next ", Base64Key('n'),
                                        "  \nOld_1-x\t", Base64Key('o'), "\r\n"));
  NP_ASSERT_OK_AND_ASSIGN(const std::vector<SealingKey> keys, ReadSealingKeys(path));
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0].id, "next");
  EXPECT_EQ(keys[0].key, std::string(32, 'n'));
  EXPECT_EQ(keys[1].id, "Old_1-x");
  EXPECT_EQ(keys[1].key, std::string(32, 'o'));
}

struct KeyFileCase {
  std::string name;
  std::string bytes;
  std::string says;
};
void PrintTo(const KeyFileCase& c, std::ostream* os) { *os << c.name; }

class KeyFileFaultTest : public testing::TestWithParam<KeyFileCase> {};

TEST_P(KeyFileFaultTest, IsNamedWithItsLineAndNotItsKey) {
  const TempFolder folder;
  const std::string path = folder.Write("keys", GetParam().bytes);
  const absl::Status status = ReadSealingKeys(path).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               AllOf(HasSubstr(GetParam().says), HasSubstr(path))));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("a2tra2tr"))) << "repeats a key";
}

INSTANTIATE_TEST_SUITE_P(
    All, KeyFileFaultTest,
    testing::ValuesIn(std::vector<KeyFileCase>{
        {"Empty", "", "holds no key"},
        {"OnlyComments", "# one\n\n#two\n", "holds no key"},
        {"NoName", Base64Key('k') + "\n", "line 1"},
        {"ThreeWords", "now " + Base64Key('k') + " then\n", "line 1"},
        {"KeyTooShort", "# now\nnow " + absl::Base64Escape(std::string(31, 'k')) + "\n", "line 2"},
        {"KeyTooLong", "now " + absl::Base64Escape(std::string(33, 'k')) + "\n", "line 1"},
        {"NoBase64", "now %%%%\n", "openssl rand -base64 32"},
        {"NameTooLong", std::string(33, 'n') + " " + Base64Key('k') + "\n", "line 1"},
        {"NameWithAColon", "now: " + Base64Key('k') + "\n", "line 1"},
        {"NamedTwice",
         "now " + Base64Key('k') + "\nold " + Base64Key('o') + "\nnow " + Base64Key('n') + "\n",
         "line 3"},
        {"BadAfterAGoodOne", "now " + Base64Key('k') + "\nold\n", "line 2"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ReadSealingKeysTest, AMissingFileIsNotFound) {
  const TempFolder folder;
  EXPECT_THAT(ReadSealingKeys(folder.Path("gone")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("cannot be read")));
}

}  // namespace
}  // namespace needlepoint
