#include "service/conversation/conversation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "service/answer/echo.h"
#include "service/base/status_macros.h"
#include "service/conversation/bearing.h"
#include "service/conversation/corrections.h"

namespace needlepoint {
namespace {

constexpr char kNeedling[] = "needling";
// Of a question with many choices as many are shown in text.
constexpr int kChoicesShown = 8;

class Turn {
 public:
  Turn(const Answerer& answerer, const TurnInput& input, Memory& memory)
      : answerer_(answerer), input_(input), memory_(memory), first_(memory.turns == 0) {}

  absl::StatusOr<v1::Answer> Run() {
    ++memory_.turns;
    for (const ForgottenFact& forgotten : input_.forgotten) Strike(forgotten);
    SetClock();
    alone_ = Read(input_.ask.question, input_.ask.profile);
    if (!first_ && alone_.cues.elapsed_hours.has_value()) {
      Advance(memory_.now + absl::Hours(*alone_.cues.elapsed_hours));
      alone_ = Read(input_.ask.question, input_.ask.profile);
    }
    if (!first_)
      struck_ =
          Corrections(answerer_.understander(), answerer_.snapshot().knowledge(), alone_, memory_)
              .Run();
    Learn();
    const bool replied = !first_ && TakeReply();
    UnderstoodMessage message = Understand(replied);
    message.turn = memory_.turns;
    message.remembered = EarlierFacts();
    NP_ASSIGN_OR_RETURN(v1::Answer answer, answerer_.Answer(AskOf(), message));
    KeepQuestion(message);
    KeepPending(answer);
    return answer;
  }

 private:
  // The conversation's clock never runs back.
  void SetClock() {
    const absl::Time last = memory_.now;
    memory_.now = input_.ask.reference_time + memory_.ahead;
    if (!first_) Advance(last);
  }

  void Advance(absl::Time least) {
    memory_.now = std::max(memory_.now, least);
    memory_.ahead = memory_.now - input_.ask.reference_time;
  }

  Question Read(const std::string& text, const Profile& given) const {
    return answerer_.understander().Read(text, given, memory_.now,
                                         {memory_.person, memory_.product});
  }

  AskInput AskOf() const {
    AskInput ask = input_.ask;
    ask.reference_time = memory_.now;
    return ask;
  }

  void Strike(const ForgottenFact& forgotten) {
    memory_.Forget([&](const Remembered& fact) {
      return fact.field == forgotten.field &&
             (forgotten.value.empty() || CodeIs(fact.value, forgotten.value));
    });
    // Nor does "it" mean a product that is struck out.
    const bool is_product = IsProduct(forgotten.field);
    if (!is_product || (!forgotten.value.empty() && !CodeIs(memory_.product, forgotten.value)))
      return;
    const Remembered* last =
        memory_.FindLast([](const Remembered& fact) { return IsProduct(fact.field); });
    memory_.product = last == nullptr ? "" : last->value;
  }

  void Learn() {
    for (Remembered& fact : FactsOf(alone_.profile, memory_.now)) {
      if (IsAnyRelated(struck_, fact.value) || IsNamedCloser(fact)) continue;
      fact.turn = memory_.turns;
      fact.person = alone_.profile.subject.empty() ? memory_.person : alone_.profile.subject;
      FindWords(fact);
      if (fact.field == Field::kSubject) memory_.person = fact.value;
      if (IsProduct(fact.field) && fact.value.size() <= kMostValueBytes)
        memory_.product = fact.value;
      memory_.Learn(std::move(fact));
    }
    // A product that is only spoken of is what "it" means next, and what is said of
    // somebody else is kept as theirs.
    for (const Mention& mention : alone_.mentions) {
      LearnOfAnother(mention);
      if (mention.kind == "medication" || mention.kind == "skincare")
        memory_.product = mention.code;
    }
  }

  // "My scars", after acne scars were spoken of, are those.
  bool IsNamedCloser(const Remembered& fact) {
    return fact.field == Field::kConcerns && fact.value == "scar" &&
           memory_.FindLast([](const Remembered& held) {
             return held.field == Field::kConcerns && CodeIs(held.value, "acne-scar");
           }) != nullptr;
  }

  void LearnOfAnother(const Mention& mention) {
    const bool clinical = mention.kind == "condition" || mention.kind == "medication";
    const bool asker_treated = memory_.person.empty() || memory_.person == "SELF";
    if (!clinical || !asker_treated || alone_.cues.not_mine ||
        mention.experiencer != Experiencer::kSomebodyElse ||
        mention.assertion != Assertion::kPresent)
      return;
    Remembered fact;
    fact.turn = memory_.turns;
    SetSpan(mention.span, fact);
    fact.words = ToValidUtf8(mention.span.In(input_.ask.question).substr(0, kMostWordBytes));
    fact.person = "OTHER";
    fact.field = FieldOfKind(mention.kind);
    fact.value = mention.code;
    fact.said = memory_.now;
    memory_.Learn(std::move(fact));
  }

  void FindWords(Remembered& fact) const {
    const absl::string_view name = FieldName(fact.field);
    const bool absent = fact.standing == Standing::kAbsent;
    for (const Understood& u : alone_.understood) {
      const bool same_field =
          absent ? u.field == absl::StrCat("ruled_out_", name) : u.field == name;
      if (!same_field) continue;
      if (IsListField(fact.field) && u.value != fact.value) continue;
      SetSpan(u.span, fact);
      fact.words = ToValidUtf8(u.span.In(input_.ask.question).substr(0, kMostWordBytes));
      return;
    }
  }

  void SetSpan(const TextSpan& span, Remembered& fact) const {
    google::protobuf::RepeatedPtrField<v1::Span> spans;
    spans.Add()->set_start(span.start);
    spans.Mutable(0)->set_end(span.end);
    FillUtf16Offsets(input_.ask.question, spans);
    fact.span = span;
    fact.utf16 = {spans.Get(0).utf16_start(), spans.Get(0).utf16_end()};
  }

  // An answer to the question that was put back: "none of those", "34". Whether the
  // message is one.
  bool TakeReply() {
    if (!memory_.pending.has_value()) return alone_.cues.reply != Cues::Reply::kNone;
    const Pending pending = *memory_.pending;
    const Cues& cues = alone_.cues;
    const auto learn = [&](const std::string& value, Standing standing) {
      Remembered fact;
      fact.turn = memory_.turns;
      SetSpan({0, static_cast<int>(input_.ask.question.size())}, fact);
      fact.words = ToValidUtf8(absl::string_view(input_.ask.question).substr(0, kMostWordBytes));
      fact.person = memory_.person;
      fact.field = pending.field;
      fact.value = value;
      fact.standing = standing;
      fact.said = memory_.now;
      memory_.Learn(std::move(fact));
    };
    const bool uses = pending.field == Field::kMedications || pending.field == Field::kSkincare;
    const bool answerable =
        pending.field == Field::kConditions || pending.field == Field::kSymptoms || uses;
    if (cues.reply == Cues::Reply::kNo && pending.one_of_many && answerable) {
      for (const std::string& code : pending.codes)
        learn(code, uses ? Standing::kNever : Standing::kAbsent);
    } else if (cues.reply == Cues::Reply::kYes && pending.one_of_many && answerable &&
               pending.codes.size() == 1) {
      learn(pending.codes.front(), Standing::kPresent);
    } else if (cues.number.has_value() && !LearnsField(pending.field) &&
               !IsListField(pending.field) &&
               TakesNumber(answerer_.snapshot().knowledge(), pending.field, *cues.number)) {
      learn(absl::StrCat(*cues.number), Standing::kPresent);
      return true;
    }
    return cues.reply != Cues::Reply::kNone;
  }

  bool LearnsField(Field field) const {
    return std::any_of(memory_.facts().begin(), memory_.facts().end(), [&](const Remembered& f) {
      return f.field == field && f.turn == memory_.turns;
    });
  }

  // Whether the message can only be understood with the question before it.
  bool FollowsOn(bool replied) const {
    if (memory_.question.empty()) return false;
    if (replied || alone_.cues.forgets) return true;
    const bool subject =
        std::any_of(alone_.mentions.begin(), alone_.mentions.end(), [&](const Mention& mention) {
          return IsSubject(mention) && mention.assertion != Assertion::kNegated;
        });
    const bool asks = Asks();
    constexpr size_t kShort = 120;
    const bool is_short = input_.ask.question.size() <= kShort;
    const bool told = !alone_.understood.empty();
    if (!asks && told && !alone_.profile.symptoms.empty()) return false;
    // "Oh, I'm 28 weeks by the way", "0.25!!", "brown skin, if that matters".
    if (!asks && (told || alone_.cues.slip)) return true;
    // "And at home?", "what about 1 mm then?", "how often with that?"
    return is_short && !subject && (alone_.cues.continues || asks);
  }

  UnderstoodMessage Understand(bool replied) {
    UnderstoodMessage message;
    const Profile known = memory_.ProfileAt(memory_.now);
    if (!first_ && alone_.cues.reply == Cues::Reply::kThanks) {
      message.text = input_.ask.question;
      message.question = alone_;
      message.question.profile = known;
      message.question.scope = ScopeProblem::kThanks;
      return message;
    }
    if (first_ || !FollowsOn(replied)) {
      message.text = input_.ask.question;
      message.question = alone_;
      if (!first_) message.question.profile = known;
      message.asks_nothing = !first_ && !Asks();
      return message;
    }
    const bool asks = !replied && !alone_.cues.forgets && Asks();
    message.text = asks ? WithTopic() : memory_.question;
    message.question = Read(message.text, known);
    Question& q = message.question;
    q.profile = known;
    q.needle_lengths_mm = alone_.needle_lengths_mm;
    q.scope = ScopeProblem::kNone;
    for (const std::string& code : alone_.says) AddCode(q.says, code);
    if (q.asks.empty())
      q.asks.push_back({{0, static_cast<int>(message.text.size())}, Form::kAny, {}});
    if (asks) {
      // The words that were added belong to what is asked.
      q.asks.resize(1);
      q.asks.front().span = {0, static_cast<int>(message.text.size())};
      q.asks.front().mentions.clear();
      for (size_t i = 0; i < q.mentions.size(); ++i)
        q.asks.front().mentions.push_back(static_cast<int>(i));
    }
    if (alone_.cues.reply == Cues::Reply::kWhy) {
      for (Ask& ask : q.asks) ask.form = Form::kWhy;
    }
    message.alone = alone_;
    message.asks_nothing = !asks;
    return message;
  }

  bool Asks() const {
    return std::any_of(alone_.asks.begin(), alone_.asks.end(),
                       [](const Ask& ask) { return ask.form != Form::kAny; });
  }

  // "How often with that?" with the words for what the question before was about.
  std::string WithTopic() const {
    std::string text = input_.ask.question;
    const Question before = Read(memory_.question, {});
    bool needling = false;
    for (const Mention& mention : before.mentions) {
      const bool topic = mention.kind == "topic" || mention.kind == "concern" ||
                         mention.kind == "skincare" || mention.kind == "procedure" ||
                         mention.kind == "act";
      needling = needling || mention.kind == "device" || mention.kind == "domain";
      if (topic && mention.assertion != Assertion::kNegated)
        absl::StrAppend(&text, " ", mention.span.In(memory_.question));
    }
    if (needling || before.mentions.empty()) absl::StrAppend(&text, " ", kNeedling);
    return text;
  }

  // What is asked next may refer to this message, unless it referred to another.
  void KeepQuestion(const UnderstoodMessage& message) {
    if (message.alone.has_value() || message.question.scope != ScopeProblem::kNone) return;
    const std::string& text = input_.ask.question;
    if (text.size() > kMostQuestionBytes) return;
    memory_.question = text;
    memory_.question_turn = memory_.turns;
  }

  void KeepPending(const v1::Answer& answer) {
    memory_.pending.reset();
    if (answer.follow_up_questions().empty()) return;
    const v1::FollowUpQuestion& question = answer.follow_up_questions(0);
    const absl::string_view name = question.field();
    const size_t colon = name.find(':');
    const std::optional<Field> field = ParseField(name.substr(0, colon));
    if (!field.has_value()) return;
    Pending pending;
    pending.field = *field;
    if (colon != absl::string_view::npos) {
      pending.codes.emplace_back(name.substr(colon + 1));
    } else if (question.input() == v1::FOLLOW_UP_INPUT_MANY) {
      for (const v1::FollowUpChoice& choice : question.choices()) {
        if (choice.none_of_these() || pending.codes.size() == kChoicesShown) continue;
        pending.codes.push_back(choice.value());
      }
    }
    pending.one_of_many = !pending.codes.empty();
    memory_.pending = std::move(pending);
  }

  // The facts of earlier turns as the API shows them.
  std::vector<v1::Understood> EarlierFacts() const {
    std::vector<v1::Understood> shown;
    for (const Remembered& fact : memory_.facts()) {
      if (fact.turn == memory_.turns) continue;
      v1::Understood out;
      out.set_field(std::string(FieldName(fact.field)));
      out.set_value(fact.value);
      out.set_text(fact.words);
      out.set_turn_number(fact.turn);
      if (!fact.span.empty()) {
        out.mutable_span()->set_start(fact.span.start);
        out.mutable_span()->set_end(fact.span.end);
        out.mutable_span()->set_utf16_start(fact.utf16.start);
        out.mutable_span()->set_utf16_end(fact.utf16.end);
      }
      switch (fact.standing) {
        case Standing::kPresent:
          out.set_assertion(v1::ASSERTION_PRESENT);
          break;
        case Standing::kPast:
          out.set_assertion(v1::ASSERTION_PAST);
          break;
        case Standing::kAbsent:
        case Standing::kNever:
          out.set_assertion(v1::ASSERTION_NEGATED);
          break;
      }
      shown.push_back(std::move(out));
    }
    return shown;
  }

  const Answerer& answerer_;
  const TurnInput& input_;
  Memory& memory_;
  const bool first_;
  Question alone_;
  std::vector<std::string> struck_;  // codes that the message took back by naming them
};

}  // namespace

absl::StatusOr<v1::Answer> TakeTurn(const Answerer& answerer, const TurnInput& input,
                                    Memory& memory) {
  return Turn(answerer, input, memory).Run();
}

Profile RememberedProfile(Memory memory, const Profile& told, absl::Time time) {
  const absl::Time now = std::max(time + memory.ahead, memory.now);
  for (Remembered& fact : FactsOf(told, now)) {
    fact.turn = memory.turns + 1;
    fact.person = told.subject.empty() ? memory.person : told.subject;
    if (fact.field == Field::kSubject) memory.person = fact.value;
    memory.Learn(std::move(fact));
  }
  return memory.ProfileAt(now);
}

}  // namespace needlepoint
