// Seals what the server hands to a client and wants back unread and unchanged.

#ifndef NEEDLEPOINT_SERVICE_CONVERSATION_SEALER_H_
#define NEEDLEPOINT_SERVICE_CONVERSATION_SEALER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "service/base/clock.h"

namespace needlepoint {

// A key of 256 bits with a name of its own.
struct SealingKey {
  std::string id;   // 1 to 32 of a-z, A-Z, 0-9, "-" and "_"
  std::string key;  // 32 bytes
};

// Why something sealed cannot be opened.
enum class SealFault {
  kTampered,  // its bytes are not what was sealed
  kForeign,   // sealed with a key that this server does not have
  kExpired,   // too old
  kReplayed,  // issued to somebody else
};

// What it is refused with: INVALID_ARGUMENT. The API names the reason.
struct OpenResult {
  std::string text;  // if there is no fault
  bool ok = false;
  SealFault fault = SealFault::kTampered;
};

// AES-256-GCM with a random nonce; the key's name, the time and whom it was issued
// to are authenticated with it. The first key seals, all open: a key that is
// retired stays in the list until what it sealed has expired. Thread-safe.
class Sealer {
 public:
  // `keys` are one or more. What is sealed can be opened for `lifetime`.
  Sealer(std::vector<SealingKey> keys, const Clock& clock, absl::Duration lifetime)
      : keys_(std::move(keys)), clock_(clock), lifetime_(lifetime) {}

  // Sealed for `holder`, who alone can bring it back: "" is anybody who does not
  // say who they are. Never the same bytes twice.
  std::string Seal(absl::string_view text, absl::string_view holder) const;

  OpenResult Open(absl::string_view sealed, absl::string_view holder) const;

  absl::Duration lifetime() const { return lifetime_; }

 private:
  const std::vector<SealingKey> keys_;
  const Clock& clock_;
  const absl::Duration lifetime_;
};

// Reads a file of keys: "ID BASE64", one a line, "#" begins a comment. The first
// seals.
//
// Errors: NOT_FOUND if it cannot be read; INVALID_ARGUMENT naming the line that
// is no key, an id that stands twice, or that there is none.
absl::StatusOr<std::vector<SealingKey>> ReadSealingKeys(const std::string& path);

// A key that lives as long as this process.
SealingKey RandomSealingKey();

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONVERSATION_SEALER_H_
