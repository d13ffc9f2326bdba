#include "service/retrieve/near_beginnings.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"

#include "service/index/spelling.h"

namespace needlepoint {
namespace {

class Corrector {
 public:
  Corrector(const IndexView& index, absl::string_view typed) : index_(index), typed_(typed) {}

  std::vector<std::string> Run(size_t most) {
    // Words that begin as what is typed does, up to the letter at hand: a
    // mistake behind the last of them corrects nothing.
    absl::Span<const WordRecord> begun = index_.words();
    for (size_t at = 0; at < typed_.size() && !begun.empty(); ++at) {
      const absl::string_view head = typed_.substr(0, at), tail = typed_.substr(at + 1);
      Try(begun, absl::StrCat(head, tail));
      if (!tail.empty())
        Try(begun, absl::StrCat(head, tail.substr(0, 1), typed_.substr(at, 1), tail.substr(1)));
      for (char letter = 'a'; letter <= 'z'; ++letter) {
        const absl::string_view other(&letter, 1);
        const absl::Span<const WordRecord> words =
            WordsFrom(index_, begun, absl::StrCat(head, other));
        if (words.empty()) continue;
        Try(words, absl::StrCat(head, other, tail));
        Try(words, absl::StrCat(head, other, typed_.substr(at)));
      }
      begun = WordsFrom(index_, begun, typed_.substr(0, at + 1));
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::vector<std::string> nearest;
    for (Candidate& candidate : found_) {
      if (nearest.size() == most) break;
      nearest.push_back(std::move(std::get<2>(candidate)));
    }
    return nearest;
  }

 private:
  // (another first letter, fewer passages, beginning), the least first
  using Candidate = std::tuple<bool, uint32_t, std::string>;

  void Try(absl::Span<const WordRecord> among, std::string beginning) {
    uint32_t passages = 0;
    const absl::Span<const WordRecord> words = WordsFrom(index_, among, beginning);
    for (const WordRecord& word : words) passages = std::max(passages, word.passages);
    if (words.empty()) return;
    found_.emplace_back(beginning[0] != typed_[0], ~passages, std::move(beginning));
  }

  const IndexView& index_;
  absl::string_view typed_;
  std::vector<Candidate> found_;
};

}  // namespace

absl::Span<const WordRecord> WordsFrom(const IndexView& index, absl::Span<const WordRecord> words,
                                       absl::string_view beginning) {
  const auto from = std::partition_point(words.begin(), words.end(), [&](const WordRecord& word) {
    return index.Text(word) < beginning;
  });
  const auto to = std::partition_point(from, words.end(), [&](const WordRecord& word) {
    return index.Text(word).substr(0, beginning.size()) == beginning;
  });
  return words.subspan(from - words.begin(), to - from);
}

std::vector<std::string> NearBeginnings(const IndexView& index, absl::string_view beginning,
                                        size_t most) {
  const bool plain = beginning.size() >= kShortestCorrected &&
                     beginning.size() <= kLongestCorrected && IsPlainWord(beginning);
  if (!plain) return {};
  return Corrector(index, beginning).Run(most);
}

}  // namespace needlepoint
