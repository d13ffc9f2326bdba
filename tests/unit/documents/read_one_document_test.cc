#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/documents/document_reader.h"
#include "tests/support/matchers.h"
#include "tests/unit/documents/text_form.h"

namespace needlepoint {
namespace {

struct FileCase {
  std::string name, id, ending, bytes;
  std::string want;    // "" if it is skipped
  std::string report;  // "" if there is none
};
void PrintTo(const FileCase& c, std::ostream* os) { *os << c.name; }

class ReadOneDocumentTest : public testing::TestWithParam<FileCase> {};

TEST_P(ReadOneDocumentTest, ReadsAFile) {
  Gathered got;
  NP_EXPECT_OK(ReadOneDocument(GetParam().id, GetParam().ending, GetParam().bytes, got.Take(),
                               got.Report()));
  got.Expect(GetParam().want, GetParam().report);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadOneDocumentTest,
    testing::ValuesIn(std::vector<FileCase>{
        {"Plain", "a/how_deep-to-roll.txt", ".txt", "x\r\n",
         "a/how_deep-to-roll.txt|how deep to roll|x\n|", ""},
        {"Empty", "a.txt", ".txt", " ", "", "skipped a.txt a.txt:1: there is neither"},
        {"TooLarge", "a.txt", ".txt", std::string(kMaxDocumentBytes + 1, 'x'), "",
         "at most 1048576"},
        {"Utf16LittleEndian", "a.txt", ".txt",
         std::string("\xFF\xFE"
                     "c\0\xE9\0",
                     6),
         "a.txt|a|c\xC3\xA9|", ""},
        {"Utf16BigEndian", "a.txt", ".txt",
         std::string("\xFE\xFF"
                     "\0c\0\xE9",
                     6),
         "a.txt|a|c\xC3\xA9|", ""},
        {"BadBytes", "a.txt", ".txt", "\xE9", "a.txt|a|\xEF\xBF\xBD|", "U+FFFD"},
        {"BadId", "a\xFF.txt", ".txt", "x", "", "the id is not UTF-8"},
        {"MarkdownHeadingIsTitle", "a.md", ".md", "# Acne\nx", "a.md|Acne|# Acne\nx|", ""},
        {"OnlyHeadingOfLevelOneIsTitle", "a.md", ".md", "## B\n# A\n", "a.md|A|## B\n# A\n|", ""},
        {"FirstOfSeveralHeadings", "a.md", ".md", "# A\n# B\n", "a.md|A|# A\n# B\n|", ""},
        {"MarkdownWithoutHeading", "acne.md", ".md", "x", "acne.md|acne|x|", ""},
        {"FrontMatter", "a.md", ".md",
         "---\ntitle: T\ndate: 2024-05-01\nurl: https://x.org\nlang: en\ntags: [b, a]\n---\nx",
         "a.md|T|x|date=2024-05-01,language=en,tags=b,tags=a,uri=https://x.org", ""},
        {"FrontMatterAlone", "a.md", ".md", "---\ntitle: T\n---", "a.md|T||", ""},
        {"EmptyFrontMatter", "a.md", ".md", "---\n---\nx", "a.md|a|x|", ""},
        {"FrontMatterIsNoYaml", "a.md", ".md", "---\na: [\n---\nx", "a.md|a|x|",
         "mended a.md a.md:1: the front matter is left out"},
        {"RuleIsNoFrontMatter", "a.md", ".md", "---\nx", "a.md|a|---\nx|", ""},
        {"HtmlHeadingBeforeTitle", "a.html", ".html", "<title>A | Shop</title><h1>A</h1>",
         "a.html|A|<title>A | Shop</title><h1>A</h1>|", ""},
        {"HtmlTitle", "a.html", ".html", "<title>A</title>x", "a.html|A|<title>A</title>x|", ""},
        {"HtmlLanguage", "a.html", ".html", "<html lang=en><p>x",
         "a.html|a|<html lang=en><p>x|language=en", ""},
        {"HtmlNamesItsCharset", "a.html", ".html", "<meta charset=\"ISO-8859-1\">\xE9\x80",
         "a.html|a|<meta charset=\"ISO-8859-1\">\xC3\xA9\xE2\x82\xAC|", ""},
        {"HtmlNamesTheWrongCharset", "a.html", ".html", "<meta charset=latin1>\xC3\xA9",
         "a.html|a|<meta charset=latin1>\xC3\xA9|", ""},
        {"HtmlNamesNoCharset", "a.html", ".html", "<meta charset=nope>\xE9",
         "a.html|a|<meta charset=nope>\xEF\xBF\xBD|", "U+FFFD"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
