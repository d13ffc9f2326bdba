#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "service/answer/citations.h"
#include "service/answer/echo.h"
#include "service/api/api.h"
#include "service/api/document_time.h"
#include "service/api/errors.h"
#include "service/base/sha256.h"
#include "service/base/status_macros.h"
#include "service/pack/passage_reader.h"
#include "service/retrieve/snippet.h"

namespace needlepoint {
namespace {

constexpr int kMostReached = 10000;  // hits that pages reach
constexpr int kMostFacets = 10;
constexpr size_t kMostBuckets = 50;  // of a facet
constexpr int kMostOptions = 20;     // phrases, prefixes, exclusions, of each
constexpr size_t kShortestPrefix = 2;
constexpr int kDefaultSnippet = 240, kShortestSnippet = 40, kLongestSnippet = 1000;  // characters

using Served = std::shared_ptr<const ServedCollection>;

// A request, checked.
struct CheckedSearch {
  Filter filter;
  SearchRequest search;
  std::vector<Served> collections;
  Served guide;  // whose words are never taken for each other; null if there is none
  int size = 0, offset = 0;
  int snippet_chars = kDefaultSnippet;
  std::string token_key;  // what a page token has to begin with
};

// All that decides which hits there are and in which order.
std::string TokenKey(v1::SearchPassagesRequest request, const CheckedSearch& checked) {
  request.clear_page_token();
  request.clear_page_size();
  Sha256 hash;
  hash.Update(request.SerializeAsString());
  for (const Served& served : checked.collections)
    hash.Update(absl::StrCat(served->name, served->version()));
  if (checked.guide != nullptr) hash.Update(checked.guide->version());
  return ToHex(hash.Finish()).substr(0, 16);
}

std::string MakeToken(const CheckedSearch& checked, int offset) {
  return absl::StrCat(checked.token_key, ":", offset, ":",
                      absl::StrJoin(checked.collections, ",",
                                    [](std::string* out, const Served& served) {
                                      absl::StrAppend(out, served->name, "@", served->version());
                                    }),
                      ":", checked.guide == nullptr ? "" : checked.guide->version());
}

absl::Status BadToken() {
  return Invalid(
      "page_token is not of this request, or its version of the collection is no longer kept; "
      "start again without it",
      "PAGE_TOKEN_INVALID", "page_token");
}

// The versions a request searches: those that its page token began with, or
// those in service, the guide first.
absl::Status FindCollections(const v1::SearchPassagesRequest& request,
                             const CollectionRegistry& registry, CheckedSearch& checked) {
  if (request.page_token().empty()) {
    if (!request.collection().empty()) {
      NP_ASSIGN_OR_RETURN(Served served, registry.Get(request.collection()));
      checked.collections.push_back(std::move(served));
    } else {
      checked.collections = registry.List();
      std::stable_partition(checked.collections.begin(), checked.collections.end(),
                            [](const Served& served) { return served->name == kGuide; });
    }
    const absl::StatusOr<Served> guide = registry.Get(kGuide);
    if (guide.ok()) checked.guide = *guide;
    checked.token_key = TokenKey(request, checked);
    return absl::OkStatus();
  }
  const std::vector<std::string> parts = absl::StrSplit(request.page_token(), ':');
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[1], &checked.offset) || checked.offset < 0 ||
      checked.offset > kMostReached)
    return BadToken();
  for (const absl::string_view pinned : absl::StrSplit(parts[2], ',')) {
    const std::pair<std::string, std::string> name_version =
        absl::StrSplit(pinned, absl::MaxSplits('@', 1));
    absl::StatusOr<Served> served = registry.GetVersion(name_version.first, name_version.second);
    if (!served.ok()) return BadToken();
    checked.collections.push_back(*std::move(served));
  }
  if (!parts[3].empty()) {
    const absl::StatusOr<Served> guide = registry.GetVersion(kGuide, parts[3]);
    if (!guide.ok()) return BadToken();
    checked.guide = *guide;
  }
  checked.token_key = TokenKey(request, checked);
  return checked.token_key == parts[0] ? absl::OkStatus() : BadToken();
}

absl::Status CheckSizes(const v1::SearchPassagesRequest& request, const Limits& limits) {
  if (request.query().size() > static_cast<size_t>(limits.max_query_bytes))
    return TooLarge("query", "QUERY_TOO_LARGE", request.query().size(), limits.max_query_bytes);
  if (request.filter().size() > static_cast<size_t>(limits.max_filter_bytes)) {
    return TooLarge("filter", "FILTER_TOO_LARGE", request.filter().size(), limits.max_filter_bytes);
  }
  if (request.page_size() < 0) {
    return Invalid(absl::StrCat("page_size is negative; give 1 to ", limits.max_page_size,
                                ", or nothing for ", limits.default_page_size),
                   "PAGE_SIZE_OUT_OF_RANGE", "page_size");
  }
  const int chars = request.max_snippet_chars();
  if (chars != 0 && (chars < kShortestSnippet || chars > kLongestSnippet)) {
    return Invalid(absl::StrCat("max_snippet_chars is ", chars, "; give ", kShortestSnippet, " to ",
                                kLongestSnippet, ", or nothing for ", kDefaultSnippet),
                   "SNIPPET_SIZE_OUT_OF_RANGE", "max_snippet_chars");
  }
  const auto too_many = [](const char* field, int count, int most) {
    return Invalid(absl::StrCat(field, " has ", count, " entries; at most ", most, " are allowed"),
                   "TOO_MANY_ENTRIES", field);
  };
  if (request.phrases_size() > kMostOptions)
    return too_many("phrases", request.phrases_size(), kMostOptions);
  if (request.prefixes_size() > kMostOptions)
    return too_many("prefixes", request.prefixes_size(), kMostOptions);
  if (request.exclusions_size() > kMostOptions)
    return too_many("exclusions", request.exclusions_size(), kMostOptions);
  if (request.facets_size() > kMostFacets)
    return too_many("facets", request.facets_size(), kMostFacets);
  return absl::OkStatus();
}

absl::Status CheckWords(const v1::SearchPassagesRequest& request, SearchRequest& search) {
  const auto has_word = [](const std::string& text) { return CountWords(text) > 0; };
  const auto all = [](const auto& list, auto good) {
    return std::all_of(list.begin(), list.end(), good);
  };
  if (!all(request.phrases(), has_word))
    return Invalid("a phrase holds no word; give at least a letter or digit", "NO_WORD", "phrases");
  if (!all(request.exclusions(), has_word)) {
    return Invalid("an exclusion holds no word; give at least a letter or digit", "NO_WORD",
                   "exclusions");
  }
  const bool prefixes = all(request.prefixes(), [](const std::string& prefix) {
    std::vector<size_t> lengths;  // of its words, in characters
    VisitWords(prefix, [&](const std::string& word, TextSpan) {
      lengths.push_back(std::count_if(word.begin(), word.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
      }));
    });
    return lengths.size() == 1 && lengths[0] >= kShortestPrefix;
  });
  if (!prefixes) {
    return Invalid("a prefix is the beginning of one word, of 2 characters or more",
                   "PREFIX_INVALID", "prefixes");
  }
  search.phrases.assign(request.phrases().begin(), request.phrases().end());
  search.prefixes.assign(request.prefixes().begin(), request.prefixes().end());
  search.exclusions.assign(request.exclusions().begin(), request.exclusions().end());
  return absl::OkStatus();
}

absl::Status CheckOrder(const std::string& order_by, SearchRequest& search) {
  if (order_by.empty() || order_by == "relevance") return absl::OkStatus();
  search.order = order_by == "date" ? SearchOrder::kOldestFirst : SearchOrder::kNewestFirst;
  if (order_by == "date" || order_by == "date desc") return absl::OkStatus();
  return Invalid("order_by is none of \"relevance\", \"date\" and \"date desc\"",
                 "ORDER_BY_UNKNOWN", "order_by");
}

absl::Status Check(const v1::SearchPassagesRequest& request, const Limits& limits,
                   const CollectionRegistry& registry, CheckedSearch& checked) {
  NP_RETURN_IF_ERROR(CheckSizes(request, limits));
  absl::StatusOr<Filter> filter = Filter::Parse(request.filter());
  if (!filter.ok()) return WithDetail(filter.status(), {"FILTER_INVALID", "filter"});
  checked.filter = *std::move(filter);
  SearchRequest& search = checked.search;
  NP_RETURN_IF_ERROR(CheckWords(request, search));
  NP_RETURN_IF_ERROR(CheckOrder(request.order_by(), search));
  for (const std::string& field : request.facets()) {
    if (field == "date" || !Filter::IsField(field)) {
      return Invalid("a facet is none of the fields of a filter, or is date; leave it out",
                     "FACET_UNKNOWN", "facets");
    }
  }
  NP_RETURN_IF_ERROR(FindCollections(request, registry, checked));
  search.query = request.query();
  search.filter = &checked.filter;
  if (!v1::GroupBy_IsValid(request.group_by())) {
    return Invalid("a group_by that there is not; see the enum GroupBy", "GROUP_BY_UNKNOWN",
                   "group_by");
  }
  search.by_document = request.group_by() == v1::GROUP_BY_DOCUMENT;
  search.exact_total = request.exact_total();
  search.keep_matching = request.facets_size() > 0;
  for (const int part : request.disabled_ranking_parts()) {
    if (part == v1::RANKING_PART_UNSPECIFIED || !v1::RankingPart_IsValid(part)) {
      return Invalid("a ranking part that there is not; see the enum RankingPart",
                     "RANKING_PART_UNKNOWN", "disabled_ranking_parts");
    }
    search.parts = search.parts.Without(static_cast<RankingPart>(part));
  }
  // More than the most is cut to it; AIP-158.
  checked.size = request.page_size() == 0 ? limits.default_page_size
                                          : std::min(request.page_size(), limits.max_page_size);
  if (request.max_snippet_chars() != 0) checked.snippet_chars = request.max_snippet_chars();
  return absl::OkStatus();
}

// What one collection found, and where.
struct FoundIn {
  Served served;
  PassageSearchResult result;
};

// A hit of one of them.
struct MergedHit {
  const FoundIn* found;
  const SearchedPassage* hit;
};

std::vector<MergedHit> Merge(const std::vector<FoundIn>& found, SearchOrder order) {
  std::vector<MergedHit> merged;
  for (const FoundIn& one : found) {
    for (const SearchedPassage& hit : one.result.hits) merged.push_back({&one, &hit});
  }
  std::stable_sort(merged.begin(), merged.end(), [&](const MergedHit& a, const MergedHit& b) {
    if (order == SearchOrder::kRelevance) return a.hit->score > b.hit->score;
    const std::string &x = a.hit->date, &y = b.hit->date;
    if (x.empty() || y.empty()) return !x.empty() && y.empty();  // undated last
    return order == SearchOrder::kNewestFirst ? x > y : x < y;
  });
  return merged;
}

void FillSpans(absl::string_view text, const std::vector<TextSpan>& spans,
               google::protobuf::RepeatedPtrField<v1::Span>& out) {
  for (const TextSpan& span : spans) {
    v1::Span* added = out.Add();
    added->set_start(span.start);
    added->set_end(span.end);
  }
  FillUtf16Offsets(text, out);
}

// What the pack knows of a passage beyond its text.
void FillFromPack(const Snapshot& pack, int index, v1::SearchHit& out) {
  const Knowledge& k = pack.knowledge();
  const Passage& passage = k.passages[index];
  out.set_title(passage.title);
  out.set_topic_id(passage.topic);
  const Fact* best = nullptr;
  for (const int statement : passage.statements) {
    for (const int fact : k.statements[statement].facts) {
      if (best == nullptr) {
        const int source = pack.FindSource(k.facts[fact].source_ids.front());
        out.set_issuer_type(IssuerTypeOf(k.sources[source].issuer_type));
      }
      if (best == nullptr || k.facts[fact].grade < best->grade) best = &k.facts[fact];
    }
  }
  if (best != nullptr) out.set_grade(static_cast<v1::Grade>(static_cast<int>(best->grade) + 1));
}

// Fills hits of one collection over one connection.
class HitWriter {
 public:
  static absl::StatusOr<HitWriter> Create(const FoundIn& found, const CheckedSearch& checked,
                                          bool explain) {
    NP_ASSIGN_OR_RETURN(PassageReader reader, PassageReader::Create(found.served->snapshot_file()));
    return HitWriter(found, checked, explain, std::move(reader));
  }

  absl::Status Fill(const SearchedPassage& hit, v1::SearchHit& out) {
    const ServedCollection& served = *found_->served;
    const IndexView& index = served.search->index();
    const SearchPlan& plan = found_->result.plan;
    NP_ASSIGN_OR_RETURN(const PassageText text, reader_.ReadText(hit.passage));
    const absl::string_view key = index.Key(hit.passage);
    out.set_passage_id(absl::StrCat(served.name, "/", key));
    out.set_document_id(absl::StrCat(served.name, "/", key.substr(0, key.rfind('#'))));
    out.set_collection(served.name);
    out.set_score(static_cast<double>(hit.score) / kScoreUnit);
    out.set_document_passage_count(hit.document_passages);
    if (served.kind() == CollectionKind::kPack) {
      FillFromPack(served.snapshot(), static_cast<int>(hit.passage), out);
    } else {
      out.set_title(std::string(text.title));
      out.set_uri(std::string(text.uri));
      out.set_issuer_type(v1::ISSUER_TYPE_OWN_DOCUMENT);
      if (const auto time = DocumentTime(text.date)) *out.mutable_document_time() = *time;
    }
    FillSpans(out.title(), TitleHighlights(index, plan, hit.passage, out.title()),
              *out.mutable_title_highlights());
    Snippet snippet = MakeSnippet(index, plan, hit.passage, text.body, checked_->snippet_chars);
    out.set_snippet(std::move(snippet.text));
    FillSpans(out.snippet(), snippet.highlights, *out.mutable_highlights());
    const auto contradicted = served.search->contradicted().find(hit.passage);
    if (contradicted != served.search->contradicted().end()) {
      *out.mutable_contradicted_rule_ids() = {contradicted->second.begin(),
                                              contradicted->second.end()};
    }
    // An order by date leaves the scores to be made here.
    const bool unscored = checked_->search.order != SearchOrder::kRelevance;
    if (explain_ || unscored) {
      int32_t sum = 0;
      for (const Contribution& part :
           ExplainScore(index, plan, checked_->search.parts, hit.passage)) {
        sum += part.value;
        if (!explain_) continue;
        v1::ScoreContribution* added = out.mutable_explanation()->add_contributions();
        added->set_part(static_cast<v1::RankingPart>(part.part));
        added->set_term(part.term);
        added->set_value(static_cast<double>(part.value) / kScoreUnit);
      }
      if (unscored) out.set_score(static_cast<double>(sum) / kScoreUnit);
    }
    return absl::OkStatus();
  }

 private:
  HitWriter(const FoundIn& found, const CheckedSearch& checked, bool explain, PassageReader reader)
      : found_(&found), checked_(&checked), explain_(explain), reader_(std::move(reader)) {}

  const FoundIn* found_;
  const CheckedSearch* checked_;
  bool explain_;
  PassageReader reader_;
};

absl::Status FillFacets(const v1::SearchPassagesRequest& request, const std::vector<FoundIn>& found,
                        v1::SearchPassagesResponse& response) {
  const bool by_document = request.group_by() == v1::GROUP_BY_DOCUMENT;
  for (const std::string& field : request.facets()) {
    std::map<std::string, int> counts;
    for (const FoundIn& one : found) {
      NP_ASSIGN_OR_RETURN(
          const std::vector<FacetCount> facet,
          one.served->search->CountFacet(field, *one.result.matching, by_document, kMostReached));
      for (const FacetCount& value : facet) counts[value.value] += value.count;
    }
    std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (sorted.size() > kMostBuckets) sorted.resize(kMostBuckets);
    v1::Facet* out = response.add_facets();
    out->set_field(field);
    for (const auto& [value, count] : sorted) {
      v1::FacetBucket* bucket = out->add_buckets();
      bucket->set_value(value);
      bucket->set_count(count);
      bucket->set_label(absl::StrReplaceAll(value, {{"_", " "}, {"-", " "}}));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Api::SearchPassages(const v1::SearchPassagesRequest& request,
                                 v1::SearchPassagesResponse& response) const {
  CheckedSearch checked;
  NP_RETURN_IF_ERROR(Check(request, limits_, collections_, checked));
  if (checked.guide != nullptr) checked.search.never_cross = &checked.guide->never_cross;

  // One more than is shown, to see whether there is a next page.
  const int reached = std::min(checked.offset + checked.size, kMostReached);
  std::vector<FoundIn> found;
  int total = 0;
  bool exact = true, any_words = false, filtered_out = false;
  for (const Served& served : checked.collections) {
    NP_ASSIGN_OR_RETURN(PassageSearchResult result,
                        served->search->Search(checked.search, static_cast<size_t>(reached) + 1));
    total += result.total;
    exact = exact && result.total_exact;
    any_words = any_words || result.plan.has_words;
    filtered_out = filtered_out || result.filtered_out;
    found.push_back({served, std::move(result)});
  }
  const std::vector<MergedHit> merged = Merge(found, checked.search.order);
  std::map<const FoundIn*, HitWriter> writers;
  for (int i = checked.offset; i < reached && i < static_cast<int>(merged.size()); ++i) {
    auto writer = writers.find(merged[i].found);
    if (writer == writers.end()) {
      NP_ASSIGN_OR_RETURN(HitWriter made,
                          HitWriter::Create(*merged[i].found, checked, request.explain()));
      writer = writers.emplace(merged[i].found, std::move(made)).first;
    }
    NP_RETURN_IF_ERROR(writer->second.Fill(*merged[i].hit, *response.add_hits()));
  }
  NP_RETURN_IF_ERROR(FillFacets(request, found, response));
  for (const FoundIn& one : found) {
    // The first collection's reading; the guide's where it is searched.
    if (response.corrected_query().empty())
      response.set_corrected_query(SearchPlanner::Corrected(request.query(), one.result.plan));
  }
  response.set_total_size(total);
  response.set_total_size_exact(exact);
  if (static_cast<int>(merged.size()) > reached && reached < kMostReached)
    response.set_next_page_token(MakeToken(checked, reached));
  if (!checked.collections.empty())
    response.set_knowledge_version(checked.collections.front()->version());
  if (merged.empty()) {
    response.set_empty_result_reason(filtered_out ? v1::EMPTY_RESULT_REASON_FILTERED_OUT
                                     : any_words  ? v1::EMPTY_RESULT_REASON_NO_MATCH
                                                  : v1::EMPTY_RESULT_REASON_NO_WORDS);
  }
  return absl::OkStatus();
}

}  // namespace needlepoint
