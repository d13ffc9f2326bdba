#include <ostream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/documents/blocks.h"
#include "tests/support/matchers.h"
#include "tests/unit/documents/text_form.h"

namespace needlepoint {
namespace {

struct MarkdownCase {
  std::string name, markdown, want;
};
void PrintTo(const MarkdownCase& c, std::ostream* os) { *os << c.name; }

class ReadMarkdownTest : public testing::TestWithParam<MarkdownCase> {};

TEST_P(ReadMarkdownTest, GivesBlocks) {
  NP_ASSERT_OK_AND_ASSIGN(const std::vector<Block> blocks, ReadMarkdown(GetParam().markdown));
  EXPECT_EQ(TextOf(blocks), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadMarkdownTest,
    testing::ValuesIn(std::vector<MarkdownCase>{
        {"Nothing", "", ""},
        {"Headings", "# Acne *scars*\na\n\nHow deep\n--------\nb",
         "# Acne scars\n\na\n\n## How deep\n\nb"},
        {"SoftBreaks", "a\nb  \nc", "a b\nc"},
        {"Links", "see [this](http://x.org) and <https://y.org>", "see this and https://y.org"},
        {"Pictures", "a ![roller](x.png) b", "a b"},
        {"Lists", "- a\n- b\n\n  c\n", "- a\n- b\nc"},
        {"OrderedLists", "3. a\n4. b\n", "3. a\n4. b"},
        {"NestedLists", "- a\n  1. b\n- c", "- a\n1. b\n- c"},
        {"Tables", "|Area|Depth|\n|---|---|\n|face|0.5|\n|body|", "Area | Depth\nface | 0.5\nbody"},
        {"Code", "```\na\n b\n```\n`c`", "a\nb\n\nc"},
        {"Quotes", "> a\n>\n> b", "a\n\nb"},
        {"Entities", "&lt;&eacute;&#233;&#xE9;&nope;", "<\xC3\xA9\xC3\xA9\xC3\xA9&nope;"},
        {"EntityOfNothing", "&#0;&#xD800;", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"Escapes", "\\*a\\*", "*a*"},
        {"InlineHtml", "a<br>b <span>c</span>", "a\nb c"},
        {"BlockOfHtml", "<h2>A</h2>\n<p>b</p>\n<script>x</script>\n\nc", "## A\n\nb\n\nc"},
        {"HeadingOfHtmlInParagraph", "a <h3>B</h3> c", "a\n\n### B\n\nc"},
        {"OpenHeadingOfHtml", "a <h3>B\n\nc", "a\n\n### B\n\nc"},
        {"TableOfHtml", "<table><tr><td>a<td>b</tr></table>\n", "a | b"},
        {"StruckOut", "~~a~~ b", "a b"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ReadMarkdownTest, RefusesWhatUnfoldsToFarMore) {
  std::string markdown;
  for (int i = 0; i < 5000; ++i) markdown += "|a";
  markdown += "|\n";
  for (int i = 0; i < 5000; ++i) markdown += "|---";
  markdown += "|\n";
  for (int i = 0; i < 5000; ++i) markdown += "|a|\n";
  EXPECT_THAT(ReadMarkdown(markdown), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace needlepoint
