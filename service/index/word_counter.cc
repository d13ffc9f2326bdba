#include "service/index/word_counter.h"

#include <algorithm>

#include "service/index/spelling.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

// In a large vocabulary what only one passage holds is mostly a misspelling
// itself: nothing is corrected to it.
constexpr size_t kLargeVocabulary = 200000;

}  // namespace

void WordCounter::Add(const std::string& folded_word, uint32_t passage) {
  Count& count = counts_[folded_word];
  if (passage == kNoPassage || count.last == passage) return;
  count.last = passage;
  ++count.passages;
}

void WordCounter::CountStems() {
  for (const auto& [word, count] : counts_) {
    auto& [stop, other] = stop_and_other_[Stem(word)];
    (IsSearchStopWord(word) ? stop : other) += count.passages;
  }
}

bool WordCounter::IsMostlyStopWord(absl::string_view stem) {
  if (stop_and_other_.empty()) CountStems();
  const auto it = stop_and_other_.find(stem);
  return it != stop_and_other_.end() && it->second.first > it->second.second;
}

void WordCounter::Finish(absl::FunctionRef<uint32_t(absl::string_view stem)> term_of) {
  stop_and_other_.clear();
  std::vector<const std::pair<const std::string, Count>*> sorted;
  sorted.reserve(counts_.size());
  for (const auto& item : counts_) sorted.push_back(&item);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* item : sorted) {
    const uint32_t term = term_of(Stem(item->first));
    if (term == kNoTerm) continue;
    records_.push_back({static_cast<uint32_t>(text_.size()),
                        static_cast<uint32_t>(item->first.size()), term, item->second.passages});
    text_ += item->first;
  }
  counts_.clear();
  MakeSpellingKeys();
}

void WordCounter::MakeSpellingKeys() {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;  // key, word
  std::vector<uint32_t> keys;
  for (size_t i = 0; i < records_.size(); ++i) {
    const absl::string_view word = Text(records_[i]);
    const bool rare = records_[i].passages < 2 && records_.size() > kLargeVocabulary;
    if (rare || word.size() + 1 < kShortestCorrected || word.size() > kLongestCorrected ||
        !IsPlainWord(word))
      continue;
    // A word one letter shorter than the query's may be two mistakes away.
    SpellingKeys(word, MistakesAllowed(word.size() + 1), keys);
    for (const uint32_t key : keys) pairs.emplace_back(key, static_cast<uint32_t>(i));
  }
  size_t buckets = 1;
  while (buckets < pairs.size() / 2) buckets *= 2;
  const auto bucket_of = [&](uint32_t key) { return key & (buckets - 1); };
  std::sort(pairs.begin(), pairs.end(), [&](const auto& a, const auto& b) {
    return std::make_pair(bucket_of(a.first), a.second) <
           std::make_pair(bucket_of(b.first), b.second);
  });
  // Of two keys in a bucket one entry is enough.
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [&](const auto& a, const auto& b) {
                            return bucket_of(a.first) == bucket_of(b.first) && a.second == b.second;
                          }),
              pairs.end());
  keys_.assign(buckets + 1, 0);
  for (const auto& [key, word] : pairs) {
    ++keys_[bucket_of(key) + 1];
    keyed_words_.push_back(word);
  }
  for (size_t i = 1; i < keys_.size(); ++i) keys_[i] += keys_[i - 1];
}

}  // namespace needlepoint
