#include "service/pack/document.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace needlepoint {
namespace {

using Lines = absl::flat_hash_map<std::string, int>;

// YAML 1.2's core schema: plain scalars may be numbers, true, false or null;
// quoted ones are always text.
nlohmann::json Scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return text;
  if (text == "true") return true;
  if (text == "false") return false;
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  int64_t integer;
  if (absl::SimpleAtoi(text, &integer)) return integer;
  double real;
  if (text.find_first_not_of("0123456789.+-eE") == std::string::npos &&
      absl::SimpleAtod(text, &real))
    return real;
  return text;
}

nlohmann::json Convert(const YAML::Node& node, const std::string& pointer, Lines& lines) {
  lines[pointer] = node.Mark().line + 1;
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return Scalar(node);
    case YAML::NodeType::Sequence: {
      nlohmann::json list = nlohmann::json::array();
      for (size_t i = 0; i < node.size(); ++i)
        list.push_back(Convert(node[i], absl::StrCat(pointer, "/", i), lines));
      return list;
    }
    case YAML::NodeType::Map: {
      nlohmann::json map = nlohmann::json::object();
      for (const auto& item : node) {
        const std::string& key = item.first.Scalar();
        nlohmann::json value = Convert(item.second, absl::StrCat(pointer, "/", key), lines);
        lines[absl::StrCat(pointer, "/", key)] = item.first.Mark().line + 1;
        map[key] = std::move(value);
      }
      return map;
    }
    default:
      return nullptr;
  }
}

// valijson's context is "<root>", "[answers]", "[0]"; ours a JSON pointer.
std::string ToPointer(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    absl::string_view name = step;
    if (name == "<root>") continue;
    absl::ConsumePrefix(&name, "[");
    absl::ConsumeSuffix(&name, "]");
    absl::StrAppend(&pointer, "/", name);
  }
  return pointer;
}

// What the validator says, in the words of an author.
std::string ForAuthors(const std::string& description) {
  const std::string kUnknownKey = "constraints: '";
  const size_t at = description.find(kUnknownKey);
  if (absl::StrContains(description, "additionalProperties") && at != std::string::npos) {
    const std::string key = description.substr(at + kUnknownKey.size());
    return absl::StrCat("the key '", key.substr(0, key.rfind('\'')),
                        "' is not allowed here; remove it, or quote the text if it holds a comma");
  }
  return description;
}

class CompiledSchema final : public FileSchema {
 public:
  explicit CompiledSchema(const nlohmann::json& text) {
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema_);
  }

  void Check(const nlohmann::json& value,
             std::vector<std::pair<std::string, std::string>>& out) const override {
    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(value), &results);
    valijson::ValidationResults::Error error;
    while (results.popError(error))
      out.emplace_back(ToPointer(error.context), ForAuthors(error.description));
  }

 private:
  valijson::Schema schema_;
};

}  // namespace

std::string Fault::ToString() const {
  return line > 0 ? absl::StrCat(file, ":", line, ": ", message)
                  : absl::StrCat(file, ": ", message);
}

std::unique_ptr<FileSchema> FileSchema::Compile(const std::string& file, absl::string_view text,
                                                std::vector<Fault>& faults) {
  try {
    Lines lines;
    const nlohmann::json value = Convert(YAML::Load(std::string(text)), "", lines);
    return std::make_unique<CompiledSchema>(value);
  } catch (const std::exception& error) {
    faults.push_back({file, 0, absl::StrCat("the schema cannot be read: ", error.what())});
    return nullptr;
  }
}

Document::Document(std::string file, absl::string_view text, const FileSchema* schema,
                   std::vector<Fault>& faults)
    : file_(std::move(file)), value_(std::make_unique<nlohmann::json>()) {
  try {
    *value_ = Convert(YAML::Load(std::string(text)), "", lines_);
  } catch (const YAML::Exception& error) {
    faults.push_back(
        {file_, error.mark.line + 1,
         absl::StrCat("not YAML: ", error.msg, "; quote text that holds ': ', '#' or '?'")});
    return;
  }
  ok_ = true;
  if (schema == nullptr) return;
  std::vector<std::pair<std::string, std::string>> errors;
  schema->Check(*value_, errors);
  if (errors.empty()) return;
  ok_ = false;
  // The deepest errors say what is wrong; those above only repeat that
  // something below them is.
  std::stable_sort(errors.begin(), errors.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  std::vector<std::string> told;
  for (const auto& [pointer, message] : errors) {
    const bool repeats =
        std::any_of(told.begin(), told.end(),
                    [&, p = pointer](const std::string& t) { return absl::StartsWith(t, p); });
    if (repeats) continue;
    told.push_back(pointer);
    faults.push_back(
        FaultAt(pointer, absl::StrCat(pointer.empty() ? "the file" : pointer, ": ", message,
                                      " See knowledge/README.md and knowledge/schema/.")));
  }
}

Document::~Document() = default;

int Document::Line(absl::string_view pointer) const {
  while (true) {
    const auto it = lines_.find(pointer);
    if (it != lines_.end()) return it->second;
    const size_t slash = pointer.rfind('/');
    if (slash == absl::string_view::npos) return 0;
    pointer = pointer.substr(0, slash);
  }
}

Fault Document::FaultAt(absl::string_view pointer, std::string message) const {
  return {file_, Line(pointer), std::move(message)};
}

}  // namespace needlepoint
