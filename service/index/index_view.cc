#include "service/index/index_view.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "service/base/status_macros.h"
#include "service/index/spelling.h"
#include "service/text/edit_distance.h"

namespace needlepoint {
namespace {

uint32_t ReadVarint(const char*& at) {
  uint32_t value = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= static_cast<uint32_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

}  // namespace

bool RunReader::Next(PostingRun& run) {
  if (left_ == 0) return false;
  --left_;
  RunHeader header;
  std::memcpy(&header, at_, sizeof(header));
  const char* low = at_ + sizeof(header);
  run.first = header.run << kRunBits;
  run.low = absl::MakeSpan(reinterpret_cast<const uint16_t*>(low), header.count);
  run.frequencies = reinterpret_cast<const uint8_t*>(low + 2 * header.count);
  run.places = header.places;
  at_ = low + (3 * static_cast<size_t>(header.count) + 7) / 8 * 8;
  return true;
}

template <typename T>
absl::Status IndexView::Read(absl::string_view bytes, Section section,
                             absl::Span<const T>& out) const {
  const SectionRange& range = header_->sections[static_cast<int>(section)];
  if (range.offset % 8 != 0 || range.offset > bytes.size() ||
      range.size > bytes.size() - range.offset || range.size % sizeof(T) != 0)
    return absl::DataLossError("a section of the search index lies outside of it");
  out = absl::MakeSpan(reinterpret_cast<const T*>(bytes.data() + range.offset),
                       range.size / sizeof(T));
  return absl::OkStatus();
}

absl::StatusOr<IndexView> IndexView::Open(absl::string_view bytes) {
  IndexView view;
  if (bytes.size() < sizeof(IndexHeader) ||
      std::memcmp(bytes.data(), kIndexMagic, sizeof(IndexHeader::magic)) != 0)
    return absl::DataLossError("there is no search index of this version");
  view.header_ = reinterpret_cast<const IndexHeader*>(bytes.data());
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kNorms, view.norms_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kHeadings, view.headings_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kLengths, view.lengths_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kKeys, view.keys_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kKeyText, view.key_text_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kTerms, view.terms_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kTermText, view.term_text_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kTermSlots, view.term_slots_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kPostings, view.postings_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kPlaces, view.places_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kWords, view.words_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kWordText, view.word_text_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kWordSlots, view.word_slots_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kSpellingKeys, view.spelling_keys_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kSpellingWords, view.spelling_words_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kAliases, view.aliases_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kAliasNumbers, view.alias_numbers_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kSuggestions, view.suggestions_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kSuggestionText, view.suggestion_text_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kSuggestionStarts, view.suggestion_starts_));
  NP_RETURN_IF_ERROR(view.Read(bytes, Section::kSuggestionBests, view.suggestion_bests_));
  const bool whole =
      view.norms_.size() == view.passages() && view.headings_.size() == view.passages() &&
      view.lengths_.size() == view.passages() && view.keys_.size() == view.passages() + size_t{1} &&
      !view.term_slots_.empty() && !view.word_slots_.empty() && view.spelling_keys_.size() > 1;
  if (!whole) return absl::DataLossError("the search index lacks a section");
  return view;
}

template <typename Record>
int IndexView::Find(absl::Span<const uint32_t> slots, absl::Span<const Record> records,
                    absl::Span<const char> pool, absl::string_view text) const {
  const size_t mask = slots.size() - 1;
  for (size_t slot = StableHash(text) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
    const uint32_t number = slots[slot] - 1;
    if (TextIn(pool, records[number]) == text) return static_cast<int>(number);
  }
  return -1;
}

int IndexView::FindTerm(absl::string_view stem) const {
  return Find(term_slots_, terms_, term_text_, stem);
}

int IndexView::FindWord(absl::string_view folded_word) const {
  return Find(word_slots_, words_, word_text_, folded_word);
}

void IndexView::ReadPlaces(const PostingRun& run, size_t index,
                           std::vector<uint32_t>& places) const {
  const char* offsets = places_.data() + run.places;
  const size_t offset_count = (run.low.size() + kSkip - 1) / kSkip;
  uint32_t offset;
  std::memcpy(&offset, offsets + index / kSkip * sizeof(offset), sizeof(offset));
  const char* at = offsets + offset_count * sizeof(offset) + offset;
  for (size_t skipped = index % kSkip; skipped > 0; --skipped) {
    for (uint32_t count = ReadVarint(at); count > 0; --count) ReadVarint(at);
  }
  places.clear();
  uint32_t place = 0;
  for (uint32_t count = ReadVarint(at); count > 0; --count) {
    place += ReadVarint(at);
    places.push_back(place);
  }
}

void IndexView::ReadPlaces(const TermRecord& term, uint32_t passage,
                           std::vector<uint32_t>& places) const {
  places.clear();
  for (const ListRecord* list : {&term.in_title, &term.elsewhere}) {
    RunReader reader(postings_, *list);
    for (PostingRun run; reader.Next(run);) {
      if (passage >> kRunBits != run.first >> kRunBits) continue;
      const auto low = static_cast<uint16_t>(passage & (kRunPassages - 1));
      const auto found = std::lower_bound(run.low.begin(), run.low.end(), low);
      if (found == run.low.end() || *found != low) continue;
      ReadPlaces(run, found - run.low.begin(), places);
      return;
    }
  }
}

Occurrence IndexView::OccurrenceAt(uint32_t passage, uint32_t place) const {
  const PassageLengths& lengths = lengths_[passage];
  const uint32_t questions = lengths.title + kFieldGap;
  const uint32_t body = questions + lengths.questions + kFieldGap;
  if (place >= body) return {TextField::kBody, place - body, place};
  if (place >= questions) return {TextField::kQuestions, place - questions, place};
  return {TextField::kTitle, place, place};
}

std::vector<int> IndexView::NearWords(absl::string_view folded_word, size_t most) const {
  std::vector<int> near;
  const int allowed = MistakesAllowed(folded_word.size());
  if (allowed == 0 || !IsPlainWord(folded_word)) return near;
  thread_local std::vector<uint32_t> keys;
  SpellingKeys(folded_word, allowed, keys);
  const EditDistance distances(folded_word);
  // (distance, another first letter, fewer passages, word), the least first
  using Candidate = std::tuple<int, bool, uint32_t, uint32_t>;
  std::vector<Candidate> candidates;
  const size_t mask = spelling_keys_.size() - 2;
  for (const uint32_t key : keys) {
    const size_t bucket = key & mask;
    for (uint32_t at = spelling_keys_[bucket]; at < spelling_keys_[bucket + 1]; ++at) {
      const uint32_t number = spelling_words_[at];
      const WordRecord& word = words_[number];
      const int distance = distances.To(Text(word), allowed);
      if (distance > allowed) continue;
      candidates.emplace_back(distance, Text(word)[0] != folded_word[0], ~word.passages, number);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  for (const Candidate& candidate : candidates) {
    if (near.size() == most) break;
    near.push_back(static_cast<int>(std::get<3>(candidate)));
  }
  return near;
}

}  // namespace needlepoint
