#include "service/tools/answer_diff.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/container/btree_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "service/api/api.h"
#include "service/tools/line_diff.h"

namespace needlepoint {
namespace {

// Any instant does, if it is the same for both.
const FixedClock& AskedAt() {
  static const FixedClock clock(absl::FromCivil(absl::CivilDay(2026, 1, 31), absl::UTCTimeZone()));
  return clock;
}

absl::Status ReadBatchLine(const std::string& line, AskedQuestion& question) {
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("request") ||
      !json.value("id", nlohmann::json()).is_string())
    return absl::InvalidArgumentError(R"(expected {"id": "...", "request": {...}})");
  question.id = json["id"].get<std::string>();
  const auto parsed =
      google::protobuf::util::JsonStringToMessage(json["request"].dump(), &question.request);
  if (parsed.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError("`request` is not the JSON of an AskQuestionRequest");
}

// An aspect of an answer, and what it says there.
using Aspects = std::vector<std::pair<std::string, std::vector<std::string>>>;

Aspects AspectsOf(const v1::Answer& answer) {
  std::vector<std::string> findings, headlines, statements;
  for (const v1::Finding& f : answer.findings()) {
    findings.push_back(
        absl::StrCat(f.code(), " ", f.rule_id(), " ", v1::Disposition_Name(f.disposition())));
    statements.push_back(f.message());
    for (const v1::Statement& s : f.actions()) statements.push_back(s.text());
    for (const v1::Statement& s : f.questions_to_ask()) statements.push_back(s.text());
  }
  for (const v1::Part& part : answer.parts()) {
    headlines.push_back(part.has_headline() ? part.headline().text() : "(silent)");
    for (const v1::Section& section : part.sections()) {
      for (const v1::Statement& s : section.statements()) statements.push_back(s.text());
    }
  }
  // Numbers follow the statements; what counts is which facts are cited.
  absl::btree_set<std::string> citations;
  for (const v1::Citation& c : answer.citations()) citations.insert(c.fact_id());
  return {
      {"disposition", {v1::Disposition_Name(answer.disposition())}},
      {"findings", std::move(findings)},
      {"headlines", std::move(headlines)},
      {"statements", std::move(statements)},
      {"citations", {citations.begin(), citations.end()}},
      {"no answer", {answer.no_answer_code()}},
  };
}

Aspects AspectsFrom(const CollectionRegistry& guide, const v1::AskQuestionRequest& request) {
  v1::AskQuestionResponse response;
  const absl::Status status = Api(guide, AskedAt(), Limits()).AskQuestion(request, response);
  Aspects aspects = AspectsOf(response.answer());
  aspects.emplace_back("error", std::vector<std::string>{std::string(status.message())});
  return aspects;
}

}  // namespace

absl::StatusOr<std::vector<AskedQuestion>> ReadQuestions(std::istream& in) {
  std::vector<AskedQuestion> questions;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    absl::StripAsciiWhitespace(&line);
    if (line.empty()) continue;
    AskedQuestion& question = questions.emplace_back();
    if (!absl::StartsWith(line, "{")) {
      question.id = absl::StrCat(number);
      question.request.set_question(line);
    } else if (const absl::Status read = ReadBatchLine(line, question); !read.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", number, ": ", read.message()));
    }
  }
  return questions;
}

AnswerDiff DiffAnswers(const CollectionRegistry& before, const CollectionRegistry& after,
                       const std::vector<AskedQuestion>& questions) {
  AnswerDiff diff;
  int changed = 0;
  std::map<std::string, int> by_aspect;
  for (const AskedQuestion& question : questions) {
    const Aspects was = AspectsFrom(before, question.request),
                  is = AspectsFrom(after, question.request);
    if (was == is) continue;
    ++changed;
    diff.lines.push_back(absl::StrCat("~ ", question.id, ": ", question.request.question()));
    for (size_t i = 0; i < was.size(); ++i) {
      const std::vector<std::string> lines = LineDiff(was[i].second, is[i].second);
      if (lines.empty()) continue;
      ++by_aspect[was[i].first];
      diff.lines.push_back(absl::StrCat("    ", was[i].first));
      for (const std::string& line : lines) diff.lines.push_back(absl::StrCat("      ", line));
    }
  }
  diff.changed = changed > 0;
  diff.summary = absl::StrCat("answers: ", changed, " of ", questions.size(), " changed");
  if (diff.changed) {
    absl::StrAppend(&diff.summary, "; in ",
                    absl::StrJoin(by_aspect, ", ", absl::PairFormatter(" ")));
  }
  return diff;
}

}  // namespace needlepoint
