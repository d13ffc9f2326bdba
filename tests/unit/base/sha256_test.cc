#include "service/base/sha256.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

std::string HexOf(absl::string_view bytes) {
  Sha256 hash;
  hash.Update(bytes);
  return ToHex(hash.Finish());
}

struct KnownDigest {
  std::string name;
  std::string bytes;
  std::string hex;
};
void PrintTo(const KnownDigest& c, std::ostream* os) { *os << c.name; }

class Sha256KnownDigestTest : public testing::TestWithParam<KnownDigest> {};

TEST_P(Sha256KnownDigestTest, IsTheStandards) {
  EXPECT_EQ(HexOf(GetParam().bytes), GetParam().hex);
}

// Source: NIST, "Example values", SHA-256; and the message of a million a's of
// FIPS 180-2, appendix B.3.
INSTANTIATE_TEST_SUITE_P(
    All, Sha256KnownDigestTest,
    testing::ValuesIn(std::vector<KnownDigest>{
        {"Nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"OneBlock", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"TwoBlocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"MillionAs", std::string(1'000'000, 'a'),
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(Sha256Test, DoesNotDependOnThePieces) {
  const std::string bytes = "zero \0 and high \xff bytes, given in pieces";
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    Sha256 hash;
    hash.Update(absl::string_view(bytes).substr(0, cut));
    hash.Update(absl::string_view(bytes).substr(cut));
    EXPECT_EQ(ToHex(hash.Finish()), HexOf(bytes)) << "cut at " << cut;
  }
}

TEST(ToHexTest, IsLowerCaseAndKeepsLeadingZeros) {
  Sha256Digest digest{};
  digest[1] = 0xAB;
  digest[31] = 0x0F;
  EXPECT_EQ(ToHex(digest), "00ab" + std::string(58, '0') + "0f");
}

}  // namespace
}  // namespace needlepoint
