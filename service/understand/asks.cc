#include "service/understand/asks.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

// Where two forms begin at the same word the more telling one wins: "how long"
// is also "how".
constexpr std::array<Form, 13> kBySpecificity = {
    Form::kCompare, Form::kHowLong, Form::kHowOften, Form::kHowMany, Form::kWhen,
    Form::kHowMuch, Form::kWhich,   Form::kNormal,   Form::kWhy,     Form::kShould,
    Form::kCan,     Form::kHow,     Form::kWhat};

constexpr int kFillerWords = 3;

struct FormAt {
  Form form = Form::kAny;
  int first = -1;
};

// The form of words [first, last): the earliest trigger, the most telling at
// that place. "Difference" and "normal" count wherever they stand.
FormAt FindForm(const Triggers& triggers, int first, int last) {
  FormAt best;
  for (const Form form : kBySpecificity) {
    for (const TriggerReading& t : triggers.Of(absl::StrCat("form-", FormName(form)))) {
      if (t.first < first || t.last > last) continue;
      const bool anywhere = form == Form::kCompare || form == Form::kNormal;
      if (best.first < 0 ||
          (t.first < best.first && best.form != Form::kCompare && best.form != Form::kNormal)) {
        best = {form, t.first};
        if (anywhere) return best;
      }
    }
  }
  return best;
}

// "Can microneedling ...", "is melasma ...": a question that begins with its
// verb asks for yes or no.
Form FormOfFirstWord(absl::string_view word) {
  if (word == "should") return Form::kShould;
  return IsOneOf(word, {"can", "could", "may", "does", "do", "did", "will", "would", "is", "are",
                        "am", "has", "have"})
             ? Form::kCan
             : Form::kAny;
}

bool HasContent(const Message& message, const Sentence& sentence,
                const std::vector<Mention>& mentions, int index) {
  const bool mentioned = std::any_of(mentions.begin(), mentions.end(), [&](const Mention& m) {
    return m.sentence == index && m.kind != "body-area" && m.kind != "jurisdiction";
  });
  if (mentioned) return true;
  int words = 0;
  for (int w = sentence.first; w < sentence.last; ++w)
    words += IsStopWord(message.words[w].text) ? 0 : 1;
  return words >= 3;
}

}  // namespace

std::vector<Ask> FindAsks(const Message& message, const Triggers& triggers,
                          const std::vector<Mention>& mentions) {
  struct Found {
    int first_sentence, last_sentence;
    Form form;
  };
  std::vector<Found> found;
  bool list_asks = false;
  for (const Sentence& sentence : message.sentences) {
    const bool opens =
        std::any_of(triggers.Of("question").begin(), triggers.Of("question").end(),
                    [&](const TriggerReading& t) { return t.first == sentence.first; });
    list_asks = list_asks || (sentence.listed && (sentence.question_mark || opens));
  }
  for (size_t i = 0; i < message.sentences.size(); ++i) {
    const Sentence& sentence = message.sentences[i];
    if (message.words[sentence.first].voice == Voice::kDocument) continue;
    const int index = static_cast<int>(i);
    FormAt form = FindForm(triggers, sentence.first, sentence.last);
    // "is itching on day two normal?"
    if (IsOneOf(message.words[sentence.last - 1].text, {"normal", "expected", "usual", "common"}))
      form.form = Form::kNormal;
    if (form.form == Form::kAny) form.form = FormOfFirstWord(message.words[sentence.first].text);
    bool asks = sentence.question_mark;
    for (const TriggerReading& t : triggers.Of("question"))
      asks = asks || t.first == sentence.first;
    // Without a question mark, a form that opens a clause is enough.
    asks = asks || form.form == Form::kCan || form.form == Form::kShould ||
           form.form == Form::kNormal || form.form == Form::kHowLong ||
           form.form == Form::kHowMany || form.form == Form::kHowOften ||
           form.form == Form::kCompare || form.form == Form::kWhich;
    // "OK so I just got my first roller" asks nothing.
    const bool filler = form.first == sentence.first && !sentence.question_mark &&
                        sentence.last - sentence.first > kFillerWords &&
                        IsOneOf(message.words[sentence.first].text, {"ok", "okay", "alright"});
    // In a list of questions each item is one: "1) am or pm 2) how long ...".
    asks = (asks && !filler) || (sentence.listed && list_asks);
    if (!asks) continue;
    if (!HasContent(message, sentence, mentions, index) && !found.empty() &&
        found.back().last_sentence == index - 1) {
      found.back().last_sentence = index;
      if (found.back().form == Form::kAny) found.back().form = form.form;
      continue;
    }
    found.push_back({index, index, form.form});
  }
  if (found.empty() && !message.sentences.empty()) {
    const FormAt form = FindForm(triggers, 0, static_cast<int>(message.words.size()));
    found.push_back({0, static_cast<int>(message.sentences.size()) - 1, form.form});
  }
  if (found.size() > kMostAsks) found.resize(kMostAsks);
  if (found.size() == 1) {
    // A single question is about the whole message.
    found[0].first_sentence = 0;
    found[0].last_sentence = static_cast<int>(message.sentences.size()) - 1;
  }
  std::vector<Ask> asks;
  for (const Found& f : found) {
    Ask ask;
    ask.form = f.form;
    ask.span = {message.sentences[f.first_sentence].span.start,
                message.sentences[f.last_sentence].span.end};
    for (size_t i = 0; i < mentions.size(); ++i) {
      if (ask.span.Contains(mentions[i].span)) ask.mentions.push_back(static_cast<int>(i));
    }
    asks.push_back(std::move(ask));
  }
  return asks;
}

}  // namespace needlepoint
