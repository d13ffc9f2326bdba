#include "tests/conformance/answers.h"

#include <set>

namespace needlepoint::conformance {

const std::vector<std::string>& Questions() {
  static const std::vector<std::string> questions = {
      "Can I use retinol the day after microneedling?",
      "is it normal to be red and a bit swollen with tiny blood dots right after?",
      "Im on accutane, can i roll at home with 1.5 mm?",
      "How often should I derma roll with 0.25 mm, and how do I clean the roller?",
      "my face is hot, swollen and full of pus two days after rolling and I have a fever of 39",
      "microneedling or fractional laser for ice pick scars?",
      "where is my order?",
      "",
      "sun? sun?",
  };
  return questions;
}

std::vector<const v1::Statement*> StatementsOf(const v1::Answer& answer) {
  std::vector<const v1::Statement*> all;
  for (const v1::Part& part : answer.parts()) {
    if (part.has_headline()) all.push_back(&part.headline());
    for (const v1::Section& section : part.sections()) {
      for (const v1::Statement& statement : section.statements()) all.push_back(&statement);
    }
  }
  for (const v1::Finding& finding : answer.findings()) {
    if (finding.has_headline()) all.push_back(&finding.headline());
    for (const v1::Statement& action : finding.actions()) all.push_back(&action);
    for (const v1::Statement& ask : finding.questions_to_ask()) all.push_back(&ask);
  }
  return all;
}

std::string CitationFault(const v1::Answer& answer) {
  std::set<int> used;
  std::string fault;
  const auto check = [&](const auto& numbers, const std::string& what) {
    if (numbers.empty()) fault += what + " is not cited; ";
    for (const int number : numbers) {
      used.insert(number);
      if (number < 1 || number > answer.citations_size()) {
        fault += what + " cites " + std::to_string(number) + ", which is not there; ";
      }
    }
  };
  for (const v1::Statement* statement : StatementsOf(answer)) {
    check(statement->citation_numbers(), statement->statement_id());
  }
  for (const v1::Finding& finding : answer.findings()) {
    check(finding.citation_numbers(), finding.rule_id());
    for (const v1::PhoneNumber& phone : finding.phone_numbers()) {
      check(phone.citation_numbers(), phone.number());
    }
  }
  for (int i = 0; i < answer.citations_size(); ++i) {
    const v1::Citation& citation = answer.citations(i);
    const std::string number = std::to_string(i + 1);
    if (citation.number() != i + 1) fault += "citation " + number + " has another number; ";
    if (citation.fact_id().empty()) fault += "citation " + number + " has no fact; ";
    if (citation.source_id().empty()) fault += "citation " + number + " has no source; ";
    if (citation.support().empty()) fault += "citation " + number + " has no support; ";
    if (used.count(i + 1) == 0) fault += "citation " + number + " is used by nothing; ";
  }
  return fault;
}

}  // namespace needlepoint::conformance
