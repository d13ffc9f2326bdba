#include "service/conversation/memory_codec.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace needlepoint {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

// The order of fields is part of the format: who changes it changes kFormat.
int NumberOf(Field field) { return static_cast<int>(field); }

std::optional<Field> FieldOf(int number) {
  if (number < 0 || number >= kFieldCount) return std::nullopt;
  return static_cast<Field>(number);
}

Json Encode(const Remembered& fact) {
  Json at = fact.at.has_value() ? Json(absl::ToUnixSeconds(*fact.at)) : Json();
  return Json::array({fact.turn, fact.span.start, fact.span.end, fact.words, fact.person,
                      NumberOf(fact.field), fact.value, static_cast<int>(fact.standing),
                      std::move(at), absl::ToUnixSeconds(fact.said), fact.utf16.start,
                      fact.utf16.end});
}

// Says no to bytes whose lists and maps are nested deeper than a memory's, which are
// three deep: the library reads each level in a call of its own.
class NestingGuard : public nlohmann::json_sax<Json> {
 public:
  bool start_object(size_t) override { return ++depth_ <= kDeepest; }
  bool end_object() override { return depth_-- > 0; }
  bool start_array(size_t) override { return ++depth_ <= kDeepest; }
  bool end_array() override { return depth_-- > 0; }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool key(string_t&) override { return true; }
  bool parse_error(size_t, const std::string&, const Json::exception&) override { return false; }

 private:
  static constexpr int kDeepest = 3;

  int depth_ = 0;
};

bool IsShallow(absl::string_view bytes) {
  NestingGuard guard;
  return Json::sax_parse(bytes.begin(), bytes.end(), &guard, Json::input_format_t::cbor);
}

// A span is written through when its fact is forgotten.
bool IsSpan(const TextSpan& span) { return span.start >= 0 && span.end >= span.start; }

std::optional<Remembered> DecodeFact(const Json& json) {
  Remembered fact;
  fact.turn = json.at(0).get<int>();
  fact.span = {json.at(1).get<int>(), json.at(2).get<int>()};
  fact.words = json.at(3).get<std::string>();
  fact.person = json.at(4).get<std::string>();
  const std::optional<Field> field = FieldOf(json.at(5).get<int>());
  const int standing = json.at(7).get<int>();
  if (!field.has_value() || standing < 0 || standing > static_cast<int>(Standing::kNever) ||
      !IsSpan(fact.span))
    return std::nullopt;
  fact.field = *field;
  fact.value = json.at(6).get<std::string>();
  fact.standing = static_cast<Standing>(standing);
  if (!json.at(8).is_null()) fact.at = absl::FromUnixSeconds(json.at(8).get<int64_t>());
  fact.said = absl::FromUnixSeconds(json.at(9).get<int64_t>());
  fact.utf16 = {json.at(10).get<int>(), json.at(11).get<int>()};
  return fact;
}

}  // namespace

std::string EncodeMemory(const Memory& memory) {
  Json facts = Json::array();
  for (const Remembered& fact : memory.facts()) facts.push_back(Encode(fact));
  Json json = {{"v", kFormat},
               {"turns", memory.turns},
               {"ahead", absl::ToInt64Seconds(memory.ahead)},
               {"now", absl::ToUnixSeconds(memory.now)},
               {"person", memory.person},
               {"product", memory.product},
               {"question",
                Json::binary(std::vector<uint8_t>(memory.question.begin(), memory.question.end()))},
               {"turn", memory.question_turn},
               {"facts", std::move(facts)}};
  if (memory.pending.has_value()) {
    json["pending"] = Json::array(
        {NumberOf(memory.pending->field), memory.pending->one_of_many, memory.pending->codes});
  }
  const std::vector<uint8_t> bytes = Json::to_cbor(json);
  return std::string(bytes.begin(), bytes.end());
}

std::optional<Memory> DecodeMemory(absl::string_view bytes) {
  if (!IsShallow(bytes)) return std::nullopt;
  Memory memory;
  try {
    const Json json = Json::from_cbor(bytes.begin(), bytes.end());
    if (json.at("v").get<int>() != kFormat) return std::nullopt;
    memory.turns = json.at("turns").get<int>();
    memory.ahead = absl::Seconds(json.at("ahead").get<int64_t>());
    memory.now = absl::FromUnixSeconds(json.at("now").get<int64_t>());
    memory.person = json.at("person").get<std::string>();
    memory.product = json.at("product").get<std::string>();
    const Json::binary_t& question = json.at("question").get_binary();
    memory.question.assign(question.begin(), question.end());
    memory.question_turn = json.at("turn").get<int>();
    std::vector<Remembered> facts;
    for (const Json& item : json.at("facts")) {
      std::optional<Remembered> fact = DecodeFact(item);
      if (!fact.has_value()) return std::nullopt;
      facts.push_back(*std::move(fact));
    }
    memory.Restore(std::move(facts));
    if (json.contains("pending")) {
      const std::optional<Field> field = FieldOf(json["pending"].at(0).get<int>());
      if (!field.has_value()) return std::nullopt;
      memory.pending = Pending{*field, json["pending"].at(1).get<bool>(),
                               json["pending"].at(2).get<std::vector<std::string>>()};
    }
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  return memory;
}

}  // namespace needlepoint
