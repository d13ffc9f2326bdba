// Reviews, hits and passages.

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "clients/cli/render.h"

namespace needlepoint::cli {
namespace {

absl::string_view VerdictLabel(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_PASS:
      return "Pass: send it.";
    case v1::VERDICT_REVISE:
      return "Revise: mend it first.";
    case v1::VERDICT_BLOCK:
      return "Block: do not send it.";
    default:
      return "No verdict.";
  }
}

absl::string_view ClaimLabel(v1::ClaimVerdict verdict) {
  switch (verdict) {
    case v1::CLAIM_VERDICT_SUPPORTED:
      return "supported";
    case v1::CLAIM_VERDICT_PARTIAL:
      return "partly supported";
    case v1::CLAIM_VERDICT_CONTRADICTED:
      return "contradicted";
    case v1::CLAIM_VERDICT_UNSUPPORTED:
      return "not supported";
    default:
      return "";
  }
}

void WriteClaim(const v1::ClaimReview& claim, PartWriter& out) {
  const absl::string_view label = ClaimLabel(claim.verdict());
  if (label.empty()) return;  // nothing to check
  const bool fine = claim.verdict() == v1::CLAIM_VERDICT_SUPPORTED;
  out.Gap();
  out.Line(absl::StrCat("\"", CleanLine(claim.text()), "\""));
  out.Line(absl::StrCat(out.Paint(fine ? Style::kBold : Style::kYellow, label),
                        out.Marks(claim.citation_numbers()), claim.reason().empty() ? "" : ": ",
                        CleanLine(claim.reason())),
           "  ", "  ");
  if (!claim.suggested_text().empty()) {
    out.Line(absl::StrCat("Instead: ", CleanLine(claim.suggested_text())), "  ", "  ");
  }
}

// `text` with what `spans` name in bold. Spans are in bytes; those that do not
// fit are ignored.
std::string Highlighted(const std::string& text,
                        const google::protobuf::RepeatedPtrField<v1::Span>& spans,
                        const PartWriter& out) {
  std::string styled;
  size_t at = 0;
  for (const v1::Span& span : spans) {
    const auto start = static_cast<size_t>(span.start());
    const auto end = static_cast<size_t>(span.end());
    if (span.start() < 0 || start < at || end <= start || end > text.size()) continue;
    absl::StrAppend(&styled, CleanLine(text.substr(at, start - at)),
                    out.Paint(Style::kBold, CleanLine(text.substr(start, end - start))));
    at = end;
  }
  return absl::StrCat(styled, CleanLine(text.substr(at)));
}

void WriteHit(const v1::SearchHit& hit, int number, PartWriter& out) {
  out.Gap();
  const std::string mark = absl::StrCat(number, ". ");
  const std::string margin(mark.size(), ' ');
  out.Line(absl::StrCat(out.Paint(Style::kBold, CleanLine(hit.title())), " ",
                        out.Paint(Style::kDim, CleanLine(hit.passage_id()))),
           mark, margin);
  out.Line(Highlighted(hit.snippet(), hit.highlights(), out), margin, margin);
  if (hit.contradicted_rule_ids_size() > 0) {
    out.Line(out.Paint(Style::kRed, "Contradicts a safety rule."), margin, margin);
  }
  if (!hit.has_explanation()) return;
  std::vector<std::string> terms = {absl::StrCat("score ", Plain(hit.score()))};
  for (const v1::ScoreContribution& each : hit.explanation().contributions()) {
    std::string part = v1::RankingPart_Name(each.part());
    part = absl::StrReplaceAll(part, {{"RANKING_PART_", ""}, {"_", " "}});
    terms.push_back(absl::StrCat(absl::AsciiStrToLower(part), each.term().empty() ? "" : " ",
                                 CleanLine(each.term()), " ", Plain(each.value())));
  }
  out.Line(out.Paint(Style::kDim, absl::StrJoin(terms, " · ")), margin, margin);
}

absl::string_view EmptyLine(v1::EmptyResultReason reason) {
  switch (reason) {
    case v1::EMPTY_RESULT_REASON_NO_WORDS:
      return "Nothing found: the query has no word to look for.";
    case v1::EMPTY_RESULT_REASON_FILTERED_OUT:
      return "Nothing found: filter, phrases or exclusions leave no passage.";
    default:
      return "Nothing found: no passage has any of these words.";
  }
}

void WritePassage(const v1::Passage& passage, PartWriter& out) {
  out.Gap();
  out.Line(absl::StrCat(out.Paint(Style::kBold, CleanLine(passage.title())), " ",
                        out.Paint(Style::kDim, CleanLine(passage.passage_id()))));
  if (passage.contradicted_rule_ids_size() > 0) {
    out.Line(out.Paint(Style::kRed, "Contradicts a safety rule."));
  }
  for (const v1::PassageStatement& statement : passage.statements()) {
    std::string line =
        absl::StrCat(CleanLine(statement.text()), out.Marks(statement.citation_numbers()));
    if (!statement.condition().empty()) {
      absl::StrAppend(
          &line, " ",
          out.Paint(Style::kDim, absl::StrCat("(if ", CleanLine(statement.condition()), ")")));
    }
    if (statement.withdrawn()) absl::StrAppend(&line, " ", out.Paint(Style::kRed, "(withdrawn)"));
    if (statement.contradicted_rule_ids_size() > 0) {
      absl::StrAppend(&line, " ", out.Paint(Style::kRed, "(contradicts a safety rule)"));
    }
    out.Bullet(line);
  }
  if (!passage.text().empty()) out.Lines(passage.text());
  if (!passage.uri().empty()) out.Line(out.Paint(Style::kDim, CleanLine(passage.uri())));
  out.Sources(passage.citations());
}

}  // namespace

std::string RenderReview(const v1::Review& review, const RenderOptions& options) {
  PartWriter out(options);
  const Style style = review.verdict() == v1::VERDICT_BLOCK    ? Style::kRed
                      : review.verdict() == v1::VERDICT_REVISE ? Style::kYellow
                                                               : Style::kBold;
  out.Line(out.Paint(style, VerdictLabel(review.verdict())));
  if (review.missing_warnings_size() > 0) {
    out.Gap();
    out.Heading("Missing warnings");
  }
  for (const v1::MissingWarning& warning : review.missing_warnings()) {
    out.Bullet(absl::StrCat(DispositionLabel(warning.disposition()),
                            warning.disposition() == v1::DISPOSITION_UNSPECIFIED ? "" : ": ",
                            CleanLine(warning.message()), out.Marks(warning.citation_numbers())));
  }
  for (const v1::ClaimReview& claim : review.claims()) WriteClaim(claim, out);
  if (!review.suggested_reply().empty()) {
    out.Gap();
    out.Heading("Suggested reply");
    out.Lines(review.suggested_reply());
  }
  out.Warnings(review.warnings());
  out.Sources(review.citations());
  out.Notice(review.review_notice());
  return out.Take();
}

std::string RenderSearch(const v1::SearchPassagesResponse& response, const RenderOptions& options) {
  PartWriter out(options);
  if (!response.corrected_query().empty()) {
    out.Line(absl::StrCat("Searched for: ", CleanLine(response.corrected_query())));
  }
  if (response.hits().empty()) {
    out.Paragraph(EmptyLine(response.empty_result_reason()));
  } else {
    out.Paragraph(absl::StrCat(response.total_size_exact() ? "" : "At least ",
                               response.total_size(), " found"),
                  Style::kDim);
  }
  for (int i = 0; i < response.hits_size(); ++i) WriteHit(response.hits(i), i + 1, out);
  for (const v1::Facet& facet : response.facets()) {
    out.Gap();
    out.Heading(facet.field());
    for (const v1::FacetBucket& bucket : facet.buckets()) {
      out.Bullet(absl::StrCat(CleanLine(bucket.value()), " ", bucket.count()));
    }
  }
  if (!response.next_page_token().empty()) {
    out.Paragraph(absl::StrCat("Next page: --page-token ", response.next_page_token()));
  }
  return out.Take();
}

std::string RenderPassage(const v1::GetPassageResponse& response, const RenderOptions& options) {
  PartWriter out(options);
  WritePassage(response.passage(), out);
  return out.Take();
}

}  // namespace needlepoint::cli
