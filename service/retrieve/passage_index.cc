#include "service/retrieve/passage_index.h"

#include <algorithm>
#include <cmath>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "service/base/status_macros.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

constexpr int kMostHits = 100;
constexpr char kNeedling[] = "needling";   // code of the domain entry
constexpr char kNeedlingStem[] = "needl";  // stands for all its words
constexpr size_t kMostTerms = 60;          // of one query; the rarest are kept

bool IsSearchable(const Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
}

}  // namespace

std::vector<SearchTerm> PlanQuery(absl::string_view query) {
  std::vector<SearchTerm> content, all;
  absl::flat_hash_set<std::string> seen;
  for (const Token& token : Tokenize(query)) {
    if (!IsSearchable(token) || !seen.insert(token.stem).second) continue;
    all.push_back({token.stem, 1.0, token.text});
    if (!IsStopWord(token.text)) content.push_back({token.stem, 1.0, token.text});
  }
  return content.empty() ? all : content;
}

PassageIndex::PassageIndex(const Snapshot& snapshot) : snapshot_(snapshot) {
  ReadSynonyms();
  ReadVocabulary();
  const std::vector<Passage>& passages = snapshot.knowledge().passages;
  questions_.resize(passages.size());
  for (size_t i = 0; i < passages.size(); ++i) {
    std::vector<std::string> texts = passages[i].questions;
    texts.push_back(passages[i].title);
    texts.insert(texts.end(), passages[i].aliases.begin(), passages[i].aliases.end());
    absl::flat_hash_set<std::string> in_passage;
    for (const std::string& text : texts) {
      absl::btree_map<std::string, double> stems;
      for (const SearchTerm& term : PlanQuery(text)) {
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

void PassageIndex::ReadVocabulary() {
  const auto add = [&](absl::string_view text) {
    for (Token& token : Tokenize(text)) {
      if (IsSearchable(token)) vocabulary_.insert(std::move(token.stem));
    }
  };
  for (const Passage& passage : snapshot_.knowledge().passages) {
    add(passage.title);
    for (const std::string& alias : passage.aliases) add(alias);
    for (const std::string& question : passage.questions) add(question);
  }
  for (const Statement& statement : snapshot_.knowledge().statements) {
    if (statement.passage >= 0) add(statement.text);
  }
}

void PassageIndex::ReadSynonyms() {
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

const std::string& PassageIndex::Canonical(const std::string& stem) const {
  static const auto* const needling = new std::string(kNeedlingStem);
  return needling_words_.contains(stem) ? *needling : stem;
}

double PassageIndex::Weight(absl::string_view stem) const {
  const auto it = passages_with_.find(stem);
  const double n = it == passages_with_.end() ? 0 : it->second;
  const double total = static_cast<double>(questions_.size());
  return std::log(1 + (total - n + 0.5) / (n + 0.5));
}

double PassageIndex::QuestionMatch(int passage, const std::vector<SearchTerm>& terms) const {
  absl::btree_map<std::string, double> wanted;  // canonical stem to weight
  for (const SearchTerm& term : terms) {
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

absl::StatusOr<std::vector<PassageHit>> PassageIndex::Search(const std::vector<SearchTerm>& terms,
                                                             const SearchOptions& options) const {
  if (options.max_hits < 1 || options.max_hits > kMostHits) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_hits is ", options.max_hits, "; it must be 1 to ", kMostHits));
  }
  if (!(options.title_weight >= 0) || !(options.question_weight >= 0)) {
    return absl::InvalidArgumentError("a weight is negative; weights are 0 or more");
  }
  std::vector<SearchTerm> searched;
  for (const SearchTerm& term : terms) {
    if (vocabulary_.contains(term.stem)) searched.push_back(term);
  }
  if (searched.size() > kMostTerms) {
    std::stable_sort(searched.begin(), searched.end(),
                     [&](const SearchTerm& a, const SearchTerm& b) {
                       return a.weight * Weight(a.stem) > b.weight * Weight(b.stem);
                     });
    searched.resize(kMostTerms);
  }
  std::vector<PassageHit> hits;
  if (searched.empty()) return hits;
  // Each term is a quoted string, in which FTS5 knows no operators.
  const std::string match =
      absl::StrJoin(searched, " OR ", [](std::string* out, const SearchTerm& term) {
        absl::StrAppend(
            out, "\"",
            absl::StrReplaceAll(term.word.empty() ? term.stem : term.word, {{"\"", "\"\""}}), "\"");
      });
  NP_ASSIGN_OR_RETURN(const SnapshotFile::Connection connection, snapshot_.file().Connect());
  NP_ASSIGN_OR_RETURN(
      Query query,
      connection->Prepare("SELECT rowid, bm25(passage_fts, ?2, ?3, 1.0) AS score FROM passage_fts "
                          "WHERE passage_fts MATCH ?1 ORDER BY score, rowid LIMIT ?4"));
  query.Bind(1, match)
      .Bind(2, options.title_weight)
      .Bind(3, options.question_weight)
      .Bind(4, static_cast<int64_t>(options.max_hits));
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return hits;
    const int passage = static_cast<int>(query.Int(0)) - 1;
    if (passage < 0 || static_cast<size_t>(passage) >= questions_.size())
      return absl::DataLossError("the search index names a passage that is not there");
    hits.push_back({passage, -query.Real(1)});
  }
}

}  // namespace needlepoint
