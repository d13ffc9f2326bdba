#include "service/conversation/sealer.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/base/sha256.h"

namespace needlepoint {
namespace {

// version | length of the key's name | name | seconds (8) | holder (16) | nonce (12) |
// ciphertext | tag (16). All before the ciphertext is authenticated, too.
constexpr char kVersion = 1;
constexpr size_t kKeyBytes = 32;
constexpr size_t kMostIdBytes = 32;
constexpr size_t kTimeBytes = 8;
constexpr size_t kHolderBytes = 16;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  // Fails only for more bytes, and on kernels that Debian 12 does not run on.
  if (getentropy(bytes.data(), bytes.size()) != 0) std::abort();
  return bytes;
}

std::string SecondsInBytes(absl::Time time) {
  uint64_t seconds = static_cast<uint64_t>(absl::ToUnixSeconds(time));
  std::string bytes(kTimeBytes, '\0');
  for (size_t i = kTimeBytes; i-- > 0; seconds >>= 8) bytes[i] = static_cast<char>(seconds & 0xff);
  return bytes;
}

absl::Time TimeFromBytes(absl::string_view bytes) {
  uint64_t seconds = 0;
  for (const char byte : bytes) seconds = seconds << 8 | static_cast<unsigned char>(byte);
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

// Who holds it, without naming them.
std::string HolderInBytes(absl::string_view holder) {
  Sha256 hash;
  hash.Update("needlepoint conversation holder\n");
  hash.Update(holder);
  const Sha256Digest digest = hash.Finish();
  return std::string(digest.begin(), digest.begin() + kHolderBytes);
}

// Calls that fail only where memory is out or the library is broken.
void Require(int result) {
  if (result != 1) std::abort();
}

std::string Encrypt(const std::string& key, absl::string_view head, absl::string_view nonce,
                    absl::string_view text) {
  const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string out(text.size() + kTagBytes, '\0');
  int written = 0;
  Require(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)));
  Require(EVP_EncryptUpdate(context.get(), nullptr, &written, Bytes(head),
                            static_cast<int>(head.size())));
  Require(EVP_EncryptUpdate(context.get(), Bytes(out), &written, Bytes(text),
                            static_cast<int>(text.size())));
  Require(EVP_EncryptFinal_ex(context.get(), Bytes(out) + written, &written));
  Require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                              Bytes(out) + text.size()));
  return out;
}

std::optional<std::string> Decrypt(const std::string& key, absl::string_view head,
                                   absl::string_view nonce, absl::string_view sealed) {
  const CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  const size_t size = sealed.size() - kTagBytes;
  std::string out(size, '\0');
  std::string tag(sealed.substr(size));
  int written = 0;
  Require(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)));
  Require(EVP_DecryptUpdate(context.get(), nullptr, &written, Bytes(head),
                            static_cast<int>(head.size())));
  Require(EVP_DecryptUpdate(context.get(), Bytes(out), &written, Bytes(sealed),
                            static_cast<int>(size)));
  Require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Bytes(tag)));
  if (EVP_DecryptFinal_ex(context.get(), Bytes(out) + written, &written) != 1) return std::nullopt;
  return out;
}

OpenResult Fault(SealFault fault) { return {"", false, fault}; }

}  // namespace

std::string Sealer::Seal(absl::string_view text, absl::string_view holder) const {
  const SealingKey& key = keys_.front();
  std::string head =
      absl::StrCat(std::string(1, kVersion), std::string(1, static_cast<char>(key.id.size())),
                   key.id, SecondsInBytes(clock_.Now()), HolderInBytes(holder));
  const std::string nonce = RandomBytes(kNonceBytes);
  head += nonce;
  return absl::StrCat(head, Encrypt(key.key, head, nonce, text));
}

OpenResult Sealer::Open(absl::string_view sealed, absl::string_view holder) const {
  if (sealed.size() < 2 || sealed[0] != kVersion) return Fault(SealFault::kTampered);
  const size_t id_size = static_cast<unsigned char>(sealed[1]);
  const size_t head_size = 2 + id_size + kTimeBytes + kHolderBytes + kNonceBytes;
  if (id_size > kMostIdBytes || sealed.size() < head_size + kTagBytes)
    return Fault(SealFault::kTampered);
  const absl::string_view id = sealed.substr(2, id_size);
  const auto key =
      std::find_if(keys_.begin(), keys_.end(), [&](const SealingKey& k) { return k.id == id; });
  if (key == keys_.end()) return Fault(SealFault::kForeign);
  const absl::string_view head = sealed.substr(0, head_size);
  std::optional<std::string> text =
      Decrypt(key->key, head, head.substr(head_size - kNonceBytes), sealed.substr(head_size));
  if (!text.has_value()) return Fault(SealFault::kTampered);
  // Only now is the head known to be ours.
  const absl::Time issued = TimeFromBytes(head.substr(2 + id_size, kTimeBytes));
  if (clock_.Now() - issued > lifetime_) return Fault(SealFault::kExpired);
  if (head.substr(2 + id_size + kTimeBytes, kHolderBytes) != HolderInBytes(holder))
    return Fault(SealFault::kReplayed);
  return {*std::move(text), true, SealFault::kTampered};
}

absl::StatusOr<std::vector<SealingKey>> ReadSealingKeys(const std::string& path) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  std::vector<SealingKey> keys;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const absl::string_view text = absl::StripAsciiWhitespace(line);
    if (text.empty() || text[0] == '#') continue;
    const std::vector<std::string> parts =
        absl::StrSplit(text, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    SealingKey key;
    const bool named = parts.size() == 2 && parts[0].size() <= kMostIdBytes &&
                       std::all_of(parts[0].begin(), parts[0].end(), [](char c) {
                         return absl::ascii_isalnum(c) || c == '-' || c == '_';
                       });
    if (!named || !absl::Base64Unescape(parts[1], &key.key) || key.key.size() != kKeyBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, " of ", path,
                       " is no key; write a name and 32 bytes in base64, as `openssl rand -base64 "
                       "32` prints them"));
    }
    key.id = parts[0];
    for (const SealingKey& other : keys) {
      if (other.id == key.id)
        return absl::InvalidArgumentError(
            absl::StrCat("line ", number, " of ", path, ": the name ", key.id, " stands twice"));
    }
    keys.push_back(std::move(key));
  }
  if (keys.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " holds no key"));
  return keys;
}

SealingKey RandomSealingKey() {
  return {absl::BytesToHexString(RandomBytes(4)), RandomBytes(kKeyBytes)};
}

}  // namespace needlepoint
