#include "service/understand/context.h"

#include <algorithm>

namespace needlepoint {
namespace {

constexpr int kNegationReach = 7;  // words from a trigger to what it negates
constexpr int kAfterReach = 4;
constexpr int kHypothesisReach = 14;
constexpr int kPastReach = 8;
constexpr int kUseReach = 5;
constexpr int kFarUseReach = 12;  // to "stopped it", with no other product between
constexpr int kObjectReach = 2;   // from "stopped" to what was
constexpr int kFamilyReach = 6;
constexpr int kFragmentWords = 4;  // a question of fewer words only names something

bool IsFirstPerson(absl::string_view word) {
  return IsOneOf(word, {"i", "im", "ive", "id", "ill", "me", "myself", "mine"});
}

bool IsThirdPerson(absl::string_view word) {
  return IsOneOf(word, {"he", "she", "hes", "shes", "him", "her", "his"});
}

}  // namespace

Context::Context(const Message& message, const Triggers& triggers,
                 const std::vector<EntryReading>& readings, const std::string& known_subject)
    : message_(message), triggers_(triggers), readings_(readings) {
  for (const Sentence& sentence : message.sentences) {
    bool asks = sentence.question_mark;
    for (const TriggerReading& trigger : triggers.Of("question")) {
      asks = asks || trigger.first == sentence.first;
    }
    question_.push_back(asks);
  }
  FindPersons();
  FindSubject();
  // Somebody else stays the one to be treated until the asker clearly takes over.
  const bool other = known_subject == "OTHER" || known_subject == "CHILD";
  if (other && triggers.Of("self-treated").empty()) {
    subject_ = known_subject;
    others_treated_ = true;
  }
}

// Walks through each sentence: "my mum" makes what follows hers, until "I" or
// a pronoun of somebody else takes over. "He" and "she" mean whoever was named
// last.
void Context::FindPersons() {
  person_of_word_.assign(message_.words.size(), Person::kSelf);
  Person named = Person::kRelative;  // whom "she" means
  Person last_subject = Person::kSelf;
  for (const Sentence& sentence : message_.sentences) {
    Person current = Person::kSelf;
    for (int w = sentence.first; w < sentence.last; ++w) {
      const std::string& word = message_.words[w].text;
      const bool relative = triggers_.Within("relative", w, w + 1) != nullptr;
      const bool child = triggers_.Within("child", w, w + 1) != nullptr;
      const bool client = triggers_.Within("client", w, w + 1) != nullptr;
      const bool pronoun =
          IsThirdPerson(word) || IsOneOf(word, {"they", "their", "them", "theyre"});
      if (message_.words[w].voice == Voice::kClient) {
        current = last_subject = named = Person::kClient;  // their "I" is they
      } else if (IsFirstPerson(word)) {
        // "me" after a verb of somebody else's wish is not a new subject; "it's me" is.
        const bool subject = word != "me" || w == sentence.first ||
                             IsOneOf(message_.words[w - 1].text, {"its", "is", "just", "only"});
        if (subject) current = Person::kSelf;
      } else if (pronoun) {
        const bool any_named = last_subject != Person::kSelf;
        if (any_named || IsThirdPerson(word)) current = any_named ? last_subject : named;
      } else if (child) {
        current = last_subject = named = Person::kChild;
      } else if (client) {
        current = last_subject = named = Person::kClient;
      } else if (relative && !pronoun && !IsPossessive(w) && !IsBesideSelf(w)) {
        current = last_subject = named = Person::kRelative;
      } else if (triggers_.Within("generic-person", w, w + 1) != nullptr) {
        current = Person::kAnybody;
      } else if (message_.words[w].comma_before && (word == "my" || BeginsQuestion(w))) {
        current = Person::kSelf;  // "my mum has it, my skin is fine", "..., ok to roll?"
      }
      person_of_word_[w] = current;
    }
  }
}

void Context::FindSubject() {
  const bool client_speaks =
      std::any_of(message_.words.begin(), message_.words.end(),
                  [](const Word& word) { return word.voice == Voice::kClient; });
  // "One of my ladies ... do I turn her away?"
  const bool of_third_person =
      std::any_of(message_.words.begin(), message_.words.end(),
                  [](const Word& word) { return IsThirdPerson(word.text); });
  const bool client = client_speaks || !triggers_.Of("client").empty();
  // "My dad has it but I'm not": the asker is; "for my mum, not me": she is.
  bool self = false;
  for (const TriggerReading& t : triggers_.Of("denied-for-self")) {
    const bool names_other =
        message_.words[t.first].text == "not" &&
        triggers_.Within("other-treated", std::max(0, t.first - 2), t.first) != nullptr;
    self = self || !names_other;
  }
  for (const TriggerReading& trigger : triggers_.Of("self-treated")) {
    self = self || person_of_word_[trigger.first] == Person::kSelf;
  }
  // "my sister and I use ..." speaks of oneself, too.
  const TriggerReading* other = nullptr;
  for (const TriggerReading& trigger : triggers_.Of("other-treated")) {
    if (other == nullptr && !NamesSelf(trigger)) other = &trigger;
  }
  bool child = false;
  for (const TriggerReading& trigger : triggers_.Of("child")) {
    child = child || triggers_.Within("other-treated", trigger.first, trigger.last) != nullptr;
  }
  if (client_speaks || (client && (other != nullptr || of_third_person))) {
    subject_ = "OTHER";
  } else if (other != nullptr && !self) {
    subject_ = child ? "CHILD" : "OTHER";
  } else if (self || !triggers_.Of("self-mentioned").empty()) {
    subject_ = "SELF";
  }
  others_treated_ = subject_ == "OTHER" || subject_ == "CHILD";
}

bool Context::BeginsQuestion(int word) const {
  const std::vector<TriggerReading>& openers = triggers_.Of("question");
  return std::any_of(openers.begin(), openers.end(),
                     [&](const TriggerReading& t) { return t.first == word; });
}

// "my boyfriend's roller" is not about the boyfriend.
bool Context::IsPossessive(int word) const {
  const Word& w = message_.words[word];
  const absl::string_view raw = w.span.In(message_.text);
  const bool apostrophe = raw.size() > 2 && (raw[raw.size() - 2] == '\'' ||
                                             raw.find("\xE2\x80\x99") != absl::string_view::npos);
  const bool plain = w.text.size() > 3 && w.text.back() == 's' && w.stem + "s" == w.text;
  if (!apostrophe && !plain) return false;
  // "mum's a nurse": a verb follows where a noun would.
  const int next = word + 1;
  return next < static_cast<int>(message_.words.size()) &&
         !IsOneOf(message_.words[next].text, {"a", "an", "the", "on", "in", "been", "got", "had",
                                              "have", "never", "not", "using", "getting"});
}

// "Neither me nor my sister", "my mum and I": said of both.
bool Context::IsBesideSelf(int word) const {
  return word >= 3 && word < static_cast<int>(message_.words.size()) &&
         message_.words[word - 1].text == "my" &&
         IsOneOf(message_.words[word - 2].text, {"nor", "or", "and"}) &&
         IsOneOf(message_.words[word - 3].text, {"me", "i", "myself"});
}

bool Context::NamesSelf(const TriggerReading& trigger) const {
  for (int w = trigger.first; w < trigger.last; ++w) {
    if (IsOneOf(message_.words[w].text, {"i", "im", "ive", "me"})) return true;
  }
  return false;
}

bool Context::Terminated(int from, int to, bool across) const {
  return std::any_of(triggers_.Of("terminator").begin(), triggers_.Of("terminator").end(),
                     [&](const TriggerReading& t) {
                       const bool my = message_.words[t.first].text == "my";
                       return t.first >= from && t.first <= to && !(my && across) &&
                              !(my && IsBesideSelf(t.first + 1));
                     });
}

bool Context::IsPseudo(const TriggerReading& trigger) const {
  return triggers_.Within("pseudo-negation", trigger.first, trigger.last) != nullptr;
}

// True if a trigger of `type` stands before words [first, last) in the same
// sentence, at most `farthest` words away, with no terminator between.
bool Context::Reaches(absl::string_view type, int first, int last, int farthest,
                      bool across) const {
  const int sentence = message_.words[first].sentence;
  for (const TriggerReading& t : triggers_.Of(type)) {
    if (message_.words[t.first].sentence != sentence) continue;
    const bool inside = t.first >= first && t.last <= last;  // part of the mention itself
    if (inside || t.first >= first || first - t.last > farthest) continue;
    if (type == "negation" && IsPseudo(t)) continue;
    if (Terminated(t.last, first, across)) continue;
    return true;
  }
  return false;
}

// "Cold sores? never had any." and "keloids no, diabetes no": a list of answers.
bool Context::DeniedInReply(int first, int last) const {
  const auto denies = [&](int w) {
    return w < static_cast<int>(message_.words.size()) &&
           IsOneOf(message_.words[w].text, {"no", "nope", "nah", "never", "none", "neither"}) &&
           triggers_.Within("pseudo-negation", w, w + 1) == nullptr;
  };
  const Sentence& sentence = message_.sentences[message_.words[first].sentence];
  if (last < sentence.last) {
    const bool closes = last + 1 == sentence.last || message_.words[last + 1].comma_before;
    return denies(last) && closes;
  }
  return sentence.question_mark && sentence.last - sentence.first <= kFragmentWords && denies(last);
}

bool Context::Follows(absl::string_view type, int first, int last, int farthest,
                      bool across) const {
  const int sentence = message_.words[first].sentence;
  for (const TriggerReading& t : triggers_.Of(type)) {
    if (message_.words[t.first].sentence != sentence || t.first < last) continue;
    if (t.first - last > farthest || Terminated(last, t.first, across)) continue;
    if (type == "negation-after" && IsPseudo(t)) continue;
    return true;
  }
  return false;
}

Assertion Context::AssertionOf(int first, int last, absl::string_view kind) const {
  if (message_.words[first].voice == Voice::kDocument) return Assertion::kHypothetical;
  if (Reaches("negation", first, last, kNegationReach) ||
      Follows("negation-after", first, last, 1) || DeniedInReply(first, last)) {
    return Assertion::kNegated;
  }
  const bool symptom = kind == "symptom" || kind == "condition";
  const TriggerReading* hypothetical = triggers_.Within("hypothetical", first, last);
  if (symptom &&
      (Reaches("hypothetical", first, last, kHypothesisReach) || hypothetical != nullptr)) {
    return Assertion::kHypothetical;
  }
  // "Does a pen hurt more?" "How common are scars after needling?"
  if (kind == "symptom" && AsksInGeneral(message_.words[first].sentence))
    return Assertion::kHypothetical;
  if (kind == "concern" && (hypothetical != nullptr || !triggers_.Of("in-general").empty()))
    return Assertion::kHypothetical;
  // "My doctor suggested isotretinoin" is no taking it, unless "I'm on it" follows.
  if (kind == "medication" && Reaches("hypothetical", first, last, kUseReach) &&
      !SaidOf("use-of-it", first, last, true))
    return Assertion::kHypothetical;
  // "Just curious: does eczema rule it out?"
  const bool learning = !triggers_.Of("in-study").empty();
  if ((symptom || kind == "medication") &&
      (learning || (!triggers_.Of("in-general").empty() && InQuestion(first))))
    return Assertion::kHypothetical;
  if ((kind == "condition" || kind == "symptom") &&
      (Reaches("past", first, last, kPastReach) || Follows("past", first, last, kAfterReach))) {
    return Assertion::kPast;
  }
  if (Reaches("planned", first, last, kPastReach)) return Assertion::kPlanned;
  return Assertion::kPresent;
}

Experiencer Context::ExperiencerOf(int first, int last) const {
  const Person person = person_of_word_[first];
  if (message_.words[first].voice == Voice::kDocument) return Experiencer::kSomebodyElse;
  if (person == Person::kAnybody || Reaches("family-history", first, last, kFamilyReach) ||
      Follows("family-history", first, last, kFamilyReach))
    return Experiencer::kSomebodyElse;
  if (others_treated_) {
    // With somebody else to be treated, what is said without "I" is theirs.
    return person == Person::kSelf && first > 0 &&
                   [&] {
                     const int sentence = message_.words[first].sentence;
                     for (int w = message_.sentences[sentence].first; w < first; ++w) {
                       if (IsFirstPerson(message_.words[w].text) &&
                           person_of_word_[w] == Person::kSelf)
                         return true;
                     }
                     return false;
                   }()
               ? Experiencer::kSomebodyElse
               : Experiencer::kTreated;
  }
  return person == Person::kSelf ? Experiencer::kTreated : Experiencer::kSomebodyElse;
}

bool Context::ProductBetween(int first, int last) const {
  return std::any_of(readings_.begin(), readings_.end(), [&](const EntryReading& r) {
    const std::string& kind = r.entry->kind;
    return (kind == "medication" || kind == "skincare" || kind == "device") && r.first >= first &&
           r.first < last;
  });
}

// True if a trigger of `type` that follows words [first, last) is about them, and
// not about a product after it: "on accutane, stopped retinol". With `far`, it
// refers back from afar: "accutane for my acne as a student, finished it in march".
bool Context::SaidOf(absl::string_view type, int first, int last, bool far) const {
  const int sentence = message_.words[first].sentence;
  for (const TriggerReading& t : triggers_.Of(type)) {
    if (message_.words[t.first].sentence != sentence || t.first < last ||
        t.first - last > (far ? kFarUseReach : kUseReach))
      continue;
    if (!far && Terminated(last, t.first, false)) continue;
    const int behind = std::min(t.last + kObjectReach, message_.sentences[sentence].last);
    if (!ProductBetween(last, behind)) return true;
  }
  return false;
}

bool Context::InUse(int first, int last) const {
  return Reaches("use", first, last, kUseReach, true) || Follows("use", first, last, kUseReach) ||
         SaidOf("use-of-it", first, last, true);
}

bool Context::Stopped(int first, int last) const {
  return Reaches("stopped", first, last, kUseReach, true) ||
         SaidOf("stopped", first, last, false) || SaidOf("stopped-it", first, last, true);
}

bool Context::NeverUsed(int first, int last) const {
  return Reaches("never", first, last, kNegationReach) ||
         triggers_.Within("never", first, last) != nullptr || SaidOf("never-it", first, last, true);
}

bool Context::WasDone(int first, int last) const {
  return Reaches("done", first, last, kUseReach, true) || Follows("done", first, last, 3);
}

bool Context::DeniedForSelf(int first, int last, absl::string_view type) const {
  const int sentence = message_.words[first].sentence;
  for (const TriggerReading& t : triggers_.Of(type)) {
    const int there = message_.words[t.first].sentence;
    const int farthest = type == "denied-all" ? 2 : 1;
    if (t.first < last || there > sentence + farthest) continue;
    // Nothing else follows that "not" could deny.
    const bool ends =
        t.last >= message_.sentences[there].last || message_.words[t.last].comma_before;
    if (ends) return true;
  }
  return false;
}

// True for a question that speaks of nobody and of no time: how often, how
// soon or whether something happens. What to do, and whether it is normal, is
// asked by those it has happened to.
bool Context::AsksInGeneral(int sentence) const {
  const Sentence& s = message_.sentences[sentence];
  if (!question_[sentence] || triggers_.Within("general-question", s.first, s.last) == nullptr)
    return false;
  return std::none_of(message_.words.begin(), message_.words.end(), [&](const Word& word) {
    return IsFirstPerson(word.text) || IsThirdPerson(word.text) ||
           IsOneOf(word.text, {"my",    "this", "it",    "its",     "these", "ago",    "yesterday",
                               "today", "now",  "still", "already", "since", "day",    "normal",
                               "ok",    "okay", "bad",   "mean",    "worry", "serious"});
  });
}

bool Context::IsOwnedByOther(int first) const {
  return first > message_.sentences[message_.words[first].sentence].first && !others_treated_ &&
         triggers_.Within("relative", first - 1, first) != nullptr && IsPossessive(first - 1);
}

bool Context::AsksForSelf(int word) const {
  const Sentence& s = message_.sentences[message_.words[word].sentence];
  if (triggers_.Within("form-can", s.first, s.last) == nullptr &&
      triggers_.Within("form-should", s.first, s.last) == nullptr)
    return false;
  return std::any_of(message_.words.begin() + s.first, message_.words.begin() + s.last,
                     [](const Word& w) { return w.text == "i"; });
}

bool Context::AsksWhatIf(int word) const {
  const Sentence& s = message_.sentences[message_.words[word].sentence];
  for (int w = s.first; w + 1 < word; ++w) {
    if (message_.words[w].text == "what" && message_.words[w + 1].text == "if") return true;
  }
  return false;
}

bool Context::InQuestion(int word) const { return question_[message_.words[word].sentence]; }

}  // namespace needlepoint
