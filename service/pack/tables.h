// The tables of a snapshot, each described once for both directions: Columns()
// names the columns of a type, and is called with something that makes the
// table, fills it, or reads it. Internal to pack.
//
// Every list is one column: words one a line, numbers separated by spaces.

#ifndef NEEDLEPOINT_SERVICE_PACK_TABLES_H_
#define NEEDLEPOINT_SERVICE_PACK_TABLES_H_

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "service/base/status_macros.h"
#include "service/model/knowledge.h"
#include "service/storage/database.h"

namespace needlepoint {

// A row of a table whose rows belong to rows of another.
template <typename T>
struct Owned {
  int owner = -1;
  T value;
};

struct Option {
  std::string code, label;
};

struct Label {
  std::string key, text;
};

struct WordPair {
  std::string a, b;
};

struct NamedRange {
  std::string name;
  Range range;
};

template <typename Io>
void Columns(Io& io, ProfileField& v) {
  io("name", v.name), io("type", v.type), io("label", v.label), io("ask", v.ask),
      io("kind", v.kind), io("unit", v.unit);
  io("choices", v.values), io("min", v.min), io("max", v.max), io("risk", v.risk);
  io("decides", v.decides), io("asked", v.asked);
}

template <typename Io>
void Columns(Io& io, Source& v) {
  io("id", v.id), io("title", v.title), io("authors", v.authors), io("year", v.year),
      io("uri", v.uri);
  io("issuer", v.issuer), io("issuer_type", v.issuer_type), io("read_as_copy", v.read_as_copy);
}

template <typename Io>
void Columns(Io& io, Fact& v) {
  io("id", v.id), io("topic", v.topic), io("claim", v.claim), io("fact_values", v.values),
      io("locator", v.locator);
  io("grade", v.grade), io("setting", v.setting), io("devices", v.devices),
      io("jurisdictions", v.jurisdictions);
  io("source_ids", v.source_ids);
}

template <typename Io>
void Columns(Io& io, Statement& v) {
  io("id", v.id), io("kind", v.kind), io("polarity", v.polarity), io("text", v.text),
      io("condition", v.when);
  io("facts", v.facts), io("passage", v.passage);
}

template <typename Io>
void Columns(Io& io, Passage& v) {
  io("id", v.id), io("title", v.title), io("topic", v.topic), io("about", v.about),
      io("aliases", v.aliases);
  io("questions", v.questions), io("statements", v.statements);
}

template <typename Io>
void Columns(Io& io, Owned<DirectAnswer>& v) {
  io("passage", v.owner), io("forms", v.value.forms), io("about", v.value.about),
      io("variants", v.value.variants);
}

template <typename Io>
void Columns(Io& io, Owned<Threshold>& v) {
  io("passage", v.owner), io("id", v.value.id), io("value", v.value.value),
      io("at_least", v.value.at_least);
  io("bound", v.value.bound), io("unit", v.value.unit), io("facts", v.value.facts);
  io("reviewed_by", v.value.review.by), io("reviewed_on", v.value.review.on);
}

template <typename Io>
void Columns(Io& io, Owned<Conflict>& v) {
  io("passage", v.owner), io("id", v.value.id), io("question", v.value.question),
      io("headline", v.value.headline);
  io("cautious", v.value.cautious), io("other", v.value.other), io("agree", v.value.agree);
}

template <typename Io>
void Columns(Io& io, Owned<ComparisonTable>& v) {
  io("passage", v.owner), io("id", v.value.id);
}

template <typename Io>
void Columns(Io& io, Owned<Option>& v) {
  io("comparison", v.owner), io("code", v.value.code), io("label", v.value.label);
}

template <typename Io>
void Columns(Io& io, Owned<ComparisonRow>& v) {
  io("comparison", v.owner), io("attribute", v.value.attribute), io("cells", v.value.cells);
}

template <typename Io>
void Columns(Io& io, Rule& v) {
  io("id", v.id), io("code", v.code), io("disposition", v.disposition), io("mode", v.mode),
      io("condition", v.when);
  io("unless_condition", v.unless), io("unless_facts", v.unless_facts), io("headline", v.headline),
      io("message", v.message);
  io("actions", v.actions), io("ask", v.ask), io("place", v.place),
      io("within_hours", v.within_hours);
  io("phones", v.phones), io("passage", v.read), io("reviewed_by", v.review.by),
      io("reviewed_on", v.review.on), io("objections", v.objections);
}

template <typename Io>
void Columns(Io& io, LexiconEntry& v) {
  io("kind", v.kind), io("code", v.code), io("label", v.label), io("surfaces", v.surfaces),
      io("implies", v.implies);
  io("field_values", v.values);
}

template <typename Io>
void Columns(Io& io, ContextTrigger& v) {
  io("type", v.type), io("pattern", v.pattern);
}

template <typename Io>
void Columns(Io& io, WordPair& v) {
  io("a", v.a), io("b", v.b);
}

template <typename Io>
void Columns(Io& io, Protocol& v) {
  io("id", v.id), io("option", v.option), io("concern", v.concern), io("setting", v.setting),
      io("device", v.device);
  io("condition", v.when), io("full_result_from_last", v.full_result_from_last),
      io("first_line", v.first_line), io("statements", v.statements);
  io("reviewed_by", v.review.by), io("reviewed_on", v.review.on);
}

template <typename Io>
void Columns(Io& io, Price& v) {
  io("option", v.option), io("concern", v.concern), io("jurisdiction", v.jurisdiction),
      io("currency", v.currency), io("per", v.per);
  io("min", v.range.min), io("max", v.range.max), io("facts", v.range.facts);
}

template <typename Io>
void Columns(Io& io, Budget& v) {
  io("level", v.level), io("currency", v.currency), io("at_most", v.at_most);
}

template <typename Io>
void Columns(Io& io, Outlook& v) {
  io("concern", v.concern), io("headline", v.headline), io("can", v.can), io("cannot", v.cannot),
      io("ask", v.ask);
}

template <typename Io>
void Columns(Io& io, TimelineEntry& v) {
  io("id", v.id), io("moment", v.at), io("setting", v.setting), io("concern", v.concern),
      io("day_from", v.day_from), io("day_to", v.day_to);
  io("title", v.title), io("statements", v.statements);
}

template <typename Io>
void Columns(Io& io, AftercareEntry& v) {
  io("id", v.id), io("setting", v.setting), io("hour_from", v.hour_from), io("hour_to", v.hour_to),
      io("title", v.title), io("statements", v.statements);
}

template <typename Io>
void Columns(Io& io, Owned<NamedRange>& v) {
  io("protocol", v.owner), io("name", v.value.name), io("min", v.value.range.min),
      io("max", v.value.range.max);
  io("facts", v.value.range.facts);
}

template <typename Io>
void Columns(Io& io, Label& v) {
  io("key", v.key), io("text", v.text);
}

template <typename Io>
void Columns(Io& io, Phone& v) {
  io("use", v.use), io("jurisdiction", v.jurisdiction), io("number", v.number),
      io("label", v.label), io("facts", v.facts);
}

// Lists the column names.
struct NameIo {
  template <typename T>
  void operator()(absl::string_view name, T&) {
    names.emplace_back(name);
  }
  std::vector<std::string> names;
};

// Binds a row to an INSERT.
class BindIo {
 public:
  explicit BindIo(Query& query) : query_(query) {}

  void operator()(absl::string_view, std::string& v) { query_.Bind(++at_, v); }
  void operator()(absl::string_view, double& v) { query_.Bind(++at_, v); }
  void operator()(absl::string_view, std::vector<std::string>& v) {
    query_.Bind(++at_, absl::StrJoin(v, "\n"));
  }
  void operator()(absl::string_view, std::map<std::string, std::string>& v) {
    query_.Bind(++at_, absl::StrJoin(v, "\n", absl::PairFormatter("=")));
  }
  template <typename T>
  void operator()(absl::string_view, std::optional<T>& v) {
    if (v.has_value()) {
      query_.Bind(++at_, static_cast<double>(*v));
    } else {
      query_.BindNull(++at_);
    }
  }
  template <typename T>
  void operator()(absl::string_view, std::vector<T>& v) {
    query_.Bind(++at_, absl::StrJoin(v, " ", [](std::string* out, T n) {
      absl::StrAppend(out, static_cast<int>(n));
    }));
  }
  template <typename T, typename = std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>>>
  void operator()(absl::string_view, T& v) {
    query_.Bind(++at_, static_cast<int64_t>(v));
  }

 private:
  Query& query_;
  int at_ = 0;
};

// Fills a row from a SELECT.
class ReadIo {
 public:
  explicit ReadIo(const Query& query) : query_(query) {}

  void operator()(absl::string_view, std::string& v) { v = std::string(query_.Text(at_++)); }
  void operator()(absl::string_view, double& v) { v = query_.Real(at_++); }
  void operator()(absl::string_view, std::vector<std::string>& v) {
    v = absl::StrSplit(query_.Text(at_++), '\n', absl::SkipEmpty());
  }
  void operator()(absl::string_view, std::map<std::string, std::string>& v) {
    for (const absl::string_view line :
         absl::StrSplit(query_.Text(at_++), '\n', absl::SkipEmpty())) {
      const std::pair<std::string, std::string> item =
          absl::StrSplit(line, absl::MaxSplits('=', 1));
      v.insert(item);
    }
  }
  template <typename T>
  void operator()(absl::string_view, std::optional<T>& v) {
    v = query_.IsNull(at_) ? std::nullopt : std::optional<T>(static_cast<T>(query_.Real(at_)));
    ++at_;
  }
  template <typename T>
  void operator()(absl::string_view, std::vector<T>& v) {
    for (const absl::string_view word :
         absl::StrSplit(query_.Text(at_++), ' ', absl::SkipEmpty())) {
      int number = 0;
      (void)absl::SimpleAtoi(word, &number);
      v.push_back(static_cast<T>(number));
    }
  }
  template <typename T, typename = std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>>>
  void operator()(absl::string_view, T& v) {
    v = static_cast<T>(query_.Int(at_++));
  }

 private:
  const Query& query_;
  int at_ = 0;
};

template <typename T>
std::vector<std::string> ColumnNames() {
  NameIo names;
  T row;
  Columns(names, row);
  return names.names;
}

// Makes the table `name` and fills it with `rows`, in order.
template <typename T>
absl::Status WriteTable(Database& database, const std::string& name, std::vector<T> rows) {
  const std::vector<std::string> columns = ColumnNames<T>();
  NP_RETURN_IF_ERROR(database.Execute(absl::StrCat(
      "CREATE TABLE ", name, "(row INTEGER PRIMARY KEY, ", absl::StrJoin(columns, ", "), ")")));
  NP_ASSIGN_OR_RETURN(
      Query insert, database.Prepare(absl::StrCat(
                        "INSERT INTO ", name, "(", absl::StrJoin(columns, ", "), ") VALUES (",
                        absl::StrJoin(std::vector<std::string>(columns.size(), "?"), ", "), ")")));
  for (T& row : rows) {
    BindIo io(insert);
    Columns(io, row);
    NP_RETURN_IF_ERROR(insert.Run());
  }
  return absl::OkStatus();
}

// Reads all rows of the table `name`, in order.
//
// Errors: DATA_LOSS naming the table.
template <typename T>
absl::Status ReadTable(const Database& database, const std::string& name, std::vector<T>& rows) {
  const absl::Status unreadable =
      absl::DataLossError(absl::StrCat("its table `", name,
                                       "` cannot be used; build the snapshot again with "
                                       "needlepoint-pack build"));
  absl::StatusOr<Query> select = database.Prepare(absl::StrCat(
      "SELECT ", absl::StrJoin(ColumnNames<T>(), ", "), " FROM ", name, " ORDER BY row"));
  if (!select.ok()) return unreadable;
  while (true) {
    const absl::StatusOr<bool> more = select->Step();
    if (!more.ok()) return unreadable;
    if (!*more) return absl::OkStatus();
    ReadIo io(*select);
    T row;
    Columns(io, row);
    rows.push_back(std::move(row));
  }
}

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_TABLES_H_
