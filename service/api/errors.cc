#include "service/api/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace needlepoint {
namespace {

constexpr char kDetailUrl[] = "needlepoint.dev/error-detail";

}  // namespace

absl::Status WithDetail(absl::Status status, const ErrorDetail& detail) {
  status.SetPayload(kDetailUrl, absl::Cord(absl::StrCat(detail.reason, "\n", detail.field)));
  return status;
}

std::optional<ErrorDetail> DetailOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kDetailUrl);
  if (!payload.has_value()) return std::nullopt;
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(std::string(*payload), absl::MaxSplits('\n', 1));
  return ErrorDetail{parts.first, parts.second};
}

absl::Status Invalid(absl::string_view message, absl::string_view reason, absl::string_view field) {
  return WithDetail(absl::InvalidArgumentError(message), {std::string(reason), std::string(field)});
}

absl::Status TooLarge(absl::string_view field, absl::string_view reason, size_t size, int limit) {
  return WithDetail(absl::InvalidArgumentError(absl::StrCat(
                        field, " has ", size, " bytes; the limit is ", limit, "; shorten it")),
                    {std::string(reason), std::string(field)});
}

}  // namespace needlepoint
