// One file of knowledge/, read and held to its schema, with the line of
// every value.

#ifndef NEEDLEPOINT_SERVICE_PACK_DOCUMENT_H_
#define NEEDLEPOINT_SERVICE_PACK_DOCUMENT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json_fwd.hpp"

namespace needlepoint {

// Something an author has to mend.
struct Fault {
  std::string file;  // below knowledge/
  int line = 0;      // counts from 1; 0 if the whole file is meant
  std::string message;

  // "passages/aftercare/sun.yaml:12: message"
  std::string ToString() const;
};

// A closed JSON Schema (draft 7), compiled. Thread-compatible.
class FileSchema {
 public:
  // `text` is the schema in YAML. Its own faults are appended to `faults`.
  static std::unique_ptr<FileSchema> Compile(const std::string& file, absl::string_view text,
                                             std::vector<Fault>& faults);

  virtual ~FileSchema() = default;

  // Appends a fault for each place where `value` breaks the schema, as
  // (JSON pointer, message).
  virtual void Check(const nlohmann::json& value,
                     std::vector<std::pair<std::string, std::string>>& out) const = 0;
};

// A parsed YAML (or JSON) file.
class Document {
 public:
  // Parses `text`; a syntax error becomes one fault and an empty document.
  // With `schema`, what breaks it becomes faults, and ok() is false.
  Document(std::string file, absl::string_view text, const FileSchema* schema,
           std::vector<Fault>& faults);
  ~Document();

  bool ok() const { return ok_; }
  const nlohmann::json& value() const { return *value_; }
  const std::string& file() const { return file_; }

  // The line of the value at a JSON pointer ("/answers/0/form"), or of the
  // nearest value above it.
  int Line(absl::string_view pointer) const;
  Fault FaultAt(absl::string_view pointer, std::string message) const;

 private:
  std::string file_;
  std::unique_ptr<nlohmann::json> value_;
  absl::flat_hash_map<std::string, int> lines_;
  bool ok_ = false;
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_PACK_DOCUMENT_H_
