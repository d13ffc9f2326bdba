#include "service/documents/language.h"

#include <ostream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace needlepoint {
namespace {

struct LanguageCase {
  std::string text, want, name;
};
void PrintTo(const LanguageCase& c, std::ostream* os) { *os << c.name; }

class DetectLanguageTest : public testing::TestWithParam<LanguageCase> {};

TEST_P(DetectLanguageTest, NamesWhatItIsSureOf) {
  EXPECT_EQ(DetectLanguage(GetParam().text), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, DetectLanguageTest,
    testing::ValuesIn(std::vector<LanguageCase>{
        {"", "", "Nothing"},
        {"Keep the skin clean after rolling.", "", "Short"},
        {"Keep the skin clean for a day after rolling, and stay out of the sun.", "en", "English"},
        {"Halten Sie die Haut nach der Behandlung einen Tag lang sauber und meiden Sie die Sonne.",
         "de", "German"},
        {"Gardez la peau propre pendant une journ\xC3\xA9"
         "e apr\xC3\xA8s le traitement et "
         "\xC3\xA9vitez le soleil.",
         "fr", "French"},
        {"Mantenga la piel limpia durante un d\xC3\xAD"
         "a despu\xC3\xA9s del tratamiento y evite el sol.",
         "es", "Spanish"},
        {"\xD7\xA9\xD7\x9E\xD7\xA8\xD7\x95 \xD7\xA2\xD7\x9C \xD7\xA2\xD7\x95\xD7\xA8 "
         "\xD7\xA0\xD7\xA7\xD7\x99 \xD7\x91\xD7\x9E\xD7\xA9\xD7\x9A \xD7\x99\xD7\x95\xD7\x9D "
         "\xD7\x90\xD7\x97\xD7\x93 \xD7\x9C\xD7\x90\xD7\x97\xD7\xA8 "
         "\xD7\x94\xD7\x98\xD7\x99\xD7\xA4"
         "\xD7\x95\xD7\x9C",
         "he", "Hebrew"},
        {"0.5 1.0 1.5 2.0 0.5 1.0 1.5 2.0 0.5 1.0 1.5 2.0 0.5 1.0", "", "Numbers"},
        {"zxq vrk plm wdt bnk zxq vrk plm wdt bnk zxq vrk", "", "NoLanguage"},
    }),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace needlepoint
