#include "clients/cli/text.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace needlepoint::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(CleanLineTest, TakesControlCharactersAway) {
  EXPECT_EQ(CleanLine("a\x1b[31mb\x07"), "a[31mb");
  EXPECT_EQ(CleanLine("a\nb\tc\rd"), "a b c d");
  EXPECT_EQ(CleanLine("a\u009b31m\u007f"), "a31m");    // C1 and DEL
  EXPECT_EQ(CleanLine("a\u202eb\u2066c"), "abc");      // direction
  EXPECT_EQ(CleanLine("a\xff\xc3"), "a\uFFFD\uFFFD");  // no UTF-8
  EXPECT_EQ(CleanLine("é 针 😀 ┃"), "é 针 😀 ┃");
  EXPECT_EQ(CleanLine(absl::string_view("a\0b", 3)), "ab");
}

TEST(IsUtf8Test, RefusesOverlongAndSurrogates) {
  EXPECT_TRUE(IsUtf8("é针😀"));
  for (const std::string text : {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                 "\xf0\x80\x80\x80", "\xe2\x82", "\x80"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(WrapTest, BreaksBetweenWordsAndCountsCharacters) {
  EXPECT_EQ(Wrap("one two three", 7), "one two\nthree\n");
  EXPECT_EQ(Wrap("ééé ééé", 7), "ééé ééé\n");
  EXPECT_EQ(Wrap("ééé ééé", 6), "ééé\nééé\n");
  EXPECT_EQ(Wrap("a b c", 5, "- ", "  "), "- a b\n  c\n");
  EXPECT_EQ(Wrap("abcdefgh i", 4), "abcdefgh\ni\n");
  EXPECT_EQ(Wrap("abcdefgh i", 4, "", "", true), "abcd\nefgh\ni\n");
  EXPECT_EQ(Wrap("  ", 4, "- "), "");
}

TEST(StyledTest, DoesNotCount) {
  const Screen screen = {.width = 80, .color = true};
  const std::string bold = Styled(screen, Style::kBold, "two words");
  EXPECT_THAT(bold, HasSubstr("\x1b[1mtwo\x1b[0m"));
  EXPECT_EQ(CountChars(bold), 9);
  EXPECT_EQ(Styled({}, Style::kBold, "two words"), "two words");
}

const std::vector<std::vector<std::string>> kRows = {
    {"", "laser", "needling"},
    {"effect", "stronger, up to 40 % after one session [5]", "37 % less after three [6]"},
    {"price", "", "200 to 700 dollars"}};

TEST(TableTest, AlignsColumnsAndFits) {
  const std::string table = Table({.width = 50}, kRows);
  const std::vector<std::string> lines = absl::StrSplit(table, '\n', absl::SkipEmpty());
  for (const std::string& line : lines) EXPECT_LE(CountChars(line), 50) << line;
  const size_t second = lines[0].find("laser");
  EXPECT_EQ(lines[2].find("stronger"), second);
  EXPECT_EQ(lines[0].find("needling"), lines[2].find("37 %"));
  EXPECT_THAT(lines[1], HasSubstr("───"));
}

TEST(TableTest, BecomesAListWhereNoColumnFits) {
  const std::string table = Table({.width = 24}, kRows);
  EXPECT_THAT(table, HasSubstr("effect\n  laser: stronger, up to\n"));
  EXPECT_THAT(table, Not(HasSubstr("───")));
}

TEST(CleanLinesTest, KeepsLines) {
  EXPECT_THAT(CleanLines("a\x1b\n\nb\n\n"), ElementsAre("a", "", "b"));
}

}  // namespace
}  // namespace needlepoint::cli
