#include "service/pack/snapshot.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"
#include "service/condition/vocabulary.h"
#include "service/pack/tables.h"

namespace needlepoint {
namespace {

// Moves the rows of a child table into the elements they belong to.
template <typename T, typename Place>
absl::Status ReadOwned(const Database& database, const std::string& table, size_t owners,
                       Place place) {
  std::vector<Owned<T>> rows;
  NP_RETURN_IF_ERROR(ReadTable(database, table, rows));
  for (Owned<T>& row : rows) {
    if (row.owner < 0 || static_cast<size_t>(row.owner) >= owners) {
      return absl::DataLossError(
          absl::StrCat("a row of ", table, " belongs to nothing; build the snapshot again"));
    }
    place(row.owner, std::move(row.value));
  }
  return absl::OkStatus();
}

absl::Status ReadPassageParts(const Database& database, Knowledge& k) {
  const size_t n = k.passages.size();
  NP_RETURN_IF_ERROR(ReadOwned<DirectAnswer>(
      database, "direct_answer", n,
      [&](int i, DirectAnswer v) { k.passages[i].answers.push_back(std::move(v)); }));
  NP_RETURN_IF_ERROR(ReadOwned<Threshold>(database, "threshold", n, [&](int i, Threshold v) {
    k.passages[i].thresholds.push_back(std::move(v));
  }));
  NP_RETURN_IF_ERROR(ReadOwned<Conflict>(database, "conflict", n, [&](int i, Conflict v) {
    k.passages[i].conflicts.push_back(std::move(v));
  }));
  std::vector<Owned<ComparisonTable>> tables;
  NP_RETURN_IF_ERROR(ReadTable(database, "comparison", tables));
  NP_RETURN_IF_ERROR(
      ReadOwned<Option>(database, "comparison_option", tables.size(), [&](int i, Option v) {
        tables[i].value.options.emplace_back(std::move(v.code), std::move(v.label));
      }));
  NP_RETURN_IF_ERROR(ReadOwned<ComparisonRow>(
      database, "comparison_row", tables.size(),
      [&](int i, ComparisonRow v) { tables[i].value.rows.push_back(std::move(v)); }));
  for (Owned<ComparisonTable>& table : tables) {
    if (table.owner < 0 || static_cast<size_t>(table.owner) >= n)
      return absl::DataLossError("a comparison belongs to no passage; build the snapshot again");
    k.passages[table.owner].comparisons.push_back(std::move(table.value));
  }
  return absl::OkStatus();
}

absl::Status ReadPlanParts(const Database& database, Knowledge& k) {
  NP_RETURN_IF_ERROR(ReadTable(database, "protocol", k.protocols));
  NP_RETURN_IF_ERROR(ReadOwned<NamedRange>(
      database, "protocol_number", k.protocols.size(),
      [&](int i, NamedRange v) { k.protocols[i].numbers[v.name] = std::move(v.range); }));
  NP_RETURN_IF_ERROR(ReadTable(database, "price", k.prices));
  NP_RETURN_IF_ERROR(ReadTable(database, "budget", k.budgets));
  NP_RETURN_IF_ERROR(ReadTable(database, "outlook", k.outlooks));
  NP_RETURN_IF_ERROR(ReadTable(database, "timeline", k.timeline));
  return ReadTable(database, "aftercare", k.aftercare);
}

// A sealed file whose contents cannot be used was made wrong.
absl::Status Damaged(const absl::Status& status) {
  if (status.ok() || absl::StrContains(status.message(), "build the snapshot again")) return status;
  return absl::DataLossError(
      absl::StrCat("its contents cannot be used (", status.message(),
                   "); build the snapshot again with needlepoint-pack build"));
}

template <typename Enum>
bool InRange(Enum value, Enum last) {
  return static_cast<int>(value) >= 0 && static_cast<int>(value) <= static_cast<int>(last);
}

// Remembers the first reference that points nowhere.
class ReferenceCheck {
 public:
  void operator()(int index, size_t size, bool optional = false) {
    if (optional && index == -1) return;
    if (index < 0 || static_cast<size_t>(index) >= size) broken_ = true;
  }
  void operator()(const std::vector<int>& indices, size_t size, bool optional = false) {
    for (const int index : indices) (*this)(index, size, optional);
  }
  void Require(bool holds) { broken_ = broken_ || !holds; }
  bool broken() const { return broken_; }

 private:
  bool broken_ = false;
};

}  // namespace

int Snapshot::Find(const Index& index, absl::string_view id) {
  const auto it = index.find(id);
  return it == index.end() ? -1 : it->second;
}

const std::string& Snapshot::Label(const std::string& key) const {
  const auto it = knowledge_.labels.find(key);
  return it == knowledge_.labels.end() ? key : it->second;
}

absl::Status Snapshot::ReadTables(const Database& database) {
  NP_RETURN_IF_ERROR(ReadTable(database, "profile_field", knowledge_.fields));
  NP_RETURN_IF_ERROR(ReadTable(database, "source", knowledge_.sources));
  NP_RETURN_IF_ERROR(ReadTable(database, "fact", knowledge_.facts));
  NP_RETURN_IF_ERROR(ReadTable(database, "statement", knowledge_.statements));
  NP_RETURN_IF_ERROR(ReadTable(database, "passage", knowledge_.passages));
  NP_RETURN_IF_ERROR(ReadPassageParts(database, knowledge_));
  NP_RETURN_IF_ERROR(ReadTable(database, "rule", knowledge_.rules));
  NP_RETURN_IF_ERROR(ReadTable(database, "lexicon", knowledge_.lexicon));
  NP_RETURN_IF_ERROR(ReadTable(database, "context_trigger", knowledge_.context));
  std::vector<WordPair> pairs;
  NP_RETURN_IF_ERROR(ReadTable(database, "never_cross", pairs));
  for (WordPair& pair : pairs)
    knowledge_.never_cross.emplace_back(std::move(pair.a), std::move(pair.b));
  NP_RETURN_IF_ERROR(ReadPlanParts(database, knowledge_));
  std::vector<needlepoint::Label> labels;
  NP_RETURN_IF_ERROR(ReadTable(database, "label", labels));
  for (needlepoint::Label& label : labels) knowledge_.labels[label.key] = std::move(label.text);
  std::vector<needlepoint::Label> words;
  NP_RETURN_IF_ERROR(ReadTable(database, "word_list", words));
  for (const needlepoint::Label& list : words)
    knowledge_.known_words = absl::StrSplit(list.text, '\n', absl::SkipEmpty());
  return ReadTable(database, "phone", knowledge_.phones);
}

absl::Status Snapshot::CheckReferences() const {
  const Knowledge& k = knowledge_;
  ReferenceCheck check;
  for (const Statement& s : k.statements) {
    check(s.facts, k.facts.size());
    check(s.passage, k.passages.size(), true);
    check.Require(InRange(s.kind, StatementKind::kFinding) &&
                  InRange(s.polarity, Polarity::kDepends));
    if (s.facts.empty())
      return absl::DataLossError(
          absl::StrCat("the statement ", s.id, " has no fact; build the snapshot again"));
  }
  for (const Passage& p : k.passages) {
    check(p.statements, k.statements.size());
    for (const DirectAnswer& a : p.answers) {
      check(a.variants, k.statements.size());
      for (const Form form : a.forms) check.Require(InRange(form, Form::kHow));
    }
    for (const Threshold& t : p.thresholds) check(t.facts, k.facts.size());
    for (const Conflict& c : p.conflicts) {
      check(c.headline, k.statements.size());
      for (const auto* side : {&c.cautious, &c.other, &c.agree}) check(*side, k.statements.size());
    }
    for (const ComparisonTable& t : p.comparisons) {
      for (const ComparisonRow& r : t.rows) {
        check(r.cells, k.statements.size(), true);
        if (r.cells.size() != t.options.size())
          return absl::DataLossError(
              "a comparison has rows of another width; build the snapshot again");
      }
    }
  }
  for (const Rule& r : k.rules) {
    check.Require(InRange(r.disposition, Disposition::kEmergency) &&
                  InRange(r.mode, RuleMode::kShadow));
    check(r.headline, k.statements.size());
    check(r.message, k.statements.size());
    for (const auto* list : {&r.actions, &r.ask}) check(*list, k.statements.size());
    check(r.unless_facts, k.facts.size());
    check(r.read, k.passages.size());
  }
  for (const Protocol& p : k.protocols) {
    for (const auto& [name, range] : p.numbers) check(range.facts, k.facts.size());
    check(p.first_line, k.facts.size());
    check(p.statements, k.statements.size());
  }
  for (const Price& p : k.prices) check(p.range.facts, k.facts.size());
  for (const Outlook& o : k.outlooks) {
    check(o.headline, k.statements.size());
    for (const auto* list : {&o.can, &o.cannot, &o.ask}) check(*list, k.statements.size());
  }
  for (const TimelineEntry& e : k.timeline) {
    check.Require(InRange(e.at, Moment::kFullResult));
    check(e.statements, k.statements.size());
  }
  for (const AftercareEntry& e : k.aftercare) check(e.statements, k.statements.size());
  for (const Phone& p : k.phones) check(p.facts, k.facts.size());
  for (const Fact& f : k.facts) {
    check.Require(InRange(f.grade, Grade::kPatientPage));
    for (const std::string& id : f.source_ids) check(FindSource(id), k.sources.size());
  }
  if (check.broken())
    return absl::DataLossError("a reference in it points nowhere; build the snapshot again");
  return absl::OkStatus();
}

absl::Status Snapshot::ProbeSearchIndex() const {
  if (file_->index().passages() != knowledge_.passages.size())
    return absl::DataLossError("the search index is of other passages; build the snapshot again");
  NP_ASSIGN_OR_RETURN(const SnapshotFile::Connection connection, file_->Connect());
  NP_ASSIGN_OR_RETURN(
      Query search,
      connection->Prepare(
          "SELECT rowid FROM passage_fts WHERE passage_fts MATCH '\"needl\"' LIMIT 1"));
  return search.Step().status();
}

absl::Status Snapshot::Compile() {
  const Vocabulary vocabulary(knowledge_);
  const auto compile = [&](const std::string& text, std::vector<Condition>& out) -> absl::Status {
    NP_ASSIGN_OR_RETURN(Condition condition, Condition::Parse(text, &vocabulary));
    out.push_back(std::move(condition));
    return absl::OkStatus();
  };
  for (const Statement& s : knowledge_.statements)
    NP_RETURN_IF_ERROR(compile(s.when, statement_conditions_));
  for (const Rule& r : knowledge_.rules) {
    NP_RETURN_IF_ERROR(compile(r.when, rule_conditions_));
    NP_RETURN_IF_ERROR(compile(r.unless, rule_unless_));
  }
  for (const Protocol& p : knowledge_.protocols)
    NP_RETURN_IF_ERROR(compile(p.when, protocol_conditions_));
  std::vector<const Condition*> conditions;
  for (const Condition& condition : rule_conditions_) conditions.push_back(&condition);
  rule_index_ = std::make_unique<ConditionIndex>(conditions);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Snapshot::Open(const std::string& path) {
  NP_ASSIGN_OR_RETURN(std::shared_ptr<const SnapshotFile> file, SnapshotFile::Open(path));
  return Load(std::move(file));
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Snapshot::Load(
    std::shared_ptr<const SnapshotFile> file) {
  std::shared_ptr<Snapshot> snapshot(new Snapshot());
  snapshot->file_ = std::move(file);
  if (snapshot->file_->content() != SnapshotContent::kPack) {
    return absl::FailedPreconditionError(
        "it holds a desk's documents, not the knowledge of a guide; give one made by "
        "needlepoint-pack build");
  }
  {
    NP_ASSIGN_OR_RETURN(const SnapshotFile::Connection connection, snapshot->file_->Connect());
    NP_RETURN_IF_ERROR(Damaged(snapshot->ReadTables(*connection)));
  }
  const Knowledge& k = snapshot->knowledge_;
  for (size_t i = 0; i < k.facts.size(); ++i) snapshot->facts_[k.facts[i].id] = static_cast<int>(i);
  for (size_t i = 0; i < k.sources.size(); ++i)
    snapshot->sources_[k.sources[i].id] = static_cast<int>(i);
  for (size_t i = 0; i < k.passages.size(); ++i)
    snapshot->passages_[k.passages[i].id] = static_cast<int>(i);
  for (size_t i = 0; i < k.statements.size(); ++i)
    snapshot->statements_[k.statements[i].id] = static_cast<int>(i);
  NP_RETURN_IF_ERROR(snapshot->CheckReferences());
  NP_RETURN_IF_ERROR(Damaged(snapshot->Compile()));
  NP_RETURN_IF_ERROR(Damaged(snapshot->ProbeSearchIndex()));
  return snapshot;
}

}  // namespace needlepoint
