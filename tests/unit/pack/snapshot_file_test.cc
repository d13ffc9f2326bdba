// The seal, on files small enough to try all that can be done to them.

#include "service/pack/snapshot_file.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/base/sha256.h"
#include "tests/support/matchers.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;

std::string DigestOf(const std::string& bytes) {
  Sha256 hash;
  hash.Update(bytes);
  const Sha256Digest digest = hash.Finish();
  return std::string(digest.begin(), digest.end());
}

std::string HexOf(const std::string& bytes) { return absl::BytesToHexString(DigestOf(bytes)); }

TEST(SealTest, IsTheMagicAndTheDigestOfWhatStandsBefore) {
  const TempFolder folder;
  for (const std::string& body : {std::string("x"), std::string(100'000, 'y')}) {
    const std::string path = folder.Write("f", body);
    NP_ASSERT_OK(SealSnapshotFile(path));
    const std::string sealed = ReadFileOrDie(path);
    EXPECT_TRUE(sealed == body + "NPSNAP1\n" + DigestOf(body));
    EXPECT_THAT(CheckSnapshotFile(path), IsOkAndHolds(HexOf(sealed)));
  }
}

// Blocks of 64 KiB are hashed at a time; the seal may lie across two.
TEST(SealTest, HoldsAroundTheBlockSize) {
  const TempFolder folder;
  for (int size = (1 << 16) - 41; size <= (1 << 16) + 1; ++size) {
    const std::string path = folder.Write("f", std::string(size, 'z'));
    NP_ASSERT_OK(SealSnapshotFile(path));
    NP_ASSERT_OK(CheckSnapshotFile(path)) << size;
  }
}

TEST(SealTest, MissingFileCannotBeSealed) {
  const TempFolder folder;
  EXPECT_THAT(SealSnapshotFile(folder.Path("none")), StatusIs(absl::StatusCode::kInternal));
  EXPECT_TRUE(folder.Files().empty());
}

TEST(SealTest, FindsEveryBitFlipped) {
  const TempFolder folder;
  const std::string path = folder.Write("f", "A small body, all of whose bits are tried.");
  NP_ASSERT_OK(SealSnapshotFile(path));
  const std::string sealed = ReadFileOrDie(path);
  for (size_t i = 0; i < sealed.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = sealed;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      WriteFileOrDie(path, flipped);
      EXPECT_THAT(CheckSnapshotFile(path), StatusIs(absl::StatusCode::kDataLoss))
          << "byte " << i << " bit " << bit;
    }
  }
}

TEST(SealTest, FindsEveryTruncationAndAnAddedByte) {
  const TempFolder folder;
  const std::string path = folder.Write("f", "A small body, cut at every length.");
  NP_ASSERT_OK(SealSnapshotFile(path));
  const std::string sealed = ReadFileOrDie(path);
  for (size_t length = 0; length < sealed.size(); ++length) {
    WriteFileOrDie(path, sealed.substr(0, length));
    EXPECT_THAT(CheckSnapshotFile(path), StatusIs(absl::StatusCode::kDataLoss)) << length;
  }
  for (const char added : {'\0', '\n', 'x'}) {
    WriteFileOrDie(path, sealed + added);
    EXPECT_THAT(CheckSnapshotFile(path), StatusIs(absl::StatusCode::kDataLoss));
    WriteFileOrDie(path, added + sealed);
    EXPECT_THAT(CheckSnapshotFile(path), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST(SealTest, SealedTwiceIsAnotherFile) {
  const TempFolder folder;
  const std::string path = folder.Write("f", "body");
  NP_ASSERT_OK(SealSnapshotFile(path));
  const std::string once = CheckSnapshotFile(path).value();
  NP_ASSERT_OK(SealSnapshotFile(path));
  EXPECT_THAT(CheckSnapshotFile(path), IsOkAndHolds(testing::Ne(once)));
}

TEST(SealTest, MagicOfANewerFormatSaysUpdate) {
  const TempFolder folder;
  const std::string body = "body";
  EXPECT_THAT(
      CheckSnapshotFile(folder.Write("f", body + "NPSNAP2\n" + DigestOf(body))),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("newer version, or altered; update")));
}

}  // namespace
}  // namespace needlepoint
