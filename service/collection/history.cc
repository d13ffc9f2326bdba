#include "service/collection/history.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/ascii.h"

namespace needlepoint {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;
constexpr size_t kVersionSize = 64;

// The text under `key`; false if there is none.
bool ReadText(const Json& json, const char* key, std::string& out) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_string()) return false;
  out = it->get<std::string>();
  return true;
}

bool ReadPublication(const Json& json, Publication& out) {
  std::string time;
  return json.is_object() && ReadText(json, "version", out.version) && IsVersion(out.version) &&
         ReadText(json, "publish_time", time) &&
         absl::ParseTime(absl::RFC3339_full, time, &out.time, nullptr) &&
         absl::AbsDuration(out.time - absl::UnixEpoch()) < absl::InfiniteDuration() &&
         ReadText(json, "note", out.note);
}

bool ReadHistory(const Json& json, History& out) {
  if (!json.is_object() || json.value("format", Json()) != kFormat ||
      !ReadText(json, "given", out.given) || (!out.given.empty() && !IsVersion(out.given)))
    return false;
  const auto publications = json.find("publications");
  if (publications == json.end() || !publications->is_array()) return false;
  std::set<std::string> versions;
  for (const Json& item : *publications) {
    Publication publication;
    if (!ReadPublication(item, publication) || !versions.insert(publication.version).second)
      return false;
    out.publications.push_back(std::move(publication));
  }
  return !out.publications.empty();
}

}  // namespace

bool IsVersion(absl::string_view text) {
  return text.size() == kVersionSize && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

std::string HistoryText(const History& history) {
  Json publications = Json::array();
  for (const Publication& p : history.publications) {
    publications.push_back(
        {{"version", p.version},
         {"publish_time", absl::FormatTime(absl::RFC3339_full, p.time, absl::UTCTimeZone())},
         {"note", p.note}});
  }
  const Json json = {
      {"format", kFormat}, {"given", history.given}, {"publications", std::move(publications)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

absl::StatusOr<History> ParseHistory(absl::string_view text) {
  const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
  History history;
  if (!ReadHistory(json, history))
    return absl::DataLossError("it is no list of publications of this version of the program");
  return history;
}

}  // namespace needlepoint
