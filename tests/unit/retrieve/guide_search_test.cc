// The search over the guide that is served: no silent zero, the hits of a full
// scan, and any bytes as query.

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "service/retrieve/passage_search.h"
#include "service/text/analyzer.h"
#include "tests/support/amount.h"
#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/unit/retrieve/searching.h"

namespace needlepoint {
namespace {

constexpr int kMostShown = 12;  // failures printed at once

PassageSearch GuideSearch() { return PassageSearch(Guide()->file(), "guide"); }

// The passages that hold a word of `query` as it is written, not those that
// only a name leads to.
std::vector<ScoredPassage> Find(const PassageSearch& search, const std::string& query,
                                size_t most) {
  constexpr RankingParts kParts = RankingParts::PlainBm25().Without(RankingPart::kSynonyms);
  return BestPassages(search.index(), search.planner().Plan(query, kParts), kParts, most);
}

// Each word of the index as its only query. All that find nothing are shown at
// once: they have mostly one cause.
TEST(GuideSearchTest, EveryIndexedContentWordFindsItsPassages) {
  const PassageSearch search = GuideSearch();
  const ScannedWords scanned = Scan(*Guide());
  ASSERT_GT(scanned.written.size(), 500u);
  std::vector<std::string> silent, wrong;
  for (const auto& [stem, word] : scanned.written) {
    const std::vector<ScoredPassage> hits = Find(search, word, 100);
    const absl::btree_set<int>& want = scanned.passages.at(stem);
    if (hits.empty()) silent.push_back(word);
    const bool right = hits.size() == std::min<size_t>(want.size(), 100) &&
                       std::all_of(hits.begin(), hits.end(), [&](const ScoredPassage& hit) {
                         return want.contains(static_cast<int>(hit.passage));
                       });
    if (!right && !hits.empty()) wrong.push_back(word);
  }
  const auto shown = [](std::vector<std::string> words) {
    const size_t all = words.size();
    if (words.size() > 100) words.resize(100);
    return absl::StrCat(all, ": ", absl::StrJoin(words, " "));
  };
  EXPECT_TRUE(silent.empty()) << "find nothing: " << shown(silent);
  EXPECT_TRUE(wrong.empty()) << "find other passages than hold them: " << shown(wrong);
}

TEST(GuideSearchTest, SeveralWordsFindWhatAFullScanFinds) {
  const PassageSearch search = GuideSearch();
  const ScannedWords scanned = Scan(*Guide());
  std::mt19937 random(11);
  std::vector<std::pair<std::string, std::string>> rare;  // stem, word: few enough for one page
  for (const auto& [stem, word] : scanned.written) {
    if (scanned.passages.at(stem).size() <= 20 && word.size() > 1 && !IsSearchStopWord(word))
      rare.emplace_back(stem, word);
  }
  int differ = 0;
  for (int i = 0; i < 500; ++i) {
    absl::btree_set<int> want;
    std::vector<std::string> words;
    for (size_t n = 2 + random() % 3; n > 0; --n) {
      const auto& [stem, word] = rare[random() % rare.size()];
      words.push_back(word);
      want.insert(scanned.passages.at(stem).begin(), scanned.passages.at(stem).end());
    }
    const std::string query = absl::StrJoin(words, " ");
    const std::vector<ScoredPassage> hits = Find(search, query, 100);
    absl::btree_set<int> got;
    for (const ScoredPassage& hit : hits)
      EXPECT_TRUE(got.insert(static_cast<int>(hit.passage)).second) << query;
    if (got != want && ++differ <= kMostShown)
      ADD_FAILURE() << query << ": " << got.size() << " passages, of which the scan finds "
                    << want.size();
    for (size_t h = 1; h < hits.size(); ++h) {
      EXPECT_TRUE(hits[h - 1].score > hits[h].score ||
                  (hits[h - 1].score == hits[h].score && hits[h - 1].passage < hits[h].passage))
          << query;
    }
  }
}

// Words, operators of FTS5, and characters from all of Unicode and outside it.
class RandomQueries {
 public:
  explicit RandomQueries(const ScannedWords& scanned) {
    for (const auto& [stem, word] : scanned.written) words_.push_back(word);
  }

  // Sets `holds` if a word of the index stands in it by itself.
  std::string Next(bool& holds) {
    std::string query;
    holds = false;
    for (size_t n = 1 + random_() % 8; n > 0; --n) {
      switch (random_() % 4) {
        case 0:
          absl::StrAppend(&query, " ", words_[random_() % words_.size()], " ");
          holds = true;
          break;
        case 1:
          absl::StrAppend(&query, Operator());
          break;
        case 2:
          AppendCharacter(random_() % 0x110000, query);
          break;
        default:
          query.push_back(static_cast<char>(0x20 + random_() % 0x5f));
      }
    }
    return query;
  }

 private:
  absl::string_view Operator() {
    static constexpr absl::string_view kOperators[] = {
        "NOT ", " AND ", " OR ", "NEAR(", "NEAR/3 ", "\"", "*",  "^",  "(",   ")",
        ":",    "-",     "+",    "{",     "}",       "'",  "''", "--", "\\0", "title:"};
    return kOperators[random_() % std::size(kOperators)];
  }

  static void AppendCharacter(uint32_t code, std::string& out) {
    if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;  // no characters of their own
    if (code < 0x80) {
      out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
      out.push_back(static_cast<char>(0xC0 | code >> 6));
      out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
      out.push_back(static_cast<char>(0xE0 | code >> 12));
      out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else {
      out.push_back(static_cast<char>(0xF0 | code >> 18));
      out.push_back(static_cast<char>(0x80 | (code >> 12 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    }
  }

  std::mt19937 random_{2026};
  std::vector<std::string> words_;
};

TEST(GuideSearchTest, AnyUtf8IsAQueryAndAnIndexedWordInItIsFound) {
  const int count = Amount(100'000, 1'000'000);
  const PassageSearch search = GuideSearch();
  RandomQueries queries(Scan(*Guide()));
  int silent = 0;
  for (int i = 0; i < count; ++i) {
    bool holds = false;
    const std::string query = queries.Next(holds);
    const std::vector<ScoredPassage> hits = Find(search, query, 10);
    if (holds && hits.empty() && ++silent <= kMostShown)
      ADD_FAILURE() << "query " << i << " finds nothing: " << absl::CHexEscape(query);
  }
  EXPECT_EQ(silent, 0);
}

}  // namespace
}  // namespace needlepoint
