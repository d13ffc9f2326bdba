#include "service/retrieve/snippet.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/passage_reader.h"
#include "tests/support/matchers.h"
#include "tests/unit/retrieve/search_desk.h"

namespace needlepoint {
namespace {

// `text` with brackets around `spans`.
std::string Marked(absl::string_view text, const std::vector<TextSpan>& spans) {
  std::string marked;
  int at = 0;
  for (const TextSpan& span : spans) {
    absl::StrAppend(&marked, text.substr(at, span.start - at), "[",
                    text.substr(span.start, span.end - span.start), "]");
    at = span.end;
  }
  return absl::StrCat(marked, text.substr(at));
}

struct SnippetCase {
  std::string query;
  uint32_t passage;
  int most_chars;
  std::string want;
};
void PrintTo(const SnippetCase& c, std::ostream* os) {
  *os << "`" << c.query << "` in " << c.passage << ", " << c.most_chars << " characters";
}

// Passages by number: hygiene 0, medicine 1, scars 2 and 3, sun 4.
class SnippetTest : public testing::TestWithParam<SnippetCase> {};

TEST_P(SnippetTest, ShowsTheStretchThatMatchesBest) {
  const auto& [query, passage, most_chars, want] = GetParam();
  NP_ASSERT_OK_AND_ASSIGN(PassageReader reader, PassageReader::Create(SearchDesk().file()));
  NP_ASSERT_OK_AND_ASSIGN(const PassageText text, reader.ReadText(passage));
  const SearchPlan plan = SearchDesk().planner().Plan(query, RankingParts::All());
  const Snippet snippet = MakeSnippet(SearchDesk().index(), plan, passage, text.body, most_chars);
  EXPECT_EQ(Marked(snippet.text, snippet.highlights), want);
}

INSTANTIATE_TEST_SUITE_P(
    All, SnippetTest,
    testing::ValuesIn(std::vector<SnippetCase>{
        {"scars", 2, 240,
         "Needling treats acne [scars]. Most of the [scars] fade. A pen goes deeper."},
        {"zinc", 2, 240, "Needling treats acne scars. Most of the scars fade. A pen goes deeper."},
        {"zinc", 2, 40, "Needling treats acne scars. Most of the"},
        {"pens", 2, 40, "A [pen] goes deeper."},
        {"fade", 2, 40, "Most of the scars [fade]. A pen goes"},
        {"rollar alcohol", 0, 40, "Clean the [roller] in [alcohol] before acne"},
        {"weeks scars", 4, 40, "of SPF 30 for [weeks], on [scars] above all."},
    }));

TEST(SnippetTest, NeverCutsACharacter) {
  const TempFolder folder;
  DocumentPassage passage{.document_id = "d", .title = "T\xC3\xA4glich"};
  for (int i = 0; i < 40; ++i) passage.text += "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC roller ";
  passage.text += std::string(200, 'x') + " acne";
  NP_ASSERT_OK_AND_ASSIGN(auto file, WriteCollection({passage}, folder.Path("d")));
  const PassageSearch search(std::move(file), "d");
  const SearchPlan plan = search.planner().Plan("acne roller", RankingParts::All());
  for (int chars = 40; chars < 80; ++chars) {
    const Snippet snippet = MakeSnippet(search.index(), plan, 0, passage.text, chars);
    int shown = 0;
    for (const char c : snippet.text) shown += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    EXPECT_LE(shown, chars);
    EXPECT_NE(static_cast<unsigned char>(snippet.text[0]) & 0xc0, 0x80);
    for (const TextSpan& span : snippet.highlights)
      EXPECT_THAT(span.In(snippet.text), testing::AnyOf("roller", "acne"));
  }
}

TEST(TitleHighlightsTest, MarkWordsOfTheTitle) {
  const auto marked = [](const std::string& query, uint32_t passage, absl::string_view title) {
    const SearchPlan plan = SearchDesk().planner().Plan(query, RankingParts::All());
    return Marked(title, TitleHighlights(SearchDesk().index(), plan, passage, title));
  };
  EXPECT_EQ(marked("cause of acne", 3, "Acne scars: Causes"), "[Acne] scars: [Causes]");
  EXPECT_EQ(marked("cleaning a needle", 0, "Roller hygiene"), "Roller hygiene");
}

}  // namespace
}  // namespace needlepoint
