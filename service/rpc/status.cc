#include "service/rpc/status.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include "service/api/errors.h"

namespace needlepoint {
namespace {

constexpr char kDomain[] = "needlepoint.dev";
constexpr int kRetrySeconds = 1;

static_assert(static_cast<int>(absl::StatusCode::kInvalidArgument) ==
              static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
static_assert(static_cast<int>(absl::StatusCode::kUnauthenticated) ==
              static_cast<int>(grpc::StatusCode::UNAUTHENTICATED));

grpc::Status Build(grpc::StatusCode code, const std::string& message, const std::string& reason,
                   const std::string& field) {
  google::rpc::Status rich;
  rich.set_code(code);
  rich.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kDomain);
  rich.add_details()->PackFrom(info);
  if (!field.empty() && code == grpc::StatusCode::INVALID_ARGUMENT) {
    google::rpc::BadRequest bad;
    google::rpc::BadRequest::FieldViolation* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(message);
    rich.add_details()->PackFrom(bad);
  }
  if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(kRetrySeconds);
    rich.add_details()->PackFrom(retry);
  }
  return grpc::Status(code, message, rich.SerializeAsString());
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const std::optional<ErrorDetail> detail = DetailOf(status);
  const std::string reason =
      detail.has_value() ? detail->reason : absl::StatusCodeToString(status.code());
  return Build(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()), reason,
               detail.has_value() ? detail->field : "");
}

grpc::Status Overloaded() {
  return Build(grpc::StatusCode::RESOURCE_EXHAUSTED,
               "all workers are busy and the queue is full; try again in a second", "QUEUE_FULL",
               "");
}

grpc::Status Draining() {
  return Build(grpc::StatusCode::UNAVAILABLE,
               "the server is stopping; try again, or another server", "DRAINING", "");
}

grpc::Status NotServedYet(const char* method) {
  return Build(
      grpc::StatusCode::UNIMPLEMENTED,
      absl::StrCat(
          method,
          " is part of the contract but not served by this version; GetServerInfo lists what is"),
      "NOT_SERVED_YET", "");
}

}  // namespace needlepoint
