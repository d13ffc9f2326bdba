#include "service/pack/snapshot_file.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "service/base/sha256.h"

namespace needlepoint {
namespace {

constexpr absl::string_view kMagic = "NPSNAP1\n";
constexpr absl::string_view kMagicOfAnyFormat = "NPSNAP";
constexpr int64_t kSealSize = 40;
constexpr size_t kBlock = 1 << 16;
constexpr absl::string_view kRebuild =
    "copy it again from where it was built, or build it with needlepoint-pack build";

// Feeds the next `size` bytes of `in` to the hashes.
bool HashBytes(std::ifstream& in, int64_t size, std::vector<Sha256*> hashes) {
  std::vector<char> block(kBlock);
  while (size > 0) {
    const auto want = static_cast<std::streamsize>(std::min<int64_t>(size, kBlock));
    in.read(block.data(), want);
    if (in.gcount() != want) return false;
    for (Sha256* hash : hashes) hash->Update(absl::string_view(block.data(), want));
    size -= want;
  }
  return true;
}

}  // namespace

absl::Status SealSnapshotFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  const int64_t size = in.tellg();
  in.seekg(0);
  Sha256 hash;
  if (!in || !HashBytes(in, size, {&hash}))
    return absl::InternalError("the snapshot cannot be read back to be sealed");
  const Sha256Digest digest = hash.Finish();
  std::ofstream out(path, std::ios::binary | std::ios::app);
  out.write(kMagic.data(), kMagic.size());
  out.write(reinterpret_cast<const char*>(digest.data()), digest.size());
  out.close();
  if (!out) return absl::InternalError("the seal cannot be written; is the disk full?");
  return absl::OkStatus();
}

absl::StatusOr<std::string> CheckSnapshotFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::NotFoundError("it is a folder; give the file that needlepoint-pack build made");
  }
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in)
    return absl::NotFoundError(
        "there is no such file; give the path of a snapshot made by needlepoint-pack build");
  const int64_t size = in.tellg();
  if (size <= kSealSize)
    return absl::DataLossError(
        absl::StrCat("it has only ", size, " bytes: truncated, or no snapshot; ", kRebuild));
  in.seekg(0);
  Sha256 body, whole;
  if (!HashBytes(in, size - kSealSize, {&body, &whole}))
    return absl::DataLossError("it cannot be read to the end; check the disk");
  char seal[kSealSize];
  in.read(seal, kSealSize);
  if (in.gcount() != kSealSize)
    return absl::DataLossError("it cannot be read to the end; check the disk");
  whole.Update(absl::string_view(seal, kSealSize));
  const absl::string_view magic(seal, kMagic.size());
  if (magic.substr(0, kMagicOfAnyFormat.size()) != kMagicOfAnyFormat) {
    return absl::DataLossError(
        absl::StrCat("it has no seal: truncated, altered, or no snapshot; ", kRebuild));
  }
  if (magic != kMagic) {
    return absl::DataLossError(
        absl::StrCat("it has another kind of seal: made by a newer version, or altered; update "
                     "this program, or ",
                     kRebuild));
  }
  const Sha256Digest digest = body.Finish();
  if (std::memcmp(seal + kMagic.size(), digest.data(), digest.size()) != 0) {
    return absl::DataLossError(
        absl::StrCat("its contents do not match its seal: altered or damaged; ", kRebuild));
  }
  return ToHex(whole.Finish());
}

}  // namespace needlepoint
