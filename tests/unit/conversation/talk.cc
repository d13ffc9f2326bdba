#include "tests/unit/conversation/talk.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "tests/support/guide.h"
#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

template <typename T>
T ValueOrDie(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", result.status().ToString().c_str());
    std::abort();
  }
  return *std::move(result);
}

}  // namespace

const Answerer& GuideAnswerer() {
  static const auto* const answerer = ValueOrDie(Answerer::Create(Guide(), "guide")).release();
  return *answerer;
}

v1::Answer Talk::Say(const std::string& message, const std::vector<ForgottenFact>& forgotten,
                     const Profile& told) {
  TurnInput input;
  input.ask.question = message;
  input.ask.profile = told;
  input.ask.reference_time = ReferenceTime();
  input.forgotten = forgotten;
  return Take(input);
}

v1::Answer Talk::SayAfter(absl::Duration later, const std::string& message) {
  TurnInput input;
  input.ask.question = message;
  input.ask.reference_time = ReferenceTime() + later;
  return Take(input);
}

v1::Answer Talk::Take(const TurnInput& input) {
  return ValueOrDie(TakeTurn(GuideAnswerer(), input, memory_));
}

std::string FindingsText(const v1::Answer& answer) {
  std::vector<std::string> rules;
  for (const v1::Finding& finding : answer.findings()) rules.push_back(finding.rule_id());
  std::sort(rules.begin(), rules.end());
  const std::string name = v1::Disposition_Name(answer.disposition());
  rules.insert(rules.begin(), std::string(absl::StripPrefix(name, "DISPOSITION_")));
  return absl::StrJoin(rules, " ");
}

std::vector<std::string> HeadlinesOf(const v1::Answer& answer) {
  std::vector<std::string> headlines;
  for (const v1::Part& part : answer.parts())
    headlines.emplace_back(absl::StripPrefix(part.headline().statement_id(), "guide/"));
  return headlines;
}

std::vector<std::string> UnderstoodTexts(const v1::Answer& answer) {
  std::vector<std::string> texts;
  for (const v1::Understood& u : answer.understood()) {
    if (u.field().empty()) continue;
    const char* sign = u.assertion() == v1::ASSERTION_NEGATED ? "!="
                       : u.assertion() == v1::ASSERTION_PAST  ? "~="
                                                              : "=";
    texts.push_back(
        absl::StrCat(u.turn_number(), " ", u.field(), sign, u.value(), " `", u.text(), "`"));
  }
  return texts;
}

}  // namespace needlepoint
