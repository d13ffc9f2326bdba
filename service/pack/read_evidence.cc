#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/pack/knowledge_reader.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

std::string Text(const Json& node, const char* key) {
  const auto it = node.find(key);
  if (it == node.end() || it->is_null()) return "";
  return it->is_string() ? it->get<std::string>() : it->dump();
}

// CSL-JSON names: a literal, or family and given.
std::string Authors(const Json& source) {
  std::vector<std::string> names;
  const auto it = source.find("author");
  if (it == source.end() || !it->is_array()) return "";
  for (const Json& author : *it) {
    const std::string literal = Text(author, "literal");
    names.push_back(literal.empty() ? std::string(absl::StripAsciiWhitespace(absl::StrCat(
                                          Text(author, "family"), " ", Text(author, "given"))))
                                    : literal);
    if (names.size() == 3 && it->size() > 3) {
      names.push_back("et al.");
      break;
    }
  }
  return absl::StrJoin(names, ", ");
}

std::optional<int> Year(const Json& source) {
  const auto issued = source.find("issued");
  if (issued == source.end()) return std::nullopt;
  const auto parts = issued->find("date-parts");
  if (parts == issued->end() || parts->empty() || (*parts)[0].empty()) return std::nullopt;
  const Json& year = (*parts)[0][0];
  return year.is_number_integer() ? std::optional<int>(year.get<int>()) : std::nullopt;
}

std::string Uri(const Json& source) {
  const std::string url = Text(source, "URL");
  if (!url.empty()) return url;
  const std::string doi = Text(source, "DOI");
  return doi.empty() ? "" : absl::StrCat("https://doi.org/", doi);
}

}  // namespace

bool KnowledgeReader::IsListOfMaps(const Document& document) {
  const Json& value = document.value();
  if (!document.ok()) return false;  // told already
  if (value.is_array() &&
      std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_object(); })) {
    return true;
  }
  out_.faults.push_back(
      {document.file(), 1, "expected a list of entries, each a map; see evidence/README.md"});
  return false;
}

std::vector<std::string> Strings(const Json& node) {
  if (node.is_string()) return {node.get<std::string>()};
  std::vector<std::string> strings;
  for (const Json& item : node)
    strings.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  return strings;
}

void KnowledgeReader::ReadSources(const Document& document) {
  if (!IsListOfMaps(document)) return;
  for (const Json& node : document.value()) {
    Source source;
    source.id = Text(node, "id");
    source.title = Text(node, "title");
    source.authors = Authors(node);
    source.year = Year(node);
    source.uri = Uri(node);
    source.issuer = Text(node, "publisher");
    if (source.issuer.empty()) source.issuer = Text(node, "container-title");
    if (const auto custom = node.find("custom"); custom != node.end()) {
      source.issuer_type = Text(*custom, "issuer_type");
    }
    source.read_as_copy = absl::StrContains(source.issuer_type, "copy") ||
                          absl::StrContains(source.issuer_type, "secondary") ||
                          absl::StrContains(Text(node, "note"), "cop");
    if (!sources_.emplace(source.id, static_cast<int>(out_.knowledge.sources.size())).second) {
      out_.faults.push_back({document.file(), 0,
                             absl::StrCat("the source '", source.id, "' stands twice; keep one")});
      continue;
    }
    out_.knowledge.sources.push_back(std::move(source));
  }
}

void KnowledgeReader::ReadFacts(const Document& document) {
  if (!IsListOfMaps(document)) return;
  for (size_t i = 0; i < document.value().size(); ++i) {
    const Json& node = document.value()[i];
    const std::string pointer = absl::StrCat("/", i);
    Fact fact;
    fact.id = Text(node, "id");
    fact.topic = Text(node, "topic");
    fact.claim = Text(node, "claim");
    fact.locator = Text(node, "locator");
    if (node.contains("values")) fact.values = node["values"].dump();
    if (const auto applies = node.find("applies_to"); applies != node.end()) {
      fact.setting =
          applies->contains("setting") ? absl::StrJoin(Strings((*applies)["setting"]), ",") : "";
      if (applies->contains("device")) fact.devices = Strings((*applies)["device"]);
      if (applies->contains("jurisdiction"))
        fact.jurisdictions = Strings((*applies)["jurisdiction"]);
    }
    const std::optional<Grade> grade = ParseGrade(Text(node, "grade"));
    if (!grade.has_value()) {
      out_.faults.push_back(document.FaultAt(
          pointer,
          absl::StrCat("the fact '", fact.id, "' has no known grade; see evidence/README.md")));
      continue;
    }
    fact.grade = *grade;
    for (const std::string& id :
         node.contains("sources") ? Strings(node["sources"]) : std::vector<std::string>()) {
      if (!sources_.contains(id)) {
        out_.faults.push_back(
            document.FaultAt(pointer, absl::StrCat("the fact '", fact.id, "' names the source '",
                                                   id, "', which is in no sources file")));
        continue;
      }
      fact.source_ids.push_back(id);
    }
    if (fact.source_ids.empty() || fact.claim.empty()) {
      out_.faults.push_back(document.FaultAt(
          pointer, absl::StrCat("the fact '", fact.id, "' needs a claim and a source")));
      continue;
    }
    if (!facts_.emplace(fact.id, static_cast<int>(out_.knowledge.facts.size())).second) {
      out_.faults.push_back(document.FaultAt(
          pointer,
          absl::StrCat("the fact '", fact.id, "' stands twice; ids are unique over all files")));
      continue;
    }
    out_.knowledge.facts.push_back(std::move(fact));
    out_.fact_places.push_back({document.file(), document.Line(pointer)});
  }
}

void KnowledgeReader::ReadUnusedFacts(const Document& document) {
  if (!document.ok()) return;
  for (size_t i = 0; i < document.value().size(); ++i) {
    const Json& node = document.value()[i];
    out_.unused_facts.push_back({Text(node, "id"),
                                 Text(node, "reason"),
                                 {document.file(), document.Line(absl::StrCat("/", i))}});
  }
}

}  // namespace needlepoint
