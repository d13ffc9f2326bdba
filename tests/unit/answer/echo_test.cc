#include "service/answer/echo.h"

#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

struct Utf8Case {
  std::string name, text, want;
};
void PrintTo(const Utf8Case& c, std::ostream* os) { *os << c.name; }

class Utf8Test : public testing::TestWithParam<Utf8Case> {};

TEST_P(Utf8Test, IllFormedBytesAreReplaced) {
  EXPECT_EQ(ToValidUtf8(GetParam().text), GetParam().want);
}

constexpr char kReplaced[] = "\xEF\xBF\xBD";

INSTANTIATE_TEST_SUITE_P(All, Utf8Test,
                         testing::ValuesIn(std::vector<Utf8Case>{
                             {"Nothing", "", ""},
                             {"Ascii", "roll", "roll"},
                             {"TwoBytes", "\xC3\xA9", "\xC3\xA9"},
                             {"ThreeBytes", "\xE2\x82\xAC", "\xE2\x82\xAC"},
                             {"FourBytes", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
                             {"LastCharacter", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
                             {"LoneContinuation", "a\x80z", std::string("a") + kReplaced + "z"},
                             {"CutShort", "a\xC3", std::string("a") + kReplaced},
                             {"Overlong", "\xC0\xAF", std::string(kReplaced) + kReplaced},
                             {"Surrogate", "\xED\xA0\x80",
                              std::string(kReplaced) + kReplaced + kReplaced},
                             {"BehindTheLast", "\xF4\x90\x80\x80",
                              std::string(kReplaced) + kReplaced + kReplaced + kReplaced},
                             {"NoStart", "\xFF", kReplaced},
                         }),
                         [](const auto& info) { return info.param.name; });

struct SpanCase {
  std::string name, text;
  int start, end, utf16_start, utf16_end;
};
void PrintTo(const SpanCase& c, std::ostream* os) { *os << c.name; }

class Utf16Test : public testing::TestWithParam<SpanCase> {};

TEST_P(Utf16Test, OffsetsCountUnits) {
  google::protobuf::RepeatedPtrField<v1::Span> spans;
  v1::Span& span = *spans.Add();
  span.set_start(GetParam().start);
  span.set_end(GetParam().end);
  FillUtf16Offsets(GetParam().text, spans);
  EXPECT_EQ(span.utf16_start(), GetParam().utf16_start);
  EXPECT_EQ(span.utf16_end(), GetParam().utf16_end);
}

INSTANTIATE_TEST_SUITE_P(All, Utf16Test,
                         testing::ValuesIn(std::vector<SpanCase>{
                             {"Ascii", "a roll", 2, 6, 2, 6},
                             {"BehindTwoBytes", "\xC3\xA9 roll", 3, 7, 2, 6},
                             {"BehindFourBytes", "\xF0\x9F\x98\x80 roll", 5, 9, 3, 7},
                             {"Whole", "\xE2\x82\xAC", 0, 3, 0, 1},
                             {"BehindAnIllFormedByte", "\xFF roll", 2, 6, 2, 6},
                             {"OutsideTheText", "ab", 1, 9, 1, 2},
                         }),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
