#include "service/answer/citations.h"

#include <algorithm>

#include "absl/strings/ascii.h"
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
  v1::IssuerType type = v1::ISSUER_TYPE_UNSPECIFIED;
  v1::IssuerType_Parse(
      absl::StrCat("ISSUER_TYPE_", absl::AsciiStrToUpper(IssuerTypeName(issuer_type))), &type);
  return type;
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
