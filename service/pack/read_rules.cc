#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

#include "service/pack/knowledge_reader.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

}  // namespace

Review ReviewOf(const Json& node) {
  return {node.value("reviewed_by", std::string()), node.value("reviewed_on", std::string())};
}

int KnowledgeReader::AddSaying(const Document& document, const Json& node,
                               const std::string& pointer, const Rule& rule, const std::string& id,
                               StatementKind kind) {
  const int statement =
      AddStatement(document, node, pointer, absl::StrCat("rule/", rule.id), id, kind);
  for (const char* key : {"demands", "forbids"}) {
    if (!node.contains(key)) continue;
    for (const std::string& act : Strings(node[key])) {
      if (!out_.acts.contains(act)) {
        out_.faults.push_back(
            document.FaultAt(pointer, absl::StrCat("no act '", act,
                                                   "' in schema/acts.yaml; add it there, with what "
                                                   "it means, or use one that is")));
      }
      out_.told_acts.push_back({static_cast<int>(out_.knowledge.rules.size()), statement, act,
                                key == absl::string_view("forbids")});
    }
  }
  return statement;
}

void KnowledgeReader::ReadRule(const Document& document, const Json& node,
                               const std::string& pointer) {
  Rule rule;
  rule.id = node.at("id").get<std::string>();
  rule.code = node.at("code").get<std::string>();
  rule.disposition =
      ParseDisposition(node.at("disposition").get<std::string>()).value_or(Disposition::kConsult);
  rule.mode = ParseRuleMode(node.at("mode").get<std::string>()).value_or(RuleMode::kEnforce);
  rule.when = node.at("when").get<std::string>();
  if (node.contains("unless")) {
    rule.unless = node["unless"].at("when").get<std::string>();
    rule.unless_facts = Facts(document, node["unless"].at("facts"), pointer + "/unless/facts");
  }
  rule.headline = AddSaying(document, node.at("headline"), pointer + "/headline", rule, "headline",
                            StatementKind::kHeadline);
  rule.message = AddSaying(document, node.at("message"), pointer + "/message", rule, "message",
                           StatementKind::kFinding);
  for (size_t i = 0; i < node.at("actions").size(); ++i) {
    rule.actions.push_back(AddSaying(document, node["actions"][i],
                                     absl::StrCat(pointer, "/actions/", i), rule,
                                     absl::StrCat("action-", i + 1), StatementKind::kDoNow));
  }
  if (node.contains("ask")) {
    for (size_t i = 0; i < node["ask"].size(); ++i) {
      rule.ask.push_back(AddStatement(document, node["ask"][i], absl::StrCat(pointer, "/ask/", i),
                                      absl::StrCat("rule/", rule.id), absl::StrCat("ask-", i + 1),
                                      StatementKind::kAsk));
    }
  }
  if (node.contains("place")) rule.place = node["place"].get<std::string>();
  if (node.contains("within_hours")) rule.within_hours = node["within_hours"].get<double>();
  if (node.contains("phones")) rule.phones = node["phones"].get<std::string>();
  rule.review = ReviewOf(node);
  if (node.contains("objections")) rule.objections = Strings(node["objections"]);
  const std::string read = node.at("read").get<std::string>();
  if (const auto it = passages_.find(read); it != passages_.end()) {
    rule.read = it->second;
  } else {
    out_.faults.push_back(document.FaultAt(
        pointer + "/read", absl::StrCat("no passage '", read, "'; name one to read on")));
  }
  const int index = static_cast<int>(out_.knowledge.rules.size());
  if (!rules_.emplace(rule.id, index).second) {
    out_.faults.push_back(
        document.FaultAt(pointer, absl::StrCat("the rule id '", rule.id, "' stands twice")));
  }
  for (size_t i = 0; i < node.at("cases").size(); ++i) {
    const Json& item = node["cases"][i];
    RuleCase rule_case;
    rule_case.rule = index;
    rule_case.fires = item.at("fires").get<bool>();
    if (item.contains("question")) rule_case.question = item["question"].get<std::string>();
    if (item.contains("profile")) rule_case.profile = item["profile"].dump();
    if (item.contains("misread")) rule_case.misread = item["misread"].get<std::string>();
    out_.rule_cases.push_back(std::move(rule_case));
    out_.case_places.push_back(
        {document.file(), document.Line(absl::StrCat(pointer, "/cases/", i))});
  }
  out_.rule_places.push_back({document.file(), document.Line(pointer)});
  out_.knowledge.rules.push_back(std::move(rule));
}

void KnowledgeReader::ReadRules(const Document& document) {
  if (!document.ok()) return;
  const Json& rules = document.value().at("rules");
  for (size_t i = 0; i < rules.size(); ++i)
    ReadRule(document, rules[i], absl::StrCat("/rules/", i));
}

void KnowledgeReader::ReadProfileFields(const Document& document) {
  if (!document.ok()) return;
  const Json& file = document.value();
  if (!file.is_object() || !file.contains("fields") || !file["fields"].is_array()) {
    out_.faults.push_back(
        {document.file(), 1, "expected `fields`, a list; see the comment at its head"});
    return;
  }
  for (size_t i = 0; i < file["fields"].size(); ++i) {
    const Json& node = file["fields"][i];
    if (!node.is_object()) continue;
    ProfileField field;
    const auto text = [&](const char* key) {
      return node.contains(key) && node[key].is_string() ? node[key].get<std::string>()
                                                         : std::string();
    };
    field.name = text("name");
    field.type = text("type");
    field.label = text("label");
    field.ask = text("ask");
    field.kind = text("kind");
    field.unit = text("unit");
    if (node.contains("values")) field.values = Strings(node["values"]);
    if (node.contains("min")) field.min = node["min"].get<double>();
    if (node.contains("max")) field.max = node["max"].get<double>();
    if (field.type == "number" || field.type == "integer") {
      const std::optional<RiskDirection> risk = ParseRiskDirection(text("risk"));
      if (!risk.has_value()) {
        out_.faults.push_back(document.FaultAt(
            absl::StrCat("/fields/", i),
            absl::StrCat(
                "the number '", field.name,
                "' needs `risk`: higher, lower, either or none; see the head of the file")));
      }
      field.risk = risk.value_or(RiskDirection::kEither);
    }
    const std::optional<Decides> decides = ParseDecides(text("decides"));
    const std::optional<Asked> asked = ParseAsked(node.contains("asked") ? text("asked") : "all");
    if (!decides.has_value() || !asked.has_value()) {
      out_.faults.push_back(document.FaultAt(
          absl::StrCat("/fields/", i),
          absl::StrCat(
              "'", field.name, "' needs `decides`: whether, when or how, and may have ",
              "`asked`: with-complaint, unless-named or nobody; see the head of the file")));
    }
    field.decides = decides.value_or(Decides::kHow);
    field.asked = asked.value_or(Asked::kAll);
    out_.knowledge.fields.push_back(std::move(field));
  }
}

void KnowledgeReader::ReadActs(const Document& document) {
  if (!document.ok()) return;
  const Json& file = document.value();
  for (const auto& [code, meaning] : file.items()) {
    if (file.is_object() && meaning.is_string()) {
      out_.acts[code] = meaning.get<std::string>();
    } else {
      out_.faults.push_back({document.file(), 1, "expected `act: what it means`, one a line"});
    }
  }
}

void KnowledgeReader::ReadFindingCodes(const Document& document) {
  if (!document.ok()) return;
  const Json& file = document.value();
  if (!file.is_array()) {
    out_.faults.push_back({document.file(), 1, "expected a list of finding codes"});
    return;
  }
  out_.finding_codes = Strings(file);
}

void KnowledgeReader::ReadLexicon(const Document& document) {
  if (!document.ok()) return;
  const Json& file = document.value();
  for (size_t i = 0; i < file.at("entries").size(); ++i) {
    const Json& node = file["entries"][i];
    LexiconEntry entry;
    entry.kind = file.at("kind").get<std::string>();
    entry.code = node.at("code").get<std::string>();
    entry.label = node.at("label").get<std::string>();
    entry.surfaces = Strings(node.at("surfaces"));
    if (node.contains("implies")) entry.implies = Strings(node["implies"]);
    if (node.contains("values")) {
      for (const auto& [key, value] : node["values"].items()) {
        entry.values[key] = value.is_string() ? value.get<std::string>() : value.dump();
      }
    }
    out_.lexicon_places.push_back({document.file(), document.Line(absl::StrCat("/entries/", i))});
    out_.knowledge.lexicon.push_back(std::move(entry));
  }
}

void KnowledgeReader::ReadContext(const Document& document) {
  if (!document.ok()) return;
  for (const auto& [type, patterns] : document.value().items()) {
    for (const std::string& pattern : Strings(patterns))
      out_.knowledge.context.push_back({type, pattern});
  }
}

void KnowledgeReader::ReadNeverCross(const Document& document) {
  if (!document.ok()) return;
  for (const Json& pair : document.value().at("pairs")) {
    const std::vector<std::string> words = Strings(pair);
    if (words.size() == 2) out_.knowledge.never_cross.emplace_back(words[0], words[1]);
  }
}

void KnowledgeReader::ReadLabels(const Document& document) {
  if (!document.ok()) return;
  const Json& file = document.value();
  if (file.contains("labels")) {
    for (const auto& [key, text] : file["labels"].items())
      out_.knowledge.labels[key] = text.get<std::string>();
  }
  if (!file.contains("phones")) return;
  for (size_t i = 0; i < file["phones"].size(); ++i) {
    const Json& node = file["phones"][i];
    out_.knowledge.phones.push_back(
        {node.at("use").get<std::string>(), node.at("jurisdiction").get<std::string>(),
         Strings(nlohmann::json::array({node.at("number")}))[0],
         node.at("label").get<std::string>(),
         Facts(document, node.at("facts"), absl::StrCat("/phones/", i, "/facts"))});
  }
}

}  // namespace needlepoint
