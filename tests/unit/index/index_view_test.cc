#include "service/index/index_view.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/pack/snapshot_file.h"
#include "tests/support/matchers.h"
#include "tests/support/small_collection.h"
#include "tests/support/temp_folder.h"

namespace needlepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::TestWithParam;
using testing::ValuesIn;

// Passages are ordered by id.
const IndexView& Small() {
  static const auto* const file = [] {
    const TempFolder folder;
    return new std::shared_ptr<const SnapshotFile>(
        WriteCollection(
            {
                {.document_id = "a",
                 .title = "Acne scars",
                 .text = "Scars of acne fade. Needling helps scars.",
                 .aliases = {"pitted skin", "the"}},
                {.document_id = "b", .title = "", .text = "Retinol and acne"},
                {.document_id = "c", .title = "Needling", .text = "", .aliases = {"collagen tool"}},
                {.document_id = "d", .title = "Skin", .text = "retinal retinols the the"},
            },
            folder.Path("small.snapshot"))
            .value());
  }();
  return (*file)->index();
}

// Which passages hold a stem, in the title and elsewhere, and how often:
// "title 0*4; else 1*1".
std::string PostingsOf(const IndexView& index, absl::string_view stem) {
  const int number = index.FindTerm(stem);
  if (number < 0) return "none";
  const TermRecord& term = index.terms()[number];
  std::vector<std::string> lists;
  for (const ListRecord* list : {&term.in_title, &term.elsewhere}) {
    std::vector<std::string> passages;
    RunReader reader(index.postings(), *list);
    for (PostingRun run; reader.Next(run);) {
      for (size_t i = 0; i < run.low.size(); ++i)
        passages.push_back(absl::StrCat(run.first + run.low[i], "*", run.frequencies[i]));
    }
    lists.push_back(absl::StrJoin(passages, " "));
  }
  return absl::StrJoin(lists, "|");
}

// "title 0, body 3"
std::string PlacesOf(const IndexView& index, absl::string_view stem, uint32_t passage) {
  static constexpr const char* kFields[] = {"title", "questions", "body"};
  const int number = index.FindTerm(stem);
  if (number < 0) return "none";
  std::vector<uint32_t> places;
  index.ReadPlaces(index.terms()[number], passage, places);
  return absl::StrJoin(places, ", ", [&](std::string* out, uint32_t place) {
    const Occurrence occurrence = index.OccurrenceAt(passage, place);
    absl::StrAppend(out, kFields[static_cast<int>(occurrence.field)], " ", occurrence.word);
  });
}

TEST(IndexViewTest, NamesPassagesInOrder) {
  ASSERT_EQ(Small().passages(), 4u);
  EXPECT_EQ(Small().Key(0), "a#1");
  EXPECT_EQ(Small().Key(3), "d#1");
}

struct PostingsCase {
  std::string name, stem, want;
};
void PrintTo(const PostingsCase& c, std::ostream* os) { *os << c.name; }

class PostingsTest : public TestWithParam<PostingsCase> {};

TEST_P(PostingsTest, AreInTheTitleOrElsewhere) {
  EXPECT_EQ(PostingsOf(Small(), GetParam().stem), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(
    All, PostingsTest,
    ValuesIn(std::vector<PostingsCase>{
        {"TitleAndBody", "acn", absl::StrCat("0*", kTitleFrequency + kBodyFrequency, "|1*1")},
        {"SeveralTimes", "scar", absl::StrCat("0*", kTitleFrequency + 2 * kBodyFrequency, "|")},
        {"TitleHereBodyThere", "needl", absl::StrCat("2*", kTitleFrequency, "|0*1")},
        {"InAQuestion", "pit", absl::StrCat("|0*", kQuestionFrequency)},
        {"SeveralForms", "retinol", "|1*1 3*1"},
        {"NotThere", "zinc", "none"},
        {"NoWord", "", "none"},
    }),
    [](const auto& info) { return info.param.name; });

struct PlacesCase {
  std::string name, stem;
  uint32_t passage;
  std::string want;
};
void PrintTo(const PlacesCase& c, std::ostream* os) { *os << c.name; }

class PlacesTest : public TestWithParam<PlacesCase> {};

TEST_P(PlacesTest, AreWordsOfFields) {
  EXPECT_EQ(PlacesOf(Small(), GetParam().stem, GetParam().passage), GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, PlacesTest,
                         ValuesIn(std::vector<PlacesCase>{
                             {"AllFields", "scar", 0, "title 1, body 0, body 6"},
                             {"AQuestion", "pit", 0, "questions 0"},
                             {"NoTitle", "acn", 1, "body 2"},
                             {"OnlyATitle", "needl", 2, "title 0"},
                             {"AnotherPassage", "scar", 1, ""},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(IndexViewTest, AMostlyStopWordSaysSo) {
  EXPECT_EQ(Small().terms()[Small().FindTerm("the")].stop, 1u);
  EXPECT_EQ(Small().terms()[Small().FindTerm("acn")].stop, 0u);
}

// "pit skin -> 0"
std::vector<std::string> AliasesOf(const IndexView& index) {
  std::vector<std::string> aliases;
  for (const TermRecord& term : index.terms()) {
    for (const AliasRecord& alias : index.Aliases(term)) {
      std::vector<std::string> stems;
      for (const uint32_t number : index.AliasTerms(alias))
        stems.push_back(std::string(index.Text(index.terms()[number])));
      aliases.push_back(absl::StrCat(index.Text(term), ": ", absl::StrJoin(stems, " "), " -> ",
                                     absl::StrJoin(index.AliasPassages(alias), " ")));
    }
  }
  return aliases;
}

// The rarest of its words leads to a name; one of stop words alone is none.
TEST(IndexViewTest, NamesLeadToPassages) {
  EXPECT_THAT(AliasesOf(Small()),
              ElementsAre("collagen: collagen tool -> 2", "pit: pit skin -> 0"));
}

TEST(IndexViewTest, WordsAreAsWrittenAndSorted) {
  const IndexView& index = Small();
  std::vector<std::string> words;
  for (const WordRecord& word : index.words()) words.push_back(std::string(index.Text(word)));
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end())) << absl::StrJoin(words, " ");
  for (size_t i = 0; i < words.size(); ++i) EXPECT_EQ(index.FindWord(words[i]), int(i)) << words[i];
  EXPECT_EQ(index.FindWord("retinoid"), -1);
  EXPECT_EQ(index.Text(index.terms()[index.words()[index.FindWord("needling")].term]), "needl");
}

struct NearCase {
  std::string name, word;
  std::vector<std::string> want;
};
void PrintTo(const NearCase& c, std::ostream* os) { *os << c.name; }

class NearWordsTest : public TestWithParam<NearCase> {};

TEST_P(NearWordsTest, AreTheNearestFirst) {
  std::vector<std::string> words;
  for (const int number : Small().NearWords(GetParam().word, 3))
    words.push_back(std::string(Small().Text(Small().words()[number])));
  EXPECT_EQ(words, GetParam().want);
}

INSTANTIATE_TEST_SUITE_P(All, NearWordsTest,
                         ValuesIn(std::vector<NearCase>{
                             {"ByDistance", "retinole", {"retinol", "retinols", "retinal"}},
                             {"ALetterLeftOut", "needlng", {"needling"}},
                             {"TwoMistakesBehindTheStart", "needliggn", {"needling"}},
                             {"OneMistakeInAShortWord", "akne", {"acne"}},
                             {"TwoMistakesInAShortWord", "akme", {}},
                             {"AShortWord", "akn", {}},
                             {"NotOfLetters", "acn3", {}},
                             {"Empty", "", {}},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST(IndexViewTest, WhatIsNoIndexIsRefused) {
  EXPECT_THAT(IndexView::Open(""), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("no search")));
  alignas(8) IndexHeader header = {};
  const absl::string_view bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  EXPECT_THAT(IndexView::Open(bytes), StatusIs(absl::StatusCode::kDataLoss));
  std::copy(kIndexMagic, kIndexMagic + sizeof(header.magic), header.magic);
  header.passages = 1;
  EXPECT_THAT(IndexView::Open(bytes), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("lacks")));
  header.sections[0] = {8, sizeof(header)};
  EXPECT_THAT(IndexView::Open(bytes), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("outside")));
}

TEST(IndexViewTest, OfNoPassagesIsAnIndex) {
  const TempFolder folder;
  NP_ASSERT_OK_AND_ASSIGN(const auto file, WriteCollection({}, folder.Path("empty.snapshot")));
  EXPECT_EQ(file->index().passages(), 0u);
  EXPECT_EQ(file->index().FindTerm("acn"), -1);
  EXPECT_THAT(file->index().NearWords("retinol", 3), IsEmpty());
}

// Three words by number, so that what holds each is known.
TEST(IndexViewTest, ListsGoOnOverRuns) {
  constexpr uint32_t kPassages = kRunPassages + 5000;
  std::vector<DocumentPassage> passages;
  for (uint32_t i = 0; i < kPassages; ++i) {
    std::string text = i % 3 == 0 ? "acne" : "";
    if (i >= kPassages - 2) absl::StrAppend(&text, " retinol retinol");
    passages.push_back({.document_id = absl::StrCat(1'000'000 + i),
                        .title = i % 1000 == 0 ? "acne" : "skin",
                        .text = text});
  }
  const TempFolder folder;
  NP_ASSERT_OK_AND_ASSIGN(const auto file, WriteCollection(passages, folder.Path("big.snapshot")));
  const IndexView& index = file->index();
  ASSERT_EQ(index.passages(), kPassages);
  EXPECT_EQ(PostingsOf(index, "retinol"),
            absl::StrCat("|", kPassages - 2, "*2 ", kPassages - 1, "*2"));
  const TermRecord& acne = index.terms()[index.FindTerm("acn")];
  EXPECT_EQ(acne.in_title.runs, 2u);
  EXPECT_EQ(acne.elsewhere.runs, 2u);
  size_t found = 0;
  std::vector<uint32_t> places;
  for (const ListRecord* list : {&acne.in_title, &acne.elsewhere}) {
    RunReader reader(index.postings(), *list);
    for (PostingRun run; reader.Next(run);) {
      for (size_t i = 0; i < run.low.size(); ++i, ++found) {
        const uint32_t passage = run.first + run.low[i];
        ASSERT_TRUE(passage % 3 == 0 || passage % 1000 == 0) << passage;
        ASSERT_EQ(passage % 1000 == 0, list == &acne.in_title) << passage;
        index.ReadPlaces(run, i, places);
        const size_t want = (passage % 3 == 0) + (passage % 1000 == 0);
        ASSERT_EQ(places.size(), want) << passage;
      }
    }
  }
  EXPECT_EQ(found, acne.passages);
  EXPECT_EQ(PlacesOf(index, "acn", kRunPassages + 2), "body 0");
}

}  // namespace
}  // namespace needlepoint
