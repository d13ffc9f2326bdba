#include "service/retrieve/suggest.h"

#include <algorithm>
#include <ostream>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/retrieve/near_beginnings.h"
#include "tests/support/amount.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/support/small_collection.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::TestWithParam;
using testing::ValuesIn;

DocumentPassage Titled(const std::string& id, const std::string& title,
                       const std::string& text = "") {
  return {.document_id = id, .title = title, .text = text};
}

// Opened once, for all tests.
const SnapshotFile& Desk() {
  static const auto* const desk = [] {
    const TempFolder folder;
    DocumentPassage roller = Titled("roller", "Roller hygiene");
    roller.aliases = {"How do I clean my roller?"};
    return new std::shared_ptr<const SnapshotFile>(
        WriteCollection(
            {
                Titled("sun", "Sun after needling"),
                Titled("sunscreen", "Sunscreen"),
                Titled("children", "Sunscreen for children"),
                Titled("protection", "Protection from the sun"),
                roller,
                Titled("cream", "Cr\xC3\xA8me: don't panic"),
                Titled("mask", "Masks of 1,200 mg"),
                Titled("scars-1", "Acne scars"),
                Titled("scars-2", "Acne scars!"),
                Titled("chest", "Scars on the chest"),
                Titled("acid", "Peels", "isotretinoin, isotretinoins, isotope, istanbul"),
                Titled("acid-2", "Peels again", "isotretinoin"),
            },
            folder.Path("desk.snapshot"))
            .value());
  }();
  return **desk;
}

// "start: [Sun] after needling", with what was typed in brackets.
std::string TextOf(const Suggestion& suggestion) {
  static constexpr const char* kMatches[] = {"start", "later", "misspelt start", "misspelt later",
                                             "word"};
  const absl::string_view text = suggestion.text;
  const TextSpan& typed = suggestion.highlight;
  return absl::StrCat(kMatches[static_cast<int>(suggestion.match)], ": ",
                      text.substr(0, typed.start), "[", typed.In(text), "]",
                      text.substr(typed.end));
}

std::vector<std::string> Suggested(const IndexView& index, absl::string_view typed, size_t most) {
  std::vector<std::string> texts;
  for (const Suggestion& suggestion : Suggest(index, typed, most))
    texts.push_back(TextOf(suggestion));
  return texts;
}

struct SuggestCase {
  std::string name;
  std::string typed;
  std::vector<std::string> want;
};
void PrintTo(const SuggestCase& c, std::ostream* os) { *os << c.name; }

class SuggestTest : public TestWithParam<SuggestCase> {};

TEST_P(SuggestTest, CompletesWhatIsTyped) {
  EXPECT_EQ(Suggested(Desk().index(), GetParam().typed, 4), GetParam().want)
      << absl::StrJoin(Suggested(Desk().index(), GetParam().typed, 4), "\n");
}

INSTANTIATE_TEST_SUITE_P(
    All, SuggestTest,
    ValuesIn(std::vector<SuggestCase>{
        {"TheStartComesBeforeALaterWord",
         "sun",
         {"start: [Sun]screen", "start: [Sun] after needling", "start: [Sun]screen for children",
          "later: Protection from the [sun]"}},
        {"ASpaceEndsTheWord",
         "sun ",
         {"start: [Sun] after needling", "later: Protection from the [sun]"}},
        {"PunctuationDoesNotEndIt", "protection-", {"start: [Protection] from the sun"}},
        {"SeveralWords", "SUN aft", {"start: [Sun aft]er needling"}},
        {"QuestionsComeFirst",
         "r",
         {"start: [R]oller hygiene", "later: How do I clean my [r]oller?"}},
        {"ALaterWordGoesOn", "clean m", {"later: How do I [clean m]y roller?"}},
        {"OfOneTextOnlyOne", "acne", {"start: [Acne] scars", "start: [acne]"}},
        {"AccentsAndApostrophes", "creme dont", {"start: [Cr\xC3\xA8me: don't] panic"}},
        {"HalfOfAnAccentedWord", "cre", {"start: [Cr\xC3\xA8]me: don't panic"}},
        {"ANumberWithAComma", "masks of 12", {"start: [Masks of 1,2]00 mg"}},
        {"AMisspeltWordBefore", "scarz on", {"misspelt start: [Scars on] the chest"}},
        {"AMisspeltHalfWord",
         "sunscrren",
         {"misspelt start: [Sunscreen]", "misspelt start: [Sunscreen] for children"}},
        {"AMisspeltBeginning", "prptec", {"misspelt start: [Protec]tion from the sun"}},
        {"AMisspeltLaterWord", "hygeine", {"misspelt later: Roller [hygiene]"}},
        {"TheLastWordAlone",
         "chest isot",
         {"word: [chest isot]retinoin", "word: [chest isot]ope", "word: [chest isot]retinoins"}},
        {"TheLastWordAloneMisspelt",
         "chest isotrr",
         {"word: [chest isotr]etinoin", "word: [chest isotr]etinoins"}},
        {"ARareWord", "ista", {"word: [ista]nbul"}},
        {"AWordThatIsWhole", "istanbul", {}},
        {"AShortWordIsNotCorrected", "sxn", {}},
        {"NoWord", "?! ", {}},
        {"Nothing", "", {}},
        {"AnIllFormedByte",
         "sun\xFF"
         "aft",
         {"start: [Sun aft]er needling"}},
    }),
    [](const auto& info) { return info.param.name; });

TEST(SuggestionTest, LeadsToThePassageUnlessThereAreSeveral) {
  const IndexView& index = Desk().index();
  const std::vector<Suggestion> peels = Suggest(index, "peels ag", 8);
  ASSERT_THAT(peels, SizeIs(1));
  EXPECT_EQ(index.Key(peels[0].passage), "acid-2#1");
  EXPECT_EQ(peels[0].kind, SuggestionKind::kTitle);
  EXPECT_EQ(Suggest(index, "acne", 1)[0].passage, kNoPassage);
}

TEST(SuggestionTest, GivesNoMoreThanIsAskedFor) {
  EXPECT_THAT(Suggest(Desk().index(), "s", 2), SizeIs(2));
  EXPECT_THAT(Suggest(Desk().index(), "s", 0), IsEmpty());
  EXPECT_THAT(Suggest(Desk().index(), "zz s", 2), SizeIs(2));
}

TEST(SuggestionTest, TakesLongTexts) {
  const std::string words(5000, 'x'), many = absl::StrJoin(std::vector<int>(5000, 7), "sxn ");
  EXPECT_THAT(Suggest(Desk().index(), words, 8), IsEmpty());
  EXPECT_THAT(Suggest(Desk().index(), many, 8), IsEmpty());
}

struct BeginningsCase {
  std::string name;
  std::string typed;
  std::vector<std::string> want;
};
void PrintTo(const BeginningsCase& c, std::ostream* os) { *os << c.name; }

class NearBeginningsTest : public TestWithParam<BeginningsCase> {};

TEST_P(NearBeginningsTest, AreOneMistakeAway) {
  EXPECT_EQ(NearBeginnings(Desk().index(), GetParam().typed, 3), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, NearBeginningsTest,
                         ValuesIn(std::vector<BeginningsCase>{
                             {"ALetterTooMany", "hygxien", {"hygien"}},
                             {"ALetterTooFew", "hyien", {"hygien"}},
                             {"AnotherLetter", "hygxen", {"hygien"}},
                             {"NeighboursSwapped", "hyigen", {"hygien"}},
                             {"TheFirstLetter", "gygien", {"hygien"}},
                             {"TheLastLetter", "hygiex", {"hygie", "hygien"}},
                             {"TwoMistakes", "hxgxen", {}},
                             {"TooShort", "hxg", {}},
                             {"ADigit", "hyg1en", {}},
                         }),
                         [](const auto& info) { return info.param.name; });

// All suggestions, looked at one by one.
std::vector<std::string> SlowlySuggested(const IndexView& index, const std::string& folded,
                                         size_t most) {
  std::set<std::pair<uint32_t, uint32_t>> at_start, later;  // rank, suggestion
  for (const SuggestionStart& start : index.suggestion_starts()) {
    const SuggestionRecord& record = index.suggestions()[start.suggestion];
    if (!absl::StartsWith(index.FoldedText(record).substr(start.at), folded)) continue;
    (start.at == 0 ? at_start : later).insert({record.rank, start.suggestion});
  }
  std::vector<std::string> texts;
  std::set<uint32_t> had;
  for (const auto* group : {&at_start, &later}) {
    for (const auto& [rank, suggestion] : *group) {
      if (texts.size() == most || !had.insert(suggestion).second) continue;
      texts.push_back(std::string(index.ShownText(index.suggestions()[suggestion])));
    }
  }
  return texts;
}

std::vector<std::string> Texts(const std::vector<Suggestion>& suggestions) {
  std::vector<std::string> texts;
  for (const Suggestion& suggestion : suggestions) texts.push_back(suggestion.text);
  return texts;
}

// Every beginning of some of the suggestions, at a word's start. Such a query
// finds something, so that only the exact part is compared.
void ExpectSameAsSlowly(const IndexView& index, size_t stride) {
  ASSERT_GT(index.suggestion_starts().size(), 0u);
  for (size_t i = 0; i < index.suggestion_starts().size(); i += stride) {
    const SuggestionStart& start = index.suggestion_starts()[i];
    const absl::string_view text =
        index.FoldedText(index.suggestions()[start.suggestion]).substr(start.at);
    for (size_t size = 1; size <= std::min<size_t>(text.size(), 20); ++size) {
      const std::string typed(text.substr(0, size));
      const absl::string_view rest = text.substr(size);
      const bool in_character =
          !rest.empty() && (static_cast<unsigned char>(rest[0]) & 0xC0) == 0x80;
      if (typed.back() == ' ' || typed.back() == '.' || in_character) continue;
      for (const size_t most : {1, 8}) {
        ASSERT_EQ(Texts(Suggest(index, typed, most)), SlowlySuggested(index, typed, most)) << typed;
      }
    }
  }
}

TEST(SuggestOracleTest, FindsTheBestOfTheGuide) {
  ExpectSameAsSlowly(Guide()->file()->index(), 97);
}

// Beginnings of suggestions with some of their bytes changed to any others.
TEST(SuggestOracleTest, TakesAnyBytes) {
  const IndexView& index = Guide()->file()->index();
  std::mt19937 random(9);
  size_t found = 0;
  const int count = Amount(100'000, 1'000'000);
  for (int i = 0; i < count; ++i) {
    const SuggestionRecord& record = index.suggestions()[random() % index.suggestions().size()];
    std::string typed(index.ShownText(record));
    typed.resize(1 + random() % typed.size());
    for (size_t changes = random() % 3; changes > 0; --changes)
      typed[random() % typed.size()] = static_cast<char>(random() % 256);
    std::set<std::string> texts;
    for (const Suggestion& suggestion : Suggest(index, typed, 8)) {
      const TextSpan& span = suggestion.highlight;
      ASSERT_TRUE(0 <= span.start && span.start <= span.end &&
                  static_cast<size_t>(span.end) <= suggestion.text.size())
          << absl::CHexEscape(typed);
      ASSERT_TRUE(texts.insert(suggestion.text).second) << absl::CHexEscape(typed);
    }
    ASSERT_LE(texts.size(), 8u) << absl::CHexEscape(typed);
    found += texts.empty() ? 0 : 1;
  }
  EXPECT_GT(found, static_cast<size_t>(count / 2));
}

// Most titles begin alike, so that the best have to be found block by block.
TEST(SuggestOracleTest, FindsTheBestOfManyThatBeginAlike) {
  std::mt19937 random(5);
  static constexpr const char* kWords[] = {"acne", "scars", "redness", "what", "wound",
                                           "peel", "sun",   "needle",  "why",  "is"};
  std::vector<DocumentPassage> passages;
  for (int i = 0; i < 7000; ++i) {
    std::string title = i % 4 == 0 ? "Which" : "What is";
    for (size_t words = 1 + random() % 4; words > 0; --words)
      absl::StrAppend(&title, " ", kWords[random() % 10]);
    absl::StrAppend(&title, " ", i);
    passages.push_back(Titled(absl::StrCat("d", i), title));
  }
  const TempFolder folder;
  NP_ASSERT_OK_AND_ASSIGN(const auto file, WriteCollection(passages, folder.Path("a.snapshot")));
  ExpectSameAsSlowly(file->index(), 1499);
}

}  // namespace
}  // namespace needlepoint
