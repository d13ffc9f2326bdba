#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "service/documents/blocks.h"
#include "tests/unit/documents/text_form.h"

namespace needlepoint {
namespace {

struct HtmlCase {
  std::string name, html, want;
};
void PrintTo(const HtmlCase& c, std::ostream* os) { *os << c.name; }

class ReadHtmlTest : public testing::TestWithParam<HtmlCase> {};

TEST_P(ReadHtmlTest, GivesBlocks) {
  EXPECT_EQ(TextOf(ReadHtml(GetParam().html).blocks), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadHtmlTest,
    testing::ValuesIn(std::vector<HtmlCase>{
        {"Nothing", "", ""},
        {"BareText", "roll once", "roll once"},
        {"Paragraphs", "<p>One.<p>Two\n lines.", "One.\n\nTwo lines."},
        {"Headings", "<h1>Acne <em>scars</em></h1><p>a</p><h2>How deep</h2>b",
         "# Acne scars\n\na\n\n## How deep\n\nb"},
        {"SpaceBetweenInline", "<p><b>a</b> <i>b</i><u>c</u></p>", "a bc"},
        {"Entities", "<p>1&nbsp;mm &lt; 2 &eacute; &#233;</p>",
         "1\xC2\xA0mm < 2 \xC3\xA9 \xC3\xA9"},
        {"Lists", "<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"},
        {"OrderedLists", "<ol start=3><li>a<li>b</ol>c", "3. a\n4. b\n\nc"},
        {"NestedLists", "<ul><li>a<ol><li>b</ol><li>c</ul>", "- a\n1. b\n- c"},
        {"EmptyItem", "<ul><li></li><li>b</li></ul>", "- b"},
        {"Definitions", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"},
        {"Tables", "<table><tr><th>Area<th>Depth<tr><td>face<td><p>0.5</p><p>mm</p></table>",
         "Area | Depth\nface | 0.5 mm"},
        {"EmptyCells", "<table><tr><td><td>b<td><td>d</table>", "| b | | d"},
        {"LayoutTable", "<table><tr><td><h2>A</h2><p>b</p><td>c</table>", "## A\n\nb\n\nc"},
        {"DataTableInLayout", "<table><tr><td>a<table><tr><td>b<td>c</table></table>",
         "a\n\nb | c"},
        {"LineBreaks", "<p>a<br>b<br/>c</p>", "a\nb\nc"},
        {"Preformatted", "<pre>a\nb\n\nc</pre>", "a\nb\n\nc"},
        {"ScriptsAndStyles", "<p>a</p><script>if(1<2)x</script><style>p{}</style><p>b</p>",
         "a\n\nb"},
        {"Navigation", "<nav><a>Home</a></nav><p>a</p><footer>c 2020</footer>", "a"},
        {"Comments", "a<!-- b -->c", "ac"},
        {"OnlyMain", "<div>x</div><main><h1>A</h1><p>b</p><footer>f</footer></main><div>y</div>",
         "# A\n\nb\n\nf"},
        {"OnlyArticle", "<div>x</div><article><p>b</p></article>", "b"},
        {"SeveralArticles", "<div>x</div><article>a</article><article>b</article>", "x\n\na\n\nb"},
        {"HeadingInLink", "<a href=x><h3>A</h3></a>b", "### A\n\nb"},
        {"HeadingInItem", "<ul><li><h3>A</h3>b</li></ul>", "### A\n\nb"},
        {"LongHeadingIsText", "<h2>" + std::string(513, 'x') + "</h2>", std::string(513, 'x')},
        {"EmptyHeading", "<h1> </h1>a", "a"},
        {"ButtonsAndPictures", "<button>Buy</button><img alt=p src=x>a", "a"},
        {"OddMarkup", "</p><b>a</i></b></div><td>b<li>c", "a\n\nb\n- c"},
        {"NamesAnotherCharset", "<meta charset=iso-8859-1><p>caf\xC3\xA9", "caf\xC3\xA9"},
        {"CutTag", "<p>a</p><p", "a"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(ReadHtmlTest, ReadsTheHead) {
  const HtmlPage page = ReadHtml(
      "<html lang=en-GB><head><title>How\n deep</title>"
      "<link rel=canonical href='https://x.org/a'></head><body><svg><title>no</title></svg>a");
  EXPECT_EQ(page.title, "How deep");
  EXPECT_EQ(page.language, "en-GB");
  EXPECT_EQ(page.uri, "https://x.org/a");
  EXPECT_FALSE(page.cut);
}

TEST(ReadHtmlTest, EndsWhereTooManyElementsAreOpen) {
  std::string html = "<p>before</p>";
  for (int i = 0; i < 100000; ++i) html += "<div>";
  const HtmlPage page = ReadHtml(html + "inside");
  EXPECT_TRUE(page.cut);
  EXPECT_EQ(TextOf(page.blocks), "before");
}

}  // namespace
}  // namespace needlepoint
