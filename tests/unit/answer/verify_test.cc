// The last gate refuses whatever the snapshot does not say.

#include "service/answer/verify.h"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/guide.h"
#include "tests/support/matchers.h"
#include "tests/support/small_knowledge.h"
#include "tests/unit/answer/answer_text.h"

namespace needlepoint {
namespace {

using testing::HasSubstr;

// Every text of `answer` that the snapshot must hold: of statements, of
// findings, and what supports citations.
std::vector<std::string*> SaidTexts(v1::Answer& answer) {
  std::vector<std::string*> texts;
  for (v1::Part& part : *answer.mutable_parts()) {
    if (part.has_headline()) texts.push_back(part.mutable_headline()->mutable_text());
    for (v1::Section& section : *part.mutable_sections()) {
      for (v1::Statement& s : *section.mutable_statements()) texts.push_back(s.mutable_text());
    }
  }
  for (v1::Finding& finding : *answer.mutable_findings()) {
    texts.push_back(finding.mutable_message());
    texts.push_back(finding.mutable_headline()->mutable_text());
    for (v1::Statement& s : *finding.mutable_actions()) texts.push_back(s.mutable_text());
    for (v1::Statement& s : *finding.mutable_questions_to_ask()) texts.push_back(s.mutable_text());
  }
  for (v1::Citation& citation : *answer.mutable_citations())
    texts.push_back(citation.mutable_support());
  return texts;
}

// Changes each byte of each text in turn, drops it, and adds one behind the
// text; every change must be refused.
void ExpectEveryChangeIsRefused(const Snapshot& snapshot, v1::Answer answer) {
  ASSERT_THAT(VerifyAnswer(snapshot, answer), IsOk());
  const std::vector<std::string*> texts = SaidTexts(answer);
  ASSERT_FALSE(texts.empty());
  for (std::string* text : texts) {
    const std::string original = *text;
    ASSERT_FALSE(original.empty());
    const auto refuse = [&](const std::string& change, size_t at) {
      *text = change;
      EXPECT_THAT(VerifyAnswer(snapshot, answer), StatusIs(absl::StatusCode::kFailedPrecondition))
          << "byte " << at << " of: " << original;
      *text = original;
    };
    for (size_t at = 0; at < original.size(); ++at) {
      std::string change = original;
      change[at] ^= 1;
      refuse(change, at);
      refuse(std::string(original).erase(at, 1), at);
    }
    refuse(original + " ", original.size());
    refuse("", 0);
  }
  EXPECT_THAT(VerifyAnswer(snapshot, answer), IsOk());
}

TEST(VerifyAnswerTest, RefusesAnyByteChangedOnTheSmallSnapshot) {
  const auto answerer = AnswererOf(SmallSnapshot());
  for (const char* text : {"can i go out in the sun?", "how do i clean my roller?",
                           "i take accutane. can i roll?", "there is pus"}) {
    NP_ASSERT_OK_AND_ASSIGN(const v1::Answer answer, answerer->Answer(InputOf(text)));
    ExpectEveryChangeIsRefused(*SmallSnapshot(), answer);
  }
}

TEST(VerifyAnswerTest, RefusesAnyByteChangedOnTheGuide) {
  const auto answerer = AnswererOf(Guide());
  for (const char* text :
       {"how long does redness last after needling?", "can I roll while I take isotretinoin?",
        "what is the difference between a roller and a pen?",
        "my face is throwing pus and I have a fever of 39"}) {
    NP_ASSERT_OK_AND_ASSIGN(const v1::Answer answer, answerer->Answer(InputOf(text)));
    ExpectEveryChangeIsRefused(*Guide(), answer);
  }
}

struct BreakCase {
  std::string name;
  std::function<void(v1::Answer&)> harm;
  std::string message;
};
void PrintTo(const BreakCase& c, std::ostream* os) { *os << c.name; }

class VerifyBreakTest : public testing::TestWithParam<BreakCase> {
 protected:
  // With two parts' worth of statements and a finding that has all its fields.
  static v1::Answer Sound() {
    static const Answerer* const answerer = AnswererOf(SmallSnapshot()).release();
    v1::Answer answer = *answerer->Answer(InputOf("there is pus"));
    *answer.add_parts() = answerer->Answer(InputOf("can i go out in the sun?"))->parts(0);
    // The part's citation is the second now, behind those of the finding.
    const v1::Answer sun = *answerer->Answer(InputOf("can i go out in the sun?"));
    v1::Citation citation = sun.citations(0);
    citation.set_number(answer.citations_size() + 1);
    *answer.add_citations() = citation;
    for (v1::Part& part : *answer.mutable_parts()) {
      part.mutable_headline()->set_citation_numbers(0, citation.number());
      part.clear_sections();
    }
    return answer;
  }
};

TEST_P(VerifyBreakTest, IsRefused) {
  v1::Answer answer = Sound();
  ASSERT_THAT(VerifyAnswer(*SmallSnapshot(), answer), IsOk());
  GetParam().harm(answer);
  EXPECT_THAT(VerifyAnswer(*SmallSnapshot(), answer),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    All, VerifyBreakTest,
    testing::ValuesIn(std::vector<BreakCase>{
        {"OtherVersion", [](v1::Answer& a) { a.set_knowledge_version("0"); }, "version"},
        {"NoVersion", [](v1::Answer& a) { a.clear_knowledge_version(); }, "version"},
        {"Uncited",
         [](v1::Answer& a) { a.mutable_parts(0)->mutable_headline()->clear_citation_numbers(); },
         "cite"},
        {"CitesOneTooMany",
         [](v1::Answer& a) { a.mutable_parts(0)->mutable_headline()->add_citation_numbers(1); },
         "cite"},
        {"CitesWhatIsNotThere",
         [](v1::Answer& a) { a.mutable_parts(0)->mutable_headline()->set_citation_numbers(0, 99); },
         "cites a number"},
        {"CitesZero",
         [](v1::Answer& a) { a.mutable_parts(0)->mutable_headline()->set_citation_numbers(0, 0); },
         "cites a number"},
        {"CitesAnother",
         [](v1::Answer& a) { a.mutable_parts(0)->mutable_headline()->set_citation_numbers(0, 1); },
         "another fact"},
        {"UnknownStatement",
         [](v1::Answer& a) {
           a.mutable_parts(0)->mutable_headline()->set_statement_id("guide/no/such");
         },
         "not in the snapshot"},
        {"OtherStatement",
         [](v1::Answer& a) {
           a.mutable_parts(0)->mutable_headline()->set_statement_id("guide/aftercare/wash/water");
         },
         "not what the snapshot says"},
        {"NoStatementId",
         [](v1::Answer& a) { a.mutable_parts(0)->mutable_headline()->clear_statement_id(); },
         "not in the snapshot"},
        {"UnknownFact", [](v1::Answer& a) { a.mutable_citations(0)->set_fact_id("no-such"); },
         "fact"},
        {"OtherSource",
         [](v1::Answer& a) { a.mutable_citations(0)->set_source_id("roller-trial"); }, "source"},
        {"NumbersOutOfOrder", [](v1::Answer& a) { a.mutable_citations()->SwapElements(0, 1); },
         "stands where"},
        {"UnknownRule", [](v1::Answer& a) { a.mutable_findings(0)->set_rule_id("no/such"); },
         "no rule"},
        {"OtherCode", [](v1::Answer& a) { a.mutable_findings(0)->set_code("harmless"); }, "code"},
        {"MilderFinding",
         [](v1::Answer& a) { a.mutable_findings(0)->set_disposition(v1::DISPOSITION_INFORM); },
         "disposition"},
        {"MilderAnswer", [](v1::Answer& a) { a.set_disposition(v1::DISPOSITION_AVOID); }, "milder"},
        {"UncitedFinding", [](v1::Answer& a) { a.mutable_findings(0)->clear_citation_numbers(); },
         "cite"},
        {"OtherNumber",
         [](v1::Answer& a) { a.mutable_findings(0)->mutable_phone_numbers(0)->set_number("998"); },
         "telephone"},
        {"NumberOfAnotherCountry",
         [](v1::Answer& a) {
           a.mutable_findings(0)->mutable_phone_numbers(0)->set_jurisdiction("AU");
         },
         "telephone"},
        {"OtherPlace",
         [](v1::Answer& a) { a.mutable_findings(0)->set_place(v1::HELP_PLACE_PHARMACIST); },
         "place"},
    }),
    [](const auto& info) { return info.param.name; });

TEST(VerifyWarningsTest, RefusesAnAnswerWithoutAWarning) {
  const auto answerer = AnswererOf(SmallSnapshot());
  NP_ASSERT_OK_AND_ASSIGN(v1::Answer answer, answerer->Answer(InputOf("there is pus")));
  Screening screening;
  screening.findings = {{1, Disposition::kUrgent, {}}};
  EXPECT_THAT(VerifyWarnings(*SmallSnapshot(), screening, answer.findings()), IsOk());
  answer.clear_findings();
  EXPECT_THAT(VerifyWarnings(*SmallSnapshot(), screening, answer.findings()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("infection/signs")));
}

}  // namespace
}  // namespace needlepoint
