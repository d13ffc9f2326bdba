// Findings: what was found, why, and what now.

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"

#include "clients/cli/render_parts.h"

namespace needlepoint::cli {
namespace {

absl::string_view PlaceLabel(v1::HelpPlace place) {
  switch (place) {
    case v1::HELP_PLACE_AMBULANCE:
      return "call an ambulance";
    case v1::HELP_PLACE_EMERGENCY_DEPARTMENT:
      return "an emergency department";
    case v1::HELP_PLACE_SAME_DAY_CARE:
      return "a doctor the same day, night included";
    case v1::HELP_PLACE_PRESCRIBER:
      return "the doctor who prescribes it";
    case v1::HELP_PLACE_DERMATOLOGIST:
      return "a dermatologist";
    case v1::HELP_PLACE_PHARMACIST:
      return "a pharmacist";
    case v1::HELP_PLACE_CRISIS_LINE:
      return "a crisis line";
    default:
      return "";
  }
}

absl::string_view PhoneLabel(v1::PhoneUse use) {
  switch (use) {
    case v1::PHONE_USE_EMERGENCY:
      return "Emergency numbers:";
    case v1::PHONE_USE_CRISIS:
      return "Crisis lines:";
    case v1::PHONE_USE_POISON:
      return "Poison information:";
    default:
      return "Telephone:";
  }
}

std::string WithinLabel(const google::protobuf::Duration& within) {
  constexpr int64_t kHour = 3600;
  const int64_t seconds = within.seconds();
  const auto counted = [](int64_t count, absl::string_view unit) {
    return absl::StrCat("within ", count, " ", unit, count == 1 ? "" : "s");
  };
  if (seconds <= 0) return "now";
  if (seconds < 2 * kHour) return counted(std::max<int64_t>(1, seconds / 60), "minute");
  if (seconds <= 48 * kHour) return counted(seconds / kHour, "hour");
  if (seconds % (7 * 24 * kHour) == 0) return counted(seconds / (7 * 24 * kHour), "week");
  return counted(seconds / (24 * kHour), "day");
}

Style StyleOf(v1::Disposition disposition) {
  if (IsAcute(disposition) || disposition == v1::DISPOSITION_AVOID) return Style::kRed;
  return disposition == v1::DISPOSITION_INFORM ? Style::kCyan : Style::kYellow;
}

}  // namespace

bool IsAcute(v1::Disposition disposition) {
  return disposition == v1::DISPOSITION_URGENT || disposition == v1::DISPOSITION_EMERGENCY;
}

void PartWriter::Findings(const google::protobuf::RepeatedPtrField<v1::Finding>& findings,
                          bool acute, const std::set<std::string>& said) {
  std::vector<const v1::Finding*> worst_first;
  for (const v1::Finding& finding : findings) {
    if (!acute || IsAcute(finding.disposition())) worst_first.push_back(&finding);
  }
  std::stable_sort(worst_first.begin(), worst_first.end(), [](const auto* a, const auto* b) {
    return a->disposition() > b->disposition();
  });
  for (const v1::Finding* finding : worst_first) {
    const std::string& headline = finding->headline().text();
    FindingBlock(*finding, !headline.empty() && (acute || said.count(headline) == 0));
  }
}

void PartWriter::FindingBlock(const v1::Finding& finding, bool headline) {
  const Style style = StyleOf(finding.disposition());
  const std::string bar = absl::StrCat(Paint(style, "┃"), " ");
  const std::string indented = absl::StrCat(bar, "  ");
  const std::string bullet = absl::StrCat(bar, "- ");
  Gap();
  std::string label(DispositionLabel(finding.disposition()));
  if (!finding.title().empty()) absl::StrAppend(&label, " · ", CleanLine(finding.title()));
  Line(Paint(style, label), bar, bar);

  if (headline) Line(Sentence(finding.headline(), Style::kBold), bar, bar);
  if (!headline || finding.headline().text() != finding.message()) {
    const std::string message =
        absl::StrCat(CleanLine(finding.message()), Marks(finding.citation_numbers()));
    Line(Paint(headline ? Style::kPlain : Style::kBold, message), bar, bar);
  }
  std::vector<std::string> words;
  for (const v1::Because& because : finding.because()) {
    const std::string text = CleanLine(because.text());
    if (because.kind() == v1::BECAUSE_KIND_QUESTION && !text.empty() &&
        std::find(words.begin(), words.end(), text) == words.end()) {
      words.push_back(text);
    }
  }
  if (!words.empty()) {
    Line(absl::StrCat("You wrote: ", Paint(Style::kDim, absl::StrJoin(words, " · "))), bar,
         indented);
  }
  for (const v1::Statement& action : finding.actions()) Line(Sentence(action), bullet, indented);

  const std::string within = finding.has_within() ? WithinLabel(finding.within()) : "";
  const absl::string_view place = PlaceLabel(finding.place());
  if (!place.empty() || !within.empty()) {
    Line(absl::StrCat(place.empty() ? "When: " : "Where: ", place,
                      place.empty() || within.empty() ? "" : ", ", within),
         bar, indented);
  }
  for (const v1::PhoneUse use : {v1::PHONE_USE_EMERGENCY, v1::PHONE_USE_CRISIS,
                                 v1::PHONE_USE_POISON, v1::PHONE_USE_UNSPECIFIED}) {
    std::vector<std::string> numbers;
    for (const v1::PhoneNumber& phone : finding.phone_numbers()) {
      if (phone.use() != use) continue;
      const std::string& who = phone.label().empty() ? phone.jurisdiction() : phone.label();
      numbers.push_back(absl::StrCat(CleanLine(phone.number()), " (", CleanLine(who), ")",
                                     Marks(phone.citation_numbers())));
    }
    if (numbers.empty()) continue;
    Line(absl::StrCat(PhoneLabel(use), " ", absl::StrJoin(numbers, " · ")), bar, indented);
  }
  if (finding.questions_to_ask_size() > 0) Line("Ask there:", bar, bar);
  for (const v1::Statement& ask : finding.questions_to_ask()) Line(Sentence(ask), bullet, indented);
}

}  // namespace needlepoint::cli
