#include "service/retrieve/max_score.h"

#include <algorithm>
#include <bit>
#include <cmath>

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
  uint32_t passage() const { return at_ < run_.low.size() ? run_.first + run_.low[at_] : kNoMore; }

  // Calls `visit` with passage and frequency of all before `end`, which is in
  // the run at hand or behind it.
  template <typename Visit>
  void ReadTo(uint32_t end, Visit visit) {
    const size_t count = run_.low.size();
    const uint32_t low_end = end - run_.first;
    while (at_ < count && run_.low[at_] < low_end) {
      visit(run_.first + run_.low[at_], run_.frequencies[at_]);
      ++at_;
    }
    if (at_ == count) NextRun();
  }

  // The frequency in `passage`, 0 if it is not in the list. Passages come in
  // ascending order.
  int FrequencyIn(uint32_t passage) {
    while (at_ < run_.low.size() && run_.first >> kRunBits < passage >> kRunBits) NextRun();
    if (at_ >= run_.low.size() || run_.first >> kRunBits > passage >> kRunBits) return 0;
    const auto low = static_cast<uint16_t>(passage - run_.first);
    if (run_.low[at_] < low) {
      // Doubling steps, then halving ones.
      size_t before = at_, step = 1;
      while (before + step < run_.low.size() && run_.low[before + step] < low) {
        before += step;
        step *= 2;
      }
      const auto from = run_.low.begin() + before + 1;
      const auto to = run_.low.begin() + std::min(before + step, run_.low.size());
      at_ = std::lower_bound(from, to, low) - run_.low.begin();
      if (at_ == run_.low.size()) {
        NextRun();
        return 0;
      }
    }
    return run_.low[at_] == low ? run_.frequencies[at_] : 0;
  }

 private:
  void NextRun() {
    at_ = 0;
    if (!reader_.Next(run_)) run_ = PostingRun();
  }

  RunReader reader_;
  PostingRun run_;
  size_t at_ = 0;
  int term_;         // of the plan
  float scale_;      // TermScale()
  int32_t heading_;  // what a passage of the list adds to what the query covers
};

// A cursor with what it can give at most.
struct BoundedCursor {
  Cursor cursor;
  int32_t bound;
};

// The best so far.
class Best {
 public:
  explicit Best(size_t most) : most_(most) { heap_.reserve(most); }

  // What a passage has to exceed to get in.
  int32_t threshold() const { return threshold_; }

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

 private:
  static bool Better(const ScoredPassage& a, const ScoredPassage& b) {
    return a.score != b.score ? a.score > b.score : a.passage < b.passage;
  }

  size_t most_;
  std::vector<ScoredPassage> heap_;
  int32_t threshold_ = 0;
};

// Sums of a window's passages.
struct Window {
  int32_t scores[kWindow] = {};
  int32_t covered[kWindow] = {};
  uint64_t terms[kWindow] = {};  // of the plan, a bit each
  uint64_t touched[kWindow / 64] = {};

  void Touch(uint32_t at) { touched[at / 64] |= uint64_t{1} << (at % 64); }
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
        pair_shares_(plan.terms.size(), 0) {
    // What a pair gives is shared between its words: who has both has both
    // shares.
    for (const PlannedPair& pair : plan.pairs) {
      const auto share = static_cast<int32_t>(PairScale(index, plan, pair) / 2) + 1;
      pair_shares_[pair.first] += share;
      pair_shares_[pair.second] += share;
      all_shares_ += 2 * share;
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
    below_.assign(cursors_.size() + 1, 0);
    std::vector<int32_t> counted(plan.terms.size(), 0);
    for (size_t i = 0; i < cursors_.size(); ++i) {
      // Of the two lists of a term a passage is in one at most.
      int32_t& of_term = counted[cursors_[i].cursor.term()];
      below_[i + 1] = below_[i] + cursors_[i].bound - of_term;
      of_term = cursors_[i].bound;
    }
  }

  std::vector<ScoredPassage> Run() {
    thread_local Window window;
    while (true) {
      while (essential_ < cursors_.size() && below_[essential_ + 1] <= best_.threshold())
        ++essential_;
      const uint32_t first = FirstOfWindow();
      if (first == kNoMore) return best_.Sorted();
      Fill(first, window);
      for (uint32_t word = 0; word < kWindow / 64; ++word) {
        for (uint64_t bits = window.touched[word]; bits != 0; bits &= bits - 1) {
          const uint32_t at = word * 64 + std::countr_zero(bits);
          Consider(first + at, window.scores[at], window.covered[at], window.terms[at]);
          window.scores[at] = 0;
          window.covered[at] = 0;
          window.terms[at] = 0;
        }
        window.touched[word] = 0;
      }
    }
  }

 private:
  void AddCursor(const ListRecord& list, int term, float scale, int32_t heading) {
    if (list.passages == 0) return;
    // Twice the idf is the most that a word of a title adds to its coverage.
    const int32_t bound = static_cast<int32_t>(scale * list.largest) + 2 +
                          static_cast<int32_t>(kCoverageWeight) * heading + pair_shares_[term];
    cursors_.push_back({Cursor(index_, list, term, scale, heading), bound});
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
      cursor.ReadTo(end, [&](uint32_t passage, uint8_t frequency) {
        const uint32_t at = passage - first;
        window.scores[at] += TermScore(scale, frequency, norms_[passage]);
        window.covered[at] += heading;
        window.terms[at] |= term;
        window.Touch(at);
      });
    }
    for (; alias_at_ < aliases_.size() && aliases_[alias_at_].passage < end; ++alias_at_) {
      const uint32_t at = aliases_[alias_at_].passage - first;
      window.scores[at] += aliases_[alias_at_].score;
      window.Touch(at);
    }
  }

  // The most that pairs can give to a passage with these terms.
  int32_t PairBound(uint64_t terms) const {
    int32_t bound = 0;
    for (; terms != 0; terms &= terms - 1) bound += pair_shares_[std::countr_zero(terms)];
    return bound;
  }

  // Completes the score of a passage that the essential lists found, unless it
  // cannot be among the best.
  void Consider(uint32_t passage, int32_t score, int32_t covered, uint64_t terms) {
    const int32_t threshold = best_.threshold();
    if (score + 2 * covered + below_[essential_] + all_shares_ <= threshold) return;
    if (allowed_ != nullptr && !allowed_->Contains(passage)) return;
    int32_t pairs = PairBound(terms);
    for (size_t i = essential_; i-- > 0;) {
      if (score + 2 * covered + pairs + below_[i + 1] <= threshold) return;
      Cursor& cursor = cursors_[i].cursor;
      if ((terms >> cursor.term() & 1) != 0) continue;
      const int frequency = cursor.FrequencyIn(passage);
      if (frequency == 0) continue;
      score += TermScore(cursor.scale(), static_cast<float>(frequency), norms_[passage]);
      covered += cursor.heading();
      pairs += pair_shares_[cursor.term()];
      terms |= uint64_t{1} << cursor.term();
    }
    score += CoverageScore(covered, index_.headings()[passage]);
    if (score + pairs <= threshold) return;
    if (pairs > 0) score += PairScores(passage, terms);
    best_.Offer({passage, score});
  }

  int32_t PairScores(uint32_t passage, uint64_t terms) {
    int32_t score = 0;
    for (const PlannedPair& pair : plan_.pairs) {
      if ((terms >> pair.first & terms >> pair.second & 1) != 0)
        score += PairScore(index_, plan_, pair, passage);
    }
    return score;
  }

  const IndexView& index_;
  const SearchPlan& plan_;
  std::vector<BoundedCursor> cursors_;  // by bound, the least first
  std::vector<int32_t> below_;          // bound of the first so many cursors together
  size_t essential_ = 0;                // the first cursor that is read, not asked
  std::vector<ScoredPassage> aliases_;
  size_t alias_at_ = 0;
  const PassageSet* allowed_;
  Best best_;
  const float* norms_;
  std::vector<int32_t> pair_shares_;  // by term
  int32_t all_shares_ = 0;
};

}  // namespace

std::vector<ScoredPassage> BestPassages(const IndexView& index, const SearchPlan& plan,
                                        RankingParts parts, size_t most,
                                        const PassageSet* allowed) {
  if (most == 0) return {};
  return Search(index, plan, parts, most, allowed).Run();
}

}  // namespace needlepoint
