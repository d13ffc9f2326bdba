#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/documents/document_reader.h"
#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

struct GivenCase {
  std::string name;
  DocumentFormat format;
  std::string title, text;
  Metadata metadata;
  std::string want;  // "TITLE|KEY=TEXT,...|MENDED;..."
};
void PrintTo(const GivenCase& c, std::ostream* os) { *os << c.text; }

class ReadGivenDocumentTest : public testing::TestWithParam<GivenCase> {};

TEST_P(ReadGivenDocumentTest, CompletesWhatIsMissing) {
  SourceDocument document;
  document.id = "d";
  document.format = GetParam().format;
  document.title = GetParam().title;
  document.text = GetParam().text;
  document.metadata = GetParam().metadata;
  std::vector<std::string> mended;
  NP_ASSERT_OK(ReadGivenDocument(document, mended));
  EXPECT_EQ(absl::StrCat(document.title, "|",
                         absl::StrJoin(document.metadata, ",", absl::PairFormatter("=")), "|",
                         absl::StrJoin(mended, ";")),
            GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReadGivenDocumentTest,
    testing::ValuesIn(std::vector<GivenCase>{
        {"ATitleStays", DocumentFormat::kMarkdown, "T", "# Sun\n\nHat.", {}, "T||"},
        {"MarkdownHeading", DocumentFormat::kMarkdown, "", "# Sun\n\nHat.", {}, "Sun||"},
        {"FrontMatter",
         DocumentFormat::kMarkdown,
         "",
         "---\ntitle: Sun\ntopic: a\ndate: 2026-01-02\n---\nHat.",
         {{"topic", "b"}},
         "Sun|date=2026-01-02,topic=b|"},
        {"Html",
         DocumentFormat::kHtml,
         "",
         "<html lang=de><title>Sun</title><p>Hat.",
         {},
         "Sun|language=de|"},
        {"HtmlSaysAnother",
         DocumentFormat::kHtml,
         "T",
         "<html lang=de><h1>Sun</h1><p>Hat.",
         {{"language", "en"}},
         "T|language=en|"},
        {"BeginningOfPlain",
         DocumentFormat::kPlain,
         "",
         "\nWear a hat.\nAlways.",
         {},
         "Wear a hat.||"},
        {"BeginningOfMarkdown",
         DocumentFormat::kMarkdown,
         "",
         "Wear *a* hat.\n",
         {},
         "Wear a hat.||"},
        {"BeginningIsCut",
         DocumentFormat::kPlain,
         "",
         "Wear a hat with a brim that is broad enough to shade the face, the ears and the neck.",
         {},
         "Wear a hat with a brim that is broad enough to shade the face, the ears and the||"},
        {"SubjectIsTheTitle",
         DocumentFormat::kPlain,
         "",
         "Hat.",
         {{"subject", "Sun"}},
         "|subject=Sun|"},
        {"Controls",
         DocumentFormat::kPlain,
         "T",
         "a\x01",
         {},
         "T||control characters became spaces"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
