#include "service/retrieve/question_index.h"

#include <algorithm>
#include <cmath>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"

#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr char kNeedling[] = "needling";   // code of the domain entry
constexpr char kNeedlingStem[] = "needl";  // stands for all its words

bool IsSearchable(const Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
}

}  // namespace

std::vector<QuestionTerm> QuestionTerms(absl::string_view text) {
  std::vector<QuestionTerm> content, all;
  absl::flat_hash_set<std::string> seen;
  for (const Token& token : Tokenize(text)) {
    if (!IsSearchable(token) || !seen.insert(token.stem).second) continue;
    all.push_back({token.stem});
    if (!IsStopWord(token.text)) content.push_back({token.stem});
  }
  return content.empty() ? all : content;
}

QuestionIndex::QuestionIndex(const Snapshot& snapshot) : snapshot_(snapshot) {
  ReadSynonyms();
  const std::vector<Passage>& passages = snapshot.knowledge().passages;
  questions_.resize(passages.size());
  for (size_t i = 0; i < passages.size(); ++i) {
    std::vector<std::string> texts = passages[i].questions;
    texts.push_back(passages[i].title);
    texts.insert(texts.end(), passages[i].aliases.begin(), passages[i].aliases.end());
    absl::flat_hash_set<std::string> in_passage;
    for (const std::string& text : texts) {
      absl::btree_map<std::string, double> stems;
      for (const QuestionTerm& term : QuestionTerms(text)) {
        stems.emplace(Canonical(term.stem), 0);
        in_passage.insert(Canonical(term.stem));
      }
      questions_[i].stems.push_back(std::move(stems));
    }
    for (const std::string& stem : in_passage) ++passages_with_[stem];
  }
  for (PassageQuestions& passage : questions_) {
    for (auto& stems : passage.stems) {
      double sum = 0;
      for (auto& [stem, weight] : stems) sum += weight = Weight(stem);
      passage.weights.push_back(sum);
    }
  }
}

void QuestionIndex::ReadSynonyms() {
  absl::flat_hash_set<std::string> other_senses;
  for (const LexiconEntry& entry : snapshot_.knowledge().lexicon) {
    const bool needling = entry.kind == "domain" && entry.code == kNeedling;
    if (entry.kind != "domain" && entry.kind != "device") continue;
    for (const std::string& surface : entry.surfaces) {
      const std::vector<Token> tokens = Tokenize(surface);
      if (!needling && tokens.size() == 1) other_senses.insert(tokens[0].stem);
      // Of "derma roller" both words are taken, of longer phrases none.
      if (!needling || tokens.size() > 2) continue;
      for (const Token& token : tokens) {
        if (token.kind == TokenKind::kWord && !IsStopWord(token.text))
          needling_words_.insert(token.stem);
      }
    }
  }
  for (const std::string& stem : other_senses) {
    if (stem != kNeedlingStem) needling_words_.erase(stem);
  }
}

const std::string& QuestionIndex::Canonical(const std::string& stem) const {
  static const auto* const needling = new std::string(kNeedlingStem);
  return needling_words_.contains(stem) ? *needling : stem;
}

double QuestionIndex::Weight(absl::string_view stem) const {
  const auto it = passages_with_.find(stem);
  const double n = it == passages_with_.end() ? 0 : it->second;
  const double total = static_cast<double>(questions_.size());
  return std::log(1 + (total - n + 0.5) / (n + 0.5));
}

double QuestionIndex::QuestionMatch(int passage, const std::vector<QuestionTerm>& terms) const {
  absl::btree_map<std::string, double> wanted;  // canonical stem to weight
  for (const QuestionTerm& term : terms) {
    double& weight = wanted[Canonical(term.stem)];
    weight = std::max(weight, term.weight);
  }
  double asked = 0;
  for (const auto& [stem, weight] : wanted) asked += weight * Weight(stem);
  double best = 0;
  const PassageQuestions& questions = questions_[passage];
  for (size_t q = 0; q < questions.stems.size(); ++q) {
    double common = 0;
    for (const auto& [stem, weight] : wanted) {
      const auto it = questions.stems[q].find(stem);
      if (it != questions.stems[q].end()) common += weight * it->second;
    }
    const double both = asked + questions.weights[q];
    if (both > 0) best = std::max(best, 2 * common / both);
  }
  return best;
}

}  // namespace needlepoint
