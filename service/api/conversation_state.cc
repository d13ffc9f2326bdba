#include "service/api/conversation_state.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/api/errors.h"
#include "service/conversation/memory_codec.h"

namespace needlepoint {
namespace {

constexpr char kField[] = "conversation_state";

absl::Status Refused(const char* reason, absl::string_view why) {
  return WithDetail(absl::InvalidArgumentError(absl::StrCat("conversation_state ", why)),
                    {reason, kField});
}

absl::Status StatusOf(SealFault fault) {
  switch (fault) {
    case SealFault::kTampered:
      break;
    case SealFault::kForeign:
      return Refused("STATE_FOREIGN",
                     "was sealed with a key that this server does not have; servers that share "
                     "conversations share their file of keys. Begin a new conversation");
    case SealFault::kExpired:
      return Refused("STATE_EXPIRED", "is too old; begin a new conversation");
    case SealFault::kReplayed:
      return Refused("STATE_REPLAYED",
                     "was issued to somebody else; bring it back with the end user it came with, "
                     "or begin a new conversation");
  }
  return Refused("STATE_TAMPERED",
                 "is not what was returned; send its bytes back unchanged, or begin a new "
                 "conversation");
}

}  // namespace

absl::StatusOr<Memory> OpenState(const Sealer* sealer, absl::string_view state,
                                 absl::string_view holder) {
  if (state.empty()) return Memory();
  if (state.size() > kMostStateBytes)
    return TooLarge(kField, "STATE_TOO_LARGE", state.size(), kMostStateBytes);
  if (sealer == nullptr) return StatusOf(SealFault::kForeign);
  const OpenResult opened = sealer->Open(state, holder);
  if (!opened.ok) return StatusOf(opened.fault);
  std::optional<Memory> memory = DecodeMemory(opened.text);
  // Sealed by us, and yet of another format: an older or newer program's.
  if (!memory.has_value())
    return Refused("STATE_FOREIGN",
                   "is of another version of the server; begin a new conversation");
  return *std::move(memory);
}

std::string SealState(const Sealer* sealer, const Memory& memory, absl::string_view holder) {
  return sealer == nullptr ? "" : sealer->Seal(EncodeMemory(memory), holder);
}

absl::StatusOr<std::vector<ForgottenFact>> ReadForgotten(
    const google::protobuf::RepeatedPtrField<v1::FactReference>& references) {
  if (references.size() > kMostForgottenFacts) {
    return WithDetail(
        absl::InvalidArgumentError(absl::StrCat("forgotten_facts names ", references.size(),
                                                " facts; the limit is ", kMostForgottenFacts)),
        {"FORGOTTEN_FACTS_TOO_MANY", "forgotten_facts"});
  }
  std::vector<ForgottenFact> forgotten;
  for (const v1::FactReference& reference : references) {
    // What is ruled out is a fact of the same field.
    const std::optional<Field> field =
        ParseField(absl::StripPrefix(reference.field(), "ruled_out_"));
    if (!field.has_value()) {
      return WithDetail(
          absl::InvalidArgumentError(
              "forgotten_facts names a field that no profile has; write one as `understood` has "
              "it, such as \"medications\""),
          {"FIELD_UNKNOWN", "forgotten_facts"});
    }
    forgotten.push_back({*field, reference.value()});
  }
  return forgotten;
}

}  // namespace needlepoint
