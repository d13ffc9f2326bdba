// How a search index lies in memory: what IndexWriter writes and IndexView
// reads in place.
//
// An index is a header and sections, each an array aligned to 8 bytes, little
// endian. A passage is known by its number, counted from 0 in the order of the
// snapshot's passages; a term by its number in alphabetical order of stems.
//
// A term's passages are two lists that have none in common: those whose title
// holds it, and the others. A list is a sequence of runs, one for each 65,536
// passages that has any: RunHeader, `count` lower halves of passage numbers
// (uint16_t, ascending), `count` weighted frequencies (uint8_t), padding.
//
// The places of a run begin with an offset (uint32_t, from behind the offsets)
// for every kSkip-th passage, then for each passage how often it holds the
// term and the places, each as the distance from the one before, in varints.
// Places count words over title, questions and body, with kFieldGap between.

#ifndef NEEDLEPOINT_SERVICE_INDEX_LAYOUT_H_
#define NEEDLEPOINT_SERVICE_INDEX_LAYOUT_H_

#include <cstdint>

namespace needlepoint {

inline constexpr char kIndexMagic[] = "NPIDX001";  // 8 characters count

// BM25's parameters, as FTS5's bm25() has them; https://sqlite.org/fts5.html#the_bm25_function
inline constexpr double kBm25K1 = 1.2;
inline constexpr double kBm25B = 0.75;

// What one occurrence counts for, by field.
inline constexpr int kTitleFrequency = 2;
inline constexpr int kQuestionFrequency = 2;
inline constexpr int kBodyFrequency = 1;
inline constexpr int kMostFrequency = 255;  // weighted; more count as this many

inline constexpr int kRunBits = 16;
inline constexpr uint32_t kRunPassages = 1u << kRunBits;
inline constexpr uint32_t kSkip = 8;
inline constexpr uint32_t kFieldGap = 16;

// Scores are whole numbers of 1 / kScoreUnit, so that a sum is the same in any
// order.
inline constexpr int kScoreUnit = 1 << 14;

enum class Section : int {
  kNorms,             // float a passage: k1 (1 - b + b length / average length)
  kHeadings,          // float a passage: 1 / idf of its title\'s words in score units, or 0
  kLengths,           // PassageLengths a passage
  kKeys,              // uint32_t a passage and one more: where its key begins
  kKeyText,           // char: "path#number" of each passage
  kTerms,             // TermRecord a term
  kTermText,          // char
  kTermSlots,         // uint32_t: hash table of terms, number + 1
  kPostings,          // runs
  kPlaces,            // of runs
  kWords,             // WordRecord a word as written, folded, in alphabetical order
  kWordText,          // char
  kWordSlots,         // uint32_t: hash table of words, number + 1
  kSpellingKeys,      // uint32_t: where a bucket of kSpellingWords begins
  kSpellingWords,     // uint32_t: words that lose letters to the bucket's key
  kAliases,           // AliasRecord, ordered by the term that leads to them
  kAliasNumbers,      // uint32_t: terms and passages of aliases
  kSuggestions,       // SuggestionRecord, ordered by folded text
  kSuggestionText,    // char: folded text, then the text to show
  kSuggestionStarts,  // SuggestionStart, ordered by the folded text from there
  kSuggestionBests,   // uint32_t: the least rank of every kSuggestionBlock starts
  kCount,
};

struct SectionRange {
  uint64_t offset;  // bytes from the start of the index
  uint64_t size;    // bytes
};

struct IndexHeader {
  char magic[8];
  uint32_t passages;
  uint32_t slack;  // keeps what follows aligned; 0
  double average_length;
  SectionRange sections[static_cast<int>(Section::kCount)];
};

struct PassageLengths {
  uint16_t title;      // words; at most 65,535
  uint16_t questions;  // words; at most 65,535
};

struct RunHeader {
  uint32_t run;     // passage number >> kRunBits
  uint32_t count;   // passages; 1 to kRunPassages
  uint64_t places;  // where theirs begin in kPlaces
};

struct ListRecord {
  uint64_t offset;  // of the first run in kPostings
  uint32_t runs;
  uint32_t passages;
  float largest;   // the largest frequency / (frequency + norm) in the list
  uint32_t slack;  // 0
};

struct TermRecord {
  uint32_t text, size;  // in kTermText
  uint32_t passages;    // that hold it; 0 if only aliases do
  float idf;            // ln(1 + (N - n + 0.5) / (n + 0.5))
  ListRecord in_title, elsewhere;
  uint32_t aliases, alias_count;  // that it leads to, in kAliases
  uint32_t stop;                  // 1 if it is mostly written as a stop word
  uint32_t slack;                 // 0
};

struct WordRecord {
  uint32_t text, size;  // in kWordText
  uint32_t term;        // its stem
  uint32_t passages;    // that hold it so written
};

struct AliasRecord {
  uint32_t numbers;     // in kAliasNumbers: first its terms, then its passages
  uint32_t term_count;  // 1 to kMostAliasTerms
  uint32_t passage_count;
  int32_t value;  // idf of its terms, in score units
};

inline constexpr uint32_t kMostAliasTerms = 8;

// What a suggestion is; the values of v1.SuggestionKind.
enum class SuggestionKind : uint32_t { kQuestion = 1, kTitle = 2, kTerm = 3 };

struct SuggestionRecord {
  uint32_t text, folded_size, size;  // in kSuggestionText
  SuggestionKind kind;
  uint32_t passage;  // it leads to; kNoPassage if several
  uint32_t rank;     // from 0, the one to suggest first
};

inline constexpr uint32_t kSuggestionBlock = 64;

inline constexpr uint32_t kNoPassage = 0xffffffff;

struct SuggestionStart {
  uint32_t suggestion;
  uint32_t at;  // byte of the folded text where a word begins
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_INDEX_LAYOUT_H_
