#include "service/documents/mend.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"
#include "tests/unit/documents/text_form.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;

struct MendTextCase {
  std::string name, text, want;
  std::string faults;  // "utf8", "control", both or neither
};
void PrintTo(const MendTextCase& c, std::ostream* os) { *os << c.name; }

class MendTextTest : public testing::TestWithParam<MendTextCase> {};

TEST_P(MendTextTest, MakesPlainUtf8) {
  std::string text = GetParam().text;
  const TextFaults faults = MendText(text);
  EXPECT_EQ(text, GetParam().want);
  EXPECT_EQ(absl::StrCat(faults.utf8 ? "utf8" : "", faults.control ? "control" : ""),
            GetParam().faults);
}

INSTANTIATE_TEST_SUITE_P(All, MendTextTest,
                         testing::ValuesIn(std::vector<MendTextCase>{
                             {"Nothing", "", "", ""},
                             {"Ascii", "roll\tonce\n", "roll\tonce\n", ""},
                             {"Accents", "caf\xC3\xA9", "caf\xC3\xA9", ""},
                             {"Emoji", "ok \xF0\x9F\x98\x80", "ok \xF0\x9F\x98\x80", ""},
                             {"LatinByte", "caf\xE9.", "caf\xEF\xBF\xBD.", "utf8"},
                             {"TwoBadBytes", "\xFF\xFE!", "\xEF\xBF\xBD\xEF\xBF\xBD!", "utf8"},
                             {"CutCharacter", "a\xE2\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD", "utf8"},
                             {"Surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
                              "utf8"},
                             {"Overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", "utf8"},
                             {"Nul", std::string("a\0b", 3), "a b", "control"},
                             {"Delete", "a\x7F", "a ", "control"},
                             {"NextLine", "a\xC2\x85z", "a z", "control"},
                             {"Both", "\x01\xFF", " \xEF\xBF\xBD", "utf8control"},
                             {"LineEnds", "a\r\nb\rc\n", "a\nb\nc\n", ""},
                             {"ByteOrderMark", "\xEF\xBB\xBFhi", "hi", ""},
                             {"ByteOrderMarkWithin",
                              "a\xEF\xBB\xBF"
                              "b",
                              "ab", ""},
                         }),
                         [](const auto& info) { return info.param.name; });

struct MendDocumentCase {
  std::string name;
  SourceDocument document;
  std::string want;    // "" if it is skipped
  std::string reason;  // of the error, or what was mended, joined by "; "
};
void PrintTo(const MendDocumentCase& c, std::ostream* os) { *os << c.name; }

class MendDocumentTest : public testing::TestWithParam<MendDocumentCase> {};

TEST_P(MendDocumentTest, KeepsTheInvariants) {
  SourceDocument document = GetParam().document;
  std::vector<std::string> mended;
  const absl::Status status = MendDocument(document, mended);
  EXPECT_EQ(status.ok() ? TextOf(document) : "", GetParam().want);
  const std::string reasons = absl::StrJoin(mended, "; ");
  EXPECT_THAT(status.ok() ? reasons : std::string(status.message()), HasSubstr(GetParam().reason));
  if (GetParam().reason.empty()) {
    EXPECT_EQ(reasons, "");
  }
}

SourceDocument With(Metadata metadata) {
  SourceDocument document{"a", "T", "x"};
  document.metadata = std::move(metadata);
  return document;
}

INSTANTIATE_TEST_SUITE_P(
    All, MendDocumentTest,
    testing::ValuesIn(std::vector<MendDocumentCase>{
        {"Whole", {"a", "T", "x"}, "a|T|x|", ""},
        {"NoId", {"", "T", "x"}, "", "the id is missing"},
        {"LongestId", {std::string(256, 'i'), "T", "x"}, std::string(256, 'i') + "|T|x|", ""},
        {"TooLongId", {std::string(257, 'i'), "T", "x"}, "", "257 bytes; give one of at most 256"},
        {"ControlInId", {"a\nb", "T", "x"}, "", "control character"},
        {"BadBytesInId", {"a\xFF", "T", "x"}, "", "not UTF-8"},
        {"AccentInId", {"caf\xC3\xA9", "T", "x"}, "caf\xC3\xA9|T|x|", ""},
        {"TitleAlone", {"a", "T", ""}, "a|T||", ""},
        {"TextAlone", {"a", "", "x"}, "a||x|", ""},
        {"NeitherTextNorTitle", {"a", " ", "\n"}, "", "neither a text nor a title"},
        {"TitleIsOneLine", {"a", " T\n t ", "x"}, "a|T t|x|", ""},
        {"LongTitle",
         {"a", std::string(300, 'w') + " " + std::string(300, 'w'), "x"},
         "a|" + std::string(300, 'w') + "|x|",
         "the title is cut to 512 bytes"},
        {"BadBytes", {"a", "T", "\xFF"}, "a|T|\xEF\xBF\xBD|", "U+FFFD"},
        {"Largest",
         {"a", "", std::string(kMaxDocumentBytes - 1, 'x')},
         "a||" + std::string(kMaxDocumentBytes - 1, 'x') + "|",
         ""},
        {"TooLarge", {"a", "", std::string(kMaxDocumentBytes, 'x')}, "", "at most 1048576"},
        {"SubjectAlone",
         {"a", "", "", DocumentFormat::kPlain, {{"subject", "S"}}},
         "a|||subject=S",
         ""},
        {"KeysAreSorted", With({{"b", "1"}, {"a", "3"}, {"a", "2"}}), "a|T|x|a=3,a=2,b=1", ""},
        {"CapitalKey", With({{"Body Area", "face"}}), "a|T|x|body_area=face", "1 metadata keys"},
        {"KeyOfOtherLetters", With({{"\xC3\xA9tat", "1"}}), "a|T|x|", "are left out"},
        {"KeyStartsWithDigit", With({{"1st", "1"}}), "a|T|x|", "are left out"},
        {"LongestKey", With({{std::string(64, 'k'), "1"}}), "a|T|x|" + std::string(64, 'k') + "=1",
         ""},
        {"TooLongKey", With({{std::string(65, 'k'), "1"}}), "a|T|x|", "are left out"},
        {"EmptyEntryGoes", With({{"a", " "}}), "a|T|x|", ""},
        {"Date", With({{"date", "2024-02-29"}}), "a|T|x|date=2024-02-29", ""},
        {"DateAndTime", With({{"date", "2024-02-29T10:00:00Z"}}), "a|T|x|date=2024-02-29", ""},
        {"NoSuchDay", With({{"date", "2023-02-29"}}), "a|T|x|", "the date is left out"},
        {"DateInWords", With({{"date", "May 2020"}}), "a|T|x|", "the date is left out"},
        {"Language", With({{"language", "pt_br"}}), "a|T|x|language=pt-BR", ""},
        {"LanguageWithScript", With({{"language", "ZH-hant-tw"}}), "a|T|x|language=zh-Hant-TW", ""},
        {"LanguageInWords", With({{"language", "English"}}), "a|T|x|", "the language is left out"},
        {"Uri", With({{"uri", "https://x.org/a?b"}}), "a|T|x|uri=https://x.org/a?b", ""},
        {"ScriptAsUri", With({{"uri", "javascript:alert(1)"}}), "a|T|x|", "the uri is left out"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(MendDocumentTest, KeepsSixtyFourEntries) {
  SourceDocument document{"a", "T", "x"};
  for (int i = 0; i < 66; ++i) document.metadata.emplace_back("k", absl::StrCat(i));
  std::vector<std::string> mended;
  NP_EXPECT_OK(MendDocument(document, mended));
  EXPECT_EQ(document.metadata.size(), 64u);
  EXPECT_THAT(mended, testing::ElementsAre(HasSubstr("of 66 metadata entries the last 2")));
}

}  // namespace
}  // namespace needlepoint
