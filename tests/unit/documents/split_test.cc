#include "service/documents/split.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;

// "title> text", a passage a line; line feeds as "/".
std::string Passages(const SourceDocument& document) {
  std::vector<std::string> lines;
  int number = 0;
  for (const DocumentPassage& passage : SplitDocument(document)) {
    EXPECT_EQ(passage.number, ++number);
    EXPECT_EQ(passage.document_id, document.id);
    std::string line = absl::StrCat(passage.title, "> ", passage.text);
    for (char& c : line) c = c == '\n' ? '/' : c;
    lines.push_back(line);
  }
  return absl::StrJoin(lines, "\n");
}

struct SplitCase {
  std::string name, title;
  DocumentFormat format;
  std::string text, want;
};
void PrintTo(const SplitCase& c, std::ostream* os) { *os << c.name; }

class SplitTest : public testing::TestWithParam<SplitCase> {};

TEST_P(SplitTest, DividesAtHeadings) {
  EXPECT_EQ(Passages({"d", GetParam().title, GetParam().text, GetParam().format}), GetParam().want);
}

constexpr DocumentFormat kPlain = DocumentFormat::kPlain;
constexpr DocumentFormat kMarkdown = DocumentFormat::kMarkdown;
constexpr DocumentFormat kHtml = DocumentFormat::kHtml;

INSTANTIATE_TEST_SUITE_P(
    All, SplitTest,
    testing::ValuesIn(std::vector<SplitCase>{
        {"TitleAlone", "How deep?", kPlain, "", "How deep?> "},
        {"ShortPlain", "T", kPlain, " a\n\nb ", "T> a//b"},
        {"MarksOfPlainTextStay", "T", kPlain, "# a\n<b>", "T> # a/<b>"},
        {"Sections", "Acne scars", kMarkdown, "a\n## How deep\nb\n## How often\nc",
         "Acne scars> a\nAcne scars: How deep> b\nAcne scars: How often> c"},
        {"HeadingThatHoldsTheTitle", "Acne", kMarkdown, "# Rolling acne scars\na",
         "Rolling acne scars> a"},
        {"TitleThatHoldsTheHeading", "Acne scars: a guide", kMarkdown, "# Acne scars\na",
         "Acne scars: a guide> a"},
        {"PartOfAWordIsNotHeld", "Dosage", kMarkdown, "# Age\na", "Dosage: Age> a"},
        {"TitleThatAsks", "How deep?", kMarkdown, "## At home\na", "How deep? At home> a"},
        {"NestedSections", "Care", kMarkdown, "## Day one\n### Face\na\n## Day two\nb",
         "Care: Day one: Face> a\nCare: Day two> b"},
        {"ShortSectionsStayApart", "T", kMarkdown, "# A\na\n# B\nb", "T: A> a\nT: B> b"},
        {"ParagraphsOfASectionJoin", "T", kMarkdown, "a\n\nb\n\n- c\n- d", "T> a//b//- c/- d"},
        {"HeadingsAlone", "T", kMarkdown, "# A\n## B", "T> "},
        {"Html", "T", kHtml, "<h2>A</h2><p>a<table><tr><td>1<td>2</table><h2>B</h2>b",
         "T: A> a//1 | 2\nT: B> b"},
    }),
    [](const auto& info) { return info.param.name; });

std::string Repeat(const std::string& text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

struct SizeCase {
  std::string name, text;
  std::vector<int> want;  // characters of each passage
};
void PrintTo(const SizeCase& c, std::ostream* os) { *os << c.name; }

class SplitSizeTest : public testing::TestWithParam<SizeCase> {};

TEST_P(SplitSizeTest, DividesLongText) {
  std::vector<int> sizes;
  for (const DocumentPassage& passage : SplitDocument({"d", "T", GetParam().text})) {
    int characters = 0;
    for (const char c : passage.text) characters += (c & 0xC0) != 0x80;
    sizes.push_back(characters);
  }
  EXPECT_EQ(sizes, GetParam().want);
}

const std::string k100 = std::string(98, 'a') + ". ";  // a sentence and the space behind it

INSTANTIATE_TEST_SUITE_P(
    All, SplitSizeTest,
    testing::ValuesIn(std::vector<SizeCase>{
        {"TwoThousandStay", Repeat("ab ", 666) + "ab", {2000}},
        {"TwoThousandAndOne", Repeat("ab ", 666) + "abc", {1199, 801}},
        {"CharactersNotBytes", Repeat("\xC3\xA9", 2000), {2000}},
        {"OneWord", Repeat("\xC3\xA9", 2500), {1200, 1300}},
        {"SentencesWithoutEmptyLines", Repeat(k100, 30), {1199, 1199, 599}},
        {"ShortRestJoins", Repeat(k100, 25), {1199, 1299}},
        {"EightThousand", Repeat(k100, 80), {1199, 1199, 1199, 1199, 1199, 1199, 799}},
        {"Lines", Repeat(std::string(299, 'x') + "\n", 8), {1199, 1199}},
        {"Paragraphs", Repeat(std::string(700, 'x') + "\n\n", 3), {700, 700, 700}},
        {"ShortParagraphsJoin", Repeat(std::string(150, 'x') + "\n\n", 14), {1062, 1062}},
        {"ShortFirstJoins",
         std::string(100, 'x') + "\n\n" + Repeat(std::string(1150, 'x') + "\n\n", 2),
         {1252, 1150}},
    }),
    [](const auto& info) { return info.param.name; });

TEST(SplitTest, EndsNoSentenceAtATitleOrAnInitial) {
  const std::string filler = std::string(1150, 'x');
  const std::vector<DocumentPassage> passages = SplitDocument(
      {"d", "T", filler + ". See Dr. Li, e.g. by 0.5 mm or J. Doe about it. " + filler + "."});
  ASSERT_EQ(passages.size(), 2u);
  EXPECT_EQ(passages[0].text, filler + ".");
  EXPECT_EQ(passages[1].text.substr(0, 52), "See Dr. Li, e.g. by 0.5 mm or J. Doe about it. xxxxx");
}

TEST(SplitTest, EveryPassageHasWhatTheDocumentSaysOfItself) {
  SourceDocument document{"d", "", "# A\na\n# B\nb", DocumentFormat::kMarkdown};
  document.metadata = {{"date", "2024-05-01"},     {"language", "en"},
                       {"subject", "Acne"},        {"synonyms", "pimples; zits"},
                       {"synonyms", "spots|zits"}, {"topic", "t"},
                       {"uri", "https://x.org"}};
  const std::vector<DocumentPassage> passages = SplitDocument(document);
  ASSERT_EQ(passages.size(), 2u);
  for (const DocumentPassage& passage : passages) {
    EXPECT_EQ(passage.date, "2024-05-01");
    EXPECT_EQ(passage.language, "en");
    EXPECT_EQ(passage.uri, "https://x.org");
    EXPECT_THAT(passage.aliases, ElementsAre("pimples", "zits", "spots"));
    EXPECT_EQ(passage.metadata, (Metadata{{"subject", "Acne"}, {"topic", "t"}}));
  }
  EXPECT_EQ(passages[1].title, "Acne: B");
}

TEST(SplitTest, NotesTheLanguage) {
  EXPECT_EQ(SplitDocument({"d", "T", "Keep the skin clean for a day, and stay out of the sun."})[0]
                .language,
            "en");
  EXPECT_EQ(SplitDocument({"d", "T", "short"})[0].language, "");
}

TEST(SplitTest, LongTitleLosesTheMiddleHeading) {
  const std::string middle(180, 'm');
  const auto passages = SplitDocument(
      {"d", "Care at home", absl::StrCat("# ", middle, "\n## Face\na"), DocumentFormat::kMarkdown});
  EXPECT_EQ(passages[0].title, "Care at home: " + middle + ": Face");
  const auto longer =
      SplitDocument({"d", "Care at home", absl::StrCat("# ", middle, middle, "\n## Face\na"),
                     DocumentFormat::kMarkdown});
  EXPECT_EQ(longer[0].title, "Care at home: Face");
}

}  // namespace
}  // namespace needlepoint
