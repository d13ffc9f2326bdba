#include "service/retrieve/passage_search.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "service/base/status_macros.h"
#include "service/text/analyzer.h"

namespace needlepoint {
namespace {

std::vector<std::string> FoldedWords(absl::string_view text) {
  std::vector<std::string> words;
  VisitWords(text, [&](const std::string& word, TextSpan) { words.push_back(word); });
  return words;
}

// "faq/returns" of "faq/returns#2".
absl::string_view PathOf(absl::string_view key) { return key.substr(0, key.rfind('#')); }

// Adds the passages of rows (first passage, count).
absl::Status AddRanges(Query& query, PassageSet& set) {
  while (true) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return absl::OkStatus();
    const int64_t first = query.Int(0) - 1, end = first + query.Int(1);
    if (first < 0 || end > set.passage_count())
      return absl::DataLossError("an attribute belongs to a passage that is not there");
    for (int64_t passage = first; passage < end; ++passage) set.Add(static_cast<int>(passage));
  }
}

// Passages that hold the words of `phrase` one after the other.
absl::StatusOr<PassageSet> WithPhrase(const Database& database, absl::string_view phrase,
                                      int passages) {
  if (FoldedWords(phrase).empty())
    return absl::InvalidArgumentError("it holds no word; give at least one letter or digit");
  // A quoted string, in which FTS5 knows no operators.
  const std::string match = absl::StrCat(
      "\"", absl::StrReplaceAll(phrase, {{"\"", " "}, {absl::string_view("\0", 1), " "}}), "\"");
  NP_ASSIGN_OR_RETURN(
      Query query, database.Prepare("SELECT rowid, 1 FROM passage_fts WHERE passage_fts MATCH ?"));
  query.Bind(1, match);
  PassageSet set(passages);
  NP_RETURN_IF_ERROR(AddRanges(query, set));
  return set;
}

}  // namespace

// Fields of passages: of the snapshot's tables, and what service adds.
class PassageSearch::Attributes final : public AttributeSource {
 public:
  Attributes(const PassageSearch& search, const Database& database)
      : search_(search), database_(database) {}

  int passage_count() const override { return static_cast<int>(search_.index().passages()); }

  absl::StatusOr<PassageSet> Find(absl::string_view field, Comparison comparison,
                                  absl::string_view value) const override {
    if (field == "collection") {
      const bool all =
          comparison == Comparison::kPresent || absl::EqualsIgnoreCase(value, search_.collection_);
      return all ? PassageSet::All(passage_count()) : PassageSet(passage_count());
    }
    PassageSet set(passage_count());
    if (field == "contradicted_rule") {
      for (const auto& [passage, rules] : search_.contradicted_) {
        const bool found = comparison == Comparison::kPresent ||
                           std::any_of(rules.begin(), rules.end(), [&](const std::string& rule) {
                             return absl::EqualsIgnoreCase(rule, value);
                           });
        if (found) set.Add(static_cast<int>(passage));
      }
      return set;
    }
    NP_ASSIGN_OR_RETURN(Query query, database_.Prepare(absl::StrCat(
                                         "SELECT passage, count FROM attribute WHERE field = ?1",
                                         comparison == Comparison::kPresent ? "" : " AND value ",
                                         Sql(comparison))));
    query.Bind(1, field);
    if (comparison != Comparison::kPresent) query.Bind(2, value);
    NP_RETURN_IF_ERROR(AddRanges(query, set));
    return set;
  }

 private:
  static absl::string_view Sql(Comparison comparison) {
    switch (comparison) {
      case Comparison::kPresent:
        return "";
      case Comparison::kEqual:
        return "= ?2";
      case Comparison::kLess:
        return "< ?2";
      case Comparison::kLessOrEqual:
        return "<= ?2";
      case Comparison::kGreater:
        return "> ?2";
      case Comparison::kGreaterOrEqual:
        return ">= ?2";
    }
    return "";
  }

  const PassageSearch& search_;
  const Database& database_;
};

PassageSearch::PassageSearch(std::shared_ptr<const SnapshotFile> file, std::string collection,
                             ContradictedRules contradicted)
    : file_(std::move(file)),
      collection_(std::move(collection)),
      contradicted_(std::move(contradicted)),
      planner_(file_->index()) {}

bool PassageSearch::SameDocument(uint32_t a, uint32_t b) const {
  return PathOf(index().Key(a)) == PathOf(index().Key(b));
}

PassageRange PassageSearch::DocumentOf(uint32_t passage) const {
  PassageRange document = {passage, passage + 1};
  while (document.first > 0 && SameDocument(document.first - 1, passage)) --document.first;
  while (document.end < index().passages() && SameDocument(document.end, passage)) ++document.end;
  return document;
}

int PassageSearch::CountDocuments(const PassageSet& passages) const {
  int documents = 0;
  int before = -1;
  // A document's passages follow each other.
  passages.ForEach([&](int passage) {
    if (before < 0 || !SameDocument(before, passage)) ++documents;
    before = passage;
  });
  return documents;
}

PassageSet PassageSearch::WithPrefix(absl::string_view folded_prefix) const {
  const absl::Span<const WordRecord> words = index().words();
  auto word = std::lower_bound(
      words.begin(), words.end(), folded_prefix,
      [&](const WordRecord& w, absl::string_view prefix) { return index().Text(w) < prefix; });
  SearchPlan plan;
  for (; word != words.end() && absl::StartsWith(index().Text(*word), folded_prefix); ++word)
    plan.terms.push_back({word->term});
  return MatchingPassages(index(), plan, RankingParts::All().Without(RankingPart::kSynonyms));
}

absl::StatusOr<std::optional<PassageSet>> PassageSearch::Restrict(
    const Database& database, const SearchRequest& request) const {
  const int passages = static_cast<int>(index().passages());
  std::optional<PassageSet> allowed;
  const auto keep = [&](const PassageSet& set) {
    if (allowed.has_value()) {
      allowed->And(set);
    } else {
      allowed = set;
    }
  };
  if (request.filter != nullptr && !request.filter->always()) {
    NP_ASSIGN_OR_RETURN(const PassageSet set,
                        request.filter->Evaluate(Attributes(*this, database)));
    keep(set);
  }
  for (const std::string& phrase : request.phrases) {
    NP_ASSIGN_OR_RETURN(const PassageSet set, WithPhrase(database, phrase, passages));
    keep(set);
  }
  for (const std::string& prefix : request.prefixes) {
    const std::vector<std::string> words = FoldedWords(prefix);
    if (words.size() != 1)
      return absl::InvalidArgumentError("a prefix is the beginning of one word");
    keep(WithPrefix(words[0]));
  }
  for (const std::string& exclusion : request.exclusions) {
    NP_ASSIGN_OR_RETURN(PassageSet set, WithPhrase(database, exclusion, passages));
    set.Complement();
    keep(set);
  }
  return allowed;
}

std::vector<SearchedPassage> PassageSearch::Rank(const SearchPlan& plan,
                                                 const SearchRequest& request,
                                                 const PassageSet* allowed, size_t most) const {
  const std::vector<ScoredPassage> best =
      NeedsScan(request.parts) ? BestPassagesByScan(index(), plan, request.parts, most, allowed)
                               : BestPassages(index(), plan, request.parts, most, allowed);
  std::vector<SearchedPassage> hits;
  for (const ScoredPassage& scored : best) hits.push_back({scored.passage, scored.score});
  return hits;
}

std::vector<SearchedPassage> PassageSearch::RankDocuments(const SearchPlan& plan,
                                                          const SearchRequest& request,
                                                          const PassageSet* allowed,
                                                          const PassageSet& matching,
                                                          size_t most) const {
  std::vector<SearchedPassage> documents;
  for (size_t passages = 2 * most;; passages *= 4) {
    const std::vector<SearchedPassage> hits = Rank(plan, request, allowed, passages);
    documents.clear();
    absl::flat_hash_set<absl::string_view> seen;
    for (const SearchedPassage& hit : hits) {
      if (documents.size() == most) break;
      if (seen.insert(PathOf(index().Key(hit.passage))).second) documents.push_back(hit);
    }
    if (documents.size() == most || hits.size() < passages) break;
  }
  for (SearchedPassage& document : documents) {
    const PassageRange range = DocumentOf(document.passage);
    for (uint32_t passage = range.first; passage < range.end; ++passage)
      document.document_passages += matching.Contains(static_cast<int>(passage)) ? 1 : 0;
  }
  return documents;
}

absl::StatusOr<std::vector<SearchedPassage>> PassageSearch::OrderByDate(
    const Database& database, const SearchRequest& request, const PassageSet& matching,
    size_t most) const {
  const bool newest = request.order == SearchOrder::kNewestFirst;
  NP_ASSIGN_OR_RETURN(Query query, database.Prepare(absl::StrCat(
                                       "SELECT passage, count, value FROM attribute WHERE field = "
                                       "'date' ORDER BY value ",
                                       newest ? "DESC" : "ASC", ", passage")));
  std::vector<SearchedPassage> hits;
  PassageSet undated = matching;
  const auto add = [&](uint32_t passage, absl::string_view date) {
    const bool repeats =
        request.by_document && !hits.empty() && SameDocument(hits.back().passage, passage);
    if (repeats) {
      ++hits.back().document_passages;
    } else if (hits.size() < most) {
      hits.push_back({passage, 0, request.by_document ? 1 : 0, std::string(date)});
    }
  };
  while (hits.size() < most) {
    NP_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) break;
    for (int64_t i = 0; i < query.Int(1); ++i) {
      const int64_t passage = query.Int(0) - 1 + i;
      if (passage < 0 || passage >= matching.passage_count() ||
          !undated.Contains(static_cast<int>(passage)))
        continue;
      add(static_cast<uint32_t>(passage), query.Text(2));
      undated.Remove(static_cast<int>(passage));
    }
  }
  // What has no date comes last, either way.
  undated.ForEach([&](int passage) { add(static_cast<uint32_t>(passage), ""); });
  return hits;
}

absl::StatusOr<PassageSearchResult> PassageSearch::Search(const SearchRequest& request,
                                                          size_t most) const {
  PassageSearchResult result;
  result.plan = planner_.Plan(request.query, request.parts, request.never_cross);
  const bool filtered = request.filter != nullptr && !request.filter->always();
  const bool restricted = filtered || !request.phrases.empty() || !request.prefixes.empty() ||
                          !request.exclusions.empty();
  const bool by_date = request.order != SearchOrder::kRelevance;
  std::optional<SnapshotFile::Connection> connection;
  std::optional<PassageSet> allowed;
  if (restricted || by_date) {
    NP_ASSIGN_OR_RETURN(SnapshotFile::Connection opened, file_->Connect());
    connection.emplace(std::move(opened));
    NP_ASSIGN_OR_RETURN(allowed, Restrict(**connection, request));
  }
  const PassageSet* only = allowed.has_value() ? &*allowed : nullptr;

  // Without a word, everything is found that a condition asks for.
  const bool everything =
      !result.plan.has_words && (filtered || !request.phrases.empty() || !request.prefixes.empty());
  std::optional<PassageSet> matching;
  if (everything || by_date || request.by_document || request.exact_total ||
      request.keep_matching) {
    matching = everything ? PassageSet::All(static_cast<int>(index().passages()))
                          : MatchingPassages(index(), result.plan, request.parts);
    if (only != nullptr) matching->And(*only);
  }
  if (by_date) {
    NP_ASSIGN_OR_RETURN(result.hits, OrderByDate(**connection, request, *matching, most));
  } else if (everything) {
    matching->ForEach([&](int number) {
      const auto passage = static_cast<uint32_t>(number);
      const bool repeats = request.by_document && !result.hits.empty() &&
                           SameDocument(result.hits.back().passage, passage);
      if (repeats) {
        ++result.hits.back().document_passages;
      } else if (result.hits.size() < most) {
        result.hits.push_back({passage, 0, request.by_document ? 1 : 0});
      }
    });
  } else if (request.by_document) {
    result.hits = RankDocuments(result.plan, request, only, *matching, most);
  } else {
    result.hits = Rank(result.plan, request, only, most);
  }

  result.total = static_cast<int>(result.hits.size());
  result.total_exact = result.hits.size() < most;
  if (matching.has_value()) {
    result.total = request.by_document ? CountDocuments(*matching) : matching->Count();
    result.total_exact = true;
  }
  if (result.hits.empty() && restricted) {
    result.filtered_out =
        everything || !MatchingPassages(index(), result.plan, request.parts).empty();
  }
  if (request.keep_matching) result.matching = std::move(matching);
  return result;
}

absl::StatusOr<std::vector<FacetCount>> PassageSearch::CountFacet(absl::string_view field,
                                                                  const PassageSet& matching,
                                                                  bool by_document,
                                                                  size_t most) const {
  std::map<std::string, int> counts;
  const auto count = [&](const std::string& value, int64_t first, int64_t passages) {
    int64_t before = -1;
    for (int64_t passage = first; passage < first + passages; ++passage) {
      if (!matching.Contains(static_cast<int>(passage))) continue;
      const bool repeats =
          by_document && before >= 0 &&
          SameDocument(static_cast<uint32_t>(before), static_cast<uint32_t>(passage));
      if (!repeats) ++counts[value];
      before = passage;
    }
  };
  if (field == "collection") {
    count(collection_, 0, matching.passage_count());
  } else if (field == "contradicted_rule") {
    for (const auto& [passage, rules] : contradicted_) {
      for (const std::string& rule : rules) count(rule, passage, 1);
    }
  } else {
    NP_ASSIGN_OR_RETURN(const SnapshotFile::Connection connection, file_->Connect());
    NP_ASSIGN_OR_RETURN(
        Query query,
        connection->Prepare("SELECT value, passage, count FROM attribute WHERE field = ?"));
    query.Bind(1, field);
    while (true) {
      NP_ASSIGN_OR_RETURN(const bool more, query.Step());
      if (!more) break;
      count(std::string(query.Text(0)), query.Int(1) - 1, query.Int(2));
    }
  }
  std::vector<FacetCount> facet;
  for (const auto& [value, passages] : counts) facet.push_back({value, passages});
  std::stable_sort(facet.begin(), facet.end(),
                   [](const FacetCount& a, const FacetCount& b) { return a.count > b.count; });
  if (facet.size() > most) facet.resize(most);
  return facet;
}

}  // namespace needlepoint
