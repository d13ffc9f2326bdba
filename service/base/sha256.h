// SHA-256 over OpenSSL.

#ifndef NEEDLEPOINT_SERVICE_BASE_SHA256_H_
#define NEEDLEPOINT_SERVICE_BASE_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

struct evp_md_ctx_st;

namespace needlepoint {

using Sha256Digest = std::array<uint8_t, 32>;

// Hashes what it is given piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void Update(absl::string_view bytes);
  // The digest of all that was given. Call once, last.
  Sha256Digest Finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// 64 lower-case hexadecimal digits.
std::string ToHex(const Sha256Digest& digest);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_BASE_SHA256_H_
