// What the server replies, as text for a terminal.

#ifndef NEEDLEPOINT_CLIENTS_CLI_RENDER_H_
#define NEEDLEPOINT_CLIENTS_CLI_RENDER_H_

#include <string>

#include "clients/cli/render_parts.h"
#include "needlepoint/v1/answer.pb.h"
#include "needlepoint/v1/knowledge_service.pb.h"
#include "needlepoint/v1/plan.pb.h"
#include "needlepoint/v1/review.pb.h"

namespace needlepoint::cli {

// Each makes text from the structure, not from `rendered`; every line ends in
// '\n'. Of an answer or plan that is URGENT or EMERGENCY only the findings of
// that rank are shown, with what must always be: their sources and the notice
// about review; and for a desk its notes.
std::string RenderAnswer(const v1::Answer& answer, const RenderOptions& options);
// What the last answer shows to be remembered, a fact a line, as "/forget" takes it.
std::string RenderKnown(const v1::Answer& answer, const RenderOptions& options);
std::string RenderPlan(const v1::Plan& plan, const RenderOptions& options);
std::string RenderReview(const v1::Review& review, const RenderOptions& options);
std::string RenderSearch(const v1::SearchPassagesResponse& response, const RenderOptions& options);
std::string RenderPassage(const v1::GetPassageResponse& response, const RenderOptions& options);

}  // namespace needlepoint::cli

#endif  // NEEDLEPOINT_CLIENTS_CLI_RENDER_H_
