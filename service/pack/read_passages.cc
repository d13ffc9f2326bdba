#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "service/pack/knowledge_reader.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

std::vector<Form> Forms(const Json& node) {
  std::vector<Form> forms;
  for (const std::string& name : Strings(node))
    forms.push_back(ParseForm(name).value_or(Form::kAny));
  return forms;
}

std::vector<std::string> Optional(const Json& node, const char* key) {
  return node.contains(key) ? Strings(node[key]) : std::vector<std::string>();
}

}  // namespace

std::vector<int> KnowledgeReader::Facts(const Document& document, const Json& node,
                                        const std::string& pointer) {
  std::vector<int> facts;
  for (const std::string& id : Strings(node)) {
    const auto it = facts_.find(id);
    if (it == facts_.end()) {
      out_.faults.push_back(document.FaultAt(
          pointer, absl::StrCat("no fact '", id, "' in evidence/; name one that says this")));
    } else {
      facts.push_back(it->second);
    }
  }
  return facts;
}

int KnowledgeReader::AddStatement(const Document& document, const Json& node,
                                  const std::string& pointer, const std::string& owner,
                                  const std::string& id, StatementKind kind,
                                  const std::vector<int>& inherited) {
  Statement statement;
  statement.id = absl::StrCat(owner, "/", id);
  statement.kind = kind;
  statement.passage = passage_;
  statement.text = node.at("text").get<std::string>();
  if (node.contains("when")) statement.when = node["when"].get<std::string>();
  if (node.contains("polarity")) {
    statement.polarity =
        ParsePolarity(node["polarity"].get<std::string>()).value_or(Polarity::kFact);
  }
  statement.facts =
      node.contains("facts") ? Facts(document, node["facts"], pointer + "/facts") : inherited;
  const int index = static_cast<int>(out_.knowledge.statements.size());
  if (!statements_.emplace(statement.id, index).second) {
    out_.faults.push_back(document.FaultAt(
        pointer,
        absl::StrCat("the id '", statement.id, "' stands twice; ids are unique in a file")));
  }
  out_.knowledge.statements.push_back(std::move(statement));
  out_.statement_places.push_back({document.file(), document.Line(pointer)});
  return index;
}

std::vector<int> KnowledgeReader::AddSide(const Document& document, const Json& list,
                                          const std::string& pointer, const std::string& owner) {
  std::vector<int> side;
  for (size_t i = 0; i < list.size(); ++i) {
    side.push_back(AddStatement(document, list[i], absl::StrCat(pointer, "/", i), owner,
                                list[i].at("id").get<std::string>(), StatementKind::kConflict));
  }
  return side;
}

void KnowledgeReader::ReadAnswers(const Document& document, const std::string& name,
                                  Passage& passage) {
  const Json& answers = document.value().at("answers");
  for (size_t i = 0; i < answers.size(); ++i) {
    DirectAnswer answer;
    answer.forms = Forms(answers[i].at("form"));
    answer.about = Optional(answers[i], "about");
    const Json& variants = answers[i].at("variants");
    for (size_t j = 0; j < variants.size(); ++j) {
      answer.variants.push_back(
          AddStatement(document, variants[j], absl::StrCat("/answers/", i, "/variants/", j), name,
                       variants[j].at("id").get<std::string>(), StatementKind::kHeadline));
    }
    passage.answers.push_back(std::move(answer));
  }
}

// A threshold is a direct answer whose variants compare one number.
void KnowledgeReader::ReadThreshold(const Document& document, const Json& node,
                                    const std::string& pointer, const std::string& name,
                                    Passage& passage) {
  Threshold threshold;
  threshold.id = node.at("id").get<std::string>();
  threshold.value = node.at("value").get<std::string>();
  threshold.unit = node.at("unit").get<std::string>();
  threshold.facts = Facts(document, node.at("facts"), pointer + "/facts");
  threshold.review = ReviewOf(node);
  if (node.contains("at_least") == node.contains("at_most")) {
    out_.faults.push_back(document.FaultAt(pointer, "a threshold has either at_least or at_most"));
    return;
  }
  threshold.at_least = node.contains("at_least");
  threshold.bound = node.at(threshold.at_least ? "at_least" : "at_most").get<double>();
  const double near = node.contains("near") ? node["near"].get<double>() : 0;
  DirectAnswer answer;
  answer.forms = Forms(node.at("form"));
  answer.about = Optional(node, "about");
  const auto add = [&](const char* key, const std::string& suffix, Polarity polarity,
                       const std::string& when) {
    if (!node.contains(key)) return;
    const int index = AddStatement(document, node[key], absl::StrCat(pointer, "/", key), name,
                                   absl::StrCat(threshold.id, "-", suffix),
                                   StatementKind::kHeadline, threshold.facts);
    out_.knowledge.statements[index].when = when;
    out_.knowledge.statements[index].polarity = polarity;
    answer.variants.push_back(index);
  };
  const bool has_near = node.contains("near_wording") && near > 0;
  const double low = threshold.bound - (has_near ? near : 0);
  const double high = threshold.bound + (has_near ? near : 0);
  const Polarity below = threshold.at_least ? Polarity::kNotYet : Polarity::kPositive;
  const Polarity above = threshold.at_least ? Polarity::kPositive : Polarity::kNegative;
  // The bound itself satisfies the threshold, whichever way it points.
  add("below", "below", below,
      absl::StrCat(threshold.value, threshold.at_least || has_near ? " < " : " <= ", low));
  if (has_near)
    add("near_wording", "near", Polarity::kDepends, absl::StrCat(threshold.value, " <= ", high));
  add("above", "above", above,
      absl::StrCat(threshold.value, threshold.at_least && !has_near ? " >= " : " > ",
                   threshold.at_least || has_near ? high : low));
  add("unknown", "unknown", Polarity::kDepends, "");
  passage.thresholds.push_back(std::move(threshold));
  // Before the plain answers: where the number is known, it decides.
  passage.answers.insert(passage.answers.begin(), std::move(answer));
}

void KnowledgeReader::ReadConflicts(const Document& document, const std::string& name,
                                    Passage& passage) {
  const Json& file = document.value();
  if (!file.contains("conflicts")) return;
  for (size_t i = 0; i < file["conflicts"].size(); ++i) {
    const Json& node = file["conflicts"][i];
    const std::string pointer = absl::StrCat("/conflicts/", i);
    Conflict conflict;
    conflict.id = node.at("id").get<std::string>();
    conflict.question = node.at("question").get<std::string>();
    conflict.headline = AddStatement(document, node.at("headline"), pointer + "/headline", name,
                                     conflict.id, StatementKind::kHeadline);
    conflict.cautious = AddSide(document, node.at("cautious"), pointer + "/cautious", name);
    conflict.other = AddSide(document, node.at("other"), pointer + "/other", name);
    if (node.contains("agree"))
      conflict.agree = AddSide(document, node["agree"], pointer + "/agree", name);
    passage.conflicts.push_back(std::move(conflict));
  }
}

void KnowledgeReader::ReadComparisons(const Document& document, const std::string& name,
                                      Passage& passage) {
  const Json& file = document.value();
  if (!file.contains("comparisons")) return;
  for (size_t i = 0; i < file["comparisons"].size(); ++i) {
    const Json& node = file["comparisons"][i];
    const std::string pointer = absl::StrCat("/comparisons/", i);
    ComparisonTable table;
    table.id = node.at("id").get<std::string>();
    for (const Json& option : node.at("options")) {
      table.options.emplace_back(option.at("code").get<std::string>(),
                                 option.at("label").get<std::string>());
    }
    for (size_t r = 0; r < node.at("rows").size(); ++r) {
      const Json& row = node["rows"][r];
      const std::string row_pointer = absl::StrCat(pointer, "/rows/", r);
      ComparisonRow out_row;
      out_row.attribute = row.at("attribute").get<std::string>();
      for (const auto& [code, label] : table.options) {
        int cell = -1;
        if (row.at("cells").contains(code)) {
          cell = AddStatement(
              document, row["cells"][code], absl::StrCat(row_pointer, "/cells/", code), name,
              absl::StrCat(table.id, "-", r + 1, "-", code), StatementKind::kCompare);
        }
        out_row.cells.push_back(cell);
      }
      for (const auto& [code, cell] : row.at("cells").items()) {
        const bool known = std::any_of(table.options.begin(), table.options.end(),
                                       [&, c = code](const auto& o) { return o.first == c; });
        if (!known)
          out_.faults.push_back(document.FaultAt(
              row_pointer, absl::StrCat("the cell '", code, "' is for no option of this table")));
      }
      table.rows.push_back(std::move(out_row));
    }
    passage.comparisons.push_back(std::move(table));
  }
}

void KnowledgeReader::ReadPassage(const Document& document, const std::string& name) {
  if (!document.ok()) return;
  const Json& file = document.value();
  passage_ = static_cast<int>(out_.knowledge.passages.size());
  Passage passage;
  passage.id = absl::StrCat(name, "#1");
  passage.topic = std::vector<std::string>(absl::StrSplit(name, '/')).front();
  passage.title = file.at("title").get<std::string>();
  passage.about = Strings(file.at("about"));
  passage.aliases = Optional(file, "aliases");
  passage.questions = Strings(file.at("questions"));
  ReadAnswers(document, name, passage);
  const Json& statements = file.at("statements");
  for (size_t i = 0; i < statements.size(); ++i) {
    passage.statements.push_back(
        AddStatement(document, statements[i], absl::StrCat("/statements/", i), name,
                     statements[i].at("id").get<std::string>(),
                     ParseStatementKind(statements[i].at("kind").get<std::string>())
                         .value_or(StatementKind::kExpect)));
  }
  if (file.contains("thresholds")) {
    for (size_t i = 0; i < file["thresholds"].size(); ++i) {
      ReadThreshold(document, file["thresholds"][i], absl::StrCat("/thresholds/", i), name,
                    passage);
    }
  }
  ReadConflicts(document, name, passage);
  ReadComparisons(document, name, passage);
  passages_.emplace(name, passage_);
  out_.passage_places.push_back({document.file(), document.Line("/title")});
  out_.knowledge.passages.push_back(std::move(passage));
  passage_ = -1;
}

}  // namespace needlepoint
