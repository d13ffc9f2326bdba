// Text in, tokens out. A token is written as its text, with a mark for its
// kind: word, #number, 'symbol, |break, and a comma as it is.

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

std::string Written(const Token& token) {
  switch (token.kind) {
    case TokenKind::kWord:
      return token.text;
    case TokenKind::kNumber:
      return absl::StrCat("#", token.text);
    case TokenKind::kSymbol:
      return absl::StrCat("'", token.text);
    case TokenKind::kBreak:
      return absl::StrCat("|", token.text == "\n" ? "nl" : token.text);
    case TokenKind::kComma:
      return token.text;
  }
  return "?";
}

struct TokenizeCase {
  std::string name, text, want;
};
void PrintTo(const TokenizeCase& c, std::ostream* os) { *os << c.name; }

class TokenizeTest : public testing::TestWithParam<TokenizeCase> {};

TEST_P(TokenizeTest, GivesTheTokens) {
  EXPECT_EQ(absl::StrJoin(Tokenize(GetParam().text), " ",
                          [](std::string* out, const Token& t) { out->append(Written(t)); }),
            GetParam().want);
}

// Whatever the bytes, tokens come in order, lie inside the text and are not
// empty, so that their spans can be cut out of it.
TEST_P(TokenizeTest, SpansAreInOrderAndInside) {
  const std::string& text = GetParam().text;
  int end = 0;
  for (const Token& token : Tokenize(text)) {
    EXPECT_GE(token.span.start, end);
    EXPECT_GT(token.span.end, token.span.start);
    EXPECT_LE(token.span.end, static_cast<int>(text.size()));
    EXPECT_FALSE(token.text.empty());
    EXPECT_FALSE(token.stem.empty());
    end = token.span.end;
  }
}

const auto kName = [](const auto& info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(Words, TokenizeTest,
                         testing::ValuesIn(std::vector<TokenizeCase>{
                             {"Nothing", "", ""},
                             {"SpacesOnly", " \t ", ""},
                             {"Folded", "Can I ROLL", "can i roll"},
                             {"Accents", "rosácea Crème", "rosacea creme"},
                             {"Decomposed",
                              "rosa\xCC\x81"
                              "cea",
                              "rosacea"},
                             {"Sharp", "Straße", "strasse"},
                             {"Ligature", "\xEF\xAC\x81ne", "fine"},          // ﬁ
                             {"FullWidth", "\xEF\xBC\xB2olling", "rolling"},  // Ｒ
                             {"DigitsInside", "co2 laser M8", "co2 laser m8"},
                             {"Greek", "ΔΕΡΜΑ", "δερμα"},
                             {"Apostrophe", "don't", "dont"},
                             {"CurlyApostrophe", "don’t ‘quoted’", "dont quoted"},
                             {"ApostropheAtTheEnd", "the rollers' needles", "the rollers needles"},
                             {"HyphenParts", "after-care", "after '- care"},
                             {"Underscore", "needle_length", "needle length"},
                             {"QuotesAreSkipped", "\"sun\" «sun»", "sun sun"},
                         }),
                         kName);

INSTANTIATE_TEST_SUITE_P(Numbers, TokenizeTest,
                         testing::ValuesIn(std::vector<TokenizeCase>{
                             {"Whole", "24", "#24"},
                             {"Point", "0.5", "#0.5"},
                             {"PointFirst", ".5", "#0.5"},
                             {"PointFirstInASentence", "a .5 roller", "a #0.5 roller"},
                             {"CommaIsDecimal", "0,5", "#0.5"},
                             {"CommaOneDigit", "1,5", "#1.5"},
                             {"Thousands", "1,200", "#1200"},
                             {"Millions", "1,200,000", "#1200000"},
                             {"ThousandsAndDecimals", "1,200.50", "#1200.50"},
                             {"NoThousandsAfterZero", "0,125", "#0.125"},
                             {"TwoPoints", "1.2.3", "#1.2 #0.3"},
                             {"PointOfTheSentence", "wait 5.", "wait #5 |."},
                             {"CommaOfTheSentence", "in 5, or 6", "in #5 , or #6"},
                             {"ListNumber", "1)", "#1 )"},
                             {"UnitBehind", "0.5mm", "#0.5 mm"},
                             {"UnitApart", "0.5 mm", "#0.5 mm"},
                             {"Range", "0.2-0.5", "#0.2 '- #0.5"},
                             {"EnDashRange", "2–3", "#2 '– #3"},
                             {"Date", "3/4", "#3 '/ #4"},
                             {"Sign", "-5", "'- #5"},
                             {"PointAfterAWord", "v.5", "v |. #5"},
                         }),
                         kName);

INSTANTIATE_TEST_SUITE_P(Marks, TokenizeTest,
                         testing::ValuesIn(std::vector<TokenizeCase>{
                             {"Breaks", "a! b? c; d.", "a |! b |? c |; d |."},
                             {"Ellipsis", "well…", "well |…"},
                             {"LineBreak", "a\nb", "a |nl b"},
                             {"Commas", "a, b: (c) [d]", "a , b : ( c ) [ d ]"},
                             {"Symbols", "20% + $5/£4", "#20 '% '+ '$ #5 '/ '£ #4"},
                             {"Degrees", "60°C", "#60 '° c"},
                             {"Micro", "250 µm", "#250 'µ m"},
                             {"Half", "½ mm", "'½ mm"},
                             {"Money", "€5 ₹6", "'€ #5 '₹ #6"},
                         }),
                         kName);

INSTANTIATE_TEST_SUITE_P(AnyBytes, TokenizeTest,
                         testing::ValuesIn(std::vector<TokenizeCase>{
                             {"Emoji", "sun 😀 cream", "sun cream"},
                             {"EmojiGlued", "sun😀cream", "sun cream"},
                             {"EmojiJoined", "👩‍⚕️ says", "says"},
                             {"FlagOnly", "🇬🇧", ""},
                             {"Truncated", "caf\xC3", "caf"},
                             {"LoneContinuation",
                              "a\x80"
                              "b",
                              "a b"},
                             {"Overlong",
                              "a\xC0\xAF"
                              "b",
                              "a b"},
                             {"Surrogate",
                              "a\xED\xA0\x80"
                              "b",
                              "a b"},
                             {"BeyondUnicode",
                              "a\xF5\x80\x80\x80"
                              "b",
                              "a b"},
                             {"AllHighBytes", "\xFF\xFE\xFD", ""},
                             {"Nul", std::string("a\0b", 3), "a b"},
                             {"Control",
                              "a\x01\x7F"
                              "b",
                              "a b"},
                             {"ByteOrderMark", "\xEF\xBB\xBFsun", "sun"},
                             {"SoftHyphen",
                              "sun\xC2\xAD"
                              "screen",
                              "sun screen"},
                             {"NoBreakSpace", "0.5\xC2\xA0mm", "#0.5 mm"},
                             {"Chinese", "皮肤 ok", "皮肤 ok"},
                             {"CombiningMarkAlone", "\xCC\x81", ""},
                         }),
                         kName);

TEST(TokenizeValueTest, NumbersHaveTheirValue) {
  const auto value = [](absl::string_view text) { return Tokenize(text).at(0).number; };
  EXPECT_EQ(value(".5"), 0.5);
  EXPECT_EQ(value("0,25"), 0.25);
  EXPECT_EQ(value("1,200"), 1200);
  EXPECT_EQ(value("007"), 7);
}

TEST(TokenizeValueTest, SpansAreBytesOfTheOriginal) {
  const std::string text = "Crème 1,200 mm";
  const std::vector<Token> tokens = Tokenize(text);
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].span.In(text), "Crème");
  EXPECT_EQ(tokens[1].span.In(text), "1,200");
  EXPECT_EQ(tokens[2].span.In(text), "mm");
}

TEST(TokenizeValueTest, OnlyWordsAreStemmed) {
  const std::vector<Token> tokens = Tokenize("rolling 1,200%");
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].stem, "roll");
  EXPECT_EQ(tokens[1].stem, "1200");
  EXPECT_EQ(tokens[2].stem, "%");
}

// A query is as long as the limit allows; reading it must stay linear.
TEST(TokenizeValueTest, ReadsLongRunsOfOneKind) {
  EXPECT_EQ(Tokenize(std::string(100'000, 'a')).size(), 1u);
  EXPECT_EQ(Tokenize(std::string(100'000, '1')).size(), 1u);
  EXPECT_EQ(Tokenize(std::string(100'000, '.')).size(), 100'000u);
  EXPECT_EQ(Tokenize(std::string(100'000, '\xFF')).size(), 0u);
}

}  // namespace
}  // namespace needlepoint
