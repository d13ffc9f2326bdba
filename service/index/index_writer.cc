#include "service/index/index_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/base/status_macros.h"
#include "service/index/layout.h"
#include "service/index/spelling.h"
#include "service/index/suggestion_writer.h"
#include "service/index/word_counter.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

// A section too large for memory, on its way to a file; itself in a file
// without a name, which goes with the object or the process.
class SpilledSection {
 public:
  explicit SpilledSection(const std::string& path) {
    file_.open(path, std::ios::binary | std::ios::in | std::ios::out | std::ios::trunc);
    std::error_code error;
    std::filesystem::remove(path, error);
  }

  uint64_t size() const { return size_; }

  void Append(const void* bytes, size_t size) {
    file_.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    size_ += size;
  }
  void Align() {
    const char zeros[8] = {};
    Append(zeros, (8 - size_ % 8) % 8);
  }

  // The whole, to be read once.
  std::istream& Finish() {
    file_.flush();
    file_.seekg(0);
    return file_;
  }

 private:
  std::fstream file_;
  uint64_t size_ = 0;
};

void AppendVarint(uint32_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

// FTS5 keeps big-endian varints.
uint32_t ReadDocsize(absl::string_view& blob) {
  uint32_t value = 0;
  while (!blob.empty()) {
    const auto byte = static_cast<unsigned char>(blob.front());
    blob.remove_prefix(1);
    value = value << 7 | (byte & 0x7f);
    if (byte < 0x80) break;
  }
  return value;
}

// An open-addressing hash table of `count` texts, at most half full.
template <typename TextOf>
std::vector<uint32_t> HashSlots(size_t count, TextOf text_of) {
  size_t size = 2;
  while (size < 2 * count) size *= 2;
  std::vector<uint32_t> slots(size, 0);
  for (size_t i = 0; i < count; ++i) {
    size_t slot = StableHash(text_of(i)) & (size - 1);
    while (slots[slot] != 0) slot = (slot + 1) & (size - 1);
    slots[slot] = static_cast<uint32_t>(i + 1);
  }
  return slots;
}

// One passage that holds the term at hand.
struct Posting {
  uint32_t passage;
  int frequency;  // weighted
  bool in_title;
  uint32_t first_place, places;  // in Writer::places_
};

class Writer {
 public:
  Writer(Database& database, std::string path)
      : database_(database),
        path_(std::move(path)),
        postings_(path_ + ".postings.unfinished"),
        spilled_places_(path_ + ".places.unfinished") {}

  absl::Status Run() {
    NP_RETURN_IF_ERROR(ReadLengths());
    NP_RETURN_IF_ERROR(ReadAliases());
    NP_RETURN_IF_ERROR(ReadTexts());
    NP_RETURN_IF_ERROR(ReadTerms());
    LinkWords();
    LinkAliases();
    return Append();
  }

 private:
  using Aliases = absl::btree_map<std::vector<std::string>, std::vector<uint32_t>>;

  absl::Status ReadLengths();
  absl::Status ReadAliases();
  absl::Status ReadTexts();
  absl::Status ReadTerms();
  // What follows the last occurrence of a term.
  void FinishTerm(const std::string& term);
  void AddTerm(const std::string& term, const ListRecord& in_title, const ListRecord& elsewhere);
  // Aliases may hold stems that no passage does.
  void AddAliasTermsBefore(const std::string& term);
  ListRecord WriteList(bool in_title);
  void WriteRun(absl::Span<const Posting> postings);
  void LinkWords();
  void LinkAliases();
  absl::Status Append();

  absl::string_view TermText(size_t i) const {
    return absl::string_view(term_text_).substr(terms_[i].text, terms_[i].size);
  }

  Database& database_;
  std::string path_;
  double average_length_ = 1;
  std::vector<float> norms_;
  std::vector<int32_t> headings_;
  std::vector<PassageLengths> lengths_;
  std::vector<uint32_t> keys_ = {0};
  std::string key_text_;
  std::vector<TermRecord> terms_;
  std::string term_text_;
  SpilledSection postings_, spilled_places_;
  WordCounter words_;
  SuggestionWriter suggestions_;
  Aliases aliases_by_terms_;  // sorted stems to passages
  absl::btree_set<std::string> alias_terms_;
  std::vector<AliasRecord> aliases_;
  std::vector<uint32_t> alias_numbers_;
  // Of the term at hand.
  std::vector<Posting> term_postings_;
  std::vector<uint32_t> places_;
};

absl::Status Writer::ReadLengths() {
  NP_ASSIGN_OR_RETURN(Query query,
                      database_.Prepare("SELECT id, sz FROM passage_fts_docsize ORDER BY id"));
  std::vector<uint32_t> totals;
  double sum = 0;
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) break;
    if (query.Int(0) != static_cast<int64_t>(totals.size() + 1))
      return absl::DataLossError("passages are not numbered from 1 without gaps");
    absl::string_view sizes = query.Blob(1);
    const uint32_t title = ReadDocsize(sizes);
    const uint32_t questions = ReadDocsize(sizes);
    const uint32_t body = ReadDocsize(sizes);
    totals.push_back(title + body);
    sum += title + body;
    lengths_.push_back({static_cast<uint16_t>(std::min(title, 65535u)),
                        static_cast<uint16_t>(std::min(questions, 65535u))});
  }
  average_length_ = sum > 0 ? sum / static_cast<double>(totals.size()) : 1;
  for (const uint32_t total : totals) {
    norms_.push_back(static_cast<float>(kBm25K1 * (1 - kBm25B + kBm25B * total / average_length_)));
  }
  headings_.assign(totals.size(), 0);
  return absl::OkStatus();
}

absl::Status Writer::ReadAliases() {
  NP_ASSIGN_OR_RETURN(Query query,
                      database_.Prepare("SELECT passage, text FROM passage_alias ORDER BY 1, 2"));
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return absl::OkStatus();
    absl::btree_set<std::string> stems;
    VisitWords(query.Text(1), [&](const std::string& word, TextSpan) {
      if (!IsSearchStopWord(word)) stems.insert(Stem(word));
      words_.Add(word, kNoPassage);
    });
    if (stems.empty() || stems.size() > kMostAliasTerms) continue;
    alias_terms_.insert(stems.begin(), stems.end());
    std::vector<uint32_t>& passages =
        aliases_by_terms_[std::vector<std::string>(stems.begin(), stems.end())];
    const auto passage = static_cast<uint32_t>(query.Int(0) - 1);
    if (passage >= norms_.size()) return absl::DataLossError("an alias belongs to no passage");
    if (passages.empty() || passages.back() != passage) passages.push_back(passage);
  }
}

absl::Status Writer::ReadTexts() {
  NP_ASSIGN_OR_RETURN(
      Query query,
      database_.Prepare("SELECT id, title, questions, body, path, number FROM passage_text JOIN "
                        "passage_key USING (id) ORDER BY id"));
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return absl::OkStatus();
    const auto passage = static_cast<uint32_t>(query.Int(0) - 1);
    absl::StrAppend(&key_text_, query.Text(4), "#", query.Int(5));
    keys_.push_back(static_cast<uint32_t>(key_text_.size()));
    for (int column = 1; column <= 3; ++column) {
      VisitWords(query.Text(column),
                 [&](const std::string& word, TextSpan) { words_.Add(word, passage); });
    }
    for (const int column : {1, 2}) {
      for (const absl::string_view line :
           absl::StrSplit(query.Text(column), '\n', absl::SkipEmpty())) {
        suggestions_.Add(line, column == 1 ? SuggestionKind::kTitle : SuggestionKind::kQuestion,
                         passage);
      }
    }
  }
}

absl::Status Writer::ReadTerms() {
  NP_RETURN_IF_ERROR(
      database_.Execute("CREATE VIRTUAL TABLE temp.passage_instance USING "
                        "fts5vocab('main', 'passage_fts', 'instance')"));
  {
    NP_ASSIGN_OR_RETURN(
        Query query, database_.Prepare("SELECT term, doc, col, offset FROM temp.passage_instance"));
    std::string term;
    bool any = false;
    while (true) {
      NP_ASSIGN_OR_RETURN(const bool more, query.Step());
      if (!more) break;
      const absl::string_view text = query.Text(0);
      if (!any || text != term) {
        if (any) FinishTerm(term);
        any = true;
        term.assign(text.data(), text.size());
      }
      const auto passage = static_cast<uint32_t>(query.Int(1) - 1);
      if (passage >= norms_.size()) return absl::DataLossError("a term is in no passage");
      if (term_postings_.empty() || term_postings_.back().passage != passage) {
        term_postings_.push_back({passage, 0, false, static_cast<uint32_t>(places_.size()), 0});
      }
      Posting& posting = term_postings_.back();
      auto place = static_cast<uint32_t>(query.Int(3));
      const char column = query.Text(2)[0];  // of "title", "questions", "body"
      posting.frequency += column == 't'   ? kTitleFrequency
                           : column == 'q' ? kQuestionFrequency
                                           : kBodyFrequency;
      posting.in_title = posting.in_title || column == 't';
      if (column != 't') place += lengths_[passage].title + kFieldGap;
      if (column == 'b') place += lengths_[passage].questions + kFieldGap;
      places_.push_back(place);
      ++posting.places;
    }
    if (any) FinishTerm(term);
  }
  AddAliasTermsBefore("");
  return database_.Execute("DROP TABLE temp.passage_instance");
}

void Writer::FinishTerm(const std::string& term) {
  AddAliasTermsBefore(term);
  const ListRecord in_title = WriteList(true);
  const ListRecord elsewhere = WriteList(false);
  AddTerm(term, in_title, elsewhere);
  const TermRecord& record = terms_.back();
  const auto idf = static_cast<int32_t>(std::lround(record.idf * kScoreUnit));
  for (const Posting& posting : term_postings_) {
    if (posting.in_title && record.stop == 0) headings_[posting.passage] += idf;
  }
  term_postings_.clear();
  places_.clear();
}

void Writer::AddTerm(const std::string& term, const ListRecord& in_title,
                     const ListRecord& elsewhere) {
  TermRecord record = {};
  record.text = static_cast<uint32_t>(term_text_.size());
  record.size = static_cast<uint32_t>(term.size());
  record.in_title = in_title;
  record.elsewhere = elsewhere;
  record.passages = in_title.passages + elsewhere.passages;
  const double n = record.passages;
  record.idf =
      static_cast<float>(std::log(1 + (static_cast<double>(norms_.size()) - n + 0.5) / (n + 0.5)));
  record.stop = words_.IsMostlyStopWord(term) ? 1 : 0;
  term_text_ += term;
  terms_.push_back(record);
}

void Writer::AddAliasTermsBefore(const std::string& term) {
  while (!alias_terms_.empty() && (term.empty() || *alias_terms_.begin() < term)) {
    AddTerm(*alias_terms_.begin(), {}, {});
    alias_terms_.erase(alias_terms_.begin());
  }
  alias_terms_.erase(term);
}

ListRecord Writer::WriteList(bool in_title) {
  ListRecord list = {};
  list.offset = postings_.size();
  std::vector<Posting> run;
  const auto finish = [&] {
    if (run.empty()) return;
    WriteRun(run);
    ++list.runs;
    run.clear();
  };
  for (const Posting& posting : term_postings_) {
    if (posting.in_title != in_title) continue;
    if (!run.empty() && posting.passage >> kRunBits != run.back().passage >> kRunBits) finish();
    run.push_back(posting);
    ++list.passages;
    const auto frequency = static_cast<float>(std::min(posting.frequency, kMostFrequency));
    list.largest = std::max(list.largest, frequency / (frequency + norms_[posting.passage]));
  }
  finish();
  return list;
}

void Writer::WriteRun(absl::Span<const Posting> postings) {
  const RunHeader header = {postings.front().passage >> kRunBits,
                            static_cast<uint32_t>(postings.size()), spilled_places_.size()};
  postings_.Append(&header, sizeof(header));
  for (const Posting& posting : postings) {
    const auto low = static_cast<uint16_t>(posting.passage & (kRunPassages - 1));
    postings_.Append(&low, sizeof(low));
  }
  for (const Posting& posting : postings) {
    const auto frequency = static_cast<uint8_t>(std::min(posting.frequency, kMostFrequency));
    postings_.Append(&frequency, sizeof(frequency));
  }
  postings_.Align();
  std::vector<uint32_t> offsets;
  std::string bytes;
  for (size_t i = 0; i < postings.size(); ++i) {
    if (i % kSkip == 0) offsets.push_back(static_cast<uint32_t>(bytes.size()));
    AppendVarint(postings[i].places, bytes);
    uint32_t before = 0;
    for (uint32_t p = 0; p < postings[i].places; ++p) {
      const uint32_t place = places_[postings[i].first_place + p];
      AppendVarint(place - before, bytes);
      before = place;
    }
  }
  spilled_places_.Append(offsets.data(), offsets.size() * sizeof(uint32_t));
  spilled_places_.Append(bytes.data(), bytes.size());
}

void Writer::LinkWords() {
  const std::vector<uint32_t> slots =
      HashSlots(terms_.size(), [&](size_t i) { return TermText(i); });
  words_.Finish([&](absl::string_view stem) {
    const size_t mask = slots.size() - 1;
    for (size_t slot = StableHash(stem) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      if (TermText(slots[slot] - 1) == stem) return slots[slot] - 1;
    }
    return kNoTerm;
  });
  for (const WordRecord& word : words_.records()) {
    suggestions_.AddTerm(words_.Text(word), word.passages);
  }
  suggestions_.Finish();
}

void Writer::LinkAliases() {
  const auto term_of = [&](const std::string& stem) {
    size_t low = 0, high = terms_.size();
    while (low < high) {
      const size_t middle = (low + high) / 2;
      (TermText(middle) < stem ? low : high) = middle + (TermText(middle) < stem ? 1 : 0);
    }
    return static_cast<uint32_t>(low);
  };
  std::vector<std::pair<uint32_t, AliasRecord>> by_lead;
  for (const auto& [stems, passages] : aliases_by_terms_) {
    AliasRecord alias = {};
    alias.numbers = static_cast<uint32_t>(alias_numbers_.size());
    alias.term_count = static_cast<uint32_t>(stems.size());
    alias.passage_count = static_cast<uint32_t>(passages.size());
    double value = 0;
    uint32_t lead = 0;
    float rarest = -1;
    for (const std::string& stem : stems) {
      const uint32_t term = term_of(stem);
      alias_numbers_.push_back(term);
      value += terms_[term].idf;
      if (terms_[term].idf > rarest) {
        rarest = terms_[term].idf;
        lead = term;
      }
    }
    alias.value = static_cast<int32_t>(std::lround(value * kScoreUnit));
    alias_numbers_.insert(alias_numbers_.end(), passages.begin(), passages.end());
    by_lead.emplace_back(lead, alias);
  }
  std::stable_sort(by_lead.begin(), by_lead.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [lead, alias] : by_lead) {
    if (terms_[lead].alias_count++ == 0)
      terms_[lead].aliases = static_cast<uint32_t>(aliases_.size());
    aliases_.push_back(alias);
  }
}

absl::Status Writer::Append() {
  const std::vector<uint32_t> term_slots =
      HashSlots(terms_.size(), [&](size_t i) { return TermText(i); });
  const std::vector<uint32_t> word_slots = HashSlots(
      words_.records().size(), [&](size_t i) { return words_.Text(words_.records()[i]); });
  std::vector<float> inverse;
  for (const int32_t heading : headings_)
    inverse.push_back(heading > 0 ? 1.0f / static_cast<float>(heading) : 0.0f);
  IndexHeader header = {};
  std::memcpy(header.magic, kIndexMagic, sizeof(header.magic));
  header.passages = static_cast<uint32_t>(norms_.size());
  header.average_length = average_length_;

  uint64_t end = sizeof(header);
  const auto place = [&](Section section, uint64_t size) {
    header.sections[static_cast<int>(section)] = {end, size};
    end += (size + 7) / 8 * 8;
  };
  const auto bytes_of = [](const auto& list) { return list.size() * sizeof(list[0]); };
  const std::vector<std::tuple<Section, const void*, uint64_t>> in_memory = {
      {Section::kNorms, norms_.data(), bytes_of(norms_)},
      {Section::kHeadings, inverse.data(), bytes_of(inverse)},
      {Section::kLengths, lengths_.data(), bytes_of(lengths_)},
      {Section::kKeys, keys_.data(), bytes_of(keys_)},
      {Section::kKeyText, key_text_.data(), bytes_of(key_text_)},
      {Section::kTerms, terms_.data(), bytes_of(terms_)},
      {Section::kTermText, term_text_.data(), bytes_of(term_text_)},
      {Section::kTermSlots, term_slots.data(), bytes_of(term_slots)},
      {Section::kWords, words_.records().data(), bytes_of(words_.records())},
      {Section::kWordText, words_.text().data(), bytes_of(words_.text())},
      {Section::kWordSlots, word_slots.data(), bytes_of(word_slots)},
      {Section::kSpellingKeys, words_.keys().data(), bytes_of(words_.keys())},
      {Section::kSpellingWords, words_.keyed_words().data(), bytes_of(words_.keyed_words())},
      {Section::kAliases, aliases_.data(), bytes_of(aliases_)},
      {Section::kAliasNumbers, alias_numbers_.data(), bytes_of(alias_numbers_)},
      {Section::kSuggestions, suggestions_.records().data(), bytes_of(suggestions_.records())},
      {Section::kSuggestionText, suggestions_.text().data(), bytes_of(suggestions_.text())},
      {Section::kSuggestionStarts, suggestions_.starts().data(), bytes_of(suggestions_.starts())},
      {Section::kSuggestionBests, suggestions_.bests().data(), bytes_of(suggestions_.bests())},
  };
  for (const auto& [section, data, size] : in_memory) place(section, size);
  place(Section::kPostings, postings_.size());
  place(Section::kPlaces, spilled_places_.size());

  std::ofstream out(path_, std::ios::binary | std::ios::app);
  const char zeros[8] = {};
  const auto write = [&](const void* data, uint64_t size) {
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    out.write(zeros, static_cast<std::streamsize>((8 - size % 8) % 8));
  };
  write(&header, sizeof(header));
  for (const auto& [section, data, size] : in_memory) write(data, size);
  for (SpilledSection* section : {&postings_, &spilled_places_}) {
    std::istream& in = section->Finish();
    if (section->size() > 0) out << in.rdbuf();
    if (!in) out.setstate(std::ios::failbit);
    out.write(zeros, static_cast<std::streamsize>((8 - section->size() % 8) % 8));
  }
  out.close();
  if (!out) return absl::InternalError("the search index cannot be written; is the disk full?");
  return absl::OkStatus();
}

}  // namespace

absl::Status AppendIndex(Database& database, const std::string& path) {
  return Writer(database, path).Run();
}

}  // namespace needlepoint
