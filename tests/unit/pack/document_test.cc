// YAML in; JSON, lines and faults out.

#include "service/pack/document.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

std::string Joined(const std::vector<Fault>& faults) {
  return absl::StrJoin(faults, "\n",
                       [](std::string* out, const Fault& f) { out->append(f.ToString()); });
}

struct YamlCase {
  std::string name, yaml, json;
};
void PrintTo(const YamlCase& c, std::ostream* os) { *os << c.yaml; }

class YamlTest : public testing::TestWithParam<YamlCase> {};

TEST_P(YamlTest, BecomesJson) {
  std::vector<Fault> faults;
  const Document document("a.yaml", GetParam().yaml, nullptr, faults);
  EXPECT_EQ(Joined(faults), "");
  EXPECT_TRUE(document.ok());
  EXPECT_EQ(document.value().dump(), GetParam().json);
}

INSTANTIATE_TEST_SUITE_P(
    All, YamlTest,
    testing::ValuesIn(std::vector<YamlCase>{
        {"Integer", "a: 72", R"({"a":72})"},
        {"Negative", "a: -3", R"({"a":-3})"},
        {"LeadingZeros", "a: 007", R"({"a":7})"},
        {"QuotedNumberIsText", "a: '999'", R"({"a":"999"})"},
        {"DoublyQuotedNumberIsText", "a: \"000\"", R"({"a":"000"})"},
        {"Real", "a: 0.5", R"({"a":0.5})"},
        {"PointFirst", "a: .5", R"({"a":0.5})"},
        {"Exponent", "a: 1e3", R"({"a":1000.0})"},
        {"LargerThanAnInteger", "a: 99999999999999999999", R"({"a":1e+20})"},
        {"True", "a: true", R"({"a":true})"},
        {"False", "a: false", R"({"a":false})"},
        {"QuotedTrueIsText", "a: 'true'", R"({"a":"true"})"},
        // As YAML 1.2 has it; 1.1 would read Norway as false.
        {"NoIsText", "a: [no, NO, yes, on, off]", R"({"a":["no","NO","yes","on","off"]})"},
        {"Null", "a: null", R"({"a":null})"},
        {"Tilde", "a: ~", R"({"a":null})"},
        {"NothingIsNull", "a:", R"({"a":null})"},
        {"QuotedNothingIsText", "a: ''", R"({"a":""})"},
        {"HexIsText", "a: 0x10", R"({"a":"0x10"})"},
        {"DateIsText", "a: 2024-01-31", R"({"a":"2024-01-31"})"},
        {"VersionIsText", "a: 1.2.3", R"({"a":"1.2.3"})"},
        {"DashIsText", "a: '-'", R"({"a":"-"})"},
        {"LetterEIsText", "a: e", R"({"a":"e"})"},
        {"PointIsText", "a: .", R"({"a":"."})"},
        {"NumberWithUnitIsText", "a: 72 hours", R"({"a":"72 hours"})"},
        {"InfinityIsText", "a: inf", R"({"a":"inf"})"},
        {"BlockIsText", "a: |\n  12\n", R"({"a":"12\n"})"},
        {"FoldedBlock", "a: >-\n  one\n  two\n", R"({"a":"one two"})"},
        {"Lists", "- 1\n- [2, [3]]\n", "[1,[2,[3]]]"},
        {"Maps", "{b: {c: 1}, a: 2}", R"({"a":2,"b":{"c":1}})"},
        {"Anchors", "a: &x [1]\nb: *x", R"({"a":[1],"b":[1]})"},
        {"Comment", "a: 1 # two", R"({"a":1})"},
        {"Json", R"([{"a": "b", "c": [1.5, null]}])", R"([{"a":"b","c":[1.5,null]}])"},
        {"Accents", "a: crème", R"({"a":"crème"})"},
        {"NumberAsKey", "1: a", R"({"1":"a"})"},
        {"Scalar", "word", "\"word\""},
        {"Empty", "", "null"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(DocumentLineTest, IsThatOfTheKeyOrElement) {
  std::vector<Fault> faults;
  const Document document("a.yaml",
                          "title: x\n"        // 1
                          "statements:\n"     // 2
                          "  - id: one\n"     // 3
                          "    text: >-\n"    // 4
                          "      long\n"      // 5
                          "  - {id: two}\n"   // 6
                          "inline: [a, b]\n"  // 7
                          "map:\n"            // 8
                          "  deep:\n"         // 9
                          "    - 1\n"         // 10
                          "    - 2\n",        // 11
                          nullptr, faults);
  EXPECT_EQ(document.Line("/title"), 1);
  EXPECT_EQ(document.Line("/statements"), 2);
  EXPECT_EQ(document.Line("/statements/0"), 3);
  EXPECT_EQ(document.Line("/statements/0/text"), 4);
  EXPECT_EQ(document.Line("/statements/1"), 6);
  EXPECT_EQ(document.Line("/statements/1/id"), 6);
  EXPECT_EQ(document.Line("/inline/1"), 7);
  EXPECT_EQ(document.Line("/map/deep/1"), 11);
}

TEST(DocumentLineTest, OfWhatIsNotThereIsThatOfTheNearestAbove) {
  std::vector<Fault> faults;
  const Document document("a.yaml", "a: 1\nb:\n  c: 2\n", nullptr, faults);
  EXPECT_EQ(document.Line("/b/none/deeper"), 2);
  EXPECT_EQ(document.Line("/none"), 1);
  EXPECT_EQ(document.Line(""), 1);
}

TEST(DocumentTest, SyntaxErrorIsOneFaultWithItsLine) {
  std::vector<Fault> faults;
  const Document document("passages/x.yaml", "a: 1\nb: [1, 2\nc: 3\n", nullptr, faults);
  EXPECT_FALSE(document.ok());
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].file, "passages/x.yaml");
  EXPECT_GE(faults[0].line, 2);
  EXPECT_THAT(faults[0].message, StartsWith("not YAML: "));
}

// The commonest slip: a colon inside plain text.
TEST(DocumentTest, UnquotedColonSaysToQuote) {
  std::vector<Fault> faults;
  const Document document("x.yaml", "a: 1\ntext: Not yet: wait.\n", nullptr, faults);
  EXPECT_THAT(Joined(faults), AllOf(StartsWith("x.yaml:2: not YAML"), HasSubstr("quote text")));
}

TEST(DocumentTest, SurvivesAnyBytes) {
  for (const std::string& bytes :
       {std::string("\0", 1), std::string("\xFF\xFE"), std::string("\x80"), std::string("a: \xC3"),
        std::string("*none"), std::string("? [a]: b"), std::string("!!tag x"), std::string("%"),
        std::string("{"), std::string("- - - -"), std::string(200, '[')}) {
    std::vector<Fault> faults;
    const Document document("x.yaml", bytes, nullptr, faults);
    EXPECT_EQ(document.ok(), faults.empty());
  }
}

TEST(FaultTest, NamesFileAndLine) {
  EXPECT_EQ((Fault{"rules/a.yaml", 12, "mend this"}.ToString()), "rules/a.yaml:12: mend this");
  EXPECT_EQ((Fault{"rules/a.yaml", 0, "mend this"}.ToString()), "rules/a.yaml: mend this");
}

constexpr char kSchema[] = R"(
type: object
additionalProperties: false
required: [title, items]
properties:
  title: {type: string, minLength: 3}
  items:
    type: array
    minItems: 1
    items:
      type: object
      additionalProperties: false
      required: [kind]
      properties:
        kind: {enum: [DO, AVOID]}
        hours: {type: number, minimum: 0}
)";

struct SchemaCase {
  std::string name, yaml;
  std::string where;  // beginning of the fault: file, line and path
};
void PrintTo(const SchemaCase& c, std::ostream* os) { *os << c.name; }

class SchemaTest : public testing::TestWithParam<SchemaCase> {};

TEST_P(SchemaTest, FaultNamesFileLineAndPath) {
  std::vector<Fault> faults;
  const std::unique_ptr<FileSchema> schema = FileSchema::Compile("schema/s.yaml", kSchema, faults);
  ASSERT_EQ(Joined(faults), "");
  const Document document("x.yaml", GetParam().yaml, schema.get(), faults);
  EXPECT_FALSE(document.ok());
  ASSERT_FALSE(faults.empty());
  EXPECT_THAT(faults[0].ToString(),
              AllOf(StartsWith(GetParam().where), HasSubstr("knowledge/schema/")));
}

INSTANTIATE_TEST_SUITE_P(
    All, SchemaTest,
    testing::ValuesIn(std::vector<SchemaCase>{
        {"NotInTheEnum", "title: abc\nitems:\n- kind: DO\n- kind: do\n",
         "x.yaml:4: /items/1/kind: "},
        {"TextForANumber", "title: abc\nitems:\n- kind: DO\n  hours: '2'\n",
         "x.yaml:4: /items/0/hours: "},
        {"BelowTheMinimum", "title: abc\nitems:\n- {kind: DO, hours: -1}\n",
         "x.yaml:3: /items/0/hours: "},
        {"TooShort", "title: ab\nitems: [{kind: DO}]\n", "x.yaml:1: /title: "},
        {"NumberForText", "title: 123\nitems: [{kind: DO}]\n", "x.yaml:1: /title: "},
        {"KeyMissing", "title: abc\nitems:\n- hours: 2\n", "x.yaml:3: /items/0: "},
        {"KeyUnknown", "title: abc\nitems:\n- {kind: DO, minutes: 2}\n", "x.yaml:3: /items/0"},
        {"EmptyList", "title: abc\nitems: []\n", "x.yaml:2: /items: "},
        {"TopKeyMissing", "title: abc\n", "x.yaml:1: the file: "},
        {"EmptyFile", "", "x.yaml"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(SchemaFaultsTest, TellsEachPlaceOnce) {
  std::vector<Fault> faults;
  const std::unique_ptr<FileSchema> schema = FileSchema::Compile("schema/s.yaml", kSchema, faults);
  const Document document("x.yaml", "title: abc\nitems:\n- kind: do\n- kind: don't\n", schema.get(),
                          faults);
  std::vector<int> lines;
  for (const Fault& fault : faults) lines.push_back(fault.line);
  EXPECT_THAT(lines, testing::UnorderedElementsAre(3, 4));
}

TEST(SchemaFaultsTest, AcceptsWhatFits) {
  std::vector<Fault> faults;
  const std::unique_ptr<FileSchema> schema = FileSchema::Compile("schema/s.yaml", kSchema, faults);
  const Document document("x.yaml", "title: abc\nitems: [{kind: DO, hours: 2.5}]\n", schema.get(),
                          faults);
  EXPECT_TRUE(document.ok());
  EXPECT_THAT(faults, IsEmpty());
}

TEST(FileSchemaTest, BrokenSchemaIsAFaultOfItsOwn) {
  for (const char* text : {"type: [", "type: no-such-type", "[]"}) {
    std::vector<Fault> faults;
    EXPECT_EQ(FileSchema::Compile("schema/s.yaml", text, faults), nullptr) << text;
    ASSERT_EQ(faults.size(), 1u) << text;
    EXPECT_EQ(faults[0].file, "schema/s.yaml");
  }
}

}  // namespace
}  // namespace needlepoint
