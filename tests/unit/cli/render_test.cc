#include "clients/cli/render.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/json.h"

namespace needlepoint::cli {
namespace {

using testing::HasSubstr;

template <typename Message>
Message FromText(const std::string& json) {
  Message message;
  const absl::Status status = FromJson(json, &message);
  EXPECT_TRUE(status.ok()) << status;
  return message;
}

std::string Answer(const std::string& json, RenderOptions options = {}) {
  return RenderAnswer(FromText<v1::Answer>(json), options);
}

constexpr char kSources[] = R"("citations": [
    {"number": 1, "title": "Redness", "issuer": "NHS", "year": 2023, "grade": "GRADE_PATIENT_PAGE",
     "issuerType": "ISSUER_TYPE_HEALTH_SERVICE", "uri": "https://nhs.uk/x"},
    {"number": 2, "title": "A trial", "authors": "Aust MC", "undated": true, "grade": "GRADE_RCT",
     "readAsCopy": true}], "reviewNotice": "No clinician has reviewed this.")";

TEST(RenderAnswerTest, ShowsOnePart) {
  const std::string text = Answer(std::string(R"({"disposition": "DISPOSITION_INFORM", "parts": [{
      "text": "is it normal", "headline": {"text": "Yes, so far.", "citationNumbers": [1],
      "population": "described for clinic treatment"}, "sections": [{"kind": "SECTION_KIND_DO_NOW",
      "title": "Tonight", "statements": [{"text": "Rinse.", "citationNumbers": [1, 2]}]}]}],
      "followUpQuestions": [{"field": "conditions:keloid-history", "text": "Ever a raised scar?",
      "reason": "One maker rules needling out then."}, {"field": "setting", "text": "Where?"}],)") +
                                  kSources + "}");
  EXPECT_EQ(text,
            "Yes, so far. [1] (described for clinic treatment)\n"
            "\n"
            "Tonight\n"
            "  - Rinse. [1][2]\n"
            "\n"
            "May I ask: Ever a raised scar? One maker rules needling out then.\n"
            "To answer: --conditions keloid-history\n"
            "\n"
            "Sources\n"
            "[1] NHS. Redness. 2023. patient page, moderate\n"
            "    https://nhs.uk/x\n"
            "[2] Aust MC. A trial. undated. randomised trial, strong. read in a copy\n"
            "\n"
            "No clinician has reviewed this.\n");
}

constexpr char kFindings[] = R"("findings": [
    {"code": "melasma", "disposition": "DISPOSITION_CAUTION", "message": "Melasma may darken.",
     "citationNumbers": [2]},
    {"code": "infection-signs", "disposition": "DISPOSITION_EMERGENCY",
     "headline": {"text": "Go to an emergency department now.", "citationNumbers": [1]},
     "message": "That is the advice for fever.", "citationNumbers": [1],
     "actions": [{"text": "No needling.", "citationNumbers": [1]}],
     "place": "HELP_PLACE_EMERGENCY_DEPARTMENT", "within": "0s",
     "because": [{"kind": "BECAUSE_KIND_QUESTION", "text": "temp 38.6"}],
     "phoneNumbers": [{"jurisdiction": "GB", "number": "999", "label": "United Kingdom",
       "use": "PHONE_USE_EMERGENCY", "citationNumbers": [1]},
      {"jurisdiction": "US", "number": "911", "use": "PHONE_USE_EMERGENCY",
       "citationNumbers": [1]}]}],)";

TEST(RenderAnswerTest, ShowsNothingElseInAnEmergency) {
  const std::string text =
      Answer(std::string(R"({"disposition": "DISPOSITION_EMERGENCY", "parts": [{"headline":
      {"text": "Background."}}], "offers": ["An offer."], "warnings": [{"message": "A warning."}],
      "followUpQuestions": [{"text": "A question?", "field": "setting"}],)") +
             kFindings + kSources + "}");
  EXPECT_EQ(text,
            "┃ Emergency\n"
            "┃ Go to an emergency department now. [1]\n"
            "┃ That is the advice for fever. [1]\n"
            "┃ You wrote: temp 38.6\n"
            "┃ - No needling. [1]\n"
            "┃ Where: an emergency department, now\n"
            "┃ Emergency numbers: 999 (United Kingdom) [1] · 911 (US) [1]\n"
            "\n"
            "Sources\n"
            "[1] NHS. Redness. 2023. patient page, moderate\n"
            "    https://nhs.uk/x\n"
            "\n"
            "No clinician has reviewed this.\n");
}

TEST(RenderAnswerTest, PutsTheDirectAnswerFirstThenTheWorstFinding) {
  const std::string text =
      Answer(std::string(R"({"disposition": "DISPOSITION_AVOID", "parts": [{"headline":
      {"text": "Not yet."}}],)") +
             kFindings + R"("complete": true})");
  EXPECT_LT(text.find("Emergency"), text.find("Melasma may darken. [2]"));
  EXPECT_LT(text.find("Not yet."), text.find("Emergency"));
}

TEST(RenderAnswerTest, SaysAHeadlineOnce) {
  const std::string text = Answer(R"({"disposition": "DISPOSITION_CAUTION", "findings": [
      {"disposition": "DISPOSITION_CAUTION", "message": "Once is plenty.",
       "headline": {"text": "Not every day."}}], "parts": [{"headline": {"text": "Not every day."}}]})");
  EXPECT_EQ(text, "Not every day.\n\n┃ With care\n┃ Once is plenty.\n");
}

TEST(RenderAnswerTest, NumbersSeveralParts) {
  const std::string text = Answer(R"({"parts": [
      {"text": "am or pm", "noAnswerReason": "NO_ANSWER_REASON_NOTHING_FOUND"},
      {"text": "wash\u001b[2J hair", "headline": {"text": "The same day."}}]})");
  EXPECT_EQ(text, "1. am or pm\nMy sources do not say.\n\n2. wash[2J hair\nThe same day.\n");
}

TEST(RenderAnswerTest, ShowsComparisonsAsATable) {
  const std::string text = Answer(
      R"({"parts": [{"headline": {"text": "Needling."}, "sections": [{
      "kind": "SECTION_KIND_COMPARE", "title": "Side by side", "statements": [
        {"text": "stronger", "citationNumbers": [4]}, {"text": "37 % less", "citationNumbers": [6]}],
      "table": {"columns": [{"code": "laser", "title": "laser"},
                            {"code": "needling", "title": "needling"}],
        "rows": [{"title": "effect", "cells": [{"statementIndex": 0}, {"statementIndex": 1}]},
                 {"title": "price", "cells": [{}, {"statementIndex": 99}]}]}}]}]})");
  EXPECT_THAT(text, HasSubstr("        laser         needling\n"
                              "──────  ────────────  ─────────────\n"
                              "effect  stronger [4]  37 % less [6]\n"
                              "price\n"));
}

TEST(RenderAnswerTest, ShowsTheSidesOfAConflictCautiousFirst) {
  const std::string text = Answer(R"({"parts": [{"headline": {"text": "Not on a form."}, "sections":
      [{"kind": "SECTION_KIND_CONFLICT", "title": "Sources disagree", "statements": [{"text": "Safe."},
      {"text": "Stop six months."}, {"text": "Burns were seen."}], "conflict": {"sides": [
      {"title": "Less cautious", "statementIndexes": [0]},
      {"title": "More cautious", "cautious": true, "statementIndexes": [1, -1]}],
      "agreedStatementIndexes": [2]}}]}]})");
  EXPECT_THAT(text, HasSubstr("Sources disagree\n"
                              "  More cautious\n    - Stop six months.\n"
                              "  Less cautious\n    - Safe.\n"
                              "  Whichever side\n    - Burns were seen.\n"));
}

TEST(RenderAnswerTest, SaysWhyThereIsNoAnswer) {
  const std::string text = Answer(R"({"disposition": "DISPOSITION_NO_ANSWER",
      "noAnswerReason": "NO_ANSWER_REASON_OUT_OF_SCOPE", "offers": ["I can help with rollers."],
      "handoff": {"kind": "HANDOFF_KIND_ORDER", "summary": "refund, order 4471",
      "fields": [{"name": "order number", "value": "4471"}, {"name": "name"}]}})");
  EXPECT_EQ(text,
            "This is not a question about needling.\n\n"
            "I can help with rollers.\n\n"
            "For a person to take over: order\n"
            "  refund, order 4471\n"
            "  - order number: 4471\n"
            "  - name: (to be asked)\n");
}

TEST(RenderAnswerTest, LeavesMarksOutWhenAsked) {
  RenderOptions options;
  options.marks = false;
  const std::string text =
      Answer(std::string(R"({"parts": [{"headline": {"text": "Yes.", "citationNumbers": [1]}}],)") +
                 kSources + "}",
             options);
  EXPECT_EQ(text, "Yes.\n\nNo clinician has reviewed this.\n");
}

TEST(RenderAnswerTest, FitsANarrowScreenWithColour) {
  RenderOptions options;
  options.screen = {.width = 30, .color = true};
  const std::string text = Answer(
      std::string(R"({"disposition": "DISPOSITION_EMERGENCY",)") + kFindings + "\"complete\":true}",
      options);
  EXPECT_THAT(text, HasSubstr("\x1b[1;31m"));
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (const std::string& line : lines) EXPECT_LE(CountChars(line), 30) << line;
}

TEST(RenderAnswerTest, ShowsTheProposedPlanBesideTheSources) {
  const std::string text = Answer(R"({"parts": [{"headline": {"text": "Yes."}}], "proposed": {
      "numbers": [{"field": "needle_length_mm", "value": 2, "sourceMin": 0.5, "sourceMax": 1.5,
      "citationNumbers": [3]}, {"field": "session_count", "value": 3, "maxValue": 4}]}})");
  EXPECT_THAT(text, HasSubstr("needle length mm  2          0.5 to 1.5 [3]\n"));
  EXPECT_THAT(text, HasSubstr("session count     3 to 4     my sources do not say\n"));
}

TEST(RenderPlanTest, ShowsOptionsAndSteps) {
  const std::string text = RenderPlan(
      FromText<v1::Plan>(R"({"disposition": "DISPOSITION_CAUTION", "headline": {"text": "Yes."},
      "options": [{"code": "home-roller", "title": "Home roller", "recommended": true,
        "needleLengthMm": {"min": 0.25, "max": 0.5, "citationNumbers": [1]},
        "cost": {"currencyCode": "GBP", "min": 10, "max": 20, "per": "COST_PER_DEVICE"}}],
      "timeline": [{"dayFrom": 0, "dayTo": 3, "title": "Redness",
        "statements": [{"text": "It fades.", "citationNumbers": [1]}]}],
      "aftercare": [{"hourFrom": 24, "title": "Later"}]})"),
      {});
  EXPECT_EQ(text,
            "Yes.\n\n"
            "Home roller (fits what is known)\n"
            "  needle length     0.25 to 0.5 mm [1]\n"
            "  cost              10 to 20 GBP for the tool\n"
            "\n"
            "Timeline, from the first session\n"
            "From day 0 to 3: Redness\n"
            "  - It fades. [1]\n"
            "\n"
            "Aftercare, from the end of each session\n"
            "From hour 24: Later\n"
            "\n"
            "This plan can change with what is still unknown.\n");
}

TEST(RenderReviewTest, ShowsVerdictWarningsAndClaims) {
  const std::string text =
      RenderReview(FromText<v1::Review>(R"({"verdict": "VERDICT_BLOCK", "claims": [
      {"text": "Hello", "verdict": "CLAIM_VERDICT_NO_CHECK_NEEDED"},
      {"text": "It is safe", "verdict": "CLAIM_VERDICT_CONTRADICTED", "reason": "The label says no",
       "citationNumbers": [1], "suggestedText": "Wait."}],
      "missingWarnings": [{"code": "isotretinoin", "message": "Wait first.", "citationNumbers": [1],
      "disposition": "DISPOSITION_CONSULT"}], "suggestedReply": "Wait.\n\nBye."})"),
                   {});
  EXPECT_EQ(text,
            "Block: do not send it.\n\n"
            "Missing warnings\n  - Ask a clinician first: Wait first. [1]\n\n"
            "\"It is safe\"\n  contradicted [1]: The label says no\n  Instead: Wait.\n\n"
            "Suggested reply\n  Wait.\n\n  Bye.\n");
}

TEST(RenderSearchTest, MarksMatchesAndIgnoresWrongSpans) {
  RenderOptions options;
  options.screen.color = true;
  const std::string text = RenderSearch(
      FromText<v1::SearchPassagesResponse>(R"({"hits": [{"passageId": "guide/a#1", "title": "Sun",
      "snippet": "stay in shade", "highlights": [{"start": 8, "end": 13}, {"start": 5, "end": 99},
      {"start": -3, "end": 2}]}], "totalSize": 1, "totalSizeExact": true, "nextPageToken": "t"})"),
      options);
  EXPECT_THAT(text, HasSubstr("stay in \x1b[1mshade\x1b[0m\n"));
  EXPECT_THAT(text, HasSubstr("guide/a#1"));
  EXPECT_THAT(text, HasSubstr("--page-token t"));
}

TEST(RenderSearchTest, SaysWhyNothingWasFound) {
  EXPECT_EQ(RenderSearch(FromText<v1::SearchPassagesResponse>(
                             R"({"emptyResultReason": "EMPTY_RESULT_REASON_NO_WORDS"})"),
                         {}),
            "Nothing found: the query has no word to look for.\n");
}

TEST(RenderPassageTest, ShowsConditionsAndSources) {
  const std::string text = RenderPassage(
      FromText<v1::GetPassageResponse>(R"({"passage": {"passageId": "guide/a#1", "title": "Sun",
      "statements": [{"text": "Shade.", "condition": "setting = HOME", "citationNumbers": [1]}],
      "citations": [{"number": 1, "title": "T", "year": 2020}]}})"),
      {});
  EXPECT_EQ(text, "Sun guide/a#1\n  - Shade. [1] (if setting = HOME)\n\nSources\n[1] T. 2020\n");
}

}  // namespace
}  // namespace needlepoint::cli
