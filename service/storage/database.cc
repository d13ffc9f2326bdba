#include "service/storage/database.h"

#include <sqlite3.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

#include "service/base/status_macros.h"

namespace needlepoint {
namespace {

absl::Status FromSqlite(int code) {
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
      return absl::OkStatus();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return absl::DataLossError("the file is damaged or is not a SQLite database");
    default:
      return absl::InternalError(absl::StrCat("SQLite error ", code, ": ", sqlite3_errstr(code)));
  }
}

// Percent-encodes what a file: URI cannot hold as it is.
std::string UriPath(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      absl::StrAppend(&uri, "%", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else {
      uri.push_back(c);
    }
  }
  return uri;
}

// FTS5's tokenizer interface, over an FtsTokenizer.
struct TokenizerContext {
  FtsTokenizer tokenizer;
};

int CreateTokenizer(void* context, const char**, int, Fts5Tokenizer** out) {
  *out = reinterpret_cast<Fts5Tokenizer*>(context);
  return SQLITE_OK;
}

void DeleteTokenizer(Fts5Tokenizer*) {}

int RunTokenizer(Fts5Tokenizer* self, void* context, int, const char* text, int size,
                 int (*emit)(void*, int, const char*, int, int, int)) {
  int result = SQLITE_OK;
  reinterpret_cast<TokenizerContext*>(self)->tokenizer(
      absl::string_view(text, size), [&](absl::string_view token, int start, int end) {
        if (result != SQLITE_OK) return;
        result = emit(context, 0, token.data(), static_cast<int>(token.size()), start, end);
      });
  return result;
}

}  // namespace

void Query::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Query& Query::Bind(int parameter, absl::string_view text) {
  sqlite3_bind_text(statement_.get(), parameter, text.empty() ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Query& Query::Bind(int parameter, int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter, number);
  return *this;
}

Query& Query::Bind(int parameter, double number) {
  sqlite3_bind_double(statement_.get(), parameter, number);
  return *this;
}

Query& Query::BindNull(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

absl::StatusOr<bool> Query::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return FromSqlite(code);
}

absl::Status Query::Run() {
  const absl::StatusOr<bool> row = Step();
  Reset();
  return row.status();
}

void Query::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

absl::string_view Query::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (text == nullptr) return "";
  return absl::string_view(text, sqlite3_column_bytes(statement_.get(), column));
}

absl::string_view Query::Blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return absl::string_view(bytes, sqlite3_column_bytes(statement_.get(), column));
}

int64_t Query::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }

double Query::Real(int column) const { return sqlite3_column_double(statement_.get(), column); }

bool Query::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

absl::StatusOr<std::unique_ptr<Database>> Database::OpenImmutable(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return absl::NotFoundError("there is no such file");
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(absl::StrCat("file:", UriPath(path), "?immutable=1").c_str(), &handle,
                      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  NP_RETURN_IF_ERROR(FromSqlite(code));
  return database;
}

absl::StatusOr<std::unique_ptr<Database>> Database::Create(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  NP_RETURN_IF_ERROR(FromSqlite(code));
  NP_RETURN_IF_ERROR(
      database->Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA "
                        "secure_delete=OFF; PRAGMA page_size=4096;"));
  return database;
}

Database::~Database() { sqlite3_close_v2(handle_); }

absl::Status Database::RegisterTokenizer(const std::string& name, FtsTokenizer tokenizer) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  NP_RETURN_IF_ERROR(
      FromSqlite(sqlite3_prepare_v2(handle_, "SELECT fts5(?1)", -1, &statement, nullptr)));
  sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  NP_RETURN_IF_ERROR(FromSqlite(sqlite3_finalize(statement)));
  if (api == nullptr) return absl::InternalError("this SQLite has no FTS5");
  fts5_tokenizer functions = {CreateTokenizer, DeleteTokenizer, RunTokenizer};
  auto context = std::make_unique<TokenizerContext>(TokenizerContext{tokenizer});
  const int code = api->xCreateTokenizer(api, name.c_str(), context.get(), &functions,
                                         [](void* c) { delete static_cast<TokenizerContext*>(c); });
  NP_RETURN_IF_ERROR(FromSqlite(code));
  context.release();  // FTS5 owns it now
  return absl::OkStatus();
}

absl::StatusOr<Query> Database::Prepare(absl::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  NP_RETURN_IF_ERROR(
      FromSqlite(sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                    SQLITE_PREPARE_PERSISTENT, &statement, nullptr)));
  return Query(statement);
}

absl::Status Database::Execute(const std::string& sql) {
  return FromSqlite(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
}

void ConfigureSqliteForThreads() { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

}  // namespace needlepoint
