#include "tests/unit/condition/situation_text.h"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"

namespace needlepoint {
namespace {

using Setter = std::function<void(SituationText&, const std::string&)>;

template <typename Member>
Setter Text(Member member) {
  return [member](SituationText& s, const std::string& value) { s.profile.*member = value; };
}

template <typename Member>
Setter Number(Member member) {
  return [member](SituationText& s, const std::string& value) {
    // From the text a user types, as the API's parser has it.
    s.profile.*member =
        static_cast<typename std::remove_reference_t<decltype(s.profile.*member)>::value_type>(
            std::stod(value));
  };
}

template <typename Member>
Setter Code(Member member) {
  return [member](SituationText& s, const std::string& value) {
    (s.profile.*member).push_back(value);
  };
}

std::pair<std::string, std::optional<double>> SplitTime(const std::string& value) {
  const std::vector<std::string> parts = absl::StrSplit(value, '@');
  if (parts.size() == 1) return {value, std::nullopt};
  return {parts[0], std::stod(parts[1])};
}

Setter Product(std::vector<UsedProduct> Profile::*list, Use use) {
  return [list, use](SituationText& s, const std::string& value) {
    const auto [code, weeks] = SplitTime(value);
    (s.profile.*list).push_back({code, use, weeks});
  };
}

Setter Timed(std::vector<TimedCode> Profile::*list) {
  return [list](SituationText& s, const std::string& value) {
    const auto [code, since] = SplitTime(value);
    (s.profile.*list).push_back({code, since});
  };
}

const std::map<std::string, Setter>& Setters() {
  static const auto* const setters = new std::map<std::string, Setter>({
      {"subject", Text(&Profile::subject)},
      {"setting", Text(&Profile::setting)},
      {"device", Text(&Profile::device)},
      {"budget", Text(&Profile::budget)},
      {"experience", Text(&Profile::experience)},
      {"country", Text(&Profile::jurisdiction)},
      {"age", Number(&Profile::age_years)},
      {"skin", Number(&Profile::fitzpatrick)},
      {"sessions", Number(&Profile::sessions_completed)},
      {"needle", Number(&Profile::needle_length_mm)},
      {"hours", Number(&Profile::hours_since_last_session)},
      {"interval", Number(&Profile::session_interval_days)},
      {"has", Code(&Profile::conditions)},
      {"no", Code(&Profile::ruled_out_conditions)},
      {"symptom", Timed(&Profile::symptoms)},
      {"no-symptom", Code(&Profile::ruled_out_symptoms)},
      {"concern", Code(&Profile::concerns)},
      {"area", Code(&Profile::body_areas)},
      {"takes", Product(&Profile::medications, Use::kCurrent)},
      {"took", Product(&Profile::medications, Use::kPast)},
      {"never", Product(&Profile::medications, Use::kNever)},
      {"unsaid", Product(&Profile::medications, Use::kUnspecified)},
      {"uses", Product(&Profile::skincare, Use::kCurrent)},
      {"done", Timed(&Profile::recent_procedures)},
      {"answered",
       [](SituationText& s, const std::string& value) {
         s.profile.answered_fields.push_back(ParseField(value).value());
       }},
      {"says",
       [](SituationText& s, const std::string& value) { s.question.says.push_back(value); }},
      {"spoken-needle",
       [](SituationText& s, const std::string& value) {
         s.question.needle_lengths_mm.push_back(std::stod(value));
       }},
      {"form",
       [](SituationText& s, const std::string& value) { s.form = ParseForm(value).value(); }},
  });
  return *setters;
}

}  // namespace

SituationText::SituationText(absl::string_view text) {
  for (const absl::string_view item : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(item, absl::MaxSplits('=', 1));
    const auto setter = Setters().find(parts.first);
    if (setter == Setters().end()) {
      std::fprintf(stderr, "no such item: %s\n", std::string(item).c_str());
      std::abort();
    }
    setter->second(*this, parts.second);
  }
}

std::string TruthName(Truth truth) {
  switch (truth) {
    case Truth::kFalse:
      return "false";
    case Truth::kUnknown:
      return "unknown";
    case Truth::kTrue:
      return "true";
  }
  return "?";
}

}  // namespace needlepoint
