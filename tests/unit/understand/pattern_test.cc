// Surface and message in, the words that match out: one row for each line of
// the table in knowledge/README.md, and what each must leave alone.

#include "service/understand/pattern.h"

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/matchers.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;

// Marks every place where `words` stand in `message` as read as `name`.
void AddReadings(const Message& message, absl::string_view name, absl::string_view words,
                 Readings& readings) {
  const std::vector<std::string> wanted = absl::StrSplit(words, ' ');
  const int size = static_cast<int>(wanted.size());
  for (int first = 0; first + size <= static_cast<int>(message.words.size()); ++first) {
    bool same = true;
    for (int i = 0; i < size; ++i) same = same && message.words[first + i].text == wanted[i];
    if (same) readings.Add(name, first, first + size);
  }
}

// What `surface` matches in `text`, " / " between matches. `known` is
// "name=words;name=words": what was read before.
std::string Match(const std::string& surface, const std::string& text,
                  const std::string& known = "") {
  PatternSet patterns;
  const absl::Status added = patterns.Add(surface, 7);
  if (!added.ok()) return std::string(added.message());
  const Message message = ReadMessage(text, Speller());
  Readings readings;
  for (absl::string_view item : absl::StrSplit(known, ';', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(item, absl::MaxSplits('=', 1));
    AddReadings(message, parts.first, parts.second, readings);
  }
  std::vector<std::string> found;
  for (const Reading& reading : patterns.Find(message, known.empty() ? nullptr : &readings)) {
    EXPECT_EQ(reading.owner, 7);
    found.emplace_back(message.SpanOf(reading.first, reading.last).In(text));
  }
  return absl::StrJoin(found, " / ");
}

struct PatternCase {
  std::string surface, message, want, known = "";
};
void PrintTo(const PatternCase& c, std::ostream* os) {
  *os << "`" << c.surface << "` in `" << c.message << "`";
}

class PatternTest : public testing::TestWithParam<PatternCase> {};

TEST_P(PatternTest, FindsTheWords) {
  const PatternCase& c = GetParam();
  EXPECT_EQ(Match(c.surface, c.message, c.known), c.want);
}

INSTANTIATE_TEST_SUITE_P(Word, PatternTest,
                         testing::ValuesIn(std::vector<PatternCase>{
                             {"roll", "I was rolling, and rolled", "rolling / rolled"},
                             {"rolling", "i roll", "roll"},
                             {"roll", "rollers enrol", ""},
                             {"acne scar", "my acne scars", "acne scars"},
                             {"acne scar", "acne and scars", ""},
                             {"acne scar", "acne. scars", ""},
                             {"acne scar", "scar acne", ""},
                             {"dont", "I don't, I don\xE2\x80\x99t", "don't / don\xE2\x80\x99t"},
                             {"acne", "ACNE", "ACNE"},
                             {"melasma", "m\xC3\xA9lasma", "m\xC3\xA9lasma"},
                             {"co2", "fractional CO2", "CO2"},
                         }));

INSTANTIATE_TEST_SUITE_P(ExactForm, PatternTest,
                         testing::ValuesIn(std::vector<PatternCase>{
                             {"=roll", "roll rolling rolled", "roll"},
                             {"=rolled", "roll rolling rolled", "rolled"},
                             {"=on accutane", "on accutane", "on accutane"},
                             {"=is roll", "is rolling", "is rolling"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Alternatives, PatternTest,
    testing::ValuesIn(std::vector<PatternCase>{
        {"sun|heat lamp", "a sun lamp, a heat lamp", "sun lamp / heat lamp"},
        {"mineral|physical sunblock|sunscreen", "physical sunscreens", "physical sunscreens"},
        {"mineral|physical sunblock|sunscreen", "mineral sunscreen", "mineral sunscreen"},
        {"mineral|physical sunblock|sunscreen", "chemical sunscreen", ""},
        {"=rolled|needle", "rolled needles roll", "rolled / needles"},
    }));

INSTANTIATE_TEST_SUITE_P(Optional, PatternTest,
                         testing::ValuesIn(std::vector<PatternCase>{
                             {"my ?left cheek", "my left cheek", "my left cheek"},
                             {"my ?left cheek", "my cheek", "my cheek"},
                             {"my ?left cheek", "my right cheek", ""},
                             {"my ?left|right cheek", "my right cheek", "my right cheek"},
                             {"acne ?=mark", "acne mark", "acne mark"},
                             {"acne ?=mark", "acne marks", "acne"},
                             {"?very red", "very red", "very red / red"},
                             // What an optional word takes it gives back.
                             {"so ?very very red", "so very red", "so very red"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Gaps, PatternTest,
    testing::ValuesIn(std::vector<PatternCase>{
        {"wash .. face", "wash face", "wash face"},
        {"wash .. face", "wash my poor old face", "wash my poor old face"},
        {"wash .. face", "wash my very poor old face", ""},
        {"wash .. face", "wash. face", ""},
        {"wash ... face", "wash 1 2 3 4 5 6 7 8 face", "wash 1 2 3 4 5 6 7 8 face"},
        {"wash ... face", "wash 1 2 3 4 5 6 7 8 9 face", ""},
        {"wash ... face", "wash it? the face", ""},
        {"wash .. face .. soap", "wash a face with my soap", "wash a face with my soap"},
    }));

INSTANTIATE_TEST_SUITE_P(Number, PatternTest,
                         testing::ValuesIn(std::vector<PatternCase>{
                             {"# week", "3 weeks", "3 weeks"},
                             {"# week", "three weeks", "three weeks"},
                             {"# week", "1.5 weeks, 0,5 weeks", "1.5 weeks / 0,5 weeks"},
                             {"# week", "some weeks", ""},
                             {"spf #", "SPF 50", "SPF 50"},
                             {"day ?# of", "day of, day 4 of", "day of / day 4 of"},
                         }));

INSTANTIATE_TEST_SUITE_P(
    Reference, PatternTest,
    testing::ValuesIn(std::vector<PatternCase>{
        {"share {device}", "share my roller, share rollers", "share rollers", "device=rollers"},
        {"{symptom} after", "hot skin after", "hot skin after", "symptom=hot skin"},
        {"{symptom} after", "a rash after", "", "symptom=hot skin"},
        // The longest reading is tried first, a shorter one where that fails.
        {"{symptom} skin", "hot skin", "hot skin", "symptom=hot;symptom=hot skin"},
        {"{symptom} ?skin", "hot skin", "hot skin", "symptom=hot;symptom=hot skin"},
        {"{symptom}|rash after", "hot skin after a rash after", "hot skin after / rash after",
         "symptom=hot skin"},
        {"rash|{symptom} after", "hot skin after a rash after", "hot skin after / rash after",
         "symptom=hot skin"},
        {"got ?{symptom} today", "got pus today", "got pus today", "symptom=pus"},
        {"got ?{symptom} today", "got today", "got today", "symptom=pus"},
        {"{active-acne} ... roller", "spots and my roller", "spots and my roller",
         "active-acne=spots"},
        // A reading of another sentence is not taken.
        {"share {device}", "share. roller", "", "device=roller"},
    }));

INSTANTIATE_TEST_SUITE_P(
    Both, PatternTest,
    testing::ValuesIn(std::vector<PatternCase>{
        {"roller & share", "we share a roller", "roller"},
        {"roller & share", "my roller is shared", "roller"},
        {"roller & share", "my roller is new. we share", ""},
        {"roller & share", "my roller", ""},
        {"roller & =sister ?in law", "my sister used the roller", ""},
        {"roller & =sister ?in law", "my sister in law used the roller", "roller"},
        {"old roller & {area}", "old roller on cheeks", "old roller", "area=cheeks"},
        {"old roller & {area}", "old roller on walls", "", "area=cheeks"},
    }));

INSTANTIATE_TEST_SUITE_P(Hyphen, PatternTest,
                         testing::ValuesIn(std::vector<PatternCase>{
                             {"ice-pick", "ice-pick", "ice-pick"},
                             {"ice-pick", "ice pick", "ice pick"},
                             {"ice pick", "ice-pick scars", "ice-pick"},
                             {"ice-pick", "ice", ""},
                             {"over-the-counter cream", "over the counter creams",
                              "over the counter creams"},
                         }));

// Patterns with references wait for the readings of those without.
TEST(PatternSetTest, TriesReferencesOnlyWithReadings) {
  EXPECT_EQ(Match("share {device}", "share device"), "");
  EXPECT_EQ(Match("share roller", "share roller", "device=roller"), "");
}

TEST(PatternSetTest, RefusesAChoiceOfSeveralWords) {
  PatternSet patterns;
  EXPECT_THAT(patterns.Add("first|2nd session", 0).message(), testing::HasSubstr("'2nd'"));
  EXPECT_THAT(patterns.Add("retinol|retin-a", 0).message(), testing::HasSubstr("'retin-a'"));
  NP_EXPECT_OK(patterns.Add("retin-a", 0));
}

TEST(PatternSetTest, FindsTheEarlierFirstAndTheLongerOfTwo) {
  PatternSet patterns;
  NP_ASSERT_OK(patterns.Add("scar", 1));
  NP_ASSERT_OK(patterns.Add("acne", 2));
  NP_ASSERT_OK(patterns.Add("acne scar", 3));
  const Message message = ReadMessage("acne scar", Speller());
  std::vector<int> owners;
  for (const Reading& reading : patterns.Find(message, nullptr)) owners.push_back(reading.owner);
  EXPECT_EQ(owners, (std::vector<int>{3, 2, 1}));
}

TEST(PatternSetTest, IsLiteralOnlyWhereEveryWordIsTheSurfaces) {
  PatternSet patterns;
  NP_ASSERT_OK(patterns.Add("acne scar", 0));
  NP_ASSERT_OK(patterns.Add("acne .. scar", 1));
  NP_ASSERT_OK(patterns.Add("acne scar & roller", 2));
  const std::string text = "acne scar and a roller";
  const Message message = ReadMessage(text, Speller());
  std::vector<bool> literal(3);
  for (const Reading& reading : patterns.Find(message, nullptr))
    literal[reading.owner] = reading.literal;
  EXPECT_EQ(literal, (std::vector<bool>{true, false, false}));
}

TEST(PatternSetTest, KeepsWordsOfFiveLettersForTheSpeller) {
  PatternSet patterns;
  NP_ASSERT_OK(patterns.Add("=acne scars|retinol .. {device} & roller", 0));
  EXPECT_THAT(patterns.words(), testing::ElementsAre("scars", "retinol", "roller"));
}

struct MalformedCase {
  std::string surface, message;
};
void PrintTo(const MalformedCase& c, std::ostream* os) { *os << "`" << c.surface << "`"; }

class MalformedTest : public testing::TestWithParam<MalformedCase> {};

TEST_P(MalformedTest, IsRefused) {
  PatternSet patterns;
  EXPECT_THAT(patterns.Add(GetParam().surface, 0),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(All, MalformedTest,
                         testing::ValuesIn(std::vector<MalformedCase>{
                             {"", "one word"},
                             {"  ", "one word"},
                             {"..", "one word"},
                             {"...", "one word"},
                             {"?roller", "one word"},
                             {"?roller .. ?{device}", "one word"},
                             {"!?", "one word"},
                             {"roller & ?share", "one word"},
                             {"share {device", "}"},
                         }));

}  // namespace
}  // namespace needlepoint
