#include "tests/golden/golden_cases.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace needlepoint {
namespace {

constexpr char kFolder[] = "tests/golden/cases";

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::string Facts(const v1::Answer& answer, const v1::Statement& statement) {
  return absl::StrJoin(statement.citation_numbers(), ", ", [&](std::string* out, int number) {
    absl::StrAppend(out, answer.citations(number - 1).fact_id());
  });
}

void AddLine(const v1::Answer& answer, const std::string& mark, const v1::Statement& statement,
             std::string& out) {
  absl::StrAppend(
      &out, mark, statement.text(),
      statement.population().empty() ? "" : absl::StrCat(" (", statement.population(), ")"),
      "\n    ", Facts(answer, statement), "\n");
}

}  // namespace

std::vector<GoldenCase> GoldenCases() {
  std::vector<GoldenCase> cases;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".json") continue;
    GoldenCase golden;
    golden.name = entry.path().stem().string();
    const auto parsed =
        google::protobuf::util::JsonStringToMessage(ReadAll(entry.path()), &golden.request);
    if (!parsed.ok()) {
      std::fprintf(stderr, "%s: %s\n", entry.path().c_str(), parsed.ToString().c_str());
      std::abort();
    }
    golden.want = ReadAll(std::filesystem::path(kFolder) / (golden.name + ".txt"));
    cases.push_back(std::move(golden));
  }
  std::sort(cases.begin(), cases.end(),
            [](const GoldenCase& a, const GoldenCase& b) { return a.name < b.name; });
  return cases;
}

std::string GoldenText(const v1::Answer& answer) {
  std::string out = absl::StrCat(v1::Disposition_Name(answer.disposition()), "\n");
  if (answer.no_answer_reason() != v1::NO_ANSWER_REASON_UNSPECIFIED) {
    absl::StrAppend(&out, v1::NoAnswerReason_Name(answer.no_answer_reason()), " ",
                    answer.no_answer_code(), "\n");
  }
  for (const v1::Finding& finding : answer.findings()) {
    absl::StrAppend(&out, "\nfinding ", finding.code(), " by ", finding.rule_id(), "\n");
    AddLine(answer, "  ", finding.headline(), out);
    absl::StrAppend(&out, "  ", finding.message(), "\n");
  }
  for (const v1::Part& part : answer.parts()) {
    absl::StrAppend(&out, "\npart: ", part.text(), "\n");
    if (part.has_headline()) AddLine(answer, "  ", part.headline(), out);
    for (const v1::Section& section : part.sections()) {
      absl::StrAppend(&out, "  ", v1::SectionKind_Name(section.kind()), "\n");
      for (const v1::Statement& statement : section.statements()) {
        AddLine(answer, "  - ", statement, out);
      }
    }
  }
  return out;
}

void Record(const std::string& name, const std::string& text) {
  std::ofstream(std::filesystem::path(kFolder) / (name + ".txt"), std::ios::binary) << text;
}

}  // namespace needlepoint
