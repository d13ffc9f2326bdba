// What the server is to any gRPC client: healthy, listed, and honest about what
// it does not serve.

#include <grpcpp/generic/generic_stub.h>

#include <future>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/admin_service.pb.h"
#include "needlepoint/v1/guidance_service.grpc.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "needlepoint/v1/safety_service.grpc.pb.h"
#include "tests/conformance/server.h"

namespace needlepoint::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<const google::protobuf::ServiceDescriptor*>& Services() {
  static const std::vector<const google::protobuf::ServiceDescriptor*> services = {
      v1::AskQuestionRequest::descriptor()->file()->service(0),
      v1::GetPassageRequest::descriptor()->file()->service(0),
      v1::ScreenProfileRequest::descriptor()->file()->service(0),
      v1::GetServerInfoRequest::descriptor()->file()->service(0),
  };
  return services;
}

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint(); }

  v1::GetServerInfoResponse Info() {
    v1::GetServerInfoResponse info;
    const grpc::Status status =
        client_.Call("AdminService/GetServerInfo", v1::GetServerInfoRequest(), &info);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return info;
  }

  Client client_{SharedServer().address()};
};

TEST_F(ServiceTest, IsHealthyAsAWhole) {
  bool serving = false;
  const grpc::Status status = client_.CheckHealth("", &serving);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(serving);
}

TEST_F(ServiceTest, DoesNotKnowTheHealthOfAnUnknownService) {
  bool serving = true;
  EXPECT_EQ(client_.CheckHealth("nobody", &serving).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_FALSE(serving);
}

// A bidirectional call with one request; the reply's bytes, "" on an error.
class OneExchange final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  OneExchange(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
              const std::string& request)
      : stub_(channel) {
    const grpc::Slice slice(request);
    request_ = grpc::ByteBuffer(&slice, 1);
    stub_.PrepareBidiStreamingCall(&context_, method, grpc::StubOptions(), this);
    StartWriteLast(&request_, grpc::WriteOptions());
    StartRead(&reply_);
    StartCall();
  }
  std::string Reply() {
    done_.get_future().wait();
    return bytes_;
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    grpc::Slice whole;
    (void)reply_.DumpToSingleSlice(&whole);
    bytes_.assign(reinterpret_cast<const char*>(whole.begin()), whole.size());
    StartRead(&reply_);
  }
  void OnDone(const grpc::Status&) override { done_.set_value(); }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
  std::string bytes_;
  std::promise<void> done_;
};

// Debian ships no stubs of grpc.reflection.v1alpha.
constexpr char kReflection[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST_F(ServiceTest, ReflectionListsTheServices) {
  const std::string list_services = "\x3a\x01*";  // field 7
  const std::string reply = OneExchange(client_.channel(), kReflection, list_services).Reply();
  for (const auto* service : Services()) EXPECT_THAT(reply, HasSubstr(service->full_name()));
  EXPECT_THAT(reply, HasSubstr("grpc.health.v1.Health"));
}

TEST_F(ServiceTest, ReflectionGivesTheFileOfAService) {
  const std::string symbol = Services().front()->full_name();
  const std::string request =  // file_containing_symbol, field 4
      std::string("\x22") + static_cast<char>(symbol.size()) + symbol;
  const std::string reply = OneExchange(client_.channel(), kReflection, request).Reply();
  EXPECT_THAT(reply, HasSubstr("needlepoint/v1/guidance_service.proto"));
  EXPECT_THAT(reply, HasSubstr("needlepoint/v1/answer.proto"));
}

TEST_F(ServiceTest, InfoNamesTheCollectionWithItsVersionAndCounts) {
  const v1::GetServerInfoResponse info = Info();
  EXPECT_THAT(info.version(), Not(IsEmpty()));
  ASSERT_EQ(info.collections_size(), 1);
  EXPECT_EQ(info.collections(0).collection(), "guide");
  EXPECT_EQ(info.collections(0).knowledge_version().size(), 64u);
  EXPECT_EQ(info.collections(0).publish_time().seconds() % 86400, 15 * 3600 + 9 * 60 + 26);
  EXPECT_GT(info.collections(0).passage_count(), 0);
  EXPECT_GT(info.collections(0).statement_count(), 0);
  EXPECT_GT(info.collections(0).rule_count(), 0);
  EXPECT_GT(info.collections(0).fact_count(), 0);
  EXPECT_GT(info.collections(0).source_count(), 0);
}

// Nobody may take the guidance for a clinician's until one has reviewed it.
TEST_F(ServiceTest, InfoSaysThatNoClinicianHasReviewedIt) {
  const v1::GetServerInfoResponse info = Info();
  EXPECT_EQ(info.clinical_review().state(), v1::CLINICAL_REVIEW_STATE_UNREVIEWED);
  EXPECT_THAT(info.clinical_review().notice(), Not(IsEmpty()));
}

TEST_F(ServiceTest, MethodsThatAreNotServedSayThatTheyAreNotServedYet) {
  const v1::GetServerInfoResponse info = Info();
  const std::set<std::string> served(info.served_methods().begin(), info.served_methods().end());
  size_t found = 0;
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor& method = *service->method(i);
      const std::string name = service->full_name() + "/" + method.name();
      if (method.client_streaming()) {  // below, and in converse_test.cc
        found += served.count(name);
        continue;
      }
      const grpc::Status status = client_.CallBytes("/" + name, "", nullptr);
      if (served.count(name) == 1) {
        ++found;
        EXPECT_NE(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << name;
        continue;
      }
      EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << name;
      EXPECT_THAT(status.error_message(), HasSubstr(method.name()));
      EXPECT_THAT(status.error_message(), HasSubstr("not served by this version"));
      const std::optional<ErrorDetails> details = DetailsOf(status);
      ASSERT_TRUE(details.has_value()) << name;
      EXPECT_EQ(details->info.reason(), "NOT_SERVED_YET");
    }
  }
  EXPECT_EQ(found, served.size()) << "GetServerInfo names a method that is not in the contract";
}

void ExpectStreamNotServed(const grpc::Status& status, const std::string& method) {
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(status.error_message(), HasSubstr(method));
  EXPECT_THAT(status.error_message(), HasSubstr("not served by this version"));
  ASSERT_TRUE(DetailsOf(status).has_value());
  EXPECT_EQ(DetailsOf(status)->info.reason(), "NOT_SERVED_YET");
}

TEST_F(ServiceTest, ReviewStreamSaysThatItIsNotServedYet) {
  const auto stub = v1::SafetyService::NewStub(client_.channel());
  grpc::ClientContext context;
  const auto stream = stub->ReviewStream(&context);
  stream->Write(v1::ReviewStreamRequest());
  v1::ReviewStreamResponse reply;
  EXPECT_FALSE(stream->Read(&reply));
  ExpectStreamNotServed(stream->Finish(), "ReviewStream");
}

}  // namespace
}  // namespace needlepoint::conformance
