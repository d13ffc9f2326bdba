// A memory as bytes, to be sealed.

#ifndef NEEDLEPOINT_SERVICE_CONVERSATION_MEMORY_CODEC_H_
#define NEEDLEPOINT_SERVICE_CONVERSATION_MEMORY_CODEC_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "service/conversation/memory.h"

namespace needlepoint {

std::string EncodeMemory(const Memory& memory);

// Nothing if the bytes are of a version that this program does not read, or are
// no memory.
std::optional<Memory> DecodeMemory(absl::string_view bytes);

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_CONVERSATION_MEMORY_CODEC_H_
