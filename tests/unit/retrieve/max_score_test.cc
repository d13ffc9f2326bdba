// The search that skips, held against one that skips nothing.

#include "service/retrieve/max_score.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/retrieve/ranking.h"
#include "service/retrieve/search_plan.h"
#include "tests/support/amount.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/support/small_collection.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/retrieve/full_scan.h"

namespace needlepoint {
namespace {

constexpr size_t kHits = 10;
constexpr int kMostShown = 5;  // failures printed at once

std::string TextOf(const std::vector<ScoredPassage>& passages) {
  return absl::StrJoin(passages, " ", [](std::string* out, const ScoredPassage& passage) {
    absl::StrAppend(out, passage.passage, "=", passage.score);
  });
}

// The questions of the guide's passages and those of the development set.
const std::vector<std::string>& Questions() {
  static const auto* const questions = [] {
    auto* all = new std::vector<std::string>;
    for (const Passage& passage : Guide()->knowledge().passages)
      all->insert(all->end(), passage.questions.begin(), passage.questions.end());
    std::ifstream set("tests/eval/questions-dev.yaml");
    for (std::string line; std::getline(set, line);) {
      absl::string_view text = line;
      if (absl::ConsumePrefix(&text, "  question: ")) all->push_back(std::string(text));
    }
    return all;
  }();
  return *questions;
}

// Questions as they are written and as people mistype them.
class RandomQuestions {
 public:
  explicit RandomQuestions(unsigned seed) : random_(seed) {}

  std::string Next() {
    std::vector<std::string> words = absl::StrSplit(Pick(), ' ', absl::SkipEmpty());
    if (words.empty()) return "";
    switch (random_() % 6) {
      case 0:
        break;
      case 1:
        words.resize(1 + random_() % words.size());
        break;
      case 2: {
        const std::vector<std::string> again = words;
        words.insert(words.end(), again.begin(), again.end());
        break;
      }
      case 3:
        std::swap(words[random_() % words.size()], words[random_() % words.size()]);
        break;
      case 4: {
        const std::vector<std::string> other = absl::StrSplit(Pick(), ' ', absl::SkipEmpty());
        words.insert(words.end(), other.begin(), other.end());
        break;
      }
      default:
        for (std::string& word : words) Misspell(word);
    }
    return absl::StrJoin(words, " ");
  }

 private:
  const std::string& Pick() { return Questions()[random_() % Questions().size()]; }

  void Misspell(std::string& word) {
    if (word.size() < 5 || random_() % 3 != 0) return;
    const size_t at = 1 + random_() % (word.size() - 2);
    switch (random_() % 3) {
      case 0:
        word.erase(at, 1);
        break;
      case 1:
        word.insert(at, 1, static_cast<char>('a' + random_() % 26));
        break;
      default:
        std::swap(word[at], word[at + 1]);
    }
  }

  std::mt19937 random_;
};

class MaxScoreTest : public testing::Test {
 protected:
  // Plans each of `queries` and compares the best passages, and how they score.
  void ExpectSame(const FullScan& scan, const IndexView& index,
                  const std::vector<std::string>& queries, RankingParts parts,
                  std::mt19937* random = nullptr) {
    const SearchPlanner planner(index);
    int found = 0, differ = 0;
    for (const std::string& query : queries) {
      std::optional<PassageSet> allowed;
      if (random != nullptr) {
        allowed.emplace(static_cast<int>(index.passages()));
        for (uint32_t i = 0; i < index.passages(); ++i) {
          if ((*random)() % 3 == 0) allowed->Add(static_cast<int>(i));
        }
      }
      const PassageSet* only = allowed.has_value() ? &*allowed : nullptr;
      const SearchPlan plan = planner.Plan(query, parts);
      const std::vector<ScoredPassage> got = BestPassages(index, plan, parts, kHits, only);
      const std::vector<ScoredPassage> want = scan.Best(plan, parts, kHits, only);
      found += got.empty() ? 0 : 1;
      if (got != want && ++differ <= kMostShown)
        ADD_FAILURE() << query << "\n  got  " << TextOf(got) << "\n  want " << TextOf(want);
    }
    EXPECT_EQ(differ, 0) << "of " << queries.size();
    EXPECT_GT(found, static_cast<int>(queries.size()) / 2);
  }

  static std::vector<std::string> GuideQueries(unsigned seed, int count) {
    RandomQuestions questions(seed);
    std::vector<std::string> queries;
    for (int i = 0; i < count; ++i) queries.push_back(questions.Next());
    return queries;
  }

  static const FullScan& GuideScan() {
    static const auto* const scan = new FullScan(FullScan::Read(*Guide()->file()).value());
    return *scan;
  }
};

TEST_F(MaxScoreTest, TwoThousandQuestionsToTheGuide) {
  ExpectSame(GuideScan(), Guide()->file()->index(), GuideQueries(1, Amount(2000, 20'000)),
             RankingParts::All());
}

TEST_F(MaxScoreTest, EachPartSwitchedOff) {
  for (int part = 1; part <= kRankingPartCount; ++part) {
    SCOPED_TRACE(absl::StrCat("without part ", part));
    ExpectSame(GuideScan(), Guide()->file()->index(), GuideQueries(10 + part, Amount(200, 2000)),
               RankingParts::All().Without(static_cast<RankingPart>(part)));
  }
  ExpectSame(GuideScan(), Guide()->file()->index(), GuideQueries(30, 200),
             RankingParts::PlainBm25());
}

TEST_F(MaxScoreTest, OnlyAllowedPassages) {
  std::mt19937 random(3);
  ExpectSame(GuideScan(), Guide()->file()->index(), GuideQueries(40, 200), RankingParts::All(),
             &random);
}

// Words as frequent as in any language, the first of them in nearly every
// passage.
class ZipfWords {
 public:
  explicit ZipfWords(unsigned seed) : random_(seed) {
    for (int i = 0; i < kWords; ++i) sums_.push_back((i ? sums_.back() : 0) + 1.0 / (i + 1));
  }

  std::string Words(size_t count) {
    std::vector<std::string> words;
    while (words.size() < count) {
      const double at = std::uniform_real_distribution<double>(0, sums_.back())(random_);
      const auto word = std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin();
      words.push_back(Word(static_cast<int>(word)));
    }
    return absl::StrJoin(words, " ");
  }
  size_t Below(size_t bound) { return random_() % bound; }

 private:
  static constexpr int kWords = 4000;

  // Pronounceable, and each another.
  static std::string Word(int number) {
    static constexpr char kFirst[] = "bdfgklmnprtvz", kSecond[] = "aiou";
    std::string word;
    for (int left = number + 60; left > 0; left /= 52) {
      word.push_back(kFirst[left % 13]);
      word.push_back(kSecond[left / 13 % 4]);
    }
    return word + "x";
  }

  std::mt19937 random_;
  std::vector<double> sums_;
};

TEST_F(MaxScoreTest, ThreeThousandDocuments) {
  ZipfWords words(7);
  std::vector<DocumentPassage> passages;
  for (int i = 0; i < 3000; ++i) {
    DocumentPassage passage;
    passage.document_id = absl::StrCat("doc-", i);
    if (words.Below(10) > 0) passage.title = words.Words(1 + words.Below(5));
    passage.text = words.Words(5 + words.Below(120));
    if (words.Below(8) == 0) passage.aliases = {words.Words(1 + words.Below(3))};
    passages.push_back(passage);
  }
  const TempFolder folder;
  NP_ASSERT_OK_AND_ASSIGN(const auto file, WriteCollection(passages, folder.Path("z.snapshot")));
  NP_ASSERT_OK_AND_ASSIGN(const FullScan scan, FullScan::Read(*file));
  std::vector<std::string> queries;
  for (int i = 0; i < Amount(500, 5000); ++i) queries.push_back(words.Words(1 + words.Below(12)));
  ExpectSame(scan, file->index(), queries, RankingParts::All());
  std::mt19937 random(8);
  ExpectSame(scan, file->index(), queries, RankingParts::All(), &random);
}

TEST_F(MaxScoreTest, NoneAreWantedOrPlanned) {
  const IndexView& index = Guide()->file()->index();
  const SearchPlan plan = SearchPlanner(index).Plan("sun", RankingParts::All());
  EXPECT_THAT(BestPassages(index, plan, RankingParts::All(), 0), testing::IsEmpty());
  EXPECT_THAT(BestPassages(index, SearchPlan(), RankingParts::All(), 10), testing::IsEmpty());
}

}  // namespace
}  // namespace needlepoint
