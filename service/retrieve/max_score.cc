#include "service/retrieve/max_score.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <type_traits>

namespace needlepoint {
namespace {

constexpr uint32_t kWindow = 2048;  // passages; divides kRunPassages
constexpr uint32_t kNoMore = 0xffffffff;

// A list of postings and how far it was read.
class Cursor {
 public:
  Cursor(const IndexView& index, const ListRecord& list, int term, float scale, int32_t heading)
      : reader_(index.postings(), list), term_(term), scale_(scale), heading_(heading) {
    NextRun();
  }

  int term() const { return term_; }
  float scale() const { return scale_; }
  int32_t heading() const { return heading_; }

  // The next passage; kNoMore at the end.
  uint32_t passage() const { return at_ < count_ ? run_.first + low_[at_] : kNoMore; }

  void Next() {
    if (++at_ == count_) NextRun();
  }

  // Calls `visit` with passage and frequency of all before `end`, which is in
  // the run at hand or behind it.
  template <typename Visit>
  void ReadTo(uint32_t end, Visit visit) {
    const uint32_t low_end = end - run_.first;
    const uint8_t* const frequencies = run_.frequencies;
    size_t at = at_;
    for (; at < count_ && low_[at] < low_end; ++at) visit(run_.first + low_[at], frequencies[at]);
    at_ = at;
    if (at_ == count_) NextRun();
  }

  // The frequency in `passage`, 0 if it is not in the list. Passages come in
  // ascending order.
  int FrequencyIn(uint32_t passage) {
    const uint32_t run = passage >> kRunBits;
    while (at_ < count_ && run_.first >> kRunBits < run) NextRun();
    if (at_ >= count_ || run_.first >> kRunBits > run) return 0;
    const auto low = static_cast<uint16_t>(passage);
    if (low_[at_] < low) {
      // Doubling steps, then halving ones.
      size_t before = at_, step = 1;
      while (before + step < count_ && low_[before + step] < low) {
        before += step;
        step *= 2;
      }
      at_ = std::lower_bound(low_ + before + 1, low_ + std::min(before + step, count_), low) - low_;
      if (at_ == count_) {
        NextRun();
        return 0;
      }
    }
    return low_[at_] == low ? run_.frequencies[at_] : 0;
  }

 private:
  void NextRun() {
    at_ = 0;
    if (!reader_.Next(run_)) run_ = PostingRun();
    low_ = run_.low.data();
    count_ = run_.low.size();
  }

  RunReader reader_;
  PostingRun run_;
  const uint16_t* low_ = nullptr;
  size_t count_ = 0;
  size_t at_ = 0;
  int term_;         // of the plan
  float scale_;      // TermScale()
  int32_t heading_;  // what a passage of the list adds to what the query covers
};

// The most that lists can give: by the words themselves, and to what is covered
// of a title.
struct Bound {
  int32_t words = 0;
  int32_t heading = 0;

  // A word adds twice its idf to the coverage where the title has no other.
  int32_t Sum() const { return words + static_cast<int32_t>(kCoverageWeight) * heading; }
};

struct BoundedCursor {
  Cursor cursor;
  int32_t words;  // Bound::words
  int32_t bound;  // Bound::Sum()
  uint32_t passages;
};

// The best so far.
class Best {
 public:
  explicit Best(size_t most) : most_(most) { heap_.reserve(most); }

  size_t most() const { return most_; }

  // What a passage has to exceed to get in.
  int32_t threshold() const { return threshold_; }

  // Says that as many passages as are wanted exceed `score`.
  void Raise(int32_t score) { threshold_ = std::max(threshold_, score); }

  // Passages come in ascending order, so that ties stay out.
  void Offer(ScoredPassage passage) {
    if (passage.score <= threshold_) return;
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end(), Better);
      heap_.back() = passage;
    } else {
      heap_.push_back(passage);
    }
    std::push_heap(heap_.begin(), heap_.end(), Better);
    if (heap_.size() == most_) threshold_ = heap_.front().score;
  }

  std::vector<ScoredPassage> Sorted() {
    std::sort(heap_.begin(), heap_.end(), Better);
    return std::move(heap_);
  }

  static bool Better(const ScoredPassage& a, const ScoredPassage& b) {
    return a.score != b.score ? a.score > b.score : a.passage < b.passage;
  }

 private:
  size_t most_;
  std::vector<ScoredPassage> heap_;
  int32_t threshold_ = 0;
};

// What the lists that are read give to a passage.
struct Sums {
  int32_t score = 0;
  int32_t covered = 0;
  int32_t pairs = 0;   // the most that pairs can give
  int32_t most = 0;    // of the frequencies
  uint64_t terms = 0;  // of the plan, a bit each
};

struct Window {
  Sums sums[kWindow];
  uint64_t touched[kWindow / 64] = {};

  Sums& Touch(uint32_t at) {
    touched[at / 64] |= uint64_t{1} << (at % 64);
    return sums[at];
  }
};

class Search {
 public:
  Search(const IndexView& index, const SearchPlan& plan, RankingParts parts, size_t most,
         const PassageSet* allowed)
      : index_(index),
        plan_(plan),
        aliases_(AliasScores(index, plan, parts)),
        allowed_(allowed),
        best_(most),
        norms_(index.norms().data()),
        headings_(index.headings().data()),
        pair_shares_(plan.terms.size(), 0) {
    // What a pair gives is shared between its words: who has both has both
    // shares.
    for (const PlannedPair& pair : plan.pairs) {
      pairs_.push_back({pair, PairScale(index, plan, pair)});
      const auto share = static_cast<int32_t>(pairs_.back().scale / 2) + 1;
      pair_shares_[pair.first] += share;
      pair_shares_[pair.second] += share;
    }
    const bool coverage = parts.Has(RankingPart::kHeadingCoverage);
    for (size_t i = 0; i < plan.terms.size(); ++i) {
      const TermRecord& term = index.terms()[plan.terms[i].term];
      const float scale = TermScale(plan.terms[i].weight, term.idf);
      AddCursor(term.in_title, static_cast<int>(i), scale, coverage ? HeadingShare(term) : 0);
      AddCursor(term.elsewhere, static_cast<int>(i), scale, 0);
    }
    std::sort(cursors_.begin(), cursors_.end(),
              [](const auto& a, const auto& b) { return a.bound < b.bound; });
    below_.assign(cursors_.size() + 1, {});
    std::vector<int32_t> counted(plan.terms.size(), 0);
    for (size_t i = 0; i < cursors_.size(); ++i) {
      // Of the two lists of a term a passage is in one at most.
      const BoundedCursor& list = cursors_[i];
      int32_t& of_term = counted[list.cursor.term()];
      const int32_t words = std::max(of_term, list.words) - of_term;
      of_term += words;
      below_[i + 1] = {below_[i].words + words, below_[i].heading + list.cursor.heading()};
    }
  }

  std::vector<ScoredPassage> Run() {
    thread_local Window window;
    RaiseThreshold();
    while (true) {
      Divide();
      const uint32_t first = FirstOfWindow();
      if (first == kNoMore) return best_.Sorted();
      Fill(first, window);
      for (uint32_t word = 0; word < kWindow / 64; ++word) {
        for (uint64_t bits = window.touched[word]; bits != 0; bits &= bits - 1) {
          const uint32_t at = word * 64 + std::countr_zero(bits);
          Sums& sums = window.sums[at];
          if (CanBeAmongBest(first + at, sums)) Consider(first + at, sums);
          sums = Sums();
        }
        window.touched[word] = 0;
      }
    }
  }

 private:
  void AddCursor(const ListRecord& list, int term, float scale, int32_t heading) {
    if (list.passages == 0) return;
    const int32_t words = static_cast<int32_t>(scale * list.largest) + 2 + pair_shares_[term];
    cursors_.push_back({Cursor(index_, list, term, scale, heading), words,
                        Bound{words, heading}.Sum(), list.passages});
  }

  // Scores a few passages of the lists that can give most. What the worst of as
  // many as are wanted has, the worst of the best has at least.
  void RaiseThreshold() {
    constexpr size_t kTried = 64, kTriedOfList = 24, kFewLists = 12;
    if (cursors_.size() > kFewLists) return;
    std::vector<uint32_t> tried;
    std::vector<Cursor> cursors;
    for (size_t i = cursors_.size(); i-- > 0;) {
      cursors.push_back(cursors_[i].cursor);
      Cursor cursor = cursors_[i].cursor;
      for (size_t n = 0; n < kTriedOfList && tried.size() < kTried; ++n) {
        const uint32_t passage = cursor.passage();
        if (passage == kNoMore) break;
        if (allowed_ == nullptr || allowed_->Contains(static_cast<int>(passage)))
          tried.push_back(passage);
        cursor.Next();
      }
    }
    std::sort(tried.begin(), tried.end());
    tried.erase(std::unique(tried.begin(), tried.end()), tried.end());
    if (tried.size() < best_.most()) return;
    std::vector<int32_t> scores;
    for (const uint32_t passage : tried) {
      Sums sums;
      for (Cursor& cursor : cursors) AddFrequencyIn(passage, cursor, sums);
      scores.push_back(sums.score + CoverageScore(sums.covered, headings_[passage]));
    }
    std::nth_element(scores.begin(), scores.begin() + static_cast<int>(best_.most()) - 1,
                     scores.end(), std::greater<>());
    best_.Raise(scores[best_.most() - 1] - 1);
  }

  // Sets which lists are read. Those below a bound may be asked instead; so many
  // of them are as make the least work, by what reading and asking take.
  void Divide() {
    constexpr double kRead = 1, kAsked = 4;  // of one passage
    while (askable_ < cursors_.size() && below_[askable_ + 1].Sum() <= best_.threshold())
      ++askable_;
    double read = 0;
    for (size_t i = askable_; i < cursors_.size(); ++i) read += cursors_[i].passages;
    double least = -1;
    for (size_t e = askable_ + 1; e-- > 0;) {
      const double asked = std::min<double>(read, index_.passages()) * std::min<size_t>(e, 2);
      const double work = kRead * read + kAsked * asked;
      if (least < 0 || work < least) {
        least = work;
        essential_ = e;
      }
      if (e > 0) read += cursors_[e - 1].passages;
    }
  }

  // The first passage of the next window that an essential list or a name has
  // one in.
  uint32_t FirstOfWindow() const {
    uint32_t next = alias_at_ < aliases_.size() ? aliases_[alias_at_].passage : kNoMore;
    for (size_t i = essential_; i < cursors_.size(); ++i)
      next = std::min(next, cursors_[i].cursor.passage());
    return next == kNoMore ? kNoMore : next / kWindow * kWindow;
  }

  void Fill(uint32_t first, Window& window) {
    const uint32_t end = first + kWindow;
    for (size_t i = essential_; i < cursors_.size(); ++i) {
      Cursor& cursor = cursors_[i].cursor;
      if (cursor.passage() >= end) continue;
      const uint64_t term = uint64_t{1} << cursor.term();
      const float scale = cursor.scale();
      const int32_t heading = cursor.heading();
      const int32_t pairs = pair_shares_[cursor.term()];
      // What most lists do not give is left out of the loop.
      const auto read = [&](auto of_title, auto of_pair) {
        cursor.ReadTo(end, [&](uint32_t passage, uint8_t frequency) {
          Sums& sums = window.Touch(passage - first);
          sums.score += TermScore(scale, frequency, norms_[passage]);
          sums.terms |= term;
          if constexpr (of_title) sums.covered += heading;
          if constexpr (of_pair) {
            sums.pairs += pairs;
            sums.most = std::max<int32_t>(sums.most, frequency);
          }
        });
      };
      if (heading > 0) {
        pairs > 0 ? read(std::true_type(), std::true_type())
                  : read(std::true_type(), std::false_type());
      } else {
        pairs > 0 ? read(std::false_type(), std::true_type())
                  : read(std::false_type(), std::false_type());
      }
    }
    for (; alias_at_ < aliases_.size() && aliases_[alias_at_].passage < end; ++alias_at_)
      window.Touch(aliases_[alias_at_].passage - first).score += aliases_[alias_at_].score;
  }

  // Whether the lists that are not read could lift a passage among the best.
  bool CanBeAmongBest(uint32_t passage, const Sums& sums) const {
    const Bound& rest = below_[essential_];
    int32_t bound = sums.score + sums.pairs + rest.words;
    if (sums.covered + rest.heading > 0)
      bound += CoverageScore(sums.covered + rest.heading, headings_[passage]);
    return bound > best_.threshold();
  }

  // Completes the score of a passage that the essential lists found, unless it
  // cannot be among the best.
  void Consider(uint32_t passage, Sums sums) {
    const int32_t threshold = best_.threshold();
    const float heading = headings_[passage];
    for (size_t i = essential_; i-- > 0;) {
      AddFrequencyIn(passage, cursors_[i].cursor, sums);
      const int32_t coverage = CoverageScore(sums.covered + below_[i].heading, heading);
      if (sums.score + coverage + sums.pairs + below_[i].words <= threshold) return;
    }
    if (allowed_ != nullptr && !allowed_->Contains(static_cast<int>(passage))) return;
    int32_t score = sums.score + CoverageScore(sums.covered, heading);
    if (score + sums.pairs <= threshold) return;
    if (sums.pairs > 0) {
      // A pair is as frequent as its rarer word at most.
      const auto most = static_cast<float>(sums.most);
      const int32_t bound = PairScores(sums.terms, [&](const Pair& pair) {
        return TermScore(pair.scale, most, norms_[passage]);
      });
      if (score + bound <= threshold) return;
      score += PairScores(sums.terms, [&](const Pair& pair) {
        return PairScore(index_, plan_, pair.words, passage);
      });
    }
    best_.Offer({passage, score});
  }

  // Adds what the list of `cursor` gives to a passage, if it is in it.
  void AddFrequencyIn(uint32_t passage, Cursor& cursor, Sums& sums) const {
    if ((sums.terms >> cursor.term() & 1) != 0) return;
    const int frequency = cursor.FrequencyIn(passage);
    if (frequency == 0) return;
    sums.score += TermScore(cursor.scale(), static_cast<float>(frequency), norms_[passage]);
    sums.covered += cursor.heading();
    sums.pairs += pair_shares_[cursor.term()];
    sums.most = std::max(sums.most, frequency);
    sums.terms |= uint64_t{1} << cursor.term();
  }

  // The sum of `score` over the pairs that have both words in `terms`.
  template <typename Score>
  int32_t PairScores(uint64_t terms, Score score) const {
    int32_t sum = 0;
    for (const Pair& pair : pairs_) {
      if ((terms >> pair.words.first & terms >> pair.words.second & 1) != 0) sum += score(pair);
    }
    return sum;
  }

  const IndexView& index_;
  const SearchPlan& plan_;
  std::vector<BoundedCursor> cursors_;  // by bound, the least first
  std::vector<Bound> below_;            // of the first so many cursors together
  size_t askable_ = 0;                  // so many cursors need not be read
  size_t essential_ = 0;                // the first cursor that is read, not asked
  std::vector<ScoredPassage> aliases_;
  size_t alias_at_ = 0;
  const PassageSet* allowed_;
  Best best_;
  const float* norms_;
  const float* headings_;
  struct Pair {
    PlannedPair words;
    float scale;
  };
  std::vector<Pair> pairs_;
  std::vector<int32_t> pair_shares_;  // by term
};

}  // namespace

std::vector<ScoredPassage> BestPassages(const IndexView& index, const SearchPlan& plan,
                                        RankingParts parts, size_t most,
                                        const PassageSet* allowed) {
  if (most == 0) return {};
  return Search(index, plan, parts, most, allowed).Run();
}

}  // namespace needlepoint
