#include "service/tools/knowledge_diff.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "service/tools/line_diff.h"

namespace needlepoint {
namespace {

// An element as lines of "field: value"; empty values are left out, so that a
// field that nothing uses yet makes no difference.
class Element {
 public:
  Element& Add(absl::string_view field, absl::string_view value) {
    if (!value.empty()) lines_.push_back(absl::StrCat(field, ": ", value));
    return *this;
  }
  Element& Add(absl::string_view field, const std::vector<std::string>& values) {
    for (const std::string& value : values) Add(field, value);
    return *this;
  }
  template <typename T>
  Element& Add(absl::string_view field, const std::optional<T>& value) {
    return value.has_value() ? Add(field, absl::StrCat(*value)) : *this;
  }
  std::vector<std::string> Take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

using Elements = std::map<std::string, std::vector<std::string>>;  // by id

// The elements of one Knowledge, kind by kind.
class Inventory {
 public:
  explicit Inventory(const Knowledge& knowledge) : k_(knowledge) {}

  std::vector<std::pair<std::string, Elements>> Run() const {
    return {{"statement", Statements()},  {"rule", Rules()},   {"passage", Passages()},
            {"lexicon entry", Lexicon()}, {"fact", Facts()},   {"source", Sources()},
            {"protocol", Protocols()},    {"price", Prices()}, {"outlook", Outlooks()},
            {"calendar", Calendar()},     {"label", Labels()}, {"word", Words()},
            {"profile field", Fields()}};
  }

 private:
  std::string FactIds(const std::vector<int>& facts) const {
    return absl::StrJoin(facts, ", ",
                         [&](std::string* out, int i) { absl::StrAppend(out, k_.facts[i].id); });
  }

  std::string StatementIds(const std::vector<int>& statements) const {
    return absl::StrJoin(statements, ", ", [&](std::string* out, int i) {
      absl::StrAppend(out, i < 0 ? "-" : k_.statements[i].id);
    });
  }

  static std::string Reviewed(const Review& review) {
    return review.by.empty() ? "" : absl::StrCat(review.by, ", ", review.on);
  }

  Elements Statements() const {
    Elements elements;
    for (const Statement& s : k_.statements) {
      elements[s.id] = Element()
                           .Add("kind", StatementKindName(s.kind))
                           .Add("polarity", PolarityName(s.polarity))
                           .Add("text", s.text)
                           .Add("when", s.when)
                           .Add("facts", FactIds(s.facts))
                           .Take();
    }
    return elements;
  }

  Elements Rules() const {
    Elements elements;
    for (const Rule& r : k_.rules) {
      elements[r.id] = Element()
                           .Add("code", r.code)
                           .Add("disposition", DispositionName(r.disposition))
                           .Add("mode", RuleModeName(r.mode))
                           .Add("when", r.when)
                           .Add("unless", r.unless)
                           .Add("unless facts", FactIds(r.unless_facts))
                           .Add("actions", StatementIds(r.actions))
                           .Add("ask", StatementIds(r.ask))
                           .Add("place", r.place)
                           .Add("within hours", r.within_hours)
                           .Add("phones", r.phones)
                           .Add("read", k_.passages[r.read].id)
                           .Add("reviewed", Reviewed(r.review))
                           .Add("objection", r.objections)
                           .Take();
    }
    return elements;
  }

  Elements Passages() const {
    Elements elements;
    for (const Passage& p : k_.passages) {
      Element element;
      element.Add("title", p.title).Add("about", p.about).Add("alias", p.aliases);
      element.Add("question", p.questions).Add("statements", StatementIds(p.statements));
      for (const DirectAnswer& a : p.answers) {
        const std::string forms = absl::StrJoin(a.forms, ",", [](std::string* out, Form form) {
          absl::StrAppend(out, FormName(form));
        });
        element.Add("answer", absl::StrCat(forms, " about ", absl::StrJoin(a.about, ","), ": ",
                                           StatementIds(a.variants)));
      }
      for (const Threshold& t : p.thresholds) {
        element.Add("threshold",
                    absl::StrCat(t.id, ": ", t.value, t.at_least ? " >= " : " <= ", t.bound, " ",
                                 t.unit, "; ", FactIds(t.facts), " ", Reviewed(t.review)));
      }
      for (const Conflict& c : p.conflicts) {
        element.Add("conflict",
                    absl::StrCat(c.id, ": ", c.question, " ", StatementIds(c.cautious), " / ",
                                 StatementIds(c.other), " / ", StatementIds(c.agree)));
      }
      for (const ComparisonTable& t : p.comparisons) {
        element.Add(
            "comparison",
            absl::StrCat(t.id, ": ", absl::StrJoin(t.options, ", ", absl::PairFormatter(" "))));
        for (const ComparisonRow& row : t.rows)
          element.Add(absl::StrCat("comparison ", t.id),
                      absl::StrCat(row.attribute, ": ", StatementIds(row.cells)));
      }
      elements[p.id] = element.Take();
    }
    return elements;
  }

  Elements Lexicon() const {
    Elements elements;
    for (const LexiconEntry& e : k_.lexicon) {
      elements[absl::StrCat(e.kind, " ", e.code)] =
          Element()
              .Add("label", e.label)
              .Add("surface", e.surfaces)
              .Add("implies", e.implies)
              .Add("values", absl::StrJoin(e.values, ", ", absl::PairFormatter("=")))
              .Take();
    }
    for (const ContextTrigger& t : k_.context)
      elements[absl::StrCat("context ", t.type)].push_back(t.pattern);
    for (const auto& [a, b] : k_.never_cross) elements[absl::StrCat("never cross ", a, ", ", b)];
    return elements;
  }

  Elements Facts() const {
    Elements elements;
    for (const Fact& f : k_.facts) {
      elements[f.id] = Element()
                           .Add("topic", f.topic)
                           .Add("claim", f.claim)
                           .Add("values", f.values)
                           .Add("locator", f.locator)
                           .Add("grade", GradeName(f.grade))
                           .Add("setting", f.setting)
                           .Add("device", f.devices)
                           .Add("jurisdiction", f.jurisdictions)
                           .Add("source", f.source_ids)
                           .Take();
    }
    return elements;
  }

  Elements Sources() const {
    Elements elements;
    for (const Source& s : k_.sources) {
      elements[s.id] = Element()
                           .Add("title", s.title)
                           .Add("authors", s.authors)
                           .Add("year", s.year)
                           .Add("uri", s.uri)
                           .Add("issuer", s.issuer)
                           .Add("issuer type", s.issuer_type)
                           .Add("read as copy", s.read_as_copy ? "yes" : "")
                           .Take();
    }
    return elements;
  }

  Elements Protocols() const {
    Elements elements;
    for (const Protocol& p : k_.protocols) {
      Element element;
      element.Add("option", p.option).Add("concern", p.concern).Add("setting", p.setting);
      element.Add("device", p.device).Add("when", p.when).Add("first line", FactIds(p.first_line));
      element.Add("full result from", p.full_result_from_last ? "last session" : "");
      element.Add("statements", StatementIds(p.statements));
      for (const auto& [name, range] : p.numbers)
        element.Add(name, absl::StrCat(range.min, " to ", range.max, "; ", FactIds(range.facts)));
      elements[p.id] = element.Add("reviewed", Reviewed(p.review)).Take();
    }
    return elements;
  }

  Elements Prices() const {
    Elements elements;
    for (const Price& p : k_.prices) {
      elements[absl::StrCat(p.option, " ", p.jurisdiction, p.concern.empty() ? "" : " ",
                            p.concern)] = {absl::StrCat(p.range.min, " to ", p.range.max, " ",
                                                        p.currency, " per ", p.per, "; ",
                                                        FactIds(p.range.facts))};
    }
    for (const Budget& b : k_.budgets) {
      elements[absl::StrCat("budget ", b.level, " ", b.currency)] = {
          absl::StrCat("at most ", b.at_most)};
    }
    return elements;
  }

  Elements Outlooks() const {
    Elements elements;
    for (const Outlook& o : k_.outlooks) {
      elements[o.concern] = Element()
                                .Add("headline", StatementIds({o.headline}))
                                .Add("can", StatementIds(o.can))
                                .Add("cannot", StatementIds(o.cannot))
                                .Add("ask", StatementIds(o.ask))
                                .Take();
    }
    return elements;
  }

  Elements Calendar() const {
    Elements elements;
    for (const TimelineEntry& e : k_.timeline) {
      elements[absl::StrCat("timeline ", e.id)] = Element()
                                                      .Add("moment", MomentName(e.at))
                                                      .Add("setting", e.setting)
                                                      .Add("concern", e.concern)
                                                      .Add("from day", e.day_from)
                                                      .Add("to day", e.day_to)
                                                      .Add("statements", StatementIds(e.statements))
                                                      .Take();
    }
    for (const AftercareEntry& e : k_.aftercare) {
      elements[absl::StrCat("aftercare ", e.id)] =
          Element()
              .Add("setting", e.setting)
              .Add("from hour", absl::StrCat(e.hour_from))
              .Add("to hour", e.hour_to)
              .Add("statements", StatementIds(e.statements))
              .Take();
    }
    return elements;
  }

  Elements Labels() const {
    Elements elements;
    for (const auto& [key, text] : k_.labels) elements[key] = {text};
    for (const Phone& p : k_.phones) {
      elements[absl::StrCat("phone ", p.use, " ", p.jurisdiction)].push_back(
          absl::StrCat(p.number, ", ", p.label, "; ", FactIds(p.facts)));
    }
    return elements;
  }

  Elements Words() const {
    Elements elements;
    for (const std::string& word : k_.known_words) elements[word];
    return elements;
  }

  Elements Fields() const {
    Elements elements;
    for (const ProfileField& f : k_.fields) {
      elements[f.name] = Element()
                             .Add("type", f.type)
                             .Add("label", f.label)
                             .Add("ask", f.ask)
                             .Add("kind", f.kind)
                             .Add("unit", f.unit)
                             .Add("value", f.values)
                             .Add("min", f.min)
                             .Add("max", f.max)
                             .Add("decides", DecidesName(f.decides))
                             .Add("asked", AskedName(f.asked))
                             .Take();
    }
    return elements;
  }

  const Knowledge& k_;
};

void DiffKind(const std::string& kind, const Elements& before, const Elements& after,
              KnowledgeDiff& diff) {
  int added = 0, removed = 0, changed = 0;
  for (const auto& [id, lines] : before) {
    const auto it = after.find(id);
    if (it == after.end()) {
      ++removed;
      diff.lines.push_back(absl::StrCat("- ", kind, " ", id));
      continue;
    }
    const std::vector<std::string> differing = LineDiff(lines, it->second);
    if (differing.empty()) continue;
    ++changed;
    diff.lines.push_back(absl::StrCat("~ ", kind, " ", id));
    for (const std::string& line : differing) diff.lines.push_back(absl::StrCat("    ", line));
  }
  for (const auto& [id, lines] : after) {
    if (before.contains(id)) continue;
    ++added;
    diff.lines.push_back(absl::StrCat("+ ", kind, " ", id));
  }
  if (added + removed + changed > 0) {
    diff.summary.push_back(
        absl::StrCat(kind, ": ", added, " added, ", removed, " removed, ", changed, " changed"));
  }
}

}  // namespace

KnowledgeDiff DiffKnowledge(const Knowledge& before, const Knowledge& after) {
  const auto old_kinds = Inventory(before).Run(), new_kinds = Inventory(after).Run();
  KnowledgeDiff diff;
  for (size_t i = 0; i < old_kinds.size(); ++i)
    DiffKind(old_kinds[i].first, old_kinds[i].second, new_kinds[i].second, diff);
  return diff;
}

}  // namespace needlepoint
