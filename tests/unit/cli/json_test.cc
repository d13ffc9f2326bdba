#include "clients/cli/json.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "needlepoint/v1/guidance_service.pb.h"

namespace needlepoint::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ParseJsonObjectTest, KeepsTheTextOfValues) {
  const std::string text = R"( {"id": 1.0e2, "request":{"a":[1,{"b":null}]} ,"x":"\"}"} )";
  const auto members = ParseJsonObject(text);
  ASSERT_TRUE(members.ok()) << members.status();
  ASSERT_EQ(members->size(), 3u);
  EXPECT_EQ((*members)[0].second, "1.0e2");
  EXPECT_EQ((*members)[1].second, R"({"a":[1,{"b":null}]})");
  EXPECT_EQ((*members)[2].second, R"("\"}")");
}

TEST(ParseJsonObjectTest, RefusesWhatIsNoJson) {
  for (const std::string text : {"",
                                 "x",
                                 "[]",
                                 "{",
                                 "{}x",
                                 "{'id':1}",
                                 "{id:1}",
                                 R"({"id":1,})",
                                 R"({"id":01})",
                                 R"({"id":+1})",
                                 R"({"id":.5})",
                                 R"({"id":1.})",
                                 R"({"id":"a)",
                                 R"({"id":"\x"})",
                                 R"({"id":"\u12g4"})",
                                 R"({"id" 1})",
                                 R"({"id":tru})",
                                 "{\"id\":\"a\tb\"}",
                                 "{\"id\":\"\xff\"}",
                                 "{\"id\":\"\xed\xa0\x80\"}",
                                 R"({"id":})",
                                 R"({"id":-})"}) {
    EXPECT_FALSE(ParseJsonObject(text).ok()) << text;
  }
}

TEST(ParseJsonObjectTest, RefusesTooDeepNesting) {
  const auto nested = [](int depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(ParseJsonObject(nested(99)).ok());
  EXPECT_FALSE(ParseJsonObject(nested(100)).ok());
  EXPECT_FALSE(ParseJsonObject(nested(1000000)).ok());
}

TEST(JsonQuotedTest, EscapesControlsAndReplacesWhatIsNoUtf8) {
  EXPECT_EQ(JsonQuoted("a\"\\\n\x1b é"), R"("a\"\\\u000a\u001b é")");
  EXPECT_EQ(JsonQuoted("a\xff"), "\"a\uFFFD\"");
}

TEST(ProtoJsonTest, TakesAnyValidString) {
  v1::AskQuestionRequest request;
  request.set_question(
      absl::StrCat("a", std::string(1, '\0'), "b\n\x1b[31m\u009b \u202e <é> 针 😀 \"\\"));
  const auto json = ToJson(request, false);
  ASSERT_TRUE(json.ok());
  EXPECT_THAT(*json, Not(HasSubstr("\x1b")));
  EXPECT_THAT(*json, Not(HasSubstr("\xc2\x9b")));
  v1::AskQuestionRequest back;
  ASSERT_TRUE(FromJson(*json, &back).ok());
  EXPECT_EQ(back.question(), request.question());
}

TEST(ProtoJsonTest, NamesAreLowerCamelCaseAndUnknownOnesErrors) {
  v1::AskQuestionRequest request;
  ASSERT_TRUE(FromJson(R"({"profile":{"setting":"SETTING_HOME","needleLengthMm":0.25},
                           "maxStatements":3})",
                       &request)
                  .ok());
  EXPECT_EQ(*ToJson(request, false),
            R"({"profile":{"setting":"SETTING_HOME","needleLengthMm":0.25},"maxStatements":3})");
  for (const std::string json :
       {R"({"profile":{"settings":"SETTING_HOME"}})", R"({"profile":{"setting":"HOME"}})",
        R"({"question":7.5,"x":1})"}) {
    EXPECT_EQ(FromJson(json, &request).code(), absl::StatusCode::kInvalidArgument) << json;
  }
}

}  // namespace
}  // namespace needlepoint::cli
