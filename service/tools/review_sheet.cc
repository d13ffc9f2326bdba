#include "service/tools/review_sheet.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

#include "service/tools/condition_words.h"

namespace needlepoint {
namespace {

constexpr char kHowToRead[] =
    R"(The rules decide how urgent an answer is: the most urgent disposition that fired is the answer's.
INFORM: ordinary advice is enough. CAUTION: go ahead with care. CONSULT: not before a clinician has
agreed. AVOID: advise against it. URGENT: care on the same day. EMERGENCY: call or go now. What is not
known of a person never makes a condition true, and never takes a finding back.

To sign something, write `reviewed_by` and `reviewed_on` beside it in its file. What you do not agree
with goes into the rule's list `objections`.
)";

constexpr char kLineToSign[] =
    "- **Signature:** ______________________ **Date:** ____________ ☐ agree ☐ object\n";

// Markdown's signs in our sentences are meant as they are.
std::string Plain(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"*", "\\*"}, {"_", "\\_"}, {"<", "&lt;"}, {"|", "\\|"}, {"[", "\\["}});
}

// {"symptoms": [{"code": "pus"}]} as "symptoms: pus".
std::string Flat(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_structured()) return value.dump();
  std::vector<std::string> parts;
  for (const auto& [key, item] : value.items()) {
    const bool bare = value.is_array() || key == "code";
    parts.push_back(bare ? Flat(item) : absl::StrCat(key, ": ", Flat(item)));
  }
  return absl::StrJoin(parts, value.is_array() ? ", " : "; ");
}

class Sheet {
 public:
  Sheet(const Knowledge& knowledge, const std::vector<RuleCase>& cases)
      : k_(knowledge), cases_(cases) {
    for (size_t i = 0; i < k_.sources.size(); ++i) sources_[k_.sources[i].id] = i;
    for (size_t i = 0; i < k_.statements.size(); ++i) statements_[k_.statements[i].id] = i;
  }

  std::string Run(const std::string& name) {
    Line("# Review sheet: ", Plain(name), "\n");
    WriteHead();
    Line("## Rules\n");
    for (size_t i = 0; i < k_.rules.size(); ++i) WriteRule(static_cast<int>(i));
    Line("## Thresholds\n");
    for (const Passage& passage : k_.passages) {
      for (const Threshold& threshold : passage.thresholds) WriteThreshold(passage, threshold);
    }
    Line("## Protocols\n");
    for (const Protocol& protocol : k_.protocols) WriteProtocol(protocol);
    return std::move(text_);
  }

 private:
  template <typename... Parts>
  void Line(const Parts&... parts) {
    absl::StrAppend(&text_, parts..., "\n");
  }

  void WriteHead() {
    absl::StrAppend(&text_, kHowToRead, "\n## Never reviewed by a clinician\n\n");
    std::vector<std::pair<std::string, bool>> rules, thresholds, protocols;
    for (const Rule& r : k_.rules) rules.emplace_back(r.id, r.review.by.empty());
    for (const Passage& p : k_.passages) {
      for (const Threshold& t : p.thresholds)
        thresholds.emplace_back(ThresholdId(p, t), t.review.by.empty());
    }
    for (const Protocol& p : k_.protocols) protocols.emplace_back(p.id, p.review.by.empty());
    WriteNeverReviewed("rules", rules);
    WriteNeverReviewed("thresholds", thresholds);
    WriteNeverReviewed("protocols", protocols);
    Line("- Not on this sheet, and not reviewed: the other sentences of the ", k_.passages.size(),
         " passages, and the words of the ", k_.lexicon.size(),
         " lexicon entries by which a text is understood.\n");
    if (cases_.empty())
      Line("A snapshot holds no cases of its rules: they stand on a sheet made from the folder.\n");
  }

  void WriteNeverReviewed(absl::string_view what,
                          const std::vector<std::pair<std::string, bool>>& items) {
    std::vector<std::string> never;
    for (const auto& [id, unreviewed] : items) {
      if (unreviewed) never.push_back(absl::StrCat("`", id, "`"));
    }
    const bool all = never.size() == items.size();
    Line("- ", never.size(), " of ", items.size(), " ", what, never.empty() || all ? "" : ": ",
         all ? "" : absl::StrJoin(never, ", "));
  }

  void WriteRule(int index) {
    const Rule& rule = k_.rules[index];
    facts_.clear();
    Line("### ", rule.id, "\n");
    Line("- **Disposition:** ", DispositionName(rule.disposition), ", finding `", rule.code, "`",
         rule.mode == RuleMode::kEnforce ? "" : ", mode ",
         rule.mode == RuleMode::kEnforce ? "" : RuleModeName(rule.mode),
         rule.place.empty() ? "" : ", place: ",
         absl::AsciiStrToLower(absl::StrReplaceAll(rule.place, {{"_", " "}})),
         rule.within_hours.has_value() ? absl::StrCat(", within ", *rule.within_hours, " hours")
                                       : "");
    WriteCondition("Fires when", rule.when, {});
    if (!rule.unless.empty()) WriteCondition("Unless", rule.unless, rule.unless_facts);
    WriteStatement("Direct answer", rule.headline);
    WriteStatement("Message", rule.message);
    for (const int action : rule.actions) WriteStatement("Action", action);
    for (const int ask : rule.ask) WriteStatement("To ask", ask);
    for (const RuleCase& c : cases_) {
      if (c.rule != index) continue;
      const std::string profile =
          c.profile.empty() ? "" : Flat(nlohmann::json::parse(c.profile, nullptr, false));
      Line("- **Case, ", c.fires ? "fires" : "does not fire", ":** ",
           c.question.empty() ? "" : absl::StrCat("“", Plain(c.question), "” "), Plain(profile));
    }
    WriteConflicts(k_.passages[rule.read]);
    WriteFacts();
    for (const std::string& objection : rule.objections)
      Line("- **Open objection:** ", Plain(objection));
    WriteSignature(rule.review);
  }

  static std::string ThresholdId(const Passage& passage, const Threshold& threshold) {
    const std::vector<std::string> name = absl::StrSplit(passage.id, '#');
    return absl::StrCat(name.front(), "/", threshold.id);
  }

  void WriteThreshold(const Passage& passage, const Threshold& threshold) {
    facts_.clear();
    const std::string id = ThresholdId(passage, threshold);
    Line("### ", id, "\n");
    WriteCondition(
        "Bound",
        absl::StrCat(threshold.value, threshold.at_least ? " >= " : " <= ", threshold.bound),
        threshold.facts);
    for (const char* side : {"below", "near", "above", "unknown"}) {
      const auto it = statements_.find(absl::StrCat(id, "-", side));
      if (it == statements_.end()) continue;
      const absl::StatusOr<Condition> when = Condition::Parse(k_.statements[it->second].when);
      WriteStatement(when.ok() && !when->always()
                         ? absl::StrCat("Where ", Plain(InWords(k_, *when)))
                         : "Otherwise",
                     it->second);
    }
    WriteConflicts(passage);
    WriteFacts();
    WriteSignature(threshold.review);
  }

  void WriteProtocol(const Protocol& protocol) {
    facts_.clear();
    Line("### ", protocol.id, "\n");
    Line("- **Plan row:** ", protocol.option, " for ", protocol.concern, ", ", protocol.setting,
         protocol.device.empty() ? "" : ", ", protocol.device);
    if (!protocol.when.empty()) WriteCondition("Offered when", protocol.when, {});
    for (const auto& [name, range] : protocol.numbers) {
      Line("- **", Plain(name), ":** ", range.min, " to ", range.max, Marks(range.facts));
    }
    if (!protocol.first_line.empty()) Line("- **A usual choice:** yes", Marks(protocol.first_line));
    for (const int statement : protocol.statements) WriteStatement("Says", statement);
    WriteFacts();
    WriteSignature(protocol.review);
  }

  void WriteCondition(absl::string_view title, const std::string& text,
                      const std::vector<int>& facts) {
    const absl::StatusOr<Condition> condition = Condition::Parse(text);
    Line("- **", title, ":** ", condition.ok() ? Plain(InWords(k_, *condition)) : "", Marks(facts),
         "\\\n  `", text, "`");
  }

  void WriteStatement(absl::string_view title, int index) {
    const Statement& statement = k_.statements[index];
    Line("- **", title, ":** ", Plain(statement.text), Marks(statement.facts));
  }

  void WriteConflicts(const Passage& passage) {
    for (const Conflict& conflict : passage.conflicts) {
      Line("- **Sources disagree:** ", Plain(conflict.question));
      for (const auto& [side, list] :
           {std::pair("cautious", &conflict.cautious), std::pair("other", &conflict.other)}) {
        for (const int index : *list)
          Line("  - ", side, ": ", Plain(k_.statements[index].text),
               Marks(k_.statements[index].facts));
      }
    }
  }

  // " [1, 2]": places in the list that WriteFacts() prints.
  std::string Marks(const std::vector<int>& facts) {
    std::vector<size_t> marks;
    for (const int fact : facts) {
      const auto it = std::find(facts_.begin(), facts_.end(), fact);
      marks.push_back(it - facts_.begin() + 1);
      if (it == facts_.end()) facts_.push_back(fact);
    }
    return marks.empty() ? "" : absl::StrCat(" [", absl::StrJoin(marks, ", "), "]");
  }

  void WriteFacts() {
    Line("- **Rests on:**");
    for (size_t i = 0; i < facts_.size(); ++i) {
      const Fact& fact = k_.facts[facts_[i]];
      std::vector<std::string> works;
      for (const std::string& id : fact.source_ids) {
        const Source& source = k_.sources[sources_.at(id)];
        works.push_back(absl::StrCat(
            Plain(source.title), source.issuer.empty() ? "" : ", ", Plain(source.issuer), ", ",
            source.year.has_value() ? absl::StrCat(*source.year) : "undated",
            source.uri.empty() ? "" : ", ", source.uri));
      }
      Line("  ", i + 1, ". ", Plain(fact.claim), " (", GradeName(fact.grade), "; ",
           absl::StrJoin(works, "; "), "; `", fact.id, "`)");
    }
  }

  void WriteSignature(const Review& review) {
    if (review.by.empty()) {
      Line(kLineToSign);
    } else {
      Line("- **Signed:** ", Plain(review.by), ", ", review.on, "\n");
    }
  }

  const Knowledge& k_;
  const std::vector<RuleCase>& cases_;
  absl::flat_hash_map<std::string, size_t> sources_, statements_;
  std::vector<int> facts_;  // of the element being written, in order of first use
  std::string text_;
};

}  // namespace

std::string ReviewSheet(const Knowledge& knowledge, const std::vector<RuleCase>& cases,
                        const std::string& name) {
  return Sheet(knowledge, cases).Run(name);
}

}  // namespace needlepoint
