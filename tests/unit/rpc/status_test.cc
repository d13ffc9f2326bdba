#include "service/rpc/status.h"

#include <grpcpp/support/status.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

#include "service/api/errors.h"

namespace needlepoint {
namespace {

using ::testing::HasSubstr;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

// The detail of type T that a status carries in its trailer.
template <typename T>
std::optional<T> Detail(const grpc::Status& status) {
  google::rpc::Status rich;
  if (!rich.ParseFromString(status.error_details())) return std::nullopt;
  for (const google::protobuf::Any& any : rich.details()) {
    T detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

// "CODE reason field retry" of a status: a dash for what it does not carry.
std::string Text(const grpc::Status& status) {
  std::string text = absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code()));
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  text += " " + (info.has_value() ? info->reason() : "-");
  const auto bad = Detail<google::rpc::BadRequest>(status);
  text += " " + (bad.has_value() ? bad->field_violations(0).field() : "-");
  return text + (Detail<google::rpc::RetryInfo>(status).has_value() ? " retry" : " -");
}

struct StatusCase {
  std::string name;
  absl::Status status;
  std::string want;  // Text()
};
void PrintTo(const StatusCase& c, std::ostream* os) { *os << c.want; }

class ToGrpcStatusTest : public TestWithParam<StatusCase> {};

TEST_P(ToGrpcStatusTest, KeepsCodeAndMessageAndSaysWhatClientsBranchOn) {
  const grpc::Status status = ToGrpcStatus(GetParam().status);
  EXPECT_EQ(status.error_code(), static_cast<grpc::StatusCode>(GetParam().status.code()));
  EXPECT_EQ(status.error_message(), GetParam().status.message());
  EXPECT_EQ(Text(status), GetParam().want);
}

// The trailer repeats code and message, for clients that read it alone.
TEST_P(ToGrpcStatusTest, HasTheSameCodeAndMessageInItsTrailer) {
  const grpc::Status status = ToGrpcStatus(GetParam().status);
  google::rpc::Status rich;
  ASSERT_TRUE(rich.ParseFromString(status.error_details()));
  EXPECT_EQ(rich.code(), status.error_code());
  EXPECT_EQ(rich.message(), status.error_message());
  EXPECT_EQ(Detail<google::rpc::ErrorInfo>(status)->domain(), "needlepoint.dev");
}

INSTANTIATE_TEST_SUITE_P(
    All, ToGrpcStatusTest,
    ValuesIn(std::vector<StatusCase>{
        {"WrongField",
         WithDetail(absl::InvalidArgumentError("too old"), {"AGE_OUT_OF_RANGE", "profile"}),
         "INVALID_ARGUMENT AGE_OUT_OF_RANGE profile -"},
        {"TooLarge", TooLarge("question", "QUESTION_TOO_LARGE", 20001, 20000),
         "INVALID_ARGUMENT QUESTION_TOO_LARGE question -"},
        {"NoField", WithDetail(absl::InvalidArgumentError("odd"), {"ODD", ""}),
         "INVALID_ARGUMENT ODD - -"},
        {"NoDetail", absl::InvalidArgumentError("odd"), "INVALID_ARGUMENT INVALID_ARGUMENT - -"},
        // BadRequest says that the request is wrong, which it is not here.
        {"AbsentThing", WithDetail(absl::NotFoundError("gone"), {"NOT_FOUND", "passage_id"}),
         "NOT_FOUND NOT_FOUND - -"},
        {"Busy", absl::ResourceExhaustedError("busy"),
         "RESOURCE_EXHAUSTED RESOURCE_EXHAUSTED - retry"},
        {"Damaged", absl::DataLossError("damaged"), "DATA_LOSS DATA_LOSS - -"},
        {"OurBug", absl::InternalError("bug"), "INTERNAL INTERNAL - -"},
        {"WrongState", absl::FailedPreconditionError("no pack"),
         "FAILED_PRECONDITION FAILED_PRECONDITION - -"},
        {"Unauthenticated", absl::UnauthenticatedError("who?"),
         "UNAUTHENTICATED UNAUTHENTICATED - -"},
        {"EmptyMessage", absl::UnavailableError(""), "UNAVAILABLE UNAVAILABLE - -"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ToGrpcStatusOkTest, CarriesNothing) {
  const grpc::Status status = ToGrpcStatus(absl::OkStatus());
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(status.error_details(), "");
}

TEST(OverloadedTest, SaysWhenToTryAgain) {
  EXPECT_EQ(Text(Overloaded()), "RESOURCE_EXHAUSTED QUEUE_FULL - retry");
  const auto retry = Detail<google::rpc::RetryInfo>(Overloaded());
  ASSERT_TRUE(retry.has_value());
  EXPECT_GE(retry->retry_delay().seconds(), 1);
}

TEST(NotServedYetTest, NamesTheMethod) {
  const grpc::Status status = NotServedYet("BuildPlan");
  EXPECT_EQ(Text(status), "UNIMPLEMENTED NOT_SERVED_YET - -");
  EXPECT_THAT(status.error_message(), HasSubstr("BuildPlan"));
}

}  // namespace
}  // namespace needlepoint
