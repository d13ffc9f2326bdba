#include "service/review/contradictions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "service/base/status_macros.h"
#include "service/safety/screen.h"
#include "service/understand/quantities.h"

namespace needlepoint {
namespace {

constexpr int kAdultYears = 18;
constexpr int kYoungestYears = 8;  // smaller numbers count something else

// A document speaks of everybody, on condition and in general, and it is its
// advice that denies; all it names is read as the reader's.
Stages DocumentStages() {
  Stages stages;
  stages.scope = false;
  stages.voices = false;
  stages.negation = false;
  stages.hypothesis = false;
  stages.persons = false;
  return stages;
}

const Speller& MendsNothing() {
  static const auto* const speller = new Speller();
  return *speller;
}

// Whether a document can contradict `rule`, which refuses or delays something:
// "Yes, with care" does not. A rule of words that are said alone has to say so,
// unless it is urgent: others answer what only a person asks.
bool Refuses(const Knowledge& knowledge, const Rule& rule, const Condition& condition) {
  const bool said = std::all_of(condition.atoms().begin(), condition.atoms().end(),
                                [](const Atom& atom) { return atom.function == Function::kSays; });
  if (rule.disposition >= (said ? Disposition::kUrgent : Disposition::kConsult)) return true;
  if (rule.headline < 0) return false;
  const std::vector<Token> words = Tokenize(knowledge.statements[rule.headline].text);
  return !words.empty() && IsOneOf(words.front().text, {"no", "not"});
}

bool IsTimed(const Atom& atom) {
  return atom.function == Function::kWeeksSince || atom.field == Field::kHoursSinceLastSession ||
         atom.field == Field::kSessionIntervalDays;
}

// Whether `condition` depends on how long ago something was, and that is known.
bool KnowsTime(const Condition& condition, const Situation& situation) {
  return std::any_of(
      condition.atoms().begin(), condition.atoms().end(), [&](const Atom& atom) {
        return IsTimed(atom) && Evaluate(atom, situation) != Truth::kUnknown;
      });
}

// True for what needling is refused for or timed by, such as what a person has,
// takes or has had done; false for what is itself done wrongly, and for signs of harm.
bool IsOfPerson(const Atom& atom) {
  switch (atom.function) {
    case Function::kHas:
    case Function::kTaking:
    case Function::kTook:
    case Function::kProcedure:
    case Function::kArea:
    case Function::kConcern:
    case Function::kWeeksSince:
      return true;
    case Function::kNone:
      return atom.field == Field::kAgeYears || atom.field == Field::kSubject ||
             atom.field == Field::kFitzpatrick || atom.field == Field::kHoursSinceLastSession ||
             atom.field == Field::kSessionIntervalDays;
    default:
      return false;
  }
}

// The comparisons and calls that make `condition` true, the place aside.
std::vector<const Atom*> Supports(const Condition& condition, const Situation& situation) {
  std::vector<const Atom*> atoms;
  for (const Atom& atom : condition.atoms()) {
    const bool place = atom.function == Function::kNone && atom.field == Field::kSetting;
    if (atom.negated || place || atom.function == Function::kAsks) continue;
    if (Evaluate(atom, situation) == Truth::kTrue) atoms.push_back(&atom);
  }
  return atoms;
}

bool NamesCode(const Atom& atom, absl::string_view code) {
  return !atom.code.empty() && CodeIs(code, absl::StripPrefix(atom.code, "="));
}

// The words of the text that `atom` rests on.
std::vector<TextSpan> WordsOf(const Atom& atom, const Question& question) {
  std::vector<TextSpan> spans;
  for (const Mention& mention : question.mentions) {
    if (NamesCode(atom, mention.code)) spans.push_back(mention.span);
  }
  if (!spans.empty() || !atom.code.empty()) return spans;
  for (const Understood& understood : question.understood) {
    if (understood.field == FieldName(atom.field)) spans.push_back(understood.span);
  }
  return spans;
}

// "From the age of 14", "14 and over", "aged 12 to 17": the youngest age that is
// spoken of, and the words of it.
std::optional<std::pair<int, TextSpan>> ReadStartingAge(const Message& message) {
  const auto at = [&](int word) {
    return word >= 0 && word < static_cast<int>(message.words.size())
               ? absl::string_view(message.words[word].text)
               : absl::string_view();
  };
  for (int i = 0; i < static_cast<int>(message.words.size()); ++i) {
    const Word& word = message.words[i];
    if (!word.is_number || word.number < kYoungestYears || word.number >= kAdultYears) continue;
    const bool before = IsOneOf(at(i - 1), {"age", "aged", "ages"}) ||
                        (at(i - 1) == "of" && at(i - 2) == "age");
    const bool over = IsOneOf(at(i + 1), {"and", "or"}) &&
                      IsOneOf(at(i + 2), {"over", "up", "older", "above", "upwards"});
    const bool years = IsOneOf(at(i + 1), {"year", "years"}) && IsOneOf(at(i + 2), {"old", "olds"});
    if (before || over || years) return std::make_pair(static_cast<int>(word.number), word.span);
  }
  return std::nullopt;
}

// The shortest stretch of time in `message`, in hours.
std::optional<double> ShortestTime(const Message& message) {
  std::optional<double> shortest;
  for (const TimeReading& time : ReadTimes(message, absl::UnixEpoch())) {
    if (time.kind == TimeReading::Kind::kInterval) continue;
    shortest = std::min(shortest.value_or(time.hours), time.hours);
  }
  return shortest;
}

// Who waits `hours` after something, as the sentence says, has let that long pass.
void LetPass(double hours, Question& question) {
  Profile& p = question.profile;
  bool named = false;
  for (UsedProduct& product : p.medications) {
    product.use = Use::kPast;
    product.weeks_since_stopped = hours / kHoursInWeek;
    named = true;
  }
  p.recent_procedures.clear();
  for (const Mention& mention : question.mentions) {
    if (mention.kind != "procedure") continue;
    p.recent_procedures.push_back({mention.code, hours / kHoursInWeek});
    named = true;
  }
  if (!p.skincare.empty() || !p.symptoms.empty()) {
    p.hours_since_last_session = hours;
    named = true;
  }
  if (!named) p.session_interval_days = hours / 24;
}

// "Stop your tablets" and "won't stop you" speak to those who take them.
bool SaysToStop(const Message& message) {
  return std::any_of(message.words.begin(), message.words.end(), [](const Word& word) {
    return IsOneOf(word.text, {"stop", "skip", "pause", "quit"});
  });
}

void GoOn(Question& question) {
  for (UsedProduct& product : question.profile.medications) {
    if (product.use == Use::kPast && !product.weeks_since_stopped.has_value())
      product.use = Use::kCurrent;
  }
}

bool IsClinical(const Mention& mention) {
  return IsOneOf(mention.kind, {"condition", "medication", "skincare", "symptom", "concern",
                                "procedure"});
}

// What is read of a sentence, alone or behind the words it answers.
struct SentenceReading {
  Question question;
  int begins = 0;  // byte of the text that was read where the sentence begins
};

}  // namespace

// One document on its way through.
class ContradictionChecker::Document {
 public:
  Document(const ContradictionChecker& checker, absl::string_view title, absl::string_view text)
      : checker_(checker),
        title_(title),
        text_(absl::StrCat(title, "\n", text)),
        begins_(static_cast<int>(title.size()) + 1),
        message_(ReadMessage(text_, MendsNothing())) {}

  std::vector<Contradiction> Run() {
    const AdviceReader::Marks marks = checker_.advice_->Find(message_);
    if (!AdviceReader::SpeakOfNeedling(marks)) return {};
    const std::vector<Reading> places = checker_.places_.Find(message_, nullptr);
    std::string place;      // that was last named
    absl::string_view ask;  // the question right before
    for (const Sentence& sentence : message_.sentences) {
      const Advice advice = checker_.advice_->Read(message_, marks, sentence, {});
      for (const Reading& reading : places) {
        const bool here = sentence.first <= reading.first && reading.last <= sentence.last;
        if (here && !advice.defers) place = checker_.place_names_[reading.owner];
      }
      const absl::string_view words = sentence.span.In(text_);
      if (sentence.span.start < begins_) {
        head_needles_ = head_needles_ || advice.needling;
        heading_asks_ = heading_asks_ || sentence.question_mark;
        if (sentence.question_mark) continue;
        heading_reports_ = heading_reports_ || advice.reported;
        heading_forbids_ = heading_forbids_ || advice.Any(Stance::kForbids);
        continue;
      }
      if (sentence.question_mark) {
        ask = words;
        head_needles_ = head_needles_ || advice.needling;
        continue;
      }
      if (!heading_reports_ && AdviceReader::MayPermit(marks, sentence))
        CheckSentence(sentence.span, place, ask);
      ask = {};
    }
    return std::move(found_);
  }

 private:
  Question Read(absl::string_view text, const std::string& place) const {
    Question question = checker_.understander_->Read(text, {}, absl::UnixEpoch());
    if (question.profile.setting.empty())
      question.profile.setting = place.empty() ? "HOME" : place;
    question.asks.clear();
    return question;
  }

  // Rules that refuse what `question` says. Some hold only for who asks "can I",
  // which is what a permission answers.
  std::vector<int> Refusals(Question question) const {
    std::vector<int> rules;
    for (const bool asked : {false, true}) {
      if (asked) question.asks.push_back({{}, Form::kCan, {}});
      for (const Finding& finding :
           Screen(checker_.pack_, {question.profile, &question}).findings) {
        const Rule& rule = checker_.pack_.knowledge().rules[finding.rule];
        const bool known = std::find(rules.begin(), rules.end(), finding.rule) != rules.end();
        if (!known && Refuses(checker_.pack_.knowledge(), rule,
                              checker_.pack_.RuleCondition(finding.rule)))
          rules.push_back(finding.rule);
      }
    }
    return rules;
  }

  void CheckSentence(TextSpan span, const std::string& place, absl::string_view ask) {
    const absl::string_view words = span.In(text_);
    const Message message = ReadMessage(words, MendsNothing());
    if (message.sentences.empty()) return;
    Question alone = Read(words, place);
    const AdviceReader::Marks marks = checker_.advice_->Find(message, alone.mentions);
    std::vector<TextSpan> acts;
    for (const Mention& mention : alone.mentions) {
      if (mention.kind == "act") acts.push_back(mention.span);
    }
    Advice advice = checker_.advice_->Read(message, marks, message.sentences.front(), acts);
    if (advice.reported || advice.defers) return;
    // "Yes" permits what was asked.
    const bool asked = !ask.empty() || heading_asks_;
    Clause& opening = advice.clauses.front();
    if (asked && message.words.front().text == "yes" && opening.stance == Stance::kNone)
      opening.stance = Stance::kPermits;
    // "Wait two weeks" permits what comes two weeks later.
    std::optional<double> waits;
    for (Clause& clause : advice.clauses) {
      if (clause.waits) waits = ShortestTime(message);
      if (clause.waits && waits.has_value()) clause.stance = Stance::kPermits;
    }
    const bool soothes = std::any_of(advice.clauses.begin(), advice.clauses.end(),
                                     [](const Clause& clause) { return clause.soothes; });
    const bool commands = advice.Any(Stance::kTells) && !heading_forbids_;
    if (!commands && !soothes && !advice.Any(Stance::kPermits)) return;
    if (const auto age = ReadStartingAge(message)) {
      alone.profile.age_years = age->first;
      alone.understood.push_back({age->second, "age_years", absl::StrCat(age->first)});
    }
    if (SaysToStop(message)) GoOn(alone);
    if (waits.has_value()) LetPass(*waits, alone);
    const auto add = [&](int rule) { Add(rule, span); };
    for (const int rule : Refusals(alone)) {
      if (Holds(rule, {alone, 0}, alone, message, advice, waits.has_value(), place)) add(rule);
    }
    std::string head(title_);
    if (!ask.empty()) absl::StrAppend(&head, "\n", ask);
    if (head.empty()) return;
    SentenceReading joined{Read(absl::StrCat(head, "\n", words), place), static_cast<int>(head.size()) + 1};
    if (alone.profile.age_years.has_value())
      joined.question.profile.age_years = alone.profile.age_years;
    if (SaysToStop(message)) GoOn(joined.question);
    if (waits.has_value()) LetPass(*waits, joined.question);
    for (const int rule : Refusals(joined.question)) {
      if (Holds(rule, joined, alone, message, advice, waits.has_value(), place)) add(rule);
    }
  }

  // Whether the sentence itself permits what `rule`, which holds for `reading`,
  // refuses. `alone` is the reading of the sentence without its head.
  bool Holds(int rule, const SentenceReading& reading, const Question& alone, const Message& message,
             const Advice& advice, bool waits, const std::string& place) const {
    const Snapshot& pack = checker_.pack_;
    const Condition& condition = pack.RuleCondition(rule);
    const Situation situation{reading.question.profile, &reading.question};
    if (waits && !KnowsTime(condition, situation) && !KnowsTime(pack.RuleUnless(rule), situation))
      return false;
    bool of_person = true, within = false, permitted = false;
    const std::vector<const Atom*> supports = Supports(condition, situation);
    // A device that is refused at home alone: the home has to be named.
    const bool device_alone =
        std::all_of(supports.begin(), supports.end(),
                    [](const Atom* atom) { return atom->field == Field::kDevice; });
    if (device_alone && place.empty()) return false;
    const bool act = std::any_of(supports.begin(), supports.end(), [](const Atom* atom) {
      return atom->function == Function::kSays;
    });
    const bool of_the_shop = std::any_of(
        alone.mentions.begin(), alone.mentions.end(),
        [](const Mention& mention) { return mention.kind == "handoff"; });
    if (act && (waits || of_the_shop)) return false;
    for (const Atom* atom : supports) {
      of_person = of_person && IsOfPerson(*atom);
      bool here = false;
      for (const TextSpan& span : WordsOf(*atom, reading.question)) {
        if (span.start < reading.begins) continue;
        here = true;
        const Clause& clause =
            advice.ClauseOf(WordAt(message, span.start - reading.begins));
        if (clause.stance == Stance::kForbids || clause.stance == Stance::kDefers) return false;
        // Told in the face of harm, "press on it" is first aid and "roll on" is not.
        const bool symptom = atom->function == Function::kSymptom;
        const bool harm = symptom || !reading.question.profile.symptoms.empty();
        const bool told = clause.stance == Stance::kTells && !heading_forbids_ &&
                          (!harm || clause.needling);
        permitted = permitted || told || clause.stance == Stance::kPermits ||
                    (symptom && clause.soothes);
      }
      within = within || here;
      // What the sentence says of it stands, not what the heading does.
      const bool said = std::any_of(alone.mentions.begin(), alone.mentions.end(),
                                    [&](const Mention& m) { return NamesCode(*atom, m.code); });
      if (said && Evaluate(*atom, {alone.profile, &alone}) != Truth::kTrue) return false;
    }
    if (!within) {
      const bool bare = std::none_of(alone.mentions.begin(), alone.mentions.end(), IsClinical);
      return bare && ((advice.answers && head_needles_) || advice.needling) &&
             !advice.Any(Stance::kForbids);
    }
    if (!permitted) return false;
    return !of_person || advice.needling ||
           (advice.answers && head_needles_ && advice.Any(Stance::kPermits));
  }

  static int WordAt(const Message& message, int byte) {
    int word = 0;
    while (word + 1 < static_cast<int>(message.words.size()) &&
           message.words[word].span.end <= byte)
      ++word;
    return word;
  }

  void Add(int rule, TextSpan span) {
    const Rule& r = checker_.pack_.knowledge().rules[rule];
    const TextSpan in_text{span.start - begins_, span.end - begins_};
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Contradiction& c) {
      return c.span == in_text && c.finding_code == r.code;
    });
    if (!known) found_.push_back({r.id, r.code, in_text});
  }

  const ContradictionChecker& checker_;
  const absl::string_view title_;
  const std::string text_;
  const int begins_;  // byte of text_ where the passage's text begins
  const Message message_;
  bool head_needles_ = false;     // the heading, or a question so far, speaks of needling
  bool heading_asks_ = false;     // "Can I roll while pregnant?"
  bool heading_reports_ = false;  // "Five myths"
  bool heading_forbids_ = false;  // "When not to roll"
  std::vector<Contradiction> found_;
};

ContradictionChecker::ContradictionChecker(const Snapshot& pack,
                                           std::unique_ptr<Understander> understander,
                                           std::unique_ptr<AdviceReader> advice)
    : pack_(pack), understander_(std::move(understander)), advice_(std::move(advice)) {}

absl::StatusOr<std::unique_ptr<ContradictionChecker>> ContradictionChecker::Create(
    const Snapshot& pack) {
  const Knowledge& knowledge = pack.knowledge();
  NP_ASSIGN_OR_RETURN(std::unique_ptr<Understander> understander,
                      Understander::Create(knowledge, DocumentStages()));
  NP_ASSIGN_OR_RETURN(std::unique_ptr<AdviceReader> advice, AdviceReader::Create(knowledge));
  std::unique_ptr<ContradictionChecker> checker(
      new ContradictionChecker(pack, std::move(understander), std::move(advice)));
  for (const LexiconEntry& entry : knowledge.lexicon) {
    const auto setting = entry.values.find("setting");
    if (setting == entry.values.end()) continue;
    for (const std::string& surface : entry.surfaces) {
      const int owner = static_cast<int>(checker->place_names_.size());
      NP_RETURN_IF_ERROR(checker->places_.Add(surface, owner));
    }
    checker->place_names_.push_back(setting->second);
  }
  return checker;
}

std::vector<Contradiction> ContradictionChecker::Check(absl::string_view title,
                                                       absl::string_view text) const {
  return Document(*this, title, text).Run();
}

}  // namespace needlepoint
