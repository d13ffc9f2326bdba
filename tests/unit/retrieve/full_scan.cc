#include "tests/unit/retrieve/full_scan.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "service/base/status_macros.h"
#include "service/storage/database.h"
#include "service/text/analyzer.h"

namespace needlepoint {

absl::StatusOr<FullScan> FullScan::Read(const SnapshotFile& file) {
  FullScan scan(file);
  NP_ASSIGN_OR_RETURN(const SnapshotFile::Connection connection, file.Connect());

  // Lengths through the tokenizer, words as they are written.
  NP_ASSIGN_OR_RETURN(
      Query texts,
      connection->Prepare("SELECT title, questions, body FROM passage_text ORDER BY id"));
  std::vector<int> lengths;
  double all = 0;
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, texts.Step());
    if (!more) break;
    int length = 0;
    std::set<std::string> words;
    std::set<std::string>& title = scan.titles_.emplace_back();
    for (const int column : {0, 1, 2}) {
      for (const Token& token : Tokenize(texts.Text(column))) {
        if (token.kind != TokenKind::kWord && token.kind != TokenKind::kNumber) continue;
        words.insert(token.text);
        if (column == 0) title.insert(token.stem);
        length += column == 1 ? 0 : 1;
      }
    }
    for (const std::string& word : words) {
      auto& [stop, other] = scan.stop_and_other_[Stem(word)];
      ++(IsSearchStopWord(word) ? stop : other);
    }
    lengths.push_back(length);
    all += length;
  }
  const double average = all > 0 ? all / static_cast<double>(lengths.size()) : 1;
  for (const int length : lengths)
    scan.norms_.push_back(static_cast<float>(kBm25K1 * (1 - kBm25B + kBm25B * length / average)));

  scan.aliases_.resize(lengths.size());
  NP_ASSIGN_OR_RETURN(Query aliases,
                      connection->Prepare("SELECT passage, text FROM passage_alias"));
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, aliases.Step());
    if (!more) break;
    std::set<std::string> stems;
    for (const Token& token : Tokenize(aliases.Text(1))) {
      const bool word = token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber;
      if (word && !IsSearchStopWord(token.text)) stems.insert(token.stem);
    }
    if (!stems.empty() && stems.size() <= kMostAliasTerms)
      scan.aliases_[aliases.Int(0) - 1].push_back(stems);
  }

  NP_ASSIGN_OR_RETURN(Query make,
                      connection->Prepare("CREATE VIRTUAL TABLE temp.scanned USING "
                                          "fts5vocab('main', 'passage_fts', 'instance')"));
  NP_RETURN_IF_ERROR(make.Run());
  {
    NP_ASSIGN_OR_RETURN(Query instances,
                        connection->Prepare("SELECT term, doc, col, offset FROM temp.scanned"));
    while (true) {
      NP_ASSIGN_OR_RETURN(const bool more, instances.Step());
      if (!more) break;
      scan.places_[std::string(instances.Text(0))][static_cast<uint32_t>(instances.Int(1) - 1)]
          .push_back({instances.Text(2)[0], static_cast<int>(instances.Int(3))});
    }
  }
  NP_ASSIGN_OR_RETURN(Query drop, connection->Prepare("DROP TABLE temp.scanned"));
  NP_RETURN_IF_ERROR(drop.Run());
  return scan;
}

const FullScan::Passages& FullScan::PassagesWith(const std::string& stem) const {
  static const auto* const none = new Passages;
  const auto passages = places_.find(stem);
  return passages == places_.end() ? *none : passages->second;
}

int FullScan::Weight(const Place& place) {
  return place.column == 't'   ? kTitleFrequency
         : place.column == 'q' ? kQuestionFrequency
                               : kBodyFrequency;
}

int FullScan::Frequency(const Passages& passages, uint32_t passage) {
  const auto places = passages.find(passage);
  if (places == passages.end()) return 0;
  int frequency = 0;
  for (const Place& place : places->second) frequency += Weight(place);
  return std::min(frequency, kMostFrequency);
}

float FullScan::Idf(const std::string& stem) const {
  const auto n = static_cast<double>(PassagesWith(stem).size());
  const auto all = static_cast<double>(norms_.size());
  return static_cast<float>(std::log(1 + (all - n + 0.5) / (n + 0.5)));
}

int32_t FullScan::Share(const std::string& stem) const {
  return static_cast<int32_t>(std::lround(Idf(stem) * kScoreUnit));
}

bool FullScan::IsStop(const std::string& stem) const {
  const auto counts = stop_and_other_.find(stem);
  return counts != stop_and_other_.end() && counts->second.first > counts->second.second;
}

// A place of `first` counts if one of `second` follows in the same field within
// kPairReach words.
int FullScan::PairFrequency(const Places& first, const Places& second) {
  int frequency = 0;
  for (const Place& a : first) {
    const bool follows = std::any_of(second.begin(), second.end(), [&](const Place& b) {
      return b.column == a.column && b.offset > a.offset &&
             b.offset <= a.offset + static_cast<int>(kPairReach);
    });
    if (follows) frequency += a.column == 't' ? kTitleFrequency : kBodyFrequency;
  }
  return std::min(frequency, kMostFrequency);
}

int32_t FullScan::AliasScore(const std::set<std::string>& asked, uint32_t passage) const {
  int32_t best = 0;
  for (const std::set<std::string>& stems : aliases_[passage]) {
    if (!std::includes(asked.begin(), asked.end(), stems.begin(), stems.end())) continue;
    double value = 0;
    for (const std::string& stem : stems) value += Idf(stem);
    best = std::max(best, static_cast<int32_t>(std::lround(value * kScoreUnit)));
  }
  return best;
}

std::vector<ScoredPassage> FullScan::Best(const SearchPlan& plan, RankingParts parts, size_t most,
                                          const PassageSet* allowed) const {
  std::vector<std::string> stems;
  for (const PlannedTerm& term : plan.terms)
    stems.push_back(std::string(file_->index().Text(file_->index().terms()[term.term])));
  const std::set<std::string> asked(stems.begin(), stems.end());
  struct Asked {
    const Passages* passages;
    float idf;
    int32_t share;  // of a title's words
  };
  std::vector<Asked> terms;
  for (const std::string& stem : stems)
    terms.push_back({&PassagesWith(stem), Idf(stem), IsStop(stem) ? 0 : Share(stem)});
  std::vector<ScoredPassage> scored;
  for (uint32_t passage = 0; passage < norms_.size(); ++passage) {
    if (allowed != nullptr && !allowed->Contains(static_cast<int>(passage))) continue;
    int32_t score = 0;
    const auto saturated = [&](float weight, float idf, int frequency) {
      const auto scale = static_cast<float>(weight * idf * (kBm25K1 + 1) * kScoreUnit);
      const auto f = static_cast<float>(frequency);
      return static_cast<int32_t>(scale * (f / (f + norms_[passage])) + 0.5f);
    };
    int32_t covered = 0, heading = 0;
    for (size_t i = 0; i < stems.size(); ++i) {
      const int frequency = Frequency(*terms[i].passages, passage);
      if (frequency == 0) continue;
      score += saturated(plan.terms[i].weight, terms[i].idf, frequency);
      if (titles_[passage].count(stems[i]) > 0) covered += terms[i].share;
    }
    if (covered > 0) {
      for (const std::string& stem : titles_[passage]) heading += IsStop(stem) ? 0 : Share(stem);
    }
    if (parts.Has(RankingPart::kHeadingCoverage) && covered > 0) {
      // In single precision, and with one division a title, as the index keeps it.
      const auto share = static_cast<float>(covered);
      const float of_title = std::min(share * (1.0f / static_cast<float>(heading)), 1.0f);
      score += static_cast<int32_t>(static_cast<float>(kCoverageWeight) * share * of_title + 0.5f);
    }
    if (parts.Has(RankingPart::kSynonyms)) score += AliasScore(asked, passage);
    for (const PlannedPair& pair : plan.pairs) {
      const Asked &a = terms[pair.first], &b = terms[pair.second];
      if (a.passages->count(passage) == 0 || b.passages->count(passage) == 0) continue;
      const int frequency = PairFrequency(a.passages->at(passage), b.passages->at(passage));
      const float weight = static_cast<float>(kPairWeight) *
                           std::min(plan.terms[pair.first].weight, plan.terms[pair.second].weight);
      if (frequency > 0) score += saturated(weight, (a.idf + b.idf) / 2, frequency);
    }
    if (score > 0) scored.push_back({passage, score});
  }
  std::sort(scored.begin(), scored.end(), [](const ScoredPassage& a, const ScoredPassage& b) {
    return a.score != b.score ? a.score > b.score : a.passage < b.passage;
  });
  if (scored.size() > most) scored.resize(most);
  return scored;
}

}  // namespace needlepoint
