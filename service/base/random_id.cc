#include "service/base/random_id.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace needlepoint {
namespace {

constexpr size_t kBytes = 16;

}  // namespace

std::string RandomId() {
  std::array<char, kBytes> bits;
  // Fails only for more bytes, and on kernels that Debian 12 does not run on.
  if (getentropy(bits.data(), bits.size()) != 0) std::abort();
  return absl::BytesToHexString(absl::string_view(bits.data(), bits.size()));
}

bool IsRandomId(absl::string_view text) {
  return text.size() == 2 * kBytes && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

}  // namespace needlepoint
