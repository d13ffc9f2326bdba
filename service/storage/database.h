// SQLite, and the only place that includes its header.

#ifndef NEEDLEPOINT_SERVICE_STORAGE_DATABASE_H_
#define NEEDLEPOINT_SERVICE_STORAGE_DATABASE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct sqlite3;
struct sqlite3_stmt;

namespace needlepoint {

// Calls its argument once for each token of `text`, in order, with the token
// and the bytes [start, end) it stands for.
using EmitToken = std::function<void(absl::string_view token, int start, int end)>;
using FtsTokenizer = void (*)(absl::string_view text, const EmitToken& emit);

// One prepared statement. Not thread-safe.
class Query {
 public:
  Query(Query&&) = default;
  Query& operator=(Query&&) = default;

  // Parameters count from 1. Text is copied.
  Query& Bind(int parameter, absl::string_view text);
  Query& Bind(int parameter, int64_t number);
  Query& Bind(int parameter, double number);
  Query& BindNull(int parameter);

  // Moves to the next row: true if there is one, false at the end.
  //
  // Errors: DATA_LOSS if the file is damaged; INTERNAL otherwise.
  absl::StatusOr<bool> Step();

  // Runs a statement that returns no rows, and makes it ready to run again.
  absl::Status Run();

  // Makes the statement ready to run again; parameters are cleared.
  void Reset();

  // Columns count from 0 and are valid until the next Step() or Reset().
  absl::string_view Text(int column) const;
  absl::string_view Blob(int column) const;
  int64_t Int(int column) const;
  double Real(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// One connection. Not thread-safe: each thread has its own.
class Database {
 public:
  // Opens an immutable file for reading; it must not change while open.
  //
  // Errors: NOT_FOUND if there is no such file; DATA_LOSS if it is not SQLite.
  static absl::StatusOr<std::unique_ptr<Database>> OpenImmutable(const std::string& path);

  // Makes a new file, for one writer that finishes or throws it away: no
  // journal, no synchronisation.
  //
  // Errors: INTERNAL if it cannot be written.
  static absl::StatusOr<std::unique_ptr<Database>> Create(const std::string& path);

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Makes `tokenizer` known to FTS5 as `name` on this connection. A table that
  // uses it can be neither made nor read without.
  absl::Status RegisterTokenizer(const std::string& name, FtsTokenizer tokenizer);

  absl::StatusOr<Query> Prepare(absl::string_view sql) const;

  // Runs statements that return no rows.
  absl::Status Execute(const std::string& sql);

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
};

// Turns off SQLite's global memory statistics, whose mutex makes threads wait
// for each other. Call once, before any connection is opened.
// Source: SQLITE_CONFIG_MEMSTATUS; https://sqlite.org/c3ref/c_config_covering_index_scan.html
void ConfigureSqliteForThreads();

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_STORAGE_DATABASE_H_
