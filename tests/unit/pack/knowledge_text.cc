#include "tests/unit/pack/knowledge_text.h"

#include <map>
#include <optional>
#include <type_traits>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace needlepoint {
namespace {

class Writer {
 public:
  std::vector<std::string> Take() { return std::move(lines_); }

  template <typename... Values>
  void Row(const Values&... values) {
    std::string line;
    (absl::StrAppend(&line, Text(values), " | "), ...);
    lines_.push_back(std::move(line));
  }

 private:
  static std::string Text(const std::string& v) { return absl::CEscape(v); }
  static std::string Text(const char* v) { return v; }
  static std::string Text(double v) { return absl::StrFormat("%.17g", v); }
  template <typename T>
    requires(std::is_integral_v<T> || std::is_enum_v<T>)
  static std::string Text(T v) {
    return absl::StrCat(static_cast<int>(v));
  }
  template <typename T>
  static std::string Text(const std::optional<T>& v) {
    return v.has_value() ? Text(*v) : "none";
  }
  template <typename A, typename B>
  static std::string Text(const std::pair<A, B>& v) {
    return absl::StrCat("(", Text(v.first), ", ", Text(v.second), ")");
  }
  static std::string Text(const Range& v) {
    const auto& [min, max, facts] = v;
    return absl::StrCat(Text(min), " to ", Text(max), " ", Text(facts));
  }
  template <typename T>
  static std::string Text(const std::vector<T>& v) {
    return List(v);
  }
  template <typename A, typename B>
  static std::string Text(const std::map<A, B>& v) {
    return List(v);
  }
  template <typename T>
  static std::string List(const T& list) {
    std::string text = "[";
    for (const auto& item : list) absl::StrAppend(&text, "<", Text(item), ">");
    return text + "]";
  }

  std::vector<std::string> lines_;
};

void WritePassage(const Passage& passage, Writer& out) {
  const auto& [id, title, topic, about, aliases, questions, answers, statements, thresholds,
               conflicts, comparisons] = passage;
  out.Row("passage", id, title, topic, about, aliases, questions, statements);
  for (const auto& [forms, answer_about, variants] : answers) {
    out.Row("answer", id, forms, answer_about, variants);
  }
  for (const auto& [t_id, value, at_least, bound, unit, facts, review] : thresholds) {
    const auto& [by, on] = review;
    out.Row("threshold", id, t_id, value, at_least, bound, unit, facts, by, on);
  }
  for (const auto& [c_id, question, headline, cautious, other, agree] : conflicts) {
    out.Row("conflict", id, c_id, question, headline, cautious, other, agree);
  }
  for (const auto& [t_id, options, rows] : comparisons) {
    out.Row("comparison", id, t_id, options);
    for (const auto& [attribute, cells] : rows) out.Row("row", t_id, attribute, cells);
  }
}

void WriteRule(const Rule& rule, Writer& out) {
  const auto& [id, code, disposition, mode, when, unless, unless_facts, headline, message, actions,
               ask, place, within_hours, phones, read, review, objections] = rule;
  const auto& [by, on] = review;
  out.Row("rule", id, code, disposition, mode, when, unless, unless_facts, headline, message,
          actions, ask, place, within_hours, phones, read, by, on, objections);
}

void WriteEvidence(const std::vector<Source>& sources, const std::vector<Fact>& facts,
                   Writer& out) {
  for (const auto& [id, title, authors, year, uri, issuer, issuer_type, read_as_copy] : sources) {
    out.Row("source", id, title, authors, year, uri, issuer, issuer_type, read_as_copy);
  }
  for (const auto& [id, topic, claim, values, locator, grade, setting, devices, jurisdictions,
                    source_ids] : facts) {
    out.Row("fact", id, topic, claim, values, locator, grade, setting, devices, jurisdictions,
            source_ids);
  }
}

void WritePlans(const std::vector<Protocol>& protocols, const std::vector<Price>& prices,
                const std::vector<Budget>& budgets, const std::vector<Outlook>& outlooks,
                Writer& out) {
  for (const auto& [id, option, concern, setting, device, when, numbers, from_last, first_line,
                    said, review] : protocols) {
    const auto& [by, on] = review;
    out.Row("protocol", id, option, concern, setting, device, when, numbers, from_last, first_line,
            said, by, on);
  }
  for (const auto& [option, concern, jurisdiction, currency, per, range] : prices) {
    const auto& [min, max, cited] = range;
    out.Row("price", option, concern, jurisdiction, currency, per, min, max, cited);
  }
  for (const auto& [level, currency, at_most] : budgets)
    out.Row("budget", level, currency, at_most);
  for (const auto& [concern, headline, can, cannot, ask] : outlooks)
    out.Row("outlook", concern, headline, can, cannot, ask);
}

}  // namespace

std::vector<std::string> KnowledgeText(const Knowledge& knowledge) {
  const auto& [fields, sources, facts, statements, passages, rules, lexicon, context, never_cross,
               protocols, prices, budgets, outlooks, timeline, aftercare, labels, phones,
               known_words] = knowledge;
  Writer out;
  for (const auto& [name, type, label, ask, kind, unit, values, min, max, risk, decides, asked] :
       fields) {
    out.Row("field", name, type, label, ask, kind, unit, values, min, max, risk, decides, asked);
  }
  WriteEvidence(sources, facts, out);
  for (const auto& [id, kind, polarity, text, when, cited, passage] : statements) {
    out.Row("statement", id, kind, polarity, text, when, cited, passage);
  }
  for (const Passage& passage : passages) WritePassage(passage, out);
  for (const Rule& rule : rules) WriteRule(rule, out);
  for (const auto& [kind, code, label, surfaces, implies, values] : lexicon) {
    out.Row("entry", kind, code, label, surfaces, implies, values);
  }
  for (const auto& [type, pattern] : context) out.Row("context", type, pattern);
  for (const auto& pair : never_cross) out.Row("never cross", pair);
  WritePlans(protocols, prices, budgets, outlooks, out);
  for (const auto& [id, at, setting, concern, day_from, day_to, title, said] : timeline)
    out.Row("timeline", id, at, setting, concern, day_from, day_to, title, said);
  for (const auto& [id, setting, hour_from, hour_to, title, said] : aftercare)
    out.Row("aftercare", id, setting, hour_from, hour_to, title, said);
  out.Row("labels", labels);
  for (const auto& [use, jurisdiction, number, label, cited] : phones) {
    out.Row("phone", use, jurisdiction, number, label, cited);
  }
  out.Row("known words", known_words);
  return out.Take();
}

}  // namespace needlepoint
