#include "service/retrieve/passage_ranker.h"

#include <algorithm>
#include <cmath>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"

#include "service/retrieve/max_score.h"

namespace needlepoint {
namespace {

// Weights of what speaks for a passage; tried on the development questions and
// rounded. Each signal lies between 0 and 1 but the codes', which is a sum.
constexpr double kWordsWeight = 1.0;
constexpr double kQuestionWeight = 3.0;
constexpr double kCodesWeight = 1.0;
constexpr double kFormWeight = 0.3;

// Words and codes of the rest of the message: of what surrounds a question, and
// of other questions beside it.
constexpr double kSurroundings = 0.3;
constexpr double kOtherQuestions = 0.1;
constexpr double kDeniedSubject = 0.4;  // factor for passages about what is denied
constexpr size_t kFewTerms = 3;
constexpr double kLabelWeight = 0.5;  // words of the label of a code
constexpr size_t kMostRanked = 10;
constexpr int kCandidates = 40;
// Of words alone: names, forms and subjects are weighed here.
constexpr RankingParts kParts = RankingParts::PlainBm25().Without(RankingPart::kSynonyms);

// How telling the kind of a code is for what a question is about.
double KindWeight(absl::string_view kind) {
  if (kind == "topic" || kind == "act") return 1.0;
  if (kind == "condition" || kind == "medication" || kind == "skincare" || kind == "procedure" ||
      kind == "symptom")
    return 0.8;
  if (kind == "concern") return 0.6;
  if (kind == "device") return 0.3;
  if (kind == "body-area") return 0.3;
  return 0.1;
}

bool Related(absl::string_view a, absl::string_view b) { return CodeIs(a, b) || CodeIs(b, a); }

double Elsewhere(const Question& question) {
  return question.asks.size() > 1 ? kOtherQuestions : kSurroundings;
}

// A condition, medicine or symptom that the person does not have.
bool IsDenied(const Mention& mention) {
  const bool of_person =
      mention.kind == "condition" || mention.kind == "medication" || mention.kind == "symptom";
  return of_person && (mention.assertion == Assertion::kNegated ||
                       mention.experiencer == Experiencer::kSomebodyElse);
}

// Whether all that `passage` is about was spoken of only to deny it.
bool IsAboutDenied(const Passage& passage, const Question& question) {
  return std::all_of(passage.about.begin(), passage.about.end(), [&](const std::string& about) {
    bool denied = false;
    for (const Mention& mention : question.mentions) {
      if (!Related(mention.code, about)) continue;
      if (!IsDenied(mention)) return false;
      denied = true;
    }
    return denied;
  });
}

bool AnswersForm(const Passage& passage, Form form) {
  return form != Form::kAny &&
         std::any_of(passage.answers.begin(), passage.answers.end(),
                     [&](const DirectAnswer& answer) {
                       return std::find(answer.forms.begin(), answer.forms.end(), form) !=
                              answer.forms.end();
                     });
}

}  // namespace

PassageRanker::PassageRanker(const Snapshot& snapshot) : snapshot_(snapshot), questions_(snapshot) {
  const Knowledge& k = snapshot.knowledge();
  for (size_t i = 0; i < k.passages.size(); ++i) {
    for (const std::string& code : k.passages[i].about)
      passages_about_[code].push_back(static_cast<int>(i));
  }
  for (const LexiconEntry& entry : k.lexicon) labels_.emplace(entry.code, entry.label);
}

double PassageRanker::CodeWeight(const std::string& code) const {
  double passages = 0;
  for (const auto& [about, list] : passages_about_) {
    if (Related(about, code)) passages += static_cast<double>(list.size());
  }
  if (passages == 0) return 0;
  return 1.0 / std::sqrt(passages);
}

std::vector<PassageRanker::MentionedCode> PassageRanker::MentionedCodes(const AskView& view) const {
  std::vector<MentionedCode> codes;
  const auto add = [&](const std::string& code, double weight) {
    const auto same = std::find_if(codes.begin(), codes.end(),
                                   [&](const MentionedCode& c) { return c.code == code; });
    if (same == codes.end()) {
      codes.push_back({code, weight});
    } else {
      same->weight = std::max(same->weight, weight);
    }
  };
  for (const Mention& mention : view.question.mentions) {
    const double place = view.ask.span.Contains(mention.span) ? 1.0 : Elsewhere(view.question);
    // "Can you get an infection" is about the risk more than about having one.
    const bool unreal = IsDenied(mention) || mention.assertion == Assertion::kNegated ||
                        (mention.assertion == Assertion::kHypothetical &&
                         (mention.kind == "symptom" || mention.kind == "condition"));
    add(mention.code, KindWeight(mention.kind) * place * (unreal ? 0.3 : 1.0));
  }
  const Profile& p = view.question.profile;
  for (const std::string& concern : p.concerns) add(concern, 0.3);
  for (const TimedCode& symptom : p.symptoms) add(symptom.code, 0.3);
  if (p.setting == "HOME") add("home", 0.1);
  if (p.setting == "PROFESSIONAL") add("professional", 0.1);
  for (MentionedCode& code : codes) code.weight *= CodeWeight(code.code);
  return codes;
}

double PassageRanker::CodeScore(int passage, const std::vector<MentionedCode>& codes) const {
  double score = 0;
  for (const std::string& about : snapshot_.knowledge().passages[passage].about) {
    double best = 0;
    for (const MentionedCode& code : codes) {
      if (Related(code.code, about)) best = std::max(best, code.weight);
    }
    score += best;
  }
  return std::min(score, 1.5);
}

std::vector<RankedPassage> PassageRanker::Rank(const AskView& view) const {
  // Words for what is denied, or somebody else's, say little about the question.
  std::string text(view.text);
  for (const Mention& mention : view.question.mentions) {
    if (!IsDenied(mention)) continue;
    std::fill(text.begin() + mention.span.start, text.begin() + mention.span.end, ' ');
  }
  std::vector<QuestionTerm> own = QuestionTerms(view.ask.span.In(text));
  const auto add = [&](const std::vector<QuestionTerm>& more, double weight) {
    for (const QuestionTerm& term : more) {
      const bool held = std::any_of(own.begin(), own.end(),
                                    [&](const QuestionTerm& t) { return t.stem == term.stem; });
      if (!held) own.push_back({term.stem, weight});
    }
  };
  for (const int mention : view.ask.mentions) {
    const auto label = labels_.find(view.question.mentions[mention].code);
    if (label != labels_.end()) add(QuestionTerms(label->second), kLabelWeight);
  }
  // The rest of the message is searched for only where the question has no
  // words of its own.
  std::vector<QuestionTerm> searched = own;
  add(QuestionTerms(view.text), Elsewhere(view.question));
  if (searched.size() < kFewTerms) searched = own;

  const std::vector<MentionedCode> codes = MentionedCodes(view);
  const IndexView& index = snapshot_.file()->index();
  SearchPlan plan;
  for (const QuestionTerm& term : searched) {
    const int found = index.FindTerm(term.stem);
    if (found >= 0 && plan.terms.size() < kMostPlannedTerms)
      plan.terms.push_back({static_cast<uint32_t>(found)});
  }
  const std::vector<ScoredPassage> hits = BestPassages(index, plan, kParts, kCandidates);
  absl::btree_set<int> candidates;
  absl::flat_hash_map<int, double> words;
  for (const ScoredPassage& hit : hits) {
    const int passage = static_cast<int>(hit.passage);
    candidates.insert(passage);
    words[passage] = static_cast<double>(hit.score) / hits.front().score;
  }
  for (const auto& [about, passages] : passages_about_) {
    const bool mentioned = std::any_of(
        codes.begin(), codes.end(),
        [&, a = about](const MentionedCode& c) { return c.weight > 0.05 && Related(c.code, a); });
    if (mentioned) candidates.insert(passages.begin(), passages.end());
  }
  std::vector<RankedPassage> ranked;
  for (const int passage : candidates) {
    const double code_score = CodeScore(passage, codes);
    const auto word_score = words.find(passage);
    RankedPassage r;
    r.passage = passage;
    r.code_score = code_score;
    r.about_it = code_score > 0.05;
    r.question_match = questions_.QuestionMatch(passage, own);
    r.score =
        kWordsWeight * (word_score == words.end() ? 0 : word_score->second) +
        kQuestionWeight * r.question_match + kCodesWeight * code_score +
        (AnswersForm(snapshot_.knowledge().passages[passage], view.ask.form) ? kFormWeight : 0);
    if (IsAboutDenied(snapshot_.knowledge().passages[passage], view.question)) {
      r.score *= kDeniedSubject;
    }
    ranked.push_back(r);
  }
  std::stable_sort(
      ranked.begin(), ranked.end(),
      [](const RankedPassage& a, const RankedPassage& b) { return a.score > b.score; });
  if (ranked.size() > kMostRanked) ranked.resize(kMostRanked);
  return ranked;
}

}  // namespace needlepoint
