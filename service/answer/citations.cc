#include "service/answer/citations.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace needlepoint {

std::vector<int> Citations::Numbers(const std::vector<int>& facts, int passage) {
  std::vector<int> numbers;
  for (const int fact : facts) {
    const auto it = std::find(facts_.begin(), facts_.end(), fact);
    numbers.push_back(static_cast<int>(it - facts_.begin()) + 1);
    if (it == facts_.end()) {
      facts_.push_back(fact);
      passages_.push_back(passage);
    }
  }
  return numbers;
}

v1::IssuerType IssuerTypeOf(absl::string_view issuer_type) {
  if (issuer_type.empty()) return v1::ISSUER_TYPE_JOURNAL_OR_REFERENCE;
  if (absl::StartsWith(issuer_type, "regulator")) return v1::ISSUER_TYPE_REGULATOR;
  if (absl::StartsWith(issuer_type, "professional-society") ||
      absl::StartsWith(issuer_type, "society")) {
    return v1::ISSUER_TYPE_PROFESSIONAL_SOCIETY;
  }
  if (absl::StartsWith(issuer_type, "hospital")) return v1::ISSUER_TYPE_HEALTH_SERVICE;
  if (absl::StartsWith(issuer_type, "journal")) return v1::ISSUER_TYPE_JOURNAL_OR_REFERENCE;
  if (absl::StartsWith(issuer_type, "manufacturer")) return v1::ISSUER_TYPE_MANUFACTURER_OR_SELLER;
  if (issuer_type == "clinic") return v1::ISSUER_TYPE_CLINIC;
  return v1::ISSUER_TYPE_PRESS_OR_WEB;
}

std::vector<v1::Citation> Citations::Build() const {
  std::vector<v1::Citation> citations;
  for (size_t i = 0; i < facts_.size(); ++i) {
    const Fact& fact = snapshot_.knowledge().facts[facts_[i]];
    const Source& source =
        snapshot_.knowledge().sources[snapshot_.FindSource(fact.source_ids.front())];
    v1::Citation citation;
    citation.set_number(static_cast<int>(i) + 1);
    citation.set_fact_id(fact.id);
    citation.set_source_id(source.id);
    citation.set_title(source.title);
    citation.set_authors(source.authors);
    if (source.year.has_value()) citation.set_year(*source.year);
    citation.set_undated(!source.year.has_value());
    citation.set_uri(source.uri);
    citation.set_issuer(source.issuer);
    citation.set_issuer_type(IssuerTypeOf(source.issuer_type));
    citation.set_locator(fact.locator);
    citation.set_grade(static_cast<v1::Grade>(static_cast<int>(fact.grade) + 1));
    citation.set_support(fact.claim);
    citation.set_collection(collection_);
    citation.set_read_as_copy(source.read_as_copy);
    if (passages_[i] >= 0) {
      citation.set_passage_id(
          absl::StrCat(collection_, "/", snapshot_.knowledge().passages[passages_[i]].id));
    }
    for (size_t s = 1; s < fact.source_ids.size(); ++s)
      citation.add_other_source_ids(fact.source_ids[s]);
    citations.push_back(std::move(citation));
  }
  return citations;
}

}  // namespace needlepoint
