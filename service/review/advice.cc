#include "service/review/advice.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace needlepoint {
namespace {

// Owners of the patterns, in the order of kTypes; of marks as long as each
// other the first is taken.
enum Mark {
  kForbidsMark,
  kNoNeedMark,
  kDefersMark,
  kPermitsMark,
  kSoothesMark,
  kNoMark,
  kWithoutMark,
  kTellsMark,
  kReportedMark,
  kWaitsMark,
  kNeedlingMark,
  kNeedlingTooMark,
  kAnswersMark,
};
constexpr std::array<absl::string_view, 13> kTypes = {
    "forbids", "no-need",  "defers", "permits",  "soothes",      "no",     "without",
    "tells",   "reported", "waits",  "needling", "needling-too", "answers"};

constexpr int kDenialReach = 3;    // words from "not" to the permission it denies
constexpr int kNeverReach = 1;     // words from "never" to the warning it turns round
constexpr int kWithoutReach = 1;   // words from "without" to what is done without
constexpr int kNeedlessReach = 4;  // words from "no need" to what is not needed

bool BeginsClause(const Word& word) {
  return word.comma_before || IsOneOf(word.text, {"but", "however", "although", "though", "because",
                                                  "while", "whereas", "unless", "except"});
}

// Whether a bare verb at `word` commands: at the start of a clause, behind a
// word that a command may follow, or behind "Before each use" where the thing
// to be done it to comes next. Behind "and" it is a command where one stood before.
bool MayCommand(const Message& message, const Sentence& sentence, int word, bool commanding) {
  const auto at = [&](int w) -> absl::string_view {
    return w >= sentence.first && w < sentence.last ? absl::string_view(message.words[w].text)
                                                    : absl::string_view();
  };
  if (word == sentence.first || BeginsClause(message.words[word])) return true;
  if (IsOneOf(at(word - 1), {"then", "simply", "just", "please", "always", "so", "but"}))
    return true;
  if (IsOneOf(at(word - 1), {"and", "or"})) return commanding;
  const bool opened = IsOneOf(at(sentence.first),
                              {"before", "after", "for", "to", "at", "during", "every", "each"});
  const bool noun = IsOneOf(at(word), {"needle", "prick", "stamp"});  // "a used needle the nurse"
  return opened && !noun &&
         IsOneOf(at(word + 1),
                 {"the", "your", "it", "a", "our", "some", "them", "this", "up", "down"});
}

// The marks of `sentence`; those of a message are in order.
AdviceReader::Marks MarksOf(const AdviceReader::Marks& marks, const Sentence& sentence) {
  const auto before = [](const Reading& mark, int word) { return mark.first < word; };
  const auto first = std::lower_bound(marks.begin(), marks.end(), sentence.first, before);
  return {first, std::lower_bound(first, marks.end(), sentence.last, before)};
}

bool DecidesStance(int owner) { return owner <= kTellsMark; }

// Those of its `marks` that decide how `sentence` advises, the longest where they overlap.
std::vector<Reading> Deciding(const Message& message, const AdviceReader::Marks& marks,
                              const Sentence& sentence, const std::vector<TextSpan>& acts) {
  std::vector<Reading> kept;
  bool commanding = false;
  for (const Reading& mark : marks) {
    if (!DecidesStance(mark.owner)) continue;
    if (mark.owner == kTellsMark && !MayCommand(message, sentence, mark.first, commanding))
      continue;
    commanding = commanding || mark.owner == kTellsMark || mark.owner == kPermitsMark;
    const TextSpan span = message.SpanOf(mark.first, mark.last);
    const bool warns = mark.owner == kForbidsMark && mark.last - mark.first == 1;
    if (warns && std::any_of(acts.begin(), acts.end(),
                             [&](const TextSpan& act) { return act.Contains(span); }))
      continue;
    kept.push_back(mark);
  }
  std::stable_sort(kept.begin(), kept.end(), [](const Reading& a, const Reading& b) {
    const int longer = (a.last - a.first) - (b.last - b.first);
    return longer != 0 ? longer > 0 : a.owner < b.owner;
  });
  std::vector<Reading> disjoint;
  for (const Reading& mark : kept) {
    const bool taken = std::any_of(disjoint.begin(), disjoint.end(), [&](const Reading& other) {
      return mark.first < other.last && other.first < mark.last;
    });
    if (!taken) disjoint.push_back(mark);
  }
  std::sort(disjoint.begin(), disjoint.end(),
            [](const Reading& a, const Reading& b) { return a.first < b.first; });
  return disjoint;
}

// Sets how `clause` advises, by the marks of its sentence that begin in it.
// "Not" turns round what follows it closely: "not safe" warns and "never skip"
// commands. Of what is left a warning outweighs a permission.
void SetStance(const std::vector<Reading>& marks, Clause& clause) {
  constexpr int kNever = -1000;
  int denial = kNever, without = kNever, needless = kNever;  // ends of such words
  bool permits = false, tells = false, forbids = false, defers = false;
  for (const Reading& mark : marks) {
    if (mark.first < clause.first || mark.first >= clause.last) continue;
    const bool denied = mark.first - denial <= kDenialReach;
    const bool needless_here =
        mark.first - without <= kWithoutReach || mark.first - needless <= kNeedlessReach;
    switch (mark.owner) {
      case kNoMark:
        forbids = forbids || denial != kNever;
        denial = mark.last;
        continue;
      case kWithoutMark:
        without = mark.last;
        continue;
      case kNoNeedMark:
        permits = true;
        needless = mark.last;
        continue;
      case kPermitsMark:
        (denied ? forbids : permits) = true;
        break;
      case kSoothesMark:
        (denied ? forbids : clause.soothes) = true;
        break;
      case kTellsMark:
        (denied ? forbids : tells) = true;
        break;
      case kForbidsMark:
        (mark.first - denial <= kNeverReach || needless_here ? permits : forbids) = true;
        break;
      case kDefersMark:
        (needless_here ? permits : defers) = true;
        break;
      default:
        continue;
    }
    if (denied) denial = kNever;
  }
  if (defers) {
    clause.stance = Stance::kDefers;
  } else if (forbids || denial != kNever) {
    clause.stance = Stance::kForbids;
  } else if (permits) {
    clause.stance = Stance::kPermits;
  } else if (tells) {
    clause.stance = Stance::kTells;
  }
}

}  // namespace

const Clause& Advice::ClauseOf(int word) const {
  size_t at = 0;
  while (at + 1 < clauses.size() && clauses[at].last <= word) ++at;
  const auto says = [](const Clause& clause) {
    return clause.stance != Stance::kNone || clause.soothes;
  };
  for (size_t i = at + 1; i-- > 0;) {
    if (says(clauses[i])) return clauses[i];
  }
  for (size_t i = at + 1; i < clauses.size(); ++i) {
    if (says(clauses[i])) return clauses[i];
  }
  return clauses[at];
}

bool Advice::Any(Stance stance) const {
  return std::any_of(clauses.begin(), clauses.end(),
                     [&](const Clause& clause) { return clause.stance == stance; });
}

absl::StatusOr<std::unique_ptr<AdviceReader>> AdviceReader::Create(const Knowledge& knowledge) {
  std::unique_ptr<AdviceReader> reader(new AdviceReader());
  for (const ContextTrigger& trigger : knowledge.context) {
    absl::string_view type = trigger.type;
    if (!absl::ConsumePrefix(&type, "advice-")) continue;
    const auto known = std::find(kTypes.begin(), kTypes.end(), type);
    if (known == kTypes.end()) continue;
    const int owner = static_cast<int>(known - kTypes.begin());
    absl::Status added = reader->patterns_.Add(trigger.pattern, owner);
    if (added.ok() && owner == kNeedlingMark) {
      added = reader->needling_.Add(trigger.pattern, owner);
      reader->AddNeedlingWords(trigger.pattern);
    }
    if (!added.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("context trigger '", trigger.pattern, "' of ",
                                                     trigger.type, ": ", added.message()));
    }
  }
  return reader;
}

AdviceReader::Marks AdviceReader::Find(const Message& message,
                                       const std::vector<Mention>& mentions) const {
  Marks marks = patterns_.Find(message, nullptr);
  if (mentions.empty()) return marks;
  Readings names;
  for (const Mention& mention : mentions) {
    int first = 0;
    const int words = static_cast<int>(message.words.size());
    while (first < words && message.words[first].span.start < mention.span.start) ++first;
    int last = first;
    while (last < words && message.words[last].span.end <= mention.span.end) ++last;
    if (last > first) names.Add(mention.kind, first, last);
  }
  const Marks referring = patterns_.Find(message, &names);
  marks.insert(marks.end(), referring.begin(), referring.end());
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Reading& a, const Reading& b) { return a.first < b.first; });
  return marks;
}

// Of the words that `pattern` wants in a row the one with the fewest choices is
// kept, and of those the longest, as the rarest; never "your" and the like.
void AdviceReader::AddNeedlingWords(absl::string_view pattern) {
  std::vector<std::string> kept;
  for (absl::string_view element : absl::StrSplit(pattern, ' ', absl::SkipEmpty())) {
    if (absl::StartsWith(element, "?") || element == "..." || element == ".." || element == "#")
      continue;
    const std::vector<std::string> choices = absl::StrSplit(element, '|', absl::SkipEmpty());
    const bool common = std::any_of(choices.begin(), choices.end(), [](absl::string_view choice) {
      return IsStopWord(absl::StripPrefix(choice, "="));
    });
    const bool rarer = kept.empty() || choices.size() < kept.size() ||
                       (choices.size() == kept.size() && choices[0].size() > kept[0].size());
    if (!common && rarer) kept = choices;
  }
  for (absl::string_view word : kept) {
    if (absl::ConsumePrefix(&word, "=")) {
      needling_words_.insert(Fold(word));
    } else {
      needling_stems_.push_back(Stem(Fold(word)));
    }
  }
}

bool AdviceReader::MaySpeakOfNeedling(absl::string_view text) const {
  std::string word;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && absl::ascii_isalpha(static_cast<unsigned char>(text[i]))) {
      word.push_back(absl::ascii_tolower(static_cast<unsigned char>(text[i])));
      continue;
    }
    if (word.empty()) continue;
    if (needling_words_.contains(word)) return true;
    for (const std::string& stem : needling_stems_) {
      if (absl::StartsWith(word, stem) && Stem(word) == stem) return true;
    }
    word.clear();
  }
  return false;
}

bool AdviceReader::SpeaksOfNeedling(const Message& message) const {
  return !needling_.Find(message, nullptr).empty();
}

bool AdviceReader::MayPermit(const Marks& marks, const Sentence& sentence) {
  const Marks here = MarksOf(marks, sentence);
  return std::any_of(here.begin(), here.end(), [](const Reading& mark) {
    const bool turns = mark.owner == kNoMark || mark.owner == kWithoutMark;
    const bool permits = mark.owner == kPermitsMark || mark.owner == kSoothesMark ||
                         mark.owner == kTellsMark || mark.owner == kNoNeedMark ||
                         mark.owner == kWaitsMark;
    return turns || permits;
  });
}

Advice AdviceReader::Read(const Message& message, const Marks& all, const Sentence& sentence,
                          const std::vector<TextSpan>& acts) const {
  const Marks marks = MarksOf(all, sentence);
  Advice advice;
  const std::vector<Reading> deciding = Deciding(message, marks, sentence, acts);
  for (int w = sentence.first; w < sentence.last; ++w) {
    // "Keep retinol, acids and vitamin C off" is one clause.
    const bool inside = std::any_of(deciding.begin(), deciding.end(), [&](const Reading& mark) {
      return mark.first < w && w < mark.last;
    });
    if (w == sentence.first || (BeginsClause(message.words[w]) && !inside))
      advice.clauses.push_back({w, w});
    advice.clauses.back().last = w + 1;
  }
  std::vector<const Reading*> without;
  bool spared = false;  // it is done without needling
  for (const Reading& mark : marks) {
    if (mark.owner == kWithoutMark) without.push_back(&mark);
    advice.reported = advice.reported || mark.owner == kReportedMark;
    advice.answers = advice.answers || (mark.owner == kAnswersMark && mark.first == sentence.first);
    if (mark.owner == kNeedlingMark || mark.owner == kNeedlingTooMark) {
      spared = spared || std::any_of(without.begin(), without.end(), [&](const Reading* w) {
                 return mark.first - w->last < kDenialReach;
               });
      advice.needling = true;
      for (Clause& clause : advice.clauses)
        clause.needling =
            clause.needling || (clause.first <= mark.first && mark.last <= clause.last);
    }
    if (mark.owner == kWaitsMark) {
      for (Clause& clause : advice.clauses)
        clause.waits = clause.waits || (clause.first <= mark.first && mark.last <= clause.last);
    }
  }
  advice.needling = advice.needling && !spared;
  for (Clause& clause : advice.clauses) {
    SetStance(deciding, clause);
    advice.defers = advice.defers || clause.stance == Stance::kDefers;
  }
  return advice;
}

}  // namespace needlepoint
