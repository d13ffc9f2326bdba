#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

#include "service/pack/knowledge_reader.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

std::string TextAt(const Json& node, const char* key) { return node.value(key, std::string()); }

std::optional<int> IntAt(const Json& node, const char* key) {
  if (!node.contains(key)) return std::nullopt;
  return node[key].get<int>();
}

}  // namespace

Range KnowledgeReader::ReadRange(const Document& document, const Json& node,
                                 const std::string& pointer) {
  const Json& range = node.at("range");
  return {range[0].get<double>(), range[1].get<double>(),
          Facts(document, node.at("facts"), pointer + "/facts")};
}

// The statements that `node[key]` names; none if there is no such list.
std::vector<int> KnowledgeReader::NamedStatements(const Document& document, const Json& node,
                                                  const char* key, const std::string& pointer) {
  std::vector<int> statements;
  if (!node.contains(key)) return statements;
  for (const std::string& id : Strings(node[key])) {
    const auto it = statements_.find(id);
    if (it == statements_.end()) {
      out_.faults.push_back(document.FaultAt(absl::StrCat(pointer, "/", key),
                                             absl::StrCat("no statement '", id, "'")));
    } else {
      statements.push_back(it->second);
    }
  }
  return statements;
}

void KnowledgeReader::ReadProtocols(const Document& document) {
  if (!document.ok()) return;
  const Json& protocols = document.value().at("protocols");
  for (size_t i = 0; i < protocols.size(); ++i) {
    const Json& node = protocols[i];
    const std::string pointer = absl::StrCat("/protocols/", i);
    Protocol protocol;
    protocol.id = TextAt(node, "id");
    protocol.option = TextAt(node, "option");
    protocol.concern = TextAt(node, "concern");
    protocol.setting = TextAt(node, "setting");
    protocol.device = TextAt(node, "device");
    protocol.when = TextAt(node, "when");
    protocol.full_result_from_last = node.contains("full_result_from");
    protocol.review = ReviewOf(node);
    for (const auto& [key, value] : node.items()) {
      if (!value.is_object()) continue;
      protocol.numbers[key] = ReadRange(document, value, absl::StrCat(pointer, "/", key));
    }
    if (node.contains("first_line"))
      protocol.first_line = Facts(document, node["first_line"], pointer + "/first_line");
    protocol.statements = NamedStatements(document, node, "statements", pointer);
    out_.protocol_places.push_back({document.file(), document.Line(pointer)});
    out_.knowledge.protocols.push_back(std::move(protocol));
  }
}

void KnowledgeReader::ReadCosts(const Document& document) {
  if (!document.ok()) return;
  const Json& costs = document.value().at("costs");
  for (size_t i = 0; i < costs.size(); ++i) {
    const Json& node = costs[i];
    out_.knowledge.prices.push_back({TextAt(node, "option"), TextAt(node, "concern"),
                                     TextAt(node, "jurisdiction"), TextAt(node, "currency"),
                                     TextAt(node, "per"),
                                     ReadRange(document, node, absl::StrCat("/costs/", i))});
  }
  for (const Json& node : document.value().at("budgets")) {
    out_.knowledge.budgets.push_back(
        {TextAt(node, "budget"), TextAt(node, "currency"), node.at("at_most").get<double>()});
  }
}

void KnowledgeReader::ReadOutlooks(const Document& document) {
  if (!document.ok()) return;
  const Json& outlooks = document.value().at("outlooks");
  for (size_t i = 0; i < outlooks.size(); ++i) {
    const Json& node = outlooks[i];
    const std::string pointer = absl::StrCat("/outlooks/", i);
    const std::vector<int> headline = NamedStatements(document, node, "headline", pointer);
    if (headline.empty()) continue;  // a fault by now
    out_.knowledge.outlooks.push_back({TextAt(node, "concern"), headline.front(),
                                       NamedStatements(document, node, "can", pointer),
                                       NamedStatements(document, node, "cannot", pointer),
                                       NamedStatements(document, node, "ask", pointer)});
  }
}

void KnowledgeReader::ReadCalendar(const Document& document) {
  if (!document.ok()) return;
  const Json& timeline = document.value().at("timeline");
  for (size_t i = 0; i < timeline.size(); ++i) {
    const Json& node = timeline[i];
    out_.knowledge.timeline.push_back(
        {TextAt(node, "id"), ParseMoment(TextAt(node, "at")).value_or(Moment::kSession),
         TextAt(node, "setting"), TextAt(node, "concern"), IntAt(node, "day_from"),
         IntAt(node, "day_to"), TextAt(node, "title"),
         NamedStatements(document, node, "statements", absl::StrCat("/timeline/", i))});
  }
  const Json& aftercare = document.value().at("aftercare");
  for (size_t i = 0; i < aftercare.size(); ++i) {
    const Json& node = aftercare[i];
    out_.knowledge.aftercare.push_back(
        {TextAt(node, "id"), TextAt(node, "setting"), IntAt(node, "hour_from").value_or(0),
         IntAt(node, "hour_to"), TextAt(node, "title"),
         NamedStatements(document, node, "statements", absl::StrCat("/aftercare/", i))});
  }
}

}  // namespace needlepoint
