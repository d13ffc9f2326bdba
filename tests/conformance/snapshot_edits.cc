#include "tests/conformance/snapshot_edits.h"

#include <openssl/sha.h>
#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>

#include "tests/conformance/child_process.h"

namespace needlepoint::conformance {
namespace {

void Execute(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  const bool done = sqlite3_open(path.c_str(), &database) == SQLITE_OK &&
                    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  const std::string error = sqlite3_errmsg(database);
  sqlite3_close(database);
  if (!done) throw std::runtime_error(sql + ": " + error);
}

}  // namespace

std::string Sealed(const std::string& body, const std::string& magic) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest);
  return body + magic + std::string(reinterpret_cast<const char*>(digest), sizeof digest);
}

std::string EditedSnapshot(const std::string& folder, const std::string& sql) {
  const std::string path = folder + "/edited.snapshot";
  const std::string whole = ReadFile(GuideSnapshot());
  WriteFile(path, whole.substr(0, whole.size() - kSealSize));
  Execute(path, sql);
  WriteFile(path, Sealed(ReadFile(path)));
  return path;
}

std::string DatabaseOf(const std::string& folder, const std::string& sql) {
  const std::string path = folder + "/made.sqlite";
  std::filesystem::remove(path);
  Execute(path, sql);
  return ReadFile(path);
}

}  // namespace needlepoint::conformance
