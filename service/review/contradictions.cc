#include "service/review/contradictions.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
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
// advice that denies; all it names is read as the reader's. It has been proofread:
// a word that only looks like a medicine is no ground to find fault.
Stages DocumentStages() {
  Stages stages;
  stages.spelling = false;
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
  return std::any_of(condition.atoms().begin(), condition.atoms().end(), [&](const Atom& atom) {
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
    const bool before =
        IsOneOf(at(i - 1), {"age", "aged", "ages"}) || (at(i - 1) == "of" && at(i - 2) == "age");
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

// What the words of a sentence say beyond what a message's would; it begins at
// byte `begins` of what `question` was read from.
void Complete(const Message& message, std::optional<double> waits, int begins, Question& question) {
  if (const auto age = ReadStartingAge(message)) {
    question.profile.age_years = age->first;
    const TextSpan span{age->second.start + begins, age->second.end + begins};
    question.understood.push_back({span, "age_years", absl::StrCat(age->first)});
  }
  if (SaysToStop(message)) GoOn(question);
  if (waits.has_value()) LetPass(*waits, question);
}

bool IsClinical(const Mention& mention) {
  return IsOneOf(mention.kind,
                 {"condition", "medication", "skincare", "symptom", "concern", "procedure"});
}

// A sentence that permits something.
struct Permission {
  Message message;
  Advice advice;
  Question alone;        // read without the words before it
  std::string place;     // that was named; "" if none was
  bool waits = false;    // permits it after a number of days
  bool command = false;  // its commands count: they stand under no "When not to roll"
};

// A permission read alone, or behind the words it answers.
struct PermissionReading {
  const Question& question;
  int begins = 0;  // byte of the text that was read where the sentence begins
};

int WordAt(const Message& message, int byte) {
  int word = 0;
  while (word + 1 < static_cast<int>(message.words.size()) && message.words[word].span.end <= byte)
    ++word;
  return word;
}

// Whether `clause` permits what `atom` speaks of in it. Told in the face of
// harm, "press on it" is first aid and "roll on" is not.
bool Permits(const Clause& clause, const Atom& atom, bool harm, bool command) {
  const bool symptom = atom.function == Function::kSymptom;
  const bool told =
      clause.stance == Stance::kTells && command && (!(symptom || harm) || clause.needling);
  return told || clause.stance == Stance::kPermits || (symptom && clause.soothes);
}

// False for rules that a sentence of this kind cannot contradict: by a wait those
// that do not depend on time, by the shop's orders and discounts those of what is
// done, and without a place named those of a device that is refused at home alone.
bool Concerns(const std::vector<const Atom*>& supports, const Permission& permission) {
  const bool device_alone = std::all_of(supports.begin(), supports.end(), [](const Atom* atom) {
    return atom->field == Field::kDevice;
  });
  const bool act = std::any_of(supports.begin(), supports.end(),
                               [](const Atom* atom) { return atom->function == Function::kSays; });
  const std::vector<Mention>& mentions = permission.alone.mentions;
  const bool of_the_shop = std::any_of(mentions.begin(), mentions.end(),
                                       [](const Mention& m) { return m.kind == "handoff"; });
  return !(device_alone && permission.place.empty()) && !(act && (permission.waits || of_the_shop));
}

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
    if (!checker_.advice_->SpeaksOfNeedling(message_)) return {};
    const AdviceReader::Marks marks = checker_.advice_->Find(message_);
    const std::vector<Reading> places = checker_.places_.Find(message_, nullptr);
    auto next = places.begin();
    std::string place;       // that was last named
    absl::string_view ask;   // the question right before
    absl::string_view lead;  // the line that a list stands under: "You can roll with:"
    for (const Sentence& sentence : message_.sentences) {
      const Advice advice = checker_.advice_->Read(message_, marks, sentence, {});
      for (; next != places.end() && next->first < sentence.last; ++next) {
        if (!advice.defers) place = checker_.place_names_[next->owner];
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
      if (!BeginsItem(sentence.span.start)) lead = {};
      const bool may_permit =
          !lead.empty() || advice.answers || AdviceReader::MayPermit(marks, sentence);
      if (!heading_reports_ && may_permit) CheckSentence(sentence.span, place, ask, lead);
      if (absl::StartsWith(absl::string_view(text_).substr(sentence.span.end), ":")) lead = words;
      ask = {};
    }
    return std::move(found_);
  }

 private:
  Question Read(absl::string_view text, const std::string& place) const {
    Question question = checker_.understander_->Read(text, {}, absl::UnixEpoch());
    if (question.profile.setting.empty()) question.profile.setting = place.empty() ? "HOME" : place;
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
        if (!known &&
            Refuses(checker_.pack_.knowledge(), rule, checker_.pack_.RuleCondition(finding.rule)))
          rules.push_back(finding.rule);
      }
    }
    return rules;
  }

  // Whether the line that `byte` stands on begins there, right below another:
  // "- this", "2) this".
  bool BeginsItem(int byte) const {
    constexpr absl::string_view kMarks = " \t\r\n-*+.)0123456789\xE2\x80\xA2\xC2\xB7";
    const absl::string_view before = absl::string_view(text_).substr(0, byte);
    const size_t words = before.find_last_not_of(kMarks);
    const absl::string_view between = before.substr(words == before.npos ? 0 : words + 1);
    return std::count(between.begin(), between.end(), '\n') == 1;
  }

  // Finds what the sentence at `span` permits. It may answer `ask`, and stand in a
  // list under `lead`.
  void CheckSentence(TextSpan span, const std::string& place, absl::string_view ask,
                     absl::string_view lead) {
    const std::string words =
        lead.empty() ? std::string(span.In(text_)) : absl::StrCat(lead, " ", span.In(text_));
    Permission p;
    p.message = ReadMessage(words, MendsNothing());
    if (p.message.sentences.empty()) return;
    p.place = place;
    p.alone = Read(words, place);
    const std::optional<double> waits = ReadAdvice(!ask.empty() || heading_asks_, p);
    const bool soothes = std::any_of(p.advice.clauses.begin(), p.advice.clauses.end(),
                                     [](const Clause& clause) { return clause.soothes; });
    p.command = p.advice.Any(Stance::kTells) && !heading_forbids_;
    if (p.advice.reported || p.advice.defers) return;
    if (!p.command && !soothes && !p.advice.Any(Stance::kPermits)) return;
    p.waits = waits.has_value();
    Complete(p.message, waits, 0, p.alone);
    for (const int rule : Refusals(p.alone)) {
      if (Holds(rule, {p.alone, 0}, p)) Add(rule, span);
    }
    std::string head(title_);
    if (!ask.empty()) absl::StrAppend(&head, "\n", ask);
    if (!SaysSomething(head)) return;
    absl::StrAppend(&head, "\n");
    const int begins = static_cast<int>(head.size());
    Question joined = Read(absl::StrCat(head, words), place);
    Complete(p.message, waits, begins, joined);
    for (const int rule : Refusals(joined)) {
      if (Holds(rule, {joined, begins}, p)) Add(rule, span);
    }
  }

  // Fills `p.advice`. Returns how many hours the sentence makes people wait, if it
  // says so: "wait two weeks" permits what comes two weeks later.
  std::optional<double> ReadAdvice(bool asked, Permission& p) const {
    const AdviceReader::Marks marks = checker_.advice_->Find(p.message, p.alone.mentions);
    std::vector<TextSpan> acts;
    for (const Mention& mention : p.alone.mentions) {
      if (mention.kind == "act") acts.push_back(mention.span);
    }
    p.advice = checker_.advice_->Read(p.message, marks, p.message.sentences.front(), acts);
    // "Yes" permits what was asked.
    Clause& opening = p.advice.clauses.front();
    if (asked && p.message.words.front().text == "yes" && opening.stance == Stance::kNone)
      opening.stance = Stance::kPermits;
    std::optional<double> waits;
    for (Clause& clause : p.advice.clauses) {
      if (clause.waits) waits = ShortestTime(p.message);
      if (clause.waits && waits.has_value()) clause.stance = Stance::kPermits;
    }
    return waits;
  }

  // Whether `head` names anything that a rule could read.
  bool SaysSomething(const std::string& head) {
    if (head != head_) {
      head_ = head;
      const Question question = Read(head, "");
      head_says_ = !question.understood.empty() || !question.says.empty();
    }
    return head_says_;
  }

  // Whether the sentence itself permits what `rule`, which holds for `reading`,
  // refuses.
  bool Holds(int rule, const PermissionReading& reading, const Permission& p) const {
    const Snapshot& pack = checker_.pack_;
    const Condition& condition = pack.RuleCondition(rule);
    const Situation situation{reading.question.profile, &reading.question};
    const std::vector<const Atom*> supports = Supports(condition, situation);
    if (!Concerns(supports, p)) return false;
    if (p.waits && !KnowsTime(condition, situation) && !KnowsTime(pack.RuleUnless(rule), situation))
      return false;
    const bool harm = !reading.question.profile.symptoms.empty();
    bool of_person = true, within = false, permitted = false;
    for (const Atom* atom : supports) {
      of_person = of_person && IsOfPerson(*atom);
      // What the sentence says of it stands, not what the heading does.
      const bool said = std::any_of(p.alone.mentions.begin(), p.alone.mentions.end(),
                                    [&](const Mention& m) { return NamesCode(*atom, m.code); });
      if (said && Evaluate(*atom, {p.alone.profile, &p.alone}) != Truth::kTrue) return false;
      for (const TextSpan& span : WordsOf(*atom, reading.question)) {
        if (span.start < reading.begins) continue;
        within = true;
        const Clause& clause = p.advice.ClauseOf(WordAt(p.message, span.start - reading.begins));
        if (clause.stance == Stance::kForbids || clause.stance == Stance::kDefers) return false;
        permitted = permitted || Permits(clause, *atom, harm, p.command);
      }
    }
    if (!within) {
      const bool bare = std::none_of(p.alone.mentions.begin(), p.alone.mentions.end(), IsClinical);
      return bare && ((p.advice.answers && head_needles_) || p.advice.needling) &&
             !p.advice.Any(Stance::kForbids);
    }
    // "Suitable for eczema" is said of what the heading names, unless it is of a product.
    const bool of_product = std::any_of(p.alone.mentions.begin(), p.alone.mentions.end(),
                                        [](const Mention& m) { return m.kind == "skincare"; });
    const bool of_needling =
        p.advice.needling || (head_needles_ && !of_product && p.advice.Any(Stance::kPermits));
    return permitted && (!of_person || of_needling);
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
  std::string head_;              // of which SaysSomething() was last asked
  bool head_says_ = false;
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
  if (!advice_->MaySpeakOfNeedling(title) && !advice_->MaySpeakOfNeedling(text)) return {};
  return Document(*this, title, text).Run();
}

}  // namespace needlepoint
