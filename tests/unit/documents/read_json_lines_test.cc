#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/documents/document_reader.h"
#include "tests/support/matchers.h"
#include "tests/unit/documents/text_form.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Gathered ReadLines(const std::string& lines) {
  std::istringstream in(lines);
  Gathered got;
  NP_EXPECT_OK(ReadJsonLines(in, "d.jsonl", got.Take(), got.Report()));
  return got;
}

struct LineCase {
  std::string name, line;
  std::string want;    // "" if it is skipped
  std::string report;  // "" if there is none
};
void PrintTo(const LineCase& c, std::ostream* os) { *os << c.name; }

class ReadJsonLinesTest : public testing::TestWithParam<LineCase> {};

TEST_P(ReadJsonLinesTest, ReadsALine) {
  ReadLines(GetParam().line).Expect(GetParam().want, GetParam().report);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadJsonLinesTest,
    testing::ValuesIn(std::vector<LineCase>{
        {"Nothing", "", "", ""},
        {"BlankLine", " \r\n", "", ""},
        {"Whole", R"({"id":"a","title":"T","text":"x","meta":{"topic":"acne"}})",
         "a|T|x|topic=acne", ""},
        {"OtherKeys", R"({"id":"a","text":"x","score":[1]})", "a||x|", ""},
        {"WindowsLineEnd", "{\"id\":\"a\",\"text\":\"x\"}\r\n", "a||x|", ""},
        {"ByteOrderMark", "\xEF\xBB\xBF{\"id\":\"a\",\"text\":\"x\"}", "a||x|", ""},
        {"NumberAsId", R"({"id":12,"text":"x"})", "12||x|", ""},
        {"NullsAreAbsent", R"({"id":"a","title":null,"text":"x","meta":null})", "a||x|", ""},
        {"ListOfTexts", R"({"id":"a","text":"x","meta":{"k":["b","a"]}})", "a||x|k=b,k=a", ""},
        {"NumbersInMeta", R"({"id":"a","text":"x","meta":{"n":1.5,"y":true}})", "a||x|n=1.5,y=true",
         ""},
        {"ObjectInMeta", R"({"id":"a","text":"x","meta":{"n":{"b":1}}})", "a||x|",
         "mended a d.jsonl:1: 1 values of meta are left out"},
        {"MetaIsNoObject", R"({"id":"a","text":"x","meta":"y"})", "a||x|", "meta is left out"},
        {"NotJson", "{\"id\":\"a\",", "", "skipped - d.jsonl:1: not JSON: stopped at byte 11"},
        {"TwoObjects", R"({"id":"a","text":"x"}{})", "", "not JSON"},
        {"HugeNumber", R"({"id":"a","text":"x","n":1e999})", "", "a number is too large"},
        {"NotAnObject", "[1]", "", "not an object"},
        {"NoId", R"({"text":"x"})", "", "the id is missing"},
        {"IdIsNoText", R"({"id":["a"],"text":"x"})", "", "the id is no text"},
        {"ControlInId", R"({"id":"a\u0001","text":"x"})", "", "control character"},
        {"RawControlInId", "{\"id\":\"a\tb\",\"text\":\"x\"}", "", "control character"},
        {"TextIsNoString", R"({"id":"a","text":1})", "", "the text is no string"},
        {"TitleIsNoString", R"({"id":"a","title":1,"text":"x"})", "a||x|", "the title is left out"},
        {"NoText", R"({"id":"a"})", "", "neither a text nor a title"},
        {"BadBytes", "{\"id\":\"a\",\"text\":\"caf\xE9\"}", "a||caf\xEF\xBF\xBD|",
         "mended a d.jsonl:1: bytes that are not UTF-8"},
        {"RawTab", "{\"id\":\"a\",\"text\":\"x\ty\"}", "a||x\ty|", ""},
        {"RawControl", "{\"id\":\"a\",\"text\":\"x\x02y\"}", "a||x y|", "control characters"},
        {"RawControlAfterQuote", "{\"id\":\"a\",\"text\":\"x\\\"\x02y\"}", "a||x\" y|",
         "control characters"},
        {"LoneSurrogate", R"({"id":"a","text":"\ud800"})", "", "not JSON"},
        {"DeepNesting", std::string(100000, '['), "", "not JSON"},
        {"BadDate", R"({"id":"a","text":"x","meta":{"date":"soon"}})", "a||x|",
         "the date is left out"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ReadJsonLinesTest, GoesOnBehindFaultyLines) {
  const Gathered got = ReadLines(
      "{\"id\":\"a\",\"text\":\"1\"}\nno\n\n{\"id\":\"b\",\"text\":\"2\"}\n{}\n{\"id\":\"c\","
      "\"text\":\"3\"}");
  EXPECT_THAT(got.documents, ElementsAre("a||1|", "b||2|", "c||3|"));
  EXPECT_THAT(got.issues,
              ElementsAre(HasSubstr("d.jsonl:2: not JSON"), HasSubstr("d.jsonl:5: the id")));
}

TEST(ReadJsonLinesTest, LastOfOneIdCounts) {
  const Gathered got = ReadLines(
      R"({"id":"a","text":"1"}
{"id":"b","text":"2"}
{"id":"a","text":"3"}
{"id":"b"}
{"id":"a","text":"4"})");
  EXPECT_THAT(got.documents, ElementsAre("b||2|", "a||4|"));
  EXPECT_THAT(got.issues,
              ElementsAre("duplicate a of a d.jsonl:1: line 5 has the same id and counts",
                          "duplicate a of a d.jsonl:3: line 5 has the same id and counts",
                          HasSubstr("skipped b d.jsonl:4: there is neither")));
}

TEST(ReadJsonLinesTest, SkipsALineOverTheLimit) {
  const Gathered got =
      ReadLines(absl::StrCat("{\"id\":\"a\",\"text\":\"", std::string(kMaxLineBytes, 'x'),
                             "\"}\n{\"id\":\"b\",\"text\":\"2\"}\n"));
  EXPECT_THAT(got.documents, ElementsAre("b||2|"));
  EXPECT_THAT(got.issues, ElementsAre(HasSubstr("d.jsonl:1: the line is longer than 8388608")));
}

TEST(ReadJsonLinesTest, SkipsADocumentOverTheLimit) {
  const Gathered got = ReadLines(
      absl::StrCat("{\"id\":\"a\",\"text\":\"", std::string(kMaxDocumentBytes, 'x'), "\"}"));
  EXPECT_THAT(got.documents, IsEmpty());
  EXPECT_THAT(got.issues, ElementsAre(HasSubstr("skipped a d.jsonl:1: the document has 1048577")));
}

TEST(ReadJsonLinesTest, StopsWhenTheTakerDoes) {
  std::istringstream in("{\"id\":\"a\",\"text\":\"1\"}\n{\"id\":\"b\",\"text\":\"2\"}\n");
  int taken = 0;
  const auto take = [&](const SourceDocument&) {
    ++taken;
    return absl::ResourceExhaustedError("full");
  };
  EXPECT_THAT(ReadJsonLines(in, "d.jsonl", take, [](const ImportIssue&) {}),
              StatusIs(absl::StatusCode::kResourceExhausted, "full"));
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace needlepoint
